"""Whether the service answers, and whether its database does."""

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from foundation.db import session

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Say that the process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> Response:
    """Say that the database answers too."""
    session().execute(text("SELECT 1"))
    return jsonify(status="ok")
