"""The migration that makes what is published final loses nothing: what reads so before it reads so after."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from badges.services.framework_publishing import publish_framework
from competencies import queries
from competencies.models import Competency, CompetencyVersion, FrameworkVersion
from competencies.queries import trees
from competencies.services import deriving, draft_edits, drafting
from competencies.services.defining import revise_competency
from competencies.services.framework_publishing import is_behind
from foundation import clock
from foundation.db import db, session, transaction
from tests.badges import definitions
from tests.competencies.roles_stage import PROTECTED, SAFE, set_up

BEFORE = "0011"
IN_A_DRAFT = ("code", "title", "statement", "rubric", "typical_evidence", "alignments")


@pytest.fixture
def stage(app):
    """A framework and a derived one as they were stored before: no members, no floor, an edit beside."""
    stage = set_up()
    drafting.begin(stage.hub, "core")
    draft_edits.write_domain(stage.hub, "core", revision=1, domain="people", title={"en": "Persons"})
    publish_framework(stage.hub, "core", revision=2)
    derived = publish_framework(
        stage.river, deriving.derive(stage.river, "core", group_id=stage.river_id).slug, revision=1
    )
    words = definitions.competency(statement={"en": "Beside."})
    revise_competency(stage.hub, "welcoming", code="W9", **words)
    slug, count = derived.slug, len(queries.framework("core").versions)
    db.session.remove()
    downgrade(revision=BEFORE)
    with transaction() as write:
        of_core = FrameworkVersion.framework_id == queries.framework("core").id
        write.execute(sa.delete(FrameworkVersion).where(of_core, FrameworkVersion.number == count))
        write.execute(
            sa.update(FrameworkVersion)
            .where(of_core, FrameworkVersion.number < count - 1)
            .values(members=sa.null())
        )
        write.execute(sa.update(FrameworkVersion).where(~of_core).values(vocabularies={}))
    yield stage, slug, count
    db.session.remove()
    upgrade()


def said(number):
    tree = trees.tree(queries.framework("core"), number)
    return {one["id"]: one["statement"]["en"] for area in tree["domains"] for one in area["competencies"]}


def test_versions_without_members_name_those_that_stood_in_them(stage):
    _, _, count = stage
    upgrade()
    db.session.remove()
    versions = queries.framework("core").versions
    assert all(isinstance(one.members, list) for one in versions)
    assert said(count - 2)["welcoming"] == said(count - 1)["welcoming"] == "Does."
    assert set(said(count - 2)) == {SAFE, "welcoming", "delivering", "agreeing"}


def test_what_was_published_beside_the_last_version_becomes_the_next_one(stage):
    _, _, count = stage
    upgrade()
    db.session.remove()
    framework = queries.framework("core")
    assert [one.number for one in framework.versions] == list(range(1, count + 1))
    assert said(count) == {**said(count - 1), "welcoming": "Beside."}
    member = next(one for one in framework.versions[-1].members if one["competency"] == "welcoming")
    assert (member["version"], member["code"]) == (2, "W9")
    newest = session().scalar(
        sa.select(sa.func.max(CompetencyVersion.published_at))
        .join(Competency, Competency.id == CompetencyVersion.competency_id)
        .where(Competency.framework_id == framework.id)
    )
    assert framework.versions[-1].published_at == newest
    assert is_behind(trees.draft("core"))


def test_a_derived_framework_gets_the_floor_that_it_had_lost(stage):
    _, slug, _ = stage
    upgrade()
    db.session.remove()
    framework = queries.framework(slug)
    assert [one.number for one in framework.versions] == [1, 2]
    own = next(
        one.slug for one in queries.competencies(framework_id=framework.id) if one.derived_from == SAFE
    )
    kept = framework.versions[-1].vocabularies["subsidiarity"]["protected"]
    assert kept == [{**PROTECTED["subsidiarity"]["protected"][0], "competency": own}]
    assert trees.tree(framework, 1) == trees.tree(framework, 2)
    assert not is_behind(trees.draft(slug))


def test_going_down_and_up_again_adds_no_version(stage):
    _, slug, count = stage
    upgrade()
    downgrade(revision=BEFORE)
    upgrade()
    db.session.remove()
    assert len(queries.framework("core").versions) == count
    assert len(queries.framework(slug).versions) == 2


def test_what_was_published_with_the_next_version_does_not_stand_in_the_one_before(app):
    stage = set_up()
    count = len(queries.framework("core").versions)
    start = clock.now()
    clock.set_source(lambda: start + timedelta(days=1) + (datetime.now(UTC) - start))
    drafting.begin(stage.hub, "core")
    draft_edits.write_competency(
        stage.hub, "core", revision=1, competency="welcoming", statement={"en": "New words."}
    )
    added = definitions.competency(code="N1")
    draft_edits.add_competency(
        stage.hub, "core", revision=2, domain="people", **{name: added[name] for name in IN_A_DRAFT}
    )
    publish_framework(stage.hub, "core", revision=3)
    before, after = said(count), said(count + 1)
    db.session.remove()
    downgrade(revision=BEFORE)
    with transaction() as write:
        write.execute(
            sa.update(FrameworkVersion).where(FrameworkVersion.number <= count).values(members=sa.null())
        )
    upgrade()
    db.session.remove()
    assert len(queries.framework("core").versions) == count + 1
    assert (said(count), said(count + 1)) == (before, after)
    assert (before["welcoming"], after["welcoming"]) == ("Does.", "New words.")
    assert len(after) == len(before) + 1
