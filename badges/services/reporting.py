"""Reporting: anybody who can see a thing can say that it should be looked at.

What cannot be seen cannot be reported either, with the same answer as for what does not exist. Who
reported is known to nobody who reads the report.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts import queries as people
from accounts.models import NoticeKind, Person, SeatRole
from accounts.services import notifying
from badges.models import Claim, Endorsement, EndorsementState, Report, ReportKind, ReportState
from badges.queries import reports
from badges.queries.reports import Reported
from badges.services import carrying, sharing
from foundation import audit, clock
from foundation.db import transaction
from foundation.errors import GoneError, InvalidError, NotFoundError, Problem, SignInNeededError
from foundation.policy import Action, Actor, Scope, require
from foundation.text import clean
from foundation.vault import token_digest, vault
from issuers import queries as issuers

MOST_TEXT_CHARACTERS = 2_000
TEXT_PURPOSE, ANSWER_PURPOSE = "report", "report answer"
_SHOWN = {EndorsementState.ACCEPTED, EndorsementState.WITHDRAWN}


class ReportReason(StrEnum):
    """Why somebody reports something."""

    NOT_TRUE = "not_true"
    PRIVACY = "privacy"
    HARASSMENT = "harassment"
    IMPERSONATION = "impersonation"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Made:
    """What reporting gave. `is_new` False: this person's report of the same thing is still open."""

    report_id: UUID
    is_new: bool


def reportable(actor: Actor, kind: str, subject_id: UUID, key: str = "") -> Reported:
    """Give a thing that this actor can see, so may report. `key`: the token of the link it was seen by.

    Raises NotFoundError, alike for what is unknown and for what is private.
    """
    require(actor, Action.REPORT_MAKE, Scope())
    found = reports.reported(kind, subject_id)
    if not _sees(actor, found, key):
        raise NotFoundError
    return found


def make(
    actor: Actor,
    *,
    kind: str,
    subject_id: UUID,
    reason: str,
    text: str = "",
    for_safety: bool = False,
    key: str = "",
) -> Made:
    """Report a thing; the same thing by the same person while the first is open stays one report.

    Raises NotFoundError as `reportable`, InvalidError at /reason or /text.
    """
    words = _read(reason, text)
    with transaction() as db_session:
        subject = reportable(actor, kind, subject_id, key)
        before = _open_before(db_session, actor, subject)
        if before is not None:
            return Made(before.id, is_new=False)
        report = _report(actor, subject, reason, words, for_safety=for_safety)
        db_session.add(report)
        _tell(actor, report, subject)
        facts = {"kind": subject.kind.value, "reason": reason}
        audit.record(actor, "badges.report.make", report.id, group_id=report.group_id, facts=facts)
        return Made(report.id, is_new=True)


def own_report(actor: Actor, report_id: UUID) -> Report:
    """Give a report to who made it. Raises NotFoundError, SignInNeededError."""
    if not actor.signed_in:
        raise SignInNeededError
    report = reports.report_by_id(report_id)
    require(actor, Action.NOTICE_READ, Scope(person_id=report.made_by))
    return report


def text_of(report: Report) -> str:
    """Give what the reporter wrote."""
    return _opened(report.sealed_text, TEXT_PURPOSE, report.id)


def answer_of(report: Report) -> str:
    """Give what the reporter was answered."""
    return _opened(report.sealed_answer, ANSWER_PURPOSE, report.id)


def _opened(sealed: bytes | None, purpose: str, report_id: UUID) -> str:
    return vault().open(sealed, purpose=purpose, owner=str(report_id)).decode() if sealed else ""


def _read(reason: str, text: str) -> str:
    """Give the cleaned text. Something that fits no reason needs words."""
    words, problems = clean(text), []
    if reason not in tuple(ReportReason):
        problems.append(Problem("/reason", "not_allowed"))
    if len(words) > MOST_TEXT_CHARACTERS:
        problems.append(Problem("/text", "too_long", {"most": MOST_TEXT_CHARACTERS}))
    if reason == ReportReason.OTHER and not words:
        problems.append(Problem("/text", "required"))
    if problems:
        raise InvalidError(problems)
    return words


