"""Stewards write frameworks as a tree in pages; two at once never overwrite each other."""

import html
import re

import pytest
from flask import Flask

from badges.services.levels import revise_competency_with_levels
from competencies import draft_tree
from competencies import queries as competencies
from competencies.queries import trees
from competencies.services import draft_edits, drafting
from issuers import queries as issuers
from tests.badges import definitions
from tests.badges.scene import person, set_stage
from tests.web.filled import fields_of
from tests.web.visiting import client_of, visitor

LEVELS = {f"rubric.{index}.en": f"Shows level {index + 1}." for index in range(4)}
MAPS = {
    "title.en": "Reading maps",
    "statement.en": "Reads maps.",
    **LEVELS,
    "domain": "sources",
    "code": "M1",
}

FORMS = ("/texts", "/domains/new", "/domains/sources", "/competencies/new", "/competencies/citing")
SHOWN = ("", *FORMS, "/translate/sv", "/publish")
DONE = ("/move", "/domains/sources/remove", "/competencies/citing/remove", "/take-in", "/discard")


class Stage:
    """A group with a framework (`skills`), and two of its stewards at their browsers."""

    def __init__(self, app: Flask) -> None:
        self.scene = set_stage()
        drafting.begin(self.scene.steward, "skills")
        self.first, self.second = client_of(app, self.scene.steward), client_of(app, self.scene.other_steward)
        group = issuers.issuer(self.scene.group_id)
        assert group is not None
        self.group = group.slug

    @property
    def draft(self):
        return trees.draft("skills")

    def post(self, path, client=None, revision=None, **form):
        sent = {"revision": str(self.draft.revision if revision is None else revision), **form}
        return (client or self.first).post(f"/frameworks/skills/draft{path}", data=sent)


@pytest.fixture
def stage(sqlite_app: Flask) -> Stage:
    return Stage(sqlite_app)


def order(draft):
    return [(one["id"], [each["id"] for each in one["competencies"]]) for one in draft.tree["domains"]]


def text_of(answer):
    return html.unescape(re.sub(r"<[^>]+>", " ", answer.text))


def test_a_framework_is_begun_filled_and_published_in_pages(sqlite_app: Flask):
    scene = set_stage()
    client = client_of(sqlite_app, scene.steward)
    group = issuers.issuer(scene.group_id)
    sent = {"source": "en", "title.en": "Map work", "description.en": "About maps."}
    answer = client.post(f"/groups/{group.slug}/frameworks/new", data=sent)
    assert (answer.status_code, answer.location) == (303, "/frameworks/map-work/draft")
    at = "/frameworks/map-work/draft"
    client.post(f"{at}/domains/new", data={"revision": "1", "title.en": "Reading"})
    answer = client.post(f"{at}/competencies/new", data={**MAPS, "revision": "2", "domain": "reading"})
    assert answer.status_code == 303
    assert "Reading maps" in client.get(at).text
    assert "Publish version 1" in client.get(f"{at}/publish").text
    answer = client.post(f"{at}/publish", data={"revision": "3"})
    assert (answer.status_code, answer.location) == (303, "/frameworks/map-work")
    assert "Reading maps" in client.get("/frameworks/map-work").text
    assert competencies.competency("reading-maps").code == "M1"
    assert client.get("/badges/reading-maps-1").status_code == 200


def test_a_new_framework_needs_a_title(sqlite_app: Flask):
    scene = set_stage()
    group = issuers.issuer(scene.group_id)
    answer = client_of(sqlite_app, scene.steward).post(
        f"/groups/{group.slug}/frameworks/new", data={"source": "en", "description.en": "Kept words"}
    )
    assert answer.status_code == 422
    assert "Kept words" in answer.text


