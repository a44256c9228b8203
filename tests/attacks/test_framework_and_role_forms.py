"""The forms of frameworks, references and roles with texts that were made to break them."""

import io
from datetime import UTC, datetime
from uuid import UUID

import pytest

from competencies.queries import adapting as known
from competencies.queries import trees
from competencies.services import adapting, contexts, defining, drafting, modelling
from foundation import clock
from issuers.services import delegating
from tests.attacks.test_journey_forms import TEXTS
from tests.competencies.roles_stage import organiser, raised, set_up
from tests.web.visiting import client_of

MORE = {
    **TEXTS,
    "first day": "0001-01-01",
    "a week": "2025-W01-1",
    "bidi": "\u202eevil\u2066",
    "minus": "-1",
    "other digits": "\u0663",
    "float": "1.5",
}
DRAFT = "/frameworks/core/draft"
LEVELS = {f"rubric.{index}.en": "Shows it." for index in range(4)}
COMPETENCY = {
    "title.en": "Maps", "statement.en": "Reads.", **LEVELS, "domain": "people", "code": "M1",
    "typical_evidence": "report", "alignments.0.name": "A", "alignments.0.url": "https://a.example/1",
    "alignments.0.framework": "F", "alignments.0.edition": "1", "alignments.0.code": "c",
    "alignments.0.type": "CFItem", "alignments.0.verified": "yes",
}  # fmt: skip
DECIDED = {"adopted_by": "board", "adopted_on": "2026-01-10"}
WORKED_OUT = {"seen": "modelling"}
LEVELLED = {
    **WORKED_OUT,
    "levels.0.level": "2",
    "levels.0.must": "yes",
    "levels.0.weight": "1",
    "text": "Enough.",
}
ADAPTED = {
    "need.1.level": "3", "need.1.reason": "Many.", "additions.0.competency": "agreeing",
    "additions.0.level": "1", "additions.0.weight": "2", "additions.0.reason": "So.", "title.en": "Weaver",
    "title_reason": "Us.", "seen": "adaptation",
}  # fmt: skip
# what a form saw: how it stands when it is sent
SEEN = {
    "adaptation": lambda places: known.mark(known.adaptation(UUID(places["adaptation"]))),
    "context": lambda places: contexts.context_mark(known.context(UUID(places["river"]))),
    "modelling": lambda places: known.modelling_mark(known.modelling(UUID(places["modelling"]))),
    "update": lambda places: _update_mark(known.adaptation(UUID(places["adaptation"]))),
}
FORMS = [
    ("hub", "/groups/hub/frameworks/new", {"source": "en", "title.en": "New", "description.en": "All."}),
    ("river", "/frameworks/core/derive", {"group": "{river}", "number": "1"}),
    ("hub", f"{DRAFT}/texts", {"revision": "1", "source": "en", "title.en": "Core"}),
    ("hub", f"{DRAFT}/domains/new", {"revision": "1", "title.en": "More"}),
    ("hub", f"{DRAFT}/domains/people", {"revision": "1", "title.en": "People here"}),
    ("hub", f"{DRAFT}/competencies/new", {"revision": "1", **COMPETENCY}),
    ("hub", f"{DRAFT}/competencies/welcoming", {"revision": "1", **COMPETENCY}),
    ("hub", f"{DRAFT}/translate/sv", {"revision": "1", "/title": "Kärna", "reviewed": "/title"}),
    ("hub", f"{DRAFT}/move", {"revision": "1", "thing": "domain", "id": "people", "to": "0"}),
    ("hub", f"{DRAFT}/move", {"revision": "1", "id": "welcoming", "to": "0", "domain": "people"}),
    ("hub", f"{DRAFT}/competencies/welcoming/remove", {"revision": "0"}),
    ("hub", f"{DRAFT}/publish", {"revision": "0"}),
    ("hub", f"{DRAFT}/take-in", {"revision": "0"}),
    ("hub", "/groups/hub/reference", {"title": "T", "edition": "1", "file": "full statement\na"}),
    ("hub", "/groups/hub/reference/fetch", {"url": "http://a.example"}),
    ("river", "/roles/organiser/adapt", {"group": "river"}),
    ("river", "/groups/river/adaptations/{adaptation}", ADAPTED),
    ("river", "/groups/river/adaptations/{adaptation}/adopt", {**DECIDED, "seen": "adaptation"}),
    ("river", "/roles/{role}/update/accept", {"leave_out": "0", "seen": "update"}),
    ("river", "/groups/river/roles/model", {"title": "Host"}),
    ("river", "/groups/river/roles/model/{modelling}/context", {"context": "Twelve.", **WORKED_OUT}),
    ("river", "/groups/river/roles/model/{modelling}/competencies",
     {"chosen.0.competency": "welcoming", "chosen.0.reason": "Many.", **WORKED_OUT}),
    ("river", "/groups/river/roles/model/{modelling}/levels", LEVELLED),
    ("river", "/groups/river/roles/model/{modelling}/trial",
     {"person_a": "Fits.", "person_b": "Not.", **WORKED_OUT}),
    ("river", "/groups/river/roles/model/{modelling}/adopt",
     {"title": "Host", "purpose": "P", **DECIDED, **WORKED_OUT}),
    ("river", "/groups/river/context/edit",
     {"kind": "chapter", "connectivity": "good", "languages": "en", "constraints": "None.",
      "seen": "context"}),
    ("river", "/groups/river/delegation", {"hub": "hills"}),
]  # fmt: skip
ADDRESSES = [
    ("/frameworks/core/compare", ("from", "to")),
    ("/roles/outline", ("group", "area", "page")),
    ("/roles/organiser/compare", ("with",)),
    ("/roles/organiser/compare/{role}", ("from", "to")),
    ("/reference", ("q", "page")),
    (f"{DRAFT}/translate/sv", ("part",)),
    (f"{DRAFT}/competencies/new", ("domain",)),
    ("/ims/case/v1p1/CFDocuments", ("limit", "offset", "sort", "orderBy", "filter", "fields")),
    ("/api/v1/frameworks", ("page",)),
    ("/api/v1/frameworks/core/diff", ("from", "to")),
    ("/api/v1/roles/organiser/comparison/{role}", ("version", "other_version")),
    ("/api/v1/roles/outline", ("group", "area", "page")),
]


