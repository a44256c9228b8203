"""Frameworks by the JSON API: trees and differences for everybody, drafts for the stewards of their group.

A draft is written with `If-Match` and the revision that its ETag told: an older one answers 409
(`draft_changed`, with the revision that stands now), none at all 428. Beginning one may have an
`Idempotency-Key`. Publishing is in `badges`.
"""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from typing import Any

from flask_smorest import Blueprint
from werkzeug.exceptions import PreconditionRequired

from competencies import queries, tree_diff
from competencies.queries import trees
from competencies.services import deriving, draft_edits, drafting
from foundation.acting import current_actor
from foundation.asking_first import asked_first
from foundation.errors import invalid
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, require
from foundation.repeating import DESCRIBED, begun_once
from schemas.frameworks import (
    ChangeSchema,
    DeriveSchema,
    DiffQuerySchema,
    DraftBeginSchema,
    DraftSchema,
    FrameworkListSchema,
    FrameworkSchema,
    FrameworkVersionSchema,
    PageSchema,
    SeenSchema,
    ShownVersion,
    TranslationSchema,
    TreeSchema,
)

blueprint = Blueprint(
    "frameworks", __name__, url_prefix="/api/v1/frameworks", description="Frameworks and their drafts"
)
PAGE = 50
MOST_DIGITS = 9  # nobody edits a draft that often
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]
Told = tuple[Any, dict[str, str]]


def seen_revision(sent: str | None) -> int:
    """Give the revision of `If-Match: "3"`. Raises PreconditionRequired without one, InvalidError."""
    if sent is None:
        raise PreconditionRequired
    number = sent.strip().removeprefix("W/").strip('"')
    if not (number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS):
        raise invalid("/If-Match", "number_expected")
    return int(number)


def own_draft(slug: str, **_rest: object) -> Any:
    """Give a draft that whoever asks may write. Raises NotFoundError, SignInNeededError."""
    draft = trees.draft(slug)
    require(current_actor(), Action.COMPETENCY_DEFINE, Scope(group_id=draft.owner_id))
    return draft


@blueprint.get("")
@blueprint.arguments(PageSchema, location="query")
@blueprint.response(200, FrameworkListSchema)
def list_frameworks(wanted: dict[str, Any]) -> dict[str, Any]:
    """Every framework with its versions, by address."""
    found, page = queries.frameworks(), wanted["page"]
    shown = found[(page - 1) * PAGE : page * PAGE]
    return {"frameworks": shown, "page": page, "pages": max(1, -(-len(found) // PAGE))}


@blueprint.post("")
@blueprint.doc(security=_TOKEN, **DESCRIBED)
@limiter.limit(WRITE)
@blueprint.arguments(DraftBeginSchema)
@blueprint.response(201, DraftSchema)
def begin_new(shape: dict[str, Any]) -> Told:
    """Begin the draft of a new framework."""
    return with_tag(trees.draft(begun_once(lambda: drafting.begin_new(current_actor(), **shape).slug)))


@blueprint.get("/<slug>")
@blueprint.response(200, FrameworkSchema)
def show_framework(slug: str) -> ShownVersion:
    """The version in force, as a tree."""
    found = queries.framework(slug)
    return _shown(found, found.versions[-1].number)


@blueprint.get("/<slug>/versions")
@blueprint.response(200, FrameworkVersionSchema(many=True))
def list_versions(slug: str) -> Any:
    """Every version, the first one first."""
    return queries.framework(slug).versions


@blueprint.get("/<slug>/versions/<int:number>")
@blueprint.response(200, FrameworkSchema)
def show_version(slug: str, number: int) -> ShownVersion:
    """One version as it was, as a tree."""
    return _shown(queries.framework(slug), number)


@blueprint.get("/<slug>/diff")
@blueprint.arguments(DiffQuerySchema, location="query")
@blueprint.response(200, ChangeSchema(many=True))
def diff(wanted: dict[str, Any], slug: str) -> list[tree_diff.Change]:
    """What differs between two versions."""
    found = queries.framework(slug)
    return tree_diff.compare(trees.tree(found, wanted["first"]), trees.tree(found, wanted["second"]))


@blueprint.post("/<slug>/derive")
@blueprint.doc(security=_TOKEN, **DESCRIBED)
@limiter.limit(WRITE)
@blueprint.arguments(DeriveSchema)
@blueprint.response(201, DraftSchema)
def derive(shape: dict[str, Any], slug: str) -> Told:
    """Begin a draft of a group that says what a version of this framework says."""
    return with_tag(trees.draft(begun_once(lambda: deriving.derive(current_actor(), slug, **shape).slug)))


@blueprint.post("/<slug>/draft")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.response(201, DraftSchema)
def begin(slug: str) -> Told:
    """Begin the draft of a published framework, or get the one that is there."""
    return with_tag(drafting.begin(current_actor(), slug))


@blueprint.get("/<slug>/draft")
@blueprint.doc(security=_TOKEN)
@blueprint.response(200, DraftSchema)
def show_draft(slug: str) -> Told:
    """The draft, with its revision as ETag."""
    return with_tag(own_draft(slug))


@blueprint.put("/<slug>/draft")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@asked_first(own_draft)
@blueprint.arguments(SeenSchema, location="headers")
@blueprint.arguments(TreeSchema)
@blueprint.response(200, DraftSchema)
def write_draft(seen: dict[str, Any], tree: dict[str, Any], slug: str) -> Told:
    """Write the tree as a whole; what has no id is new."""
    revision = seen_revision(seen["if_match"])
    return with_tag(draft_edits.replace_tree(current_actor(), slug, revision=revision, tree=tree))


@blueprint.put("/<slug>/draft/translations/<language>")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@asked_first(own_draft)
@blueprint.arguments(SeenSchema, location="headers")
@blueprint.arguments(TranslationSchema)
@blueprint.response(200, DraftSchema)
def translate(seen: dict[str, Any], shape: dict[str, Any], slug: str, language: str) -> Told:
    """Write texts of one language, and say which of them are reviewed."""
    revision = seen_revision(seen["if_match"])
    return with_tag(
        draft_edits.translate(current_actor(), slug, revision=revision, language=language, **shape)
    )


@blueprint.delete("/<slug>/draft")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@asked_first(own_draft)
@blueprint.arguments(SeenSchema, location="headers")
@blueprint.response(204)
def discard(seen: dict[str, Any], slug: str) -> None:
    """Throw the draft away; what was published stays."""
    drafting.discard(current_actor(), slug, revision=seen_revision(seen["if_match"]))


def _shown(framework: Any, number: int) -> ShownVersion:
    version = trees.version(framework, number)
    return ShownVersion(framework, version, trees.tree(framework, number), trees.members(framework, number))


def with_tag(draft: Any) -> Told:
    """Give a draft with its revision as ETag."""
    return draft, {"ETag": f'"{draft.revision}"'}
