"""What a person claimed, what shows it, who looked at it, what was decided; and what the person decided."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from badges.models import (
    AchievementVersion,
    AssessmentDecision,
    Claim,
    EvidenceFile,
    EvidenceItem,
    EvidenceOpening,
)
from badges.services import evidence, evidence_rules
from badges.services.taking_along.held import badge_of
from foundation.db import session as read
from foundation.plain import listed, members, plain
from foundation.vault import vault

_CLAIM = (
    "id credential_id issuer_id state narrative language path_slug path_title role_slug appeal"
    " opened_at changed_at submitted_at decided_at"
)
_ITEM = "id kind form visibility name url text file_name file_bytes added_at"
_DECISION = "outcome judgements reason advice decided_at"
_BADGE = joinedload(Claim.version).joinedload(AchievementVersion.achievement)


def claims(person_id: UUID) -> list[dict[str, Any]]:
    """Give the person's claims, each with evidence, openings and decisions."""
    lists = (selectinload(Claim.evidence), selectinload(Claim.decisions))
    query = select(Claim).where(Claim.person_id == person_id).order_by(Claim.opened_at, Claim.id)
    opened = _openings(person_id)
    return [
        {
            **badge_of(one.version),
            **members(one, _CLAIM),
            "evidence": [{**members(item, _ITEM), "file": _place(item)} for item in one.evidence],
            "evidence_openings": opened.get(one.id, []),
            "decisions": listed(one.decisions, _DECISION),
        }
        for one in read().scalars(query.options(_BADGE, *lists))
    ]


def decisions_by(person_id: UUID) -> list[dict[str, Any]]:
    """Give what the person decided as an assessor; about whom is not ours to tell."""
    query = (
        select(AssessmentDecision, Claim)
        .join(Claim, Claim.id == AssessmentDecision.claim_id)
        .where(AssessmentDecision.assessor_id == person_id)
        .order_by(AssessmentDecision.decided_at, AssessmentDecision.id)
    )
    rows = read().execute(query.options(_BADGE))
    return [
        {"badge": claim.version.achievement.slug, **members(decision, _DECISION)} for decision, claim in rows
    ]


def files(person_id: UUID) -> Iterator[tuple[str, bytes]]:
    """Give each evidence file, opened one after the other."""
    mine = select(EvidenceItem).join(Claim, Claim.id == EvidenceItem.claim_id)
    query = mine.where(Claim.person_id == person_id).order_by(EvidenceItem.added_at, EvidenceItem.id)
    for item in read().scalars(query).all():
        place = _place(item)
        sealed = read().scalar(select(EvidenceFile.sealed).where(EvidenceFile.item_id == item.id))
        if place is not None and sealed is not None:
            yield place, vault().open(sealed, purpose=evidence.PURPOSE, owner=str(item.id))


def _place(item: EvidenceItem) -> str | None:
    """Where the file of an item lies; its own name is cleaned once more, as it becomes part of a path."""
    if not item.file_name:
        return None
    return f"evidence/{item.id}-{evidence_rules.cleaned_file_name(item.file_name)}"


def _openings(person_id: UUID) -> dict[UUID, list[dict[str, Any]]]:
    mine = select(EvidenceOpening).join(Claim, Claim.id == EvidenceOpening.claim_id)
    query = mine.where(Claim.person_id == person_id).order_by(EvidenceOpening.opened_at, EvidenceOpening.id)
    found: dict[UUID, list[dict[str, Any]]] = {}
    for one in read().scalars(query):
        said = {"item": plain(one.item_id), "opened_at": plain(one.opened_at)}
        found.setdefault(one.claim_id, []).append(said)
    return found
