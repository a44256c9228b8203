"""Begin the draft of a framework, and write into it: whoever saw an older revision overwrites nothing."""

from collections.abc import Callable, Mapping
from uuid import UUID

from competencies import draft_tree, tree_diff
from competencies.draft_tree import Tree
from competencies.levels import REVIEWED as DEFAULT_LEVELS_REVIEWED
from competencies.models import Competency, Framework, FrameworkDraft, FrameworkDraftChange
from competencies.queries import trees
from competencies.services import publishing
from competencies.translating import (
    Fields,
    Notes,
    as_published,
    competency_fields,
    fields,
    followed,
    frame_fields,
    marked,
)
from competencies.wording import LANGUAGES, Texts, new_slug
from foundation import clock
from foundation.audit import record
from foundation.db import session, transaction
from foundation.errors import ConflictError, invalid
from foundation.policy import Action, Actor, Scope, require
from issuers import queries as issuers

Change = Callable[[Tree], Tree]
Mark = Callable[[Fields, Notes], Notes]


def begin_new(
    actor: Actor, *, group_id: UUID, title: Texts, description: Texts, source: str
) -> FrameworkDraft:
    """Give the draft of a new framework of the group; nothing is published yet.

    `source`: the language that it is written in first. Raises InvalidError, and those of `require`.
    """
    with transaction():
        require(actor, Action.COMPETENCY_DEFINE, Scope(group_id=group_id))
        _known(source)
        issuers.hold(group_id)  # of two drafts with one title the second gets another address
        tree = draft_tree.empty(title, description)
        notes = followed({}, fields(tree), Notes(source))
        levels = [pointer for pointer in fields(tree) if pointer.startswith("/levels/")]
        for language in DEFAULT_LEVELS_REVIEWED:
            notes = marked(notes, fields(tree), language, levels, reviewed=True)
        return started(actor, FrameworkDraft(slug=free_slug(title), owner_id=group_id), tree, notes)


def begin(actor: Actor, slug: str) -> FrameworkDraft:
    """Give the draft of a published framework, begun from what stands now, or the one that is there.

    Raises NotFoundError, and those of `require`.
    """
    with transaction():
        framework = publishing.locked(Framework, slug)
        require(actor, Action.COMPETENCY_DEFINE, Scope(group_id=framework.owner_id))
        there = next((one for one in trees.drafts(framework.owner_id) if one.slug == slug), None)
        if there is not None:
            return there
        tree, newest = trees.current_tree(framework), framework.versions[-1]
        notes = published_notes(tree, newest.reviewed, Notes(newest.source or first_language(newest.title)))
        draft = FrameworkDraft(
            slug=slug,
            owner_id=framework.owner_id,
            framework_id=framework.id,
            published_revision=1,
            derived_from=framework.derived_from,
            derived_number=framework.derived_number,
        )
        draft.base = tree
        return started(actor, draft, tree, notes)


def discard(actor: Actor, slug: str, *, revision: int) -> None:
    """Throw a draft away; what was published stays. Raises as `edited`."""
    with transaction() as writing:
        draft = taken(actor, slug, revision)
        writing.delete(draft)
        record(actor, "competencies.draft.discard", draft.id, group_id=draft.owner_id)


def edited(
    actor: Actor, slug: str, revision: int, change: Change, mark: Mark | None = None
) -> FrameworkDraft:
    """Give the draft with its tree changed and, after that, its texts marked.

    Raises NotFoundError, those of `require`, of `change` and of `mark`, and ConflictError("draft_changed")
    when somebody has written since `revision`: nothing is overwritten then.
    """
    with transaction():
        draft = taken(actor, slug, revision)
        after = change(draft.tree)
        notes = followed(fields(draft.tree), fields(after), notes_of(draft))
        return keep(actor, draft, after, mark(fields(after), notes) if mark else notes)


def taken(actor: Actor, slug: str, revision: int) -> FrameworkDraft:
    """Give a draft to be written to, locked until the transaction ends. Raises as `edited`."""
    draft = publishing.locked(FrameworkDraft, slug)
    require(actor, Action.COMPETENCY_DEFINE, Scope(group_id=draft.owner_id))
    if draft.revision != revision:
        raise ConflictError("draft_changed", revision=draft.revision)
    return draft


def notes_of(draft: FrameworkDraft) -> Notes:
    """Give what a draft notes about its texts."""
    return Notes(draft.source, draft.states, draft.sources)


def keep(actor: Actor, draft: FrameworkDraft, tree: Tree, notes: Notes) -> FrameworkDraft:
    """Give the draft with another tree and notes, as its next revision; the same ones make none."""
    changes = tree_diff.as_rows(tree_diff.compare(draft.tree, tree))
    if not changes and notes == notes_of(draft):
        return draft
    _write(actor, draft, tree, notes)
    draft.revision += 1
    step = FrameworkDraftChange(
        draft_id=draft.id,
        revision=draft.revision,
        changes=changes,
        changed_at=clock.now(),
        changed_by=actor.person_id,
    )
    session().add(step)
    session().flush()
    facts = {"revision": draft.revision}
    record(actor, "competencies.draft.change", draft.id, group_id=draft.owner_id, facts=facts)
    return draft


def published_notes(
    tree: Tree, frame_reviewed: list[str], notes: Notes, reviewed: Mapping[str, list[str]] | None = None
) -> Notes:
    """Give the notes of a tree that says what was published: what is reviewed there is reviewed here."""
    notes = as_published(frame_fields(tree), frame_reviewed, notes)
    reviewed = trees.reviewed(draft_tree.ids(tree)) if reviewed is None else reviewed
    for _, one in draft_tree.competencies(tree):
        notes = as_published(competency_fields(one), reviewed.get(one["id"], []), notes)
    return notes


def free_id(title: Texts, tree: Tree) -> str:
    """Give an id for a new competency of the tree, which no competency has."""
    taken_here = draft_tree.ids(tree)
    return new_slug(title, lambda name: name in taken_here or publishing.is_taken(Competency, name))


def started(actor: Actor, draft: FrameworkDraft, tree: Tree, notes: Notes) -> FrameworkDraft:
    """Give a new draft stored as its first revision; the caller has asked who may."""
    draft.revision = 1
    draft.base = draft.base or {}
    _write(actor, draft, tree, notes)
    publishing.store_new(draft)
    record(actor, "competencies.draft.begin", draft.id, group_id=draft.owner_id)
    return draft


def _write(actor: Actor, draft: FrameworkDraft, tree: Tree, notes: Notes) -> None:
    draft.tree, draft.source = tree, notes.source
    draft.states = {pointer: dict(found) for pointer, found in notes.states.items()}
    draft.sources = dict(notes.sources)
    draft.edited_at, draft.edited_by = clock.now(), actor.person_id


def free_slug(title: Texts) -> str:
    """Give an address for a new framework, which no framework and no draft has."""
    kinds = (Framework, FrameworkDraft)
    return new_slug(title, lambda name: any(publishing.is_taken(one, name) for one in kinds))


def _known(source: str) -> None:
    if source not in LANGUAGES:
        raise invalid("/source", "language_unknown", languages=list(LANGUAGES))


def first_language(texts: Texts) -> str:
    """Give the language that texts were probably written in first, where nobody said so."""
    return "en" if "en" in texts else next(iter(texts), "en")
