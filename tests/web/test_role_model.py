"""Working out a role on pages, one small form after the other; and letting a hub do it."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from competencies import queries
from foundation import clock
from issuers import queries as issuers
from tests.competencies.roles_stage import set_up
from tests.web.filled import sent
from tests.web.test_adapt import words
from tests.web.visiting import client_of, visitor

DECIDED = {"adopted_by": "board", "adopted_on": "2026-01-10"}
STEPS = (
    ("context", {"context": "Twelve people."}),
    ("tasks", {"tasks": "Opens the room.\nMakes tea."}),
    ("competencies", {"chosen.0.competency": "welcoming", "chosen.0.reason": "People come."}),
    ("levels", {"levels.0.level": "2", "levels.0.must": "yes", "levels.0.weight": "1", "text": "Enough."}),
    ("trial", {"person_a": "Fits.", "person_b": "Fits too."}),
    ("adopt", {"title": "Host", "purpose": "Hosts the evenings.", **DECIDED}),
)


@pytest.fixture
def movement(sqlite_app: Flask):
    clock.set_source(lambda: datetime(2026, 1, 15, 12, tzinfo=UTC))
    return set_up()


@pytest.fixture
def client(sqlite_app: Flask, movement):
    return client_of(sqlite_app, movement.river)


def begun(client) -> str:
    first = client.post("/groups/river/roles/model", data={"title": "Host"}).location
    assert first.endswith("/context")
    return first.rpartition("/")[0]


def test_step_by_step_to_a_role_that_tells_how_it_came_about(client, sqlite_app):
    here = begun(client)
    for step, form in STEPS:
        assert client.get(f"{here}/{step}").status_code == 200
        answer = sent(client, f"{here}/{step}", form)
        assert answer.status_code == 303, answer.text
    assert answer.location == "/roles/host"
    page = words(visitor(sqlite_app).get("/roles/host").text)
    for said in (
        "How this role came about",
        "Makes tea.",
        "Why: People come.",
        "Local",
    ):
        assert said in page
    answer = sent(client, f"{here}/review", {"review": "Still fits.", **DECIDED})
    assert answer.location == "/roles/host"
    assert "Still fits." in client.get("/roles/host").text


def test_what_becomes_public_is_told_before_and_notes_on_two_people_never_do(client, movement, sqlite_app):
    here, public, kept = begun(client), "Everybody can read what you write here", "stays with the stewards"
    noted = {"person_a": "Often too late.", "person_b": "Shy with newcomers."}
    for step, form in STEPS:
        page = words(client.get(f"{here}/{step}").text)
        assert (public in page, kept in page) == ((step != "trial"), (step == "trial"))
        sent(client, f"{here}/{step}", noted if step == "trial" else form)
    for reader in (visitor(sqlite_app), client_of(sqlite_app, movement.hills), client):
        for path in ("/roles/host", "/roles/host/v1", "/api/v1/roles/host", "/api/v1/roles/host/versions/1"):
            answer = reader.get(path)
            assert answer.status_code == 200
            assert not [text for text in noted.values() if text in answer.text], path
    assert "Tried on person A Often too late." in words(client.get(here).text)
    assert client_of(sqlite_app, movement.hills).get(here).status_code == 404


def test_it_can_be_left_and_taken_up_where_it_was(client):
    here = begun(client)
    sent(client, f"{here}/context", {"context": "Twelve people."})
    assert "Next: The tasks" in words(client.get("/groups/river/roles/model").text)
    assert 'aria-current="step"' in client.get(here).text
    assert "Twelve people." in client.get(f"{here}/context").text


@pytest.mark.parametrize(
    ("step", "form"),
    [
        ("tasks", {"tasks": " "}),
        ("competencies", {}),
        ("competencies", {"chosen.0.competency": "sailing", "chosen.0.reason": "x"}),
        ("levels", {"text": ""}),
        ("trial", {"person_a": "River steward can.", "person_b": "x"}),
    ],
)
def test_what_does_not_fit_comes_back_with_its_sentence(client, step, form):
    here = begun(client)
    answer = sent(client, f"{here}/{step}", form)
    assert answer.status_code == 422
    assert "needs mending" in answer.text or "need mending" in answer.text


def test_adopting_too_early_says_so_and_unknown_steps_are_not_there(client):
    here = begun(client)
    assert sent(client, f"{here}/adopt", STEPS[-1][1]).status_code == 409
    assert client.get(f"{here}/dance").status_code == 404
    assert client.post("/groups/river/roles/model", data={"title": ""}).status_code == 422
    assert sent(client, f"{here}/forget", page=here).status_code == 303
    assert client.get(here).status_code == 404


def test_another_groups_steward_finds_nothing(client, movement, sqlite_app):
    here, other = begun(client), client_of(sqlite_app, movement.hills)
    for path in (here, f"{here}/tasks", "/groups/river/roles/model", here.replace("river", "hills")):
        assert other.get(path).status_code == 404
    assert other.post(f"{here}/tasks", data={"tasks": "x"}).status_code == 404


def test_a_hub_defines_roles_for_a_group_until_it_is_taken_back(client, movement, sqlite_app):
    hub = client_of(sqlite_app, movement.hub)
    assert hub.get("/groups/river/roles/new").status_code == 404
    client = client_of(sqlite_app, movement.river)
    assert client.post("/groups/river/delegation", data={"hub": "hub"}).status_code == 303
    assert client.post("/groups/river/delegation", data={"hub": "river"}).status_code == 422
    assert "These hubs may define roles" in words(visitor(sqlite_app).get("/groups/river").text)
    hub = client_of(sqlite_app, movement.hub)
    assert hub.get("/groups/river/roles/new").status_code == 200
    assert hub.get("/groups/river/delegation").status_code == 404
    assert "River" in words(hub.get("/groups/hub/delegation").text)
    form = {"title.en": "Guide", "purpose.en": "Guides.", "requirements.0.competency": "", "reviewed": ["en"]}
    assert hub.post("/groups/river/roles/new", data=form).status_code == 303
    assert queries.role("guide").owner_id == movement.river_id
    ((given, _hub),) = issuers.delegations_by(movement.river_id)
    stranger = client_of(sqlite_app, movement.hills)
    assert stranger.post(f"/groups/hills/delegation/{given.id}/end").status_code == 404
    client = client_of(sqlite_app, movement.river)
    assert client.post(f"/groups/river/delegation/{given.id}/end").status_code == 303
    hub = client_of(sqlite_app, movement.hub)
    assert hub.get("/groups/river/roles/new").status_code == 404


def test_a_reason_of_a_requirement_is_kept_in_all_its_languages(client, movement, sqlite_app):
    hub = client_of(sqlite_app, movement.hub)
    form = {
        "title.en": "Guide", "purpose.en": "Guides.", "requirements.0.competency": "welcoming",
        "requirements.0.level": "2", "requirements.0.weight": "1", "requirements.0.reason": "People come.",
        "reviewed": ["en"],
    }  # fmt: skip
    hub.post("/groups/hub/roles/new", data=form)
    assert queries.role("guide").versions[-1].requirements[0]["reason"] == {"en": "People come."}
    assert "People come." in hub.get("/roles/guide/edit").text
    sent(hub, "/roles/guide/edit", form | {"requirements.0.reason": "Many come."})
    assert queries.role("guide").versions[-1].requirements[0]["reason"] == {"en": "Many come."}


def test_a_local_role_says_why_it_asks_for_something(client):
    form = {
        "title.en": "Guide", "purpose.en": "Guides.", "requirements.0.competency": "welcoming",
        "requirements.0.level": "2", "requirements.0.weight": "1", "reviewed": ["en"],
    }  # fmt: skip
    answer = client.post("/groups/river/roles/new", data=form)
    assert answer.status_code == 422
    assert 'id="field-requirements.0.reason-error"' in answer.text


def test_levels_go_to_the_competencies_that_were_read_not_to_others_chosen_meanwhile(client):
    here = begun(client)
    chosen = {"chosen.0.competency": "welcoming", "chosen.0.reason": "People come."}
    sent(client, f"{here}/competencies", chosen)
    assert 'name="levels.0.competency" value="welcoming"' in client.get(f"{here}/levels").text
    sent(client, f"{here}/competencies", {**chosen, "chosen.0.competency": "agreeing"})
    typed = {"levels.0.competency": "welcoming", "levels.0.level": "4", "levels.0.weight": "1", "text": "So."}
    answer = sent(client, f"{here}/levels", typed)
    assert answer.status_code == 409
    assert "Somebody else changed this while you were writing" in words(answer.text)
    assert sent(client, f"{here}/levels", {**typed, "levels.0.competency": "agreeing"}).status_code == 303