def test_a_published_framework_gets_its_draft_by_a_button(sqlite_app: Flask):
    scene = set_stage()
    client = client_of(sqlite_app, scene.steward)
    assert "Begin the draft" in client.get("/frameworks/skills/draft").text
    assert trees.drafts(scene.group_id) == []
    assert client.post("/frameworks/skills/draft").status_code == 303
    assert "Citing" in client.get("/frameworks/skills/draft").text


def test_things_move_by_buttons_and_by_place(stage: Stage):
    stage.post("/domains/new", **{"title.en": "Maps"})
    stage.post("/competencies/new", **MAPS)
    assert order(stage.draft) == [("sources", ["citing", "reading-maps"]), ("maps", [])]
    answer = stage.post("/move", thing="competency", id="reading-maps", to="up")
    assert (answer.status_code, answer.location) == (303, "/frameworks/skills/draft#competency-reading-maps")
    assert order(stage.draft)[0] == ("sources", ["reading-maps", "citing"])
    stage.post("/move", thing="competency", id="citing", to="domain", domain="maps")
    stage.post("/move", thing="competency", id="reading-maps", to="0", domain="maps")
    stage.post("/move", thing="domain", id="sources", to="down")
    assert order(stage.draft) == [("maps", ["reading-maps", "citing"]), ("sources", [])]
    stage.post("/domains/sources/remove")
    stage.post("/competencies/citing/remove")
    assert order(stage.draft) == [("maps", ["reading-maps"])]


def test_what_cannot_move_is_not_found(stage: Stage):
    assert stage.post("/move", thing="competency", id="none", to="up").status_code == 404
    assert stage.post("/move", thing="competency", id="citing", to="domain", domain="x").status_code == 404
    assert stage.post("/move", thing="domain", id="none", to="up").status_code == 404


def test_who_saves_second_is_told_keeps_what_was_typed_and_can_apply_it(stage: Stage):
    page = stage.second.get("/frameworks/skills/draft/competencies/citing").text
    seen = re.search(r'name="revision" value="(\d+)"', page)
    words = {"title.en": "Naming sources", "statement.en": "Names sources.", **LEVELS}
    assert stage.post("/competencies/citing", **words).status_code == 303
    mine = {**words, "title.en": "My own words", "statement.en": "Names sources."}
    answer = stage.post("/competencies/citing", stage.second, seen[1], **mine)
    assert answer.status_code == 409
    assert draft_tree.find_competency(stage.draft.tree, "citing")["title"]["en"] == "Naming sources"
    told = text_of(answer)
    assert "Nothing of theirs is overwritten" in told
    assert "Somebody else wrote here meanwhile: \u2068Naming sources\u2069" in told
    assert 'value="My own words"' in answer.text
    assert "Names sources.\u2069" not in told
    again = re.search(r'name="revision" value="(\d+)"', answer.text)
    answer = stage.post("/competencies/citing", stage.second, again[1], **mine)
    assert answer.status_code == 303
    assert draft_tree.find_competency(stage.draft.tree, "citing")["title"] == {"en": "My own words"}


def test_a_competency_that_is_saved_as_it_was_read_changes_nothing(stage: Stage):
    stored = ["report", "wiki_page"]  # the form offers them the other way round
    actor, revision = stage.scene.steward, stage.draft.revision
    draft_edits.write_competency(
        actor, "skills", revision=revision, competency="citing", typical_evidence=stored
    )
    address = "/frameworks/skills/draft/competencies/citing"
    read, before = fields_of(stage.first.get(address).text), stage.draft.revision
    assert read["typical_evidence"] == ["wiki_page", "report"]
    assert stage.first.post(address, data=read).status_code == 303
    assert stage.draft.revision == before
    answer = stage.second.post(address, data={**read, "title.en": "Mine"})
    assert answer.status_code == 303


