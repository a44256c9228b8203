"""Signals of one connected account in the made-up movement, let in as any others are. Loads once.

The account and its wiki are made up, and so are the wiki's answers: they are given here, and no network is
asked. Nothing asks again later either: no service has this wiki's central one in its settings.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import orjson

from accounts import queries as people
from accounts.outside_profile import OutsideProfile
from accounts.services import outside
from credentials.fetch import Fetched
from foundation import clock
from foundation.config import OutsideProvider
from foundation.policy import Actor
from mentoring import mediawiki
from mentoring.services import letting_in
from web.demo.done import was_done

WHO = "p6"
SUB = "1001"
WIKI = "es.wiki.example.org"
ISSUER = "https://wiki.example.org"
CENTRAL = f"{ISSUER}/w/api.php"
_PROVIDER = OutsideProvider(
    issuer=ISSUER,
    authorize_url=f"{ISSUER}/authorize",
    token_url=f"{ISSUER}/token",
    profile_url=f"{ISSUER}/profile",
    client_id="demo",
    client_secret="",
    state_url=CENTRAL,
)
# Contributions of each of the last months, oldest first: on how many pages of which namespace.
MONTHS: tuple[Mapping[int, int], ...] = ({0: 4}, {0: 14, 1: 3}, {0: 37, 1: 9, 6: 12})


def load(ids: Mapping[str, UUID]) -> None:
    """Connect the account, say yes and keep the answers, unless that was ever done."""
    if was_done("mentoring.signals.let_in", about=ids[WHO]):
        return
    actor = people.actor_of(ids[WHO])
    name = _name(actor)
    outside.link(actor, OutsideProfile(ISSUER, SUB, name, blocked=False))
    consent = letting_in.let_in(actor, WIKI, provider=_PROVIDER)
    letting_in.ask_one(consent, ISSUER, CENTRAL, _MadeUpWiki(name, clock.now()))


class _MadeUpWiki:
    """Answers as the action API would, out of `MONTHS`."""

    def __init__(self, name: str, now: datetime) -> None:
        self._name, self._since = name, mediawiki.months_before(now)[0]

    def __call__(self, url: str, **_how: object) -> Fetched:
        """Give the one answer that fits the address."""
        query = parse_qs(urlsplit(url).query)
        said = self._account() if "meta" in query else self._contributions()
        return Fetched(url, orjson.dumps({"query": said}), "application/json")

    def _account(self) -> dict[str, Any]:
        merged = [{"wiki": "eswiki", "url": f"https://{WIKI}"}]
        return {"globaluserinfo": {"id": int(SUB), "name": self._name, "merged": merged}}

    def _contributions(self) -> dict[str, Any]:
        rows: list[dict[str, Any]] = []
        for number, pages in enumerate(MONTHS):
            at = self._since + timedelta(days=31 * number + 5)
            for place, many in pages.items():
                rows += [{"ns": place, "timestamp": at.isoformat()}] * many
        return {"usercontribs": rows}


def _name(actor: Actor) -> str:
    found = people.person(actor.person_id) if actor.person_id else None
    return (found.user_name if found else None) or ""
