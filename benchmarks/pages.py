"""How long the main pages take with ten thousand credentials in the database."""

import json
import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from accounts import queries as people
from accounts.models import Person
from badges.models import Award, Credential
from foundation.columns import uuid7
from foundation.db import Base, session, transaction
from issuers import queries as issuers
from issuers.models import SignedDocument, StatusEntry

CREDENTIALS = 10_000
REQUESTS = 40
_LAST_OF_TWENTY = 19  # the 95th percentile
_TYPED = ("/", "/badges", "/badges/first-steps", "/roles", "/paths", "/groups", "/verify")
_SIGNED_IN = ("/", "/badges/first-steps", "/passport", "/inbox", "/account")


def fill(count: int = CREDENTIALS) -> UUID:
    """Put so many accepted credentials into the database, copies of one, and give its id.

    All are of one person and one group, which is the worst case for the lists.
    """
    with transaction() as db_session:
        standing = (Credential.revoked_at.is_(None), Credential.person_id.is_not(None))
        credential = db_session.scalars(select(Credential).where(*standing).limit(1)).one()
        signed = (SignedDocument.urn == credential.urn, SignedDocument.form == "json")
        document = db_session.scalars(select(SignedDocument).where(*signed)).one()
        ids = [(uuid7(), uuid4()) for _ in range(count)]
        copy(credential.award, [{"id": award, "token_digest": None} for award, _ in ids])
        copy(credential, [{"id": own, "award_id": award} for award, own in ids])
        copy(document, [{"id": award, "urn": f"urn:uuid:{own}"} for award, own in ids])
        taken = set(db_session.scalars(select(StatusEntry.place).where(StatusEntry.list_number == 1)))
        free = (place for place in range(count + len(taken)) if place not in taken)
        entries = [
            {"urn": f"urn:uuid:{own}", "list_number": 1, "place": place}
            for (_, own), place in zip(ids, free, strict=False)
        ]
        db_session.execute(insert(StatusEntry), entries)
        return credential.id


def copy(row: Any, changes: list[dict[str, Any]]) -> None:
    kind: type[Base] = type(row)
    values = {column.key: getattr(row, column.key) for column in kind.__mapper__.column_attrs}
    session().execute(insert(kind), [values | change for change in changes])


def measure(app: Flask) -> None:
    """Print the 95th percentile of the server's CPU time for each main page."""
    with app.app_context():
        credential_id = fill()
        credential = session().get_one(Credential, credential_id)
        award = session().get_one(Award, credential.award_id)
        holder, steward = session().get(Person, credential.person_id), people.person_by_name("Demo Steward")
        slug = _slug(credential.issuer_id)
        accounts = [(one.id, one.stamp) for one in (holder, steward) if one is not None]
    for path in _TYPED:
        show("nobody", path, app.test_client())
    for path in (*_SIGNED_IN, f"/credentials/{credential_id}"):
        show("holder", path, signed_in(app, *accounts[0]))
    for path in (f"/groups/{slug}", *_awards(slug, award.id)):
        show("steward", path, signed_in(app, *accounts[1]))


def _awards(slug: str, award_id: UUID) -> Iterator[str]:
    yield from (
        f"/groups/{slug}/awards",
        f"/groups/{slug}/awards?page=100",
        f"/groups/{slug}/awards/{award_id}",
    )


def _slug(issuer_id: UUID) -> str:
    found = issuers.issuer(issuer_id)
    return found.slug if found else ""


def signed_in(app: Flask, person_id: UUID, stamp: int) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["person"], cookie["stamp"] = str(person_id), stamp
    return client


def show(who: str, path: str, client: FlaskClient, name: str = "", **more: object) -> None:
    """Print one line: the 95th percentile of the server's CPU time for a page."""
    took = []
    for _ in range(REQUESTS):
        began = time.process_time()
        answer = client.get(path)
        took.append(time.process_time() - began)
    p95 = sorted(took)[REQUESTS * _LAST_OF_TWENTY // 20 - 1] * 1000
    shown = {"name": name or f"page for {who}", "op": f"GET {path}", "p95_ms": round(p95, 1)}
    size = more or {"credentials": CREDENTIALS}
    print(json.dumps({**shown, "status": answer.status_code, **size}), flush=True)
