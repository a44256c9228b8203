"""What an endorser says: its pieces, what is wrong with them, how they become signed words. Pure.

The few words here are signed as they stand, so they are data of this room and not of the pages.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from badges.edition import Proven
from badges.models import NameChoice
from competencies.wording import LANGUAGES, LEVELS, Texts, in_language
from foundation.errors import Problem
from foundation.text import clean

LEAST_CHARACTERS = 40  # enough to say what was seen; a click says nothing
MOST_CHARACTERS = 4_000
MOST_MESSAGE_CHARACTERS = 500
NO_LEVEL = "none"

# Relations and the wording of a group's mentor, where a framework brings none of its own.
DEFAULT_RELATIONS: tuple[Mapping[str, Any], ...] = (
    {"id": "mentor", "title": {"en": "Mentor", "sv": "Mentor", "es": "Mentor(a)", "ar": "مرشد"}},
    {
        "id": "peer_same_project",
        "title": {
            "en": "Worked in the same project",
            "sv": "Arbetade i samma projekt",
            "es": "Trabajó en el mismo proyecto",
            "ar": "زمالة في المشروع نفسه",
        },
    },
    {
        "id": "event_participant",
        "title": {
            "en": "Took part in the event",
            "sv": "Deltog i evenemanget",
            "es": "Participó en el evento",
            "ar": "مشاركة في الفعالية",
        },
    },
    {
        "id": "organiser",
        "title": {"en": "Organiser", "sv": "Organisatör", "es": "Organizador(a)", "ar": "منظِّم"},
    },
    {"id": "partner", "title": {"en": "Partner", "sv": "Partner", "es": "Aliado/a", "ar": "شريك"}},
    {"id": "assessor", "title": {"en": "Assessor", "sv": "Bedömare", "es": "Evaluador(a)", "ar": "مقيِّم"}},
)
_MENTOR_OF: Texts = {
    "en": "a mentor of {group}",
    "sv": "en mentor i {group}",
    "es": "mentor(a) de {group}",
    "ar": "مرشد من {group}",
}


@dataclass(frozen=True, slots=True)
class Words:
    """What an endorser has filled in so far; None and "" are still open. `level` None: none is stated."""

    comment: str = ""
    competency: str | None = None
    level: int | None = None
    relation: str | None = None
    seen_from: date | None = None
    seen_until: date | None = None
    language: str = "en"
    name_choice: str = NameChoice.AFFILIATE
    affiliate_id: str | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What an endorser may choose from: the badge's competencies, relations by id, and names by choice.

    `names`: (name choice, id of the affiliate or None) and what to call it, in the order they are offered.
    """

    proven: Sequence[Proven]
    relations: Mapping[str, Texts]
    names: Mapping[tuple[str, str | None], str]


def read(given: Mapping[str, str], options: Options) -> tuple[Words, list[Problem]]:
    """Give what a form holds and what in it cannot be kept even as a draft."""
    problems: list[Problem] = []
    start = _read_day(given, "seen_from", problems)
    end = _read_day(given, "seen_until", problems)
    level = given.get("level", "")
    words = Words(
        comment=clean(given.get("comment", "")),
        competency=given.get("competency") or None,
        level=int(level) if level in {str(one) for one in LEVELS} else None,
        relation=given.get("relation") or None,
        seen_from=start,
        seen_until=end,
        language=given.get("language") or "en",
        name_choice=given.get("name_choice") or NameChoice.AFFILIATE,
        affiliate_id=given.get("affiliate_id") or _first_affiliate(given, options),
    )
    if level not in {"", NO_LEVEL, *(str(one) for one in LEVELS)}:
        problems.append(Problem("/level", "not_allowed"))
    problems += _choice_problems(words, options)
    return words, problems


def lacking(words: Words, options: Options, today: date) -> Iterator[Problem]:
    """Give what still keeps the words from being signed."""
    if not words.comment:
        yield Problem("/comment", "required")
    elif len(" ".join(words.comment.split())) < LEAST_CHARACTERS:
        yield Problem("/comment", "say_more", {"least": LEAST_CHARACTERS})
    if options.proven and words.competency is None:
        yield Problem("/competency", "required")
    if words.relation is None:
        yield Problem("/relation", "required")
    yield from _choice_problems(words, options)
    yield from _period_problems(words, today)


def relations_of(vocabularies: Sequence[Mapping[str, Any]]) -> dict[str, Texts]:
    """Give the relations of the frameworks that a badge's competencies stand in, by id, in their order."""
    found: dict[str, Texts] = {}
    for one in vocabularies:
        for relation in one.get("endorsement_relations") or ():
            found.setdefault(relation["id"], relation["title"])
    return found or {one["id"]: one["title"] for one in DEFAULT_RELATIONS}


def mentor_of(group_name: str, language: str) -> str:
    """Give the name of somebody who signs as a mentor of a group."""
    return in_language(_MENTOR_OF, language).format(group=group_name)


def composed(words: Words, options: Options) -> str:
    """Give the endorsementComment (OB 3.0, EndorsementSubject): the words first, then one line of facts."""
    facts = [_competency_words(words, options)]
    if words.relation is not None:
        facts.append(in_language(options.relations[words.relation], words.language))
    if words.seen_from is not None and words.seen_until is not None:
        facts.append(f"{words.seen_from.isoformat()} – {words.seen_until.isoformat()}")
    return f"{words.comment}\n\n{' · '.join(one for one in facts if one)}"


def _competency_words(words: Words, options: Options) -> str:
    proven = next((one for one in options.proven if one.slug == words.competency), None)
    if proven is None:
        return ""
    # A text is signed only in a language in which somebody has looked at it.
    spoken = (
        words.language if words.language in proven.reviewed else next(iter(sorted(proven.reviewed)), "en")
    )
    title = in_language(proven.title, spoken)
    if words.level is None:
        return title
    return f"{title}: {in_language(proven.levels[words.level - 1], spoken)} ({words.level}/{len(LEVELS)})"


def _choice_problems(words: Words, options: Options) -> Iterator[Problem]:
    checks: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("/competency", lambda: words.competency in {None, *(one.slug for one in options.proven)}),
        ("/relation", lambda: words.relation is None or words.relation in options.relations),
        ("/language", lambda: words.language in LANGUAGES),
        ("/name_choice", lambda: (words.name_choice, words.affiliate_id) in options.names),
    )
    yield from (Problem(pointer, "not_allowed") for pointer, fits in checks if not fits())
    if len(words.comment) > MOST_CHARACTERS:
        yield Problem("/comment", "too_long", {"most": MOST_CHARACTERS})


def _period_problems(words: Words, today: date) -> Iterator[Problem]:
    for name, day in (("seen_from", words.seen_from), ("seen_until", words.seen_until)):
        if day is None:
            yield Problem(f"/{name}", "required")
        elif day > today:
            yield Problem(f"/{name}", "in_the_future")
    if words.seen_from and words.seen_until and words.seen_from > words.seen_until:
        yield Problem("/seen_until", "before_its_begin")


def _first_affiliate(given: Mapping[str, str], options: Options) -> str | None:
    if given.get("name_choice", NameChoice.AFFILIATE) != NameChoice.AFFILIATE:
        return None
    return next((group for choice, group in options.names if choice == NameChoice.AFFILIATE), None)


def _read_day(given: Mapping[str, str], name: str, problems: list[Problem]) -> date | None:
    text = given.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.append(Problem(f"/{name}", "date_expected"))
        return None
