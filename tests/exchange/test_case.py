"""The CASE service: every answer fits the standard, and what goes out comes back the same."""

from copy import deepcopy
from uuid import uuid4

from flask import g

from badges.services.framework_publishing import publish_framework
from badges.services.levels import ensure_level_achievements
from competencies.queries import case_own, published
from competencies.services import deriving, draft_edits, drafting, referencing
from competencies.services.defining import define_competency, revise_competency
from competencies.services.frameworks import define_framework
from foundation import jobs
from foundation.db import db
from tests.badges import definitions
from tests.competencies.case_samples import package, uuid, written
from tests.exchange.case_standard import misfits
from web.letters import HANDLERS

HERE = "/ims/case/v1p1"
ALIGNED = [
    {"name": "Listening", "url": "https://esco.example/skill/1", "framework": "ESCO", "edition": "1.2"},
    {"name": "Skill", "url": f"https://x.example/CFItems/{uuid('a1')}", "type": "CFItem", "framework": "X"},
    {"name": "Social skills", "url": None, "framework": "LifeComp", "code": "S1"},
]


def framework(steward, group_id):
    """Two areas, one of them empty, and two competencies; texts in three languages, not all everywhere."""
    shape = {
        "title": {"en": "Core", "ar": "الأساس"},
        "description": {"en": "What we share.", "ar": "ما نتشاركه"},
        "domains": [
            {"id": "craft", "title": {"en": "Craft", "ar": "حرفة"}},
            {"id": "empty", "title": {"en": "Empty", "ar": "فارغ"}},
        ],
        "levels": None,
        "vocabularies": {},
        "reviewed": ["en"],
    }
    define_framework(steward, group_id=group_id, slug="core", **shape)
    place = {"framework": "core", "domain": "craft"}
    wheels = definitions.competency(alignments=ALIGNED)
    define_competency(steward, group_id=group_id, slug="wheels", code="C1", **place, **wheels)
    swedish = {"title": {"sv": "Bromsar"}, "statement": {"sv": "Lagar bromsar."}, "reviewed": []}
    swedish["rubric"] = [{"sv": f"Nivå {level}"} for level in range(1, 5)]
    brakes = definitions.competency(**swedish)
    define_competency(steward, group_id=group_id, slug="brakes", code="C2", **place, **brakes)


def bring(steward, group_id, given):
    load = referencing.stage(steward, group_id=group_id, given=given)
    referencing.confirm(steward, load.id)
    jobs.run_due(HANDLERS)


def ask(app, path, status=200, method="GET"):
    g.pop("actor", None)
    answer = app.test_client().open(HERE + path, method=method)
    assert answer.status_code == status, answer.get_data(as_text=True)[:500]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.mimetype == "application/json"
    return answer


def everything_in(made):
    """Give (list, identifier) of everything that a package holds."""
    yield "CFDocuments", made["CFDocument"]["identifier"]
    yield "CFPackages", made["CFDocument"]["identifier"]
    for one in made["CFItems"]:
        yield "CFItems", one["identifier"]
        yield "CFItemAssociations", one["identifier"]
    for name in ("CFAssociations", "CFRubrics"):
        yield from ((name, one["identifier"]) for one in made[name])
    for name, rows in made["CFDefinitions"].items():
        yield from ((name, one["identifier"]) for one in rows)


def test_every_answer_about_our_own_frameworks_fits_the_standard(app):
    framework(*definitions.group())
    made = case_own.package_of(published.framework("core"))
    assert misfits("CFPackages", made) == []
    asked = list(everything_in(made))
    assert len(asked) == 2 + 2 * 4 + (4 + 2) + 2 + (1 + 2 + 2)
    for name, identifier in asked:
        answer = ask(app, f"/{name}/{identifier}").json
        assert (name, misfits(name, answer)) == (name, [])


def test_every_answer_about_an_imported_framework_fits_the_standard(app):
    bring(*definitions.group(), written(package()))
    for name, identifier in everything_in(package()):
        answer = ask(app, f"/{name}/{identifier}").json
        assert (name, misfits(name, answer)) == (name, [])
    assert ask(app, f"/CFPackages/{uuid('document')}").json == package()
    concepts = ask(app, f"/CFConcepts/{uuid('concept')}").json["CFConcepts"]
    assert [one["title"] for one in concepts] == ["Care", "Listening"]
    about = ask(app, f"/CFItemAssociations/{uuid('a')}").json
    assert [one["identifier"] for one in about["CFAssociations"]] == [
        uuid(name) for name in ("a in document", "a1 in a", "a2 in a")
    ]


