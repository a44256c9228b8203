"""Pages of finding people: who sees what, without script, and nothing about who did not say yes."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts import queries as people
from accounts.services import safety
from competencies.queries import openness
from competencies.services import opening
from foundation import clock
from foundation.db import transaction
from foundation.policy import SYSTEM
from mentoring.models import Thanks
from mentoring.queries import nominations, signals, thanks
from mentoring.services import letting_in, nominating, thanking, wishing
from tests.badges import claiming_stage
from tests.badges.scene import accepted, person
from tests.mentoring import scene
from tests.mentoring.scene import SEEN, WORDS, RecordingWiki, Stage, connect, set_up
from tests.web.test_speed_shape import statements
from tests.web.visiting import client_of, visitor


@pytest.fixture(autouse=True)
def own_settings():
    yield
    scene.forget_outside()


@pytest.fixture
def stage(sqlite_app: Flask) -> Stage:
    return set_up()


@pytest.fixture
def kim(sqlite_app: Flask, stage: Stage) -> FlaskClient:
    return client_of(sqlite_app, stage.kim)


def words(page: str) -> str:
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def test_one_opens_up_and_ends_it_on_one_page(kim, stage):
    page = words(kim.get("/account/openness").text)
    assert "Who can find you now Nobody." in page
    assert "What stewards see" in page
    assert "also if you are not near to it" in page
    sent = kim.post("/account/openness", data={"group": "example-affiliate", "role": "guide", "months": "3"})
    assert sent.location == "/account/openness"
    page = kim.get("/account/openness").text
    assert "Guide" in words(page)
    (row,) = openness.openings_of(stage.kim.person_id, clock.now())
    kim.post(f"/account/openness/{row.id}/end")
    assert "Nobody." in words(kim.get("/account/openness").text)


@pytest.mark.parametrize("months", ["0", "13", "many", "", "99999999999999999999", "-3", "٣"])
def test_a_span_that_does_not_fit_comes_back_at_its_field(kim, months):
    answer = kim.post("/account/openness", data={"months": months})
    assert answer.status_code == 422
    assert 'id="field-months-error"' in answer.text


def test_what_one_is_near_to_stands_with_its_reasons(kim, stage):
    assert "On the way" in words(kim.get("/way/near").text)
    credential = accepted(stage.scene, stage.kim, "Kim")
    page = kim.get("/way/near").text
    assert "Ready" in words(page)
    assert "1 of 1 needed" in words(page)
    assert f'href="/credentials/{credential.id}"' in page
    assert "%" not in words(page)


def test_not_interested_holds_and_can_be_taken_back(kim, stage):
    accepted(stage.scene, stage.kim, "Kim")
    opening.open_up(stage.kim, months=3)
    kim.post("/way/near/guide/not-interested")
    page = words(kim.get("/way/near").text)
    assert "Not suggested until" in page
    assert "needed" not in page
    kim.post("/way/near/guide/interested")
    assert "1 of 1 needed" in words(kim.get("/way/near").text)


def test_a_steward_sees_in_bands_only_who_said_yes(sqlite_app, stage):
    accepted(stage.scene, stage.kim, "Kim")
    accepted(stage.scene, stage.sam, "Sam")
    steward = client_of(sqlite_app, stage.steward)
    assert "Kim" not in steward.get("/groups/example-affiliate/near?role=guide").text
    opening.open_up(stage.kim, months=3)
    page = steward.get("/groups/example-affiliate/near?role=guide").text
    assert "Kim" in words(page)
    assert "Sam" not in words(page)
    assert "1 of 1 needed" in words(page)
    assert 'href="/badges/sources"' in page
    assert "/credentials/" not in page
    assert steward.get("/groups/example-affiliate/near?role=nothing").status_code == 404
    assert client_of(sqlite_app, stage.sam).get("/groups/example-affiliate/near").status_code == 404


def test_the_order_of_a_band_varies_from_view_to_view(sqlite_app, stage):
    names = [f"Member {number}" for number in range(5)]
    for name in names:
        one = scene.member(name, stage.scene.group_id)
        accepted(stage.scene, one, name)
        opening.open_up(one, months=3)
    steward = client_of(sqlite_app, stage.steward)
    orders = set()
    for _view in range(12):
        page = words(steward.get("/groups/example-affiliate/near?role=guide").text)
        orders.add(tuple(sorted(names, key=page.index)))
    assert len(orders) > 3


def test_thanks_are_written_shown_and_put_away(sqlite_app, stage, kim):
    sam = client_of(sqlite_app, stage.sam)
    form = {"user_name": "Kim", "text": WORDS, "group": "example-affiliate", "competency": "citing"}
    place = sam.post("/thanks/new", data=form).location
    assert WORDS in client_of(sqlite_app, stage.kim).get(place).text
    assert visitor(sqlite_app).get(place).status_code in {302, 303, 401}
    kim = client_of(sqlite_app, stage.kim)
    kim.post(f"{place}/visibility", data={"visibility": "shown"})
    assert f"http://localhost{place}" in kim.get(place).text
    assert WORDS in visitor(sqlite_app).get(place).text
    kim = client_of(sqlite_app, stage.kim)
    kim.post(f"{place}/visibility", data={"visibility": "hidden"})
    assert WORDS not in kim.get("/thanks").text
    assert "Thanks of" in kim.get("/thanks").text
    assert kim.post(f"{place}/visibility", data={"visibility": "x"}).status_code == 422
    assert visitor(sqlite_app).get(place).status_code in {302, 303, 401}


def test_thanks_put_away_have_pages_of_their_own(sqlite_app, stage, kim):
    with transaction() as session:
        for number in range(27):
            given = clock.now() - timedelta(days=number)
            facts = {"giver_id": stage.sam.person_id, "receiver_id": stage.kim.person_id, "text": WORDS}
            session.add(Thanks(**facts, visibility="hidden", given_at=given))
    page = kim.get("/thanks").text
    assert page.count("Thanks of") == 25
    assert 'rel="next" href="/thanks?page=1&amp;given=1&amp;away=2"' in page
    last = kim.get("/thanks?away=2").text
    assert last.count("Thanks of") == 2
    assert 'rel="prev" href="/thanks?page=1&amp;given=1&amp;away=1"' in last
    assert kim.get("/thanks?away=99999999999999999999").status_code == 200


def test_thanks_that_do_not_fit_come_back_with_what_was_typed(kim):
    answer = kim.post("/thanks/new", data={"user_name": "Nobody", "text": "<b>Too short</b>"})
    assert answer.status_code == 422
    assert "&lt;b&gt;Too short&lt;/b&gt;" in answer.text
    assert 'id="field-text-error"' in answer.text
    assert 'id="field-user_name-error"' in answer.text


def test_what_others_may_send_is_chosen_beside_the_thanks(kim, stage):
    kim.post("/thanks/wishes", data={"may_be_nominated": "yes"})
    kept = thanks.wishes(stage.kim.person_id)
    assert (kept.may_be_thanked, kept.may_be_nominated) == (False, True)


def test_a_nomination_goes_from_hand_to_hand(sqlite_app, stage, kim):
    given = thanking.thank(stage.sam, user_name="Kim", text=WORDS)
    sam = client_of(sqlite_app, stage.sam)
    assert "Go on" in sam.get("/nominations/new").text
    page = sam.get("/nominations/new?user_name=Kim&role=guide").text
    assert WORDS in page
    form = {"user_name": "Kim", "role": "guide", "citation": SEEN, "cited": str(given.id)}
    place = sam.post("/nominations/new", data=form).location
    steward = client_of(sqlite_app, stage.steward)
    assert steward.get(place).status_code == 404
    assert "Nobody now" in steward.get("/groups/example-affiliate/nominations").text
    kim = client_of(sqlite_app, stage.kim)
    assert "Somebody thinks that a role would suit you" in kim.get("/inbox").text
    page = kim.get(place).text
    assert SEEN in page
    assert WORDS in page
    assert "Yes, let the stewards see it" in page
    kim.post(f"{place}/accept")
    steward = client_of(sqlite_app, stage.steward)
    assert "Kim" in words(steward.get("/groups/example-affiliate/nominations").text)
    assert SEEN in steward.get(place).text
    assert steward.post(f"{place}/close").location == "/groups/example-affiliate/nominations"


def test_a_declined_nomination_looks_to_its_maker_like_one_that_waits(sqlite_app, stage):
    row_id = nominating.nominate(stage.sam, user_name="Kim", role="guide", citation=SEEN).id
    place = f"/nominations/{row_id}"
    before = words(client_of(sqlite_app, stage.sam).get(place).text)
    lists = words(client_of(sqlite_app, stage.sam).get("/nominations").text)
    client_of(sqlite_app, stage.kim).post(f"{place}/decline")
    assert words(client_of(sqlite_app, stage.sam).get(place).text) == before
    assert words(client_of(sqlite_app, stage.sam).get("/nominations").text) == lists
    assert "You declined it" in client_of(sqlite_app, stage.kim).get(place).text


def test_a_nomination_that_does_not_fit_keeps_what_was_typed(sqlite_app, stage):
    sam = client_of(sqlite_app, stage.sam)
    answer = sam.post("/nominations/new", data={"user_name": "Kim", "role": "guide", "citation": "Nice <i>"})
    assert answer.status_code == 422
    assert "Nice &lt;i&gt;" in answer.text
    assert nominations.made(stage.sam.person_id) == ([], False)


def test_thanks_to_cite_do_not_tell_who_has_an_account_and_does_not_want_to_be_named(sqlite_app, stage):
    thanking.thank(stage.sam, user_name="Kim", text=WORDS)
    place, sam = "/nominations/new?role=guide&user_name=Kim", client_of(sqlite_app, stage.sam)
    assert WORDS in words(sam.get(place).text)
    wishing.wish(stage.kim, may_be_thanked=True, may_be_nominated=False)
    assert WORDS not in words(sam.get(place).text)


def test_signals_are_let_in_shown_to_their_owner_and_attached_by_hand(sqlite_app, stage):
    kim = client_of(sqlite_app, stage.kim)
    assert "No account elsewhere is connected" in kim.get("/way/signals").text
    provider = connect(sqlite_app, stage.kim)
    assert kim.post("/way/signals", data={"wiki": "localhost"}).status_code == 422
    assert kim.post("/way/signals", data={"wiki": "sv.wikipedia.org"}).status_code == 303
    wiki = RecordingWiki(pages=[[(f"{clock.now():%Y-%m}-01T00:00:00Z", 0)]])
    since = letting_in.mediawiki.months_before(clock.now())[0]
    wiki.pages = [[(f"{since:%Y-%m-%d}T00:00:00Z", 0)] * 12]
    letting_in.ask_wikis(provider, wiki)
    claim = claiming_stage.opened(stage.kim, claiming_stage.badge(stage.scene, "walks"))
    page = kim.get("/way/signals").text
    assert "10 to 49 edits" in page
    assert "Secret title" not in page
    link = unescape(re.search(rf'href="(/claims/{claim.id}/evidence/new[^"]*)"', page)[1])
    form = kim.get(link).text
    assert "10 to 49 edits" in form
    (row,) = signals.consents(stage.kim.person_id)
    kim.post(f"/way/signals/{row.id}/stop")
    assert "10 to 49 edits" not in kim.get("/way/signals").text


def test_a_steward_finds_the_pages_from_the_group(sqlite_app, stage):
    page = client_of(sqlite_app, stage.steward).get("/groups/example-affiliate").text
    assert 'href="/groups/example-affiliate/near"' in page
    assert 'href="/groups/example-affiliate/nominations"' in page
    assert "/near" not in client_of(sqlite_app, stage.sam).get("/groups/example-affiliate").text


def test_somebody_finds_the_pages_from_their_account_and_way(kim):
    for place, wanted in (("/account", "/account/openness"), ("/way", "/way/near"), ("/way", "/thanks")):
        assert f'href="{wanted}"' in kim.get(place).text


@pytest.mark.parametrize("kind", ["thanks", "nomination"])
def test_what_somebody_wrote_to_one_can_be_reported_to_trust_and_safety(sqlite_app, stage, kind):
    if kind == "thanks":
        written, thing = WORDS, thanking.thank(stage.sam, user_name="Kim", text=WORDS)
    else:
        written, thing = SEEN, nominating.nominate(stage.sam, user_name="Kim", role="guide", citation=SEEN)
    safety_person = person("Safety")
    safety.change(SYSTEM, safety_person.person_id, keeps=True)
    kim = client_of(sqlite_app, stage.kim)
    place = unescape(re.search(r'href="(/report\?[^"]+)"', kim.get(f"/{PLACES[kind]}/{thing.id}").text)[1])
    assert kim.get(place).status_code == 200
    sent = kim.post("/report", data={"kind": kind, "about": str(thing.id), "reason": "harassment"})
    assert sent.status_code == 303
    assert kim.get(sent.location).status_code == 200
    reader = client_of(sqlite_app, people.actor_of(safety_person.person_id))
    listed = reader.get("/safety/reports").text
    report = re.search(r'href="(/reports/[0-9a-f-]{36})"', listed)[1]
    assert written in reader.get(report).text
    assert client_of(sqlite_app, stage.steward).get(report).status_code == 404


PLACES = {"thanks": "thanks", "nomination": "nominations"}


def test_the_page_of_a_band_costs_the_same_however_many_stand_in_it(sqlite_app, stage):
    place, counts = "/groups/example-affiliate/near?role=guide", []
    for number in range(4):
        one = scene.member(f"Member {number}", stage.scene.group_id)
        accepted(stage.scene, one, f"Member {number}")
        opening.open_up(one, months=3)
        counts.append(len(statements(sqlite_app, stage.steward, place)))
    assert counts[0] == counts[-1]
