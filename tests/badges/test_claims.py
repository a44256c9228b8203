from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from badges.claim_steps import ClaimFacts, Holder, next_step
from badges.queries import awards, claims
from badges.rules import is_open_yet
from badges.services import claiming, withdrawing
from badges.services.claims import keeping, opening
from badges.services.endorsing.subjects import subject_of
from foundation import clock
from foundation.audit import AuditEvent
from foundation.db import session
from foundation.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, SignInNeededError
from foundation.policy import NOBODY
from tests.badges.claiming_stage import badge, handed_in, locked, opened, with_link
from tests.badges.scene import Scene, accepted, give, person, set_stage


@pytest.fixture
def scene(app: Flask) -> Scene:
    return set_stage()


def code_of(call) -> str:
    with pytest.raises(ConflictError) as refused:
        call()
    return refused.value.code


def test_opening_a_claim_reserves_the_id_of_the_credential(scene):
    learner, slug = person("Kim"), badge(scene, "sources-two")
    claim = opening.open_claim(
        learner, slug, path_slug="a-path", path_title={"en": "A path"}, role_slug="guide", language="sv"
    )
    assert claim.state == "draft"
    assert claim.credential_id != claim.id
    assert subject_of(claim.credential_id).claim_id == claim.id
    assert (claim.path_slug, claim.path_title, claim.role_slug) == ("a-path", {"en": "A path"}, "guide")
    assert claim.language == "sv"
    assert claim.issuer_id == scene.group_id


def test_a_second_opening_gives_the_same_claim(scene):
    learner, slug = person("Kim"), badge(scene, "sources-two")
    first, second = opened(learner, slug), opened(learner, slug)
    assert first.id == second.id
    assert len(claims.claims_of(learner.person_id)) == 1
    assert opened(person("Lee"), slug).id != first.id


@pytest.mark.parametrize(
    ("assessment", "kind", "code"),
    [
        ({"method": "panel"}, "skill", "not_open_yet"),
        ({"method": "endorsed", "random_assessors": 1}, "skill", "not_open_yet"),
        ({"method": "claim_with_check", "panel_size": 2}, "skill", "not_open_yet"),
        ({"method": "peer_given"}, "recognition", "not_claimable"),
    ],
)
def test_some_badges_cannot_be_claimed(scene, assessment, kind, code):
    thanks = {"proves": [], "counts_towards_roles": False, "validity_months": None}
    more = thanks | {"achievement_type": "Award"} if kind == "recognition" else {}
    slug = badge(scene, "closed", assessment=assessment, kind=kind, **more)
    assert code_of(lambda: opened(person("Kim"), slug)) == code
    assert is_open_yet(assessment) == (code != "not_open_yet")


def test_who_has_an_offer_or_the_badge_is_led_there(scene):
    learner = person("Kim")
    award = give(scene, "Kim")
    with pytest.raises(ConflictError) as refused:
        opened(learner, scene.badge)
    assert (refused.value.code, refused.value.facts) == ("already_offered", {"award_id": str(award.id)})
    credential_id = claiming.accept(learner, award.id).credential_id
    with pytest.raises(ConflictError) as refused:
        opened(learner, scene.badge)
    assert refused.value.facts == {"credential_id": str(credential_id)}


def test_a_badge_that_ended_or_was_revoked_can_be_claimed_again(scene):
    ended = person("Kim")
    accepted(scene, ended, "Kim")
    later = clock.now() + timedelta(days=800)
    clock.set_source(lambda: later)
    assert opened(ended, scene.badge).state == "draft"
    revoked = person("Lee")
    credential = accepted(scene, revoked, "Lee")
    withdrawing.revoke(scene.steward, credential.id, reason="issued_in_error")
    assert opened(revoked, scene.badge).state == "draft"


def test_who_is_not_there_or_locked_opens_nothing(scene):
    with pytest.raises(SignInNeededError):
        opened(NOBODY, scene.badge)
    with pytest.raises(ForbiddenError):
        opened(locked(person("Kim")), scene.badge)
    with pytest.raises(NotFoundError):
        opened(person("Lee"), "no-such-badge")
    with pytest.raises(InvalidError):
        opening.open_claim(person("Mo"), scene.badge, role_slug="no-such-role")


def test_a_draft_is_kept_and_an_older_page_overwrites_nothing(scene):
    learner = person("Kim")
    claim = opened(learner, scene.badge)
    first = keeping.save(learner, claim.id, narrative="One", revision=1)
    assert first.revision == 2
    assert code_of(lambda: keeping.save(learner, claim.id, narrative="Two", revision=1)) == "stale"
    assert claims.claim_by_id(claim.id).narrative == "One"
    assert keeping.save(learner, claim.id, narrative="One", revision=2).revision == 2
    with pytest.raises(InvalidError):
        keeping.save(learner, claim.id, narrative="x" * (keeping.NARRATIVE_MAX + 1))


def test_nobody_else_touches_or_finds_a_claim(scene):
    claim = opened(person("Kim"), scene.badge)
    for other in (person("Lee"), scene.steward):
        for call in (
            lambda who=other: keeping.save(who, claim.id, narrative="x"),
            lambda who=other: keeping.submit(who, claim.id),
            lambda who=other: keeping.withdraw(who, claim.id),
            lambda who=other: keeping.appeal(who, claim.id, "x" * 40),
        ):
            with pytest.raises(NotFoundError):
                call()
    assert claims.claim_by_id(claim.id).state == "draft"


