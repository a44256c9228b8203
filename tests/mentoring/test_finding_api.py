"""The JSON API of finding people: the same rules as on pages, with a token, and problems at their place."""

import pytest
from flask import Flask

from accounts.services import tokens
from competencies.services import opening
from foundation.policy import Actor
from tests.badges.scene import accepted
from tests.mentoring.scene import SEEN, WORDS, Stage, set_up
from tests.mentoring.test_recognising import recognition
from tests.web.visiting import visitor


@pytest.fixture
def stage(sqlite_app: Flask) -> Stage:
    return set_up()


@pytest.fixture
def ask(sqlite_app: Flask):
    """Ask as somebody: give status and JSON."""
    kept: dict = {}

    def asked(actor: Actor | None, method: str, path: str, **sent: object):
        headers = {}
        if actor is not None:
            token = kept.setdefault(actor.person_id, None) or tokens.make(actor, label="A program")
            kept[actor.person_id] = token
            headers = {"Authorization": f"Bearer {token}"}
        answer = visitor(sqlite_app).open(f"/api/v1{path}", method=method, headers=headers, **sent)
        return answer.status_code, answer.get_json(silent=True)

    return asked


def test_openness_is_begun_listed_and_ended(ask, stage):
    status, made = ask(
        stage.kim, "POST", "/openness", json={"role": "guide", "group": "example-affiliate", "months": 3}
    )
    assert (status, made["role"], made["group"]) == (201, "guide", "example-affiliate")
    assert ask(stage.kim, "GET", "/openness")[1] == [made]
    assert ask(stage.sam, "DELETE", f"/openness/{made['id']}")[0] == 404
    assert ask(stage.kim, "DELETE", f"/openness/{made['id']}")[0] == 204
    assert ask(stage.kim, "GET", "/openness")[1] == []


@pytest.mark.parametrize(
    "sent", [{"months": 13}, {"months": "3"}, {}, {"months": 3, "group": "x"}, {"months": 3, "more": 1}]
)
def test_openness_that_does_not_fit_is_refused(ask, stage, sent):
    assert ask(stage.kim, "POST", "/openness", json=sent)[0] == 422


def test_nearness_of_oneself_comes_with_every_reason(ask, stage):
    accepted(stage.scene, stage.kim, "Kim")
    status, found = ask(stage.kim, "GET", "/near")
    assert status == 200
    (guide,) = [one for one in found if one["role"] == "guide"]
    assert (guide["state"], guide["needed"], guide["needed_met"]) == ("ready", 1, 1)
    assert guide["reasons"][0]["badge"] == "sources"
    assert ask(stage.kim, "PUT", "/roles/guide/not-interested")[0] == 204
    assert ask(stage.kim, "GET", "/near")[1] == []
    assert ask(stage.kim, "DELETE", "/roles/guide/not-interested")[0] == 204
    assert len(ask(stage.kim, "GET", "/near")[1]) == 1


def test_stewards_alone_get_the_bands_and_only_of_who_said_yes(ask, stage):
    accepted(stage.scene, stage.kim, "Kim")
    accepted(stage.scene, stage.sam, "Sam")
    place = "/groups/example-affiliate/near?role=guide"
    assert ask(stage.steward, "GET", place)[1]["ready"] == []
    opening.open_up(stage.kim, months=3)
    ready = ask(stage.steward, "GET", place)[1]["ready"]
    assert [one["user_name"] for one in ready] == ["Kim"]
    assert set(ready[0]) == {"user_name", "needed", "needed_met", "reasons"}
    assert ask(stage.sam, "GET", place)[0] == 404
    assert ask(None, "GET", place)[0] == 401
    assert ask(stage.steward, "GET", "/groups/nowhere/near?role=guide")[0] == 404
    assert ask(stage.steward, "GET", "/groups/example-affiliate/near")[0] == 422


def test_a_link_names_whoever_uses_it(ask, stage):
    status, made = ask(stage.sam, "POST", "/nominations/links", json={"role": "guide", "citation": SEEN})
    assert status == 201
    assert ask(stage.sam, "GET", "/nominations/links")[1][0]["id"] == made["id"]
    assert ask(stage.kim, "GET", "/nominations/links")[1] == []
    token = {"token": made["address"].rpartition("/")[2]}
    assert ask(None, "POST", "/nominations/links/take", json=token)[0] == 401
    assert ask(stage.sam, "POST", "/nominations/links/take", json=token)[0] == 409
    status, taken = ask(stage.kim, "POST", "/nominations/links/take", json=token)
    assert (status, taken["state"], taken["nominee"]) == (201, "proposed", "Kim")
    status, problem = ask(stage.steward, "POST", "/nominations/links/take", json=token)
    assert (status, problem["code"]) == (410, "nomination_link_used")
    shape = {"role": "guide", "citation": SEEN}
    back = ask(stage.sam, "POST", "/nominations/links", json=shape)[1]["id"]
    assert ask(stage.kim, "POST", f"/nominations/links/{back}/withdraw")[0] == 404
    assert ask(stage.sam, "POST", f"/nominations/links/{back}/withdraw")[0] == 204


