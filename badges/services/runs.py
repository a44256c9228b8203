"""Giving a badge to a whole list: a look beforehand, then a job that does row after row.

Every row is a transaction of its own that marks the row done, so a process killed in the middle goes
on where it stopped and no row is done twice. What a row says is sealed, and cleared when it is done.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select

from accounts import queries as people
from badges.models import AchievementVersion, AwardRun, AwardRunRow, RowState, RunState
from badges.queries import awards, runs
from badges.recipients import Recipient, read_recipient
from badges.services import awarding
from badges.table_file import Row, TableProblem, read_table
from foundation import audit, clock, jobs
from foundation.columns import uuid7
from foundation.db import transaction
from foundation.errors import ConflictError, InvalidError, NotFoundError, Problem, ServiceError
from foundation.policy import Action, Actor, Scope, require
from foundation.vault import vault

WORK_SECONDS = 20.0  # well inside the lease of a job; what is left is asked for anew
_PURPOSE = "award row"
_FILE = 0  # a problem of row 0 is one of the whole file


@dataclass(frozen=True, slots=True)
class DryRow:
    """One row of a list looked at beforehand. It is good when it has no problems."""

    number: int
    recipient: str
    reason: str
    evidence: str
    problems: tuple[TableProblem, ...]

    @property
    def is_good(self) -> bool:
        """Tell whether this row would be awarded."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class DryRun:
    """A list looked at beforehand: nothing was written. `same_as` is an earlier run of the same list."""

    rows: tuple[DryRow, ...]
    problems: tuple[TableProblem, ...]
    fingerprint: bytes
    same_as: UUID | None

    @property
    def good(self) -> tuple[DryRow, ...]:
        """Give the rows that would be awarded."""
        return tuple(row for row in self.rows if row.is_good)


def dry_run(actor: Actor, slug: str, given: bytes | str) -> DryRun:
    """Give what a list would do, with every problem by row and column. Raises NotFoundError.

    Codes, besides those of `read_table`: address_invalid, name_invalid, doubled, already_awarded,
    evidence_invalid.
    """
    return _judged(_version(actor, slug), given)


def start(
    actor: Actor,
    slug: str,
    given: bytes | str,
    *,
    language: str = "en",
    only_good: bool = True,
    again: bool = False,
) -> AwardRun:
    """Give the new run of a list; its rows are awarded by a job.

    Raises InvalidError with all problems when no row is good, or any is bad and `only_good` is off;
    ConflictError("same_list") when the same list was run before, unless `again` (nobody who holds the
    badge or has an offer of it is awarded a second time even then).
    """
    with transaction() as db_session:
        version = _version(actor, slug)
        judged = _judged(version, given)
        if judged.same_as is not None and not again:
            raise ConflictError("same_list", run=str(judged.same_as))
        _refuse_bad(judged, only_good=only_good)
        run = AwardRun(
            id=uuid7(),
            issuer_id=version.achievement.owner_id,
            version_id=version.id,
            fingerprint=judged.fingerprint,
            state=RunState.RUNNING,
            started_by=actor.person_id,
            started_at=clock.now(),
        )
        db_session.add(run)
        db_session.flush()
        db_session.add_all(_row(run.id, row, language) for row in judged.good)
        jobs.ask("award.run", {"run_id": str(run.id)}, key=f"run:{run.id}")
        facts = {"rows": len(judged.good)}
        audit.record(actor, "badges.run.start", run.id, group_id=run.issuer_id, facts=facts)
        return run


def work(run_id: UUID) -> None:
    """Do the rows of a run that are left. May be killed at any time and run twice at once."""
    try:
        run = runs.run_by_id(run_id)
    except NotFoundError:
        return
    actor, version_id = people.actor_of(run.started_by), run.version_id
    until = time.monotonic() + WORK_SECONDS
    for row_id in runs.waiting_rows(run_id):
        if time.monotonic() > until:
            with transaction():
                jobs.ask("award.run", {"run_id": str(run_id)})
            return
        _do_row(actor, version_id, row_id)
    with transaction():
        runs.run_by_id(run_id).state = RunState.DONE


def see_progress(actor: Actor, run_id: UUID) -> runs.Progress:
    """Give how far a run is, to a steward of its group. Raises NotFoundError."""
    require(actor, Action.AWARD_SEE, Scope(group_id=runs.run_by_id(run_id).issuer_id))
    return runs.progress(run_id)


def drop_rows(is_gone: Callable[[Recipient], bool]) -> None:
    """Let the rows that still wait for such a recipient fail unread. Joins the open transaction."""
    query = select(AwardRunRow).where(AwardRunRow.state == RowState.WAITING, AwardRunRow.sealed.is_not(None))
    with transaction() as db_session:
        for row in db_session.scalars(query.with_for_update()).all():
            if is_gone(read_recipient(_said(row)["recipient"])):
                row.state, row.code, row.sealed = RowState.FAILED, "recipient_left", None


