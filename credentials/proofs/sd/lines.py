"""N-Quads with other labels: one line is one statement, ended by a line feed."""

import re
from collections.abc import Iterable, Mapping, Sequence

from credentials.canonical.quads import Quad

_NODE = r"(_:\S+|<[^>]*>)"
_LINE = re.compile(
    rf'{_NODE} (<[^>]*>) (_:\S+|<[^>]*>|"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>|@[A-Za-z0-9-]+)?) (?:{_NODE} )?\.\n\Z'
)


def split(canonical: bytes) -> list[str]:
    """Give the lines of canonical N-Quads, in which line feeds (and only these) are escaped."""
    return [f"{line}\n" for line in canonical.decode().split("\n")[:-1]]


def blank_nodes(lines: Iterable[str]) -> set[str]:
    """Give the labels of all blank nodes."""
    return {part for line in lines for part in _parts(line) if part.startswith("_:")}


def relabelled(lines: Iterable[str], labels: Mapping[str, str]) -> list[str]:
    """3.4.14 relabelBlankNodes, sorted again. Raises `KeyError` for a blank node without a label."""
    return sorted_lines((_parts(line) for line in lines), labels)


def sorted_lines(quads: Iterable[Quad], labels: Mapping[str, str]) -> list[str]:
    """Give the distinct lines of quads under other labels, sorted. Raises `KeyError` as `relabelled`."""
    return sorted({_line([_label(part, labels) for part in quad if part]) for quad in quads})


def _parts(line: str) -> Quad:
    found = _LINE.match(line)
    if found is None:
        raise ValueError(line)
    subject, predicate, obj, graph = found.groups()
    return Quad(subject, predicate, obj, graph or "")


def _label(part: str, labels: Mapping[str, str]) -> str:
    return labels[part] if part.startswith("_:") else part


def _line(parts: Sequence[str]) -> str:
    return f"{' '.join(parts)} .\n"
