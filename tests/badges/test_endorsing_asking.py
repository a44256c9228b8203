"""Asking, offering and declining: who may bring an endorsement about, on both databases."""

from datetime import timedelta
from uuid import uuid4

import pytest

from badges.queries import endorsements
from badges.services import carrying
from badges.services.claims import keeping
from badges.services.endorsing import asking, deciding, lapsing, offering
from foundation import clock
from foundation.errors import (
    ConflictError,
    GoneError,
    InvalidError,
    LimitedError,
    NotFoundError,
    SignInNeededError,
)
from foundation.policy import NOBODY
from tests.badges.endorsing_scene import (
    claimed,
    kinds_told,
    prefer,
    problems,
    taken,
    written,
)
from tests.badges.scene import accepted, person, set_stage


@pytest.fixture
def scene(app):
    return set_stage()


@pytest.fixture
def people(scene):
    return person("Ada"), person("Mentor Mo")


def test_nobody_endorses_themselves(scene, people):
    ada, _mo = people
    subject_id = claimed(scene, ada)
    with pytest.raises(InvalidError) as error:
        asking.ask(ada, subject_id=subject_id, user_name="Ada")
    assert problems(error) == {("/user_name", "own_endorsement")}
    token = asking.ask_by_link(ada, subject_id=subject_id)
    with pytest.raises(ConflictError, match="own_endorsement"):
        asking.take_up(ada, token)
    held = taken(scene, ada, "Ada", subject_id)
    with pytest.raises(ConflictError, match="own_endorsement"):
        offering.offer(ada, subject_id=held)


def test_an_unknown_name_and_somebody_who_does_not_want_to_be_asked_sound_the_same(scene, people):
    ada, mo = people
    prefer(mo, may_be_asked=False)
    subject_id = claimed(scene, ada)
    for name in ("Mentor Mo", "Nobody Here"):
        with pytest.raises(InvalidError) as error:
            asking.ask(ada, subject_id=subject_id, user_name=name)
        assert problems(error) == {("/user_name", "cannot_be_asked")}


def test_one_person_is_asked_once_and_nobody_is_asked_without_end(scene, people):
    ada, _mo = people
    subject_id = claimed(scene, ada)
    asking.ask(ada, subject_id=subject_id, user_name="Mentor Mo")
    with pytest.raises(InvalidError) as error:
        asking.ask(ada, subject_id=subject_id, user_name="Mentor Mo")
    assert problems(error) == {("/user_name", "asked_already")}
    for _ in range(19):
        asking.ask_by_link(ada, subject_id=subject_id)
    with pytest.raises(LimitedError):
        asking.ask_by_link(ada, subject_id=subject_id)


def test_only_the_holder_asks_and_only_for_what_still_stands(scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    for stranger in (mo, scene.steward):
        with pytest.raises(NotFoundError):
            asking.ask(stranger, subject_id=subject_id, user_name="Ada")
    with pytest.raises(NotFoundError):
        asking.ask(ada, subject_id=uuid4(), user_name="Mentor Mo")
    with pytest.raises(InvalidError):
        asking.ask(ada, subject_id=subject_id, user_name="Mentor Mo", message="x" * 501)
    claim_id = endorsements_claim(ada, subject_id)
    keeping.withdraw(ada, claim_id)
    with pytest.raises(ConflictError, match="subject_closed"):
        asking.ask(ada, subject_id=subject_id, user_name="Mentor Mo")


def endorsements_claim(actor, subject_id):
    from badges.services.endorsing.subjects import subject_of

    return subject_of(subject_id).claim_id


def test_a_link_is_used_once_and_by_one_person(scene, people):
    ada, mo = people
    token = asking.ask_by_link(ada, subject_id=claimed(scene, ada), message="Please")
    assert asking.request_by_token(token, actor=NOBODY).message == "Please"
    with pytest.raises(SignInNeededError):
        asking.take_up(NOBODY, token)
    row = asking.take_up(mo, token)
    assert asking.take_up(mo, token).id == row.id
    with pytest.raises(GoneError, match="link_used"):
        asking.take_up(person("Lee"), token)
    with pytest.raises(NotFoundError):
        asking.take_up(mo, "guessed")
    assert token not in str(vars(row))


def test_requests_lapse_after_thirty_days_and_twice_changes_nothing(scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    asked = asking.ask(ada, subject_id=subject_id, user_name="Mentor Mo")
    token = asking.ask_by_link(ada, subject_id=subject_id)
    begun = asking.ask(ada, subject_id=subject_id, user_name=name_of(person("Lee")))
    from accounts import queries as accounts

    written(accounts.actor_of(begun.endorser_id), begun)
    later = clock.now() + timedelta(days=30, seconds=1)
    clock.set_source(lambda: later)
    lapsing.lapse(later)
    lapsing.lapse(later)
    states = {one.id: one.state for one in endorsements.of_subject(subject_id)}
    assert states.pop(begun.id) == "drafted"
    assert set(states.values()) == {"lapsed"}
    with pytest.raises(GoneError, match="link_expired"):
        asking.request_by_token(token, actor=mo)
    with pytest.raises(ConflictError, match="move_refused"):
        written(mo, asked)
    assert kinds_told(ada).count("endorsement.lapsed") == 2


def name_of(actor):
    from accounts import queries as accounts

    return accounts.person(actor.person_id).user_name


def test_a_badge_is_offered_an_endorsement_by_whoever_sees_it(scene, people):
    ada, mo = people
    held = accepted(scene, ada, "Ada")
    with pytest.raises(NotFoundError):
        offering.offer(mo, subject_id=held.id)
    carrying.publish(ada, held.id)
    row = offering.offer(mo, subject_id=held.id)
    assert (row.state, row.lapses_at) == ("offered", None)
    assert offering.offer(mo, subject_id=held.id).id == row.id
    assert deciding.decline(ada, row.id).state == "declined"


def test_who_wants_no_offers_gets_none(scene, people):
    ada, mo = people
    held = accepted(scene, ada, "Ada")
    carrying.publish(ada, held.id)
    prefer(ada, may_be_offered=False)
    with pytest.raises(ConflictError, match="no_offers"):
        offering.offer(mo, subject_id=held.id)


def test_a_claim_is_not_seen_by_whoever_guesses_its_id(scene, people):
    ada, mo = people
    with pytest.raises(NotFoundError):
        offering.offer(mo, subject_id=claimed(scene, ada))


def test_the_endorser_declines_without_a_reason(scene, people):
    ada, mo = people
    row = asking.ask(ada, subject_id=claimed(scene, ada), user_name="Mentor Mo")
    assert deciding.decline(mo, row.id).state == "declined"
    assert kinds_told(ada) == ["endorsement.declined"]
