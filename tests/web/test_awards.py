import io
import re

import pytest
from flask import Flask

from accounts import queries as people
from badges.models import Award
from badges.queries import awards
from badges.services import awarding, claiming, giving_up
from foundation.db import session
from tests.badges.scene import Scene, accepted, give, person, set_stage
from tests.web.visiting import client_of, run_jobs, visitor

HOME = "/groups/example-affiliate/awards"


@pytest.fixture
def scene(sqlite_app: Flask) -> Scene:
    return set_stage()


@pytest.fixture
def steward(sqlite_app: Flask, scene: Scene):
    return client_of(sqlite_app, scene.steward)


def all_awards(scene: Scene) -> list[Award]:
    return list(awards.awards_of_group(scene.group_id).rows)


def test_a_steward_offers_a_badge_to_an_address(steward, scene):
    page = steward.get(f"{HOME}/new")
    assert page.status_code == 200
    assert "Sources" in page.text
    form = {
        "achievement": "sources", "recipient": "kim@example.org", "reason": "Ten good sources",
        "evidence_url": "https://example.org/talk", "role": "guide",
    }  # fmt: skip
    answer = steward.post(f"{HOME}/new", data=form)
    assert answer.status_code == 303
    (award,) = all_awards(scene)
    assert (award.reason, award.role_slug) == ("Ten good sources", "guide")
    assert award.evidence == [{"url": "https://example.org/talk"}]
    listed = steward.get(HOME).text
    assert "kim@example.org" in listed
    assert "Offered" in listed


def test_a_wrong_address_comes_back_with_what_was_typed(steward, scene):
    form = {"achievement": "sources", "recipient": "kim@", "reason": "Typed with care"}
    answer = steward.post(f"{HOME}/new", data=form)
    assert answer.status_code == 422
    assert "This is not a complete address" in answer.text
    assert "Typed with care" in answer.text
    assert not all_awards(scene)


def test_a_second_offer_to_the_same_person_is_told_and_not_made(steward, scene):
    give(scene, "kim@example.org")
    answer = steward.post(f"{HOME}/new", data={"achievement": "sources", "recipient": "KIM@example.org"})
    assert answer.status_code == 409
    assert "offered or has this badge already" in answer.text
    assert len(all_awards(scene)) == 1


def test_another_groups_steward_finds_nothing_here(sqlite_app, scene):
    award = give(scene, "kim@example.org")
    other = client_of(sqlite_app, person("Stranger"))
    for path in ("", "/new", "/list", f"/{award.id}"):
        assert other.get(HOME + path).status_code == 404
    assert other.post(f"{HOME}/{award.id}/withdraw").status_code == 404


def test_nobody_is_asked_to_sign_in_first(sqlite_app, scene):
    answer = visitor(sqlite_app).get(HOME)
    assert answer.status_code in {302, 303}
    assert "/sign-in" in answer.location


def test_a_latin_1_list_with_semicolons_is_looked_over_by_row_and_column(steward, scene):
    rows = "mottagare;skäl;länk\nÅsa Öberg;Tack för hjälpen;\nfel@;Nej;\nkim@example.org;Ja;nolink\n"
    upload = (io.BytesIO(rows.encode("latin-1")), "lista.csv")
    answer = steward.post(f"{HOME}/list", data={"achievement": "sources", "file": upload})
    assert answer.status_code == 200
    assert "Åsa Öberg" in answer.text
    assert "Award the one good row" in answer.text
    assert "A link starts with https://" in answer.text
    assert not all_awards(scene)


def award_list(client, text: str, **more: str):
    return client.post(f"{HOME}/list/award", data={"achievement": "sources", "text": text, **more})


def test_good_rows_are_awarded_by_a_job_and_the_page_reloads_only_while_it_runs(sqlite_app, steward, scene):
    answer = award_list(steward, "kim@example.org\nbad@\nlee@example.org")
    assert answer.status_code == 303
    running = steward.get(answer.location).text
    assert 'http-equiv="refresh"' in running
    letters = run_jobs(sqlite_app)
    done = steward.get(answer.location).text
    assert 'http-equiv="refresh"' not in done
    assert "2 badges offered." in done
    assert sorted(letter["To"] for letter in letters) == ["kim@example.org", "lee@example.org"]


def test_the_same_list_again_is_a_clear_question_and_no_second_badge(sqlite_app, steward, scene):
    text = "kim@example.org\nlee@example.org"
    award_list(steward, text)
    run_jobs(sqlite_app)
    again = award_list(steward, text)
    assert again.status_code in {409, 422}
    assert "The same list was sent before" in again.text
    run_jobs(sqlite_app)
    assert len(all_awards(scene)) == 2


def test_an_uploaded_list_goes_on_with_the_rows_of_the_file(sqlite_app, steward, scene):
    rows = 'recipient,reason\n\nkim@example.org,"First line\nsecond; line"\n'
    upload = (io.BytesIO(rows.encode()), "list.csv")
    page = steward.post(f"{HOME}/list", data={"achievement": "sources", "file": upload}).text
    found = re.search(r'name="text" value="([^"]*(?:&#34;[^"]*)*)"', page)
    assert found is not None
    award_list(steward, found[1].replace("&#34;", '"'))
    run_jobs(sqlite_app)
    assert [one.reason for one in all_awards(scene)] == ["First line\nsecond; line"]


