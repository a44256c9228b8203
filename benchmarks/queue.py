"""How long an assessor waits for the queue with ten thousand claims in it, and for one case."""

from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import insert, select

from accounts import queries as people
from accounts.models import Person, SeatRole
from accounts.services import joining, seats
from badges.models import Claim, ClaimState
from badges.queries import awards
from benchmarks.pages import show, signed_in
from foundation import clock
from foundation.columns import uuid7
from foundation.db import session, transaction

CLAIMS = 10_000
BADGE = "welcoming-host"


def fill(count: int = CLAIMS) -> UUID:
    """Put so many waiting claims of one group, each of another person, and give their assessor."""
    version, now = awards.newest_version(BADGE), clock.now()
    group_id = version.achievement.owner_id
    states = (ClaimState.SUBMITTED, ClaimState.SUBMITTED, ClaimState.APPEALED, ClaimState.IN_REVIEW)
    with transaction() as db_session:
        assessor = joining.make_person(user_name="Bench assessor", language="en")
        seats.give(assessor, group_id, SeatRole.ASSESSOR)
        persons = [uuid7() for _ in range(count)]
        db_session.execute(insert(Person), [{"id": one, "created_at": now} for one in persons])
        same = {"version_id": version.id, "issuer_id": group_id, "narrative": "What I did. " * 80}
        moments = {"opened_at": now, "changed_at": now, "submitted_at": now}
        rows = [
            {"id": uuid7(), "credential_id": uuid4(), "person_id": one, "state": states[place % len(states)]}
            for place, one in enumerate(persons)
        ]
        db_session.execute(insert(Claim), [same | moments | row for row in rows])
        return assessor


def measure(app: Flask) -> None:
    """Print the 95th percentile of the server's CPU time for the pages of an assessor."""
    with app.app_context():
        person = people.person(fill())
        case = session().scalar(select(Claim.id).where(Claim.state == ClaimState.SUBMITTED).limit(1))
    if person is None:
        raise LookupError("the assessor is gone")
    client = signed_in(app, person.id, person.stamp)
    for path in ("/assess", "/assess?page=100", f"/assess/{case}"):
        show("assessor", path, client, f"assessor with {CLAIMS} claims waiting", claims=CLAIMS)
