"""A small stage: a group with a role, a member, somebody who saw what they did, and a wiki that records."""

from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import orjson
from flask import Flask

from accounts import queries as people
from accounts.models import Identity, SeatRole
from accounts.services import seats
from credentials.errors import FetchError
from credentials.fetch import Fetched
from foundation import clock
from foundation.config import OutsideProvider, Settings
from foundation.db import transaction
from foundation.policy import Actor
from tests.badges.scene import Scene, person, set_stage
from tests.kept import kept

SEEN = "Kim welcomed forty newcomers at the river walk and stayed until the last one had made an edit."
WORDS = "You stayed late to help me with my first article, thank you."
CENTRAL = "https://central.example.org/w/api.php"
ISSUER = "https://central.example.org"
_before: list[tuple[Flask, Settings]] = []


@dataclass(frozen=True)
class Stage:
    """`kim` is a member, `sam` another; the role is `guide`."""

    scene: Scene
    kim: Actor
    sam: Actor

    @property
    def steward(self) -> Actor:
        return people.actor_of(self.scene.steward.person_id)


@kept
def set_up() -> Stage:
    scene = set_stage()
    return Stage(scene, member("Kim", scene.group_id), member("Sam", scene.group_id))


def member(name: str, group_id: UUID) -> Actor:
    somebody = person(name)
    seats.give(somebody.person_id, group_id, SeatRole.MEMBER)
    return people.actor_of(somebody.person_id)


def connect(app: Flask, actor: Actor, sub: str = "7", label: str = "Kim") -> OutsideProvider:
    """Connect an account of the central wiki, and tell the application where that is."""
    provider = OutsideProvider(
        issuer=ISSUER,
        authorize_url=f"{ISSUER}/authorize",
        token_url=f"{ISSUER}/token",
        profile_url=f"{ISSUER}/profile",
        client_id="x",
        client_secret="x",
        state_url=CENTRAL,
    )
    _before.append((app, app.extensions["settings"]))
    app.extensions["settings"] = replace(app.extensions["settings"], outside=provider)
    with transaction() as session:
        session.add(
            Identity(
                person_id=actor.person_id,
                issuer=ISSUER,
                sub=sub,
                label=label,
                since=clock.now(),
                checked_at=clock.now(),
            )
        )
    return provider


def forget_outside() -> None:
    """Put the settings back that stood before `connect`."""
    while _before:
        app, settings = _before.pop()
        app.extensions["settings"] = settings


@dataclass
class RecordingWiki:
    """A stand-in for the network that keeps every address it was asked for."""

    account: dict = field(
        default_factory=lambda: {
            "id": 7,
            "name": "Kim",
            "merged": [{"wiki": "svwiki", "url": "https://sv.wikipedia.org"}],
        }
    )
    pages: list[list[tuple[str, int]]] = field(default_factory=lambda: [[("2026-10-02T10:00:00Z", 0)]])
    error: str | None = None
    is_down: bool = False
    asked: list[str] = field(default_factory=list)

    def __call__(self, url: str, **_how: object) -> Fetched:
        self.asked.append(url)
        if self.is_down:
            raise FetchError("http_status", status=503)
        return Fetched(url, orjson.dumps(self._answer(url)), "application/json")

    @property
    def queries(self) -> list[dict[str, str]]:
        return [{key: one[0] for key, one in parse_qs(urlsplit(url).query).items()} for url in self.asked]

    def _answer(self, url: str) -> dict:
        if self.error:
            return {"error": {"code": self.error}}
        query = {key: one[0] for key, one in parse_qs(urlsplit(url).query).items()}
        if query.get("meta") == "globaluserinfo":
            return {"query": {"globaluserinfo": self.account}}
        number = int(query.get("uccontinue", "0"))
        rows = [{"ns": ns, "timestamp": at, "title": "Secret title"} for at, ns in self.pages[number]]
        more = {"uccontinue": str(number + 1), "continue": "-||"} if number + 1 < len(self.pages) else None
        return {"query": {"usercontribs": rows}} | ({"continue": more} if more else {})
