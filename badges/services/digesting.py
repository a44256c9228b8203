"""The letter of the day: what stands unread in an inbox, as counts of kinds; no names, nobody's texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from accounts import queries as people
from accounts.services import digesting
from badges.queries import waiting
from foundation import clock, jobs
from foundation.columns import uuid7
from foundation.db import transaction

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class DigestLetter:
    """One letter of the day. `kinds`: code of a NoticeKind -> how many; `offers`: badges that wait."""

    to: str
    language: str
    kinds: Mapping[str, int]
    offers: int
    stop_token: str
    stable_id: str


def ask_for_digests(now: datetime) -> None:
    """Ask for the letter of everybody who is due one. May run twice, and twice at once."""
    rested_since = now - timedelta(hours=digesting.DIGEST_HOURS)
    while due := waiting.due_for_digest(now, rested_since, _AT_ONCE):
        for person_id in due:
            with transaction():
                if digesting.take_turn(person_id, now):
                    payload = {"person_id": str(person_id), "at": now.isoformat(), "letter": str(uuid7())}
                    jobs.ask("letter.digest", payload)


def digest_letter(payload: Mapping[str, Any]) -> DigestLetter | None:
    """Give the letter of a job as it is true now; None when it is not wanted or there is nothing left."""
    person_id = UUID(payload["person_id"])
    person = people.person(person_id)
    address = _address(person_id) if person and people.preference(person_id).digest_mail else None
    if person is None or address is None:
        return None
    kinds = people.unread_by_kind(person_id, mailed_at=datetime.fromisoformat(payload["at"]))
    offers = waiting.offer_count(person_id, clock.now())
    if not kinds and not offers:
        return None
    token, stable_id = digesting.quiet_token(person_id), f"digest-{payload['letter']}-0"
    return DigestLetter(address, person.language, kinds, offers, token, stable_id)


def _address(person_id: UUID) -> str | None:
    """Give the oldest proven address that did not ask us to stop."""
    proven = people.proven_addresses(person_id)
    return next((one for one in proven if people.may_write_to(people.address_digest(one))), None)
