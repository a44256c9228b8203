from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts import queries as people
from badges.models import Credential
from badges.queries import awards
from badges.services import awarding, claiming
from foundation import clock
from foundation.db import session
from tests.badges.scene import Scene, give, person, set_stage, token_of
from tests.web.visiting import client_of, run_jobs, visitor


@pytest.fixture
def scene(sqlite_app: Flask) -> Scene:
    return set_stage()


def offered(scene: Scene, recipient: str = "kim@example.org", **more: object) -> tuple[str, object]:
    award = give(scene, recipient, **more)
    return f"/offers/{token_of(award)}", award


def test_the_badge_is_seen_before_anybody_signs_in(sqlite_app, scene):
    address, award = offered(scene, reason="Ten good sources")
    page = visitor(sqlite_app).get(address)
    assert page.status_code == 200
    for words in (
        "Sources",
        "Works with sources.",
        "Example affiliate",
        "Ten good sources",
        "Accept the badge",
    ):
        assert words in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert awards.award_by_id(award.id).state == "offered"


def test_two_clicks_from_the_mail_to_an_accepted_badge(sqlite_app, scene):
    address, _award = offered(scene)
    client = visitor(sqlite_app)
    assert client.get(address).status_code == 200
    answer = client.post(f"{address}/accept")
    assert answer.status_code == 303
    assert answer.location.startswith("/credentials/")
    page = client.get(answer.location)
    assert page.status_code == 200
    assert "What you can do now" in page.text
    assert people.person_with_mailbox(people.address_digest("kim@example.org")) is not None


def test_a_double_click_on_accept_gives_one_badge(sqlite_app, scene):
    address, _award = offered(scene)
    first = visitor(sqlite_app).post(f"{address}/accept")
    second = visitor(sqlite_app).post(f"{address}/accept")
    assert first.location == second.location
    assert session().scalar(select(func.count()).select_from(Credential)) == 1


def test_the_badge_speaks_the_language_of_its_reader(sqlite_app, scene):
    address, award = offered(scene)
    visitor(sqlite_app).post(f"{address}/accept?lang=sv")
    credential = awards.credential_of_award(award.id)
    assert credential is not None
    assert credential.language == "sv"


def test_the_choices_show_the_exact_document_and_change_nothing(sqlite_app, scene):
    address, award = offered(scene)
    client = visitor(sqlite_app)
    page = client.get(f"{address}/choices").text
    assert "kim@example.org" in page
    assert "already knows this address can confirm that it is you" in page
    chosen = {"language": "sv", "identifiers": "kim@example.org"}
    shown = client.post(f"{address}/choices", data=chosen).text
    assert "identityHash" in shown
    assert "Källor" in shown
    assert awards.award_by_id(award.id).state == "offered"


def test_a_language_that_cannot_be_signed_comes_back_as_a_problem(sqlite_app, scene):
    address, award = offered(scene)
    answer = visitor(sqlite_app).post(f"{address}/accept", data={"language": "ar"})
    assert answer.status_code == 422
    assert awards.award_by_id(award.id).state == "offered"


def test_refusing_asks_first_and_makes_no_account(sqlite_app, scene):
    address, award = offered(scene)
    client = visitor(sqlite_app)
    assert "Refuse this badge?" in client.get(f"{address}/refuse").text
    assert awards.award_by_id(award.id).state == "offered"
    assert "The badge is refused" in client.post(f"{address}/refuse").text
    assert people.person_with_mailbox(people.address_digest("kim@example.org")) is None
    told = client.get(address)
    assert told.status_code == 409
    assert "This badge was refused" in told.text


def test_an_expired_link_says_what_to_do(sqlite_app, scene):
    address, _award = offered(scene)
    later = clock.now() + timedelta(days=91)
    clock.set_source(lambda: later)
    told = visitor(sqlite_app).get(address)
    assert told.status_code == 410
    assert "This link has run out" in told.text
    assert "/groups/example-affiliate" in told.text


def test_an_offer_taken_back_has_its_page(sqlite_app, scene):
    address, award = offered(scene)
    awarding.withdraw(scene.steward, award.id)
    told = visitor(sqlite_app).get(address)
    assert told.status_code == 410
    assert "The group took this badge back" in told.text


