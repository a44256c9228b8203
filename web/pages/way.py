"""Pages of one's own way: the next step, the gap to a role, a path step by step."""

from flask import Blueprint

blueprint = Blueprint("way", __name__)
