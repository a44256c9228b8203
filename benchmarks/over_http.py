"""What one request costs in a server that has just started, beside a raw signature check.

Run as `python -m benchmarks.over_http FOLDER`: FOLDER is the instance of a service with accepted badges.
"""

import statistics
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from io import BytesIO
from itertools import cycle
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from sqlalchemy import select
from werkzeug.test import EnvironBuilder

from badges.models import Credential
from badges.services import carrying
from benchmarks.measuring import Operation, measure, timed
from benchmarks.targets import tell_ratio
from foundation.db import session
from web.assembly import create_app

MUST = 600  # verifications per CPU second, asked on a machine where a raw check ran 9,678 times
MUST_OF_RAW = 0.062  # the same as a share of the raw checks, on any machine
BADGE_PAGE = "/badges/first-steps"
MANY = 200  # of the newest badges, which are of one kind; the oldest is of a kind that few hold


def run(folder: Path) -> None:
    """Measure pages and verification of many badges in turn, and of one that few hold.

    The raw signature check in the same rounds tells what the machine gave at the time.
    """
    app = create_app({"BARNSTAR_INSTANCE": str(folder), "BARNSTAR_RATE_LIMITS": "off"}, folder)
    with app.app_context():
        badges = standing_badges()
    check = _verification(app, "verify", badges[-MANY:])
    alone = _application_alone(app, "verify, the application alone", badges[-MANY:])
    lone = _verification(app, "verify, a badge that few hold", badges[:1])
    page, page_made_anew = _page(app), _page(app, cookie="visit")
    private = Ed25519PrivateKey.generate()
    signature, public = private.sign(bytes(64)), private.public_key()
    raw = timed(lambda: public.verify(signature, bytes(64)))
    beside = Operation("cryptography", "ed25519-verify", raw)
    measure([check, beside, alone])
    measure([lone, page, page_made_anew])
    _tell(check.rates, beside.rates)


def _tell(ours: Sequence[float], raw: Sequence[float]) -> None:
    op, rate = "POST /api/v1/verify", statistics.median(ours)
    share = statistics.median(left / right for left, right in zip(ours, raw, strict=True))
    tell_ratio(f"{op} per CPU second", rate, at_least=MUST, undisturbed=max(ours))
    best = max(ours) / max(raw)
    tell_ratio(f"{op} / cryptography ed25519-verify", share, at_least=MUST_OF_RAW, undisturbed=best)


def standing_badges() -> list[bytes]:
    """Give the accepted credentials that are not withdrawn, the oldest first."""
    standing = select(Credential).where(Credential.revoked_at.is_(None)).order_by(Credential.accepted_at)
    return [carrying.form(row, "json") for row in session().scalars(standing).all()]


def _verification(app: Flask, name: str, badges: Sequence[bytes]) -> Operation:
    """Give the asking by Werkzeug's client, which costs about what the quickest servers do."""
    client, sent = app.test_client(), cycle(badges)
    headers = {"Content-Type": "application/json"}
    ask = lambda: client.post("/api/v1/verify", data=next(sent), headers=headers)  # noqa: E731 - a measured call
    verdict = ask().get_json()["verdict"]
    if verdict != "genuine":
        raise ValueError(verdict)
    return Operation(name, "POST /api/v1/verify", timed(ask))


def _application_alone(app: Flask, name: str, badges: Sequence[bytes]) -> Operation:
    """Give the asking of the application as a server asks it: who sends the request is not measured."""
    said = {"Accept": "*/*", "User-Agent": "bench", "Content-Type": "application/json"}
    made = EnvironBuilder(path="/api/v1/verify", method="POST", headers=said, data=b"{}")
    environ, sent = {**made.get_environ(), "REMOTE_ADDR": "192.0.2.1"}, cycle(badges)

    def ask() -> bytes:
        body = next(sent)
        asked = {**environ, "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
        answer: Any = app(asked, _started)
        with closing(answer):
            return b"".join(answer)

    return Operation(name, "POST /api/v1/verify", timed(ask))


def _started(
    _status: str, _headers: list[tuple[str, str]], _error: object = None
) -> Callable[[bytes], object]:
    return len  # an answer of ours is never written, always given


def _page(app: Flask, cookie: str | None = None) -> Operation:
    """Give the asking for a page; whoever brings a cookie gets it made anew."""
    client = app.test_client()
    if cookie:
        client.set_cookie(cookie, "1")
    name = "page made anew" if cookie else "page"
    return Operation(name, f"GET {BADGE_PAGE}", timed(lambda: client.get(BADGE_PAGE).data))


if __name__ == "__main__":
    run(Path(sys.argv[1]))