def test_a_competency_is_an_item_with_its_rubric_and_its_relations(sqlite_app):
    framework(*definitions.group())
    made = case_own.package_of(published.framework("core"))
    items = {one.get("humanCodingScheme", one["fullStatement"]): one for one in made["CFItems"]}
    assert list(items) == ["Craft", "Empty", "C1", "C2"]
    assert (items["C1"]["CFItemType"], items["C1"]["abbreviatedStatement"]) == (
        "Competency",
        "Trueing wheels",
    )
    assert (items["C2"]["language"], items["C2"]["fullStatement"]) == ("sv", "Lagar bromsar.")
    assert items["Craft"]["extensions"] == {"translations": {"ar": {"fullStatement": "حرفة"}}}
    assert items["C1"]["extensions"]["alignments"] == [
        {"name": "Social skills", "framework": "LifeComp", "code": "S1"}
    ]
    levels = made["CFRubrics"][0]["CFRubricCriteria"][0]["CFRubricCriterionLevels"]
    assert [(one["position"], one["description"]) for one in levels] == [
        (level, f"Does it at level {level}.") for level in range(1, 5)
    ]
    links = [one for one in made["CFAssociations"] if one["associationType"] == "isRelatedTo"]
    assert [one["destinationNodeURI"]["targetType"] for one in links] == ["ext:web", "CASE"]
    assert links[0]["CFAssociationGroupingURI"]["title"] == "ESCO, 1.2"
    assert links[1]["destinationNodeURI"]["identifier"] == uuid("a1")


def test_identifiers_stay_the_same_from_version_to_version(sqlite_app):
    steward, group_id = definitions.group()
    framework(steward, group_id)
    before = [identifier for _, identifier in everything_in(case_own.package_of(published.framework("core")))]
    words = definitions.competency(alignments=ALIGNED, statement={"en": "Trues any wheel."})
    revise_competency(steward, "wheels", **words)
    after = case_own.package_of(published.framework("core"))
    assert [identifier for _, identifier in everything_in(after)] == before
    assert after["CFItems"][2]["fullStatement"] == "Trues any wheel."
    assert len(set(before)) == len(before) - 1 - len(after["CFItems"])  # documents and items are asked twice


def test_a_package_says_what_the_version_that_it_names_says(app):
    steward, group_id = definitions.group()
    framework(steward, group_id)
    drafting.begin(steward, "core")
    draft_edits.add_domain(steward, "core", revision=1, title={"en": "More"})
    publish_framework(steward, "core", revision=2)
    identifier = case_own.package_of(published.framework("core"))["CFDocument"]["identifier"]
    for words in (definitions.competency(statement={"en": "Trues any."}), definitions.competency()):
        revise_competency(steward, "wheels", code=words["statement"]["en"][:9], **words)
        made = ask(app, f"/CFPackages/{identifier}").json
        number = made["CFDocument"]["version"]
        said = app.test_client().get(f"/api/v1/frameworks/core/versions/{number}").json["tree"]
        assert [
            (one["humanCodingScheme"], one["fullStatement"])
            for one in made["CFItems"]
            if one["CFItemType"] == "Competency" and one["language"] == "en"
        ] == [
            (one["code"], one["statement"]["en"])
            for area in said["domains"]
            for one in area["competencies"]
            if "en" in one["statement"]
        ]
        assert made["CFDocument"]["version"] == str(published.framework("core").versions[-1].number)


def test_what_a_competency_was_derived_from_is_named_as_it_was_then(app):
    steward, group_id = definitions.group()
    framework(steward, group_id)
    other, other_id = definitions.group("Others")
    draft = deriving.derive(other, "core", group_id=other_id)
    publish_framework(other, draft.slug, revision=1)
    before = case_own.package_of(published.framework(draft.slug))
    words = definitions.competency(title={"en": "Wheels of any kind"})
    revise_competency(steward, "wheels", **words)
    assert case_own.package_of(published.framework(draft.slug)) == before


def test_what_goes_out_comes_back_the_same_in_another_house(backends):
    first, second = backends["sqlite"], backends["postgresql"]
    first.empty()
    with first.app.app_context():
        framework(*definitions.group())
        identifier = case_own.package_of(published.framework("core"))["CFDocument"]["identifier"]
        sent = ask(first.app, f"/CFPackages/{identifier}")
        given, value = sent.get_data(), sent.json
        db.session.remove()
    second.empty()
    with second.app.app_context():
        bring(*definitions.group(), given)
        back = ask(second.app, f"/CFPackages/{identifier}").json
        db.session.remove()
    assert back == value


def test_our_own_framework_cannot_be_imported_where_it_lives(app):
    steward, group_id = definitions.group()
    framework(steward, group_id)
    made = case_own.package_of(published.framework("core"))
    load = referencing.stage(steward, group_id=group_id, given=written(made))
    assert '"own_framework"' in load.summary
    apart = deepcopy(package())
    apart["CFItems"].append({**apart["CFItems"][0], "identifier": made["CFItems"][0]["identifier"]})
    load = referencing.stage(steward, group_id=group_id, given=written(apart))
    assert '"identifier_elsewhere"' in load.summary


