"""The forms of learners, assessors, mentors and moderators with texts that were made to break them."""

import pytest

from tests.web.permission_stage import set_up
from tests.web.visiting import client_of

UUID_OF_NOBODY = "00000000-0000-4000-8000-000000000000"
TEXTS = {
    "missing": None,
    "nul": "a\x00b",
    "half a letter": b"a\xed\xa0\x80b",
    "nothing visible": "\u200b\u2060\ufeff\u00ad",
    "wide": "\ufdfa" * 3_000,
    "number": "99999999999999999999",
    "nobody": UUID_OF_NOBODY,
    "far day": "9999-12-31",
    "markup": "<script>alert(1)</script>",
    "script address": "javascript:alert(1)",
}
EVIDENCE = {
    "kind": "wiki_revision",
    "form": "link",
    "name": "Mine",
    "url": "https://example.org/",
    "text": "",
}
TEXT = {**EVIDENCE, "form": "text", "text": "Seen"}
REPORT = {
    "kind": "credential", "about": "{open}", "reason": "other", "text": "See", "key": "", "for_safety": "yes",
}  # fmt: skip
WORDS = {
    "comment": "She found three sources for every sentence of the article.", "competency": "citing",
    "level": "2", "relation": "mentor", "seen_from": "2025-01-10", "seen_until": "2025-03-31",
    "language": "en", "name_choice": "affiliate", "then": "preview",
}  # fmt: skip
SETTINGS = {"display_name": "Me", "endorser_name": "affiliate", "language": "en", "digest_mail": "yes"}
LINK = {"name": "For you", "lasts": "week", "shows_evidence": "yes"}
DECISION = {
    "outcome": "awarded", "judgements.citing.level": "2", "judgements.citing.reason": "Well cited.",
    "reason": "All is there.", "advice": "", "citation": "For citing.", "revision": "{taken_revision}",
}  # fmt: skip
FORMS = [
    ("learner", "/claims", {"badge": "sources", "path": "", "role": ""}),
    ("holder", "/claims/{draft}/save", {"narrative": "I did it.", "revision": "{draft_revision}"}),
    ("holder", "/claims/{draft}/evidence", {**EVIDENCE, "visibility": "private"}),
    ("holder", "/claims/{draft}/evidence", {**TEXT, "visibility": "embedded"}),
    ("holder", "/claims/{draft}/evidence/{draft_item}/visibility", {"visibility": "private"}),
    ("holder", "/claims/{declined}/appeal", {"reason": "Please look again at it all."}),
    ("holder", "/claims/{taken}/ask", {"how": "name", "user_name": "Learner", "message": "Please"}),
    ("holder", "/credentials/{own}/ask", {"how": "link", "user_name": "", "message": "Please"}),
    ("assessor", "/assess/{waiting}/take", {"revision": "{waiting_revision}"}),
    ("assessor", "/assess/{taken}/decide", DECISION),
    ("assessor", "/assess/{taken}/decide", {**DECISION, "outcome": "awarded_in_part"}),
    ("assessor", "/assess/{taken}/decide", {**DECISION, "outcome": "returned"}),
    ("steward", "/credentials/{open}/offer", {"share": ""}),
    ("endorser", "/endorsements/{asked}/write", WORDS),
    ("endorser", "/endorsements/{shown}/withdraw", {"reason": "privacy"}),
    ("holder", "/passport/collections", {"name": "Best", "description": "Mine"}),
    ("holder", "/passport/collections/{collection}", {"name": "Best", "description": "Mine"}),
    ("holder", "/passport/collections/{collection}/badges", {"credential": "{own}"}),
    ("holder", "/passport/collections/{collection}/links", LINK),
    ("holder", "/credentials/{own}/share/links", LINK),
    ("holder", "/credentials/{own}/publish", {"from": "share"}),
    ("learner", "/account/settings", SETTINGS),
    ("learner", "/account/leave", {"current": "", "word": "No", "give_up_badges": ""}),
    ("learner", "/report", REPORT),
    ("safety", "/reports/{report}/answer", {"text": "Thank you."}),
]  # fmt: skip
PAGES = [
    ("holder", ["/claims", "/claims/{draft}", "/claims/{taken}", "/claims/{declined}", "/passport", "/inbox",
     "/passport/collections", "/passport/collections/{collection}", "/credentials/{own}/share",
     "/account/activity", "/endorsements", "/way"]),
    ("assessor", ["/assess", "/assess/{waiting}", "/assess/{taken}"]),
    ("endorser", ["/endorsements", "/endorsements/{asked}/write", "/endorsements/{shown}", "/inbox"]),
    ("safety", ["/safety/reports", "/reports/{report}"]),
    ("learner", ["/account/settings", "/claims", "/s/{share_token}"]),
]  # fmt: skip


@pytest.fixture
def stage(app):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield set_up()
    app.config["PROPAGATE_EXCEPTIONS"] = None


def test_no_text_breaks_a_form_or_the_pages_that_show_it(app, stage):
    broken = []
    clients = {role: client_of(app, actor) for role, actor in stage.who.items() if actor.person_id}
    for role, path, form in FORMS:
        address = path.format(**stage.names)
        right = {name: value.format(**stage.names) for name, value in form.items()}
        for field in right:
            for kind, text in TEXTS.items():
                sent = {name: value for name, value in {**right, field: text}.items() if value is not None}
                answer = clients[role].post(address, data=sent)
                said = answer.get_data(as_text=True)
                if answer.status_code >= 500 or _runs(said):
                    broken.append((address, field, kind, answer.status_code))
    for role, paths in PAGES:
        for path in paths:
            answer = clients[role].get(path.format(**stage.names))
            if answer.status_code >= 500 or _runs(answer.get_data(as_text=True)):
                broken.append((path, "", "", answer.status_code))
    assert broken == []


def _runs(page: str) -> bool:
    return any(sign in page for sign in ("<script>alert(1)", 'href="javascript:', "\"' onmouseover", "49}}"))


NUMBERS = ("99999999999999999999", "2147483648", "-1", "0", "abc", "%00", "²")
PAGED = (
    ("assessor", "/assess"), ("assessor", "/assess?group=x"),
    ("holder", "/account/activity"), ("holder", "/passport?shelf=hidden"),
    ("safety", "/safety/reports"), ("steward", "/groups/{group}/reports"),
)  # fmt: skip


def test_any_number_of_a_page_is_a_page(app, stage):
    found = {}
    for role, path in PAGED:
        address = path.format(**stage.names)
        for page in NUMBERS:
            asked = f"{address}{'&' if '?' in address else '?'}page={page}"
            found[asked] = client_of(app, stage.who[role]).get(asked).status_code
    assert [one for one in found.items() if one[1] >= 500] == []
