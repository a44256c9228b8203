"""A content file is loaded whole or not at all, and loading it again changes nothing."""

import copy
import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from badges.models import AchievementVersion
from badges.queries import achievements
from competencies import queries as competencies
from competencies.models import CompetencyVersion
from foundation.db import session
from foundation.errors import InvalidError, NotFoundError
from foundation.policy import SYSTEM
from pathways import queries
from pathways.content_check import items, problems, texts
from pathways.models import PathVersion
from pathways.services.loading import Loaded, load_content
from tests.badges import definitions

STARTER = json.loads((Path(__file__).parents[2] / "pathways" / "starter" / "content.json").read_text("utf-8"))


def _versions() -> list[int]:
    kinds = (AchievementVersion, CompetencyVersion, PathVersion)
    return [session().scalar(select(func.count()).select_from(kind)) for kind in kinds]


def _own_file(**members):
    meta = {"title": {"en": "Ours"}, "version": "1", "status": "draft", "licence": "CC0-1.0"}
    languages = {"languages": ["en"], "default_language": "en", "rtl_languages": []}
    return {"format": "barnstar-content/1", "meta": {**meta, **languages}, **members}


def test_the_starter_is_loaded_twice_without_a_new_version(app):
    _, group_id = definitions.group()
    loaded = load_content(SYSTEM, STARTER, owner_id=group_id)
    assert loaded == Loaded(1, 20, 80, 6, 10, 20, 6)
    assert len(competencies.framework("volunteer-movement-core").versions[-1].domains) == 11
    before = _versions()
    load_content(SYSTEM, STARTER, owner_id=group_id)
    assert _versions() == before == [90, 20, 6]


def test_a_changed_text_makes_a_new_version_of_what_it_touches(sqlite_app):
    _, group_id = definitions.group()
    load_content(SYSTEM, STARTER, owner_id=group_id)
    changed = copy.deepcopy(STARTER)
    changed["badges"][0]["title"]["en"] = "Very first steps"
    load_content(SYSTEM, changed, owner_id=group_id)
    assert _versions() == [91, 20, 6]


def test_a_framework_is_loaded_with_its_competencies_as_one_version(sqlite_app):
    _, group_id = definitions.group()
    load_content(SYSTEM, STARTER, owner_id=group_id)
    (version,) = competencies.framework("volunteer-movement-core").versions
    assert len(version.members) == 20
    changed = copy.deepcopy(STARTER)
    for one in changed["framework"]["competencies"][:2]:
        one["statement"]["en"] = "Does something else."
    load_content(SYSTEM, changed, owner_id=group_id)
    _, second = competencies.framework("volunteer-movement-core").versions
    assert sum(one["version"] == 2 for one in second.members) == 2
    assert _versions() == [100, 22, 6]  # four levels of each of the two, and two badges that prove them


def test_what_is_wrong_with_a_competency_is_told_with_its_place_in_the_file(sqlite_app):
    _, group_id = definitions.group()
    changed = copy.deepcopy(STARTER)
    changed["framework"]["competencies"][3]["code"] = "x" * 21
    with pytest.raises(InvalidError) as error:
        load_content(SYSTEM, changed, owner_id=group_id)
    assert [one.pointer for one in error.value.problems] == ["/framework/competencies/3/code"]


def test_no_starter_edition_has_an_alignment_that_nobody_verified(sqlite_app):
    _, group_id = definitions.group()
    load_content(SYSTEM, STARTER, owner_id=group_id)
    found = [competency for competency in competencies.competencies() if competency.versions[-1].alignments]
    assert found
    for competency in found:
        for level in achievements.level_achievements(competency.id):
            assert achievements.edition_of(level.versions[-1], "en").alignment == ()


def test_every_starter_badge_can_be_signed_in_english_and_every_skill_has_a_path(sqlite_app):
    _, group_id = definitions.group()
    load_content(SYSTEM, STARTER, owner_id=group_id)
    for badge in achievements.badges():
        assert achievements.signable_languages(badge.versions[-1]) == ["en"]
        if badge.kind == "skill":
            assert queries.paths_with_badge(badge.slug), badge.slug
    assert all(path.versions[-1].need["en"] for path in queries.paths())


