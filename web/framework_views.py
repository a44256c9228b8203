"""What pages show of frameworks: differences in words, and how far translations are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from competencies import translating
from competencies.draft_tree import Tree, find_competency
from competencies.models import FrameworkDraft
from competencies.services.drafting import notes_of
from competencies.tree_diff import Change, Kind, Thing
from competencies.wording import LANGUAGES, Texts
from foundation.errors import NotFoundError
from web.language import LANGUAGES as SPOKEN
from web.language import plain
from web.pages.define_words import word

_WHAT = {
    Kind.ADDED: lazy_gettext("Added"),
    Kind.REMOVED: lazy_gettext("Taken out"),
    Kind.MOVED: lazy_gettext("Moved"),
    Kind.TEXT: lazy_gettext("Text changed"),
    Kind.VALUE: lazy_gettext("Changed"),
}
_THINGS = {
    Thing.FRAMEWORK: lazy_gettext("The framework itself"),
    Thing.DOMAIN: lazy_gettext("Area"),
    Thing.COMPETENCY: lazy_gettext("Competency"),
}
_PARTS = {
    "title": lazy_gettext("Title"),
    "description": lazy_gettext("Description"),
    "statement": lazy_gettext("What the person can do"),
    "rubric/0": lazy_gettext("How level 1 shows"),
    "rubric/1": lazy_gettext("How level 2 shows"),
    "rubric/2": lazy_gettext("How level 3 shows"),
    "rubric/3": lazy_gettext("How level 4 shows"),
    "levels/1/title": lazy_gettext("Name of level 1"),
    "levels/2/title": lazy_gettext("Name of level 2"),
    "levels/3/title": lazy_gettext("Name of level 3"),
    "levels/4/title": lazy_gettext("Name of level 4"),
    "levels/1/descriptor": lazy_gettext("What level 1 means"),
    "levels/2/descriptor": lazy_gettext("What level 2 means"),
    "levels/3/descriptor": lazy_gettext("What level 3 means"),
    "levels/4/descriptor": lazy_gettext("What level 4 means"),
    "area": lazy_gettext("Title of an area"),
    "code": lazy_gettext("Short code"),
    "typical_evidence": lazy_gettext("What often shows it"),
    "alignments": lazy_gettext("The same elsewhere"),
    "origin": lazy_gettext("Where it comes from"),
}
_STATES = {
    "reviewed": (lazy_gettext("reviewed"), "good", "success"),
    "draft": (lazy_gettext("draft"), "open", "edit"),
    "outdated": (lazy_gettext("outdated"), "bad", "alert"),
    "missing": (lazy_gettext("not written yet"), "", "add"),
    "source": (lazy_gettext("source"), "good", "success"),
}
_OWN_NAMES = dict(SPOKEN)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One difference for people. `title`, `before` and `after` are plain; `language`: of the two texts."""

    what: str
    thing: str
    title: Texts
    part: str
    language: str
    language_name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """How far a draft is in one language."""

    language: str
    name: str
    counts: Mapping[str, int]
    is_source: bool


def part_name(field: str) -> str:
    """Give the name of a part of a framework or competency."""
    return str(_PARTS.get(field, field))


def state_chip(state: str) -> tuple[str, str, str]:
    """Give (word, kind, picture) of the state of a text."""
    said, kind, picture = _STATES[state]
    return str(said), kind, picture


def change_rows(changes: Sequence[Change], before: Tree, after: Tree) -> list[ChangeRow]:
    """Give differences as they are told; the trees know the names of areas."""
    old, new = _domain_titles(before), _domain_titles(after)
    return [
        ChangeRow(
            what=str(_WHAT[one.kind]),
            thing=str(_THINGS[one.thing]),
            title=one.title,
            part=part_name(one.field) if one.field else "",
            language=one.language,
            language_name=_OWN_NAMES.get(one.language, one.language),
            before=_told(one, one.before, old),
            after=_told(one, one.after, new),
        )
        for one in changes
    ]


def spoken_in(draft: FrameworkDraft) -> list[Spoken]:
    """Give how far a draft is in each language, its source first."""
    present, notes = translating.fields(draft.tree), notes_of(draft)
    found = [
        Spoken(
            language,
            _OWN_NAMES[language],
            translating.counted(present, notes, language),
            language == draft.source,
        )
        for language in LANGUAGES
    ]
    return sorted(found, key=lambda one: not one.is_source)


def title_in(tree: Tree, competency_id: str) -> str:
    """Give the title of a competency of a tree in words, its id where it is not in it."""
    try:
        return plain(find_competency(tree, competency_id)["title"])
    except NotFoundError:
        return competency_id


def _domain_titles(tree: Tree) -> dict[str, str]:
    return {one["id"]: plain(one["title"]) for one in tree["domains"]}


def _told(change: Change, value: Any, domains: Mapping[str, str]) -> str:
    if value is None or change.kind == Kind.TEXT:
        return str(value or "")
    if change.kind == Kind.VALUE:
        return _value_told(change.field, value)
    place = int(value["at"]) + 1
    if change.thing == Thing.DOMAIN:
        return str(_("Place %(place)s", place=place))
    area = domains.get(value["domain"], value["domain"])
    return str(_("%(area)s, place %(place)s", area=area, place=place))


def _value_told(field: str, value: Any) -> str:
    if field == "typical_evidence":
        return " · ".join(word(one) for one in value)
    if field == "alignments":
        return " · ".join(one["name"] for one in value)
    return str(value.get("competency", "")) if isinstance(value, dict) else str(value)
