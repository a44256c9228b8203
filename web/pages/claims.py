"""Pages of a claimant: open a claim, show evidence, ask for endorsements, submit."""

from flask import Blueprint

blueprint = Blueprint("claims", __name__)
