"""What a draft of a framework takes over from what was published beside it, by the JSON API."""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from typing import Any

from flask_smorest import Blueprint

from competencies.routes.frameworks import Told, own_draft, seen_revision, with_tag
from competencies.services import framework_publishing
from foundation.acting import current_actor
from foundation.asking_first import asked_first
from foundation.limits import WRITE, limiter
from schemas.frameworks import DraftSchema, SeenSchema

blueprint = Blueprint("draft_steps", __name__, url_prefix="/api/v1/frameworks/<slug>/draft")
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


@blueprint.post("/take-in")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@asked_first(own_draft)
@blueprint.arguments(SeenSchema, location="headers")
@blueprint.response(200, DraftSchema)
def take_in(seen: dict[str, Any], slug: str) -> Told:
    """Take what was published beside the draft into it, where the draft says nothing else of its own."""
    revision = seen_revision(seen["if_match"])
    return with_tag(framework_publishing.take_in(current_actor(), slug, revision=revision))
