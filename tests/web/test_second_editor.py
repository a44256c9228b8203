"""Two people have the same form open: the second is told by the same page, and nothing is overwritten."""

import html
import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from competencies.services import defining, drafting, initiatives, modelling, planning
from foundation import clock
from foundation.policy import Actor
from tests.competencies.roles_stage import WHY, Movement, organiser, second_steward, set_up
from tests.web.filled import fields_of
from tests.web.test_adapt import words
from tests.web.test_define import BADGE, png
from tests.web.visiting import client_of
from web.pages.field_words import names_of

TOLD = "Somebody else changed this while you were writing. Nothing of theirs is overwritten."
DECIDED = {"adopted_by": "board", "adopted_on": "2026-01-10"}
MODEL = "/groups/river/roles/model/{modelling}"
CHOSEN = {"competency": "welcoming", "reason": "People come."}
LEVELLED = {"level": 2, "must": True, "weight": 1}
# whose group, address of the form, what the first and the second write, where it stands as it is now
FORMS: dict[str, tuple[str, str, dict[str, str], dict[str, str], str]] = {
    "competency": (
        "hub", "/competencies/welcoming/edit",
        {"statement.en": "Greets."}, {"statement.en": "Sees everybody.", "title.en": "Welcome"},
        "/competencies/welcoming",
    ),
    "place of a competency": (
        "hub", "/competencies/welcoming/edit", {"code": "W9"}, {"code": "W7"}, "/competencies/welcoming",
    ),
    "role": (
        "hub", "/roles/organiser/edit",
        {"purpose.en": "Holds it together."}, {"purpose.en": "Leads.", "term_guidance_months": "7"},
        "/roles/organiser",
    ),
    "badge": (
        "hub", "/badges/source-finder/edit",
        {"name.en": "Source scout"}, {"name.en": "Source hunter", "tags": "hunting"}, "/badges/source-finder",
    ),
    "context": (
        "river", "/groups/river/context/edit",
        {"constraints": "We meet outdoors."}, {"constraints": "Venues are borrowed.", "kind": "chapter"},
        "/groups/river/context",
    ),
    "group": (
        "river", "/groups/river/edit", {"description": "Row."}, {"description": "Swim."}, "/groups/river",
    ),
    "step of tasks": (
        "river", f"{MODEL}/tasks", {"tasks": "Makes tea."}, {"tasks": "Makes coffee."}, f"{MODEL}/tasks",
    ),
    "step of competencies": (
        "river", f"{MODEL}/competencies",
        {"chosen.1.competency": "agreeing", "chosen.1.reason": "Two decide."},
        {"chosen.1.competency": "delivering", "chosen.1.reason": "It is done."}, f"{MODEL}/competencies",
    ),
    "step of levels": (
        "river", f"{MODEL}/levels",
        {"levels.0.level": "3", "text": "So."}, {"levels.0.level": "4", "text": "Not so."}, f"{MODEL}/levels",
    ),
    "step of trial": (
        "river", f"{MODEL}/trial",
        {"person_a": "Fits.", "person_b": "Fits too."}, {"person_a": "No.", "person_b": "Never."},
        f"{MODEL}/trial",
    ),
    "line of a plan": (
        "river", "/groups/river/plan/lines/{line}",
        {"action": "Let two lead."}, {"action": "Let three lead.", "owner": "the board"},
        "/groups/river/plan/lines/{line}",
    ),
    "result of an initiative": (
        "river", "/groups/river/initiatives/{initiative}/result",
        {"result": "Six can."}, {"result": "Nobody came."}, "/groups/river/initiatives/{initiative}/result",
    ),
}  # fmt: skip


@dataclass
class World:
    """The movement, and what its groups have begun."""

    app: Flask
    movement: Movement
    names: dict[str, str]

    def pair(self, group: str) -> tuple[Any, Any]:
        """Give the browsers of two stewards of a group."""
        first: Actor = getattr(self.movement, group)
        second = second_steward(getattr(self.movement, f"{group}_id"))
        return client_of(self.app, first), client_of(self.app, second)


