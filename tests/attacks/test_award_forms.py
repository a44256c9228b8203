"""The forms of a steward with texts that were made to break them, on both databases."""

import pytest

from issuers import queries as issuers
from tests.badges.scene import give, set_stage
from tests.web.visiting import client_of

FIELDS = ("achievement", "recipient", "reason", "role", "path", "evidence_url", "evidence_text")
TEXTS = {
    "nul": "a\x00b",
    "long": "x" * 70_000,
    "address": "a" * 300 + "@example.org",
    "markup": "<script>alert(1)</script>",
    "script address": "javascript:alert(1)",
    "broken address": "https://[",
    "wide": "\ufdfa" * 200,
}


@pytest.fixture
def scene(app):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield set_stage()
    app.config["PROPAGATE_EXCEPTIONS"] = None


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_text_breaks_the_forms_of_awards(app, scene, text):
    client = client_of(app, scene.steward)
    here = f"/groups/{issuers.issuer(scene.group_id).slug}/awards"
    award = f"{here}/{give(scene, 'ben@example.org').id}"
    right = {"achievement": scene.badge, "recipient": "Ann", "reason": "Well done"}
    sent = [(f"{here}/new", {**right, field: text}) for field in FIELDS]
    sent += [(f"{here}/{end}", {"achievement": scene.badge, "text": text}) for end in ("list", "list/award")]
    sent += [(f"{award}/mend", {"recipient": text}), (f"{award}/revoke", {"reason": text, "note": text})]
    for address, form in sent:
        answer = client.post(address, data=form)
        assert answer.status_code < 500, (address, form)
        assert "<script>alert(1)" not in answer.get_data(as_text=True)
    for page in (here, award, f"/badges/{scene.badge}"):
        said = client.get(page).get_data(as_text=True)
        assert "<script>alert(1)" not in said
        assert 'href="javascript:' not in said
