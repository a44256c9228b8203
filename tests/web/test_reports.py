"""Reports as people meet them: the form, the answer, and the pages of who looks at them."""

import re
from types import SimpleNamespace
from uuid import uuid4

import pytest
from flask import Flask

from accounts import queries as people
from accounts.models import SeatRole
from accounts.services import safety, seats
from badges.queries import reports
from badges.services import carrying, reporting
from foundation.policy import NOBODY, SYSTEM
from issuers.services import registering
from tests.badges.scene import Scene, accepted, person, set_stage
from tests.web.test_speed_shape import statements
from tests.web.visiting import client_of, visitor


@pytest.fixture
def scene(sqlite_app: Flask) -> Scene:
    return set_stage()


@pytest.fixture
def holder(scene):
    return person("Holder")


@pytest.fixture
def credential(scene, holder):
    found = accepted(scene, holder, "Holder")
    carrying.publish(holder, found.id)
    return found


@pytest.fixture
def reporter(scene):
    return person("Reporter")


def keeper():
    found = person("Keeper")
    safety.change(SYSTEM, found.person_id, keeps=True)
    return people.actor_of(found.person_id)


def form(credential, **more: str) -> dict[str, str]:
    return {
        "kind": "credential",
        "about": str(credential.id),
        "reason": "not_true",
        "text": "Not so.",
        **more,
    }


def made(actor, credential, **more):
    return reporting.make(
        actor, kind="credential", subject_id=credential.id, reason="not_true", text="Not so.", **more
    ).report_id


def test_a_visitor_reports_a_public_badge_and_learns_what_happens_next(sqlite_app, credential):
    client = visitor(sqlite_app)
    page = client.get(f"/report?kind=credential&about={credential.id}")
    assert page.status_code == 200
    assert "<bdi>Sources</bdi>" in page.text
    assert "Holder" not in page.text
    answer = client.post("/report", data=form(credential), follow_redirects=True)
    assert "What happens next" in answer.text
    assert "As you are not signed in" in answer.text


def test_who_is_signed_in_comes_to_the_own_report(sqlite_app, credential, reporter):
    client = client_of(sqlite_app, reporter)
    answer = client.post("/report", data=form(credential))
    assert answer.status_code == 303
    assert answer.location.startswith("/reports/mine/")
    page = client.get(answer.location).text
    assert "Not so." in page
    assert "What happens next" in page
    again = client.post("/report", data=form(credential), follow_redirects=True)
    assert "You have reported this already." in again.text


def test_what_was_typed_is_kept_when_something_does_not_fit(sqlite_app, credential):
    answer = visitor(sqlite_app).post("/report", data=form(credential, reason="x", text="Mine <b>"))
    assert answer.status_code == 422
    assert "Mine &lt;b&gt;" in answer.text
    assert "Please choose one from the list." in answer.text
    long = visitor(sqlite_app).post("/report", data=form(credential, text="x" * 2001))
    assert long.status_code == 422
    assert "2000" in long.text


@pytest.mark.parametrize(
    "query",
    ["", "kind=credential", "kind=credential&about=x", "kind=wrong&about={id}", "kind=group&about={id}",
     "kind=credential&about={other}"],
)  # fmt: skip
def test_what_is_not_there_cannot_be_reported(sqlite_app, credential, query):
    filled = query.format(id=credential.id, other=uuid4())
    assert visitor(sqlite_app).get(f"/report?{filled}").status_code == 404
    pairs = dict(one.split("=") for one in filled.split("&") if one)
    assert visitor(sqlite_app).post("/report", data={**pairs, "reason": "not_true"}).status_code == 404


def test_a_private_badge_answers_as_one_that_does_not_exist(sqlite_app, credential, holder):
    carrying.unpublish(holder, credential.id)
    private = visitor(sqlite_app).get(f"/report?kind=credential&about={credential.id}")
    unknown = visitor(sqlite_app).get(f"/report?kind=credential&about={uuid4()}")
    assert private.status_code == unknown.status_code == 404
    assert re.sub(r"[0-9a-f-]{36}", "", private.text) == re.sub(r"[0-9a-f-]{36}", "", unknown.text)
    assert (
        client_of(sqlite_app, holder).get(f"/report?kind=credential&about={credential.id}").status_code == 200
    )


def test_the_group_page_leads_to_reporting_and_its_stewards_to_their_reports(sqlite_app, scene):
    page = visitor(sqlite_app).get("/groups/example-affiliate").text
    assert "/report?kind=group" in page
    assert "/groups/example-affiliate/reports" not in page
    own = client_of(sqlite_app, scene.steward).get("/groups/example-affiliate").text
    assert "/groups/example-affiliate/reports" in own


