"""Asking for a part of a list as CASE does: limit and offset, sort and orderBy, filter and fields. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from competencies.case.shapes import DOCUMENT, Kind

USUAL_LIMIT, MOST_LIMIT = 100, 1_000
MOST_FILTER_CHARACTERS = 1_000
_DIGITS = 10
_FIELDS = {*DOCUMENT.fields, "CFPackageURI"}
_SORTED = frozenset(
    name for name, kind in DOCUMENT.fields.items() if kind not in {Kind.OBJECT, Kind.LINK, Kind.LINKS}
)
_ALWAYS = (*DOCUMENT.required, "CFPackageURI")
_TERM = re.compile(r"\s*([A-Za-z]+)\s*(!=|>=|<=|=|>|<|~)\s*'((?:[^'\\]|\\.)*)'\s*")
_JOIN = re.compile(r"(AND|OR)(?=\s)")


class AskedWrongError(Exception):
    """What was asked for cannot be answered; `code` is the code minor of the standard."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(code)
        self.code, self.said = code, said


@dataclass(frozen=True, slots=True)
class Asked:
    """A part of the list of CFDocuments."""

    limit: int
    offset: int
    sort: str
    is_descending: bool
    wanted: Callable[[Mapping[str, Any]], bool]
    fields: tuple[str, ...]


def asked_for(arguments: Mapping[str, str]) -> Asked:
    """Give what the arguments of an address ask for. Raises AskedWrongError."""
    limit = _number(arguments, "limit", USUAL_LIMIT, 1)
    order = arguments.get("orderBy", "asc")
    sort = arguments.get("sort", "")
    if sort and sort not in _SORTED:
        raise AskedWrongError("invalid_sort_field", f"There is no field {sort[:80]!r} to sort by.")
    if order not in {"asc", "desc"}:
        raise AskedWrongError("invalid_sort_field", "orderBy is asc or desc.")
    return Asked(
        limit=min(limit, MOST_LIMIT),
        offset=_number(arguments, "offset", 0, 0),
        sort=sort,
        is_descending=order == "desc",
        wanted=_wanted(arguments.get("filter", "")),
        fields=_fields(arguments.get("fields", "")),
    )


def part_of(documents: Sequence[Mapping[str, Any]], asked: Asked) -> tuple[list[dict[str, Any]], int]:
    """Give the documents of this part, and how many there are in all parts."""
    found = [one for one in documents if asked.wanted(one)]
    if asked.sort:
        missing = [one for one in found if asked.sort not in one]
        there = [one for one in found if asked.sort in one]
        there.sort(key=lambda one: _comparable(one[asked.sort]), reverse=asked.is_descending)
        found = there + missing
    part = found[asked.offset : asked.offset + asked.limit]
    return [_selected(one, asked.fields) for one in part], len(found)


def links(address: str, arguments: Mapping[str, str], asked: Asked, total: int) -> str:
    """Give the Link header (RFC 8288) to the first, previous, next and last part."""
    last = max(0, (total - 1) // asked.limit * asked.limit)
    places = {"first": 0}
    if asked.offset > 0:
        places["prev"] = max(0, min(asked.offset, total) - asked.limit)
    if asked.offset + asked.limit < total:
        places["next"] = asked.offset + asked.limit
    places["last"] = last
    return ", ".join(
        f'<{address}?{urlencode({**arguments, "limit": asked.limit, "offset": offset})}>; rel="{name}"'
        for name, offset in places.items()
    )


def _number(arguments: Mapping[str, str], name: str, usual: int, least: int) -> int:
    given = arguments.get(name)
    if given is None:
        return usual
    if not given.isascii() or not given.isdigit() or len(given) > _DIGITS or not least <= int(given) < 2**31:
        raise AskedWrongError("invalid_selection_field", f"{name} is a whole number from {least}.")
    return int(given)


def _fields(given: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in given.split(",") if name.strip())
    for name in names:
        if name not in _FIELDS:
            raise AskedWrongError("invalid_selection_field", f"There is no field {name[:80]!r}.")
    return names


def _selected(document: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    """Give these fields, with those that no CFDocument may be without."""
    if not fields:
        return dict(document)
    return {name: value for name, value in document.items() if name in fields or name in _ALWAYS}


def _wanted(given: str) -> Callable[[Mapping[str, Any]], bool]:
    """Give the test for a filter such as `title~'skill' AND language='en'`; AND binds before OR."""
    if not given.strip():
        return lambda _one: True
    if len(given) > MOST_FILTER_CHARACTERS:
        raise AskedWrongError("invalid_selection_field", "This filter is too long.")
    either: list[list[tuple[str, str, str]]] = [[]]
    for joined, term in _terms(given):
        if joined == "OR":
            either.append([])
        either[-1].append(term)
    return lambda one: any(all(_holds(one, *term) for term in every) for every in either)


def _terms(given: str) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Give (how it is joined, (field, sign, value)) of every term."""
    place, joined = 0, ""
    while True:
        term = _TERM.match(given, place)
        if term is None or term[1] not in _SORTED:
            raise AskedWrongError("invalid_selection_field", "This filter cannot be read.")
        yield joined, (term[1], term[2], re.sub(r"\\(.)", r"\1", term[3]))
        place = term.end()
        if place == len(given):
            return
        join = _JOIN.match(given, place)
        if join is None:
            raise AskedWrongError("invalid_selection_field", "Terms are joined by AND or OR.")
        joined, place = join[1], join.end()


_SIGNS: Mapping[str, Callable[[str, str], bool]] = {
    "=": lambda own, asked: own == asked,
    "!=": lambda own, asked: own != asked,
    ">": lambda own, asked: own > asked,
    ">=": lambda own, asked: own >= asked,
    "<": lambda own, asked: own < asked,
    "<=": lambda own, asked: own <= asked,
    "~": lambda own, asked: asked in own,
}


def _holds(document: Mapping[str, Any], field: str, sign: str, value: str) -> bool:
    own = document.get(field)
    if own is None:
        return sign == "!="
    owns = own if isinstance(own, list) else [own]
    held = [_SIGNS[sign](_comparable(one), _comparable(value)) for one in owns]
    return all(held) if sign == "!=" else any(held)


def _comparable(value: Any) -> str:
    return str(value).casefold() if not isinstance(value, list) else "\n".join(map(_comparable, value))
