import io
import json
from typing import Any

import pytest
from flask import Flask

from badges.models import Claim, EvidenceForm
from badges.queries import claims
from badges.services import claiming, evidence, evidence_rules
from badges.services.claims import keeping
from competencies.wording import EVIDENCE_KINDS
from tests.badges.claiming_stage import LINK, assessor, badge, handed_in, opened, with_link
from tests.badges.scene import Scene, give, person, set_stage
from tests.web.visiting import client_of, visitor
from web.pages.claim_evidence import MOST_REQUEST_BYTES

TWO_GIGABYTES = 2 * 1024**3
FILE = {"form": "file", "kind": "report", "name": "A report", "visibility": "private"}


@pytest.fixture
def scene(sqlite_app: Flask) -> Scene:
    return set_stage()


@pytest.fixture
def learner(scene: Scene) -> Any:
    return person("Kim")


@pytest.fixture
def client(sqlite_app: Flask, learner: Any) -> Any:
    return client_of(sqlite_app, learner)


@pytest.fixture
def claim(scene: Scene, learner: Any) -> Claim:
    return opened(learner, badge(scene, "sources-two"))


def at(claim: Claim, more: str = "") -> str:
    return f"/claims/{claim.id}{more}"


def test_a_badge_page_leads_to_its_claim(sqlite_app, scene, client):
    assert f"/claims/new?badge={scene.badge}" in visitor(sqlite_app).get(f"/badges/{scene.badge}").text
    page = client.get(f"/claims/new?badge={scene.badge}")
    assert "Begin my claim" in page.text
    answer = client.post("/claims", data={"badge": scene.badge, "role": "guide", "path": "no-such-path"})
    assert answer.status_code == 303
    told = client.get(answer.location).text
    assert "Hand in your claim" in told
    assert "The next step is yours" in told
    again = client.post("/claims", data={"badge": scene.badge})
    assert again.location == answer.location
    page = client.get(f"/badges/{scene.badge}").text
    assert answer.location in page
    assert "Claim this badge" not in page


def test_a_badge_of_a_panel_says_not_open_yet(sqlite_app, scene, client):
    slug = badge(scene, "of-a-panel", assessment={"method": "panel", "panel_size": 2})
    assert "not open yet" in client.get(f"/badges/{slug}").text
    assert "This badge is not open yet" in client.get(f"/claims/new?badge={slug}").text
    refused = client.post("/claims", data={"badge": slug})
    assert refused.status_code == 409
    assert "This badge is not open yet" in refused.text


def test_thanks_are_not_claimed(scene, client):
    slug = badge(
        scene,
        "thanks",
        kind="recognition",
        assessment={"method": "peer_given"},
        achievement_type="Award",
        proves=[],
        counts_towards_roles=False,
        validity_months=None,
    )
    assert "Claim this badge" not in client.get(f"/badges/{slug}").text
    assert "Nobody asks for it" in client.get(f"/claims/new?badge={slug}").text


def test_who_has_the_badge_or_an_offer_is_led_there(scene, client, learner):
    award = give(scene, "Kim")
    told = client.post("/claims", data={"badge": scene.badge})
    assert told.status_code == 409
    assert f"/inbox/{award.id}" in told.text
    credential_id = claiming.accept(learner, award.id).credential_id
    assert f"/credentials/{credential_id}" in client.post("/claims", data={"badge": scene.badge}).text


def test_strangers_are_asked_to_sign_in_and_others_find_nothing(sqlite_app, scene, claim, learner):
    item = with_link(learner, claim)
    below = ("", "/withdraw", "/appeal", "/evidence/new", f"/evidence/{item.id}/visibility")
    stranger = visitor(sqlite_app)
    assert stranger.get("/claims").location.startswith("/sign-in")
    for address in below:
        assert stranger.get(at(claim, address)).location.startswith("/sign-in")
    keeping.submit(learner, claim.id)
    for who in (person("Lee"), assessor(scene.group_id), scene.steward):
        other = client_of(sqlite_app, who)
        for address in (*below, f"/evidence/{item.id}/file"):
            assert other.get(at(claim, address)).status_code == 404, address
        for address in ("/save", "/submit", "/withdraw", "/appeal", "/evidence"):
            assert other.post(at(claim, address), data={"reason": "x" * 30}).status_code == 404, address
        for address in (f"/evidence/{item.id}/visibility", f"/evidence/{item.id}/remove"):
            assert other.post(at(claim, address), data={"visibility": "embedded"}).status_code == 404
    assert claims.claim_by_id(claim.id).state == "submitted"


