"""Seeded damage to JSON documents: the same seed always gives the same damage."""

import copy
import random
from collections.abc import Iterator
from typing import Any

from tests.credentials.test_verify_properties import members_of

# What stands where something else should: of every JSON type, and near misses of the standard's own values.
STRANGE = (
    None, True, 0, -1, 2.5, "", "text", "not a uri", "https://example.org/1", "urn:uuid:1", "2026-03-01",
    "2026-03-01T09:00:00Z", "yesterday", "ext:own", "Badge", "Status", "Completed", "Profile", "Achievement",
    "EndorsementSubject", "data:image/png;base64,AAAA", "eyJh.eyJi.c2ln", [], ["a", "b"], [[]], [{}], {},
    [""], {"en": "words"}, {"@value": "words", "@language": "en"}, {"id": "https://example.org/1"},
    {"type": ["Profile"]}, {"id": "https://example.org/1", "type": "Image"},
)  # fmt: skip
NAMES = ("name", "id", "type", "@id", "image", "narrative", "validFrom", "endorsement", "colour", "result")


def damaged(documents: list[Any], *, count: int, seed: int) -> Iterator[tuple[int, Any]]:
    """Give `count` times which of the documents, and a copy of it with one to three places changed."""
    chance = random.Random(seed)
    for _ in range(count):
        at = chance.randrange(len(documents))
        document = copy.deepcopy(documents[at])
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            _damage(document, chance)
        yield at, document


def _damage(document: Any, chance: random.Random) -> None:
    places = [place for place in members_of(document) if place]
    *outer, last = chance.choice(places)
    here = document
    for name in outer:
        here = here[name]
    chance.choice((_drop, _retype, _retype, _rename, _double, _single, _add, _borrow))(
        here, last, document, chance
    )


def _drop(here: Any, last: Any, _document: Any, _chance: random.Random) -> None:
    del here[last]


def _retype(here: Any, last: Any, _document: Any, chance: random.Random) -> None:
    here[last] = copy.deepcopy(chance.choice(STRANGE))


def _rename(here: Any, last: Any, _document: Any, chance: random.Random) -> None:
    if isinstance(here, dict):
        here[chance.choice(NAMES)] = here.pop(last)


def _double(here: Any, last: Any, _document: Any, _chance: random.Random) -> None:
    here[last] = [copy.deepcopy(here[last]), here[last]]


def _single(here: Any, last: Any, _document: Any, _chance: random.Random) -> None:
    value = here[last]
    here[last] = value[0] if isinstance(value, list) and value else [value]


def _add(here: Any, last: Any, _document: Any, chance: random.Random) -> None:
    inner = here[last] if isinstance(here[last], dict) else here
    if isinstance(inner, dict):
        inner[chance.choice(NAMES)] = copy.deepcopy(chance.choice(STRANGE))


def _borrow(here: Any, last: Any, document: Any, chance: random.Random) -> None:
    """Put the value of another place here."""
    place = chance.choice([place for place in members_of(document) if place])
    value = document
    for name in place:
        value = value[name]
    here[last] = copy.deepcopy(value)