def test_who_ticks_the_same_kinds_of_evidence_as_another_is_not_asked_about_them(stage: Stage):
    address = "/frameworks/skills/draft/competencies/citing"
    read = fields_of(stage.first.get(address).text)
    same = {**read, "typical_evidence": ["report", "wiki_page"]}
    assert stage.first.post(address, data={**same, "code": "C7"}).status_code == 303
    answer = stage.second.post(address, data={**same, "code": "C9"})
    assert answer.status_code == 409
    assert re.findall(r'id="field-([^"]+)-error"', answer.text) == ["code"]


def test_who_moves_second_moves_nothing_and_sees_what_changed(stage: Stage):
    seen = stage.draft.revision
    stage.post("/domains/new", **{"title.en": "Maps"})
    answer = stage.post(
        "/move", stage.second, seen, thing="competency", id="citing", to="domain", domain="maps"
    )
    assert answer.status_code == 409
    assert "nothing was done" in answer.text
    assert "Maps" in answer.text
    assert order(stage.draft)[0] == ("sources", ["citing"])


def test_what_was_taken_out_meanwhile_is_told_and_the_words_are_still_there(stage: Stage):
    seen = stage.draft.revision
    stage.post("/competencies/citing/remove")
    mine = {"title.en": "Long thoughts", **LEVELS}
    assert stage.post("/competencies/citing", stage.second, seen, **mine).status_code == 409
    answer = stage.post("/competencies/citing", stage.second, **mine)
    assert answer.status_code == 409
    assert "taken out of the draft meanwhile" in answer.text
    assert "Long thoughts" in answer.text


def test_what_does_not_fit_comes_back_with_its_sentence(stage: Stage):
    answer = stage.post("/competencies/new", **{**MAPS, "title.en": "x" * 200})
    assert answer.status_code == 422
    assert "At most 120 characters fit" in answer.text
    answer = stage.post("/texts", **{"title.en": ""})
    assert answer.status_code == 422


def test_a_translation_is_kept_with_what_was_reviewed_and_shows_its_source(stage: Stage):
    pointer = "/competencies/citing/statement"
    page = stage.first.get("/frameworks/skills/draft/translate/ar?part=sources")
    assert "Finds and cites sources." in page.text
    assert 'lang="ar" dir="rtl"' in page.text
    answer = stage.post("/translate/ar?part=sources", **{pointer: "يجد المصادر.", "reviewed": pointer})
    assert answer.status_code == 303
    assert stage.draft.states[pointer]["ar"] == "reviewed"
    words = {"title.en": "Citing", "title.sv": "Att ange källor", "statement.en": "Other.", **LEVELS}
    stage.post("/competencies/citing", **{**words, "statement.ar": "يجد المصادر."})
    assert stage.draft.states[pointer]["ar"] == "outdated"
    assert "outdated" in stage.first.get("/frameworks/skills/draft/translate/ar?part=sources").text


def test_the_source_asks_for_no_review_and_stays_reviewed_when_it_is_saved(stage: Stage):
    pointer = "/competencies/citing/statement"
    page = stage.first.get("/frameworks/skills/draft/translate/en?part=sources").text
    assert f'name="{pointer}"' in page
    assert 'name="reviewed"' not in page
    stage.post("/translate/en?part=sources", **{pointer: "Finds and cites sources."})
    assert stage.draft.states[pointer]["en"] == "reviewed"


def test_publishing_says_in_which_languages_badges_can_be_signed(stage: Stage):
    stage.post("/domains/new", **{"title.en": "More"})
    page = stage.first.get("/frameworks/skills/draft/publish").text
    assert "The four levels are ready in: <bdi>English</bdi>" in page
    assert "ready in: <bdi>English</bdi>" in stage.first.get("/frameworks/skills/draft").text


def test_two_translators_do_not_overwrite_each_other(stage: Stage):
    pointer, seen = "/competencies/citing/title", stage.draft.revision
    stage.post("/translate/es?part=sources", **{pointer: "Citar"})
    answer = stage.post("/translate/es?part=sources", stage.second, seen, **{pointer: "Otra cosa"})
    assert answer.status_code == 409
    assert "Otra cosa" in answer.text
    assert "Somebody else wrote here meanwhile: \u2068Citar\u2069" in text_of(answer)
    assert draft_tree.find_competency(stage.draft.tree, "citing")["title"]["es"] == "Citar"


