"""Accounts from elsewhere: known by (issuer, sub), whatever they are called; locks stop what is new."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts import queries
from accounts.models import Identity, Person
from accounts.outside_profile import OutsideProfile, read_profile, read_state, state_address
from accounts.services import joining, mailboxes, outside, rechecking
from credentials.errors import FetchError
from credentials.fetch import Fetched
from foundation import clock
from foundation.audit import AuditEvent
from foundation.config import OutsideProvider
from foundation.db import session
from foundation.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, OutsideError

ISSUER = "https://wiki.example"
ROSA = OutsideProfile(ISSUER, "1001", "Rosa Ek", blocked=False)
PROVIDER = OutsideProvider(
    issuer=ISSUER,
    authorize_url="https://wiki.example/authorize",
    token_url="https://wiki.example/token",
    profile_url="https://wiki.example/profile",
    client_id="client",
    client_secret="secret",
    state_url="https://wiki.example/api.php",
)


def arrive(profile: OutsideProfile = ROSA):
    return outside.sign_in(profile, language="sv")


def name_of(person_id):
    person = queries.person(person_id)
    assert person is not None
    return person.user_name


def actions() -> list[str]:
    return list(session().scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


@pytest.mark.parametrize(
    "document",
    [
        {"username": "Rosa Ek", "blocked": False},
        {"sub": "0", "username": "Rosa Ek", "blocked": False},
        {"sub": "", "username": "Rosa Ek", "blocked": False},
        {"sub": 1001, "username": "Rosa Ek", "blocked": False},
        {"sub": "1" * 101, "username": "Rosa Ek", "blocked": False},
        {"sub": "10 01", "username": "Rosa Ek", "blocked": False},
        {"sub": "1001", "username": "", "blocked": False},
        {"sub": "1001", "username": None, "blocked": False},
        {"sub": "1001", "username": "x" * 86, "blocked": False},
        {"sub": "1001", "username": "Rosa Ek", "blocked": "no"},
        {"sub": "1001", "blocked": False},
        {"sub": "1001"},
        ["1001"],
        None,
    ],
)
def test_a_profile_that_does_not_say_who_it_is_is_refused(document):
    with pytest.raises(OutsideError):
        read_profile(document, ISSUER)


def test_a_hidden_account_is_known_by_its_number_alone():
    assert read_profile({"sub": "7", "blocked": True}, ISSUER) == OutsideProfile(ISSUER, "7", None, True)


def test_somebody_new_gets_an_account_with_their_name_and_no_address(app: Flask):
    arrived = arrive()
    person = queries.person(arrived.person_id)
    assert (arrived.is_new, arrived.name_taken, arrived.locked) == (True, False, False)
    assert (person.user_name, person.language) == ("Rosa Ek", "sv")
    assert person.user_name_digest == queries.name_digest("Rosa Ek")
    assert queries.proven_addresses(person.id) == []


def test_coming_again_is_the_same_person_and_another_number_is_another(app: Flask):
    first = arrive()
    assert arrive().person_id == first.person_id
    assert not arrive().is_new
    assert arrive(replace(ROSA, sub="1002", label="Nils")).person_id != first.person_id
    assert arrive(replace(ROSA, issuer="https://other.example", label="B")).person_id != first.person_id


def test_a_rename_there_renames_here_and_the_badges_find_the_new_name(app: Flask):
    arrived = arrive()
    arrive(replace(ROSA, label="Rosa Lind"))
    person = queries.person(arrived.person_id)
    assert person.user_name == "Rosa Lind"
    assert person.user_name_digest == queries.name_digest("Rosa Lind")
    assert queries.person_by_name("Rosa Ek") is None
    assert "accounts.identity.rename" in actions()


def test_a_name_that_somebody_else_has_is_not_taken_over(app: Flask):
    owner = joining.make_person(language="en", user_name="Rosa Ek")
    arrived = arrive()
    assert arrived.person_id != owner
    assert arrived.name_taken
    assert name_of(arrived.person_id) is None
    assert name_of(owner) == "Rosa Ek"


def test_after_a_rename_to_a_taken_name_the_old_one_is_not_kept(app: Flask):
    arrived = arrive()
    joining.make_person(language="en", user_name="Rosa Lind")
    assert arrive(replace(ROSA, label="Rosa Lind")).name_taken
    assert name_of(arrived.person_id) is None


def test_a_name_chosen_here_stays_when_the_account_there_is_renamed(app: Flask):
    person_id = joining.make_person(language="en", user_name="Rosa here")
    outside.link(queries.actor_of(person_id), ROSA)
    arrive(replace(ROSA, label="Rosa Lind"))
    assert name_of(person_id) == "Rosa here"


def test_a_name_that_is_none_here_leaves_the_account_without_one(app: Flask):
    assert name_of(arrive(replace(ROSA, label="Imported>Rosa")).person_id) is None


def test_a_hidden_account_has_no_name_and_gets_it_back_when_it_is_shown_again(app: Flask):
    arrived = arrive()
    assert arrive(replace(ROSA, label=None, blocked=True)).locked
    assert name_of(arrived.person_id) is None
    arrive()
    assert name_of(arrived.person_id) == "Rosa Ek"
    assert not queries.actor_of(arrived.person_id).locked


def test_a_lock_is_set_and_lifted_and_noted_without_a_reason(app: Flask):
    arrived = arrive(replace(ROSA, blocked=True))
    assert queries.actor_of(arrived.person_id).locked
    arrive()
    assert not queries.actor_of(arrived.person_id).locked
    locks = select(AuditEvent).where(AuditEvent.action.like("accounts.person.%lock"))
    events = session().scalars(locks.order_by(AuditEvent.id))
    assert [(one.action, one.about_id, one.facts) for one in events] == [
        ("accounts.person.lock", arrived.person_id, {}),
        ("accounts.person.unlock", arrived.person_id, {}),
    ]


def test_two_answers_about_somebody_new_at_the_same_moment_make_one_account(app: Flask):
    together = Barrier(4)

    def come(_number: int):
        with app.app_context():
            together.wait()
            return arrive().person_id

    with ThreadPoolExecutor(4) as pool:
        arrived = list(pool.map(come, range(4)))
    assert len(set(arrived)) == 1
    session().rollback()
    assert session().scalar(select(func.count()).select_from(Person)) == 1


def test_an_account_from_elsewhere_is_linked_to_one_person_only(app: Flask):
    first = queries.actor_of(joining.make_person(language="en"))
    second = queries.actor_of(joining.make_person(language="en"))
    outside.link(first, ROSA)
    outside.link(first, ROSA)
    with pytest.raises(ConflictError) as error:
        outside.link(second, ROSA)
    assert error.value.code == "identity_taken"
    assert arrive().person_id == first.person_id
    assert name_of(first.person_id) is None


def test_a_second_account_from_the_same_place_is_refused(app: Flask):
    actor = queries.actor_of(joining.make_person(language="en"))
    outside.link(actor, ROSA)
    with pytest.raises(ConflictError) as error:
        outside.link(actor, replace(ROSA, sub="1002"))
    assert error.value.code == "identity_second"


def test_the_last_way_in_cannot_be_taken_off(app: Flask):
    actor = queries.actor_of(arrive().person_id)
    (identity,) = queries.identities_of(actor.person_id)
    with pytest.raises(ConflictError) as error:
        outside.unlink(actor, identity.id)
    assert error.value.code == "last_way_in"
    mailboxes.add_mailbox(actor.person_id, "rosa@example.org")
    outside.unlink(actor, identity.id)
    assert queries.identities_of(actor.person_id) == []


def test_only_its_owner_takes_an_account_off_and_not_while_it_is_locked(app: Flask):
    joined = joining.join(user_name="Rosa here", password="four unrelated words", language="en")
    outside.link(queries.actor_of(joined.person_id), replace(ROSA, blocked=True))
    (identity,) = queries.identities_of(joined.person_id)
    other = queries.actor_of(joining.make_person(language="en"))
    with pytest.raises(NotFoundError):
        outside.unlink(other, identity.id)
    with pytest.raises(ForbiddenError) as error:
        outside.unlink(queries.actor_of(joined.person_id), identity.id)
    assert error.value.code == "account_locked"


def test_an_unknown_language_makes_no_account(app: Flask):
    with pytest.raises(InvalidError):
        outside.sign_in(ROSA, language="../etc")
    assert session().scalar(select(Identity.id)) is None


def asking(body: bytes):
    """A wiki that gives this answer, and the addresses it was asked for."""
    asked: list[str] = []

    def fetch(url: str, *, accept: str = "", redirects: int = 0, same_host: bool = True) -> Fetched:
        asked.append(url)
        return Fetched(url, body, "application/json")

    return fetch, asked


def a_day_later() -> None:
    later = clock.now() + timedelta(days=1, seconds=1)
    clock.set_source(lambda: later)


def test_an_account_is_asked_about_once_a_day(app: Flask):
    arrive()
    fetch, asked = asking(b'{"query": {"globaluserinfo": {"id": 1001, "name": "Rosa Lind", "locked": true}}}')
    assert rechecking.recheck(PROVIDER, fetch) == 0
    a_day_later()
    assert rechecking.recheck(PROVIDER, fetch) == 1
    assert rechecking.recheck(PROVIDER, fetch) == 0
    assert asked == [state_address("https://wiki.example/api.php", "1001", "Rosa Ek")]
    person = queries.person_by_name("Rosa Lind")
    assert person.locked_at is not None


def test_only_so_many_are_asked_about_at_once(app: Flask):
    for number in range(rechecking.MOST_AT_ONCE + 2):
        arrive(OutsideProfile(ISSUER, str(number + 1), f"Person {number}", blocked=False))
    a_day_later()
    fetch, asked = asking(b"{}")
    assert rechecking.recheck(PROVIDER, fetch) == rechecking.MOST_AT_ONCE
    assert rechecking.recheck(PROVIDER, fetch) == 2
    assert len(set(asked)) == rechecking.MOST_AT_ONCE + 2


@pytest.mark.parametrize("body", [b"", b"down", b"[]", b'{"query": {}}', b'{"error": {"code": "readonly"}}'])
def test_an_answer_without_sense_leaves_things_as_they_are(app: Flask, body: bytes):
    arrived = arrive()
    a_day_later()
    rechecking.recheck(PROVIDER, asking(body)[0])
    assert name_of(arrived.person_id) == "Rosa Ek"
    assert not queries.actor_of(arrived.person_id).locked


def test_a_wiki_that_is_away_is_asked_again_later(app: Flask):
    arrived = arrive()
    a_day_later()

    def away(url: str, *, accept: str = "", redirects: int = 0, same_host: bool = True) -> Fetched:
        raise FetchError("unreachable")

    assert rechecking.recheck(PROVIDER, away) == 0
    assert name_of(arrived.person_id) == "Rosa Ek"
    assert rechecking.recheck(PROVIDER, asking(b'{"error": {"code": "invaliduserid"}}')[0]) == 1
    assert queries.actor_of(arrived.person_id).locked


def test_nothing_is_asked_without_an_address_to_ask(app: Flask):
    arrive()
    a_day_later()
    fetch, asked = asking(b"{}")
    rechecking.recheck(None, fetch)
    rechecking.recheck(replace(PROVIDER, state_url=None), fetch)
    assert asked == []


def state(account: dict, users: list | None = None, *, blocked: bool = False) -> OutsideProfile:
    document = {"query": {"globaluserinfo": account, "users": users or []}}
    return read_state(document, replace(ROSA, blocked=blocked))


def test_a_block_on_the_central_wiki_counts_as_the_profile_counts_it():
    account = {"id": 1001, "name": "Rosa Ek"}
    assert state(account, [{"name": "Rosa Ek", "blockid": 5}]).blocked
    assert not state(account, [{"name": "Rosa Ek"}], blocked=True).blocked
    assert state(account | {"locked": True}, [{"name": "Rosa Ek"}]).blocked


def test_after_a_rename_a_block_stands_until_the_new_name_was_asked_about():
    renamed = {"id": 1001, "name": "Rosa Lind"}
    assert state(renamed, [{"name": "Rosa Ek", "missing": True}], blocked=True).blocked
    assert not state(renamed, [{"name": "Rosa Ek", "missing": True}], blocked=False).blocked


def test_the_answer_about_another_account_is_no_answer():
    with pytest.raises(OutsideError):
        state({"id": 1002, "name": "Rosa Ek"})
