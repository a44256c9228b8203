"""The web service: full accepts, pages, and verification over HTTP, on a database of its own."""

import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from uuid import UUID

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from accounts import queries as people
from badges.models import Credential
from badges.services import awarding, carrying, claiming
from benchmarks import pages, passport, queue
from benchmarks.measuring import tell
from benchmarks.targets import tell_ratio
from foundation.db import session
from web.assembly import create_app
from web.demo import movement

ACCEPTS = 200
REQUESTS = 300
WARM_UP = 5


def rate_of(name: str, op: str, count: int, work: Callable[[], object], **more: object) -> float:
    """Run `work` so many times, print its rate and give it."""
    for _ in range(WARM_UP):
        work()
    began = time.process_time()
    for _ in range(count):
        work()
    rate = count / (time.process_time() - began)
    tell(name=name, op=op, per_cpu_second=round(rate, 1), **more)
    return rate


def offers(steward_id: UUID, count: int) -> Iterator[Callable[[], object]]:
    """Give accepts to run: each is one offer by letter, made before the clock starts."""
    steward = people.actor_of(steward_id)
    made = [
        awarding.award(steward, achievement="first-steps", recipient=f"bench{number}@example.org")
        for number in range(count)
    ]
    tokens = [letter.token for award in made if (letter := awarding.offer_letter(award.id, 0))]
    return (partial(claiming.accept_by_token, token) for token in tokens)


def run(app: Flask) -> None:
    """Measure everything on one application with the demo movement."""
    movement.load()
    steward = people.person_by_name("Demo Steward")
    if steward is None:
        raise LookupError("the demo movement has no steward")
    waiting = offers(steward.id, ACCEPTS + WARM_UP)
    accept = lambda: next(waiting)()  # noqa: E731, PLW0108 - a measured call, each takes the next
    accepts = rate_of("accept", "full accept on SQLite", ACCEPTS, accept)
    tell_ratio("full accepts per CPU second", accepts, at_least=250)
    client = app.test_client()
    rate_of("page", "GET /badges/first-steps", REQUESTS, lambda: client.get("/badges/first-steps").data)
    visitor = app.test_client()
    visitor.set_cookie("visit", "1")  # whoever brings a cookie gets a page made for them
    ask_anew = lambda: visitor.get("/badges/first-steps").data  # noqa: E731 - a measured call
    rate_of("page made anew", "GET /badges/first-steps with a cookie", REQUESTS, ask_anew)
    body = carrying.form(a_credential(), "json")
    headers = {"Content-Type": "application/json"}
    ask = lambda: client.post("/api/v1/verify", data=body, headers=headers).data  # noqa: E731 - a measured call
    verdict = client.post("/api/v1/verify", data=body, headers=headers).get_json()["verdict"]
    answers = rate_of("verify", "POST /api/v1/verify", REQUESTS, ask, verdict=verdict)
    tell_ratio("POST /api/v1/verify per CPU second", answers, at_least=600)


def a_credential() -> Credential:
    """Give the newest accepted credential that is not withdrawn: always one of the same kind."""
    standing = select(Credential).where(Credential.revoked_at.is_(None))
    return session().scalars(standing.order_by(Credential.accepted_at.desc()).limit(1)).one()


def measure() -> None:
    """Make a fresh application and measure it."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {"BARNSTAR_INSTANCE": folder, "BARNSTAR_RATE_LIMITS": "off"}
        app = create_app(environ, Path(folder))
        with app.app_context():
            upgrade()
            run(app)
        passport.measure(app)
        pages.measure(app)
        queue.measure(app)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    tell(name="memory", op="peak of this process", mebibytes=peak)
