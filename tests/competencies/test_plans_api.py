"""Readiness, teams and plans by the JSON API, with the rights of the token and no more."""

import pytest

from accounts import queries as people
from accounts.models import SeatRole
from accounts.services import seats, tokens
from competencies.services import holding, opening, planning
from issuers.services import registering
from tests.badges.scene import accepted, person, set_stage

GROUP = "/api/v1/groups/example-affiliate"


def bearer(actor) -> dict[str, str]:
    return {"headers": {"Authorization": f"Bearer {tokens.make(actor, label='test')}"}}


@pytest.fixture
def scene(app):
    return set_stage()


@pytest.fixture
def ada(scene):
    one = person("Ada")
    seats.give(one.person_id, scene.group_id, SeatRole.MEMBER)
    return people.actor_of(one.person_id)


def test_ones_readiness_names_the_version_what_shows_it_and_the_next_steps(app, scene, ada):
    client, asked = app.test_client(), bearer(ada)
    told = client.get("/api/v1/me/readiness/guide", **asked).json
    assert (told["version"], told["state"], told["coverage"]) == (1, "developing", "0")
    (step,) = told["next_steps"]
    assert (step["competency"], step["from"], step["to"], step["badge"]) == ("citing", 0, 2, "sources")
    credential = accepted(scene, ada, "Ada")
    told = client.get("/api/v1/me/readiness/guide", **asked).json
    assert (told["state"], told["musts_met"], told["next_steps"]) == ("ready", 1, [])
    assert told["requirements"][0]["source"] == credential.urn
    assert client.get("/api/v1/me/readiness/nothing", **asked).status_code == 404


def test_snapshots_are_kept_listed_shown_and_deleted_by_their_owner_alone(app, scene, ada):
    client, mine, other = app.test_client(), bearer(ada), bearer(person("Other"))
    made = client.post("/api/v1/me/snapshots", json={"role": "guide"}, **mine)
    assert (made.status_code, made.json["role"], made.json["version"]) == (201, "guide", 1)
    assert made.json["result"]["state"] == "developing"
    one = f"/api/v1/me/snapshots/{made.json['id']}"
    assert client.get("/api/v1/me/snapshots", **mine).json == [made.json]
    assert client.get("/api/v1/me/snapshots", **other).json == []
    for verb in (client.get, client.delete):
        assert verb(one, **other).status_code == 404
        assert verb(one).status_code == 401
    assert client.get(one, **mine).json == made.json
    assert client.delete(one, **mine).status_code == 204
    assert client.get(one, **mine).status_code == 404


def test_a_holder_is_asked_and_answers(app, scene, ada):
    client, steward, mine = app.test_client(), bearer(scene.steward), bearer(ada)
    sent = {"role": "guide", "user_name": "Ada", "since": "2026-01-31"}
    made = client.post(f"{GROUP}/plan/holders", json=sent, **steward)
    assert (made.status_code, made.json["accepted_at"]) == (201, None)
    (waiting,) = client.get("/api/v1/me/holdings", **mine).json
    assert waiting == made.json
    assert client.post(f"/api/v1/me/holdings/{made.json['id']}/accept", **mine).status_code == 204
    (role,) = client.get(f"{GROUP}/plan", **steward).json
    assert ([one["user_name"] for one in role["holders"]], role["asked"]) == (["Ada"], [])
    assert role["concerns"] == ["no_second"]
    assert client.post(f"/api/v1/me/holdings/{made.json['id']}/hand-back", **mine).status_code == 204
    again = client.post(f"{GROUP}/plan/holders", json=sent, **steward).json
    assert client.post(f"/api/v1/me/holdings/{again['id']}/decline", **mine).status_code == 204
    (role,) = client.get(f"{GROUP}/plan", **steward).json
    assert [one["user_name"] for one in role["asked"]] == ["Ada"]
    assert client.delete(f"{GROUP}/plan/holders/{again['id']}", **steward).status_code == 204
    unknown = client.post(f"{GROUP}/plan/holders", json={**sent, "user_name": "Nobody"}, **steward)
    assert (unknown.status_code, unknown.json["errors"][0]["pointer"]) == (422, "/person")


