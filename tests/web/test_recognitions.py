"""Pages of badges that peers give: told apart wherever they stand, the words only for the two."""

import re
from html import unescape
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from flask import Flask

from badges.queries import awards
from badges.services import carrying, claiming, sharing
from badges.services.carrying import Form
from badges.services.collections import add, make
from mentoring.queries import thanks
from mentoring.services import thanking
from tests.badges.scene import accepted
from tests.mentoring.scene import WORDS, Stage, member, set_up
from tests.mentoring.test_recognising import recognition
from tests.web.visiting import client_of, visitor

LINE = "Thanks from a peer; it proves no level."


@pytest.fixture
def stage(sqlite_app: Flask) -> Stage:
    made = set_up()
    recognition(made)
    return made


def words(page: str) -> str:
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def given(stage: Stage) -> UUID:
    thanking.thank(stage.sam, user_name="Kim", text=WORDS, recognition="warm-thanks")
    return claiming.inbox(stage.kim)[0].id


def credential(stage: Stage):
    return awards.credential_by_id(claiming.accept(stage.kim, given(stage)).credential_id)


def test_the_form_offers_only_what_peers_may_give(sqlite_app, stage):
    page = client_of(sqlite_app, stage.sam).get("/thanks/new?recognition=warm-thanks").text
    assert re.search(r'<option value="warm-thanks" selected>Warm-Thanks · Example affiliate<', page)
    assert 'value="sources"' not in page
    assert "Thank somebody with it" in client_of(sqlite_app, stage.sam).get("/badges/warm-thanks").text
    assert "Thank somebody with it" not in client_of(sqlite_app, stage.sam).get("/badges/sources").text


def test_from_thanks_to_a_badge_in_the_passport(sqlite_app, stage):
    form = {"user_name": "Kim", "text": WORDS, "recognition": "warm-thanks"}
    sent = client_of(sqlite_app, stage.sam).post("/thanks/new", data=form)
    assert sent.status_code == 303
    assert "With the badge:" in client_of(sqlite_app, stage.sam).get(sent.location).text
    kim = client_of(sqlite_app, stage.kim)
    assert "Recognition" in words(kim.get("/inbox").text)
    (offer,) = claiming.inbox(stage.kim)
    page = words(kim.get(f"/inbox/{offer.id}").text)
    assert LINE in page
    assert WORDS in page
    assert "A peer thanks you with a badge of Example affiliate" in page
    place = kim.post(f"/inbox/{offer.id}/accept").location
    page = words(kim.get(place).text)
    assert LINE in page
    assert WORDS not in page
    assert "Recognition" in words(kim.get("/passport").text)


def test_other_badges_are_not_called_thanks(sqlite_app, stage):
    one = accepted(stage.scene, stage.kim, "Kim")
    kim = client_of(sqlite_app, stage.kim)
    for place in (f"/credentials/{one.id}", "/passport"):
        page = words(kim.get(place).text)
        assert "Recognition" not in page
        assert "proves no level" not in page


def test_what_does_not_fit_comes_back_at_its_field(sqlite_app, stage):
    form = {"user_name": "Kim", "text": WORDS, "recognition": "sources"}
    answer = client_of(sqlite_app, stage.sam).post("/thanks/new", data=form)
    assert answer.status_code == 422
    assert 'id="field-recognition-error"' in answer.text
    given(stage)
    lee = client_of(sqlite_app, member("Lee", stage.scene.group_id))
    answer = lee.post("/thanks/new", data=form | {"recognition": "warm-thanks"})
    assert "They have this badge, or it waits for their yes." in words(answer.text)
    assert thanks.given(stage.sam.person_id)[0]
    assert WORDS in answer.text


def test_behind_a_link_and_in_a_collection_it_is_told_apart(sqlite_app, stage):
    one = credential(stage)
    link = sharing.address_of(sharing.share(stage.kim, credential_id=one.id))
    page = words(visitor(sqlite_app).get(urlsplit(link).path).text)
    assert LINE in page
    assert WORDS not in page
    assert "Sam" not in page
    shelf = make(stage.kim, name="Mine", description="")
    add(stage.kim, shelf.id, one.id)
    assert "Recognition" in words(
        client_of(sqlite_app, stage.kim).get(f"/passport/collections/{shelf.id}").text
    )
    link = sharing.address_of(sharing.share(stage.kim, collection_id=shelf.id))
    assert "Recognition" in words(visitor(sqlite_app).get(urlsplit(link).path).text)


def test_who_checks_it_is_told_that_it_is_thanks(sqlite_app, stage):
    body = carrying.form(credential(stage), Form.JSON).decode()
    page = words(visitor(sqlite_app).post("/verify", data={"text": body}).text)
    assert "Recognition Thanks; it proves no level." in page
    assert "Kind, by its own word Award" in page
    other = carrying.form(accepted(stage.scene, stage.kim, "Kim"), Form.JSON).decode()
    page = words(visitor(sqlite_app).post("/verify", data={"text": other}).text)
    assert "proves no level" not in page
    assert "Kind, by its own word Badge" in page


def test_a_changed_file_is_not_called_thanks(sqlite_app, stage):
    body = carrying.form(credential(stage), Form.JSON).decode().replace("Warm-Thanks", "Other-Thanks")
    page = words(visitor(sqlite_app).post("/verify", data={"text": body}).text)
    assert "proves no level" not in page


def test_its_picture_has_another_shape(sqlite_app, stage):
    def shape(slug: str) -> str:
        version = awards.newest_version(slug)
        return visitor(sqlite_app).get(f"/achievements/{version.achievement_id}/v1/image.svg").text

    assert "<circle" in shape("sources").partition("<g")[0]
    assert "<circle" not in shape("warm-thanks").partition("<g")[0]
    assert b"<circle" not in carrying.form(credential(stage), Form.SVG).partition(b"<g")[0]


def test_a_steward_sees_that_a_peer_gave_it_and_neither_who_nor_why(sqlite_app, stage):
    award = given(stage)
    page = words(client_of(sqlite_app, stage.steward).get(f"/groups/example-affiliate/awards/{award}").text)
    assert "a peer, with thanks that only the two of them read" in page
    assert WORDS not in page
    assert "Sam" not in page


def test_shown_thanks_tell_others_nothing_of_the_badge(sqlite_app, stage):
    given(stage)
    ((view,), _more) = thanks.received(stage.kim.person_id)
    thanking.choose(stage.kim, view.row.id, "shown")
    page = visitor(sqlite_app).get(f"/thanks/{view.row.id}").text
    assert WORDS in page
    assert "warm-thanks" not in page.partition("<main")[2]
    told = visitor(sqlite_app).get(f"/api/v1/thanks/{view.row.id}")
    assert told.status_code == 200
    assert "recognition" not in told.json
