"""Thanks: warm words that prove nothing, within caps, shown by nobody but who received them."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from accounts import queries as people
from badges.services import looking_into, reporting
from competencies import queries as competencies
from foundation import clock
from foundation.errors import ForbiddenError, InvalidError, LimitedError, NotFoundError, SignInNeededError
from foundation.policy import NOBODY, Actor
from mentoring.queries import thanks
from mentoring.services import thanking, wishing
from tests.badges.scene import person
from tests.mentoring.scene import WORDS, Stage, set_up

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def stage(app: Flask) -> Stage:
    clock.set_source(lambda: NOW)
    return set_up()


def thank(stage: Stage, **more: str):
    return thanking.thank(stage.sam, **({"user_name": "Kim", "text": WORDS} | more))


def test_only_the_two_see_thanks_until_the_receiver_shows_them(stage: Stage):
    row = thank(stage, group="example-affiliate", competency="citing")
    assert [one.kind for one in people.notices_of(stage.kim.person_id)[0]] == ["thanks.received"]
    for actor in (stage.kim, stage.sam):
        assert thanking.seen(actor, row.id).row.text == WORDS
    for actor, error in ((stage.steward, NotFoundError), (NOBODY, SignInNeededError)):
        with pytest.raises(error):
            thanking.seen(actor, row.id)
    thanking.choose(stage.kim, row.id, "shown")
    assert thanking.seen(NOBODY, row.id).giver == "Sam"
    thanking.choose(stage.kim, row.id, "hidden")
    assert thanks.received(stage.kim.person_id) == ([], False)
    assert len(thanks.put_away(stage.kim.person_id)[0]) == 1
    with pytest.raises(NotFoundError):
        thanking.seen(stage.steward, row.id)


def test_only_the_receiver_chooses(stage: Stage):
    row = thank(stage)
    for actor in (stage.sam, stage.steward):
        with pytest.raises(NotFoundError):
            thanking.choose(actor, row.id, "shown")
    with pytest.raises(InvalidError):
        thanking.choose(stage.kim, row.id, "everywhere")


def test_thanks_prove_no_level(stage: Stage):
    thank(stage, competency="citing")
    assert competencies.shown_levels(stage.kim.person_id) == {}
    assert competencies.attainments(stage.kim.person_id) == []


def test_five_a_day_and_one_person_a_month(stage: Stage):
    for number in range(6):
        person(f"Other {number}")
    thank(stage)
    with pytest.raises(LimitedError, match="thanks_same"):
        thank(stage)
    for number in range(4):
        thank(stage, user_name=f"Other {number}")
    with pytest.raises(LimitedError, match="thanks_day"):
        thank(stage, user_name="Other 5")
    clock.set_source(lambda: NOW + timedelta(days=1))
    thank(stage, user_name="Other 5")
    clock.set_source(lambda: NOW + timedelta(days=30))
    thank(stage)


@pytest.mark.parametrize(
    ("more", "pointer", "code"),
    [
        ({"text": "Thanks!"}, "/text", "too_short"),
        ({"text": "x" * 501}, "/text", "too_long"),
        ({"text": "Call me on +46 70 123 45 67 when you can."}, "/text", "contact_details"),
        ({"user_name": "Sam"}, "/user_name", "own_thanks"),
        ({"user_name": "Nobody"}, "/user_name", "cannot_be_thanked"),
        ({"group": "nowhere"}, "/group", "unknown"),
        ({"competency": "nothing"}, "/competency", "unknown"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(stage: Stage, more, pointer, code):
    with pytest.raises(InvalidError) as caught:
        thank(stage, **more)
    assert (caught.value.problems[0].pointer, caught.value.problems[0].code) == (pointer, code)


def test_who_does_not_want_thanks_gets_none(stage: Stage):
    wishing.wish(stage.kim, may_be_thanked=False, may_be_nominated=True)
    with pytest.raises(InvalidError) as caught:
        thank(stage)
    assert caught.value.problems[0].code == "cannot_be_thanked"


def test_strangers_and_locked_accounts_thank_nobody(stage: Stage):
    with pytest.raises(SignInNeededError):
        thanking.thank(NOBODY, user_name="Kim", text=WORDS)
    with pytest.raises(ForbiddenError):
        thanking.thank(Actor(person_id=stage.sam.person_id, locked=True), user_name="Kim", text=WORDS)


def test_the_receiver_can_report_thanks_to_trust_and_safety_alone(stage: Stage):
    row = thank(stage)
    made = reporting.make(stage.kim, kind="thanks", subject_id=row.id, reason="harassment")
    with pytest.raises(NotFoundError):
        reporting.make(stage.steward, kind="thanks", subject_id=row.id, reason="harassment")
    with pytest.raises(NotFoundError):
        looking_into.case(stage.steward, made.report_id)
    safety = Actor(person_id=person("Safety").person_id, safety=True)
    assert looking_into.case(safety, made.report_id).subject.written == WORDS
    with pytest.raises(ForbiddenError):
        looking_into.case(Actor(person_id=stage.sam.person_id, safety=True), made.report_id)
