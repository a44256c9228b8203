"""Labels for the blank nodes of one walk: by first-degree hash, and by the whole algorithm only for ties.

When all first-degree hashes differ, their order is the whole of RDFC-1.0 (4.4 steps 3 and 4).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from credentials.canonical.labels import HASHES, canonical_labels
from credentials.canonical.quads import Quad

# The statements of one subject in one graph, without the labels of both. `subject` is the number of a blank
# node, or None when the subject is written out; `graph` is the number of a blank node, None for the default
# graph. A text is `[subject] <predicate> object `, and in the default graph it ends with ` .\n`.
Group = tuple[int | None, int | None, list[str]]

# One statement with a blank node as its object: subject (number or text), ` <predicate> `, object, graph.
Edge = tuple[int | str, str, int, int | None]


def canonical_lines(
    groups: Sequence[Group], edges: Sequence[Edge], count: int, digest: str, known: Mapping[int, bytes]
) -> list[str]:
    """Give the N-Quads, not sorted, of statements among `count` blank nodes. Raises `TooComplexError`.

    `known` are first-degree hashes (SHA-256) by the number of the node.
    """
    names = _names(groups, edges, count, digest, known if digest == "sha256" else {})
    lines: list[str] = []
    for subject, graph, texts in groups:
        name = "" if subject is None else names[subject]
        if graph is None:
            lines += [name + text for text in texts]
        else:
            lines += [f"{name}{text}{names[graph]} .\n" for text in texts]
    for subject_or_text, predicate, node, graph in edges:
        name = subject_or_text if isinstance(subject_or_text, str) else names[subject_or_text]
        end = " .\n" if graph is None else f" {names[graph]} .\n"
        lines.append(f"{name}{predicate}{names[node]}{end}")
    return lines


def _names(
    groups: Sequence[Group], edges: Sequence[Edge], count: int, digest: str, known: Mapping[int, bytes]
) -> list[str]:
    hashed, hashes = HASHES[digest], dict(known)
    wanted = [number for number in range(count) if number not in known]
    for number, texts in first_degree(groups, edges, wanted).items():
        texts.sort()
        hashes[number] = hashed("".join(texts).encode()).digest()
    order = sorted(range(count), key=hashes.__getitem__)
    if len(set(hashes.values())) < count:
        chosen = canonical_labels(_quads(groups, edges), digest)
        return [chosen[f"_:n{number}"] for number in range(count)]
    names = [""] * count
    for place, number in enumerate(order):
        names[number] = f"_:c14n{place}"
    return names


def first_degree(
    groups: Sequence[Group], edges: Sequence[Edge], numbers: Iterable[int]
) -> dict[int, list[str]]:
    """Give the statements of some nodes, each with itself as `_:a` and the others as `_:z` (4.6)."""
    of: dict[int | None, list[str]] = {number: [] for number in numbers}
    for subject, graph, said in groups:
        if subject in of or graph in of:
            _add_texts(of, subject, graph, dict.fromkeys(said))  # a dataset is a set
    for edge in edges:
        _add_edge(of, *edge)
    return cast("dict[int, list[str]]", of)


def _add_texts(
    of: dict[int | None, list[str]], subject: int | None, graph: int | None, texts: Iterable[str]
) -> None:
    if graph in of:
        other = "" if subject is None else "_:z"
        of[graph] += [f"{other}{text}_:a .\n" for text in texts]
    if subject in of:
        end = "" if graph is None else "_:z .\n"
        of[subject] += [f"_:a{text}{end}" for text in texts]


def _add_edge(
    of: dict[int | None, list[str]], subject: int | str, predicate: str, node: int, graph: int | None
) -> None:
    end = " .\n" if graph is None else " _:z .\n"
    name = subject if isinstance(subject, str) else "_:z"
    if subject in of:
        of[subject].append(f"_:a{predicate}_:z{end}")
    if node in of:
        of[node].append(f"{name}{predicate}_:a{end}")
    if graph in of:
        of[graph].append(f"{name}{predicate}_:z _:a .\n")


def _quads(groups: Sequence[Group], edges: Sequence[Edge]) -> list[Quad]:
    quads = []
    for subject, graph, texts in groups:
        name, end = _label(subject), " .\n" if graph is None else " "
        for text in texts:
            start, predicate, value = text.removesuffix(end).split(" ", 2)
            quads.append(Quad(name or start, predicate, value, _label(graph)))
    for subject_or_text, predicate, node, graph in edges:
        name = subject_or_text if isinstance(subject_or_text, str) else _label(subject_or_text)
        quads.append(Quad(name, predicate.strip(), _label(node), _label(graph)))
    return quads


def _label(number: int | None) -> str:
    return "" if number is None else f"_:n{number}"