def test_a_badge_goes_with_thanks_and_the_two_are_told_which(ask, stage):
    recognition(stage)
    sent = {"user_name": "Kim", "text": WORDS, "recognition": "warm-thanks"}
    status, problem = ask(stage.sam, "POST", "/thanks", json=sent | {"recognition": "sources"})
    assert (status, problem["errors"][0]["pointer"]) == (422, "/recognition")
    status, made = ask(stage.sam, "POST", "/thanks", json=sent)
    assert (status, made["recognition"]) == (201, "warm-thanks")
    assert ask(stage.kim, "GET", "/thanks/received")[1]["rows"][0]["recognition"] == "warm-thanks"
    ask(stage.kim, "PUT", f"/thanks/{made['id']}/visibility", json={"visibility": "shown"})
    assert "recognition" not in ask(None, "GET", f"/thanks/{made['id']}")[1]


def test_thanks_go_from_person_to_person(ask, stage):
    status, made = ask(
        stage.sam, "POST", "/thanks", json={"user_name": "Kim", "text": WORDS, "competency": "citing"}
    )
    assert (status, made["receiver"], made["competency"]) == (201, "Kim", "citing")
    assert "visibility" not in made
    place = f"/thanks/{made['id']}"
    assert ask(stage.kim, "GET", place)[1]["visibility"] == "private"
    assert ask(stage.steward, "GET", place)[0] == 404
    assert ask(stage.sam, "PUT", f"{place}/visibility", json={"visibility": "shown"})[0] == 404
    assert ask(stage.kim, "PUT", f"{place}/visibility", json={"visibility": "shown"})[0] == 200
    assert ask(None, "GET", place)[0] == 200
    assert len(ask(stage.kim, "GET", "/thanks/received")[1]["rows"]) == 1
    assert len(ask(stage.sam, "GET", "/thanks/given")[1]["rows"]) == 1
    status, problem = ask(stage.sam, "POST", "/thanks", json={"user_name": "Kim", "text": WORDS})
    assert (status, problem["code"]) == (429, "thanks_same")


def test_a_nomination_moves_only_by_whose_turn_it_is(ask, stage):
    sent = {"user_name": "Kim", "role": "guide", "citation": SEEN}
    status, made = ask(stage.sam, "POST", "/nominations", json=sent)
    assert (status, made["state"], made["group"]) == (201, "proposed", "example-affiliate")
    place, theirs = f"/nominations/{made['id']}", "/groups/example-affiliate/nominations"
    assert ask(stage.steward, "GET", place)[0] == 404
    assert ask(stage.steward, "GET", theirs)[1]["rows"] == []
    assert ask(stage.sam, "POST", f"{place}/accept")[0] == 404
    assert ask(stage.kim, "POST", f"{place}/accept")[0] == 204
    assert [one["nominee"] for one in ask(stage.steward, "GET", theirs)[1]["rows"]] == ["Kim"]
    assert ask(stage.sam, "GET", theirs)[0] == 404
    assert ask(stage.kim, "POST", f"{place}/decline")[0] == 409
    assert ask(stage.kim, "POST", f"{place}/withdraw")[0] == 204
    assert ask(stage.kim, "GET", place)[1]["citation"] == ""
    assert ask(stage.steward, "GET", place)[0] == 404


def test_a_no_is_not_to_be_read_from_the_api_either(ask, stage):
    _status, made = ask(
        stage.sam, "POST", "/nominations", json={"user_name": "Kim", "role": "guide", "citation": SEEN}
    )
    place = f"/nominations/{made['id']}"
    before = ask(stage.sam, "GET", place)
    assert ask(stage.kim, "POST", f"{place}/decline")[0] == 204
    assert ask(stage.sam, "GET", place) == before
    assert ask(stage.kim, "GET", place)[1]["state"] == "declined"


@pytest.mark.parametrize(
    ("path", "sent", "pointer"),
    [
        ("/nominations", {"user_name": "Kim", "role": "guide", "citation": "Nice."}, "/citation"),
        ("/nominations", {"user_name": "No", "role": "guide", "citation": SEEN}, "/user_name"),
        ("/thanks", {"user_name": "Kim", "text": "Thanks"}, "/text"),
        ("/thanks", {"user_name": "Kim", "text": WORDS, "group": "x"}, "/group"),
    ],
)
def test_what_does_not_fit_is_told_at_its_place(ask, stage, path, sent, pointer):
    status, problem = ask(stage.sam, "POST", path, json=sent)
    assert status == 422
    assert pointer in {one["pointer"].removeprefix("#") for one in problem["errors"]}


@pytest.mark.parametrize("path", ["/openness", "/near", "/thanks/received", "/nominations/made"])
def test_strangers_are_asked_to_sign_in(ask, stage, path):
    assert ask(None, "GET", path)[0] == 401
