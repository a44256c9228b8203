"""Lists of awards and how far they are, as nouns."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from badges.models import AchievementVersion, AwardRun, AwardRunRow, RowState
from foundation.db import session
from foundation.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a list is: how many rows wait, were awarded, failed; and why the failed ones did."""

    run_id: UUID
    state: str
    waiting: int
    awarded: int
    failed: int
    failures: Sequence[tuple[int, str]]

    @property
    def total(self) -> int:
        """How many rows the list has."""
        return self.waiting + self.awarded + self.failed


def run_by_id(run_id: UUID) -> AwardRun:
    """Give one list of awards. Raises NotFoundError."""
    run = session().get(AwardRun, run_id, populate_existing=True)
    if run is None:
        raise NotFoundError
    return run


def same_run(issuer_id: UUID, achievement_id: UUID, fingerprint: bytes) -> AwardRun | None:
    """Give the newest earlier run of the same list for the same achievement."""
    query = (
        select(AwardRun)
        .join(AchievementVersion, AchievementVersion.id == AwardRun.version_id)
        .where(
            AwardRun.issuer_id == issuer_id,
            AwardRun.fingerprint == fingerprint,
            AchievementVersion.achievement_id == achievement_id,
        )
        .order_by(AwardRun.started_at.desc())
        .limit(1)
    )
    return session().scalar(query)


def waiting_rows(run_id: UUID) -> Sequence[UUID]:
    """Give the ids of the rows still to be done, in the order of the list."""
    query = select(AwardRunRow.id).where(AwardRunRow.run_id == run_id, AwardRunRow.state == RowState.WAITING)
    return session().scalars(query.order_by(AwardRunRow.number)).all()


def progress(run_id: UUID) -> Progress:
    """Give how far a list is, in three queries. Raises NotFoundError."""
    run = run_by_id(run_id)
    counted = select(AwardRunRow.state, func.count()).where(AwardRunRow.run_id == run_id)
    grouped = session().execute(counted.group_by(AwardRunRow.state))
    counts = dict(grouped.all())
    failed = select(AwardRunRow.number, AwardRunRow.code).where(
        AwardRunRow.run_id == run_id, AwardRunRow.state == RowState.FAILED
    )
    failures = session().execute(failed.order_by(AwardRunRow.number))
    return Progress(
        run_id=run_id,
        state=run.state,
        waiting=counts.get(RowState.WAITING, 0),
        awarded=counts.get(RowState.AWARDED, 0),
        failed=counts.get(RowState.FAILED, 0),
        failures=[(number, code or "") for number, code in failures],
    )
