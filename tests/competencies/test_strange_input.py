"""Whatever is sent to pages and API of plans, needs and kept readiness: an answer, never a failure."""

import pytest

from accounts.services import tokens
from competencies.services import initiatives, planning
from tests.badges.scene import set_stage
from tests.web.visiting import client_of

STRANGE = (
    "\x00",
    "a\x00b",
    "\u202eabc",
    "\ufffe",
    "🙂" * 3,
    "x" * 5000,
    "-1",
    "9" * 30,
    "١٢",
    "%00",
    "../..",
)
DAYS = ("0001-01-01", "9999-12-31", "2026-02-30", "20260101", "9" * 30, "\x00")
FAILED = 500
INITIATIVE = {"competency": "citing", "need": "N", "action": "A", "language": "en"}
GROUP = "/groups/example-affiliate"


@pytest.fixture
def scene(app):
    return set_stage()


def line(scene):
    shape = {"role": "guide", "action": "Think.", "owner": "", "due_on": None}
    return planning.add_line(scene.steward, scene.group_id, **shape)


@pytest.mark.parametrize("strange", STRANGE)
def test_the_pages_answer_strange_texts(app, scene, strange):
    steward, row = client_of(app, scene.steward), line(scene)
    skills = {"skill": ["citing", strange], f"{strange}.level": strange, "citing.level": strange}
    forms = (
        (f"{GROUP}/plan/lines/new", dict.fromkeys(("role", "action", "owner", "due_on"), strange)),
        (f"{GROUP}/plan/lines/new", {"role": "guide", "action": strange, "owner": strange}),
        (f"{GROUP}/plan/lines/{row.id}", {"role": "guide", "action": "Think.", "revision": strange}),
        (f"{GROUP}/plan/holders/new", dict.fromkeys(("role", "person", "since", "until"), strange)),
        (f"{GROUP}/plan/holders/{row.id}/end", {}),
        ("/account/skills", {**skills, "region": strange, "languages": strange}),
        ("/account/skills", {"skill": strange, f"{strange}.offered": "yes"}),
        (f"{GROUP}/assessment", {**skills, "citing.robustness": strange}),
        (f"{GROUP}/initiatives", {"competency": strange, "need": strange, "action": strange}),
        (
            f"{GROUP}/initiatives",
            {"competency": "citing", "need": strange, "action": strange, "period": strange},
        ),
    )
    for path, form in forms:
        assert steward.post(path, data=form).status_code < FAILED, (path, form)
    names = ("role", "page", "framework", "domain", "place", "period", "owner", "months")
    for path in ("/team", "/plan/lines/new", "/plan/holders/new", "/plan", "/assessment", "/initiatives"):
        query = dict.fromkeys(names, strange)
        assert steward.get(f"{GROUP}{path}", query_string=query).status_code < FAILED, path
    for path in (
        "/needs",
        f"/needs/{strange}",
        f"/needs/{strange}.csv",
        f"/needs/{strange}.json",
        "/metrics",
    ):
        assert steward.get(path, query_string=dict.fromkeys(names, strange)).status_code < FAILED, path


@pytest.mark.parametrize("day", DAYS)
def test_days_far_away_are_kept_or_refused_and_can_be_shown(app, scene, day):
    steward = client_of(app, scene.steward)
    person_id = str(scene.steward.person_id)
    forms = (
        ("/plan/lines/new", {"role": "guide", "action": "Think.", "due_on": day}),
        ("/plan/holders/new", {"role": "guide", "person": person_id, "since": day, "until": day}),
        ("/initiatives", {"competency": "citing", "need": "N", "action": "A", "started_on": day}),
    )
    for path, form in forms:
        assert steward.post(f"{GROUP}{path}", data=form).status_code < FAILED, (path, form)
    for path in ("/plan", "/initiatives"):
        assert steward.get(f"{GROUP}{path}").status_code == 200


@pytest.mark.parametrize("strange", [*STRANGE, 10**30, -1, 1.5, True, None, [], {}])
def test_the_api_answers_strange_values(app, scene, strange):
    headers = {"Authorization": f"Bearer {tokens.make(scene.steward, label='A program')}"}
    client, row = app.test_client(), line(scene)
    begun = initiatives.begin(scene.steward, scene.group_id, **INITIATIVE)
    whole = {"role": "guide", "action": "Think.", "owner": "", "due_on": None}
    stance = {"competency": "citing", "known": True, "offered": False, "wanted": False, "level": strange}
    sent = (
        ("post", f"{GROUP}/plan/lines", {**whole, "action": strange, "due_on": strange}),
        ("put", f"{GROUP}/plan/lines/{row.id}", {**whole, "revision": strange}),
        ("put", f"{GROUP}/plan/lines/{row.id}/state", {"done": strange}),
        ("post", f"{GROUP}/plan/holders", {"role": "guide", "user_name": strange, "since": strange}),
        ("post", "/me/snapshots", {"role": strange}),
        ("put", "/me/skills", {"skills": [stance], "languages": [strange], "counted": True}),
        ("put", "/me/skills", {"skills": [stance], "visits_counted": strange}),
        ("put", "/me/skills", {"skills": strange}),
        (
            "post",
            f"{GROUP}/ratings",
            {"ratings": [{"competency": "citing", "level": strange, "robustness": 1}]},
        ),
        (
            "post",
            f"{GROUP}/initiatives",
            {"competency": "citing", "need": strange, "action": "A", "language": "en"},
        ),
        ("put", f"/initiatives/{begun.id}/result", {"result": "R", "revision": strange}),
        ("put", f"/initiatives/{begun.id}/result", {"result": strange, "revision": 1, "ended_on": strange}),
    )
    for method, path, body in sent:
        answer = getattr(client, method)(f"/api/v1{path}", json=body, headers=headers)
        assert answer.status_code < FAILED, (path, body)
    for path in (f"{GROUP}/ratings", f"{GROUP}/initiatives", f"{GROUP}/team", "/initiatives"):
        query = {"page": strange, "role": strange, "history": strange}
        assert client.get(f"/api/v1{path}", query_string=query, headers=headers).status_code < FAILED, path
