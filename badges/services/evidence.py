"""Evidence of a claim: links that are never followed, sealed files, texts; each opening is on record.

Everything is private to the assessors unless the claimant chooses otherwise, item by item.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from badges.models import (
    Award,
    AwardState,
    Claim,
    EvidenceFile,
    EvidenceForm,
    EvidenceItem,
    EvidenceOpening,
    Visibility,
)
from badges.queries import claims
from badges.queries.assessing import WAITING
from badges.queries.ties import conflicts_of
from badges.services.claims.keeping import editable, touch
from badges.services.evidence_rules import cleaned_file_name, problems, visibility_problems
from foundation import audit, clock
from foundation.columns import uuid7
from foundation.db import session, transaction
from foundation.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from foundation.policy import Action, Actor, Scope, require
from foundation.text import clean, clean_line
from foundation.vault import vault

PURPOSE = "evidence"


@dataclass(frozen=True, slots=True)
class Opened:
    """A piece of evidence with its content: the bytes of a file; nothing more for links and texts."""

    item: EvidenceItem
    content: bytes


def add(
    actor: Actor,
    claim_id: UUID,
    *,
    kind: str,
    form: str,
    name: str,
    url: str | None = None,
    text: str = "",
    upload: bytes | None = None,
    file_name: str | None = None,
    visibility: str = Visibility.PRIVATE,
) -> EvidenceItem:
    """Add a piece of evidence to a claim that is being written, and give it.

    `form` says which of `url`, `upload` (with `file_name`) and `text` is the evidence; beside a link or a
    file, `text` is a note. Raises NotFoundError, ConflictError("not_editable"), InvalidError.
    """
    with transaction() as db_session:
        claim = editable(actor, claim_id)
        content = upload if form == EvidenceForm.FILE and upload else b""
        item = EvidenceItem(
            id=uuid7(),
            claim_id=claim.id,
            kind=kind,
            form=form,
            visibility=visibility,
            name=clean_line(name),
            url=(url or "").strip() if form == EvidenceForm.LINK else None,
            text=clean(text),
            position=max((one.position for one in claim.evidence), default=0) + 1,
            added_at=clock.now(),
        )
        if found := list(problems(claim, item, content)):
            raise InvalidError(found)
        db_session.add(item)
        if item.form == EvidenceForm.FILE:
            _keep_file(item, content, file_name or "")
        _changed(actor, claim, "add", item)
        return item


def change_visibility(actor: Actor, item_id: UUID, visibility: str) -> EvidenceItem:
    """Change who sees a piece of evidence, until the badge is accepted; afterwards only to hide it again.

    Raises NotFoundError, InvalidError at /visibility, ConflictError("badge_accepted").
    """
    with transaction():
        item, claim = _own(actor, item_id)
        if found := list(visibility_problems(claim, item, visibility)):
            raise InvalidError(found)
        given = _awards_of(claim)
        is_signed = any(one.state == AwardState.ACCEPTED for one in given)
        if is_signed and not _only_hides(item, visibility):
            raise ConflictError("badge_accepted")
        if item.visibility != visibility:
            item.visibility = Visibility(visibility)
            _changed(actor, claim, "change_visibility", item)
            _follow(given, claim)
        return item


def remove(actor: Actor, item_id: UUID) -> None:
    """Delete a piece of evidence with its file, while the claim is being written.

    Raises NotFoundError, ConflictError("not_editable").
    """
    with transaction() as db_session:
        item, found = _own(actor, item_id)
        claim = editable(actor, found.id)
        _changed(actor, claim, "remove", item)
        db_session.delete(item)


def opened(actor: Actor, item_id: UUID) -> Opened:
    """Give a piece of evidence to its claimant, or to an assessor who may decide: that is on record then.

    Assessors open it only while the claim waits for them. Raises NotFoundError,
    ForbiddenError("conflict_of_interest") with `reasons`.
    """
    with transaction() as db_session:
        item = claims.evidence_item(item_id)
        claim = claims.claim_by_id(item.claim_id)
        require(actor, Action.EVIDENCE_OPEN, Scope(group_id=claim.issuer_id, person_id=claim.person_id))
        if actor.person_id != claim.person_id:
            _require_free_assessor(actor, claim)
            opening = EvidenceOpening(
                claim_id=claim.id, item_id=item.id, opened_by=actor.person_id, opened_at=clock.now()
            )
            db_session.add(opening)
            _record(actor, claim, "open", item)
        return Opened(item, _content(item))


def _require_free_assessor(actor: Actor, claim: Claim) -> None:
    if claim.state not in WAITING or actor.person_id is None:
        raise NotFoundError
    if reasons := conflicts_of(actor.person_id, [claim])[claim.id]:
        raise ForbiddenError("conflict_of_interest", reasons=list(reasons))


def own_file(actor: Actor, item_id: UUID) -> Opened:
    """Give the claimant an own piece of evidence with its file; nothing is written. Raises NotFoundError."""
    item = claims.evidence_item(item_id)
    require(actor, Action.CLAIM_SEE, Scope(person_id=claims.claim_by_id(item.claim_id).person_id))
    return Opened(item, _content(item))


def embedded(claim: Claim) -> list[dict[str, str]]:
    """Give what the claimant chose to have written into the badge, as an award's `evidence`.

    Of a file its name and SHA-256 are written, so that its holder can show that a file is the one.
    """
    return [_as_evidence(item) for item in claim.evidence if item.visibility == Visibility.EMBEDDED]


def _keep_file(item: EvidenceItem, content: bytes, file_name: str) -> None:
    """Seal the content, bound to its item; what is readable of it is its name, length and SHA-256."""
    item.file_name, item.file_bytes = cleaned_file_name(file_name), len(content)
    item.file_digest = hashlib.sha256(content).digest()
    session().flush()  # the file's row stands on the item's
    session().add(
        EvidenceFile(item_id=item.id, sealed=vault().seal(content, purpose=PURPOSE, owner=str(item.id)))
    )


def _content(item: EvidenceItem) -> bytes:
    if item.form != EvidenceForm.FILE:
        return b""
    sealed = session().scalar(select(EvidenceFile.sealed).where(EvidenceFile.item_id == item.id))
    if sealed is None:
        raise NotFoundError
    return vault().open(sealed, purpose=PURPOSE, owner=str(item.id))


def _own(actor: Actor, item_id: UUID) -> tuple[EvidenceItem, Claim]:
    claim = claims.claim_by_id(claims.evidence_item(item_id).claim_id, lock=True)
    require(actor, Action.CLAIM_KEEP, Scope(person_id=claim.person_id))
    return claims.evidence_item(item_id), claim  # as it is now: of two who take it away, one finds it gone


def _awards_of(claim: Claim) -> Sequence[Award]:
    """Give what the claim became, locked: one award, or of a claim awarded in part one for each part."""
    parts = {
        one["award_id"] for decision in claim.decisions for one in decision.judgements if "award_id" in one
    }
    wanted = {UUID(one) for one in parts} | ({claim.award_id} if claim.award_id else set())
    query = select(Award).where(Award.id.in_(wanted)).order_by(Award.id).with_for_update()
    return session().scalars(query.execution_options(populate_existing=True)).all()


def _only_hides(item: EvidenceItem, visibility: str) -> bool:
    return item.visibility == Visibility.ON_REQUEST and visibility == Visibility.PRIVATE


def _follow(given: Sequence[Award], claim: Claim) -> None:
    """An offer that stands offers to sign what is chosen now."""
    for award in given:
        if award.state == AwardState.OFFERED:
            award.evidence = embedded(claim)


def _as_evidence(item: EvidenceItem) -> dict[str, str]:
    narrative = item.text
    if item.file_digest is not None:
        mark = f"{item.file_name} SHA-256 {item.file_digest.hex()}"
        narrative = f"{narrative}\n\n{mark}" if narrative else mark
    members: dict[str, Any] = {"url": item.url, "name": item.name, "narrative": narrative}
    return {name: value for name, value in members.items() if value}


def _changed(actor: Actor, claim: Claim, verb: str, item: EvidenceItem) -> None:
    touch(claim)
    _record(actor, claim, verb, item)


def _record(actor: Actor, claim: Claim, verb: str, item: EvidenceItem) -> None:
    audit.record(
        actor,
        f"badges.evidence.{verb}",
        item.id,
        group_id=claim.issuer_id,
        about=claim.person_id,
        facts={"claim": str(claim.id)},
    )
