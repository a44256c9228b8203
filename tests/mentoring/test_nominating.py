"""Nominations: the nominee first and alone, stewards only after a yes, and a no that nobody hears."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from accounts import queries as people
from accounts.models import SeatRole
from accounts.services import seats
from foundation import clock
from foundation.errors import (
    ConflictError,
    InvalidError,
    LimitedError,
    NotFoundError,
    SignInNeededError,
)
from foundation.policy import NOBODY
from mentoring.models import Nomination, ThanksVisibility
from mentoring.moves import as_nominator_sees
from mentoring.queries import nominations, thanks
from mentoring.services import nominating, taking_along, tending, thanking, wishing
from tests.badges.scene import person
from tests.mentoring.scene import SEEN, WORDS, Stage, set_up

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
WAITING_DAYS = nominating.WAITS.days


@pytest.fixture
def stage(app: Flask) -> Stage:
    clock.set_source(lambda: NOW)
    return set_up()


def made(stage: Stage, **more: object) -> Nomination:
    shape = {"user_name": "Kim", "role": "guide", "citation": SEEN} | more
    return nominating.nominate(stage.sam, **shape)


def told(actor) -> list[str]:
    return [one.kind for one in people.notices_of(actor.person_id)[0]]


def state(row_id) -> str:
    return str(nominations.nomination_by_id(row_id).row.state)


def test_the_nominee_sees_it_first_and_the_stewards_only_after_a_yes(stage: Stage):
    row_id = made(stage).id
    assert told(stage.kim) == ["nomination.made"]
    assert told(stage.steward) == []
    with pytest.raises(NotFoundError):
        nominating.seen(stage.steward, row_id)
    assert nominations.of_group(stage.scene.group_id) == ([], False)
    nominating.accept(stage.kim, row_id)
    assert told(stage.steward) == ["nomination.accepted"]
    assert nominating.seen(stage.steward, row_id).row.citation == SEEN
    assert [one.nominee for one in nominations.of_group(stage.scene.group_id)[0]] == ["Kim"]


def test_declining_is_heard_by_nobody(stage: Stage):
    row_id = made(stage).id
    nominating.decline(stage.kim, row_id)
    assert told(stage.sam) == told(stage.steward) == []
    assert nominations.received(stage.kim.person_id, NOW) == ([], False)
    with pytest.raises(NotFoundError):
        nominating.seen(stage.steward, row_id)
    nominating.withdraw(stage.sam, row_id)
    assert state(row_id) == "withdrawn"


@pytest.mark.parametrize("days", [0, 30, 31])
def test_no_move_tells_a_no_from_a_silence(stage: Stage, days: int):
    def answers(row_id) -> list[str]:
        view = nominations.nomination_by_id(row_id).row
        found = [as_nominator_sees(view.state, view.lapses_at, clock.now())]
        for verb in (nominating.close, nominating.withdraw):
            try:
                verb(sam, row_id)
                found.append("done")
            except ConflictError as error:
                found.append(f"{error.code} {error.facts}")
        return found

    seats.give(stage.sam.person_id, stage.scene.group_id, SeatRole.STEWARD)
    sam = people.actor_of(stage.sam.person_id)
    person("Lee")
    declined, silent = made(stage).id, made(stage, user_name="Lee").id
    nominating.decline(stage.kim, declined)
    clock.set_source(lambda: NOW + timedelta(days=days))
    if days > WAITING_DAYS:
        tending.tend()
    told_of_silence = answers(silent)
    assert answers(declined) == told_of_silence
    assert ("done" in told_of_silence) == (days < WAITING_DAYS)


def test_only_the_nominee_decides(stage: Stage):
    row_id = made(stage).id
    for actor, error in (
        (stage.sam, NotFoundError),
        (stage.steward, NotFoundError),
        (NOBODY, SignInNeededError),
    ):
        for verb in (nominating.accept, nominating.decline):
            with pytest.raises(error):
                verb(actor, row_id)
    with pytest.raises(NotFoundError):
        nominating.withdraw(stage.steward, row_id)
    assert state(row_id) == "proposed"


def test_a_nominee_can_take_the_yes_back(stage: Stage):
    row_id = made(stage).id
    with pytest.raises(ConflictError):
        nominating.withdraw(stage.kim, row_id)
    nominating.accept(stage.kim, row_id)
    nominating.withdraw(stage.kim, row_id)
    with pytest.raises(NotFoundError):
        nominating.seen(stage.steward, row_id)
    with pytest.raises(ConflictError):
        nominating.accept(stage.kim, row_id)


def test_a_steward_puts_away_what_was_talked_over(stage: Stage):
    row_id = made(stage).id
    nominating.accept(stage.kim, row_id)
    with pytest.raises(NotFoundError):
        nominating.close(stage.sam, row_id)
    nominating.close(stage.steward, row_id)
    assert nominations.of_group(stage.scene.group_id) == ([], False)


def test_it_lapses_after_thirty_days(stage: Stage):
    row_id = made(stage).id
    clock.set_source(lambda: NOW + timedelta(days=29))
    tending.tend()
    assert state(row_id) == "proposed"
    clock.set_source(lambda: NOW + timedelta(days=30))
    with pytest.raises(ConflictError, match="nomination_over"):
        nominating.accept(stage.kim, row_id)
    tending.tend()
    tending.tend()
    assert state(row_id) == "lapsed"
    clock.set_source(lambda: NOW + timedelta(days=365))
    tending.tend()
    with pytest.raises(NotFoundError):
        nominations.nomination_by_id(row_id)


@pytest.mark.parametrize(
    ("more", "pointer", "code"),
    [
        ({"citation": "She is nice."}, "/citation", "too_short"),
        ({"citation": ""}, "/citation", "required"),
        ({"citation": "x " * 1500}, "/citation", "too_long"),
        ({"citation": f"{SEEN} Write to kim@example.org"}, "/citation", "contact_details"),
        ({"citation": f"{SEEN} \u202e"}, None, None),
        ({"user_name": "Nobody here"}, "/user_name", "cannot_be_nominated"),
        ({"user_name": "Sam"}, "/user_name", "own_nomination"),
        ({"role": "nothing"}, "/role", "unknown"),
        ({"cited": ["not an id"]}, "/cited", "unknown"),
        ({"cited": [str(number) for number in range(6)]}, "/cited", "too_many"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field_and_nothing_is_written(stage: Stage, more, pointer, code):
    if pointer is None:
        assert "\u202e" not in made(stage, **more).citation
        return
    with pytest.raises(InvalidError) as caught:
        made(stage, **more)
    assert (caught.value.problems[0].pointer, caught.value.problems[0].code) == (pointer, code)
    assert nominations.made(stage.sam.person_id) == ([], False)


def test_who_does_not_want_it_is_as_if_not_there(stage: Stage):
    wishing.wish(stage.kim, may_be_thanked=True, may_be_nominated=False)
    with pytest.raises(InvalidError) as caught:
        made(stage)
    assert caught.value.problems[0].code == "cannot_be_nominated"


def test_nobody_is_asked_again_and_again_even_after_a_no(stage: Stage):
    nominating.decline(stage.kim, made(stage).id)
    with pytest.raises(LimitedError, match="nominated_already"):
        made(stage)
    clock.set_source(lambda: NOW + timedelta(days=30))
    assert made(stage)


def test_a_nominator_has_a_cap(stage: Stage):
    for number in range(nominating.MOST_IN_THIS_TIME):
        person(f"Other {number}")
        made(stage, user_name=f"Other {number}")
    with pytest.raises(LimitedError, match="nominations_full"):
        made(stage)


def test_thanks_may_be_cited_by_who_gave_them_or_while_they_are_shown(stage: Stage):
    own = str(thanking.thank(stage.sam, user_name="Kim", text=WORDS).id)
    row = thanking.thank(person("Lee"), user_name="Kim", text=WORDS)
    with pytest.raises(InvalidError):
        made(stage, cited=[str(row.id)])
    thanking.choose(stage.kim, row.id, ThanksVisibility.SHOWN)
    assert made(stage, cited=[own, str(row.id), own]).thanks == [own, str(row.id)]


def test_cited_thanks_that_are_no_longer_shown_are_read_by_the_two_alone(stage: Stage):
    own = thanking.thank(stage.sam, user_name="Kim", text=WORDS)
    row = thanking.thank(person("Lee"), user_name="Kim", text=WORDS)
    thanking.choose(stage.kim, row.id, ThanksVisibility.SHOWN)
    named = made(stage, cited=[str(own.id), str(row.id)])

    def cited() -> set:
        return {one.row.id for one in thanks.some(named.thanks, named.nominator_id)}

    assert cited() == {own.id, row.id}
    thanking.choose(stage.kim, row.id, ThanksVisibility.PRIVATE)
    assert cited() == {own.id}
    thanking.choose(stage.kim, own.id, ThanksVisibility.HIDDEN)
    assert cited() == set()


def test_what_was_taken_back_is_taken_along_without_the_words_of_who_took_it_back(stage: Stage):
    row_id = made(stage).id
    (before,) = taking_along.take(stage.kim.person_id)["nominations_received"]
    nominating.withdraw(stage.sam, row_id)
    (after,) = taking_along.take(stage.kim.person_id)["nominations_received"]
    assert (before["citation"], after["citation"], after["state"]) == (SEEN, "", "withdrawn")
    assert taking_along.take(stage.sam.person_id)["nominations_made"][0]["citation"] == SEEN
