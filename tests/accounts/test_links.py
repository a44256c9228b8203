from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from accounts import queries
from accounts.models import Mailbox, SignInLink
from accounts.services import joining, quiet, signing_in
from foundation import clock
from foundation.db import session
from foundation.errors import ConflictError, ForbiddenError, GoneError, InvalidError, NotFoundError
from foundation.jobs import Job
from foundation.policy import Actor

ADDRESS = "Rosa@example.org"


def mailed() -> tuple[str, str, str]:
    """Give (address, token, language) of the newest letter, as the mail job sees it."""
    job = session().query(Job).filter_by(kind="letter.sign_in").order_by(Job.id.desc()).first()
    assert job is not None
    return signing_in.link_letter(UUID(job.payload["link_id"]))


def ask(address: str = ADDRESS, person_id: UUID | None = None) -> str:
    signing_in.ask_for_link(address, language="es", person_id=person_id)
    return mailed()[1]


def later(minutes: int) -> None:
    moment = clock.now() + timedelta(minutes=minutes)
    clock.set_source(lambda: moment)


def test_a_link_makes_the_account_of_a_new_mailbox_and_finds_it_again(app: Flask) -> None:
    person_id = signing_in.consume_link(ask())
    assert queries.proven_addresses(person_id) == [ADDRESS]
    assert queries.actor_of(person_id).language == "es"
    assert signing_in.consume_link(ask("rosa@EXAMPLE.org")) == person_id
    assert queries.person_with_mailbox(queries.address_digest("ROSA@example.org")) == person_id


def test_looking_at_a_link_uses_nothing_up(app: Flask) -> None:
    token = ask()
    for _ in range(3):
        assert signing_in.show_link(token) == signing_in.LinkView(ADDRESS, "es", None)
    assert session().query(Mailbox).count() == 0
    signing_in.consume_link(token)


def test_a_link_signs_in_once(app: Flask) -> None:
    token = ask()
    signing_in.consume_link(token)
    for again in (signing_in.consume_link, signing_in.show_link):
        with pytest.raises(GoneError, match="link_used"):
            again(token)


def test_a_link_ends_after_half_an_hour_and_is_forgotten_later(app: Flask) -> None:
    token = ask()
    later(31)
    with pytest.raises(GoneError, match="link_expired"):
        signing_in.consume_link(token)
    assert signing_in.forget_links() == 0
    later(24 * 60)
    assert signing_in.forget_links() == 1
    with pytest.raises(NotFoundError):
        signing_in.consume_link(token)


def test_an_unknown_link_is_not_found(app: Flask) -> None:
    with pytest.raises(NotFoundError):
        signing_in.show_link("x" * 43)


def test_a_person_adds_a_mailbox_to_their_account(app: Flask) -> None:
    person_id = joining.make_person(language="en")
    token = ask(person_id=person_id)
    assert signing_in.show_link(token).adds_to == person_id
    assert signing_in.consume_link(token, actor=Actor(person_id=person_id)) == person_id
    assert queries.proven_addresses(person_id) == [ADDRESS]


def test_the_click_of_a_stranger_proves_no_mailbox_for_somebody_else(app: Flask) -> None:
    token = ask(person_id=joining.make_person(language="en"))
    for clicker in (Actor(), Actor(person_id=joining.make_person(language="en"))):
        with pytest.raises(ForbiddenError, match="other_account"):
            signing_in.consume_link(token, actor=clicker)
    assert session().query(Mailbox).count() == 0


def test_a_mailbox_belongs_to_one_account(app: Flask) -> None:
    signing_in.consume_link(ask())
    other = joining.make_person(language="en")
    token = ask(person_id=other)
    with pytest.raises(ConflictError, match="mailbox_taken"):
        signing_in.consume_link(token, actor=Actor(person_id=other))


def test_an_address_that_asked_for_quiet_gets_no_letter_and_nobody_is_told(app: Flask) -> None:
    digest = queries.address_digest(ADDRESS)
    quiet.stop_writing(digest)
    quiet.stop_writing(digest)
    assert not queries.may_write_to(digest)
    signing_in.ask_for_link(ADDRESS, language="en")
    assert session().query(Job).count() == 0


@pytest.mark.parametrize(
    "address", ["", "rosa", "a@b@c", "a b@example.org", "a@b\nBcc: c@d", "x" * 300 + "@e.org"]
)
def test_what_is_no_address_is_refused(app: Flask, address: str) -> None:
    with pytest.raises(InvalidError):
        signing_in.ask_for_link(address, language="en")


def test_addresses_and_tokens_are_not_stored_in_clear(app: Flask) -> None:
    token = ask()
    signing_in.consume_link(token)
    link, mailbox = session().query(SignInLink).one(), session().query(Mailbox).one()
    stored = link.sealed + link.token_digest + mailbox.sealed + mailbox.digest
    assert b"osa@" not in stored.lower()
    assert token.encode() not in stored


def test_an_award_link_finds_or_makes_the_account_of_its_mailbox(app: Flask) -> None:
    person_id = signing_in.owner_of_address(ADDRESS, language="ar")[0]
    assert signing_in.owner_of_address(ADDRESS.lower(), language="en")[0] == person_id
    assert queries.actor_of(person_id).language == "ar"
