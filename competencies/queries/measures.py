"""Measures of the service that count no persons: adapted roles, languages of content, needs answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from competencies import queries
from competencies.adaptation_moves import AdaptationState
from competencies.aggregate import is_surely_more
from competencies.models import NeedSnapshot, RoleAdaptation
from competencies.queries import initiatives as logged
from competencies.queries import needs
from competencies.wording import LANGUAGES
from foundation.audit import AuditEvent
from foundation.db import session

ACCEPTED, IGNORED = "competencies.adaptation.accept", "competencies.adaptation.ignore"


@dataclass(frozen=True, slots=True)
class Subsidiarity:
    """Groups with an adapted role in force, and how often they took over or ignored a new central version."""

    groups: int
    accepted: int
    ignored: int


@dataclass(frozen=True, slots=True)
class Closure:
    """Needs of the newest month, those with an initiative, and wanted / offered before and after.

    `hidden`: what was finished too (slugs), of which one of the four numbers is not shown to anybody.
    """

    needs: int
    answered: int
    changes: tuple[tuple[str, float, float], ...]
    hidden: tuple[str, ...] = ()


def subsidiarity() -> Subsidiarity:
    """Give how much groups use their freedom with roles; acts as far as the log goes back (two years)."""
    adapted = select(func.count(RoleAdaptation.group_id.distinct())).where(
        RoleAdaptation.role_id.is_not(None), RoleAdaptation.state != AdaptationState.RETIRED.value
    )
    acts = select(AuditEvent.action, func.count()).where(AuditEvent.action.in_((ACCEPTED, IGNORED)))
    found = {row[0]: row[1] for row in session().execute(acts.group_by(AuditEvent.action))}
    return Subsidiarity(session().scalar(adapted) or 0, found.get(ACCEPTED, 0), found.get(IGNORED, 0))


def language_reach() -> dict[str, float]:
    """Give language -> percent of the competencies whose title, statement and rubric can be read in it."""
    versions = [queries.latest(one) for one in queries.competencies()]
    if not versions:
        return {}
    whole = {code: sum(_is_whole(one, code) for one in versions) for code in LANGUAGES}
    return {code: round(100 * count / len(versions)) for code, count in whole.items()}


def closure(published: Mapping[str, Any] | None) -> Closure:
    """Give how needs of the newest month (those that surely more want than offer) are answered."""
    rows = published["needs"]["totals"] if published else []
    wanted = {row["competency"] for row in rows if _is_need(row)}
    answered = wanted & logged.competencies_with_initiative()
    changes, hidden = _changes(rows)
    return Closure(len(wanted), len(answered), tuple(changes), tuple(hidden))


def _changes(rows: list[dict[str, Any]]) -> tuple[list[tuple[str, float, float]], list[str]]:
    newest = {row["competency"]: row for row in rows}
    found, hidden = [], []
    for one in logged.finished():
        before = _ratio(_row(needs.snapshot(one.row.period), one.competency))
        after = _ratio(newest.get(one.competency))
        if before is not None and after is not None:
            found.append((one.competency, before, after))
        else:
            hidden.append(one.competency)
    return found, hidden


def _row(snapshot: NeedSnapshot | None, slug: str) -> dict[str, Any] | None:
    rows = snapshot.published["needs"]["totals"] if snapshot else []
    return next((row for row in rows if row["competency"] == slug), None)


def _ratio(row: dict[str, Any] | None) -> float | None:
    if row is None or row.get("wanted") is None or row.get("offered") is None:
        return None
    ratio: float = row["wanted"] / row["offered"]
    return round(ratio, 1)


def _is_need(row: dict[str, Any]) -> bool:
    wanted, offered = row.get("wanted"), row.get("offered")
    return wanted is not None and offered is not None and is_surely_more(wanted, offered)


def _is_whole(version: Any, code: str) -> bool:
    return all(texts.get(code) for texts in (version.title, version.statement, *version.rubric))
