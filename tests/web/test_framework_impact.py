"""Before a framework is published its stewards see what it touches, and what was published beside it."""

import re

import pytest
from flask import Flask

from badges.queries.achievements import level_achievements
from badges.services.framework_publishing import publish_framework
from badges.services.levels import ensure_level_achievements, revise_competency_with_levels
from competencies import queries as competencies
from competencies.services import draft_edits
from competencies.translating import fields
from foundation import clock
from foundation.db import transaction
from pathways.models import Path, PathVersion
from tests.badges import definitions
from tests.web.test_frameworks import LEVELS, Stage


@pytest.fixture
def stage(sqlite_app: Flask) -> Stage:
    return Stage(sqlite_app)


def a_path(owner_id, slug, **more):
    """A published path that leads nowhere."""
    texts = {name: {"en": slug} for name in ("title", "summary", "need")}
    lists = {name: [] for name in ("leads_to_badges", "leads_to_roles", "prerequisite_badges")}
    stamps = {"audience": "individual", "is_packet": False, "reviewed": ["en"], "published_at": clock.now()}
    version = PathVersion(number=1, **texts, **lists, **stamps, **more)
    with transaction() as write:
        write.add(Path(slug=slug, owner_id=owner_id, versions=[version]))


def versions_of_levels():
    levels = level_achievements(competencies.competency("citing").id)
    return {one.slug: len(one.versions) for one in levels}


def told_levels(stage):
    """Give the addresses that the page lists as badges for single levels."""
    page = stage.first.get("/frameworks/skills/draft/publish").text
    _, _, rest = page.partition("Badges for single levels")
    return set(re.findall(r'href="/badges/([^"]+)"', rest.partition("</ul>")[0]))


def test_publishing_names_exactly_the_badges_for_levels_that_get_a_new_version(stage: Stage):
    ensure_level_achievements(stage.scene.steward, "citing")
    moved = {"thing": "domain", "id": "sources", "to": "up"}
    stage.post("/domains/new", **{"title.en": "Tools"})
    stage.post("/move", **moved)
    assert told_levels(stage) == set()
    words = {"title.en": "Citing", "title.sv": "Att ange källor", "statement.en": "Names.", **LEVELS}
    stage.post("/competencies/citing", **words)
    told = told_levels(stage)
    assert told == set(versions_of_levels())
    stage.post("/publish")
    assert set(versions_of_levels().values()) == {2}
    assert told_levels(stage) == set()


def test_a_translation_that_is_reviewed_now_gives_the_badges_for_levels_a_new_version(stage: Stage):
    ensure_level_achievements(stage.scene.steward, "citing")
    present = fields(stage.draft.tree)
    at = [one for one in present if one.startswith("/competencies/citing/")]
    es = dict.fromkeys(at, "Citar")
    told = {"language": "es", "texts": es}
    draft_edits.translate(stage.scene.steward, "skills", revision=1, reviewed=[], **told)
    publish_framework(stage.scene.steward, "skills", revision=2)
    assert told_levels(stage) == set()
    draft_edits.translate(stage.scene.steward, "skills", revision=2, reviewed=at, **told)
    assert told_levels(stage) == set(versions_of_levels())
    stage.post("/publish")
    assert set(versions_of_levels().values()) == {3}


def test_publishing_shows_the_paths_that_have_a_touched_badge_as_a_step(stage: Stage):
    levels = ensure_level_achievements(stage.scene.steward, "citing")
    for slug, badge in (("first-steps", "sources"), ("one-level", levels[0].slug), ("apart", "none")):
        step = {"id": slug, "kind": "badge", "ref": badge, "required": True, "text": None}
        a_path(stage.scene.group_id, slug, steps=[step])
    stage.post("/competencies/citing", **{"title.en": "Naming", "statement.en": "Names.", **LEVELS})
    page = stage.first.get("/frameworks/skills/draft/publish").text
    assert 'href="/paths/first-steps"' in page
    assert 'href="/paths/one-level"' in page
    assert 'href="/paths/apart"' not in page


def test_a_draft_never_says_that_all_is_published_when_something_stands_beside_it(stage: Stage):
    assert "All of it is published" in stage.first.get("/frameworks/skills/draft").text
    revise_competency_with_levels(
        stage.scene.steward, "citing", **definitions.competency(title={"en": "Beside"})
    )
    page = stage.first.get("/frameworks/skills/draft").text
    assert "All of it is published" not in page
    assert "Has changes that are not published" not in page
    assert "Something of this framework was published beside this draft." in page
    assert stage.post("/take-in").status_code == 303
    page = stage.first.get("/frameworks/skills/draft").text
    assert "All of it is published" in page
    assert "Has changes that are not published" not in page
    assert "beside this draft" not in page
