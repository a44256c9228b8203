"""Reports: who made one is blanked with its words; one about what goes with the person is closed."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select, update

from badges.models import Claim, Credential, Endorsement, Report, ReportState
from foundation import audit, clock
from foundation.db import transaction
from foundation.policy import NOBODY

_WORDS = {"sealed_text": None, "sealed_answer": None}


def erase(person_id: UUID) -> None:
    """Blank what the person reported, and what was reported about the person's claims and badges."""
    with transaction() as session:
        mine = Report.made_by == person_id
        session.execute(update(Report).where(mine).values(made_by=None, **_WORDS))
        gone = (
            select(Claim.id).where(Claim.person_id == person_id),
            select(Credential.id).where(Credential.person_id == person_id),
            select(Endorsement.id).where(Endorsement.holder_id == person_id),
        )
        about = or_(*(Report.subject_id.in_(ids) for ids in gone))
        _close(session.scalars(select(Report).where(about)).all())
        session.execute(update(Report).where(about).values(**_WORDS))
        session.expire_all()


def _close(reports: Sequence[Report]) -> None:
    for report in reports:
        if report.state == ReportState.OPEN:
            report.state, report.answered_at = ReportState.ANSWERED, clock.now()
            audit.record(NOBODY, "badges.report.close", report.id, group_id=report.group_id)
    with transaction() as session:
        session.flush()
