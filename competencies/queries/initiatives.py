"""What groups did about needs, as it is read."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select

from competencies.models import Competency, Initiative
from foundation.db import session
from foundation.errors import NotFoundError

PAGE = 25
MOST_PAGES = 100_000  # a page beyond is empty, whatever number somebody typed


@dataclass(frozen=True, slots=True)
class Done:
    """An initiative and the competency (slug) that it is about."""

    row: Initiative
    competency: str


def initiatives(
    group_id: UUID | None = None,
    *,
    skip: int = 0,
    most: int = PAGE,
    competency: str | None = None,
    domain: str | None = None,
) -> list[Done]:
    """Give what groups did, whatever began last first: all, one group, about one competency, in one area."""
    query = _whole().order_by(Initiative.started_on.desc(), Initiative.id.desc())
    if group_id is not None:
        query = query.where(Initiative.group_id == group_id)
    if competency is not None:
        query = query.where(Competency.slug == competency)
    if domain is not None:
        query = query.where(Competency.domain == domain)
    return [Done(row[0], row[1]) for row in session().execute(query.offset(skip).limit(most))]


def page_of(group_id: UUID, number: int) -> tuple[list[Done], bool]:
    """Give one page of what a group did, whatever began last first; and whether there are more."""
    start = (min(max(number, 1), MOST_PAGES) - 1) * PAGE
    found = initiatives(group_id, skip=start, most=PAGE + 1)
    return found[:PAGE], len(found) > PAGE


def initiative(initiative_id: UUID) -> Done:
    """Give one, or raise NotFoundError."""
    found = session().execute(_whole().where(Initiative.id == initiative_id)).first()
    if found is None:
        raise NotFoundError
    return Done(found[0], found[1])


def competencies_with_initiative() -> set[str]:
    """Give the competencies (slugs) about which any group did something."""
    return {row[1] for row in session().execute(_whole())}


def finished() -> list[Done]:
    """Give every initiative that ended and says which month showed its need, whatever began first first."""
    over = (Initiative.ended_on.is_not(None), Initiative.period.is_not(None))
    rows = session().execute(_whole().where(*over).order_by(Initiative.started_on, Initiative.id))
    return [Done(row[0], row[1]) for row in rows]


def _whole() -> Select[Initiative, str]:
    return select(Initiative, Competency.slug).join(Competency, Competency.id == Initiative.competency_id)