@pytest.fixture
def world(sqlite_app: Flask) -> World:
    clock.set_source(lambda: datetime(2026, 1, 15, 12, tzinfo=UTC))
    movement = set_up()
    needs = [{**one, "reason": WHY} for one in organiser()["requirements"]]
    defining.revise_role(movement.hub, "organiser", **organiser(requirements=needs))
    badge = {**BADGE, "proves.1.competency": "welcoming"}
    assert client_of(sqlite_app, movement.hub).post("/groups/hub/badges/new", data=badge).status_code == 303
    river, river_id = movement.river, movement.river_id
    made = modelling.begin(river, group_id=river_id, title="Host", language="en")
    modelling.choose(river, made.id, [CHOSEN])
    line = planning.add_line(river, river_id, role="organiser", action="Ask.", owner="", due_on=None)
    said = {"competency": "welcoming", "need": "Few.", "action": "A course.", "language": "en"}
    begun = initiatives.begin(river, river_id, **said)
    names = {"modelling": str(made.id), "line": str(line.id), "initiative": str(begun.id)}
    return World(sqlite_app, movement, names)


def form_in(page: str) -> dict[str, list[str]]:
    main = page.partition("<main")[2]
    main = (
        main if 'id="field-form"' in main else main.replace('class="form"', 'class="form" id="field-form"', 1)
    )
    return fields_of(main)


def filled(read: dict[str, list[str]], typed: dict[str, str]) -> dict[str, Any]:
    return {**read, **typed}


@pytest.mark.parametrize("kind", FORMS)
def test_the_second_of_two_is_told_with_what_they_typed_and_sends_it_again(world, kind):
    group, address, mine, theirs, stands = FORMS[kind]
    address, stands = address.format(**world.names), stands.format(**world.names)
    first, second = world.pair(group)
    read = form_in(first.get(address).text)
    assert first.post(address, data=filled(read, mine)).status_code == 303
    kept = form_in(first.get(address).text)
    answer = second.post(address, data=filled(read, theirs))
    assert answer.status_code == 409
    assert TOLD in words(answer.text)
    assert re.search(rf'href="{re.escape(stands)}" target="_blank"', answer.text)
    back = form_in(answer.text)
    assert {name: back[name] for name in theirs} == {name: [text] for name, text in theirs.items()}
    now = form_in(second.get(address).text)
    assert now == kept | {"csrf_token": now["csrf_token"]}
    assert second.post(address, data=back).status_code == 303
    after = form_in(second.get(address).text)
    assert {name: after[name] for name in theirs} == {name: [text] for name, text in theirs.items()}


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_that_does_not_say_what_it_saw_overwrites_nothing(world, kind):
    group, address, mine, theirs, _stands = FORMS[kind]
    address = address.format(**world.names)
    first, second = world.pair(group)
    read = form_in(first.get(address).text)
    assert first.post(address, data=filled(read, mine)).status_code == 303
    blind = {name: value for name, value in read.items() if name not in {"seen", "revision"}}
    assert second.post(address, data=filled(blind, theirs)).status_code == 409
    after = form_in(first.get(address).text)
    assert {name: after[name] for name in mine} == {name: [text] for name, text in mine.items()}


def test_what_the_other_wrote_stands_beside_the_field_where_it_is_not_what_was_typed(world):
    first, second = world.pair("hub")
    read = form_in(first.get("/competencies/welcoming/edit").text)
    mine = {"statement.en": "Greets.", "rubric.0.en": "Same.", "typical_evidence": ["report"], "code": "W9"}
    first.post("/competencies/welcoming/edit", data=filled(read, mine))
    theirs = {"rubric.0.en": "Same.", "rubric.1.en": "Only mine."}
    answer = second.post("/competencies/welcoming/edit", data=filled(read, theirs))
    beside = dict(re.findall(r'id="field-([^"]+)-error">.*?<span>(.*?)</span></div>', answer.text, re.DOTALL))
    assert set(beside) == {"statement.en", "typical_evidence", "code"}
    assert beside["statement.en"] == "Somebody else wrote here meanwhile: \u2068Greets.\u2069"
    targets = re.findall(r'<li><a href="#([^"]+)">', answer.text)
    assert [one for one in targets if f'id="{one}"' not in answer.text] == []


