import pytest
from sqlalchemy import select

from accounts.models import NoticeKind, Person, Preference
from badges.models import (
    AwardState,
    ClaimState,
)
from badges.queries import awards, endorsements
from badges.services import awarding, claiming, evidence, giving_up, tending, withdrawing
from badges.services.composing import Choices
from badges.services.endorsing import withdrawing as withdrawing_endorsements
from competencies import queries as competencies
from foundation import clock
from foundation.audit import AuditEvent
from foundation.db import session, transaction
from foundation.errors import (
    ConflictError,
    InvalidError,
)
from issuers.services import status
from tests.badges.cases import (
    CITING,
    HOSTING,
    body,
    codes,
    endorse,
    endorser,
    fresh,
    hand_in,
    judged,
    kinds,
    later,
    ready,
    set_bench,
    settle,
)
from tests.badges.scene import person


def test_in_part_gives_single_levels_and_names_the_gaps(app):
    bench = set_bench()
    learner, claim = ready(bench)
    endorse(claim, endorser("Host"), competency=HOSTING)
    endorse(claim, endorser("Cook"), competency=HOSTING)
    decision = settle(bench.assessor, fresh(claim), "awarded_in_part", judgements=judged(citing=1, hosting=2))
    kept = {one["competency"]: one["awarded"] for one in decision.judgements}
    assert kept == {CITING: 1, HOSTING: 2}
    offers = {one.version.achievement.slug: one for one in claiming.inbox(learner)}
    assert set(offers) == {"citing-1", "hosting-2"}
    # Most endorsements speak for hosting, so they go with it.
    assert offers["hosting-2"].credential_id == claim.credential_id
    assert offers["citing-1"].credential_id is None
    assert fresh(claim).award_id == offers["hosting-2"].id
    assert NoticeKind.CLAIM_AWARDED_IN_PART in kinds(learner)
    ids = {claiming.accept(learner, one.id).credential_id for one in offers.values()}
    assert claim.credential_id in ids
    assert len(ids) == 2


def test_one_part_shows_only_the_endorsements_that_speak_of_it(app):
    bench = set_bench()
    learner, claim = ready(bench)
    hosting = [endorse(claim, endorser(name), competency=HOSTING).id for name in ("Host", "Cook")]
    settle(bench.assessor, fresh(claim), "awarded_in_part", judgements=judged(citing=1, hosting=2))
    assert {one.id for one in endorsements.shown(claim.credential_id)} == set(hosting)
    claiming.accept(learner, fresh(claim).award_id)
    assert {one.id for one in endorsements.shown(claim.credential_id)} == set(hosting)


def test_who_hides_evidence_again_hides_it_from_every_part(app):
    bench = set_bench()
    learner, claim = ready(bench, visibility="embedded")
    settle(bench.assessor, claim, "awarded_in_part", judgements=judged(citing=1, hosting=1))
    parts = [one.id for one in claiming.inbox(learner)]
    assert len(parts) == 2
    item_id = fresh(claim).evidence[0].id
    evidence.change_visibility(learner, item_id, "private")
    assert [awards.award_by_id(one).evidence for one in parts] == [[], []]
    evidence.change_visibility(learner, item_id, "embedded")
    claiming.accept(learner, parts[0])
    with pytest.raises(ConflictError, match="badge_accepted"):
        evidence.change_visibility(learner, item_id, "private")


def test_a_badge_that_was_given_meanwhile_is_not_awarded_a_second_time(app):
    bench = set_bench()
    learner, claim = ready(bench)
    awarding.award(bench.scene.steward, achievement=bench.scene.badge, recipient="Learner")
    with pytest.raises(ConflictError, match="already_awarded"):
        settle(bench.assessor, claim)
    assert fresh(claim).state == ClaimState.IN_REVIEW
    assert len(claiming.inbox(learner)) == 1


def test_in_part_follows_the_rule_of_each_level(app):
    bench = set_bench()
    _learner, claim = ready(bench)
    decision = settle(bench.assessor, claim, "awarded_in_part", judgements=judged(citing=2, hosting=0))
    # Level 2 asks for two endorsements of its own and one is there, so level 1 is what stands.
    assert {one["competency"]: one["awarded"] for one in decision.judgements} == {CITING: 1, HOSTING: 0}


def test_in_part_leaves_out_a_level_that_the_claimant_has(app):
    bench = set_bench()
    learner, claim = ready(bench)
    settle(bench.assessor, claim, "awarded_in_part", judgements=judged(citing=1, hosting=0))
    claiming.accept(learner, fresh(claim).award_id)
    second = hand_in(bench, learner)
    with pytest.raises(InvalidError) as caught:
        settle(bench.assessor, second, "awarded_in_part", judgements=judged(citing=1, hosting=0))
    assert codes(caught) == {("/outcome", "nothing_to_award")}


def test_in_part_is_not_for_a_whole_and_not_for_nothing(app):
    bench = set_bench()
    _learner, claim = ready(bench)
    with pytest.raises(InvalidError) as caught:
        settle(bench.assessor, claim, "awarded_in_part")
    assert codes(caught) == {("/outcome", "whole_is_reached")}
    with pytest.raises(InvalidError) as caught:
        settle(bench.assessor, fresh(claim), "awarded_in_part", judgements=judged(0, 0))
    assert codes(caught) == {("/outcome", "nothing_to_award")}


