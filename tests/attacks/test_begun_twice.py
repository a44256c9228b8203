"""What begins something is sent twice at once, and what is counted or thrown away is so meanwhile."""

import re
import threading
from functools import partial

import pytest
from sqlalchemy import func, select

from accounts.services import tokens
from competencies.models import FrameworkDraft, Initiative, PlanLine, RoleModelling
from competencies.queries import trees
from competencies.services import aiming, defining, drafting
from foundation.db import db, session
from tests.badges.cases import at_once
from tests.badges.scene import person, set_stage
from tests.web.visiting import client_of

HERE = "/groups/example-affiliate"
BEGINNINGS = [
    (FrameworkDraft, f"{HERE}/frameworks/new", f"{HERE}/frameworks/new",
     {"source": "en", "title.en": "Tools"}),
    (FrameworkDraft, "/frameworks/skills", "/frameworks/skills/derive", {"number": "1"}),
    (RoleModelling, f"{HERE}/roles/model", f"{HERE}/roles/model", {"title": "Host"}),
    (Initiative, f"{HERE}/initiatives", f"{HERE}/initiatives",
     {"competency": "citing", "need": "Few can cite.", "action": "A course."}),
    (PlanLine, f"{HERE}/plan/lines/new", f"{HERE}/plan/lines/new", {"role": "guide", "action": "Think."}),
]  # fmt: skip
TIMES = 4


@pytest.fixture
def scene(app):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield set_stage()
    app.config["PROPAGATE_EXCEPTIONS"] = None


def word_of(client, page):
    return re.search(r'name="once" value="([0-9a-f]{32})"', client.get(page).get_data(as_text=True))[1]


def sent_at_once(clients, *sent):
    """Send (path, form) by each client at the same moment; give (status, where to)."""
    db.session.remove()
    gate, found = threading.Barrier(len(clients)), []

    def send(client, path, form):
        gate.wait()
        answer = client.post(path, data=form)
        found.append((answer.status_code, answer.location))

    threads = [
        threading.Thread(target=send, args=(client, *one)) for client, one in zip(clients, sent, strict=True)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def count(rows):
    return session().scalar(select(func.count()).select_from(rows)) or 0


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_form_that_is_sent_three_times_at_once_begins_one_thing(app, scene, beginning):
    rows, page, path, fields = beginning
    clients = [client_of(app, scene.steward) for _ in range(3)]
    form = {**fields, "group": str(scene.group_id), "once": word_of(clients[0], page)}
    found = sent_at_once(clients, *[(path, form)] * 3)
    assert (count(rows), [status for status, _there in found], len(set(found))) == (1, [303] * 3, 1)


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_form_that_comes_again_begins_nothing_and_another_wish_does(app, scene, beginning):
    rows, page, path, fields = beginning
    client = client_of(app, scene.steward)
    form = {**fields, "group": str(scene.group_id), "once": word_of(client, page)}
    first = client.post(path, data=form)
    again = client.post(path, data=form)
    assert (again.status_code, again.location, count(rows)) == (303, first.location, 1)
    assert client.post(path, data={**form, "once": word_of(client, page)}).status_code == 303
    assert count(rows) == 2
    assert client.post(path, data={**form, "once": "x" * 500}).status_code == 303
    assert count(rows) == 3


@pytest.mark.parametrize(
    ("rows", "path", "body"),
    [
        (FrameworkDraft, "/frameworks", {"title": {"en": "Tools"}, "description": {}, "source": "en"}),
        (FrameworkDraft, "/frameworks/skills/derive", {}),
        (Initiative, "/groups/example-affiliate/initiatives",
         {"competency": "citing", "need": "Few can cite.", "action": "A course.", "language": "en"}),
        (PlanLine, "/groups/example-affiliate/plan/lines", {"role": "guide", "action": "Think."}),
    ],
)  # fmt: skip
def test_a_program_that_asks_again_with_its_key_begins_nothing_anew(app, scene, rows, path, body):
    token = tokens.make(scene.steward, label="A program", days=7)
    told = {"Authorization": f"Bearer {token}", "Idempotency-Key": "1"}
    given = body | ({"group_id": str(scene.group_id)} if rows is FrameworkDraft else {})
    client = app.test_client()
    first, again = (client.post(f"/api/v1{path}", json=given, headers=told) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201), first.json
    assert (again.json, count(rows)) == (first.json, 1)
    changed = client.post(f"/api/v1{path}", json={**given, "more": 1}, headers=told)
    assert changed.status_code in {409, 422}
    assert (
        client.post(f"/api/v1{path}", json=given, headers={**told, "Idempotency-Key": "2"}).status_code == 201
    )
    assert count(rows) == 2


def test_what_was_refused_and_mended_is_begun(app, scene):
    client = client_of(app, scene.steward)
    there = f"{HERE}/roles/model"
    form = {"title": "", "once": word_of(client, there)}
    refused = client.post(there, data=form)
    assert (refused.status_code, form["once"] in refused.get_data(as_text=True)) == (422, True)
    assert client.post(there, data={**form, "title": "Host"}).status_code == 303
    assert count(RoleModelling) == 1


def test_a_draft_that_is_thrown_away_while_it_is_written_is_gone_and_nothing_fails(app, scene):
    for number in range(TIMES):
        slug = drafting.begin_new(
            scene.steward,
            group_id=scene.group_id,
            title={"en": f"Tools {number}"},
            description={},
            source="en",
        ).slug
        here, seen = f"/frameworks/{slug}/draft", {"revision": "1"}
        sent = [
            (f"{here}/texts", {**seen, "title.en": "", "source": "en"}),
            (f"{here}/domains/new", {**seen, "title.en": "Saws"}),
            (f"{here}/translate/sv", {**seen, "/title": "x" * 5_000}),
            (f"{here}/discard", seen),
        ]
        found = sent_at_once([client_of(app, scene.steward) for _ in sent], *sent)
        assert all(status < 500 for status, _there in found), found


def test_two_aims_at_once_do_not_pass_the_cap(app, scene):
    learner = person("Learner")
    words = {"title": {"en": "Host"}, "purpose": {"en": "Hosts."}, "requirements": [], "reviewed": ["en"]}
    shape = {"group_id": scene.group_id, "term_guidance_months": None, **words}
    roles = [
        defining.define_role(scene.steward, slug=f"host-{number}", **shape).slug
        for number in range(aiming.MOST_AIMS + 2)
    ]
    for slug in roles[: aiming.MOST_AIMS - 1]:
        aiming.aim(learner, slug)
    last = roles[aiming.MOST_AIMS - 1 :]
    for _ in range(TIMES):
        raised = at_once(app, *[partial(aiming.aim, learner, slug) for slug in last])
        assert sorted(str(one) for one in raised) == ["None", "aims_full", "aims_full"]
        for slug in last:
            aiming.stop_aiming(learner, slug)


def test_drafts_of_one_title_that_begin_at_once_get_two_addresses(app, scene):
    begin = partial(
        drafting.begin_new, scene.steward, group_id=scene.group_id, title={"en": "Tools"}, description={},
        source="en",
    )  # fmt: skip
    assert at_once(app, begin, begin, begin) == [None] * 3
    assert len({one.slug for one in trees.drafts(scene.group_id)}) == 3
