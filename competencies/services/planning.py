"""The lines of a group's leadership plan: what is to be done about a role, by whom, by when."""

from datetime import date
from typing import Any, TypedDict, Unpack
from uuid import UUID

from competencies.models import PlanLine
from competencies.queries import plans
from competencies.services.holding import require_sensible_day, role_of
from foundation import clock
from foundation.audit import record
from foundation.db import transaction
from foundation.errors import ConflictError, InvalidError, Problem
from foundation.policy import Action, Actor, Scope, require
from foundation.text import clean, clean_line
from issuers import queries as issuers

MOST_LINES = 200  # of one group; a plan that nobody can read is none
ACTION_MAX = 1_000
OWNER_MAX = 120


class LineShape(TypedDict):
    """What a line says. `role`: its slug. `owner`: who does it, in a word or two; no account is needed."""

    role: str
    action: str
    owner: str
    due_on: date | None


def add_line(actor: Actor, group_id: UUID, **shape: Unpack[LineShape]) -> PlanLine:
    """Give a new line of the group's plan.

    Raises InvalidError at /role, /action, /owner or /due_on, ConflictError("plan_full"), and as `require`.
    """
    with transaction() as session:
        require(actor, Action.PLAN_KEEP, Scope(group_id=group_id))
        content = _content(shape)
        issuers.hold(group_id)
        if len(plans.lines(group_id)) >= MOST_LINES:
            raise ConflictError("plan_full", most=MOST_LINES)
        row = PlanLine(group_id=group_id, made_at=clock.now(), revision=1, **content)
        session.add(row)
        session.flush()
        _note(actor, "competencies.plan.add", row)
        return row


def change_line(actor: Actor, line_id: UUID, *, revision: int, **shape: Unpack[LineShape]) -> PlanLine:
    """Give the line as it is now; `revision` is the one that was looked at.

    Raises NotFoundError, InvalidError as `add_line`, ConflictError("line_changed") when somebody was quicker:
    nothing is overwritten then.
    """
    with transaction():
        row = _own(actor, line_id)
        content = _content(shape)
        if row.revision != revision:
            raise ConflictError("line_changed")
        for name, value in content.items():
            setattr(row, name, value)
        row.revision += 1
        _note(actor, "competencies.plan.change", row)
        return row


def finish_line(actor: Actor, line_id: UUID, *, is_done: bool) -> PlanLine:
    """Mark a line as done, or as open again; twice is harmless. Raises NotFoundError."""
    with transaction():
        row = _own(actor, line_id)
        if (row.done_at is not None) != is_done:
            row.done_at = clock.now() if is_done else None
            row.revision += 1
            _note(actor, "competencies.plan.finish" if is_done else "competencies.plan.reopen", row)
        return row


def remove_line(actor: Actor, line_id: UUID, *, revision: int | None = None) -> None:
    """Delete a line. Raises NotFoundError, and ConflictError("line_changed") as `change_line`."""
    with transaction() as session:
        row = _own(actor, line_id)
        if revision is not None and row.revision != revision:
            raise ConflictError("line_changed")
        _note(actor, "competencies.plan.remove", row)
        session.delete(row)


def _content(shape: LineShape) -> dict[str, Any]:
    problems = []
    action, owner = clean(shape["action"]), clean_line(shape["owner"])
    for name, text, most in (("action", action, ACTION_MAX), ("owner", owner, OWNER_MAX)):
        if not text and name == "action":
            problems.append(Problem(f"/{name}", "missing"))
        if len(text) > most:
            problems.append(Problem(f"/{name}", "too_long", {"most": most}))
    if problems:
        raise InvalidError(problems)
    require_sensible_day("/due_on", shape["due_on"])
    return {"role_id": role_of(shape["role"]), "action": action, "owner": owner, "due_on": shape["due_on"]}


def _own(actor: Actor, line_id: UUID) -> PlanLine:
    row = plans.line_to_change(line_id)
    require(actor, Action.PLAN_KEEP, Scope(group_id=row.group_id))
    return row


def _note(actor: Actor, action: str, row: PlanLine) -> None:
    record(actor, action, row.id, group_id=row.group_id)