def test_a_draft_keeps_itself_and_an_older_page_is_told(client, claim):
    json_wanted = {"Accept": "application/json"}
    typed = {"narrative": "What I did", "revision": "1"}
    assert client.post(at(claim, "/save"), data=typed, headers=json_wanted).json == {"revision": 2}
    older = client.post(at(claim, "/save"), data={**typed, "narrative": "Else"}, headers=json_wanted)
    assert (older.status_code, older.json["code"]) == (409, "stale")
    page = client.post(at(claim, "/save"), data={**typed, "narrative": "Else"})
    assert page.status_code == 409
    for words in ("What I did", "Else", 'name="revision" value="2"', "Nothing was overwritten"):
        assert words in page.text
    assert client.post(at(claim, "/save"), data={"narrative": "Both", "revision": "2"}).status_code == 303
    long = client.post(at(claim, "/save"), data={"narrative": "x" * 5001, "revision": "3"})
    assert long.status_code == 422
    assert "x" * 5001 in long.text
    assert claims.claim_by_id(claim.id).narrative == "Both"


def test_the_page_brings_the_script_and_works_without_it(client, claim):
    page = client.get(at(claim)).text
    assert "draft.js" in page
    assert f'data-draft="{at(claim, "/save")}"' in page
    assert 'role="status" data-draft-said' in page
    with client.get("/static/draft.js") as script:
        assert script.status_code == 200


@pytest.mark.parametrize("form", list(EvidenceForm))
def test_each_form_of_evidence_has_its_fields_and_says_what_a_stranger_learns(client, claim, form):
    page = client.get(at(claim, f"/evidence/new?form={form.value}")).text
    for kind in EVIDENCE_KINDS:
        assert f'value="{kind}"' in page
    assert 'value="private" aria-describedby' in page
    assert "into the badge for good" in page
    assert ("which account is yours" in page) == (form == EvidenceForm.LINK)


def test_a_link_a_file_and_a_text_are_added_on_the_page(client, claim):
    add = at(claim, "/evidence")
    link = {"form": "link", "kind": "wiki_revision", "name": "An edit", "url": LINK}
    text = {"form": "text", "kind": "reflection", "name": "Thoughts", "text": "I learned"}
    file = {**FILE, "upload": (io.BytesIO(b"<script>alert(1)</script>"), "a.html")}
    for typed in (link, text, file):
        assert client.post(add, data=typed).status_code == 303
    page = client.get(at(claim)).text
    for words in ("An edit", LINK, "I learned", "a.html", "Only the assessors"):
        assert words in page
    item = claims.claim_by_id(claim.id).evidence[-1]
    answer = client.get(at(claim, f"/evidence/{item.id}/file"))
    assert answer.data == b"<script>alert(1)</script>"
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment; filename=a.html"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_does_not_fit_comes_back_with_what_was_typed(client, claim):
    typed = {"form": "link", "kind": "wiki_revision", "name": "An edit", "url": "http://192.168.0.1/x"}
    answer = client.post(at(claim, "/evidence"), data=typed)
    assert answer.status_code == 422
    assert "own network" in answer.text
    assert "http://192.168.0.1/x" in answer.text
    empty = client.post(at(claim, "/evidence"), data={**FILE, "upload": (io.BytesIO(b""), "a.pdf")})
    assert empty.status_code == 422
    assert "Please choose a file" in empty.text
    assert client.post(at(claim, "/evidence"), data={}).status_code == 422


def test_a_file_of_twenty_megabytes_is_taken_and_one_byte_more_is_told(client, claim):
    whole = b"x" * evidence_rules.MOST_FILE_BYTES
    form = {"content_type": "multipart/form-data; boundary=edge"}
    assert client.post(at(claim, "/evidence"), data=_as_sent(whole), **form).status_code == 303
    more = client.post(at(claim, "/evidence"), data=_as_sent(whole + b"x"), **form)
    assert more.status_code == 422
    assert "20 megabytes" in more.text
    assert len(claims.claim_by_id(claim.id).evidence) == 1


def _as_sent(content: bytes) -> bytes:
    """A form with a file as a browser sends it."""
    parts = [
        f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{FILE[name]}\r\n' for name in FILE
    ]
    parts.append('--edge\r\nContent-Disposition: form-data; name="upload"; filename="big.bin"\r\n\r\n')
    return "".join(parts).encode() + content + b"\r\n--edge--\r\n"


class Unread(io.RawIOBase):
    """A body that must not be read."""

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: Any) -> int:
        raise AssertionError("the body was read")


def _declared(client: Any, address: str, length: int) -> Any:
    return client.post(
        address,
        content_type="multipart/form-data; boundary=x",
        headers={"Accept": "text/html"},
        environ_overrides={"wsgi.input": Unread(), "CONTENT_LENGTH": str(length)},
    )


