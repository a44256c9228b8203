"""Pages of assessors: the queue, one case, the decision."""

from flask import Blueprint

blueprint = Blueprint("assessing", __name__)