def test_lines_are_written_changed_finished_and_deleted(app, scene):
    client, steward = app.test_client(), bearer(scene.steward)
    sent = {"role": "guide", "action": "Let two lead.", "owner": "the board", "due_on": "2026-05-01"}
    made = client.post(f"{GROUP}/plan/lines", json=sent, **steward)
    assert (made.status_code, made.json["due_on"], made.json["revision"]) == (201, "2026-05-01", 1)
    one = f"{GROUP}/plan/lines/{made.json['id']}"
    changed = client.put(one, json={**sent, "action": "Let three lead.", "revision": 1}, **steward)
    assert (changed.json["action"], changed.json["revision"]) == ("Let three lead.", 2)
    assert client.put(one, json={**sent, "revision": 1}, **steward).status_code == 409
    assert client.put(f"{one}/state", json={"done": True}, **steward).json["done_at"]
    assert client.delete(one, **steward).status_code == 204
    assert client.delete(one, **steward).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"role": "guide", "action": ""},
        {"role": "guide", "action": "Do.", "due_on": "soon"},
        {"role": "nothing", "action": "Do."},
        {"role": "guide", "action": "Do.", "extra": 1},
        {"role": "guide", "action": "x" * 1001},
    ],
)
def test_a_line_that_makes_no_sense_is_refused_with_pointers(app, scene, sent):
    answer = app.test_client().post(f"{GROUP}/plan/lines", json=sent, **bearer(scene.steward))
    assert answer.status_code == 422
    assert answer.json["errors"]


def test_a_team_names_only_who_opened_up(app, scene, ada):
    accepted(scene, ada, "Ada")
    client, steward = app.test_client(), bearer(scene.steward)
    told = client.get(f"{GROUP}/team?role=guide", **steward).json
    assert (told["requirements"][0]["by"], told["requirements"][0]["standing"]) == ([], "unmet")
    opening.open_up(ada, group="example-affiliate", months=3)
    told = client.get(f"{GROUP}/team?role=guide", **steward).json
    assert (told["requirements"][0]["by"], told["requirements"][0]["standing"]) == (["Ada"], "one")
    assert (told["version"], told["members"], told["seen"]) == (1, 3, 1)
    assert client.get(f"{GROUP}/team", **steward).status_code == 422


def test_a_plan_names_who_could_come_next_in_another_order_at_each_look(app, scene):
    for number in range(6):
        one = person(f"Open {number}")
        seats.give(one.person_id, scene.group_id, SeatRole.MEMBER)
        accepted(scene, one, f"Open {number}")
        opening.open_up(people.actor_of(one.person_id), group="example-affiliate", months=3)
    client, steward = app.test_client(), bearer(scene.steward)
    orders = {tuple(client.get(f"{GROUP}/plan", **steward).json[0]["ready"]) for _ in range(12)}
    assert len(orders) > 1
    assert {tuple(sorted(one)) for one in orders} == {tuple(f"Open {number}" for number in range(6))}


def test_a_hub_without_groups_has_no_numbers(app, scene):
    told = app.test_client().get(f"{GROUP}/plan/overview", **bearer(scene.steward)).json
    assert told == {"groups": [], "roles": []}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/team?role=guide"),
        ("get", "/plan"),
        ("get", "/plan/overview"),
        ("post", "/plan/lines"),
        ("put", "/plan/lines/{line}"),
        ("put", "/plan/lines/{line}/state"),
        ("delete", "/plan/lines/{line}"),
        ("post", "/plan/holders"),
        ("delete", "/plan/holders/{holding}"),
    ],
)
def test_only_stewards_of_the_group_itself_get_anything(app, scene, ada, method, path):
    """A steward of another group is told that there is nothing, also by way of their own group."""
    content = {"role": "guide", "action": "Do.", "owner": "", "due_on": None}
    line = planning.add_line(scene.steward, scene.group_id, **content)
    day = line.made_at.date()
    held = holding.propose(scene.steward, scene.group_id, role="guide", person_id=ada.person_id, since=day)
    far = person("Far steward")
    registering.make_first_group(
        name="Far", description="", url=None, language="en", steward_id=far.person_id
    )
    forms = {
        "/plan/lines": {"role": "guide", "action": "Do."},
        "/plan/lines/{line}": {"role": "guide", "action": "Do.", "revision": 1},
        "/plan/lines/{line}/state": {"done": True},
        "/plan/holders": {"role": "guide", "user_name": "Ada", "since": "2026-01-31"},
    }
    sent = {"json": forms[path]} if path in forms else {}
    address = path.format(line=line.id, holding=held.id)
    client = app.test_client()
    asked = getattr(client, method)
    assert asked(f"{GROUP}{address}", **sent).status_code == 401
    for actor in (ada, people.actor_of(far.person_id)):
        assert asked(f"{GROUP}{address}", **sent, **bearer(actor)).status_code == 404
    if "{" in path:
        by_own = asked(f"/api/v1/groups/far{address}", **sent, **bearer(people.actor_of(far.person_id)))
        assert by_own.status_code == 404
    assert asked(f"{GROUP}{address}", **sent, **bearer(scene.steward)).status_code < 410
