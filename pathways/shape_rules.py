"""Small rules that together say what a document may look like. Each gives Problems with pointers. Pure."""

import re
from collections.abc import Callable, Container, Iterator, Mapping
from datetime import date
from typing import Any

from competencies.wording import LANGUAGES, escaped, slug_problems, text_problems
from foundation.errors import Problem

Rule = Callable[[str, Any], Iterator[Problem]]
_VOCABULARY_ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


class Optional_:  # noqa: N801 - reads as a word beside the rules
    """A field that may be left out."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule


def record(**fields: Rule | Optional_) -> Rule:
    """An object with exactly these fields. A trailing underscore lets a field have a Python word as name."""
    rules = {name.rstrip("_"): field for name, field in fields.items()}

    def check(at: str, value: Any) -> Iterator[Problem]:
        if not isinstance(value, Mapping):
            yield Problem(at, "object_expected")
            return
        for name in value:
            if name not in rules:
                yield Problem(f"{at}/{escaped(name)}", "unknown_field")
        for name, field in rules.items():
            if name in value:
                rule = field.rule if isinstance(field, Optional_) else field
                yield from rule(f"{at}/{name}", value[name])
            elif not isinstance(field, Optional_):
                yield Problem(f"{at}/{name}", "missing_field")

    return check


def list_of(rule: Rule, *, least: int = 0, most: int = 1000, key: str | None = None) -> Rule:
    """A list; with `key`, no two members have the same value there; without, no two are equal words."""

    def check(at: str, value: Any) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem(at, "list_expected")
            return
        if not least <= len(value) <= most:
            yield Problem(at, "wrong_count", {"from": least, "to": most})
        seen: set[Any] = set()
        for index, member in enumerate(value):
            yield from rule(f"{at}/{index}", member)
            mark = member.get(key) if isinstance(member, Mapping) and key else member
            if isinstance(mark, str | int):
                if mark in seen:
                    yield Problem(f"{at}/{index}" + (f"/{key}" if key else ""), "duplicate")
                seen.add(mark)

    return check


def mapping_of(rule: Rule, names: Container[str]) -> Rule:
    """An object whose members are all alike, with names out of `names`."""

    def check(at: str, value: Any) -> Iterator[Problem]:
        if not isinstance(value, Mapping):
            yield Problem(at, "object_expected")
            return
        for name, member in value.items():
            if name not in names:
                yield Problem(f"{at}/{escaped(name)}", "unknown_field")
            yield from rule(f"{at}/{escaped(name)}", member)

    return check


def or_none(rule: Rule) -> Rule:
    """What `rule` allows, or null."""
    return lambda at, value: iter(()) if value is None else rule(at, value)


def one_of(*options: Any) -> Rule:
    """One of these values, of the same type."""

    def check(at: str, value: Any) -> Iterator[Problem]:
        if not any(value == one and type(value) is type(one) for one in options):
            yield Problem(at, "not_allowed", {"allowed": list(options)})

    return check


def whole(least: int, most: int) -> Rule:
    """A whole number in this range."""

    def check(at: str, value: Any) -> Iterator[Problem]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield Problem(at, "number_expected")
        elif not least <= value <= most:
            yield Problem(at, "out_of_range", {"from": least, "to": most})

    return check


def string(longest: int, least: int = 1) -> Rule:
    """A string of this length."""

    def check(at: str, value: Any) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem(at, "string_expected")
        elif not least <= len(value) <= longest:
            yield Problem(at, "wrong_length", {"from": least, "to": longest})

    return check


def text(longest: int) -> Rule:
    """A text: an object with one string per language."""
    return lambda at, value: text_problems(at, value, longest=longest)


def flag(at: str, value: Any) -> Iterator[Problem]:
    """True or false."""
    if not isinstance(value, bool):
        yield Problem(at, "yes_or_no")


def slug(at: str, value: Any) -> Iterator[Problem]:
    """An id that becomes part of an address."""
    yield from slug_problems(at, value)


def word(at: str, value: Any) -> Iterator[Problem]:
    """An id of a vocabulary, which may hold underscores."""
    if not isinstance(value, str) or not _VOCABULARY_ID.fullmatch(value):
        yield Problem(at, "id_invalid")


def day(at: str, value: Any) -> Iterator[Problem]:
    """A date as YYYY-MM-DD."""
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        yield Problem(at, "date_expected")


LANGUAGE_LIST = list_of(one_of(*LANGUAGES), most=len(LANGUAGES))
