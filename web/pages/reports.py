"""Pages of reports: saying that something should be looked at, and looking at it."""

from flask import Blueprint

blueprint = Blueprint("reports", __name__)
