"""Wherever the database says who somebody is: that is in what they take along, and gone when they left."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from badges.models import Achievement, Claim
from badges.services import awarding, evidence, looking_into, reporting, runs, withdrawing
from competencies.services import defining as skills
from competencies.services import draft_edits, drafting
from foundation.db import Base, session
from tests.badges import claiming_stage
from tests.badges.scene import EN_SV, both
from tests.web import leaver
from web import leaving, taking_along

# Column -> member of barnstar.json; after a colon, the action that `activity` tells.
EXPORTED = {
    "achievement_version.published_by": "activity:achievement.published",
    "aim.person_id": "aims",
    "api_token.person_id": "tokens",
    "assessment_decision.assessor_id": "decisions_by_you",
    "attainment.person_id": "attainments",
    "audit_event.about_id": "activity",
    "audit_event.actor_id": "activity",
    "award.awarded_by": "awards_given",
    "award.person_id": "offers",
    "award_run.started_by": "activity:badges.run.start",
    "claim.person_id": "claims",
    "claim.taken_by": "activity:badges.claim.take",
    "collection.person_id": "collections",
    "competency_version.published_by": "activity:competency.published",
    "credential.person_id": "credentials",
    "dismissed_suggestion.person_id": "dismissed_suggestions",
    "endorsement.endorser_id": "endorsements_given",
    "endorsement.holder_id": "endorsements_received",
    "engagement_signal.person_id": "signals",
    "enrolment.person_id": "paths",
    "evidence_opening.opened_by": "activity:badges.evidence.open",
    "framework_draft.edited_by": "activity:competencies.draft.change",
    "framework_draft_change.changed_by": "activity:competencies.draft.change",
    "identity.person_id": "identities",
    "issuer.created_by": "signing_profiles",
    "mailbox.person_id": "mailboxes",
    "needs_profile.person_id": "needs_profile",
    "nomination.nominator_id": "nominations_made",
    "nomination.nominee_id": "nominations_received",
    "nomination_invitation.nominator_id": "nomination_links",
    "notice.person_id": "notices",
    "openness.person_id": "openness",
    "password.person_id": "has_password",
    "peer_wishes.person_id": "peer_wishes",
    "person_profile.person_id": "signing_profiles",
    "preference.person_id": "preferences",
    "readiness_snapshot.person_id": "readiness_kept",
    "recovery_code.person_id": "unused_recovery_codes",
    "report.answered_by": "activity:badges.report.answer",
    "report.made_by": "reports",
    "revocation_proposal.proposed_by": "activity:badges.revocation.propose",
    "role_holding.person_id": "roles_held",
    "role_version.published_by": "activity:role.published",
    "seat.person_id": "seats",
    "seat_invitation.invited_by": "seat_invitations",
    "share_link.person_id": "shares",
    "signal_consent.person_id": "signal_consents",
    "skill_stance.person_id": "skills",
    "spoken_language.person_id": "spoken_languages",
    "step_done.person_id": "steps",
    "thanks.giver_id": "thanks_given",
    "thanks.receiver_id": "thanks_received",
    "visit_week.person_id": "visit_weeks",
}
NOT_EXPORTED = {
    "idempotent_answer.person_id": "kept for a day, so that a program may ask twice; it was answered then",
    "sign_in_link.person_id": "a secret that lives for a day; once proven, the address is a mailbox",
}
UNTIED = {  # to no row of a person, though they say who it is
    "achievement_version.published_by",
    "audit_event.about_id",
    "audit_event.actor_id",
    "competency_version.published_by",
    "idempotent_answer.person_id",
    "role_version.published_by",
}
NOBODY_IN_IT = {  # ids of something else
    "award.credential_id",
    "audit_event.group_id",
    "claim.credential_id",
    "endorsement.subject_id",
    "reference_framework.identifier",
    "reference_framework.load_id",
    "reference_item.parent",
    "reference_load.identifier",
    "report.subject_id",
}


def _columns() -> Iterator[tuple[str, sa.Column[Any]]]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            yield f"{table.name}.{column.name}", column


def _of_people() -> dict[str, sa.Column[Any]]:
    tied = {
        name: column
        for name, column in _columns()
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    }
    return tied | {name: column for name, column in _columns() if name in UNTIED}


def _counts(person_id: UUID) -> dict[str, int]:
    """How many rows of each column say that it is this person."""
    return {
        name: session().scalar(sa.select(sa.func.count()).where(column == person_id)) or 0
        for name, column in _of_people().items()
    }


def test_every_column_that_could_say_who_it_is_is_written_down(sqlite_app: Flask):
    loose = {
        name
        for name, column in _columns()
        if isinstance(column.type, sa.Uuid) and not column.foreign_keys and not column.primary_key
    }
    assert loose == UNTIED | NOBODY_IN_IT
    assert set(_of_people()) == set(EXPORTED) | set(NOT_EXPORTED)
    assert not set(EXPORTED) & set(NOT_EXPORTED)


@pytest.fixture
def stage(app: Flask, tmp_path: Path) -> Iterator[leaver.Stage]:
    own = app.extensions["mail"]
    made = leaver.set_up(app, tmp_path)
    _hold_office(made)
    yield made
    app.extensions["mail"] = own


def _hold_office(stage: leaver.Stage) -> None:
    """What a steward and assessor does: give, list, propose, answer, open, define."""
    who, group_id = stage.leaver, stage.scene.group_id
    awarding.award(who, achievement=stage.scene.badge, recipient="other@example.org")
    badge = claiming_stage.badge(replace(stage.scene, steward=who), "of-the-leaver")
    runs.start(who, badge, "recipient,reason\nmore@example.org,Well done\n")
    assert stage.badge_with_endorsement is not None
    withdrawing.revoke(who, stage.badge_with_endorsement, reason="criteria_not_met")
    about = session().scalars(sa.select(Achievement.id).where(Achievement.slug == badge)).one()
    made = reporting.make(stage.mentor, kind="badge", subject_id=about, reason="not_true")
    looking_into.answer(who, made.report_id, "We looked.")
    in_hand = session().scalars(sa.select(Claim).where(Claim.taken_by == who.person_id)).one()
    evidence.opened(who, in_hand.evidence[0].id)
    skills.define_competency(
        who,
        group_id=group_id,
        code="S2",
        framework="skills",
        domain="sources",
        title=both("Asking", "Att fråga"),
        statement=both("Asks.", "Frågar."),
        rubric=[both(f"Level {level}", f"Nivå {level}") for level in (1, 2, 3, 4)],
        typical_evidence=["wiki_revision"],
        alignments=[],
        reviewed=EN_SV,
    )
    drafting.begin(who, "skills")
    draft_edits.add_domain(who, "skills", revision=1, title=both("Maps", "Kartor"))
    skills.define_role(
        who,
        group_id=group_id,
        title=both("Helper", "Hjälpare"),
        purpose=both("Helps.", "Hjälper."),
        requirements=[{"competency": "citing", "level": 1, "must": True, "weight": 1}],
        term_guidance_months=None,
        reviewed=EN_SV,
    )


def test_whatever_says_who_it_is_is_taken_along_and_gone_after_leaving(app: Flask, stage: leaver.Stage):
    person_id = stage.leaver.person_id
    assert person_id is not None
    assert [name for name, count in _counts(person_id).items() if not count] == []
    told = taking_along.everything(person_id)
    done = {one["action"] for one in told["activity"]}
    missing = [
        (column, place)
        for column, place in EXPORTED.items()
        if not told[place.partition(":")[0]] or (":" in place and place.partition(":")[2] not in done)
    ]
    assert missing == [], sorted(done)
    leaving.leave(stage.leaver)
    assert [name for name, count in _counts(person_id).items() if count] == []
