from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask

from accounts import queries
from accounts.services import joining, passwords, signing_in, telling, tokens
from foundation import clock
from foundation.columns import uuid7
from foundation.errors import ConflictError, InvalidError, NotFoundError, SignInNeededError
from foundation.policy import NOBODY, Actor

OLD, NEW = "a slow brown fox", "a quick red hen"


def joined() -> tuple[Actor, tuple[str, ...]]:
    made = joining.join(user_name="Wheel Truer", password=OLD, language="en")
    return queries.actor_of(made.person_id), made.recovery_codes


def stamp(actor: Actor) -> int:
    person = queries.person(actor.person_id)
    assert person is not None
    return person.stamp


def test_a_changed_password_replaces_the_old_one_and_ends_sessions(app: Flask) -> None:
    actor, _ = joined()
    before = stamp(actor)
    passwords.change_password(actor, current=OLD, password=NEW)
    assert signing_in.with_password("Wheel Truer", NEW) == actor.person_id
    assert stamp(actor) == before + 1
    with pytest.raises(InvalidError):
        signing_in.with_password("Wheel Truer", OLD)


def test_changing_a_password_needs_the_current_one(app: Flask) -> None:
    actor, _ = joined()
    with pytest.raises(InvalidError) as error:
        passwords.change_password(actor, current="not that one", password=NEW)
    assert error.value.problems[0].pointer == "/current"


def test_an_account_without_a_password_gets_one_once(app: Flask) -> None:
    actor = queries.actor_of(joining.make_person(language="en", user_name="Rosa"))
    assert not queries.has_password(actor.person_id)
    passwords.set_password(actor, OLD)
    assert signing_in.with_password("Rosa", OLD) == actor.person_id
    with pytest.raises(ConflictError):
        passwords.set_password(actor, NEW)


def test_a_recovery_code_sets_a_new_password(app: Flask) -> None:
    actor, codes = joined()
    assert passwords.recover("Wheel Truer", codes[3], NEW) == actor.person_id
    assert signing_in.with_password("Wheel Truer", NEW) == actor.person_id


def test_a_refused_new_password_does_not_use_the_recovery_code_up(app: Flask) -> None:
    _, codes = joined()
    with pytest.raises(InvalidError):
        passwords.recover("Wheel Truer", codes[0], "short")
    passwords.recover("Wheel Truer", codes[0], NEW)


def test_new_recovery_codes_make_the_old_ones_useless(app: Flask) -> None:
    actor, old = joined()
    new = passwords.new_recovery_codes(actor)
    with pytest.raises(InvalidError):
        signing_in.with_recovery_code("Wheel Truer", old[0])
    signing_in.with_recovery_code("Wheel Truer", new[0])


def test_ending_sessions_moves_the_stamp_and_needs_somebody(app: Flask) -> None:
    actor, _ = joined()
    before = stamp(actor)
    signing_in.end_sessions(actor)
    assert stamp(actor) == before + 1
    with pytest.raises(SignInNeededError):
        signing_in.end_sessions(NOBODY)


def test_a_person_tells_their_language_and_picks_a_name_once(app: Flask) -> None:
    actor = queries.actor_of(joining.make_person(language="en"))
    telling.change_language(actor, "ar")
    telling.choose_user_name(actor, "Rosa_Ek")
    assert queries.actor_of(actor.person_id).language == "ar"
    assert queries.person_by_name("Rosa Ek").id == actor.person_id
    with pytest.raises(ConflictError):
        telling.choose_user_name(actor, "Another")
    with pytest.raises(InvalidError):
        telling.change_language(actor, "../etc")


def test_a_taken_name_cannot_be_picked(app: Flask) -> None:
    joined()
    actor = queries.actor_of(joining.make_person(language="en"))
    with pytest.raises(InvalidError):
        telling.choose_user_name(actor, "Wheel Truer")
    assert queries.person(actor.person_id).user_name is None


def test_an_api_token_acts_for_its_person_until_it_ends_or_is_revoked(app: Flask) -> None:
    actor, _ = joined()
    short, long = tokens.make(actor, label="one", days=1), tokens.make(actor, label="two", days=30)
    assert queries.person_of_token(short) == actor.person_id
    assert queries.person_of_token("x" * 43) is None
    tomorrow = clock.now() + timedelta(days=1, seconds=1)
    clock.set_source(lambda: tomorrow)
    assert queries.person_of_token(short) is None
    (row,) = queries.tokens_of(actor.person_id)
    tokens.revoke(actor, row.id)
    assert queries.person_of_token(long) is None


def test_nobody_revokes_the_token_of_somebody_else(app: Flask) -> None:
    actor, _ = joined()
    token = tokens.make(actor, label="mine")
    (row,) = queries.tokens_of(actor.person_id)
    with pytest.raises(NotFoundError):
        tokens.revoke(Actor(person_id=uuid7()), row.id)
    assert queries.person_of_token(token) == actor.person_id


def test_somebody_who_is_gone_acts_as_nobody(app: Flask) -> None:
    assert queries.actor_of(uuid4()) == NOBODY
    assert queries.actor_of(None) == NOBODY