def test_a_translator_gets_back_what_was_typed_for_an_area_that_was_taken_out_meanwhile(stage: Stage):
    pointer, seen = "/competencies/citing/title", stage.draft.revision
    stage.post("/domains/new", **{"title.en": "Maps"})
    stage.post("/competencies/citing/remove")
    stage.post("/domains/sources/remove")
    answer = stage.post("/translate/es?part=sources", stage.second, seen, **{pointer: "Citar bien"})
    assert answer.status_code == 409
    said = text_of(answer)
    assert "Somebody else changed this draft while you were writing." in said
    assert "What you wrote for texts that were taken out" in said
    assert "Citar bien" in said
    assert order(stage.draft) == [("maps", [])]


def test_a_translation_follows_its_competency_into_another_area(stage: Stage):
    pointer, seen = "/competencies/citing/title", stage.draft.revision
    stage.post("/domains/new", **{"title.en": "Maps"})
    stage.post("/move", thing="competency", id="citing", to="0", domain="maps")
    stage.post("/domains/sources/remove")
    assert order(stage.draft) == [("maps", ["citing"])]
    answer = stage.post("/translate/es?part=sources", stage.second, seen, **{pointer: "Citar bien"})
    assert answer.status_code == 409
    form = answer.text.partition('id="field-form"')[0].rpartition('action="')[2].partition('"')[0]
    assert "Citar bien</textarea>" in answer.text
    again = form.removeprefix("/frameworks/skills/draft").replace("&amp;", "&")
    assert stage.post(again, stage.second, **{pointer: "Citar bien"}).status_code == 303
    assert draft_tree.find_competency(stage.draft.tree, "citing")["title"]["es"] == "Citar bien"


def test_a_clash_leaves_texts_that_the_translator_never_saw_as_they_are(stage: Stage):
    pointer, seen = "/competencies/citing/title", stage.draft.revision
    stage.post("/competencies/new", **MAPS)
    added = draft_tree.find_competency(stage.draft.tree, "reading-maps")["title"]["en"]
    answer = stage.post("/translate/en?part=sources", stage.second, seen, **{pointer: "Citing well"})
    field = answer.text.partition('name="/competencies/reading-maps/title"')[2].partition("</textarea>")[0]
    assert (answer.status_code, added in field) == (409, True)


def test_a_translation_that_is_too_long_is_refused_beside_its_field(stage: Stage):
    answer = stage.post("/translate/es", **{"/domains/sources/title": "x" * 300})
    assert answer.status_code == 422
    assert 'id="field-/domains/sources/title-error"' in answer.text
    assert stage.post("/translate/es?part=none").status_code == 404
    assert stage.first.get("/frameworks/skills/draft/translate/xx").status_code == 404


def test_publishing_shows_first_which_badges_roles_and_paths_it_touches(stage: Stage):
    words = {"title.en": "Naming sources", "title.sv": "Att ange", "statement.en": "Names.", **LEVELS}
    stage.post("/competencies/citing", **{**words, "statement.sv": "Anger."})
    page = stage.first.get("/frameworks/skills/draft/publish").text
    told = text_of(stage.first.get("/frameworks/skills/draft/publish"))
    assert 'href="/badges/sources"' in page
    assert 'href="/roles/guide"' in page
    assert "Naming sources" in told
    assert "Publish version 2" in told
    assert stage.post("/publish").status_code == 303
    compared = stage.first.get("/frameworks/skills/compare?from=1&to=2")
    assert "Citing" in compared.text
    assert "Naming sources" in compared.text
    assert "Citing" in stage.first.get("/frameworks/skills/v1").text
    assert "Naming sources" in stage.first.get("/frameworks/skills/v2").text