def summary_of(page: str) -> tuple[str, list[str]]:
    """What stands on top of the form: its kind and title, and the words of its links."""
    found = re.search(
        r'cdx-message--(\w+) notice" role="alert">.*?<strong>(.*?)</strong>.*?</ul>', page, re.DOTALL
    )
    assert found is not None
    links = re.findall(r'<li><a href="#[^"]+">(.*?)</a>', found[0])
    return f"{found[1]}: {found[2]}", [html.unescape(one) for one in links]


@pytest.mark.parametrize(
    ("address", "mine", "links"),
    [
        (
            "/competencies/welcoming/edit",
            {"rubric.0.sv": "Hälsar.", "code": "W9"},
            ["Short code", "How level 1 shows (\u2068Svenska\u2069)"],
        ),
        ("/roles/organiser/edit", {"term_guidance_months": "9"}, ["Usual term in months"]),
        (
            "/badges/source-finder/edit",
            {"description.en": "Finds.", "assessment.min_endorsements": "3"},
            ["Endorsements needed", "What the holder has shown (\u2068English\u2069)"],
        ),
        (
            "/frameworks/core/draft/texts",
            {"description.en": "Ours.", "levels.0.title.en": "Newcomer"},
            ["What it is for (\u2068English\u2069)", "Name of level 1 (\u2068English\u2069)"],
        ),
        ("/frameworks/core/draft/competencies/welcoming", {"code": "W9"}, ["Short code"]),
        (
            "/frameworks/core/draft/translate/sv?part=people",
            {"/competencies/welcoming/title": "Välkomna"},
            ["\u2068Welcoming\u2069: Title"],
        ),
    ],
)
def test_what_another_wrote_is_no_mistake_and_each_link_only_names_its_field(world, address, mine, links):
    drafting.begin(world.movement.hub, "core")
    first, second = world.pair("hub")
    read = form_in(first.get(address).text)
    assert first.post(address, data=filled(read, mine)).status_code == 303
    answer = second.post(address, data=read)
    assert answer.status_code == 409
    title = "Compare one thing" if len(links) == 1 else f"Compare {len(links)} things"
    said = [f"Somebody else changed this too: {one}" for one in links]
    assert summary_of(answer.text) == (f"warning: {title}", said)
    assert "mending</strong>" not in answer.text


def test_what_does_not_fit_is_still_a_mistake(world):
    first, _second = world.pair("hub")
    read = form_in(first.get("/competencies/welcoming/edit").text)
    answer = first.post("/competencies/welcoming/edit", data=filled(read, {"code": "W" * 30}))
    assert answer.status_code == 422
    assert summary_of(answer.text)[0] == "error: One thing needs mending"


def test_every_field_of_the_forms_has_a_name(world):
    first, _second = world.pair("hub")
    unseen = {"csrf_token", "seen", "revision", "kind", "picture", "look", "place", "sought", "source"}
    addresses = [FORMS[kind][1] for kind in ("competency", "role", "badge")]
    fields = {name for one in addresses for name in form_in(first.get(one).text)} - unseen
    single = {one for one in fields if not re.match(r"(proves|requirements|alignments)\.", one)}
    with world.app.test_request_context():
        names = names_of(single, "What it is for")
    assert [one for one, name in names.items() if name == one.replace(".", "/")] == []


