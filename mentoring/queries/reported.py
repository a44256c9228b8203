"""Thanks and nominations as reports tell of them: only whom they concern may report, only safety looks."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, or_, select

from badges.models import ReportKind
from badges.queries.reports import Elsewhere, Found, Reported, also_reported
from foundation.db import session
from mentoring.models import Nomination, Thanks


def register() -> None:
    """Let thanks and nominations be reported."""
    also_reported(ReportKind.THANKS, Elsewhere(_thanks, _thanks_of))
    also_reported(ReportKind.NOMINATION, Elsewhere(_nominations, _nominations_of))


def _thanks(ids: Collection[UUID]) -> Found:
    rows = session().scalars(select(Thanks).where(Thanks.id.in_(ids)))
    return {
        one.id: _reported(ReportKind.THANKS, one.id, {one.giver_id, one.receiver_id}, one.text)
        for one in rows
    }


def _nominations(ids: Collection[UUID]) -> Found:
    rows = session().scalars(select(Nomination).where(Nomination.id.in_(ids)))
    return {
        one.id: _reported(ReportKind.NOMINATION, one.id, {one.nominee_id, one.nominator_id}, one.citation)
        for one in rows
    }


def _thanks_of(person_id: UUID) -> Select[UUID]:
    return select(Thanks.id).where(or_(Thanks.giver_id == person_id, Thanks.receiver_id == person_id))


def _nominations_of(person_id: UUID) -> Select[UUID]:
    mine = or_(Nomination.nominee_id == person_id, Nomination.nominator_id == person_id)
    return select(Nomination.id).where(mine)


def _reported(kind: ReportKind, thing_id: UUID, people: set[UUID], written: str) -> Reported:
    """No page of it is open to who looks into a report: what was written is told, not where."""
    return Reported(kind, thing_id, None, frozenset(people), "", {}, "", written)
