"""What publishing a draft of a framework would do, by the JSON API: what its stewards look over."""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from typing import Any

from flask_smorest import Blueprint

from competencies import tree_diff
from competencies.draft_tree import Tree
from competencies.models import FrameworkDraft
from competencies.routes.frameworks import Told, own_draft
from competencies.services import drafting, framework_publishing
from competencies.translating import level_fields, reviewed_languages
from pathways.touching import touched_by
from schemas.frameworks import PublishingPreviewSchema

blueprint = Blueprint("publishing_preview", __name__, url_prefix="/api/v1/frameworks/<slug>/draft")
NONE: dict[str, list[str]] = {"levels": [], "badges": [], "roles": [], "paths": []}
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


@blueprint.get("/publish")
@blueprint.doc(security=_TOKEN)
@blueprint.response(200, PublishingPreviewSchema)
def look_over(slug: str) -> Told:
    """What publishing changes, which badges, roles and paths it touches, and what is still missing."""
    draft = own_draft(slug)
    framework = framework_publishing.published(draft)
    before = draft.base if framework else _nothing(draft)
    changes = tree_diff.compare(before, draft.tree)
    document = {
        "number": len(framework.versions) + 1 if framework else 1,
        "revision": draft.revision,
        "changes": changes,
        "missing": [_problem(one) for one in framework_publishing.missing(draft)],
        "is_behind": framework_publishing.is_behind(draft),
        "reviewed": reviewed_languages(level_fields(draft.tree), drafting.notes_of(draft)),
        "touches": touched_by(changes, before, framework_publishing.to_follow(draft)) if framework else NONE,
    }
    return document, {"ETag": f'"{draft.revision}"'}


def _nothing(draft: FrameworkDraft) -> Tree:
    return {"title": {}, "description": {}, "levels": draft.tree["levels"], "domains": []}


def _problem(one: Any) -> dict[str, Any]:
    return {"pointer": one.pointer, "code": one.code, "facts": dict(one.facts or {})}
