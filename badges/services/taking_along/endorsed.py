"""What a person said of others and others said of the person; and what the person reported."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from badges.models import AchievementVersion, Endorsement, Report
from badges.services import reporting
from badges.services.taking_along.held import signed_files
from foundation.db import session as read
from foundation.plain import members

_SAID = (
    "id subject_id group_id state asked_at lapses_at competency competency_version level relation"
    " seen_from seen_until comment language written_name signed_at decided_at withdrawn_at"
    " withdrawal_reason suppressed_at"
)
_OPEN = frozenset({"requested", "offered", "drafted"})


def given(person_id: UUID) -> list[dict[str, Any]]:
    """Give what the person was asked to say, drafted and said of others; not of whom."""
    rows = _endorsements(Endorsement.endorser_id == person_id)
    return [{**_badge(one), **members(one, f"{_SAID} message name_choice")} for one in rows]


def received(person_id: UUID) -> list[dict[str, Any]]:
    """Give what was asked, offered and said about the person; drafts are their writers' own."""
    return [_as_received(one) for one in _endorsements(Endorsement.holder_id == person_id)]


def reports(person_id: UUID) -> list[dict[str, Any]]:
    """Give what the person reported, and what was answered."""
    query = select(Report).where(Report.made_by == person_id).order_by(Report.made_at, Report.id)
    return [
        {
            **members(one, "kind subject_id reason state made_at answered_at"),
            "text": reporting.text_of(one),
            "answer": reporting.answer_of(one),
        }
        for one in read().scalars(query)
    ]


def files(person_id: UUID) -> Iterator[tuple[str, bytes]]:
    """Give each signed endorsement, given or received."""
    either = (Endorsement.endorser_id == person_id) | (Endorsement.holder_id == person_id)
    for one in _endorsements(either):
        if one.signed_at is not None:
            yield from signed_files("endorsements", one.id, one.urn)


def _as_received(one: Endorsement) -> dict[str, Any]:
    said = {**_badge(one), **members(one, _SAID), "message": one.message}
    if one.state in _OPEN or one.signed_at is None:
        said |= {"comment": "", "written_name": None}
    return said


def _badge(one: Endorsement) -> dict[str, Any]:
    return {"badge": one.version.achievement.slug}


def _endorsements(wanted: ColumnElement[bool]) -> list[Endorsement]:
    badge = joinedload(Endorsement.version).joinedload(AchievementVersion.achievement)
    query = select(Endorsement).where(wanted).order_by(Endorsement.asked_at, Endorsement.id).options(badge)
    return list(read().scalars(query))