def test_two_gigabytes_are_refused_kindly_without_being_read(sqlite_app, client, claim):
    for csrf in (False, True):
        sqlite_app.config["WTF_CSRF_ENABLED"] = csrf
        try:
            answer = _declared(client, at(claim, "/evidence"), TWO_GIGABYTES)
        finally:
            sqlite_app.config["WTF_CSRF_ENABLED"] = False
        assert answer.status_code == 413
        assert "20 megabytes at most" in answer.text
        assert at(claim, "/evidence/new") in answer.text


def test_only_the_address_of_files_and_only_somebody_signed_in_may_send_much(sqlite_app, client, claim):
    much = MOST_REQUEST_BYTES - 1
    assert _declared(client, at(claim, "/save"), much).status_code == 413
    assert _declared(visitor(sqlite_app), at(claim, "/evidence"), much).status_code in {401, 413}
    with pytest.raises(AssertionError, match="the body was read"):
        _declared(client, at(claim, "/evidence"), much)


def test_who_sees_it_is_changed_and_evidence_taken_away(client, claim, learner):
    item = with_link(learner, claim)
    address = at(claim, f"/evidence/{item.id}/visibility")
    assert "which account is yours" in client.get(address).text
    assert client.post(address, data={"visibility": "embedded"}).status_code == 303
    assert "Everybody who sees the badge" in client.get(at(claim)).text
    assert client.post(address, data={"visibility": "else"}).status_code == 422
    assert client.post(at(claim, f"/evidence/{item.id}/remove")).status_code == 303
    assert claims.claim_by_id(claim.id).evidence == []
    assert client.post(at(claim, f"/evidence/{item.id}/remove")).status_code == 404


def test_the_next_step_names_what_is_missing_and_who_holds_it(client, scene, learner):
    rule = {"method": "endorsed", "min_endorsements": 2}
    claim = opened(learner, badge(scene, "endorsed-one", assessment=rule))
    page = client.get(at(claim)).text
    assert "Add something that shows what you did" in page
    assert "1 more piece of evidence" in page
    assert "2 endorsements needed" in page
    assert client.post(at(claim, "/submit")).status_code == 422
    with_link(learner, claim)
    assert "Ask somebody who saw it to endorse you" in client.get(at(claim)).text
    assert client.post(at(claim, "/submit")).status_code == 303
    assert "Handed in" in client.get(at(claim)).text


def test_an_opening_by_an_assessor_is_shown_to_the_claimant(client, scene, learner):
    claim = handed_in(learner, badge(scene, "shown-to"))
    assert "Nobody so far" in client.get(at(claim)).text
    item = claims.claim_by_id(claim.id).evidence[0]
    evidence.opened(assessor(scene.group_id), item.id)
    page = client.get(at(claim)).text
    assert "an assessor of <bdi>Example affiliate</bdi> opened <bdi>My edit</bdi>" in page


def test_a_claim_is_taken_back_after_asking(client, learner, scene):
    claim = handed_in(learner, badge(scene, "taken-back"))
    assert "Take this claim back?" in client.get(at(claim, "/withdraw")).text
    assert claims.claim_by_id(claim.id).state == "submitted"
    assert client.post(at(claim, "/withdraw")).status_code == 303
    assert "You took this claim back" in client.get(at(claim)).text
    again = client.post(at(claim, "/withdraw"))
    assert again.status_code == 409
    assert at(claim) in again.text
    assert client.post(at(claim, "/save"), data={"narrative": "x"}).status_code == 409
    assert client.post(at(claim, "/appeal"), data={"reason": "x" * 30}).status_code == 409


def test_my_claims_lists_each_with_its_next_step(client, claim, learner, scene):
    handed_in(learner, badge(scene, "waiting"))
    page = client.get("/claims").text
    assert "An assessor will look at your claim" in page
    assert "Add something that shows what you did" in page
    assert "The next step is with the assessors" in page


def test_no_claims_yet_leads_to_the_badges(client):
    page = client.get("/claims").text
    assert "No claims yet" in page


def test_words_of_a_claim_are_marked_so_that_they_run_their_own_way(client, claim, learner):
    with_link(learner, claim, name="<b>אב</b>", text="<i>x</i>")
    page = client.get(at(claim)).text
    assert "<bdi>&lt;b&gt;אב&lt;/b&gt;</bdi>" in page
    assert "<i>x</i>" not in page


def test_programs_get_problems_as_documents(client, claim):
    answer = client.post(at(claim, "/appeal"), headers={"Accept": "application/json"})
    assert answer.mimetype == "application/problem+json"
    assert json.loads(answer.data)["code"] == "move_refused"
