"""What a person keeps of their readiness stays as it was; only they see it, and only they delete it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from badges.services import withdrawing
from competencies.models import ReadinessSnapshot
from competencies.queries import kept
from competencies.services import aiming, defining, erasing, keeping, taking_along
from foundation import clock
from foundation.audit import AuditEvent
from foundation.columns import uuid7
from foundation.db import session, transaction
from foundation.errors import ConflictError, NotFoundError, SignInNeededError
from foundation.policy import NOBODY
from tests.badges.scene import EN_SV, accepted, both, person, set_stage


def written(snapshot_id) -> dict:
    """Everything in the row, as the database has it now."""
    session().expire_all()
    row = session().get_one(ReadinessSnapshot, snapshot_id)
    return {column.key: getattr(row, column.key) for column in ReadinessSnapshot.__table__.columns}


def revised(scene, level: int) -> None:
    """The role asks for another level from now on, under another name."""
    defining.revise_role(
        scene.steward, "guide",
        title=both(f"Guide {level}", f"V {level}"), purpose=both("Helps.", "Hjälper."),
        requirements=[{"competency": "citing", "level": level, "must": True, "weight": 1}],
        term_guidance_months=None, reviewed=EN_SV,
    )  # fmt: skip


def test_what_is_kept_names_the_version_the_credential_and_what_it_came_to(app):
    scene, learner = set_stage(), person("Learner")
    credential = accepted(scene, learner, "Learner")
    row = keeping.keep(learner, "guide")
    assert (row.role_number, row.role_title["en"]) == (1, "Guide")
    assert row.frameworks == [{"framework": "skills", "number": 1}]
    assert row.held == [{"competency": "citing", "level": 2, "source": credential.urn}]
    assert {**row.result, "gaps": None} == {
        "state": "ready", "coverage": "1", "must_gap_steps": 0, "musts": 1, "musts_met": 1, "gaps": None,
    }  # fmt: skip
    (gap,) = row.result["gaps"]
    assert (gap["required"], gap["held"], gap["must"], gap["version"]) == (2, 2, True, 1)


@pytest.mark.parametrize("change", ["role", "revoke", "hold", "expire", "competency"])
def test_nothing_that_happens_later_changes_what_was_kept(app, change):
    scene, learner = set_stage(), person("Learner")
    credential = accepted(scene, learner, "Learner")
    row = keeping.keep(learner, "guide")
    before = written(row.id)
    if change == "role":
        revised(scene, 4)
    elif change == "revoke":
        withdrawing.revoke(scene.steward, credential.id, reason="issued_in_error")
    elif change == "hold":
        withdrawing.put_on_hold(scene.steward, credential.id)
    elif change == "expire":
        later = clock.now() + timedelta(days=800)
        clock.set_source(lambda: later)
    else:
        defining.revise_competency(
            scene.steward, "citing", title=both("Quoting", "Citera"), statement=both("Quotes.", "Citerar."),
            rubric=[both(f"L {level}", f"N {level}") for level in (1, 2, 3, 4)],
            typical_evidence=["wiki_revision"], alignments=[], reviewed=EN_SV,
        )  # fmt: skip
    newer = keeping.keep(learner, "guide")
    assert newer.id != row.id
    assert written(row.id) == before
    assert newer.result != before["result"] or newer.role_number != before["role_number"]


def test_the_same_is_kept_once(app):
    scene, learner = set_stage(), person("Learner")
    first = keeping.keep(learner, "guide")
    assert keeping.keep(learner, "guide").id == first.id
    accepted(scene, learner, "Learner")
    assert keeping.keep(learner, "guide").id != first.id
    assert [one.role_number for one in kept.snapshots(learner.person_id)] == [1, 1]


def test_only_its_owner_deletes_it(app):
    set_stage()
    learner, other = person("Learner"), person("Other")
    row_id = keeping.keep(learner, "guide").id
    with pytest.raises(NotFoundError):
        keeping.forget(other, row_id)
    with pytest.raises(SignInNeededError):
        keeping.forget(NOBODY, row_id)
    keeping.forget(learner, row_id)
    assert kept.snapshots(learner.person_id) == []
    with pytest.raises(NotFoundError):
        keeping.forget(learner, row_id)
    actions = select(AuditEvent.action).where(AuditEvent.about_id == learner.person_id)
    wanted = [f"competencies.readiness.{verb}" for verb in ("keep", "forget")]
    assert [one for one in session().scalars(actions.order_by(AuditEvent.id)) if "readiness" in one] == wanted


def test_nobody_keeps_anything_without_signing_in_or_of_a_role_that_is_not_there(sqlite_app):
    set_stage()
    with pytest.raises(SignInNeededError):
        keeping.keep(NOBODY, "guide")
    with pytest.raises(NotFoundError):
        keeping.keep(person("Learner"), "no-such-role")


def test_there_is_an_end_to_how_many_are_kept(sqlite_app):
    set_stage()
    learner = person("Learner")
    row = keeping.keep(learner, "guide")
    shape = {name: value for name, value in written(row.id).items() if name != "id"} | {"role_number": 7}
    with transaction() as db_session:
        db_session.add_all(ReadinessSnapshot(id=uuid7(), **shape) for _ in range(keeping.MOST_KEPT - 1))
    with pytest.raises(ConflictError) as refused:
        keeping.keep(learner, "guide")
    assert refused.value.code == "snapshots_full"


def test_it_is_taken_along_and_gone_after_leaving(app):
    scene, learner = set_stage(), person("Learner")
    credential = accepted(scene, learner, "Learner")
    aiming.aim(learner, "guide")
    keeping.keep(learner, "guide")
    (told,) = taking_along.take(learner.person_id)["readiness_kept"]
    assert (told["role"], told["role_number"]) == ("guide", 1)
    assert told["held"] == [{"competency": "citing", "level": 2, "source": credential.urn}]
    erasing.erase(learner.person_id)
    assert kept.snapshots(learner.person_id) == []
