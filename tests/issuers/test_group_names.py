"""Two groups that people here vouch for never have names that look alike."""

from functools import partial

import pytest
from sqlalchemy import select, update

from accounts.models import Notice, NoticeKind, Person
from foundation.db import session, transaction
from foundation.errors import ConflictError, InvalidError
from foundation.policy import SYSTEM
from issuers import queries
from issuers.models import Issuer
from issuers.services import registering
from tests.badges.cases import at_once
from tests.issuers.places import again, group_of, somebody, vouched_group

LOOK_ALIKES = ["Old Guild", "Old Guіld", "OLD  GUILD!", "0ld Gui1d", "OldGuild"]
WORDS = {"description": "", "url": None, "language": "en"}


def rename(actor, group_id, name, **more):
    registering.change_group(again(actor), group_id, **{**WORDS, "name": name, **more})


def told(actor):
    mine = (Notice.person_id == actor.person_id, Notice.kind == NoticeKind.GROUP_RENAMED)
    return session().scalars(select(Notice).where(*mine)).all()


def operator():
    made = somebody()
    with transaction() as db_session:
        db_session.execute(update(Person).where(Person.id == made.person_id).values(is_operator=True))
    return again(made)


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_no_group_takes_a_name_that_looks_like_that_of_a_vouched_one(app, name):
    vouched_group(somebody())
    steward = somebody()
    workshop = vouched_group(steward, "Cycle Workshop")
    for attempt in (
        partial(rename, steward, workshop, name),
        partial(group_of, somebody(), name),
        partial(vouched_group, somebody(), name),
    ):
        with pytest.raises(InvalidError) as error:
            attempt()
        (problem,) = error.value.problems
        assert (problem.pointer, problem.code) == ("/name", "name_imitates")
    assert queries.issuer(workshop).name == "Cycle Workshop"
    assert len(queries.groups()) == 2


def test_a_group_spells_its_own_name_otherwise_and_keeps_what_it_has(app):
    steward = somebody()
    guild = vouched_group(steward)
    rename(steward, guild, "old-guild", description="We mend.")
    assert queries.issuer(guild).name == "old-guild"


def test_a_name_from_before_stays_when_only_other_words_change(app):
    steward = somebody()
    vouched_group(somebody())
    workshop = vouched_group(steward, "Cycle Workshop")
    with transaction() as db_session:
        db_session.execute(update(Issuer).where(Issuer.id == workshop).values(name="Old Guild"))
    rename(steward, workshop, "Old Guild", description="We true wheels.")
    assert queries.issuer(workshop).description == "We true wheels."


def test_a_name_that_nobody_vouches_for_is_free(app):
    group_of(somebody(), "Old Guild")
    assert queries.issuer(group_of(somebody(), "Old Guild")).name == "Old Guild"
    assert queries.issuer(vouched_group(somebody())).is_vouched


def test_nobody_vouches_for_the_second_of_two_names_that_look_alike(app):
    first, second = group_of(somebody(), "Old Guild"), group_of(somebody(), "0ld Guild")
    registering.vouch(SYSTEM, first)
    with pytest.raises(ConflictError, match="name_imitates"):
        registering.vouch(SYSTEM, second)
    registering.take_back_vouching(SYSTEM, first)
    registering.vouch(SYSTEM, second)
    assert queries.issuer(second).is_vouched


def test_of_two_that_take_a_name_at_once_one_is_refused(app):
    vouched_group(somebody(), "Anchor")  # PostgreSQL holds the rows of those that are vouched for
    for number in range(4):
        one, two = somebody(), somebody()
        first, second = vouched_group(one, f"First {number}"), vouched_group(two, f"Second {number}")
        name = f"Both want {number}"
        raised = at_once(app, partial(rename, one, first, name), partial(rename, two, second, name))
        assert [isinstance(error, InvalidError) for error in raised].count(True) == 1, raised
        assert list(queries.known_names()).count(name) == 1


def test_of_two_of_one_name_that_are_vouched_for_at_once_one_is_refused(app):
    vouched_group(somebody(), "Anchor")
    first, second = group_of(somebody(), "Old Guild"), group_of(somebody(), "Old Guild")
    raised = at_once(
        app, partial(registering.vouch, SYSTEM, first), partial(registering.vouch, SYSTEM, second)
    )
    assert [isinstance(error, ConflictError) for error in raised].count(True) == 1, raised
    assert list(queries.known_names()).count("Old Guild") == 1


def test_whoever_vouched_is_told_of_another_name_and_of_nothing_else(app):
    elder, steward = somebody(), somebody()
    guild, workshop = vouched_group(elder), group_of(steward)
    registering.vouch(again(elder), workshop, by_group_id=guild)
    rename(steward, workshop, "Cycle Workshop", description="We true wheels.")
    assert told(elder) == []
    rename(steward, workshop, "Bike Kitchen")
    (notice,) = told(elder)
    assert (notice.path, notice.facts) == ("/groups/cycle-workshop", {"group": "cycle-workshop"})
    rename(steward, workshop, "Wheel House")
    assert len(told(elder)) == 2
    assert told(steward) == []


def test_the_operators_are_told_of_another_name_of_a_group_they_vouched_for(app):
    runs_it, steward = operator(), somebody()
    rename(steward, vouched_group(steward), "Bike Kitchen")
    assert len(told(runs_it)) == 1


def test_nobody_is_told_of_another_name_of_a_group_that_nobody_vouches_for(app):
    runs_it, steward = operator(), somebody()
    rename(steward, group_of(steward), "Bike Kitchen")
    assert told(runs_it) == []
