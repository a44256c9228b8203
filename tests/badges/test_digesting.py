"""The letter of the day, and what stands unread in an inbox."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts import queries as people
from accounts.models import Notice, NoticeKind, Preference
from accounts.services import digesting as turns
from accounts.services import notices as reading
from accounts.services import notifying, quiet
from badges.queries import waiting
from badges.services import claiming, digesting
from foundation import clock
from foundation.db import session, transaction
from foundation.errors import NotFoundError, SignInNeededError
from foundation.jobs import Job
from foundation.policy import NOBODY
from tests.badges.scene import Scene, give, person, set_stage


@pytest.fixture
def scene(app) -> Scene:
    return set_stage()


@pytest.fixture
def reader(scene):
    found = person("Reader", address="reader@example.org")
    wish(found)
    return found


def wish(actor, *, letters: bool = True) -> None:
    with transaction() as db_session:
        shape = {"person_id": actor.person_id, "digest_mail": letters, "changed_at": clock.now()}
        db_session.merge(Preference(**shape))


def tell(actor, key: str, kind: NoticeKind = NoticeKind.ENDORSEMENT_ASKED) -> None:
    notifying.tell(actor.person_id, kind, path=f"/endorsements/{key}", key=key)


def asked() -> list[dict]:
    return [one.payload for one in session().scalars(select(Job).where(Job.kind == "letter.digest"))]


def notices(actor) -> list[Notice]:
    return list(people.notices_of(actor.person_id)[0])


def test_a_letter_is_asked_for_once_a_day_and_tells_each_thing_once(scene, reader):
    now = clock.now()
    tell(reader, "1")
    digesting.ask_for_digests(now)
    digesting.ask_for_digests(now)
    tell(reader, "2")
    digesting.ask_for_digests(now + timedelta(hours=23))
    assert len(asked()) == 1
    digesting.ask_for_digests(now + timedelta(hours=25))
    assert len(asked()) == 2
    letters = [digesting.digest_letter(one) for one in asked()]
    assert [one.kinds for one in letters] == [{"endorsement.asked": 1}] * 2
    digesting.ask_for_digests(now + timedelta(hours=50))
    assert len(asked()) == 2, "what was told once is not told again"


def test_a_letter_counts_kinds_and_goes_to_the_proven_address(scene, reader):
    tell(reader, "1")
    tell(reader, "2")
    tell(reader, "3", NoticeKind.CLAIM_RETURNED)
    digesting.ask_for_digests(clock.now())
    (payload,) = asked()
    letter = digesting.digest_letter(payload)
    assert letter.to == "reader@example.org"
    assert letter.kinds == {"claim.returned": 1, "endorsement.asked": 2}
    assert digesting.digest_letter(payload).stable_id == letter.stable_id


def test_an_offer_to_an_account_is_mentioned_and_causes_one_letter(scene, reader):
    give(scene, "Reader")
    now = clock.now() + timedelta(seconds=1)
    digesting.ask_for_digests(now)
    (payload,) = asked()
    assert digesting.digest_letter(payload).offers == 1
    digesting.ask_for_digests(now + timedelta(days=2))
    assert len(asked()) == 1


def test_an_offer_that_had_a_letter_of_its_own_causes_no_other(scene, reader):
    give(scene, "reader@example.org")
    digesting.ask_for_digests(clock.now())
    assert asked() == []


def test_nobody_is_written_to_who_did_not_choose_it_or_has_no_address(scene):
    quiet_one = person("Quiet", address="quiet@example.org")
    unreachable = person("Unreachable")
    wish(unreachable)
    for one in (quiet_one, unreachable):
        tell(one, str(one.person_id))
    digesting.ask_for_digests(clock.now())
    assert asked() == []
    assert notices(unreachable)[0].mailed_at is None


def test_what_was_read_meanwhile_is_not_written_about(scene, reader):
    tell(reader, "1")
    digesting.ask_for_digests(clock.now())
    (payload,) = asked()
    reading.mark_all_read(reader)
    assert digesting.digest_letter(payload) is None


def test_a_choice_changed_meanwhile_counts(scene, reader):
    tell(reader, "1")
    digesting.ask_for_digests(clock.now())
    (payload,) = asked()
    turns.stop(turns.quiet_token(reader.person_id))
    assert digesting.digest_letter(payload) is None
    assert not people.preference(reader.person_id).digest_mail


def test_an_address_that_asked_us_to_stop_gets_no_letter(scene, reader):
    tell(reader, "1")
    digesting.ask_for_digests(clock.now())
    (payload,) = asked()
    quiet.stop_writing(people.address_digest("reader@example.org"))
    assert digesting.digest_letter(payload) is None


def test_of_two_who_take_the_same_turn_one_gets_it(scene, reader):
    now = clock.now()
    assert turns.take_turn(reader.person_id, now)
    assert not turns.take_turn(reader.person_id, now)


NOBODYS = "0190b2a4c0de7000800000000000cafe"  # fixed, so that all workers collect the same tests


@pytest.mark.parametrize("token", ["", ".", "x.y", f"{NOBODYS}.", f"{NOBODYS}.guessed", "å.å"])
def test_a_token_that_we_did_not_make_stops_nothing(scene, reader, token):
    with pytest.raises(NotFoundError):
        turns.stop(token)
    assert people.preference(reader.person_id).digest_mail


def test_opening_a_notice_marks_it_alone_and_keeps_the_first_moment(scene, reader):
    tell(reader, "1")
    tell(reader, "2")
    second, first = notices(reader)
    assert waiting.waiting_count(reader.person_id, clock.now()) == 2
    assert reading.open_notice(reader, first.id) == "/endorsements/1"
    since = session().get(Notice, first.id, populate_existing=True).read_at
    reading.open_notice(reader, first.id)
    assert session().get(Notice, first.id, populate_existing=True).read_at == since
    assert session().get(Notice, second.id, populate_existing=True).read_at is None
    assert waiting.waiting_count(reader.person_id, clock.now()) == 1


def test_nobody_opens_the_notice_of_another(scene, reader):
    tell(reader, "1")
    (notice,) = notices(reader)
    with pytest.raises(NotFoundError):
        reading.open_notice(scene.steward, notice.id)
    with pytest.raises(SignInNeededError):
        reading.open_notice(NOBODY, notice.id)
    with pytest.raises(SignInNeededError):
        reading.mark_all_read(NOBODY)
    reading.mark_all_read(scene.steward)
    assert session().get(Notice, notice.id, populate_existing=True).read_at is None


def test_offers_and_unread_notices_are_counted_together(scene, reader):
    give(scene, "Reader")
    tell(reader, "1")
    assert waiting.waiting_count(reader.person_id, clock.now()) == 2
    assert waiting.waiting_count(scene.steward.person_id, clock.now()) == 0
    assert waiting.waiting_count(reader.person_id, clock.now() + timedelta(days=400)) == 1


def test_an_offer_to_a_proven_address_is_counted_as_the_inbox_lists_it(scene, reader):
    give(scene, "reader@example.org")
    assert waiting.waiting_count(reader.person_id, clock.now()) == len(claiming.inbox(reader)) == 1
    assert waiting.offer_count(scene.steward.person_id, clock.now()) == 0
