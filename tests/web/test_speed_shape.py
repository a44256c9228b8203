"""Every page costs the same number of statements, however much it shows. Counts only, never time."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from accounts.models import SeatRole
from accounts.services import seats
from badges.queries import achievements
from badges.services import defining
from competencies.services import defining as skills
from competencies.services import frameworks
from foundation.db import db
from issuers.services import registering
from tests.badges import scene as stages
from tests.badges.scene import accepted, both, give, person, set_stage, token_of
from tests.web.starter import CONTENT, load_starter
from tests.web.visiting import client_of, visitor

MANY = 30
HOME = "/groups/example-affiliate"


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that reach the database inside."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def statements(app: Flask, actor, path: str) -> list[str]:
    """What one GET asks of the database, warmed once so that what may be kept is kept."""
    for _ in range(2):
        client = client_of(app, actor) if actor else visitor(app)
        db.session.remove()
        with counted() as seen:
            answer = client.get(path)
        assert answer.status_code == 200, path
    return list(seen)


def grow(scene, holder, start: int, stop: int) -> None:
    """More of everything that a page can list."""
    for number in range(start, stop):
        someone = person(f"Helper {number}")
        seats.give(someone.person_id, scene.group_id, SeatRole.ASSESSOR)
        registering.make_first_group(name=f"Group {number}", description="", url=None, language="en")
        frameworks.define_framework(
            scene.steward, group_id=scene.group_id, slug=f"skills-{number}", title=both("S", "F"),
            description=both("What", "Vad"), domains=[{"id": "d", "title": both("D", "D")}], levels=None,
            vocabularies={}, reviewed=("en", "sv"),
        )  # fmt: skip
        skills.define_competency(
            scene.steward, group_id=scene.group_id, slug=f"craft-{number}", code=f"C{number}",
            framework="skills", domain="sources", title=both("Craft", "Hantverk"),
            statement=both("Does it.", "Gör det."), rubric=[both("L", "N")] * 4,
            typical_evidence=["wiki_revision"], alignments=[], reviewed=("en", "sv"),
        )  # fmt: skip
        skills.define_role(
            scene.steward, group_id=scene.group_id, slug=f"guide-{number}", title=both("Guide", "Guide"),
            purpose=both("Helps.", "Hjälper."), term_guidance_months=None, reviewed=("en", "sv"),
            requirements=[{"competency": "citing", "level": 2, "must": True, "weight": 1}],
        )  # fmt: skip
        shape = stages._badge(None)
        badge = defining.define_achievement(
            scene.steward, group_id=scene.group_id, kind="skill", slug=f"badge-{number}", **shape
        )
        here = stages.Scene(scene.group_id, scene.steward, scene.other_steward, badge.slug)
        accepted(here, holder, "Holder")
        give(here, "Waiting")


PUBLIC = (
    "/", "/about", "/overview", "/badges", "/badges/sources", "/roles", "/roles/guide", "/paths",
    "/roles/outline", "/competencies", "/competencies/citing", "/frameworks/skills", "/groups", HOME,
    "/verify", "/sign-in", "/join",
)  # fmt: skip
STEWARD = (
    HOME, f"{HOME}/edit", f"{HOME}/seats", f"{HOME}/awards", f"{HOME}/awards?state=accepted",
    f"{HOME}/awards/new", f"{HOME}/awards/list", f"{HOME}/badges/new", f"{HOME}/competencies/new",
    f"{HOME}/roles/new", "/badges/sources/edit", "/competencies/citing/edit", "/roles/guide/edit",
)  # fmt: skip


def test_pages_cost_as_many_statements_with_thirty_things_as_with_one(sqlite_app: Flask):
    scene, holder, waiting = set_stage(validity_months=None), person("Holder"), person("Waiting")
    grow(scene, holder, 0, 1)
    held = accepted(scene, holder, "Holder")
    offer, mailed = give(scene, "Waiting"), give(scene, "kim@example.org")
    visits = [
        *((None, path) for path in (*PUBLIC, f"/offers/{token_of(mailed)}")),
        *((scene.steward, path) for path in (*STEWARD, f"{HOME}/awards/{held.award_id}")),
        *((holder, path) for path in ("/", "/passport", f"/credentials/{held.id}", "/account")),
        *((waiting, path) for path in ("/inbox", f"/inbox/{offer.id}", f"/inbox/{offer.id}/choices")),
    ]
    few = [statements(sqlite_app, *visit) for visit in visits]
    grow(scene, holder, 1, MANY)
    many = [statements(sqlite_app, *visit) for visit in visits]
    more = {
        path: (len(before), len(after))
        for (_, path), before, after in zip(visits, few, many, strict=True)
        if len(after) > len(before)
    }
    assert not more


@pytest.mark.parametrize(("kind", "address"), [("learning_paths", "paths"), ("resources", "resources")])
def test_paths_and_resources_cost_the_same_however_long_they_are(sqlite_app: Flask, kind: str, address: str):
    load_starter()
    slugs = [one["id"] for one in CONTENT[kind]]
    spent = {slug: len(statements(sqlite_app, None, f"/{address}/{slug}")) for slug in slugs}
    assert len(spent) > 1
    assert max(spent.values()) - min(spent.values()) <= 1, spent  # a thing without any link asks one less


def test_what_a_badge_proves_is_read_once_and_kept(sqlite_app: Flask):
    set_stage()
    version = achievements.achievement("sources").versions[-1]
    first = achievements.proven_by(version)
    with counted() as seen:
        assert achievements.proven_by(version) == first
    assert not [one for one in seen if "competency" in one]
