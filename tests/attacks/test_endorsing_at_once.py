"""Two moves of one endorsement at the same moment: one is made, the other is told, nothing is lost."""

from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import func, select

from badges.models import Endorsement
from badges.queries import endorsements
from badges.services import carrying
from badges.services.endorsing import asking, deciding, offering, withdrawing, writing
from badges.services.endorsing import carrying as signed_files
from foundation.audit import AuditEvent
from foundation.db import session
from foundation.errors import ConflictError, GoneError, InvalidError
from issuers.models import StatusEntry
from tests.badges import endorsing_scene as stage
from tests.badges.cases import at_once
from tests.badges.scene import accepted, person, set_stage

TIMES = 4


@pytest.fixture
def scene(app):
    return set_stage()


def is_revoked(row_id: UUID) -> bool:
    return bool(
        session().scalar(select(StatusEntry.revoked_at).where(StatusEntry.urn == f"urn:uuid:{row_id}"))
    )


def how_often(action: str, row_id: UUID) -> int:
    mine = (AuditEvent.action == action, AuditEvent.subject == str(row_id))
    return session().scalar(select(func.count()).select_from(AuditEvent).where(*mine)) or 0


def test_yes_and_no_at_once_never_leave_a_revoked_endorsement_standing(app, scene):
    for number in range(TIMES):
        holder, mentor = person(f"Holder {number}"), person(f"Mentor {number}")
        row_id = stage.signed(holder, mentor, f"Mentor {number}", stage.claimed(scene, holder)).id
        raised = at_once(
            app,
            partial(deciding.accept, holder, row_id),
            partial(deciding.decline, mentor, row_id),
            partial(deciding.accept, holder, row_id),
        )
        done = [one for one in raised if one is None]
        assert len(done) == 1, raised
        assert all(isinstance(one, ConflictError) for one in raised if one is not None)
        assert (endorsements.by_id(row_id).state == "declined") == is_revoked(row_id)
        assert (
            how_often("badges.endorsement.accept", row_id) + how_often("badges.endorsement.decline", row_id)
            == 1
        )


def test_taken_back_twice_at_once_is_taken_back_once(app, scene):
    for number in range(TIMES):
        holder, mentor = person(f"Holder {number}"), person(f"Mentor {number}")
        row_id = stage.endorsed(holder, mentor, f"Mentor {number}", stage.claimed(scene, holder)).id
        raised = at_once(app, *[partial(withdrawing.withdraw, mentor, row_id, "privacy")] * 2)
        assert [isinstance(one, ConflictError) for one in raised].count(True) == 1, raised
        assert how_often("badges.endorsement.withdraw", row_id) == 1


def test_what_is_kept_while_it_is_signed_is_not_other_than_what_was_signed(app, scene):
    for number in range(TIMES):
        holder, mentor = person(f"Holder {number}"), person(f"Mentor {number}")
        asked = asking.ask(holder, subject_id=stage.claimed(scene, holder), user_name=f"Mentor {number}")
        row_id = stage.written(mentor, asked).id
        other = {
            **stage.WORDS,
            "comment": "Other words than these that stood there at first, and many of them.",
        }
        raised = at_once(
            app, partial(writing.sign, mentor, row_id), partial(writing.draft, mentor, row_id, other)
        )
        row = endorsements.by_id(row_id)
        assert (raised[0], row.state) == (None, "signed")
        assert row.comment in signed_files.form(row, "json").decode()


def test_a_link_that_two_use_at_once_is_one_persons(app, scene):
    for number in range(TIMES):
        holder, first, second = (person(f"{name} {number}") for name in ("Holder", "First", "Second"))
        token = asking.ask_by_link(holder, subject_id=stage.claimed(scene, holder))
        raised = at_once(app, partial(asking.take_up, first, token), partial(asking.take_up, second, token))
        assert sorted(type(one) for one in raised if one) == [GoneError], raised


def test_asking_the_same_person_twice_at_once_asks_once(app, scene):
    for number in range(TIMES):
        holder, subject = person(f"Holder {number}"), None
        person(f"Mentor {number}")
        subject = stage.claimed(scene, holder)
        ask = partial(asking.ask, holder, subject_id=subject, user_name=f"Mentor {number}")
        raised = at_once(app, ask, ask)
        assert [type(one) for one in raised if one] == [InvalidError], raised


def test_offering_twice_at_once_offers_once(app, scene):
    for number in range(TIMES):
        holder, mentor = person(f"Holder {number}"), person(f"Mentor {number}")
        badge = accepted(scene, holder, f"Holder {number}")
        carrying.publish(holder, badge.id)
        badge_id = badge.id
        offer = partial(offering.offer, mentor, subject_id=badge_id)
        assert at_once(app, offer, offer) == [None, None]
        mine = (Endorsement.subject_id == badge_id, Endorsement.endorser_id == mentor.person_id)
        assert session().scalar(select(func.count()).select_from(Endorsement).where(*mine)) == 1
