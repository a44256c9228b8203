"""Keeping how far one is from a role, as of a moment; and deleting that again. Only the person sees it."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from accounts.models import Person
from competencies import queries
from competencies.gap import Gap, Readiness, asked_for, levels, readiness
from competencies.models import Competency, ReadinessSnapshot, Role, RoleVersion
from competencies.queries import kept, stances
from foundation import clock
from foundation.audit import record
from foundation.db import transaction
from foundation.errors import ConflictError, NotFoundError, SignInNeededError
from foundation.policy import Action, Actor, Scope, require

MOST_KEPT = 100  # two a month for four years; a list that still can be read


def keep(actor: Actor, role: str) -> ReadinessSnapshot:
    """Give what was kept: the actor's readiness for a role (its slug) now, written out with what it rests on.

    The same as was kept last is not written twice. Raises NotFoundError, ConflictError("snapshots_full"), and
    those of `require`.
    """
    with transaction() as session:
        person_id, found = _person(actor), queries.role(role)
        session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
        content = _content(person_id, found)
        last = kept.newest_of_role(person_id, found.id)
        if last is not None and all(getattr(last, name) == value for name, value in content.items()):
            return last
        if kept.count(person_id) >= MOST_KEPT:
            raise ConflictError("snapshots_full", most=MOST_KEPT)
        row = ReadinessSnapshot(person_id=person_id, role_id=found.id, taken_at=clock.now(), **content)
        session.add(row)
        session.flush()
        facts = {"number": row.role_number}
        record(actor, "competencies.readiness.keep", found.id, about=person_id, facts=facts)
        return row


def forget(actor: Actor, snapshot_id: UUID) -> None:
    """Delete one's own kept readiness. Raises NotFoundError and those of `require`."""
    with transaction() as session:
        row = kept.snapshot(snapshot_id)
        require(actor, Action.READINESS_KEEP, Scope(person_id=row.person_id))
        role_id, person_id = row.role_id, row.person_id
        gone = delete(ReadinessSnapshot).where(ReadinessSnapshot.id == snapshot_id)
        if session.scalar(gone.returning(ReadinessSnapshot.id)) is None:  # somebody sent the form twice
            raise NotFoundError
        record(actor, "competencies.readiness.forget", role_id, about=person_id)


def _content(person_id: UUID, role: Role) -> dict[str, Any]:
    version: RoleVersion = queries.latest(role)
    shown = queries.shown_levels(person_id)
    found = readiness(asked_for(version.requirements), levels(shown))
    wanted = queries.competencies_by_slug({gap.competency for gap in found.gaps})
    said = stances.own_levels(person_id)
    return {
        "role_number": version.number,
        "role_title": dict(version.title),
        "frameworks": _frameworks(wanted),
        "held": [
            {"competency": gap.competency, "level": gap.held, "source": shown[gap.competency].source}
            for gap in found.gaps
            if gap.competency in shown
        ],
        "own_levels": {gap.competency: said[gap.competency] for gap in found.gaps if gap.competency in said},
        "result": _result(found, wanted),
    }


def _frameworks(wanted: dict[str, Competency]) -> list[dict[str, Any]]:
    ids = {one.framework_id for one in wanted.values() if one.framework_id}
    found = sorted(queries.frameworks_by_id(ids).values(), key=lambda one: one.slug)
    return [{"framework": one.slug, "number": queries.latest(one).number} for one in found]


def _result(found: Readiness, wanted: dict[str, Competency]) -> dict[str, Any]:
    return {
        "state": found.state.value,
        "coverage": str(found.coverage),
        "must_gap_steps": found.must_gap_steps,
        "musts": found.musts,
        "musts_met": found.musts_met,
        "gaps": [_gap(gap, wanted.get(gap.competency)) for gap in found.gaps],
    }


def _gap(gap: Gap, competency: Competency | None) -> dict[str, Any]:
    version = None if competency is None else queries.latest(competency)
    return {
        "competency": gap.competency,
        "title": {} if version is None else dict(version.title),
        "version": None if version is None else version.number,
        "required": gap.required,
        "held": gap.held,
        "must": gap.must,
        "weight": gap.weight,
    }


def _person(actor: Actor) -> UUID:
    require(actor, Action.READINESS_KEEP, Scope(person_id=actor.person_id))
    if actor.person_id is None:
        raise SignInNeededError
    return actor.person_id
