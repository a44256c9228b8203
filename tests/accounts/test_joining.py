from uuid import uuid4

import pytest
from flask import Flask

from accounts import queries
from accounts.models import Person, RecoveryCode
from accounts.services import joining, signing_in
from foundation.db import session
from foundation.errors import InvalidError, NotFoundError

PASSWORD = "a slow brown fox"


def problem(error: pytest.ExceptionInfo[InvalidError]) -> tuple[str, str]:
    (one,) = error.value.problems
    return one.pointer, one.code


def join(name: str = "Wheel Truer", password: str = PASSWORD) -> joining.Joined:
    return joining.join(user_name=name, password=password, language="sv")


def test_a_name_and_a_password_are_a_full_account(app: Flask) -> None:
    joined = join()
    assert signing_in.with_password("Wheel Truer", PASSWORD) == joined.person_id
    actor = queries.actor_of(joined.person_id)
    assert (actor.person_id, actor.language, actor.operator) == (joined.person_id, "sv", False)


def test_underscores_in_a_name_are_spaces_and_accents_may_be_composed_either_way(app: Flask) -> None:
    joined = join("Åsa_Ek")
    assert queries.person_by_name("A\u030asa Ek").id == joined.person_id
    assert signing_in.with_password("Åsa_Ek", PASSWORD) == joined.person_id
    assert queries.name_digest("Åsa_Ek") == queries.name_digest("A\u030asa Ek")


def test_a_taken_name_is_refused_and_nothing_is_written(app: Flask) -> None:
    join()
    with pytest.raises(InvalidError) as error:
        join("Wheel_Truer", "another password")
    assert problem(error) == ("/user_name", "taken")
    assert session().query(Person).count() == 1


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "required"),
        ("\u200b\u202e", "required"),
        ("x" * 86, "too_long"),
        ("me@example.org", "characters"),
        ("a/b", "characters"),
        ("User:Me", "characters"),
    ],
)
def test_a_name_that_cannot_be_a_wiki_name_is_refused(app: Flask, name: str, code: str) -> None:
    with pytest.raises(InvalidError) as error:
        join(name)
    assert problem(error) == ("/user_name", code)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "too_short"),
        ("wheel TRUER", "same_as_name"),
        ("Password123", "too_common"),
        ("zzzzzzzzzzzz", "too_common"),
        ("x" * 1025, "too_long"),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(app: Flask, password: str, code: str) -> None:
    with pytest.raises(InvalidError) as error:
        join(password=password)
    assert problem(error) == ("/password", code)


@pytest.mark.parametrize(
    ("name", "password"), [("Wheel Truer", "not the password"), ("Nobody Here", PASSWORD), ("", PASSWORD)]
)
def test_a_wrong_name_and_a_wrong_password_sound_alike(app: Flask, name: str, password: str) -> None:
    join()
    with pytest.raises(InvalidError) as error:
        signing_in.with_password(name, password)
    assert problem(error) == ("/password", "wrong")


def test_a_recovery_code_works_once(app: Flask) -> None:
    joined = join()
    assert len(set(joined.recovery_codes)) == 8
    typed = joined.recovery_codes[0].upper().replace("-", " ")
    assert signing_in.with_recovery_code("Wheel_Truer", typed) == joined.person_id
    with pytest.raises(InvalidError) as error:
        signing_in.with_recovery_code("Wheel Truer", typed)
    assert problem(error) == ("/code", "wrong")


def test_a_recovery_code_does_not_open_another_account(app: Flask) -> None:
    codes = join().recovery_codes
    join("Somebody Else")
    for name in ("Somebody Else", "Nobody Here"):
        with pytest.raises(InvalidError):
            signing_in.with_recovery_code(name, codes[0])


def test_recovery_codes_are_not_stored_in_clear(app: Flask) -> None:
    joined = join()
    stored = b"".join(row.digest for row in session().query(RecoveryCode))
    assert not any(code.replace("-", "").encode() in stored for code in joined.recovery_codes)


def test_a_command_makes_an_operator(app: Flask) -> None:
    joined = join()
    joining.make_operator(joined.person_id)
    assert queries.actor_of(joined.person_id).operator
    with pytest.raises(NotFoundError):
        joining.make_operator(uuid4())
