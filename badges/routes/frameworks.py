"""Publish a framework by the JSON API: its levels become badges, so it is done in this room."""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from typing import Any

from flask_smorest import Blueprint

from badges.services.framework_publishing import publish_framework
from competencies.routes.frameworks import own_draft, seen_revision
from foundation.acting import current_actor
from foundation.asking_first import asked_first
from foundation.limits import WRITE, limiter
from schemas.frameworks import PublishedFrameworkSchema, SeenSchema

blueprint = Blueprint("framework_publishing", __name__, url_prefix="/api/v1/frameworks")
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


@blueprint.post("/<slug>/draft/publish")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@asked_first(own_draft)
@blueprint.arguments(SeenSchema, location="headers")
@blueprint.response(200, PublishedFrameworkSchema)
def publish(seen: dict[str, Any], slug: str) -> dict[str, Any]:
    """Publish the draft as the next version; the same words make none."""
    framework = publish_framework(current_actor(), slug, revision=seen_revision(seen["if_match"]))
    return {"slug": framework.slug, "number": framework.versions[-1].number}
