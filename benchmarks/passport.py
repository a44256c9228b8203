"""How long a passport with 500 badges takes, with a full collection, and the page that shows it."""

from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import insert, select, update

from accounts.services import joining
from badges.models import Collection, CollectionItem, Credential
from badges.services import collections, sharing
from benchmarks import pages
from foundation import clock
from foundation.columns import uuid7
from foundation.db import session, transaction
from foundation.policy import Actor

BADGES = 500
HIDDEN = 60
COLLECTED = collections.MOST_BADGES


def fill(app: Flask) -> tuple[UUID, UUID, str]:
    """Give a person with 500 badges, a full collection, and the address of a link to it."""
    with app.app_context():
        with transaction() as db_session:
            person_id = joining.make_person(user_name="Holder of many", language="en")
            one = db_session.scalars(select(Credential).where(Credential.revoked_at.is_(None)).limit(1)).one()
            awards, own = [uuid7() for _ in range(BADGES)], [uuid4() for _ in range(BADGES)]
            given = {"token_digest": None, "person_id": person_id, "credential_id": None}
            pages.copy(one.award, [{**given, "id": award} for award in awards])
            kept = [
                {"id": id_, "award_id": award, "person_id": person_id}
                for id_, award in zip(own, awards, strict=True)
            ]
            pages.copy(one, kept)
            hiding = update(Credential).where(Credential.id.in_(own[:HIDDEN]))
            db_session.execute(hiding.values(hidden_at=clock.now()))
            box = Collection(id=uuid7(), person_id=person_id, name="All", made_at=clock.now())
            db_session.add(box)
            db_session.flush()
            items = [
                {"collection_id": box.id, "credential_id": id_, "position": place}
                for place, id_ in enumerate(own[:COLLECTED])
            ]
            db_session.execute(insert(CollectionItem), items)
        box_id = session().scalars(select(Collection.id).where(Collection.person_id == person_id)).one()
        link = sharing.share(Actor(person_id=person_id), collection_id=box_id)
        return person_id, box_id, sharing.address_of(link).rsplit("/", 1)[1]


def measure(app: Flask) -> None:
    """Print the 95th percentile of the server's CPU time for the pages of a full passport."""
    person_id, box_id, token = fill(app)
    client = pages.signed_in(app, person_id, 0)
    for path in ("/passport", "/passport?page=9", "/passport?shelf=hidden"):
        pages.show("holder", path, client, "passport with 500 badges", badges=BADGES)
    pages.show("holder", f"/passport/collections/{box_id}", client, "full collection", badges=COLLECTED)
    pages.show("nobody", f"/s/{token}", app.test_client(), "shared collection", badges=COLLECTED)