def test_an_accepted_offer_leads_its_holder_to_the_badge_and_others_to_sign_in(sqlite_app, scene):
    address, award = offered(scene)
    client = visitor(sqlite_app)
    client.post(f"{address}/accept")
    credential = awards.credential_of_award(award.id)
    assert f"/credentials/{credential.id}" in client.get(address).text
    told = visitor(sqlite_app).get(address)
    assert told.status_code == 409
    assert f"/credentials/{credential.id}" not in told.text


def test_the_wrong_person_may_switch_accounts(sqlite_app, scene):
    person("Kim", address="kim@example.org")
    address, award = offered(scene)
    client = client_of(sqlite_app, person("Somebody else"))
    told = client.get(address)
    assert told.status_code == 403
    assert "This badge is for another account" in told.text
    assert client.post(f"{address}/accept").status_code == 403
    assert client.post(f"{address}/switch").location == address
    assert awards.award_by_id(award.id).state == "offered"


def test_an_unknown_link_is_not_found(sqlite_app, scene):
    told = visitor(sqlite_app).get("/offers/no-such-token")
    assert told.status_code == 404
    assert "There is no badge at this address" in told.text


def test_never_write_again_works_and_a_look_does_nothing(sqlite_app, scene):
    address, _award = offered(scene)
    client = visitor(sqlite_app)
    digest = people.address_digest("kim@example.org")
    assert client.get(f"{address}/quiet").status_code == 200
    assert people.may_write_to(digest)
    one_click = client.post(f"{address}/quiet", data={"List-Unsubscribe": "One-Click"})
    assert one_click.status_code == 200
    assert not people.may_write_to(digest)
    assert run_jobs(sqlite_app) == []


def test_one_click_unsubscribe_needs_no_form_token(sqlite_app, scene):
    address, _award = offered(scene)
    sqlite_app.config["WTF_CSRF_ENABLED"] = True
    try:
        client = visitor(sqlite_app)
        assert client.post(f"{address}/quiet").status_code == 200
        assert client.post(f"{address}/refuse").status_code == 400
    finally:
        sqlite_app.config["WTF_CSRF_ENABLED"] = False


def test_the_inbox_shows_what_waits_and_accepts_it(sqlite_app, scene):
    kim = person("Kim")
    award = give(scene, "Kim", reason="For the inbox")
    client = client_of(sqlite_app, kim)
    assert "For the inbox" in client.get("/inbox").text
    assert client.get(f"/inbox/{award.id}").status_code == 200
    assert "My user name: Kim" in client.get(f"/inbox/{award.id}/choices").text
    assert client.post(f"/inbox/{award.id}/choices").status_code == 200
    answer = client.post(f"/inbox/{award.id}/accept", data={"identifiers": "user_name"})
    assert answer.location.startswith("/credentials/")
    assert "Nothing waits for you" in client.get("/inbox").text


def test_an_offer_in_the_inbox_is_refused(sqlite_app, scene):
    client, award = client_of(sqlite_app, person("Kim")), give(scene, "Kim")
    assert client.get(f"/inbox/{award.id}/refuse").status_code == 200
    assert client.post(f"/inbox/{award.id}/refuse").status_code == 200
    assert awards.award_by_id(award.id).state == "refused"


def test_somebody_elses_inbox_offer_is_not_found(sqlite_app, scene):
    person("Kim")
    award = give(scene, "Kim")
    client = client_of(sqlite_app, person("Lee"))
    assert client.get(f"/inbox/{award.id}").status_code == 404
    assert client.post(f"/inbox/{award.id}/accept").status_code == 404


def test_the_inbox_asks_nobody_in_particular_to_sign_in(sqlite_app, scene):
    answer = visitor(sqlite_app).get("/inbox")
    assert answer.status_code == 303
    assert answer.location == "/sign-in?next=/inbox"


def test_an_accept_through_the_service_and_the_page_agree(sqlite_app, scene):
    address, _award = offered(scene)
    done = claiming.accept_by_token(address.rpartition("/")[2])
    assert (
        visitor(sqlite_app)
        .post(f"{address}/accept")
        .location.startswith(f"/credentials/{done.credential_id}")
    )