def test_what_is_missing_leads_to_where_it_is_mended(stage: Stage):
    stage.post("/competencies/new", **{"title.en": "Half", "domain": "sources"})
    page = stage.first.get("/frameworks/skills/draft/publish").text
    assert 'href="/frameworks/skills/draft/competencies/half"' in page
    assert "Publish version 2" not in page
    assert stage.post("/publish").status_code == 422


def test_what_was_published_beside_the_draft_is_taken_in_by_a_button(stage: Stage):
    revise_competency_with_levels(
        stage.scene.steward, "citing", **definitions.competency(title={"en": "Beside"})
    )
    assert "Take it in" in stage.first.get("/frameworks/skills/draft/publish").text
    assert stage.post("/publish").status_code == 409
    assert stage.post("/take-in").status_code == 303
    assert draft_tree.find_competency(stage.draft.tree, "citing")["title"] == {"en": "Beside"}


def test_a_competency_that_was_taken_out_says_so_on_its_page(stage: Stage):
    stage.post("/competencies/citing/remove")
    stage.post("/publish")
    page = stage.first.get("/competencies/citing")
    assert page.status_code == 200
    assert "The framework goes without this competency now." in page.text
    assert "Citing" not in stage.first.get("/frameworks/skills").text
    assert "Citing" in stage.first.get("/frameworks/skills/v1").text


def test_another_group_derives_a_framework_and_both_pages_say_so(sqlite_app: Flask, stage: Stage):
    steward, group_id = definitions.group("Others")
    client = client_of(sqlite_app, steward)
    assert "Make your own from it" in client.get("/frameworks/skills").text
    answer = client.post("/frameworks/skills/derive", data={"group": str(group_id), "number": "1"})
    assert answer.status_code == 303
    slug = answer.location.split("/")[2]
    assert "Based on" in client.get(answer.location).text
    answer = client.post(f"/frameworks/{slug}/draft/publish", data={"revision": "1"})
    assert answer.status_code == 303
    assert 'href="/frameworks/skills/v1"' in client.get(f"/frameworks/{slug}").text
    assert f'href="/frameworks/{slug}"' in visitor(sqlite_app).get("/frameworks/skills").text


@pytest.mark.parametrize("sent", [{"group": "x"}, {}, {"group": "00000000-0000-7000-8000-000000000000"}])
def test_deriving_for_a_group_that_is_not_ones_own_is_not_found(stage: Stage, sent):
    assert stage.first.post("/frameworks/skills/derive", data=sent).status_code == 404


def test_versions_that_are_not_there_are_not_found(sqlite_app: Flask):
    set_stage()
    client = visitor(sqlite_app)
    for path in ("v9", "compare?from=1&to=9", "draft"):
        assert client.get(f"/frameworks/skills/{path}").status_code in {302, 404}
    assert client.get("/frameworks/skills/compare?from=x").status_code == 400
    assert client.get("/frameworks/none/compare").status_code == 404


def test_a_steward_of_another_group_finds_no_draft(sqlite_app: Flask, stage: Stage):
    steward, _ = definitions.group("Others")
    client = client_of(sqlite_app, steward)
    for path in SHOWN:
        assert client.get(f"/frameworks/skills/draft{path}").status_code == 404, path
    for path in (*SHOWN, *DONE):
        assert stage.post(path, client).status_code == 404, path
    assert client_of(sqlite_app, person("Nobody")).get("/frameworks/skills/draft").status_code == 404


def test_a_draft_is_thrown_away_by_its_button(stage: Stage):
    draft_edits.add_domain(stage.scene.steward, "skills", revision=1, title={"en": "X"})
    assert stage.post("/discard", revision=1).status_code == 409
    assert stage.post("/discard").location == "/frameworks/skills"
    assert trees.drafts(stage.scene.group_id) == []