def test_a_steward_reads_a_report_acts_and_answers(sqlite_app, scene, credential, holder, reporter):
    report_id = made(reporter, credential)
    client = client_of(sqlite_app, scene.steward)
    listed = client.get("/groups/example-affiliate/reports").text
    assert f"/reports/{report_id}" in listed
    page = client.get(f"/reports/{report_id}").text
    assert "a member" in page
    assert "Reporter" not in page.replace("Reported", "")
    assert "Not so." in page
    done = client.post(f"/reports/{report_id}/hold", follow_redirects=True)
    assert "It is under review now." in done.text
    assert "End the review" in done.text
    assert client.post(f"/reports/{report_id}/hide").status_code == 303
    assert visitor(sqlite_app).get(f"/credentials/{credential.id}").status_code == 404
    assert client_of(sqlite_app, holder).get(f"/credentials/{credential.id}").status_code == 200
    short = client.post(f"/reports/{report_id}/answer", data={"text": " "})
    assert short.status_code == 422
    answered = client.post(
        f"/reports/{report_id}/answer", data={"text": "We <i>looked</i>."}, follow_redirects=True
    )
    assert "We &lt;i&gt;looked&lt;/i&gt;." in answered.text
    assert "A report about it was answered" in answered.text
    again = client.post(f"/reports/{report_id}/answer", data={"text": "Twice."})
    assert again.status_code == 409
    assert "Somebody else has answered this report meanwhile." in again.text
    mine = client_of(sqlite_app, reporter).get(f"/reports/mine/{report_id}").text
    assert "We &lt;i&gt;looked&lt;/i&gt;." in mine
    assert f"/reports/mine/{report_id}" not in client_of(sqlite_app, holder).get("/inbox").text


def test_the_holder_is_told_in_the_inbox_and_does_not_learn_who_reported(
    sqlite_app, scene, credential, holder, reporter
):
    report_id = made(reporter, credential)
    client = client_of(sqlite_app, scene.steward)
    client.post(f"/reports/{report_id}/hold")
    client.post(f"/reports/{report_id}/hide")
    page = client_of(sqlite_app, holder).get("/inbox").text
    assert "Your badge is under review." in page
    assert "The public page of your badge is hidden" in page
    assert "Reporter" not in page


def test_trust_and_safety_sees_every_report(sqlite_app, scene, credential, reporter):
    report_id = made(reporter, credential)
    about_group = reporting.make(NOBODY, kind="group", subject_id=scene.group_id, reason="impersonation")
    page = client_of(sqlite_app, keeper()).get("/safety/reports").text
    assert f"/reports/{report_id}" in page
    assert f"/reports/{about_group.report_id}" in page
    assert "Example affiliate" in page
    assert (
        f"/reports/{about_group.report_id}"
        not in client_of(sqlite_app, scene.steward).get("/groups/example-affiliate/reports").text
    )


def test_who_may_see_what(sqlite_app, scene, credential, holder, reporter):
    other = person("Other steward")
    registering.make_first_group(
        name="Another", description="", url=None, language="en", steward_id=other.person_id
    )
    assessor = person("Assessor")
    seats.give(assessor.person_id, scene.group_id, SeatRole.ASSESSOR)
    report_id = made(reporter, credential)
    one, own = f"/reports/{report_id}", f"/reports/mine/{report_id}"
    group, everything = "/groups/example-affiliate/reports", "/safety/reports"
    expected = {
        None: (302, 302, 302, 302),
        reporter: (404, 200, 404, 404),
        holder: (404, 404, 404, 404),
        people.actor_of(assessor.person_id): (404, 404, 404, 404),
        scene.steward: (200, 404, 200, 404),
        people.actor_of(other.person_id): (404, 404, 404, 404),
        keeper(): (200, 404, 200, 200),
    }
    for actor, statuses in expected.items():
        client = client_of(sqlite_app, actor) if actor else visitor(sqlite_app)
        found = tuple(client.get(path).status_code for path in (one, own, group, everything))
        assert found == statuses, actor
        if statuses[0] != 200:
            refused = client.post(f"{one}/hide").status_code, client.post(f"{one}/answer").status_code
            assert set(refused) <= {401, 404, 422}
    assert reports.report_by_id(report_id).state == "open"


def test_in_an_own_case_somebody_else_has_to_look(sqlite_app, scene, reporter):
    own = accepted(scene, scene.steward, "Example affiliate steward")
    carrying.publish(scene.steward, own.id)
    report_id = made(reporter, own)
    client = client_of(sqlite_app, scene.steward)
    assert f"/reports/{report_id}" not in client.get("/groups/example-affiliate/reports").text
    page = client.get(f"/reports/{report_id}")
    assert page.status_code == 403
    assert "This concerns you yourself" in page.text
    assert client.post(f"/reports/{report_id}/hide").status_code == 403
    assert client_of(sqlite_app, scene.other_steward).get(f"/reports/{report_id}").status_code == 200


def test_an_unknown_act_is_not_found(sqlite_app, scene, credential, reporter):
    report_id = made(reporter, credential)
    client = client_of(sqlite_app, scene.steward)
    assert client.post(f"/reports/{report_id}/burn").status_code == 404
    assert client.get(f"/reports/{report_id}/hide").status_code == 405
    assert client.get(f"/reports/{uuid4()}").status_code == 404


def test_lists_of_reports_cost_the_same_however_long_they_are(sqlite_app, scene, credential):
    one, badge = keeper(), SimpleNamespace(id=credential.id)
    made(NOBODY, badge)
    paths = (("/groups/example-affiliate/reports", scene.steward), ("/safety/reports", one))
    few = [len(statements(sqlite_app, actor, path)) for path, actor in paths]
    for _ in range(20):
        made(NOBODY, badge)
    assert [len(statements(sqlite_app, actor, path)) for path, actor in paths] == few
