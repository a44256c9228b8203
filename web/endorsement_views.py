"""Endorsements as pages show them: who, how, when, what was seen; and what checking each one says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson
from flask_babel import gettext as _

from accounts.models import Person
from badges.models import Credential, Endorsement
from badges.queries import achievements, endorsements
from badges.services import verifying
from badges.services.endorsing.options import relations_of
from badges.standing import may_be_shown
from competencies.wording import Texts
from credentials.verify.report import Report
from foundation import clock
from foundation.db import session
from issuers import queries as issuers
from web.findings import Sentence
from web.verdicts import reason_of

FRESH_SECONDS = 60  # as long as the page of a badge keeps what checking the badge said
MOST_FRESH = 512


@dataclass(frozen=True, slots=True)
class EndorsementView:
    """One endorsement that stands with a badge. `comment` is what the endorser wrote, word for word.

    `verdict` and `reason` are its own result. `level_word` is a text map, None where no level is stated.
    """

    id: UUID
    name: str
    relation: Texts
    seen_from: date | None
    seen_until: date | None
    competency: str | None
    competency_title: Texts
    level: int | None
    level_word: Texts | None
    comment: str
    language: str
    signed_at: datetime | None
    verdict: str
    reason: Sentence


def shown_with_results(credential: Credential) -> list[EndorsementView]:
    """Give what supports a badge, each with the result of its own verification, oldest first.

    The stored bytes decide: one that turns out to speak of another id is left out.
    """
    if not may_be_shown(credential):
        return []
    rows = endorsements.shown(credential.id)
    bodies = issuers.signed_bodies([one.urn for one in rows], "json")
    relations = relations_of(credential.version) if rows else {}
    found = []
    for row in rows:
        body = bodies.get(row.urn)
        document = orjson.loads(body) if body is not None else {}
        if body is not None and document["credentialSubject"]["id"] == credential.urn:
            found.append(_view(row, document, _report(row, body), relations))
    return found


def taken_back(credential: Credential) -> Sequence[Endorsement]:
    """Give those that were accepted once and that their endorsers took back: their dates are shown."""
    return endorsements.taken_back(credential.id) if may_be_shown(credential) else []


def facts_for(row: Endorsement, relations: Mapping[str, Texts] | None = None) -> dict[str, Any]:
    """Give the texts behind the codes of one endorsement: relation, competency, level."""
    known = relations_of(row.version) if relations is None else relations
    proven = next((one for one in achievements.proven_by(row.version) if one.slug == row.competency), None)
    return {
        "relation": known.get(row.relation or "", {}),
        "competency": row.competency,
        "competency_title": proven.title if proven else {},
        "level": row.level,
        "level_word": proven.levels[row.level - 1] if proven and row.level else None,
    }


def counterpart_names(rows: Sequence[Endorsement]) -> dict[UUID, str]:
    """Give user names by person id, of holders and endorsers, in one query."""
    ids = {one for row in rows for one in (row.holder_id, row.endorser_id) if one is not None}
    if not ids:
        return {}
    found = session().query(Person.id, Person.user_name).filter(Person.id.in_(ids))
    return {person_id: name or "" for person_id, name in found}


def _view(
    row: Endorsement, document: Mapping[str, Any], report: Report, relations: Mapping[str, Texts]
) -> EndorsementView:
    return EndorsementView(
        id=row.id,
        name=_name(row, document),
        seen_from=row.seen_from,
        seen_until=row.seen_until,
        comment=_comment(row, document),
        language=row.language,
        signed_at=row.signed_at,
        verdict=report.verdict.value,
        reason=reason_of(report),
        **facts_for(row, relations),
    )


def _name(row: Endorsement, document: Mapping[str, Any]) -> str:
    """Give the name as it was signed; whoever has left is told of as somebody who was here."""
    if row.endorser_id is None:
        return str(_("a former participant"))
    return str(document["issuer"].get("name", ""))


def _comment(row: Endorsement, document: Mapping[str, Any]) -> str:
    """Give the endorser's own words, without the line of facts; they must be what was signed."""
    said = str(document["credentialSubject"].get("endorsementComment", ""))
    return row.comment if row.comment and said.startswith(f"{row.comment}\n\n") else said


def _report(row: Endorsement, body: bytes) -> Report:
    minute = int(clock.now().timestamp()) // FRESH_SECONDS
    return _checked(body, row.withdrawn_at, minute)


@lru_cache(maxsize=MOST_FRESH)
def _checked(body: bytes, _withdrawn_at: datetime | None, _minute: int) -> Report:
    return verifying.verify(body)