def test_every_starter_text_has_all_four_languages():
    for at, item in items(STARTER):
        for pointer, text in texts(at, item):
            assert set(text) == {"en", "sv", "es", "ar"}, pointer


def _set(document, pointer, value):
    *way, last = pointer.strip("/").split("/")
    for step in way:
        document = document[int(step) if isinstance(document, list) else step]
    document[int(last) if isinstance(document, list) else last] = value


@pytest.mark.parametrize(
    ("place", "value", "pointer", "code"),
    [
        ("/format", "other/1", "/format", "not_allowed"),
        ("/extra", 1, "/extra", "unknown_field"),
        ("/badges/0/title", "First", "/badges/0/title", "text_missing"),
        ("/badges/0/title/de", "Erste", "/badges/0/title/de", "language_unknown"),
        ("/badges/0/title", {"sv": "Första"}, "/badges/0/title", "default_language_missing"),
        ("/badges/3/awards/0/competency", "nothing", "/badges/3/awards/0/competency", "competency_unknown"),
        ("/badges/3/awards/0/level", 5, "/badges/3/awards/0/level", "not_allowed"),
        ("/badges/3/awards/0/level", True, "/badges/3/awards/0/level", "not_allowed"),
        ("/badges/1/id", "first-steps", "/badges/1/id", "duplicate"),
        ("/badges/1/id", "Not An Id", "/badges/1/id", "slug_invalid"),
        ("/badges/1/methods", ["training"], "/badges/1/methods", "too_few"),
        ("/badges/0/validity_months", 121, "/badges/0/validity_months", "out_of_range"),
        (
            "/roles/0/requirements/0/competency",
            "x",
            "/roles/0/requirements/0/competency",
            "competency_unknown",
        ),
        ("/framework/competencies/0/domain", "x", "/framework/competencies/0/domain", "domain_unknown"),
        ("/framework/competencies/0/rubric", [], "/framework/competencies/0/rubric", "wrong_count"),
        ("/learning_paths/0/stated_minutes", 1, "/learning_paths/0/stated_minutes", "not_the_sum"),
        ("/learning_paths/0/leads_to_badges", [], "/learning_paths/0/leads_to_badges", "not_the_badge_steps"),
        ("/learning_paths/0/steps/0/ref", "x", "/learning_paths/0/steps/0/ref", "resource_unknown"),
        ("/resources/0/url", "http://example.org", "/resources/0/url", "address_not_https"),
        ("/resources/0/reviewed", ["en", "en"], "/resources/0/reviewed/1", "duplicate"),
        ("/framework", None, "/framework", "object_expected"),
    ],
)
def test_a_broken_file_is_told_with_pointers(place, value, pointer, code):
    broken = copy.deepcopy(STARTER)
    _set(broken, place, value)
    assert (pointer, code) in [(one.pointer, one.code) for one in problems(broken)]


@pytest.mark.parametrize("document", [None, [], "text", 7, {}])
def test_what_is_no_content_file_is_refused(document):
    assert problems(document)


def test_a_broken_file_writes_nothing(app):
    _, group_id = definitions.group()
    broken = copy.deepcopy(STARTER)
    broken["learning_paths"][5]["steps"][0]["ref"] = "nothing"
    broken["badges"][9]["awards"] = [{"competency": "nothing", "level": 1}]
    with pytest.raises(InvalidError) as error:
        load_content(SYSTEM, broken, owner_id=group_id)
    assert {one.pointer.split("/")[1] for one in error.value.problems} >= {"badges", "learning_paths"}
    assert _versions() == [0, 0, 0]


def test_an_affiliate_refers_to_the_starter_and_takes_no_id_of_others(app):
    _, group_id = definitions.group()
    load_content(SYSTEM, STARTER, owner_id=group_id)
    steward, own_id = definitions.group("Affiliate")
    badge = copy.deepcopy(STARTER["badges"][1]) | {"id": "archive-guide"}
    assert load_content(steward, _own_file(badges=[badge]), owner_id=own_id).badges == 1
    with pytest.raises(InvalidError) as error:
        load_content(steward, _own_file(badges=[STARTER["badges"][1]]), owner_id=own_id)
    assert [(one.pointer, one.code) for one in error.value.problems] == [("/badges/0/id", "slug_taken")]
    with pytest.raises(NotFoundError):
        load_content(steward, _own_file(), owner_id=group_id)
