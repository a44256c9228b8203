"""What the page of a badge says, wherever it is shown: its own page, or behind a share link."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson

from accounts import queries as people
from badges.models import Credential
from badges.personal_content import read_personal
from badges.queries import achievements, awards
from badges.services import carrying, verifying
from badges.services.carrying import Form
from badges.standing import state_of_accepted
from credentials.verify.report import Report
from foundation import clock
from foundation.addresses import absolute, achievement_image_path, credential_path
from issuers import queries as issuers
from web.endorsement_views import shown_with_results
from web.pages.award_words import revocation_reason
from web.verdicts import shown

FRESH_SECONDS = 60  # a page of a much-visited badge checks its signature once a minute, and says when
MOST_FRESH = 256
IN_FORCE = frozenset({"accepted", "expired"})  # the signature says itself that a badge has expired


def credential_facts(row: Credential, *, is_holder: bool = False) -> dict[str, Any]:
    """Give everything that the page of a badge says; queries do not grow with what it holds."""
    version, now = row.version, clock.now()
    body = carrying.form(row, Form.JSON)
    document = orjson.loads(body)
    report = _report(row, body, now)
    state = state_of_accepted(row, now)
    image = achievement_image_path(version.achievement_id, version.number, "png")
    return {
        "credential": row,
        "version": version,
        "issuer": issuers.issuer(row.issuer_id),
        "is_holder": is_holder,
        "holder_name": _holder_name(row, document, is_holder=is_holder),
        "state": state,
        "is_in_force": state in IN_FORCE and row.suppressed_at is None,
        "reason_withdrawn": revocation_reason(row.revocation_reason),
        "evidence": [] if row.revoked_at else document.get("evidence", []),
        "proven": achievements.proven_by(version),
        "role": awards.role_title(row.award.role_slug) if row.award.role_slug else None,
        "report": report,
        "shown": shown(report),
        "endorsements": shown_with_results(row),
        "image": image,
        "image_address": absolute(image),
        "address": absolute(credential_path(row.id)),
    }


def _holder_name(row: Credential, document: Mapping[str, Any], *, is_holder: bool) -> str:
    """Give the user name only to the holder, or where the holder put it into the badge."""
    is_named = is_holder or read_personal(document).user_name
    person = people.person(row.person_id) if row.person_id and is_named else None
    return (person.user_name or "") if person else ""


def _report(row: Credential, body: bytes, now: datetime) -> Report:
    """Give the report of our own verifier on the stored bytes; an end or a review makes a new one at once."""
    changed_at = row.revoked_at or row.given_up_at or row.held_at
    return _checked(body, changed_at, int(now.timestamp()) // FRESH_SECONDS)


@lru_cache(maxsize=MOST_FRESH)
def _checked(body: bytes, _changed_at: datetime | None, _minute: int) -> Report:
    return verifying.verify(body)
