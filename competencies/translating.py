"""Texts of a draft in several languages: which are the source, which are reviewed, which fell behind. Pure.

Every text has a pointer made of ids, such as `/competencies/citing/rubric/0`, which stays the same when
things move. Any language can be the source of any text. The source needs no review: who wrote it meant it.
When it says something else, what was reviewed in other languages is outdated until a fluent speaker has
looked again.
"""

from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, cast

from competencies.draft_tree import Tree, checked, competencies
from competencies.wording import LANGUAGES, TEXT_MAX, TITLE_MAX, Texts, escaped, refuse, text_problems
from foundation.errors import NotFoundError, Problem
from foundation.text import clean

Fields = Mapping[str, Texts]


class State(StrEnum):
    """How far one text is in one language."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    OUTDATED = "outdated"


@dataclass(frozen=True, slots=True)
class Notes:
    """`states`: pointer -> language -> State; `sources`: pointer -> language, where it is not `source`."""

    source: str
    states: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    def state(self, pointer: str, language: str) -> str:
        """Give the state of a text in a language; what nobody noted is a draft."""
        return self.states.get(pointer, {}).get(language, State.DRAFT)


def frame_fields(tree: Tree) -> dict[str, Texts]:
    """Give the framework's own texts: title, description, levels, domains."""
    found: dict[str, Texts] = {"/title": tree["title"], "/description": tree["description"]}
    found |= level_fields(tree)
    return found | {f"/domains/{escaped(one['id'])}/title": one["title"] for one in tree["domains"]}


def level_fields(tree: Tree) -> dict[str, Texts]:
    """Give the texts of the four levels: of the framework's own texts, only these enter what is signed."""
    found: dict[str, Texts] = {}
    for one in tree["levels"]:
        found[f"/levels/{one['level']}/title"] = one["title"]
        found[f"/levels/{one['level']}/descriptor"] = one["descriptor"]
    return found


def competency_fields(one: Mapping[str, Any]) -> dict[str, Texts]:
    """Give the texts of one competency."""
    at = f"/competencies/{escaped(one['id'])}"
    found = {f"{at}/title": one["title"], f"{at}/statement": one["statement"]}
    return found | {f"{at}/rubric/{index}": texts for index, texts in enumerate(one["rubric"])}


def fields(tree: Tree) -> dict[str, Texts]:
    """Give every text of the tree."""
    found = frame_fields(tree)
    for _, one in competencies(tree):
        found |= competency_fields(one)
    return found


def source_of(pointer: str, texts: Texts, notes: Notes) -> str:
    """Give the language that others are translated from: the noted one, else one that has the text."""
    wanted = notes.sources.get(pointer, notes.source)
    if wanted in texts:
        return wanted
    return next((one for one in LANGUAGES if one in texts), wanted)


def standing_of(pointer: str, texts: Texts, notes: Notes, language: str) -> str:
    """Give the state of a text for its readers: as noted, and of the source always reviewed."""
    if language == source_of(pointer, texts, notes):
        return State.REVIEWED
    return notes.state(pointer, language)


def followed(before: Fields, after: Fields, notes: Notes) -> Notes:
    """Give the notes after an edit: new words are drafts, and what was reviewed before its source is old."""
    states = {pointer: _states_after(pointer, before, texts, notes) for pointer, texts in after.items()}
    sources = {
        pointer: language
        for pointer, texts in after.items()
        if (language := _source_after(pointer, before, texts, notes)) != notes.source and language in texts
    }
    return Notes(notes.source, states, sources)


def renamed(notes: Notes, names: Mapping[str, str]) -> Notes:
    """Give the notes for competencies with other ids, as `names` says."""

    def now(pointer: str) -> str:
        start, place, name, *rest = [*pointer.split("/", 3), ""][:4]
        return "/".join((start, place, names.get(name, name), *rest)) if place == "competencies" else pointer

    states = {now(pointer): found for pointer, found in notes.states.items()}
    return Notes(notes.source, states, {now(pointer): found for pointer, found in notes.sources.items()})


