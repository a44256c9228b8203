"""The log of what groups do about needs: the need, what is done, and what came of it."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import select

from competencies import queries
from competencies.models import Initiative, NeedSnapshot
from competencies.wording import LANGUAGES, refuse
from foundation import clock
from foundation.audit import record
from foundation.db import session, transaction
from foundation.errors import ConflictError, NotFoundError, Problem
from foundation.policy import Action, Actor, Scope, require
from foundation.text import clean

MOST_CHARACTERS = 1000
KEEPING = Action.INITIATIVE_KEEP


def begin(
    actor: Actor,
    group_id: UUID,
    *,
    competency: str,
    need: str,
    action: str,
    language: str,
    period: str | None = None,
    started_on: date | None = None,
) -> Initiative:
    """Give a new initiative; `period` is the published month that showed the need.

    Raises InvalidError and those of `require`.
    """
    with transaction():
        require(actor, KEEPING, Scope(group_id=group_id))
        started, found = started_on or clock.now().date(), queries.competencies_by_slug({competency})
        refuse(_text_problems({"/need": need, "/action": action}))
        refuse(_place_problems(competency in found, language, period or None, started))
        row = Initiative(
            group_id=group_id,
            competency_id=found[competency].id,
            period=period or None,
            need=clean(need),
            action=clean(action),
            language=language,
            started_on=started,
            changed_at=clock.now(),
        )
        session().add(row)
        session().flush()
        record(actor, "competencies.initiative.begin", row.id, group_id=group_id)
        return row


def finish(
    actor: Actor, initiative_id: UUID, *, result: str, revision: int, ended_on: date | None = None
) -> Initiative:
    """Write down what came of it; again, to mend the words. Raises ConflictError("changed") and others."""
    with transaction():
        row = session().get(Initiative, initiative_id, with_for_update=True)
        if row is None:
            raise NotFoundError
        require(actor, KEEPING, Scope(group_id=row.group_id))
        if row.revision != revision:
            raise ConflictError("changed")
        ended = ended_on or row.ended_on or clock.now().date()
        refuse(_text_problems({"/result": result}))
        refuse(_end_problems(row.started_on, ended))
        row.result, row.ended_on, row.changed_at = clean(result), ended, clock.now()
        row.revision += 1
        record(actor, "competencies.initiative.finish", row.id, group_id=row.group_id)
        return row


def _text_problems(texts: dict[str, str]) -> Iterator[Problem]:
    for pointer, text in texts.items():
        if not clean(text):
            yield Problem(pointer, "text_missing")
        elif len(text) > MOST_CHARACTERS:
            yield Problem(pointer, "text_too_long", {"longest": MOST_CHARACTERS})


def _place_problems(is_known: bool, language: str, period: str | None, started: date) -> Iterator[Problem]:
    if not is_known:
        yield Problem("/competency", "competency_unknown")
    if language not in LANGUAGES:
        yield Problem("/language", "language_unknown")
    if period and session().scalar(select(NeedSnapshot.id).where(NeedSnapshot.period == period)) is None:
        yield Problem("/period", "unknown")
    if started > clock.now().date():
        yield Problem("/started_on", "in_the_future")


def _end_problems(started: date, ended: date) -> Iterator[Problem]:
    if ended > clock.now().date():
        yield Problem("/ended_on", "in_the_future")
    elif ended < started:
        yield Problem("/ended_on", "before_its_begin")
