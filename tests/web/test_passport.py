import json

import pytest
from flask import Flask
from sqlalchemy import event

from badges.queries import sharing
from badges.services import carrying, withdrawing
from badges.services.composing import Choices
from foundation.db import db
from issuers import queries as issuers
from tests.badges.scene import Scene, accepted, give, person, set_stage
from tests.web.visiting import client_of, visitor

from badges.services import claiming  # isort: skip


@pytest.fixture
def scene(sqlite_app: Flask) -> Scene:
    return set_stage()


@pytest.fixture
def held(scene: Scene):
    holder = person("Holder")
    return holder, accepted(scene, holder, "Holder", reason="Ten good sources")


def test_a_badge_is_private_until_its_holder_makes_it_public(sqlite_app, held):
    holder, credential = held
    address = f"/credentials/{credential.id}"
    stranger = visitor(sqlite_app)
    assert stranger.get(address).status_code == 404
    assert stranger.get(f"{address}/badge.json").status_code == 404
    client = client_of(sqlite_app, holder)
    page = client.get(address)
    assert "strangers learn what the badge is" in page.text
    assert 'content="noindex"' in page.text
    assert client.post(f"{address}/publish").status_code == 303
    public = visitor(sqlite_app).get(address)
    assert public.status_code == 200
    assert "Ten good sources" in public.text
    assert 'property="og:image"' in public.text
    assert "noindex" not in public.text
    assert "Holder" not in public.text
    client_of(sqlite_app, holder).post(f"{address}/unpublish")
    assert visitor(sqlite_app).get(address).status_code == 404


def test_a_stranger_cannot_make_it_public(sqlite_app, held):
    _holder, credential = held
    client = client_of(sqlite_app, person("Stranger"))
    assert client.post(f"/credentials/{credential.id}/publish").status_code == 404


def test_the_page_of_a_public_badge_is_json_by_accept(sqlite_app, held):
    holder, credential = held
    carrying.publish(holder, credential.id)
    answer = visitor(sqlite_app).get(
        f"/credentials/{credential.id}", headers={"Accept": "application/vc+ld+json, application/json"}
    )
    assert answer.data == issuers.signed_body(credential.urn, "json")
    assert "Accept" in answer.headers["Vary"]


def test_the_user_name_shows_only_where_the_holder_put_it_into_the_badge(sqlite_app, scene):
    holder = person("Kim Named")
    award = give(scene, "Kim Named")
    done = claiming.accept(holder, award.id, choices=Choices(identifiers=("user_name",)))
    carrying.publish(holder, done.credential_id)
    assert "Kim Named" in visitor(sqlite_app).get(f"/credentials/{done.credential_id}").text


@pytest.mark.parametrize(
    ("suffix", "media_type", "start"),
    [
        ("json", "application/vc+ld+json", b"{"),
        ("jwt", "application/vc+jwt", b"ey"),
        ("png", "image/png", b"\x89PNG"),
        ("svg", "image/svg+xml", b"<"),
    ],
)
def test_a_badge_is_carried_away_in_four_forms(sqlite_app, held, suffix, media_type, start):
    holder, credential = held
    answer = client_of(sqlite_app, holder).get(f"/credentials/{credential.id}/badge.{suffix}")
    assert answer.status_code == 200
    assert answer.mimetype == media_type
    assert answer.headers["Content-Disposition"] == f'attachment; filename="sources.{suffix}"'
    assert answer.data.startswith(start)


def test_another_form_is_not_found(sqlite_app, held):
    holder, credential = held
    assert client_of(sqlite_app, holder).get(f"/credentials/{credential.id}/badge.exe").status_code == 404


def test_the_page_says_that_the_badge_is_genuine_and_shows_every_check(sqlite_app, held):
    holder, credential = held
    page = client_of(sqlite_app, holder).get(f"/credentials/{credential.id}").text
    assert "status--genuine" in page
    assert "The signature is good" in page


def test_a_withdrawn_badge_keeps_title_reason_and_date_and_hides_evidence(sqlite_app, scene):
    holder = person("Holder")
    award = give(scene, "Holder", evidence=[{"url": "https://example.org/proof-of-it"}])
    done = claiming.accept(holder, award.id, choices=Choices(evidence=(0,)))
    carrying.publish(holder, done.credential_id)
    address = f"/credentials/{done.credential_id}"
    assert "https://example.org/proof-of-it" in visitor(sqlite_app).get(address).text
    withdrawing.revoke(scene.steward, done.credential_id, reason="issued_in_error", note="between us")
    page = visitor(sqlite_app).get(address).text
    assert "Sources" in page
    assert "Withdrawn" in page
    assert "It was given by mistake." in page
    assert "status--do-not-rely" in page
    assert "https://example.org/proof-of-it" not in page
    assert "between us" not in page


def test_a_badge_on_hold_is_under_review_and_does_not_look_good(sqlite_app, scene, held):
    holder, credential = held
    withdrawing.put_on_hold(scene.steward, credential.id)
    page = client_of(sqlite_app, holder).get(f"/credentials/{credential.id}").text
    assert "Under review" in page
    assert "The signature is good" in page
    assert "status--genuine" not in page


def test_the_passport_shows_ones_own_badges_only(sqlite_app, scene, held):
    holder, _credential = held
    assert "Sources" in client_of(sqlite_app, holder).get("/passport").text
    assert "No badges yet" in client_of(sqlite_app, person("Other")).get("/passport").text
    assert visitor(sqlite_app).get("/passport").status_code in {302, 303}


def test_a_steward_of_the_group_sees_the_page_too(sqlite_app, scene, held):
    _holder, credential = held
    page = client_of(sqlite_app, scene.steward).get(f"/credentials/{credential.id}").text
    assert f"/groups/example-affiliate/awards/{credential.award_id}" in page
    assert "Make it public" not in page


def test_the_passport_costs_the_same_however_many_badges_it_holds(sqlite_app, scene, held):
    holder, _credential = held
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    def cost() -> int:
        asked.clear()
        assert client_of(sqlite_app, holder).get("/passport").status_code == 200
        return len(asked)

    cost()
    one = cost()
    for _ in range(3):
        accepted(scene, holder, "Holder", again=True)
    assert len(sharing.passport(holder.person_id).rows) == 4
    assert cost() == one


def test_the_right_to_left_page_is_complete(sqlite_app, held):
    holder, credential = held
    page = client_of(sqlite_app, holder).get(f"/credentials/{credential.id}?lang=ar").text
    assert 'dir="rtl"' in page


def test_the_stored_json_is_what_is_given(sqlite_app, held):
    holder, credential = held
    given = client_of(sqlite_app, holder).get(f"/credentials/{credential.id}/badge.json").data
    assert json.loads(given)["id"] == credential.urn
