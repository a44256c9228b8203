"""What people consent to: kept whole or not at all, and what changed is noted without its content."""

import pytest
from flask import Flask
from sqlalchemy import select

from accounts import queries
from accounts.services import joining, mailboxes, preferring
from foundation.audit import AuditEvent
from foundation.db import session
from foundation.errors import InvalidError, SignInNeededError
from foundation.policy import NOBODY, Actor

PLAIN = {
    "display_name": "",
    "endorser_name": "affiliate",
    "may_be_asked": True,
    "may_be_offered": True,
    "new_badges_public": False,
    "digest_mail": False,
}


def somebody(name: str | None = "Rosa Ek") -> Actor:
    return queries.actor_of(joining.make_person(language="en", user_name=name))


def change(actor: Actor, **changed: object) -> None:
    preferring.change(actor, **{**PLAIN, **changed})  # type: ignore[arg-type]


def events() -> list[AuditEvent]:
    wanted = AuditEvent.action == "accounts.preference.change"
    return list(session().scalars(select(AuditEvent).where(wanted)))


def problems(actor: Actor, **changed: object) -> list[tuple[str, str]]:
    with pytest.raises(InvalidError) as error:
        change(actor, **changed)
    return [(one.pointer, one.code) for one in error.value.problems]


def test_who_never_said_has_the_most_private_of_each_and_keeping_that_writes_nothing(app: Flask):
    actor = somebody()
    change(actor)
    assert events() == []
    kept = queries.preference(actor.person_id)
    assert not kept.new_badges_public
    assert not kept.digest_mail
    assert kept.endorser_name == "affiliate"


def test_what_changed_is_kept_and_noted_by_its_name_alone(app: Flask):
    actor = somebody()
    change(actor, display_name="  Rosa   of the north ", endorser_name="display_name", may_be_asked=False)
    kept = queries.preference(actor.person_id)
    assert (kept.display_name, kept.endorser_name, kept.may_be_asked) == (
        "Rosa of the north",
        "display_name",
        False,
    )
    (event,) = events()
    assert event.facts == {"changed": ["display_name", "endorser_name", "may_be_asked"]}
    assert event.about_id == actor.person_id
    change(actor)
    assert queries.preference(actor.person_id).display_name is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("x" * 86, "too_long"),
        ("Rosa\u202eEk", "hidden_characters"),
        ("Ro\u200bsa", "hidden_characters"),
        ("Ro\x00sa", "hidden_characters"),
        ("Nils_Holgersson", "taken"),
    ],
)
def test_a_display_name_must_be_readable_and_not_somebody_elses(app: Flask, name: str, code: str):
    somebody("Nils Holgersson")
    assert problems(somebody(), display_name=name) == [("/display_name", code)]


def test_ones_own_user_name_may_be_shown(app: Flask):
    change(somebody(), display_name="Rosa Ek")


@pytest.mark.parametrize(
    ("chosen", "code"), [("user_name", "name_missing"), ("display_name", "name_missing"), ("real", "unknown")]
)
def test_a_name_that_is_not_there_cannot_be_written(app: Flask, chosen: str, code: str):
    assert problems(somebody(None), endorser_name=chosen) == [("/endorser_name", code)]


def test_the_letter_of_the_day_needs_a_confirmed_address(app: Flask):
    actor = somebody()
    assert problems(actor, digest_mail=True) == [("/digest_mail", "mailbox_missing")]
    mailboxes.add_mailbox(actor.person_id, "rosa@example.org")
    change(actor, digest_mail=True)
    assert queries.preference(actor.person_id).digest_mail


def test_everything_wrong_is_told_at_once_and_nothing_is_kept(app: Flask):
    actor = somebody(None)
    found = problems(actor, display_name="x" * 86, endorser_name="user_name", digest_mail=True)
    assert [pointer for pointer, _code in found] == ["/display_name", "/endorser_name", "/digest_mail"]
    assert events() == []


def test_nobody_has_no_preferences(app: Flask):
    with pytest.raises(SignInNeededError):
        change(NOBODY)
