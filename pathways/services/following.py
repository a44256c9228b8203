"""Following a path: beginning, pausing, going on, leaving, and saying which steps are done.

Every verb first locks the person's row for the path, so of two ticks at once the second sees the first.
What one did stays when one leaves: whoever comes back goes on where they were.
"""

from uuid import UUID

from sqlalchemy import delete, select

from badges.moves import moved
from badges.queries.proofs import held_badges
from foundation import clock
from foundation.audit import record
from foundation.db import session, transaction
from foundation.errors import ConflictError, NotFoundError, SignInNeededError
from foundation.inserting import insert_unless_there
from foundation.policy import Action, Actor, Scope, require
from pathways import queries
from pathways.models import Enrolment, EnrolmentState, Path, StepDone
from pathways.moves import ENROLMENT
from pathways.progress import BADGE, Step, progress, steps_of


def follow(actor: Actor, path: str) -> None:
    """Follow a path (its slug), or come back to one that was left; a second time changes nothing.

    Raises NotFoundError and those of `require`.
    """
    with transaction():
        person_id, found = _person(actor), queries.path(path)
        now = clock.now()
        if insert_unless_there(Enrolment, person_id=person_id, path_id=found.id, since=now, changed_at=now):
            _note(actor, "follow", found.id)
        else:
            enrolment = _enrolment(person_id, found)
            if enrolment.state == EnrolmentState.LEFT:
                _move(actor, enrolment, "follow")
        _complete_if_done(actor, _enrolment(person_id, found), found)


def pause(actor: Actor, path: str) -> None:
    """Pause a path that is followed. Raises as `tick`, ConflictError("move_refused") in another state."""
    _change(actor, path, "pause")


def go_on(actor: Actor, path: str) -> None:
    """Go on with a path that is paused; it may have become complete meanwhile. Raises as `pause`."""
    with transaction():
        _complete_if_done(actor, _change(actor, path, "go_on"), queries.path(path))


def leave(actor: Actor, path: str) -> None:
    """Leave a path; what was done stays. Raises as `pause`."""
    _change(actor, path, "leave")


def tick(actor: Actor, path: str, step: str) -> None:
    """Say that a step is done; a second time changes nothing. The last required one completes the path.

    Raises NotFoundError (path, step), ConflictError "path_not_followed", "path_paused",
    "step_is_a_badge" (the badge itself shows that it is done), and those of `require`.
    """
    with transaction():
        person_id, found = _person(actor), queries.path(path)
        enrolment = _going_on(person_id, found)
        _require_own_step(found, step)
        same = {"person_id": person_id, "path_id": found.id, "step": step}
        if insert_unless_there(StepDone, **same, done_at=clock.now()):
            _touch(actor, enrolment, "pathways.step.tick")
        _complete_if_done(actor, enrolment, found)


def untick(actor: Actor, path: str, step: str) -> None:
    """Take back that a step is done; a second time changes nothing.

    Raises as `tick`, and ConflictError("path_completed"): what is completed stays so.
    """
    with transaction() as db_session:
        person_id, found = _person(actor), queries.path(path)
        enrolment = _going_on(person_id, found)
        _require_own_step(found, step)
        if enrolment.state == EnrolmentState.COMPLETED:
            raise ConflictError("path_completed")
        same = (StepDone.person_id == person_id, StepDone.path_id == found.id, StepDone.step == step)
        if db_session.scalar(delete(StepDone).where(*same).returning(StepDone.step)) is not None:
            _touch(actor, enrolment, "pathways.step.untick")


def complete_what_is_done(actor: Actor) -> None:
    """Write down which paths of a person are complete by now: to be called when a badge was accepted."""
    with transaction():
        person_id = _person(actor)
        for one in queries.enrolments(person_id):
            if one.state != EnrolmentState.COMPLETED:
                _complete_if_done(actor, _enrolment(person_id, one.path), one.path)


def _person(actor: Actor) -> UUID:
    require(actor, Action.PATH_FOLLOW, Scope(person_id=actor.person_id))
    if actor.person_id is None:
        raise SignInNeededError
    return actor.person_id


def _enrolment(person_id: UUID, path: Path) -> Enrolment:
    """Give the person's row for a path as it stands now, locked. Raises ConflictError."""
    query = select(Enrolment).where(Enrolment.person_id == person_id, Enrolment.path_id == path.id)
    found = session().scalar(query.with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise ConflictError("path_not_followed")
    return found


def _going_on(person_id: UUID, path: Path) -> Enrolment:
    enrolment = _enrolment(person_id, path)
    if enrolment.state == EnrolmentState.LEFT:
        raise ConflictError("path_not_followed")
    if enrolment.state == EnrolmentState.PAUSED:
        raise ConflictError("path_paused")
    return enrolment


def _change(actor: Actor, path: str, verb: str) -> Enrolment:
    with transaction():
        enrolment = _enrolment(_person(actor), queries.path(path))
        _move(actor, enrolment, verb)
        return enrolment


def _move(actor: Actor, enrolment: Enrolment, verb: str) -> None:
    enrolment.state = moved(ENROLMENT, enrolment.state, verb)
    enrolment.changed_at = clock.now()
    _note(actor, verb, enrolment.path_id)


def _note(actor: Actor, verb: str, path_id: UUID) -> None:
    record(actor, f"pathways.enrolment.{verb}", path_id, about=actor.person_id)


def _touch(actor: Actor, enrolment: Enrolment, action: str) -> None:
    enrolment.changed_at = clock.now()
    record(actor, action, enrolment.path_id, about=actor.person_id)


def _steps(path: Path) -> list[Step]:
    return steps_of(path.versions[-1].steps, {})


def _require_own_step(path: Path, step: str) -> None:
    found = next((one for one in _steps(path) if one.id == step), None)
    if found is None:
        raise NotFoundError
    if found.kind == BADGE:
        raise ConflictError("step_is_a_badge")


def _complete_if_done(actor: Actor, enrolment: Enrolment, path: Path) -> None:
    """A path that is paused or left is not completed behind one's back, but when one goes on."""
    if enrolment.state != EnrolmentState.STARTED:
        return
    done = queries.ticked(enrolment.person_id).get(path.id, set())
    held = {one.slug for one in held_badges(enrolment.person_id, clock.now())}
    if progress(_steps(path), done, held).is_complete:
        _move(actor, enrolment, "complete")
