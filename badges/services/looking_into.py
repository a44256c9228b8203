"""Looking into a report: what can be done about it, each act logged, none in one's own case."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import update

from accounts.models import NoticeKind
from accounts.services import notifying
from badges.models import Credential, Endorsement, Report, ReportKind, ReportState
from badges.queries import reports
from badges.queries.reports import Reported
from badges.services import reporting, suppressing, withdrawing
from badges.services.reporting import ANSWER_PURPOSE, MOST_TEXT_CHARACTERS
from badges.standing import state_of_accepted
from foundation import audit, clock
from foundation.db import transaction
from foundation.errors import ConflictError, NotFoundError, invalid
from foundation.policy import Action, Actor, Scope, require
from foundation.text import clean
from foundation.vault import vault

HOLD, RELEASE, HIDE, SHOW = "hold", "release", "hide", "show"


@dataclass(frozen=True, slots=True)
class Case:
    """A report as who looks into it sees it. `subject` None: it is gone. `acts`: what can be done now."""

    report: Report
    subject: Reported | None
    text: str
    answer: str
    acts: tuple[str, ...]


def case(actor: Actor, report_id: UUID) -> Case:
    """Give a report to a steward of its group, to trust and safety, or to the operator.

    Raises NotFoundError, SignInNeededError, ForbiddenError("own_case").
    """
    report, subject = _looked_at(actor, report_id)
    acts = _acts(subject) if subject else ()
    return Case(report, subject, reporting.text_of(report), reporting.answer_of(report), acts)


def act(actor: Actor, report_id: UUID, verb: str) -> None:
    """Do one of "hold", "release", "hide", "show" to what a report is about.

    Raises as `case`, ConflictError("act_refused") when that is not for this kind of thing,
    ConflictError("move_refused") when it is not possible as the thing stands.
    """
    with transaction():
        _, subject = _looked_at(actor, report_id)
        if subject is None or verb not in _POSSIBLE.get(subject.kind, ()):
            raise ConflictError("act_refused")
        _VERBS[verb](actor, subject)


def answer(actor: Actor, report_id: UUID, text: str) -> None:
    """Answer who reported, and close the report.

    Raises as `case`, InvalidError at /text, ConflictError("already_answered") for the second of two.
    """
    words = clean(text)
    if not words:
        raise invalid("/text", "required")
    if len(words) > MOST_TEXT_CHARACTERS:
        raise invalid("/text", "too_long", most=MOST_TEXT_CHARACTERS)
    with transaction() as db_session:
        report, subject = _looked_at(actor, report_id)
        sealed = vault().seal(words.encode(), purpose=ANSWER_PURPOSE, owner=str(report.id))
        closing = update(Report).where(Report.id == report.id, Report.state == ReportState.OPEN)
        closing = closing.values(
            state=ReportState.ANSWERED,
            sealed_answer=sealed,
            answered_by=actor.person_id,
            answered_at=clock.now(),
        )
        if db_session.scalar(closing.returning(Report.id)) is None:
            raise ConflictError("already_answered")
        _tell_reporter(report, subject)
        people: Iterable[UUID | None] = sorted(subject.concerned if subject else ()) or [None]
        for person_id in people:
            audit.record(actor, "badges.report.answer", report.id, group_id=report.group_id, about=person_id)


def _looked_at(actor: Actor, report_id: UUID) -> tuple[Report, Reported | None]:
    require(actor, Action.REPORT_ACT, Scope(group_id=_group_of(actor, report_id)))
    report = reports.report_by_id(report_id)
    subject = reports.reported_by_kind([(report.kind, report.subject_id)]).get(report.subject_id)
    if subject is not None:
        suppressing.require_other_case(actor, subject)
    return report, subject


def _group_of(actor: Actor, report_id: UUID) -> UUID | None:
    """A stranger is asked to sign in, whether the report exists or not."""
    try:
        return reports.report_by_id(report_id).group_id
    except NotFoundError:
        if actor.signed_in:
            raise
        return None


def _acts(subject: Reported) -> tuple[str, ...]:
    row = subject.row
    if isinstance(row, Credential):
        holding = _HOLDING.get(state_of_accepted(row, clock.now()), ())
        return (*holding, SHOW if row.suppressed_at else HIDE)
    if isinstance(row, Endorsement) and subject.kind is ReportKind.ENDORSEMENT:
        return (SHOW if row.suppressed_at else HIDE,)
    return ()


def _tell_reporter(report: Report, subject: Reported | None) -> None:
    facts = {"badge": subject.slug} if subject and subject.slug else {}
    path = f"/reports/mine/{report.id}"
    notifying.tell(report.made_by, NoticeKind.REPORT_ANSWERED, path=path, key=str(report.id), facts=facts)


_HOLDING: Mapping[str, tuple[str, ...]] = {"accepted": (HOLD,), "on_hold": (RELEASE,)}
_POSSIBLE: Mapping[str, tuple[str, ...]] = {
    ReportKind.CREDENTIAL: (HOLD, RELEASE, HIDE, SHOW),
    ReportKind.ENDORSEMENT: (HIDE, SHOW),
}
_VERBS: Mapping[str, Callable[[Actor, Reported], None]] = {
    HOLD: lambda actor, subject: withdrawing.put_on_hold(actor, subject.id),
    RELEASE: lambda actor, subject: withdrawing.release(actor, subject.id),
    HIDE: lambda actor, subject: suppressing.hide(actor, subject.kind, subject.id),
    SHOW: lambda actor, subject: suppressing.show(actor, subject.kind, subject.id),
}
