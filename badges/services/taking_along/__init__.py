"""What this room knows of a person, for that person to take along: facts, and files beside them."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from badges.services.taking_along import claimed, endorsed, held

__all__ = ["files", "take"]


def take(person_id: UUID) -> dict[str, Any]:
    """Give badges, claims with what was decided, endorsements, collections, shares and reports."""
    return {
        "offers": held.offers(person_id),
        "credentials": held.credentials(person_id),
        "collections": held.collections(person_id),
        "shares": held.shares(person_id),
        "awards_given": held.awards_given(person_id),
        "claims": claimed.claims(person_id),
        "decisions_by_you": claimed.decisions_by(person_id),
        "endorsements_given": endorsed.given(person_id),
        "endorsements_received": endorsed.received(person_id),
        "reports": endorsed.reports(person_id),
    }


def files(person_id: UUID) -> Iterator[tuple[str, bytes]]:
    """Give (name, content) of each signed document and each evidence file, opened one after the other."""
    yield from held.files(person_id)
    yield from endorsed.files(person_id)
    yield from claimed.files(person_id)
