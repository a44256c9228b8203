"""Competencies and roles are published in versions that never change."""

from datetime import timedelta

import pytest

from competencies import queries
from competencies.services.attaining import record_attainment, withdraw_attainments
from competencies.services.defining import define_competency, define_role, revise_competency, revise_role
from foundation import clock
from foundation.errors import InvalidError, NotFoundError, SignInNeededError
from foundation.policy import NOBODY
from tests.badges import definitions


def test_a_revised_competency_is_version_two_and_version_one_keeps_its_words(app):
    steward, group_id = definitions.group()
    define_competency(steward, group_id=group_id, slug="wheels", **definitions.competency())
    revise_competency(steward, "wheels", **definitions.competency(title={"en": "Wheels"}))
    revise_competency(steward, "wheels", **definitions.competency(title={"en": "Wheels"}))
    titles = [one.title["en"] for one in queries.competency("wheels").versions]
    assert titles == ["Trueing wheels", "Wheels"]
    assert queries.competency_version("wheels", 1).title == {"en": "Trueing wheels"}


def test_only_a_steward_of_the_group_defines_in_it(app):
    _, group_id = definitions.group()
    stranger, _ = definitions.group("Others")
    with pytest.raises(NotFoundError):
        define_competency(stranger, group_id=group_id, **definitions.competency())
    with pytest.raises(SignInNeededError):
        define_role(NOBODY, group_id=group_id, **definitions.role())


def test_an_address_is_made_of_the_title_and_is_never_given_twice(app):
    steward, group_id = definitions.group()
    first = define_competency(steward, group_id=group_id, **definitions.competency())
    second = define_competency(steward, group_id=group_id, **definitions.competency())
    assert first.slug == "trueing-wheels"
    assert second.slug.startswith("trueing-wheels-")
    with pytest.raises(InvalidError) as error:
        define_competency(steward, group_id=group_id, slug="trueing-wheels", **definitions.competency())
    assert error.value.problems[0].code == "slug_taken"


@pytest.mark.parametrize(
    ("requirement", "pointer", "code"),
    [
        ({"competency": "none", "level": 1}, "/requirements/0/competency", "competency_unknown"),
        ({"competency": "wheels", "level": 0}, "/requirements/0/level", "level_unknown"),
        ({"competency": "wheels", "level": 5}, "/requirements/0/level", "level_unknown"),
        ({"competency": "wheels", "level": 1, "weight": 9}, "/requirements/0/weight", "out_of_range"),
    ],
)
def test_a_role_asks_only_for_levels_that_exist(sqlite_app, requirement, pointer, code):
    steward, group_id = definitions.group()
    define_competency(steward, group_id=group_id, slug="wheels", **definitions.competency())
    with pytest.raises(InvalidError) as error:
        define_role(steward, group_id=group_id, **definitions.role(requirements=[requirement]))
    assert [(one.pointer, one.code) for one in error.value.problems] == [(pointer, code)]


def test_a_role_gets_a_new_version_when_its_requirements_change(app):
    steward, group_id = definitions.group()
    define_competency(steward, group_id=group_id, slug="wheels", **definitions.competency())
    define_role(steward, group_id=group_id, slug="mechanic", **definitions.role())
    asked = [{"competency": "wheels", "level": 2}]
    revise_role(steward, "mechanic", **definitions.role(requirements=asked))
    assert [len(one.requirements) for one in queries.role("mechanic").versions] == [0, 1]
    assert [one.slug for one in queries.roles_with_competency("wheels")] == ["mechanic"]


def test_an_attainment_is_recorded_once_and_withdrawn_once(app):
    steward, group_id = definitions.group()
    made = define_competency(steward, group_id=group_id, **definitions.competency())
    now = clock.now()
    for ends_at in (None, now + timedelta(days=1)):
        record_attainment(steward.person_id, made.id, 2, source="urn:uuid:1", starts_at=now, ends_at=ends_at)
    assert [one.level for one in queries.attainments(steward.person_id)] == [2]
    assert (withdraw_attainments("urn:uuid:1"), withdraw_attainments("urn:uuid:1")) == (1, 0)
    assert queries.attainments(steward.person_id) == []