def _open_before(db_session: Session, actor: Actor, subject: Reported) -> Report | None:
    if actor.person_id is None:
        return None
    # Of two reports of one person at the same moment, the second waits here and then finds the first.
    db_session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update())
    return reports.open_report_of(actor.person_id, subject.kind, subject.id)


def _report(actor: Actor, subject: Reported, reason: str, words: str, *, for_safety: bool) -> Report:
    """What concerns a steward, or a group that has none, is not left to the group alone."""
    report_id = uuid4()  # not ordered by time: a reporter may pass its address on
    stewards = set(_stewards(subject))
    sealed = vault().seal(words.encode(), purpose=TEXT_PURPOSE, owner=str(report_id)) if words else None
    return Report(
        id=report_id,
        kind=subject.kind,
        subject_id=subject.id,
        group_id=subject.group_id,
        reason=reason,
        sealed_text=sealed,
        made_by=actor.person_id,
        made_at=clock.now(),
        for_safety=for_safety or not stewards or bool(stewards & subject.concerned),
        state=ReportState.OPEN,
    )


def _stewards(subject: Reported) -> list[UUID]:
    return list(people.people_with_seat(subject.group_id, SeatRole.STEWARD)) if subject.group_id else []


def _tell(actor: Actor, report: Report, subject: Reported) -> None:
    """Tell who looks at it; never whom it concerns, nor who reported."""
    readers = {*_stewards(subject), *(people.people_of_safety() if report.for_safety else ())}
    readers -= subject.concerned | {actor.person_id}
    group = issuers.issuer(subject.group_id) if subject.group_id else None
    facts = {"badge": subject.slug, "group": group.slug if group else ""}
    notifying.tell_all(
        sorted(readers),
        NoticeKind.REPORT_MADE,
        path=f"/reports/{report.id}",
        key=str(report.id),
        facts={name: slug for name, slug in facts.items() if slug},
    )


def _sees(actor: Actor, found: Reported, key: str) -> bool:
    if found.kind in {ReportKind.BADGE, ReportKind.GROUP}:
        return True
    if actor.person_id in found.concerned:
        return True
    if found.kind is ReportKind.ENDORSEMENT_REQUEST:
        return _has_link(found, key)
    if found.kind is ReportKind.CREDENTIAL:
        return _sees_credential(actor, found.id, key)
    return _assesses(actor, found) or _is_shown(actor, found, key)


def _assesses(actor: Actor, found: Reported) -> bool:
    """Assessors see a claim, and the endorsements that came with one."""
    row = found.row
    comes_with_claim = isinstance(row, Claim) or (isinstance(row, Endorsement) and row.claim_id is not None)
    return comes_with_claim and found.group_id in actor.assessors


def _has_link(found: Reported, key: str) -> bool:
    row = found.row
    return bool(key) and isinstance(row, Endorsement) and row.token_digest == token_digest(key)


def _is_shown(actor: Actor, found: Reported, key: str) -> bool:
    row = found.row
    if not isinstance(row, Endorsement) or row.state not in _SHOWN or row.suppressed_at is not None:
        return False
    return _sees_credential(actor, row.subject_id, key)


def _sees_credential(actor: Actor, credential_id: UUID, key: str) -> bool:
    try:
        carrying.visible(actor, credential_id)
    except NotFoundError:
        return bool(key) and _is_shared(credential_id, key)
    return True


def _is_shared(credential_id: UUID, key: str) -> bool:
    """Tell whether the link with that token shows the credential now."""
    try:
        sharing.shared_badge(key, credential_id)
    except (NotFoundError, GoneError):
        return False
    return True