def with_texts(tree: Tree, language: str, said: Mapping[str, str]) -> Tree:
    """Give the tree with texts of one language by pointer; an empty one is taken out.

    Raises NotFoundError for a pointer that leads nowhere, and InvalidError with these pointers.
    """
    copy = deepcopy(tree)
    present = fields(copy)
    refuse(_text_problems(present, language, said))
    for pointer, text in said.items():
        texts = cast("dict[str, str]", present[pointer])
        if clean(text):
            texts[language] = text
        else:
            texts.pop(language, None)
    return checked(copy)


def _text_problems(present: Fields, language: str, said: Mapping[str, str]) -> Iterator[Problem]:
    for pointer, text in said.items():
        if pointer not in present:
            raise NotFoundError
        longest = TITLE_MAX if pointer.endswith("/title") else TEXT_MAX
        if clean(text):
            yield from text_problems(pointer, {language: text}, longest=longest)
        elif longest == TITLE_MAX and not set(present[pointer]) - {language}:
            yield Problem(f"{pointer}/{language}", "text_missing")


def turned_to(notes: Notes, source: str, present: Fields) -> Notes:
    """Give the notes with another language as the source of everything that is written in it."""
    sources = {
        pointer: language
        for pointer, texts in present.items()
        if source not in texts and (language := source_of(pointer, texts, notes)) in texts
    }
    return Notes(source, notes.states, sources)


def marked(
    notes: Notes, present: Fields, language: str, pointers: Collection[str], *, reviewed: bool
) -> Notes:
    """Give the notes with texts of a language reviewed, or no longer so. Raises InvalidError."""
    refuse(_unmarkable(present, language, pointers))
    states = {pointer: dict(found) for pointer, found in notes.states.items()}
    for pointer in pointers:
        said = states.setdefault(pointer, {})
        if reviewed:
            said[language] = State.REVIEWED
        elif said.get(language) == State.REVIEWED:
            said[language] = State.DRAFT
    return Notes(notes.source, states, notes.sources)


def reviewed_languages(present: Fields, notes: Notes) -> list[str]:
    """Give the languages in which all of these texts are there and may be signed: the source, or reviewed."""
    return [
        language
        for language in LANGUAGES
        if present
        and all(
            language in texts and standing_of(pointer, texts, notes, language) == State.REVIEWED
            for pointer, texts in present.items()
        )
    ]


def as_published(present: Fields, reviewed: Collection[str], notes: Notes) -> Notes:
    """Give the notes with all of these texts as a published version tells: reviewed, or drafts."""
    states = {
        pointer: {one: State.REVIEWED if one in reviewed else State.DRAFT for one in texts}
        for pointer, texts in present.items()
    }
    kept = {pointer: source for pointer, source in notes.sources.items() if pointer not in present}
    sources = {
        pointer: next(one for one in LANGUAGES if one in texts)
        for pointer, texts in present.items()
        if texts and notes.source not in texts
    }
    return Notes(notes.source, {**notes.states, **states}, {**kept, **sources})


def counted(present: Fields, notes: Notes, language: str) -> dict[str, int]:
    """Give how many texts of a language are in each state, and how many are `missing`."""
    found = {**{state.value: 0 for state in State}, "missing": 0}
    for pointer, texts in present.items():
        if language in texts:
            found[standing_of(pointer, texts, notes, language)] += 1
        elif texts:
            found["missing"] += 1
    return found


def _source_after(pointer: str, before: Fields, texts: Texts, notes: Notes) -> str:
    old = before.get(pointer) or {}
    source = source_of(pointer, old, notes) if old else notes.source
    return source if source in texts else source_of(pointer, texts, notes)


def _states_after(pointer: str, before: Fields, texts: Texts, notes: Notes) -> dict[str, str]:
    old = before.get(pointer) or {}
    source = source_of(pointer, old, notes)
    moved_on = bool(old) and texts.get(source) != old.get(source)
    found = {}
    for language, text in texts.items():
        state = notes.state(pointer, language)
        if text != old.get(language):
            state = State.DRAFT
        elif moved_on and language != source and state == State.REVIEWED:
            state = State.OUTDATED
        found[language] = str(state)
    return found


def _unmarkable(present: Fields, language: str, pointers: Collection[str]) -> Iterator[Problem]:
    if language not in LANGUAGES:
        yield Problem("/language", "language_unknown", {"languages": list(LANGUAGES)})
    for pointer in pointers:
        if language not in present.get(pointer, {}):
            yield Problem(pointer, "reviewed_without_text", {"missing": [pointer]})
