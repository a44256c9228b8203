"""Parts of documents that come again: one badge is given to many, and its achievement is always the same.

A part is known by its exact bytes, by where it stands and by how it is looked at, so what is kept is what the
walk would write again. Only a part with an IRI of its own is kept: then nothing outside says anything of the
blank nodes in it, and their first-degree hashes can be kept as well.
"""

import hashlib
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from credentials.canonical.blank_nodes import Edge, Group, first_degree

if TYPE_CHECKING:
    from credentials.canonical.compiled import Place
    from credentials.canonical.walk import Walk

LEAST_MEMBERS = 6  # of a part that is worth it: an achievement has a dozen
DEEPEST = 4  # the achievement stands at 3, its creator at 4; deeper parts are too many and too small
MOST_BYTES = 32_768  # of one part
MOST_PARTS = 512
MOST_KEPT_BYTES = 4 * 1024 * 1024  # of all parts, as JSON; statements are some three times as long

_EXACTLY = (
    orjson.OPT_PASSTHROUGH_SUBCLASS | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
)
_Key = tuple[bytes, int, bool, int]


@dataclass(frozen=True, slots=True)
class Part:
    """What the walk wrote for a part: numbers of blank nodes count from the first of the part."""

    place: "Place"  # held, so that its address in the key is not given to another
    name: str
    lines: list[str]
    groups: list[Group]
    edges: list[Edge]
    addresses: list[str]
    no_texts: list[str]
    described: frozenset[str]
    again: frozenset[str]
    credentials: list[str]
    blank_nodes: int
    nodes: int
    values: int
    asked: int
    hashes: list[bytes]


_parts: dict[_Key, Part | None] = {}  # None: seen once
_lock = threading.Lock()
_kept_bytes = 0


def key_of(node: dict[str, Any], place: "Place", depth: int, *, at_issue: bool) -> _Key | None:
    """Give the name of a part, None for one that is not kept."""
    if len(node) < LEAST_MEMBERS or "id" not in node or "@context" in node:
        return None
    try:
        written = orjson.dumps(node, option=_EXACTLY)
    except TypeError:  # a lone surrogate, an integer beyond 64 bits: the walk says what is wrong
        return None
    is_exact = len(written) <= MOST_BYTES and b"null" not in written  # NaN is written so as well
    return (written, depth, at_issue, id(place)) if is_exact else None


def find(key: _Key) -> Part | None:
    """Give the part that is kept under a name. It holds its place, whose address is in the key."""
    return _parts.get(key)


def is_wanted(key: _Key) -> bool:
    """Tell whether to keep what comes now: not the first time, as most parts never come again."""
    if key in _parts:
        return True
    _note(key, None)
    return False


def keep(key: _Key, part: Part) -> None:
    """Keep what was written for a part."""
    _note(key, part)


def hashes_of(groups: list[Group], edges: list[Edge], count: int) -> list[bytes]:
    """Give the first-degree hashes (SHA-256) of the blank nodes of a part."""
    return [
        hashlib.sha256("".join(sorted(texts)).encode()).digest()
        for texts in first_degree(groups, edges, range(count)).values()
    ]


def _note(key: _Key, part: Part | None) -> None:
    global _kept_bytes  # noqa: PLW0603 - one memory of the process, like a cache of functools
    with _lock:
        if len(_parts) >= MOST_PARTS or _kept_bytes > MOST_KEPT_BYTES:
            _parts.clear()
            _kept_bytes = 0
        _kept_bytes += len(key[0]) if key not in _parts else 0
        _parts[key] = part


class Recording:
    """Where a walk stands before a part, so that what the part added can be told afterwards."""

    __slots__ = ("_again", "_blank", "_counts", "_described", "_starts", "_walk")

    def __init__(self, walk: "Walk") -> None:
        """Remember how far the walk is; what it has described is set aside until `end`."""
        self._walk = walk
        self._starts = [len(each) for each in self._lists()]
        self._blank, self._counts = walk.blank_nodes, walk.counts()
        self._described, self._again = walk.described, walk.again
        walk.described, walk.again = set(), set()

    def part(self, place: "Place", name: str) -> Part:
        """Give what was written since, and set the walk to go on."""
        walk, first = self._walk, self._blank
        lines, groups, edges, addresses, no_texts, credentials = (
            each[start:] for each, start in zip(self._lists(), self._starts, strict=True)
        )
        groups = [(moved(subject, -first), None, said) for subject, _, said in groups]
        edges = [(moved(subject, -first), said, node - first, None) for subject, said, node, _ in edges]
        nodes, values, asked = (
            after - before for after, before in zip(walk.counts(), self._counts, strict=True)
        )
        part = Part(
            place=place,
            name=name,
            lines=lines,
            groups=groups,
            edges=edges,
            addresses=addresses,
            no_texts=no_texts,
            described=frozenset(walk.described),
            again=frozenset(walk.again),
            credentials=credentials,
            blank_nodes=walk.blank_nodes - first,
            nodes=nodes,
            values=values,
            asked=asked,
            hashes=hashes_of(groups, edges, walk.blank_nodes - first),
        )
        walk.again |= self._again | (self._described & part.described)
        walk.described |= self._described
        return part

    def _lists(self) -> tuple[list[Any], ...]:
        walk = self._walk
        return walk.lines, walk.groups, walk.edges, walk.addresses, walk.no_texts, walk.credentials


def moved(subject: int | str | None, by: int) -> Any:
    """Give a subject with its number moved, if it is a number."""
    return subject + by if subject.__class__ is int else subject