@pytest.fixture
def stage(app):
    clock.set_source(lambda: datetime(2026, 1, 15, 12, tzinfo=UTC))
    movement = set_up()
    drafting.begin(movement.hub, "core")
    shape = {"operations": [raised()], "adopted_by": "board", "adopted_on": clock.now().date()}
    made = adapting.adapt(movement.river, "organiser", group_id=movement.river_id, **shape)
    assert made.role_id is not None
    defining.revise_role(movement.hub, "organiser", **organiser(purpose={"en": "Another."}))
    work = modelling.begin(movement.river, group_id=movement.river_id, title="Host", language="en")
    modelling.choose(movement.river, work.id, [{"competency": "welcoming", "reason": "Many."}])
    delegating.delegate(movement.river, movement.river_id, hub="hub")
    places = {
        "river": str(movement.river_id), "adaptation": str(made.id), "modelling": str(work.id),
        "role": known.role_by_id(made.role_id).slug,
    }  # fmt: skip
    return movement, places


def _update_mark(found):
    return known.update_mark(found, known.role_by_id(found.base_role_id))


def filled(text: str, places: dict[str, str]) -> str:
    for name, value in places.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def attacked(form: dict[str, str], at: int):
    """Each field in turn with a few of the texts; over all forms every text comes up many times."""
    kinds = list(MORE.items())
    for place, name in enumerate(form):
        start = (at + place) * 3
        for kind, text in (kinds[(start + step) % len(kinds)] for step in range(3)):
            rest = {one: value for one, value in form.items() if one != name}
            yield name, kind, rest if text is None else {**rest, name: text}


def sent_as(form: dict[str, object], places: dict[str, str]) -> dict[str, object]:
    sent = {name: filled(value, places) if isinstance(value, str) else value for name, value in form.items()}
    if sent.get("revision") == "1":
        sent["revision"] = str(trees.draft("core").revision)
    if sent.get("seen") in SEEN:
        sent["seen"] = SEEN[str(sent["seen"])](places)
    if "file" in sent:
        given = sent["file"]
        raw = given if isinstance(given, bytes) else str(given).encode("utf-8", "surrogatepass")
        sent["file"] = (io.BytesIO(raw), "t.csv")
    return sent


def test_no_text_in_any_field_breaks_a_form(app, stage):
    movement, places = stage
    for at, (who, address, form) in enumerate(FORMS):
        client = client_of(app, getattr(movement, who))
        for name, kind, typed in attacked(form, at):
            answer = client.post(filled(address, places), data=sent_as(typed, places))
            assert answer.status_code < 500, (address, name, kind)


def test_no_text_in_an_address_breaks_a_page(app, stage):
    movement, places = stage
    client = client_of(app, movement.hub)
    for at, (address, names) in enumerate(ADDRESSES):
        for name, kind, asked in attacked(dict.fromkeys(names, "1"), at):
            wanted = {one: value for one, value in asked.items() if one == name and isinstance(value, str)}
            answer = client.get(filled(address, places), query_string=wanted)
            assert answer.status_code < 500, (address, name, kind)


@pytest.mark.parametrize("name", ["limit", "offset"])
def test_a_number_of_five_thousand_digits_is_asked_wrong(sqlite_app, name):
    answer = sqlite_app.test_client().get(
        "/ims/case/v1p1/CFDocuments", query_string={name: "000000000001" + "0" * 5000}
    )
    assert answer.status_code == 400
