"""Learning paths by the JSON API."""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from flask_smorest import Blueprint

from pathways import queries
from schemas.definitions import PathSchema, Published, in_force

blueprint = Blueprint("paths", __name__, url_prefix="/api/v1/paths")


@blueprint.get("")
@blueprint.response(200, PathSchema(many=True))
def list_paths() -> list[Published]:
    """Every path and packet."""
    return [in_force(one) for one in queries.paths()]


@blueprint.get("/<slug>")
@blueprint.response(200, PathSchema)
def show_path(slug: str) -> Published:
    """One path."""
    return in_force(queries.path(slug))