@pytest.mark.parametrize(
    ("kind", "new"),
    [
        ("competencies", "/competencies/welcoming/edit"),
        ("roles", "/roles/organiser/edit"),
        ("badges", "/badges/source-finder/edit"),
    ],
)
def test_who_edits_is_told_that_ticked_languages_stay_ticked_whatever_is_written(world, kind, new):
    first, _second = world.pair("hub")
    hint = "Take the tick from every language that does not say the same yet."
    assert hint in words(first.get(new).text)
    assert hint not in words(first.get(f"/groups/hub/{kind}/new").text)


@pytest.mark.parametrize(
    ("kind", "address", "rows"),
    [
        ("role", "/roles/organiser/edit", "requirements"),
        ("badge", "/badges/source-finder/edit", "proves"),
        ("competency", "/competencies/welcoming/edit", "alignments"),
    ],
)
def test_more_rows_do_not_make_an_old_form_a_new_one(world, kind, address, rows):
    _group, _address, mine, theirs, _stands = FORMS[kind]
    first, second = world.pair("hub")
    read = form_in(first.get(address).text)
    first.post(address, data=filled(read, mine))
    more = second.post(address, data=filled(read, {**theirs, "more": rows}))
    assert more.status_code == 200
    assert second.post(address, data=form_in(more.text)).status_code == 409


def test_more_rows_do_not_make_an_old_draft_a_new_one(world):
    drafting.begin(world.movement.hub, "core")
    first, second = world.pair("hub")
    address = "/frameworks/core/draft/competencies/welcoming"
    read = form_in(first.get(address).text)
    assert first.post(address, data=filled(read, {"statement.en": "Greets."})).status_code == 303
    more = second.post(address, data=filled(read, {"statement.en": "Mine.", "more": "alignments"}))
    answer = second.post(address, data=form_in(more.text))
    assert answer.status_code == 409
    assert "Somebody else wrote here meanwhile: \u2068Greets.\u2069" in answer.text


def test_a_picture_that_the_second_uploaded_is_kept_for_them(world):
    first, second = world.pair("hub")
    address = "/badges/source-finder/edit"
    read = form_in(first.get(address).text)
    first.post(address, data=filled(read, {"colour": "red"}))
    upload = {"upload": (io.BytesIO(png()), "star.png")}
    answer = second.post(address, data={**filled(read, {"template": "leaf"}), **upload})
    assert answer.status_code == 409
    back = form_in(answer.text)
    assert (back["template"], back["look"], len(back["picture"][0])) == (["leaf"], ["picture"], 36)
    assert 'id="field-colour-error"' in answer.text
    assert second.post(address, data=back).status_code == 303


def test_levels_follow_their_competencies_when_others_are_chosen_meanwhile(world):
    here = MODEL.format(**world.names)
    first, second = world.pair("river")
    read = form_in(second.get(f"{here}/levels").text)
    chosen = form_in(first.get(f"{here}/competencies").text)
    rows = {
        "chosen.0.competency": "agreeing", "chosen.0.reason": "Two decide.",
        "chosen.1.competency": "welcoming", "chosen.1.reason": "People come.",
    }  # fmt: skip
    assert first.post(f"{here}/competencies", data=filled(chosen, rows)).status_code == 303
    typed = {"levels.0.level": "4", "levels.0.weight": "3", "text": "Enough."}
    answer = second.post(f"{here}/levels", data=filled(read, typed))
    assert (answer.status_code, TOLD in words(answer.text)) == (409, True)
    back = form_in(answer.text)
    assert [back[f"levels.{at}.competency"][0] for at in (0, 1)] == ["agreeing", "welcoming"]
    assert (back["levels.0.level"], back["levels.1.level"], back["levels.1.weight"]) == ([""], ["4"], ["3"])
    assert back["text"] == ["Enough."]


def write_steps(client, here: str) -> None:
    steps: dict[str, dict[str, str]] = {
        "context": {"context": "Twelve."}, "tasks": {"tasks": "Tea."},
        "levels": {"levels.0.level": "2", "text": "So."}, "trial": {"person_a": "Fits.", "person_b": "Too."},
    }  # fmt: skip
    for step, typed in steps.items():
        read = form_in(client.get(f"{here}/{step}").text)
        assert client.post(f"{here}/{step}", data=filled(read, typed)).status_code == 303


