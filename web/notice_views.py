"""Notices as the inbox shows them: words, what badge and group it is about, when, read or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from accounts import queries as people
from accounts.models import Notice
from badges.queries import waiting
from foundation.db import session
from issuers.models import Issuer
from web.notice_words import notice_words


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One line of the inbox. `badge` is a text map, empty when no badge is named."""

    id: UUID
    words: str
    badge: Mapping[str, Any]
    group: str
    told_at: datetime
    is_read: bool


def inbox_page(person_id: UUID, number: int) -> dict[str, Any]:
    """Give what the template needs of one page of notices; three statements, however many there are."""
    rows, has_more = people.notices_of(person_id, page=number)
    return {
        "notices": _views(rows),
        "number": number,
        "has_more": has_more,
        "has_unread": any(one.read_at is None for one in rows),
    }


def _views(rows: Sequence[Notice]) -> list[NoticeView]:
    badges = waiting.badge_names(str(one.facts["badge"]) for one in rows if one.facts.get("badge"))
    groups = _group_names({str(one.facts["group"]) for one in rows if one.facts.get("group")})
    return [
        NoticeView(
            one.id,
            notice_words(one.kind, one.facts),
            badges.get(one.facts.get("badge", ""), {}),
            groups.get(one.facts.get("group", ""), ""),
            one.told_at,
            one.read_at is not None,
        )
        for one in rows
    ]


def _group_names(slugs: set[str]) -> dict[str, str]:
    if not slugs:
        return {}
    query = select(Issuer.slug, Issuer.name).where(Issuer.slug.in_(sorted(slugs)))
    return dict(session().execute(query).all())
