"""The pages of endorsements, as two people use them."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask

from badges.queries import awards, claims, endorsements
from badges.services import carrying, verifying
from badges.services.endorsing import asking, deciding, withdrawing
from badges.services.endorsing import carrying as carrying_endorsements
from badges.services.endorsing.subjects import subject_of
from credentials.proofs.jwt import parse
from foundation import clock
from foundation.db import session
from issuers.models import PersonProfile
from tests.badges.endorsing_scene import SEEN, WORDS, awarded, claimed, endorsed, signed, taken
from tests.badges.scene import accepted, person, set_stage
from tests.web.test_speed_shape import statements
from tests.web.visiting import client_of, visitor

FORM = {**WORDS, "name_choice": "affiliate"}


@pytest.fixture
def scene(sqlite_app: Flask):
    return set_stage()


@pytest.fixture
def people(scene):
    return person("Ada"), person("Mentor Mo")


def claim_of(subject_id):
    return claims.claim_by_id(subject_of(subject_id).claim_id)


def test_two_people_take_an_endorsement_from_the_claim_to_the_badge(sqlite_app, scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    holder, mentor = client_of(sqlite_app, ada), client_of(sqlite_app, mo)
    claim = f"/claims/{claim_of(subject_id).id}"
    sent = holder.post(f"{claim}/ask", data={"user_name": "Mentor Mo", "message": "The bridge article"})
    assert (sent.status_code, sent.location) == (303, claim)
    assert "You wait for an answer" in holder.get(claim).text
    row = endorsements.of_subject(subject_id)[0]
    mine = mentor.get("/endorsements").text
    assert "The bridge article" in mine
    assert "<bdi>Ada</bdi> asks you" in mine
    at = f"/endorsements/{row.id}"
    assert mentor.get(f"{at}/write").status_code == 200
    assert mentor.post(f"{at}/write", data={**FORM, "then": "preview"}).location == f"{at}/preview"
    preview = mentor.get(f"{at}/preview").text
    assert "a mentor of Example affiliate" in preview
    assert f"urn:uuid:{subject_id}" in preview
    assert mentor.post(f"{at}/sign").location == at
    assert "Yes, let it stand" in holder.get(at).text
    assert "Yes, let it stand" not in mentor.get(at).text
    assert holder.post(f"{at}/accept").location == at
    assert "It stands with the badge" in holder.get(claim).text or "Accepted" in holder.get(claim).text
    held = taken(scene, ada, "Ada", subject_id)
    page = holder.get(f"/credentials/{held}").text
    assert SEEN in page
    assert "Genuine" in page
    assert visitor(sqlite_app).get(at).status_code == 404
    holder.post(f"/credentials/{held}/publish")
    assert SEEN in visitor(sqlite_app).get(f"/credentials/{held}").text
    assert SEEN in visitor(sqlite_app).get(at).text


def test_a_draft_is_saved_by_script_and_by_the_button(sqlite_app, scene, people):
    ada, mo = people
    row = asking.ask(ada, subject_id=claimed(scene, ada), user_name="Mentor Mo")
    mentor = client_of(sqlite_app, mo)
    at = f"/endorsements/{row.id}/write"
    answer = mentor.post(at, data={"comment": "Half a"}, headers={"Accept": "application/json"})
    assert answer.json == {"saved": True}
    assert "Half a" in mentor.get(at).text
    assert mentor.post(at, data={"comment": "Half a sentence"}).location == at
    assert "Half a sentence" in mentor.get(at).text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"comment": "x" * 39}, "Please say a little more"),
        ({"seen_until": "2999-01-01"}, "This day is still to come"),
        ({"seen_from": "2025-12-31"}, "The end is before the begin"),
        ({"seen_from": "soon"}, "A date is needed here"),
        ({"relation": ""}, "Please fill this in"),
        ({"competency": "flying"}, "Please choose one from the list"),
        ({"name_choice": "affiliate:nobody"}, "Please choose one from the list"),
    ],
)
def test_what_does_not_fit_is_told_beside_its_field_and_what_was_typed_stays(
    sqlite_app, scene, people, changes, told
):
    ada, mo = people
    row = asking.ask(ada, subject_id=claimed(scene, ada), user_name="Mentor Mo")
    answer = client_of(sqlite_app, mo).post(
        f"/endorsements/{row.id}/write", data={**FORM, "comment": SEEN, **changes, "then": "preview"}
    )
    assert answer.status_code == 422
    assert told in answer.text
    assert changes.get("comment", SEEN) in answer.text


def test_a_preview_of_an_unfinished_draft_is_the_form_again(sqlite_app, scene, people):
    ada, mo = people
    row = asking.ask(ada, subject_id=claimed(scene, ada), user_name="Mentor Mo")
    mentor = client_of(sqlite_app, mo)
    mentor.post(f"/endorsements/{row.id}/write", data={"comment": "Short"})
    for answer in (
        mentor.get(f"/endorsements/{row.id}/preview"),
        mentor.post(f"/endorsements/{row.id}/sign"),
    ):
        assert answer.status_code == 422
        assert "Short" in answer.text


def test_signing_twice_is_told_and_signs_once(sqlite_app, scene, people):
    ada, mo = people
    row = signed(ada, mo, "Mentor Mo", claimed(scene, ada))
    mentor = client_of(sqlite_app, mo)
    assert mentor.post(f"/endorsements/{row.id}/sign").status_code == 409
    assert mentor.get(f"/endorsements/{row.id}/write").location == f"/endorsements/{row.id}"


def test_one_asks_by_a_link_that_is_shown_once_and_works_once(sqlite_app, scene, people):
    ada, mo = people
    held = accepted(scene, ada, "Ada")
    holder, mentor = client_of(sqlite_app, ada), client_of(sqlite_app, mo)
    at = f"/credentials/{held.id}/ask"
    assert holder.post(at, data={"how": "link", "message": "Please"}).location == at
    address = re.search(r"http://[^\"]+/endorse/[\w-]+", holder.get(at).text)[0].partition("//")[2]
    path = "/" + address.partition("/")[2]
    seen = visitor(sqlite_app).get(path)
    assert "Please" in seen.text
    assert "Sign in to write" in seen.text
    assert (seen.headers["Referrer-Policy"], seen.headers["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert holder.get(path).status_code == 409
    assert "Nobody can endorse themselves" in holder.post(path).text
    taken_up = mentor.post(path)
    assert taken_up.location.endswith("/write")
    assert mentor.get(path).status_code == 303
    other = client_of(sqlite_app, person("Lee"))
    for answer in (other.get(path), other.post(path)):
        assert answer.status_code == 410
        assert "This link was used already" in answer.text


def test_a_guessed_link_is_not_found_and_an_old_one_says_what_to_do(sqlite_app, scene, people):
    ada, mo = people
    token = asking.ask_by_link(ada, subject_id=claimed(scene, ada))
    mentor = client_of(sqlite_app, mo)
    assert mentor.get(f"/endorse/{token[:-1]}").status_code == 404
    later = clock.now() + timedelta(days=31)
    clock.set_source(lambda: later)
    for answer in (mentor.get(f"/endorse/{token}"), mentor.post(f"/endorse/{token}")):
        assert answer.status_code == 410
        assert "Ask them for a new link" in answer.text


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Ada", "Nobody can endorse themselves"),
        ("Nobody Here", "cannot be asked here"),
        ("", "Please fill this in"),
    ],
)
def test_asking_the_wrong_name_keeps_the_message(sqlite_app, scene, people, name, told):
    ada, _mo = people
    claim = claim_of(claimed(scene, ada))
    answer = client_of(sqlite_app, ada).post(
        f"/claims/{claim.id}/ask", data={"user_name": name, "message": "Kept words"}
    )
    assert answer.status_code == 422
    assert told in answer.text
    assert "Kept words" in answer.text


def test_a_mentor_offers_on_a_public_page_and_learns_no_name(sqlite_app, scene, people):
    ada, mo = people
    held = accepted(scene, ada, "Ada")
    carrying.publish(ada, held.id)
    mentor = client_of(sqlite_app, mo)
    assert "Offer an endorsement" in mentor.get(f"/credentials/{held.id}").text
    at = mentor.post(f"/credentials/{held.id}/offer").location
    for path in (at, f"{at}/write", "/endorsements"):
        assert "<bdi>Ada</bdi>" not in mentor.get(path).text
    holder = client_of(sqlite_app, ada)
    assert "Mentor Mo" not in holder.get(at).text
    assert holder.post(f"{at}/decline").status_code == 303


def test_an_endorsement_is_taken_back_with_a_reason_and_the_day_stays_on_the_page(sqlite_app, scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    row = endorsed(ada, mo, "Mentor Mo", subject_id)
    held = taken(scene, ada, "Ada", subject_id)
    carrying.publish(ada, held)
    mentor = client_of(sqlite_app, mo)
    at = f"/endorsements/{row.id}/withdraw"
    assert "Why" in mentor.get(at).text
    assert mentor.post(at, data={}).status_code == 422
    assert mentor.post(at, data={"reason": "mistake"}).status_code == 303
    page = visitor(sqlite_app).get(f"/credentials/{held}").text
    assert "One was taken back on" in page
    assert SEEN not in page
    assert "It was a mistake." not in page
    assert "It was a mistake." in client_of(sqlite_app, ada).get(f"/endorsements/{row.id}").text


def test_files_are_given_to_those_who_may_see_the_badge(sqlite_app, scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    row = endorsed(ada, mo, "Mentor Mo", subject_id)
    held = taken(scene, ada, "Ada", subject_id)
    names = [f"/endorsements/{row.id}/endorsement.{form}" for form in ("json", "jwt")]
    paths = [*names, f"/credentials/{held}/endorsements.json"]
    for path in paths:
        assert visitor(sqlite_app).get(path).status_code == 404
        assert client_of(sqlite_app, ada).get(path).status_code == 200
    carrying.publish(ada, held)
    bodies = [visitor(sqlite_app).get(path).data for path in paths]
    assert bodies[:2] == [carrying_endorsements.form(row, form) for form in ("json", "jwt")]
    assert json.loads(bodies[2]) == [json.loads(bodies[0])]
    answer = visitor(sqlite_app).get(f"/endorsements/{row.id}", headers={"Accept": "application/json"})
    assert answer.data == bodies[0]
    assert visitor(sqlite_app).get(f"/endorsements/{row.id}/endorsement.png").status_code == 404


def test_the_checker_takes_an_endorsement_by_itself_and_says_what_it_is_about(sqlite_app, scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    row = endorsed(ada, mo, "Mentor Mo", subject_id)
    for form in ("json", "jwt"):
        text = carrying_endorsements.form(row, form).decode()
        page = visitor(sqlite_app).post("/verify", data={"text": text}).text
        assert "Genuine" in page
        assert f"urn:uuid:{subject_id}" in page
        assert SEEN in page
        assert "a mentor of Example affiliate" in page
    withdrawing.withdraw(mo, row.id, "mistake")
    assert "Do not rely on this" in visitor(sqlite_app).post("/verify", data={"text": text}).text


def test_a_shown_endorsement_is_found_by_its_address(sqlite_app, scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    row = endorsed(ada, mo, "Mentor Mo", subject_id)
    assert verifying.own_document(f"/endorsements/{row.id}") is None
    carrying.publish(ada, taken(scene, ada, "Ada", subject_id))
    assert verifying.own_document(f"/endorsements/{row.id}").body == carrying_endorsements.form(row, "json")


def test_the_page_of_a_persons_profile_says_that_it_is_a_person(sqlite_app, scene, people):
    ada, mo = people
    row = signed(ada, mo, "Mentor Mo", claimed(scene, ada))
    at = f"/issuers/{row.profile_id}"
    page = visitor(sqlite_app).get(at)
    assert "A person who endorses" in page.text
    assert "a mentor of Example affiliate" in page.text
    assert "Mentor Mo" not in page.text
    assert (
        visitor(sqlite_app).get(at, headers={"Accept": "application/json"}).json["name"] == row.written_name
    )
    assert visitor(sqlite_app).get(f"{at}/did.json").status_code == 200
    assert visitor(sqlite_app).get(f"{at}/status/1").status_code == 200
    assert "mentor" not in visitor(sqlite_app).get("/groups").text
    [profile] = session().query(PersonProfile)
    assert profile.issuer_id == row.profile_id


def test_accepting_a_badge_offers_its_endorsements_and_takes_none_unasked(sqlite_app, scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    row = endorsed(ada, mo, "Mentor Mo", subject_id)
    award_id = awarded(scene, ada, "Ada", subject_id)
    holder = client_of(sqlite_app, ada)
    at = f"/inbox/{award_id}"
    page = holder.get(f"{at}/choices").text
    assert "a mentor of Example affiliate" in page
    assert "for ever" in page
    preview = holder.post(f"{at}/choices", data={"endorsements": str(row.id)}).text
    assert "endorsementJwt" in preview
    assert holder.post(f"{at}/accept", data={"endorsements": str(uuid4())}).status_code == 422
    assert holder.post(f"{at}/accept", data={"endorsements": [str(row.id), "junk"]}).status_code == 303
    document = parse(carrying.form(awards.credential_by_id(subject_id), "jwt").decode()).document
    assert len(document["endorsementJwt"]) == 1


PATHS = (
    ("GET", "/endorsements/{id}"),
    ("GET", "/endorsements/{id}/write"),
    ("POST", "/endorsements/{id}/write"),
    ("GET", "/endorsements/{id}/preview"),
    ("POST", "/endorsements/{id}/sign"),
    ("POST", "/endorsements/{id}/accept"),
    ("POST", "/endorsements/{id}/decline"),
    ("GET", "/endorsements/{id}/withdraw"),
    ("POST", "/endorsements/{id}/withdraw"),
    ("GET", "/endorsements/{id}/endorsement.json"),
    ("GET", "/endorsements/{id}/endorsement.jwt"),
    ("GET", "/claims/{claim}/ask"),
    ("POST", "/claims/{claim}/ask"),
    ("GET", "/credentials/{subject}/ask"),
    ("POST", "/credentials/{subject}/ask"),
    ("POST", "/credentials/{subject}/offer"),
    ("GET", "/credentials/{subject}/endorsements.json"),
)


@pytest.mark.parametrize(("method", "path"), PATHS, ids=lambda part: part)
def test_a_third_person_and_a_steward_find_nothing(sqlite_app, scene, people, method, path):
    ada, mo = people
    subject_id = claimed(scene, ada)
    row = signed(ada, mo, "Mentor Mo", subject_id)
    address = path.format(id=row.id, claim=claim_of(subject_id).id, subject=subject_id)
    for actor in (person("Lee"), scene.steward):
        answer = client_of(sqlite_app, actor).open(address, method=method, data={"reason": "mistake"})
        assert answer.status_code == 404
    assert visitor(sqlite_app).open(address, method=method).status_code in {302, 303, 401, 404}
    assert endorsements.by_id(row.id).state == "signed"


def test_the_mentor_does_not_decide_and_the_holder_does_not_write(sqlite_app, scene, people):
    ada, mo = people
    row = signed(ada, mo, "Mentor Mo", claimed(scene, ada))
    mentor, holder = client_of(sqlite_app, mo), client_of(sqlite_app, ada)
    assert mentor.post(f"/endorsements/{row.id}/accept").status_code == 404
    assert holder.get(f"/endorsements/{row.id}/write").status_code == 404
    assert holder.post(f"/endorsements/{row.id}/withdraw", data={"reason": "mistake"}).status_code == 404


def test_pages_cost_as_many_statements_with_many_endorsements_as_with_one(sqlite_app, scene, people):
    ada, _mo = people
    subject_id = claimed(scene, ada)
    claim = claim_of(subject_id).id
    mentors = [person(f"Mentor {number}") for number in range(6)]
    endorsed(ada, mentors[0], "Mentor 0", subject_id)
    held = taken(scene, ada, "Ada", subject_id)
    visits = (
        f"/credentials/{held}",
        f"/claims/{claim}",
        "/endorsements",
        f"/credentials/{held}/endorsements.json",
    )
    few = [len(statements(sqlite_app, ada, path)) for path in visits]
    for number, mentor in enumerate(mentors[1:], 1):
        endorsed(ada, mentor, f"Mentor {number}", subject_id)
    assert [len(statements(sqlite_app, ada, path)) for path in visits] == few


def test_one_that_was_declined_is_nowhere(sqlite_app, scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    row = signed(ada, mo, "Mentor Mo", subject_id)
    deciding.decline(ada, row.id)
    held = taken(scene, ada, "Ada", subject_id)
    assert SEEN not in client_of(sqlite_app, ada).get(f"/credentials/{held}").text