def test_what_the_claimant_chose_to_embed_is_signed_and_can_be_left_out(app):
    bench = set_bench()
    learner, claim = ready(bench, visibility="embedded")
    settle(bench.assessor, claim, citation="Four evenings")
    award = awards.award_by_id(fresh(claim).award_id)
    assert award.reason == "Four evenings"
    shown = [{"type": ["Evidence"], "name": "Report 0", "narrative": "What I did."}]
    assert claiming.preview(learner, award.id)["evidence"] == shown
    assert "evidence" not in claiming.preview(learner, award.id, choices=Choices(evidence=()))
    credential = awards.credential_by_id(claiming.accept(learner, award.id).credential_id)
    assert body(credential)["evidence"] == shown


def test_private_evidence_stays_out_of_the_award(app):
    bench = set_bench()
    _learner, claim = ready(bench)
    settle(bench.assessor, claim)
    award = awards.award_by_id(fresh(claim).award_id)
    assert (award.evidence, award.reason, award.sealed_address) == ([], "", None)


def test_a_new_badge_is_public_only_for_who_wants_it_so(app):
    bench = set_bench()
    learner, claim = ready(bench)
    with transaction() as db_session:
        wishes = {"new_badges_public": True, "changed_at": clock.now()}
        db_session.add(Preference(person_id=learner.person_id, **wishes))
    settle(bench.assessor, claim)
    done = claiming.accept(learner, fresh(claim).award_id)
    assert awards.credential_by_id(done.credential_id).public_at is not None
    other = person("Private")
    second = hand_in(bench, other)
    endorse(second, endorser("Another"))
    settle(bench.assessor, fresh(second))
    done = claiming.accept(other, fresh(second).award_id)
    assert awards.credential_by_id(done.credential_id).public_at is None


def test_nothing_is_given_to_a_locked_account(app):
    bench = set_bench()
    learner, claim = ready(bench)
    with transaction() as db_session:
        db_session.get_one(Person, learner.person_id).locked_at = clock.now()
    with pytest.raises(ConflictError, match="claimant_unavailable"):
        settle(bench.assessor, claim)
    assert fresh(claim).state == ClaimState.IN_REVIEW


def test_every_move_is_on_record_and_about_the_claimant(app):
    bench = set_bench()
    learner, claim = ready(bench)
    settle(bench.assessor, claim)
    claiming.accept(learner, fresh(claim).award_id)
    found = session().execute(
        select(AuditEvent.action, AuditEvent.actor_id).where(AuditEvent.about_id == learner.person_id)
    )
    record = dict(found.all())
    assert record["badges.claim.take"] == bench.assessor.person_id
    assert record["badges.claim.award"] == bench.assessor.person_id
    assert record["badges.award.give"] == bench.assessor.person_id
    assert record["badges.award.accept"] == learner.person_id


def test_a_lapsed_offer_of_a_claim_stands_again_when_a_steward_says_so(app):
    bench = set_bench()
    learner, claim = ready(bench)
    settle(bench.assessor, claim)
    award_id = fresh(claim).award_id
    later(days=91)
    tending.tend(clock.now())
    assert awards.award_by_id(award_id).state == AwardState.LAPSED
    with pytest.raises(ConflictError, match="for_claimant"):
        awarding.mend_address(bench.scene.steward, award_id, "other@example.org")
    awarding.offer_again(bench.scene.steward, award_id)
    with pytest.raises(ConflictError, match="move_refused"):
        awarding.offer_again(bench.scene.steward, award_id)
    assert claiming.accept(learner, award_id).credential_id == claim.credential_id


def test_a_lapsed_offer_does_not_stand_again_beside_a_newer_one(app):
    bench = set_bench()
    learner, claim = ready(bench)
    settle(bench.assessor, claim)
    later(days=91)
    tending.tend(clock.now())
    again = awarding.award(bench.scene.steward, achievement=bench.scene.badge, recipient="Learner")
    with pytest.raises(ConflictError, match="already_awarded"):
        awarding.offer_again(bench.scene.steward, fresh(claim).award_id)
    held = claiming.accept(learner, again.id).credential_id
    giving_up.give_up(learner, held)
    awarding.offer_again(bench.scene.steward, fresh(claim).award_id)
    assert claiming.accept(learner, fresh(claim).award_id).credential_id == claim.credential_id


def test_a_revoked_badge_takes_its_levels_along(app):
    bench = set_bench()
    learner, claim = ready(bench)
    settle(bench.assessor, claim)
    done = claiming.accept(learner, fresh(claim).award_id)
    withdrawing.revoke(bench.scene.steward, done.credential_id, reason="issued_in_error")
    assert competencies.attainments(learner.person_id) == []


def test_stewards_hear_when_what_counted_is_taken_back_even_before_the_badge_is_accepted(app):
    bench = set_bench()
    writer = endorser()
    claim = hand_in(bench, person("Learner"))
    row = endorse(claim, writer)
    with transaction():
        status.reserve_new(row.urn)
    settle(bench.assessor, fresh(claim))
    withdrawing_endorsements.withdraw(writer, row.id, "mistake")
    assert NoticeKind.ENDORSEMENT_WITHDRAWN in kinds(bench.scene.steward)
