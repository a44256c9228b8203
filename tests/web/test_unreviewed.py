"""A translation that no fluent speaker has reviewed, or that is older than its source, says so to readers."""

import pytest
from flask import Flask

from competencies import queries
from competencies.services import defining
from tests.competencies.roles_stage import need, organiser, set_up
from tests.web.starter import CONTENT, load_starter
from tests.web.visiting import visitor

MARK = 'id="unreviewed"'


def words(what: str) -> dict[str, str]:
    return {"en": what, "sv": f"{what} på svenska"}


def competency(**changes):
    shape = {
        "title": words("Welcoming"), "statement": words("Welcomes people."),
        "rubric": [words(f"Level {level}") for level in range(1, 5)],
        "typical_evidence": [], "alignments": [], "reviewed": ["en", "sv"],
    }  # fmt: skip
    return shape | changes


@pytest.fixture
def movement(sqlite_app: Flask):
    return set_up()


def is_marked(app: Flask, address: str, language: str) -> bool:
    answer = visitor(app).get(f"{address}?lang={language}")
    assert answer.status_code == 200
    return MARK in answer.text


def test_a_translation_that_its_source_has_left_behind_is_marked_until_it_is_reviewed_again(
    movement, sqlite_app
):
    def publish(**changes) -> None:
        own = {"code": "WELC", "domain": "people"}
        seen = queries.version_mark(queries.competency("welcoming"))
        defining.revise_competency(movement.hub, "welcoming", seen=seen, **own, **competency(**changes))

    publish()
    assert not is_marked(sqlite_app, "/competencies/welcoming", "sv")
    publish(statement={**words("Welcomes people."), "en": "Welcomes everybody."}, reviewed=["en"])
    assert is_marked(sqlite_app, "/competencies/welcoming", "sv")
    assert not is_marked(sqlite_app, "/competencies/welcoming", "en")
    assert not is_marked(sqlite_app, "/competencies/welcoming", "es")  # nothing to read: the source is shown
    assert not is_marked(sqlite_app, "/competencies/welcoming/v2", "sv")


def test_every_page_of_content_marks_it(sqlite_app):
    """The starter content is reviewed in English alone."""
    load_starter()
    content = {
        "badges": CONTENT["badges"], "roles": CONTENT["roles"], "paths": CONTENT["learning_paths"],
        "competencies": CONTENT["framework"]["competencies"], "frameworks": [CONTENT["framework"]],
    }  # fmt: skip
    for part, things in content.items():
        address = f"/{part}/{things[0]['id']}"
        found = [is_marked(sqlite_app, address, language) for language in ("en", "sv", "es", "ar")]
        assert found == [False, True, True, True], address


def test_what_was_written_in_one_language_alone_is_no_translation(movement, sqlite_app):
    shape = organiser(title={"sv": "Vävare"}, purpose={"sv": "Väver."}, requirements=[need("agreeing", 3)])
    defining.define_role(
        movement.hills, group_id=movement.hills_id, slug="weaver", **shape | {"reviewed": []}
    )
    assert not is_marked(sqlite_app, "/roles/weaver", "sv")
