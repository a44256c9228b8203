from datetime import timedelta

import pytest
from sqlalchemy import event, select

from accounts import queries as people
from badges.models import AwardState
from badges.queries import awards
from badges.services import awarding, claiming, tending
from foundation import clock
from foundation.db import db, session
from foundation.errors import ConflictError, InvalidError, LimitedError, NotFoundError
from foundation.jobs import Job
from tests.badges.scene import give, person, set_stage, token_of

ADDRESS = "somebody@example.org"


def keys():
    return sorted(session().scalars(select(Job.key).where(Job.kind.startswith("letter."))))


def later(**span):
    then = clock.now() + timedelta(**span)
    clock.set_source(lambda: then)


def test_an_award_asks_for_one_letter_in_the_same_transaction(app):
    award = give(set_stage(), ADDRESS)
    assert keys() == [f"offer:{award.id}:0"]
    assert awarding.offer_letter(award.id, 0).to == ADDRESS


def test_a_second_award_of_the_same_badge_needs_to_be_meant(app):
    scene = set_stage()
    give(scene, ADDRESS)
    with pytest.raises(ConflictError, match="already_awarded"):
        give(scene, ADDRESS.upper())
    assert give(scene, ADDRESS, again=True).state == AwardState.OFFERED


def test_a_stranger_cannot_award(app):
    scene = set_stage()
    with pytest.raises(NotFoundError):
        awarding.award(person("Stranger"), achievement=scene.badge, recipient="Ben")


@pytest.mark.parametrize("recipient", ["", "a@b", "two words@example.org", "a#b", "@example.org"])
def test_what_is_no_recipient_is_refused(app, recipient):
    with pytest.raises(InvalidError):
        give(set_stage(), recipient)


@pytest.mark.parametrize("evidence", [{"url": "javascript:alert(1)"}, {"shoe": "42"}, {"name": "only"}, {}])
def test_what_is_no_evidence_is_refused(app, evidence):
    with pytest.raises(InvalidError):
        give(set_stage(), "Ben", evidence=[evidence])


def test_the_letter_is_sent_again_a_few_times_with_the_same_link(app):
    scene = set_stage()
    award = give(scene, ADDRESS)
    token = token_of(award)
    for _ in range(2):
        awarding.resend(scene.steward, award.id)
    with pytest.raises(LimitedError):
        awarding.resend(scene.steward, award.id)
    assert len(keys()) == 3
    assert token_of(award) == token


def test_mending_an_address_ends_the_old_link(app):
    scene = set_stage()
    award = give(scene, "wrong@example.org")
    old = token_of(award)
    awarding.mend_address(scene.steward, award.id, ADDRESS)
    with pytest.raises(NotFoundError):
        claiming.offer_by_token(old)
    assert awarding.offer_letter(award.id, 1).to == ADDRESS
    assert claiming.accept_by_token(token_of(award)).may_sign_in


def test_an_offer_lapses_after_90_days_and_its_address_is_forgotten(app):
    award = give(set_stage(), ADDRESS)
    later(days=91)
    tending.tend(clock.now())
    tending.tend(clock.now())
    award = awards.award_by_id(award.id)
    assert (award.state, award.sealed_address) == (AwardState.LAPSED, None)
    assert awarding.offer_letter(award.id, 0) is None


def test_there_is_one_reminder_and_no_more(app):
    award = give(set_stage(), ADDRESS)
    tending.tend(clock.now())
    assert f"reminder:{award.id}" not in keys()
    later(days=15)
    for _ in range(3):
        tending.tend(clock.now())
        later(days=20)
    assert [key for key in keys() if key.startswith("reminder")] == [f"reminder:{award.id}"]


def test_never_write_again_stops_every_letter(app):
    scene = set_stage()
    award = give(scene, ADDRESS)
    tending.never_write_again(token_of(award))
    assert not people.may_write_to(people.address_digest(ADDRESS))
    assert awarding.offer_letter(award.id, 0) is None
    give(scene, ADDRESS, again=True)
    assert keys() == [f"offer:{award.id}:0"]


def test_a_list_of_awards_costs_the_same_however_long_it_is(app):
    scene = set_stage()

    def cost():
        session().rollback()
        db.session.remove()
        seen = []

        def count(*_said):
            seen.append(1)

        event.listen(db.engine, "before_cursor_execute", count)
        rows = awards.awards_of_group(scene.group_id).rows
        said = [row.version.achievement.slug for row in rows]
        event.remove(db.engine, "before_cursor_execute", count)
        return len(seen), len(said)

    give(scene, "First")
    few = cost()
    for number in range(60):
        give(scene, f"Number {number}")
    many = cost()
    assert (few, many) == ((few[0], 1), (few[0], 50))
    assert awards.awards_of_group(scene.group_id).has_more
    assert len(awards.awards_of_group(scene.group_id, page=2).rows) == 11
