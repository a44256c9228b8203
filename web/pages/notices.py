"""Pages of the inbox: what was told to a person, and how it is told."""

from flask import Blueprint

blueprint = Blueprint("notices", __name__)