def test_the_list_of_documents_is_paged_sorted_filtered_and_counted(app):
    steward, group_id = definitions.group()
    framework(steward, group_id)
    bring(steward, group_id, written(package()))
    answer = ask(app, "/CFDocuments")
    assert misfits("all documents", answer.json) == []
    assert [one["title"] for one in answer.json["CFDocuments"]] == ["Core", "Life skills"]
    assert answer.headers["X-Total-Count"] == "2"
    page = ask(app, "/CFDocuments?limit=1&offset=1&sort=title&orderBy=desc")
    assert [one["title"] for one in page.json["CFDocuments"]] == ["Core"]
    assert 'rel="prev"' in page.headers["Link"]
    assert 'rel="next"' not in page.headers["Link"]
    found = ask(app, "/CFDocuments?filter=creator%3D%27example%20state%27&fields=version")
    assert found.headers["X-Total-Count"] == "1"
    assert misfits("all documents", found.json) == []
    assert "language" not in found.json["CFDocuments"][0]


def test_fields_are_asked_for_with_commas_or_one_by_one_as_the_standard_writes_them(app):
    """Its OpenAPI leaves `explode` as it is for this style: true."""
    steward, group_id = definitions.group()
    bring(steward, group_id, written(package()))
    joined = ask(app, "/CFDocuments?fields=title,language")
    apart = ask(app, "/CFDocuments?fields=title&fields=language&limit=1")
    assert apart.json == joined.json
    assert {"title", "language"} <= apart.json["CFDocuments"][0].keys()
    assert "fields=title%2Clanguage" in apart.headers["Link"]
    ask(app, "/CFDocuments?fields=title&fields=colour", 400)


REFUSALS = {
    ("/CFItems/7", "GET"): (404, "failure", "invalid_uuid"),
    (f"/CFItems/{uuid4()}", "GET"): (404, "failure", "unknownobject"),
    (f"/CFPackages/{uuid4()}", "GET"): (404, "failure", "unknownobject"),
    ("/CFPackages/x", "GET"): (404, "failure", "invalid_uuid"),
    (f"/CFLicenses/{uuid4()}", "GET"): (404, "failure", "unknownobject"),
    ("/CFThings", "GET"): (404, "failure", "unknownobject"),
    ("/", "GET"): (404, "failure", "unknownobject"),
    ("/CFDocuments", "POST"): (405, "unsupported", None),
    (f"/CFItems/{uuid4()}", "DELETE"): (405, "unsupported", None),
    ("/CFDocuments?sort=colour", "GET"): (400, "failure", "invalid_sort_field"),
    ("/CFDocuments?fields=colour", "GET"): (400, "failure", "invalid_selection_field"),
    ("/CFDocuments?limit=0", "GET"): (400, "failure", "invalid_selection_field"),
    ("/CFDocuments?filter=title%3D%27%00%27", "GET"): (400, "failure", "invalid_selection_field"),
}


def test_errors_have_the_shape_of_the_standard(sqlite_app):
    for (path, method), (status, major, minor) in REFUSALS.items():
        answer = ask(sqlite_app, path, status, method).json
        assert misfits("error", answer) == []
        assert (answer["imsx_codeMajor"], answer["imsx_severity"]) == (major, "error")
        fields = answer.get("imsx_codeMinor", {}).get("imsx_codeMinorField", [])
        assert [one["imsx_codeMinorFieldValue"] for one in fields] == ([minor] if minor else [])


def test_a_package_that_did_not_change_is_not_sent_again(sqlite_app):
    bring(*definitions.group(), written(package()))
    path = f"/CFPackages/{uuid('document')}"
    tag = ask(sqlite_app, path).headers["ETag"]
    answer = sqlite_app.test_client().get(HERE + path, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.get_data()) == (304, b"")
    head = sqlite_app.test_client().head(HERE + path)
    assert (head.status_code, head.get_data()) == (200, b"")


def test_programs_in_any_page_may_ask_first(sqlite_app):
    answer = sqlite_app.test_client().options(f"{HERE}/CFDocuments")
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_derived_framework_says_what_it_is_the_same_as_and_leaves_out_what_was_taken_out(app):
    steward, group_id = definitions.group()
    framework(steward, group_id)
    for slug in ("wheels", "brakes"):
        ensure_level_achievements(steward, slug)
    draft = deriving.derive(steward, "core", group_id=group_id)
    own = draft.slug
    publish_framework(steward, own, revision=draft.revision)
    made = case_own.package_of(published.framework(own))
    assert misfits("CFPackages", made) == []
    same = [one for one in made["CFAssociations"] if one["associationType"] == "exactMatchOf"]
    origins = {one["identifier"] for one in case_own.package_of(published.framework("core"))["CFItems"]}
    assert len(same) == 2
    assert {one["destinationNodeURI"]["identifier"] for one in same} <= origins
    begun = drafting.begin(steward, own)
    gone = begun.tree["domains"][0]["competencies"][0]["id"]
    shorter = draft_edits.remove_competency(steward, own, revision=begun.revision, competency=gone)
    publish_framework(steward, own, revision=shorter.revision)
    left = case_own.package_of(published.framework(own))
    assert [one.get("humanCodingScheme") for one in left["CFItems"]] == [None, None, "C2"]
    assert misfits("CFPackages", left) == []
