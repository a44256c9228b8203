"""Pages of one's own data: consent, activity, taking everything along, leaving."""

from flask import Blueprint

blueprint = Blueprint("own_data", __name__)
