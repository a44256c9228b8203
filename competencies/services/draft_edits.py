"""Every edit of a draft: one verb each, which sends the revision it saw. All raise as `drafting.edited`."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from competencies import draft_tree, translating
from competencies.draft_tree import CONTENT, Node, Tree
from competencies.models import Competency, FrameworkDraft
from competencies.services import drafting
from competencies.translating import Fields, Notes
from competencies.wording import LANGUAGES, Texts, new_slug
from foundation.db import session, transaction
from foundation.errors import InvalidError, Problem, invalid
from foundation.policy import Actor


def write_frame(
    actor: Actor,
    slug: str,
    *,
    revision: int,
    title: Texts,
    description: Texts,
    levels: Sequence[Mapping[str, Any]],
    source: str,
) -> FrameworkDraft:
    """Give the draft with other texts of the framework itself, and another language to translate from."""
    if source not in LANGUAGES:
        raise invalid("/source", "language_unknown", languages=list(LANGUAGES))
    content = {"title": title, "description": description, "levels": list(levels)}

    def turned(present: Fields, notes: Notes) -> Notes:
        return notes if notes.source == source else translating.turned_to(notes, source, present)

    return drafting.edited(
        actor, slug, revision, lambda tree: draft_tree.change_frame(tree, **content), turned
    )


def add_domain(actor: Actor, slug: str, *, revision: int, title: Texts) -> FrameworkDraft:
    """Give the draft with one more domain at its end."""

    def change(tree: Tree) -> Tree:
        there = {one["id"] for one in tree["domains"]}
        name = new_slug(title, there.__contains__) if title else uuid4().hex[:8]
        return draft_tree.add_domain(tree, name, title)

    return drafting.edited(actor, slug, revision, change)


def write_domain(actor: Actor, slug: str, *, revision: int, domain: str, title: Texts) -> FrameworkDraft:
    """Give the draft with another title of a domain."""
    return drafting.edited(actor, slug, revision, lambda tree: draft_tree.change_domain(tree, domain, title))


def move_domain(actor: Actor, slug: str, *, revision: int, domain: str, at: int) -> FrameworkDraft:
    """Give the draft with a domain at another position, counted without it."""
    return drafting.edited(actor, slug, revision, lambda tree: draft_tree.move_domain(tree, domain, at))


def remove_domain(actor: Actor, slug: str, *, revision: int, domain: str) -> FrameworkDraft:
    """Give the draft without a domain. Raises ConflictError("domain_not_empty")."""
    return drafting.edited(actor, slug, revision, lambda tree: draft_tree.remove_domain(tree, domain))


def add_competency(actor: Actor, slug: str, *, revision: int, domain: str, **content: Any) -> FrameworkDraft:
    """Give the draft with one more competency at the end of a domain; `content` as in `draft_tree`."""

    def change(tree: Tree) -> Tree:
        title = content.get("title") or {}
        name = drafting.free_id(title, tree) if title else uuid4().hex[:8]
        return draft_tree.add_competency(tree, domain, draft_tree.new_competency(name, **_known(content)))

    return drafting.edited(actor, slug, revision, change)


def write_competency(
    actor: Actor, slug: str, *, revision: int, competency: str, **content: Any
) -> FrameworkDraft:
    """Give the draft with other content of a competency; `content` as in `draft_tree`."""
    return drafting.edited(
        actor, slug, revision, lambda tree: draft_tree.change_competency(tree, competency, **_known(content))
    )


def move_competency(
    actor: Actor, slug: str, *, revision: int, competency: str, domain: str, at: int
) -> FrameworkDraft:
    """Give the draft with a competency at another position of any domain, counted without it."""
    return drafting.edited(
        actor, slug, revision, lambda tree: draft_tree.move_competency(tree, competency, domain, at)
    )


def remove_competency(actor: Actor, slug: str, *, revision: int, competency: str) -> FrameworkDraft:
    """Give the draft without a competency; what was published of it stays."""
    return drafting.edited(actor, slug, revision, lambda tree: draft_tree.remove_competency(tree, competency))


def translate(
    actor: Actor,
    slug: str,
    *,
    revision: int,
    language: str,
    texts: Mapping[str, str],
    reviewed: Collection[str],
) -> FrameworkDraft:
    """Give the draft with texts of one language by pointer; of these, those in `reviewed` are reviewed."""
    if language not in LANGUAGES:
        raise invalid("/language", "language_unknown", languages=list(LANGUAGES))
    unmarked = [pointer for pointer in texts if pointer not in reviewed]

    def mark(present: Fields, notes: Notes) -> Notes:
        there = [pointer for pointer in unmarked if _is_translation(pointer, present, notes, language)]
        notes = translating.marked(notes, present, language, there, reviewed=False)
        return translating.marked(notes, present, language, reviewed, reviewed=True)

    return drafting.edited(
        actor, slug, revision, lambda tree: translating.with_texts(tree, language, texts), mark
    )


def _is_translation(pointer: str, present: Fields, notes: Notes, language: str) -> bool:
    texts = present.get(pointer, {})
    return language in texts and language != translating.source_of(pointer, texts, notes)


def mark_reviewed(
    actor: Actor, slug: str, *, revision: int, language: str, pointers: Collection[str], reviewed: bool
) -> FrameworkDraft:
    """Give the draft with texts of a language reviewed, or no longer so."""

    def mark(present: Fields, notes: Notes) -> Notes:
        return translating.marked(notes, present, language, pointers, reviewed=reviewed)

    return drafting.edited(actor, slug, revision, lambda tree: tree, mark)


def replace_tree(actor: Actor, slug: str, *, revision: int, tree: Mapping[str, Any]) -> FrameworkDraft:
    """Give the draft with another tree as a whole. What has no `id` is new; a new id must be free."""
    with transaction():
        draft = drafting.taken(actor, slug, revision)
        new = draft_tree.checked(_with_ids(tree, draft.tree))
        _refuse_foreign(new, draft)
        return drafting.edited(actor, slug, revision, lambda _old: new)


def _known(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: content[name] for name in CONTENT if name in content}


def _with_ids(tree: Mapping[str, Any], old: Tree) -> Tree:
    """Give ids to what is new, and the origins that the draft knows: nobody sends those."""
    origins = {one["id"]: one["origin"] for _, one in draft_tree.competencies(old)}
    taken = {one.get("id") for one in tree["domains"]}
    said = {each.get("id") for one in tree["domains"] for each in one["competencies"]} - {None}

    def numbered(one: Mapping[str, Any]) -> Node:
        name = one.get("id") or _new_id(one["title"], old, said)
        said.add(name)
        return draft_tree.new_competency(name, **{**_known(one), "origin": origins.get(name)})

    domains = []
    for one in tree["domains"]:
        name = one.get("id") or new_slug(one["title"] or {"en": "domain"}, taken.__contains__)
        taken.add(name)
        inside = [numbered(each) for each in one["competencies"]]
        domains.append({"id": name, "title": one["title"], "competencies": inside})
    return {**tree, "domains": domains}


def _new_id(title: Texts, old: Tree, said: Collection[str]) -> str:
    name = drafting.free_id(title, old) if title else ""
    return name if name and name not in said else f"{name or 'competency'}-{uuid4().hex[:6]}"


def _refuse_foreign(new: Tree, draft: FrameworkDraft) -> None:
    """Refuse ids that name a competency of somewhere else: addresses are nobody's to take."""
    added = draft_tree.ids(new) - draft_tree.ids(draft.tree)
    query = select(Competency.slug, Competency.framework_id).where(Competency.slug.in_(added))
    foreign = {slug for slug, home in session().execute(query) if home is None or home != draft.framework_id}
    if found := [
        Problem(f"/domains/{index}/competencies/{at}/id", "slug_taken")
        for index, domain in enumerate(new["domains"])
        for at, one in enumerate(domain["competencies"])
        if one["id"] in foreign
    ]:
        raise InvalidError(found)