def test_the_sample_file_is_a_list_that_works(steward):
    sample = steward.get(f"{HOME}/list/sample.csv")
    assert sample.mimetype == "text/csv"
    answer = steward.post(
        f"{HOME}/list", data={"achievement": "sources", "file": (io.BytesIO(sample.data), "awards.csv")}
    )
    assert "Award the 2 good rows" in answer.text


def test_an_offer_is_resent_mended_and_taken_back(sqlite_app, steward, scene):
    award = give(scene, "kim@example.org")
    run_jobs(sqlite_app)
    steward.post(f"{HOME}/{award.id}/resend")
    assert [one["To"] for one in run_jobs(sqlite_app)] == ["kim@example.org"]
    wrong = steward.post(f"{HOME}/{award.id}/mend", data={"recipient": "nobody"})
    assert wrong.status_code == 422
    steward.post(f"{HOME}/{award.id}/mend", data={"recipient": "kim@example.net"})
    assert [one["To"] for one in run_jobs(sqlite_app)] == ["kim@example.net"]
    steward.post(f"{HOME}/{award.id}/withdraw")
    session().expire_all()
    assert "Taken back" in steward.get(f"{HOME}/{award.id}").text
    assert run_jobs(sqlite_app) == []


def test_the_list_can_be_narrowed_to_one_state(steward, scene):
    give(scene, "kim@example.org")
    assert "kim@example.org" not in steward.get(f"{HOME}?state=accepted").text
    assert "kim@example.org" in steward.get(f"{HOME}?state=offered").text


def test_a_steward_withdraws_an_accepted_badge_with_a_reason(steward, scene):
    holder = person("Holder")
    credential = accepted(scene, holder, "Holder")
    address = f"{HOME}/{credential.award_id}"
    assert steward.post(f"{address}/revoke", data={"reason": "because"}).status_code == 422
    assert steward.post(f"{address}/revoke", data={"reason": "issued_in_error"}).status_code == 303
    page = steward.get(address).text
    assert "It was given by mistake." in page


def test_withdrawing_for_cause_needs_a_second_steward(sqlite_app, steward, scene):
    credential = accepted(scene, person("Holder"), "Holder")
    address = f"{HOME}/{credential.award_id}"
    steward.post(f"{address}/revoke", data={"reason": "misconduct", "note": "private words"})
    steward.post(f"{address}/confirm")
    assert awards.credential_by_id(credential.id).revoked_at is None
    second = client_of(sqlite_app, scene.other_steward)
    second.post(f"{address}/confirm")
    assert awards.credential_by_id(credential.id).revoked_at is not None
    assert "private words" not in second.get(address).text


def test_a_disputed_badge_goes_on_hold_and_comes_back(steward, scene):
    credential = accepted(scene, person("Holder"), "Holder")
    steward.post(f"{HOME}/{credential.award_id}/hold")
    assert awards.credential_by_id(credential.id).held_at is not None
    steward.post(f"{HOME}/{credential.award_id}/release")
    assert awards.credential_by_id(credential.id).held_at is None


def test_the_list_of_one_state_holds_what_is_said_to_be_in_it_and_nothing_else(steward, scene):
    names = ("Keeper", "Loser", "Disputed", "Both", "Leaver")
    named = {name: accepted(scene, person(name), name) for name in names}
    for name in ("Disputed", "Both", "Leaver"):
        steward.post(f"{HOME}/{named[name].award_id}/hold")
    for name in ("Loser", "Both"):
        steward.post(f"{HOME}/{named[name].award_id}/revoke", data={"reason": "superseded"})
    person("Waiting")
    giving_up.give_up(people.actor_of(named["Leaver"].person_id), named["Leaver"].id)
    awarding.withdraw(scene.steward, give(scene, "Waiting").id)

    def listed(state):
        page = steward.get(f"{HOME}?state={state}").text
        return set(re.findall("<bdi>(Keeper|Loser|Disputed|Both|Leaver|Waiting)</bdi>", page)), page

    assert listed("revoked")[0] == {"Loser", "Both"}
    assert listed("on_hold")[0] == {"Disputed"}
    assert listed("accepted")[0] == {"Keeper", "Leaver"}
    assert listed("withdrawn")[0] == {"Waiting"}
    assert "<bdi>Under review</bdi></span>" in listed("on_hold")[1]
    assert "<bdi>Accepted</bdi></span>" not in listed("on_hold")[1]
    own = steward.get(f"{HOME}/{named['Disputed'].award_id}").text
    assert "<dt>State</dt><dd><bdi>Under review</bdi>" in own
    assert f'href="{HOME}?state=on_hold" aria-current="true">Under review<' in listed("on_hold")[1]
    assert f'href="{HOME}?state=revoked" aria-current="true">Withdrawn<' in listed("revoked")[1]


def test_a_state_that_nothing_is_in_does_not_say_that_nothing_was_given(steward, scene):
    assert "No awards here yet" in steward.get(HOME).text
    give(scene, "kim@example.org")
    page = steward.get(f"{HOME}?state=revoked").text
    assert "None in this state." in page
    assert "No awards here yet" not in page
    assert "kim@example.org" in steward.get(f"{HOME}?state=no-such-state").text


def test_the_list_says_what_became_of_each_award(steward, scene):
    holder = person("Holder")
    accepted(scene, holder, "Holder")
    refuser = person("Refuser")
    claiming.refuse(refuser, give(scene, "Refuser").id)
    page = steward.get(HOME).text
    assert "Accepted" in page
    assert "Refused" in page