def test_a_claim_without_its_evidence_is_not_handed_in(scene):
    learner = person("Kim")
    claim = opened(learner, badge(scene, "sources-two", evidence_rule={"min_items": 2}))
    with_link(learner, claim)
    with pytest.raises(InvalidError) as refused:
        keeping.submit(learner, claim.id)
    assert refused.value.problems[0].code == "evidence_missing"
    with_link(learner, claim)
    assert keeping.submit(learner, claim.id).state == "submitted"


def test_missing_endorsements_do_not_keep_a_claim_back(scene):
    rule = {"method": "endorsed", "min_endorsements": 2}
    claim = handed_in(person("Kim"), badge(scene, "endorsed-one", assessment=rule))
    assert claim.state == "submitted"
    assert claim.submitted_at is not None


def test_what_is_handed_in_is_not_changed_and_a_withdrawn_badge_is_claimed_anew(scene):
    learner, slug = person("Kim"), badge(scene, "sources-two")
    claim = handed_in(learner, slug)
    assert code_of(lambda: keeping.save(learner, claim.id, narrative="More")) == "not_editable"
    assert keeping.withdraw(learner, claim.id).state == "withdrawn"
    assert code_of(lambda: keeping.withdraw(learner, claim.id)) == "move_refused"
    assert opened(learner, slug).id != claim.id


def test_every_move_is_on_record_with_whose_claim_it_is(scene):
    learner = person("Kim")
    claim = handed_in(learner, badge(scene, "sources-two"))
    keeping.withdraw(learner, claim.id)
    query = select(AuditEvent).where(AuditEvent.subject == str(claim.id)).order_by(AuditEvent.id)
    events = session().scalars(query).all()
    assert [one.action for one in events] == [
        "badges.claim.open",
        "badges.claim.submit",
        "badges.claim.withdraw",
    ]
    assert {one.about_id for one in events} == {learner.person_id}
    assert events[-1].facts == {"from": "submitted", "to": "withdrawn"}


def test_one_who_claims_twice_keeps_the_award_of_nobody_else(scene):
    give(scene, "Kim")
    kim, lee = person("Kim"), person("Lee")
    assert claims.standing_award(kim.person_id, awards.newest_version(scene.badge).achievement_id)
    assert claims.standing_award(lee.person_id, awards.newest_version(scene.badge).achievement_id) is None


NEEDS = {"evidence_needed": 1, "endorsements_needed": 2}


@pytest.mark.parametrize(
    ("facts", "step"),
    [
        (ClaimFacts("draft", **NEEDS), ("add_evidence", Holder.CLAIMANT)),
        (ClaimFacts("draft", evidence=1, **NEEDS), ("ask_endorsement", Holder.CLAIMANT)),
        (ClaimFacts("draft", evidence=1, asked=1, **NEEDS), ("ask_endorsement", Holder.CLAIMANT)),
        (ClaimFacts("draft", evidence=1, asked=2, **NEEDS), ("submit", Holder.CLAIMANT)),
        (
            ClaimFacts("draft", evidence=1, asked=1, unanswered=1, **NEEDS),
            ("answer_endorsement", Holder.CLAIMANT),
        ),
        (ClaimFacts("draft"), ("submit", Holder.CLAIMANT)),
        (ClaimFacts("returned"), ("mend", Holder.CLAIMANT)),
        (ClaimFacts("returned", evidence_needed=1), ("add_evidence", Holder.CLAIMANT)),
        (ClaimFacts("submitted"), ("wait_assessor", Holder.ASSESSOR)),
        (ClaimFacts("submitted", counted=1, **NEEDS), ("ask_endorsement", Holder.CLAIMANT)),
        (ClaimFacts("submitted", counted=1, asked=1, **NEEDS), ("wait_endorser", Holder.ENDORSER)),
        (ClaimFacts("submitted", counted=2, **NEEDS), ("wait_assessor", Holder.ASSESSOR)),
        (ClaimFacts("in_review", **NEEDS), ("wait_decision", Holder.ASSESSOR)),
        (ClaimFacts("appealed"), ("wait_appeal", Holder.ASSESSOR)),
        (ClaimFacts("awarded", award_state="offered"), ("accept_badge", Holder.CLAIMANT)),
        (ClaimFacts("awarded", award_state="accepted"), ("done", Holder.NOBODY)),
        (ClaimFacts("awarded", award_state="refused"), ("over", Holder.NOBODY)),
        (ClaimFacts("declined"), ("declined", Holder.NOBODY)),
        (ClaimFacts("withdrawn"), ("withdrawn", Holder.NOBODY)),
    ],
    ids=str,
)
def test_there_is_always_one_next_step_and_somebody_or_nobody_holds_it(facts, step):
    assert next_step(facts) == step


def test_enough_counted_endorsements_leave_nothing_missing():
    facts = ClaimFacts("draft", counted=3, endorsements_needed=2)
    assert facts.endorsements_missing == 0
    assert replace(facts, counted=1).endorsements_missing == 1