def adopted(client, here: str) -> None:
    write_steps(client, here)
    read = form_in(client.get(f"{here}/adopt").text)
    both = {"title": "Host", "purpose": "Hosts.", **DECIDED}
    assert client.post(f"{here}/adopt", data=filled(read, both)).status_code == 303


def test_who_writes_a_step_of_a_role_that_was_adopted_meanwhile_keeps_their_words(world):
    here = MODEL.format(**world.names)
    first, second = world.pair("river")
    write_steps(first, here)
    late, read = form_in(second.get(f"{here}/tasks").text), form_in(first.get(f"{here}/adopt").text)
    both = {"title": "Host", "purpose": "Hosts.", **DECIDED}
    assert first.post(f"{here}/adopt", data=filled(read, both)).status_code == 303
    for step, form, typed in (("tasks", late, {"tasks": "Coffee."}), ("adopt", read, {"purpose": "Mine."})):
        answer = second.post(f"{here}/{step}", data=filled(form, {**both, **typed}))
        assert answer.status_code == 409
        assert "This role is adopted already." in words(answer.text)
        assert next(iter(typed.values())) in answer.text
        assert 'href="/roles/host"' in answer.text


def test_nobody_drops_or_deletes_what_another_changed_after_they_read_it(world):
    here = MODEL.format(**world.names)
    first, second = world.pair("river")
    seen = fields_of(second.get(here).text, f"{here}/forget")
    tasks = form_in(first.get(f"{here}/tasks").text)
    first.post(f"{here}/tasks", data=filled(tasks, {"tasks": "Makes tea."}))
    for form in (seen, {}):
        answer = second.post(f"{here}/forget", data=form)
        assert answer.status_code == 409
        assert "Somebody else changed this meanwhile. Please look at it again." in words(answer.text)
    again = fields_of(answer.text, f"{here}/forget")
    assert second.post(f"{here}/forget", data=again).status_code == 303
    line = "/groups/river/plan/lines/{line}".format(**world.names)
    seen, read = fields_of(second.get(line).text, f"{line}/remove"), form_in(first.get(line).text)
    first.post(line, data=filled(read, {"action": "Let two lead."}))
    for form in (seen, {}):
        answer = second.post(f"{line}/remove", data=form)
        assert answer.status_code == 409
        assert "Let two lead." in answer.text
    assert second.post(f"{line}/remove", data=fields_of(answer.text, f"{line}/remove")).status_code == 303


def test_two_describe_a_group_that_nobody_has_described_before(world):
    first, second = world.pair("river")
    address = "/groups/river/context/edit"
    read = form_in(first.get(address).text)
    blind = {name: value for name, value in read.items() if name != "seen"}
    assert first.post(address, data=filled(blind, {"constraints": "First."})).status_code == 303
    answer = second.post(address, data=filled(read, {"constraints": "Second."}))
    assert (answer.status_code, form_in(answer.text)["constraints"]) == (409, ["Second."])
    assert form_in(first.get(address).text)["constraints"] == ["First."]


def test_the_second_of_two_who_review_a_role_is_told_with_what_they_found(world):
    here = MODEL.format(**world.names)
    first, second = world.pair("river")
    adopted(first, here)
    read = form_in(first.get(f"{here}/review").text)
    assert first.post(f"{here}/review", data=filled(read, {"review": "It fits."})).status_code == 303
    answer = second.post(f"{here}/review", data=filled(read, {"review": "It does not."}))
    assert (answer.status_code, TOLD in words(answer.text)) == (409, True)
    back = form_in(answer.text)
    assert back["review"] == ["It does not."]
    assert form_in(first.get(f"{here}/review").text)["review"] == ["It fits."]
    assert second.post(f"{here}/review", data=back).status_code == 303
