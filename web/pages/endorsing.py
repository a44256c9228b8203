"""Pages of endorsements: asking, offering, writing, accepting, taking back."""

from flask import Blueprint

blueprint = Blueprint("endorsing", __name__)
