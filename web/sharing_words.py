"""Share links in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from badges.models import ShareLink
from badges.services import sharing
from badges.services.sharing import Lasting


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link as its holder sees it. `ended`: when it ended or was ended; None: it works."""

    id: UUID
    name: str
    address: str
    shows_evidence: bool
    made_at: datetime
    expires_at: datetime | None
    ended: datetime | None


def link_rows(links: Iterable[ShareLink]) -> list[LinkRow]:
    """Give links as their holder sees them, those that work first."""
    rows = [_row(link) for link in links]
    return [row for row in rows if row.ended is None] + [row for row in rows if row.ended is not None]


def lasting_choices() -> list[tuple[str, str]]:
    """Give how long a link can work."""
    return [
        (Lasting.WEEK.value, _("one week")),
        (Lasting.MONTH.value, _("one month")),
        (Lasting.YEAR.value, _("one year")),
        (Lasting.NO_END.value, _("until I end it")),
    ]


def _row(link: ShareLink) -> LinkRow:
    ended = None if sharing.is_live(link) else link.revoked_at or link.expires_at
    return LinkRow(
        id=link.id,
        name=link.name or _("Link without a name"),
        address=sharing.address_of(link) if ended is None else "",
        shows_evidence=link.shows_evidence,
        made_at=link.made_at,
        expires_at=link.expires_at,
        ended=ended,
    )
