"""The documents of the comparison: our own badges, published ones, and those that hypothesis makes."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.credentials import made
from tests.credentials.test_canonical_fast import published, starter_badges

BATCH = 500  # hypothesis slows down when it makes very many in one run
WHOLE = "whole credentials"
OTHERS = {
    "broken credentials": made.changed(made.credentials),
    "presentations": made.presentations,
    "broken presentations": made.changed(made.presentations),
}
KINDS = {WHOLE: made.credentials, **OTHERS}


def given_ones() -> Iterator[tuple[str, Any]]:
    """Give every starter badge and published document, each with the name of its kind."""
    for badge in starter_badges():
        yield "starter badges", badge
    for _, document in published():
        yield "published documents", document


def made_ones(kind: str) -> Iterator[Any]:
    """Give documents of a kind without end, no two alike; the same code makes the same ones."""
    seen: set[int] = set()
    number = 0
    while True:
        for document in _batch(KINDS[kind], number):
            mark = hash(json.dumps(document, sort_keys=True))
            if mark not in seen:
                seen.add(mark)
                yield document
        number += 1


def features(document: Any) -> Iterator[str]:
    """Tell which of the difficult things a document has."""
    text = json.dumps(document, ensure_ascii=False)
    nodes = list(made.nodes({name: value for name, value in document.items() if name != "@context"}))
    ids = [node["id"] for node in nodes if isinstance(node.get("id"), str)]
    nameless = [json.dumps(node, sort_keys=True) for node in nodes if "type" in node and "id" not in node]
    values = [value for node in nodes for member in node.values() for value in _each(member)]
    found = {
        "language tags": '"@language"' in text,
        "texts beyond ASCII": not text.isascii(),
        "numbers": any(type(value) in (int, float) for value in values),
        "a node named twice": len(ids) > len(set(ids)),
        "blank nodes alike (ties)": len(nameless) > len(set(nameless)),
        "@json": '"jsonSchema"' in text,
    }
    return (name for name, is_there in found.items() if is_there)


def _each(member: Any) -> list[Any]:
    return member if isinstance(member, list) else [member]


def _batch(kind: Any, number: int) -> list[Any]:
    found: list[Any] = []

    @seed(number)
    @settings(
        max_examples=BATCH,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(kind)
    def collect(document: Any) -> None:
        found.append(document)

    collect()
    return found