def _version(actor: Actor, slug: str) -> AchievementVersion:
    version = awards.newest_version(slug)
    require(actor, Action.AWARD_GIVE, Scope(group_id=version.achievement.owner_id))
    return version


def _judged(version: AchievementVersion, given: bytes | str) -> DryRun:
    table = read_table(given)
    wrong: dict[int, list[TableProblem]] = {}
    for problem in table.problems:
        wrong.setdefault(problem.row, []).append(problem)
    digests = _digests(table.rows, wrong)
    standing = awards.standing_digests(version.achievement_id, digests.values())
    for problem in _repeated(digests, standing):
        wrong.setdefault(problem.row, []).append(problem)
    rows = tuple(
        DryRow(row.number, row.recipient, row.reason, row.evidence, tuple(wrong.get(row.number, ())))
        for row in table.rows
    )
    fingerprint = _fingerprint(table.rows)
    same = runs.same_run(version.achievement.owner_id, version.achievement_id, fingerprint)
    problems = tuple(problem for row in sorted(wrong) for problem in wrong[row])
    return DryRun(rows, problems, fingerprint, same.id if same else None)


def _digests(rows: Iterable[Row], wrong: dict[int, list[TableProblem]]) -> dict[int, bytes]:
    """Give the keyed digest of every readable recipient by row; unreadable ones become problems."""
    digests = {}
    for row in rows:
        if row.evidence and not awarding.is_web_address(row.evidence):
            wrong.setdefault(row.number, []).append(TableProblem(row.number, "evidence", "evidence_invalid"))
        if any(problem.column == "recipient" for problem in wrong.get(row.number, ())):
            continue
        try:
            digests[row.number] = _digest(read_recipient(row.recipient))
        except InvalidError as error:
            code = error.problems[0].code
            wrong.setdefault(row.number, []).append(TableProblem(row.number, "recipient", code))
    return digests


def _digest(whom: Recipient) -> bytes:
    return people.address_digest(whom.text) if whom.is_address else people.name_digest(whom.text)


def _repeated(digests: Mapping[int, bytes], standing: frozenset[bytes]) -> Iterator[TableProblem]:
    seen: set[bytes] = set()
    for number, digest in digests.items():
        if digest in standing:
            yield TableProblem(number, "recipient", "already_awarded")
        elif digest in seen:
            yield TableProblem(number, "recipient", "doubled")
        seen.add(digest)


def _fingerprint(rows: Iterable[Row]) -> bytes:
    """The same list has the same fingerprint, in whatever order, encoding or dialect it comes."""
    said = sorted([row.recipient, row.reason, row.evidence] for row in rows)
    return vault().digest(orjson.dumps(said).decode(), purpose="award list")


def _refuse_bad(judged: DryRun, *, only_good: bool) -> None:
    whole_file = any(problem.row == _FILE for problem in judged.problems)
    if judged.problems and (whole_file or not only_good or not judged.good):
        raise InvalidError([Problem(f"/rows/{one.row}/{one.column}", one.code) for one in judged.problems])


def _row(run_id: UUID, row: DryRow, language: str) -> AwardRunRow:
    said = {
        "recipient": row.recipient,
        "reason": row.reason,
        "evidence": [{"url": row.evidence}] if row.evidence else [],
        "language": language,
    }
    row_id = uuid7()
    sealed = vault().seal(orjson.dumps(said), purpose=_PURPOSE, owner=str(row_id))
    return AwardRunRow(id=row_id, run_id=run_id, number=row.number, sealed=sealed, state=RowState.WAITING)


def _do_row(actor: Actor, version_id: UUID, row_id: UUID) -> None:
    try:
        with transaction():
            row = _waiting(row_id)
            if row is None or row.sealed is None:
                return
            given = awarding.award(actor, version_id=version_id, **_said(row))
            row.state, row.award_id, row.sealed = RowState.AWARDED, given.id, None
    except ServiceError as error:
        code = error.problems[0].code if isinstance(error, InvalidError) else error.code
        with transaction():
            row = _waiting(row_id)
            if row is not None:
                row.state, row.code, row.sealed = RowState.FAILED, code, None


def _waiting(row_id: UUID) -> AwardRunRow | None:
    """Give the row, locked, when it still waits: of two workers the second finds it done."""
    query = select(AwardRunRow).where(AwardRunRow.id == row_id, AwardRunRow.state == RowState.WAITING)
    with transaction() as db_session:
        return db_session.scalar(query.with_for_update().execution_options(populate_existing=True))


def _said(row: AwardRunRow) -> dict[str, Any]:
    said: dict[str, Any] = orjson.loads(vault().open(row.sealed or b"", purpose=_PURPOSE, owner=str(row.id)))
    return said
