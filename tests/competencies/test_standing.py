"""What a version of a framework says stays so: whatever changes in a framework is its next version."""

import pytest
import sqlalchemy as sa

from competencies import queries
from competencies.queries import trees
from competencies.services import defining, frameworks
from foundation.db import session, transaction
from foundation.errors import InvalidError
from tests.badges import definitions
from tests.competencies.roles_stage import set_up

WORDS = {
    "title": {"en": "Welcoming"},
    "statement": {"en": "Something else."},
    "rubric": [{"en": f"Level {level}"} for level in range(1, 5)],
    "typical_evidence": [],
    "alignments": [],
    "reviewed": ["en"],
}
AS_IT_WAS = {**WORDS, "statement": {"en": "Does."}}
PLACE = {"slug": "reading", "code": "R1", "domain": "near"}


def statements(number):
    """Give what a version of the framework says of each competency."""
    tree = trees.tree(queries.framework("core"), number)
    return {one["id"]: one["statement"]["en"] for area in tree["domains"] for one in area["competencies"]}


def newest():
    return queries.framework("core").versions[-1]


def frame(*domains):
    named = [{"id": one, "title": {"en": one.capitalize()}} for one in domains]
    texts = {"title": {"en": "Reading"}, "description": {"en": "All of it."}, "domains": named}
    return {**texts, "levels": None, "vocabularies": {}, "reviewed": ["en"]}


def test_every_version_says_for_good_what_it_said(app):
    stage = set_up()
    then = newest().number
    before = [statements(number) for number in range(1, then + 1)]
    assert before[-1]["welcoming"] == "Does."
    defining.revise_competency(stage.hub, "welcoming", **WORDS)
    assert [statements(number) for number in range(1, then + 1)] == before
    assert newest().number == then + 1
    assert statements(then + 1) == {**before[-1], "welcoming": "Something else."}
    assert trees.current_tree(queries.framework("core")) == trees.tree(queries.framework("core"), then + 1)


def test_the_same_words_make_no_version_of_the_framework(app):
    stage = set_up()
    defining.revise_competency(stage.hub, "welcoming", **WORDS)
    then = newest().number
    defining.revise_competency(stage.hub, "welcoming", **WORDS)
    assert newest().number == then


def test_another_code_alone_is_a_version_of_the_framework(app):
    stage = set_up()
    defining.revise_competency(stage.hub, "welcoming", **WORDS)
    then = newest().number
    defining.revise_competency(stage.hub, "welcoming", code="W9", **WORDS)
    codes = [
        {one["competency"]: one["code"] for one in trees.members(queries.framework("core"), number)}
        for number in (then, then + 1)
    ]
    assert [one["welcoming"] for one in codes] == ["WELC", "W9"]
    assert len(queries.competency("welcoming").versions) == 2


def test_a_competency_is_not_put_where_the_framework_has_no_area(app):
    stage = set_up()
    with pytest.raises(InvalidError) as error:
        defining.revise_competency(stage.hub, "welcoming", domain="nowhere", **WORDS)
    assert [(one.pointer, one.code) for one in error.value.problems] == [("/domain", "domain_unknown")]
    assert "welcoming" in statements(newest().number)


def test_a_framework_with_its_competencies_is_one_version(app):
    steward, group_id = definitions.group()
    placed = [
        {**PLACE, "words": definitions.competency()},
        {**PLACE, "slug": "writing", "domain": "far", "words": definitions.competency()},
    ]
    frameworks.define_framework(
        steward, group_id=group_id, slug="reading", competencies=placed, **frame("far", "near")
    )
    members = [(one["competency"], one["order"]) for one in queries.framework("reading").versions[0].members]
    assert members == [("writing", 0), ("reading", 1)]
    again = [{**placed[0], "words": definitions.competency(title={"en": "Anew"})}]
    frameworks.revise_framework(steward, "reading", competencies=again, **frame("far", "near", "odd"))
    versions = queries.framework("reading").versions
    assert [[one["version"] for one in each.members] for each in versions] == [[1, 1], [1, 2]]


def test_what_is_wrong_with_a_competency_of_a_framework_is_told_with_its_place(app):
    steward, group_id = definitions.group()
    placed = [{**PLACE, "words": definitions.competency()}]
    placed.append({**PLACE, "slug": "Not a slug", "words": definitions.competency(rubric=[])})
    with pytest.raises(InvalidError) as error:
        frameworks.define_framework(
            steward, group_id=group_id, slug="reading", competencies=placed, **frame("near")
        )
    assert {one.pointer for one in error.value.problems} >= {"/competencies/1/rubric"}
    assert queries.frameworks() == []


@pytest.mark.parametrize("table", ["framework_version", "competency_version", "role_version"])
@pytest.mark.parametrize("change", ["UPDATE {} SET title = '{{}}'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_is_published(app, table, change):
    set_up()
    count = sa.text(f"SELECT count(*) FROM {table} WHERE title IS NOT NULL")
    there = session().scalar(count)
    with pytest.raises(sa.exc.DatabaseError, match="published"), transaction() as write:
        write.execute(sa.text(change.format(table)))
    assert session().scalar(count) == there > 0
