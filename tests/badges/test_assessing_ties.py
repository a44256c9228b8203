import pytest
from sqlalchemy import func, select

from accounts.models import NoticeKind
from accounts.services import seats
from badges.models import (
    AssessmentDecision,
    Award,
    AwardState,
    Claim,
    ClaimState,
    Credential,
    Endorsement,
    EndorsementState,
)
from badges.queries.ties import conflicts_of
from badges.services import assessing, awarding, claiming
from badges.services.claims import keeping
from foundation.db import session
from foundation.errors import (
    ForbiddenError,
    InvalidError,
)
from foundation.policy import Actor
from tests.badges.cases import (
    at_once,
    codes,
    endorse,
    endorser,
    fresh,
    hand_in,
    judged,
    kinds,
    later,
    ready,
    seats_of,
    set_bench,
    settle,
)
from tests.badges.scene import person


def conflicts(actor: Actor, claim: Claim) -> tuple[str, ...]:
    return conflicts_of(actor.person_id, [claim])[claim.id]


def test_who_declined_does_not_decide_the_appeal_and_somebody_else_does(app):
    bench = set_bench()
    learner, claim = ready(bench)
    settle(bench.assessor, claim, "declined", judgements=judged(0, 0), advice="Lead one more evening.")
    assert fresh(claim).state == ClaimState.DECLINED
    assert NoticeKind.CLAIM_DECLINED in kinds(learner)
    appealed = keeping.appeal(learner, claim.id, "The list of sources was overlooked by mistake.")
    with pytest.raises(ForbiddenError) as caught:
        assessing.take(bench.assessor, claim.id, appealed.revision)
    assert caught.value.facts["reasons"] == ["declined_it"]
    assert settle(bench.second, fresh(claim)).outcome == "awarded"


def test_who_declined_stays_out_of_it_when_the_appeal_is_put_back(app):
    bench = set_bench()
    learner, claim = ready(bench)
    settle(bench.assessor, claim, "declined", advice="Lead one more evening.")
    appealed = keeping.appeal(learner, claim.id, "The list of sources was overlooked by mistake.")
    assessing.take(bench.second, claim.id, appealed.revision)
    assessing.release(bench.second, claim.id)
    assert fresh(claim).state == ClaimState.SUBMITTED
    with pytest.raises(ForbiddenError, match="conflict_of_interest"):
        assessing.take(bench.assessor, claim.id, fresh(claim).revision)


def test_an_own_case_is_never_ones_own_to_decide(app):
    bench = set_bench()
    claim = hand_in(bench, bench.assessor)
    assert conflicts(bench.assessor, claim) == ("own",)
    with pytest.raises(ForbiddenError, match="conflict_of_interest"):
        assessing.take(bench.assessor, claim.id, claim.revision)


def test_a_mentees_case_is_not_ones_own_to_decide_even_years_later(app):
    bench = set_bench()
    learner, claim = ready(bench)
    endorse(claim, bench.assessor, relation="mentor")
    assert conflicts(bench.assessor, claim) == ("mentee", "endorser")
    keeping.withdraw(learner, claim.id)
    later(days=800)
    assert conflicts(bench.assessor, hand_in(bench, learner)) == ("mentee",)


def test_a_request_alone_keeps_no_assessor_from_a_case(app):
    bench = set_bench()
    _learner, claim = ready(bench)
    endorse(claim, bench.assessor, state=EndorsementState.REQUESTED, signed_at=None, relation=None)
    assert conflicts(bench.assessor, claim) == ()
    endorse(claim, bench.second, state=EndorsementState.DRAFTED, signed_at=None, relation=None)
    assert conflicts(bench.second, claim) == ("endorser",)


def test_a_reciprocal_case_is_not_ones_own_to_decide_for_90_days(app):
    bench = set_bench()
    theirs = hand_in(bench, bench.second)
    endorse(theirs, endorser())
    settle(bench.assessor, fresh(theirs))
    claim = hand_in(bench, bench.assessor)
    assert conflicts(bench.second, claim) == ("decided_yours",)
    later(days=91)
    assert conflicts(bench.second, claim) == ()


def test_who_was_endorsed_by_the_claimant_does_not_decide_for_90_days(app):
    bench = set_bench()
    theirs = hand_in(bench, bench.second)
    learner = person("Learner")
    endorse(theirs, learner)
    claim = hand_in(bench, learner)
    assert conflicts(bench.second, claim) == ("endorsed_you",)
    later(days=91)
    assert conflicts(bench.second, claim) == ()


def test_an_endorsement_that_was_signed_after_taking_keeps_one_from_deciding(app):
    bench = set_bench()
    _learner, claim = ready(bench)
    taken = assessing.take(bench.assessor, claim.id, claim.revision)
    endorse(claim, bench.assessor)
    with pytest.raises(ForbiddenError, match="conflict_of_interest"):
        assessing.decide(
            bench.assessor, claim.id, outcome="awarded", judgements=judged(), reason="Good.",
            revision=taken.revision,
        )  # fmt: skip
    assessing.release(bench.assessor, claim.id)
    assert fresh(claim).state == ClaimState.SUBMITTED


def test_a_ring_of_two_within_90_days_counts_once(app):
    bench = set_bench()
    one, two = endorser("One"), endorser("Two")
    first, second = hand_in(bench, one), hand_in(bench, two)
    endorse(first, two)
    endorse(second, one)
    settle(bench.assessor, fresh(first))
    with pytest.raises(InvalidError) as caught:
        settle(bench.assessor, fresh(second))
    assert codes(caught) == {("/outcome", "endorsements_missing")}
    assert [reasons for _, reasons in assessing.counted(fresh(second))] == [("returned",)]
    later(days=91)
    assert [reasons for _, reasons in assessing.counted(fresh(second))] == [()]


def test_levels_that_have_ended_or_were_withdrawn_do_not_let_anybody_count(app):
    bench = set_bench()
    _learner, claim = ready(bench)
    later(days=400)
    assert [reasons for _, reasons in assessing.counted(claim)] == [("level_too_low",)]


def test_the_sole_steward_does_not_count_and_one_of_two_does(app):
    bench = set_bench(endorser_min_level=None)
    claim = hand_in(bench, person("Learner"))
    endorse(claim, bench.scene.steward)
    assert [reasons for _, reasons in assessing.counted(claim)] == [()]
    for seat in seats_of(bench, bench.scene.other_steward):
        seats.remove(bench.scene.steward, seat)
    assert [reasons for _, reasons in assessing.counted(claim)] == [("sole_signer",)]


def test_an_assessor_counts_without_a_level(app):
    bench = set_bench()
    claim = hand_in(bench, person("Learner"))
    endorse(claim, bench.second)
    assert [reasons for _, reasons in assessing.counted(claim)] == [()]


def test_one_about_something_else_is_not_even_looked_at(app):
    bench = set_bench()
    learner, claim = ready(bench)
    other = hand_in(bench, person("Other"))
    endorse(other, endorser("Another"), holder_id=learner.person_id)
    assert len(assessing.counted(claim)) == 1


def test_of_two_who_take_at_the_same_moment_exactly_one_has_it(app):
    bench = set_bench()
    _learner, claim = ready(bench)
    claim_id, revision = claim.id, claim.revision
    raised = at_once(
        app,
        lambda: assessing.take(bench.assessor, claim_id, revision),
        lambda: assessing.take(bench.second, claim_id, revision),
    )
    assert [getattr(one, "code", None) for one in raised].count(None) == 1
    assert {getattr(one, "code", None) for one in raised} == {None, "taken"}


def test_of_two_decisions_at_the_same_moment_exactly_one_is_written(app):
    bench = set_bench()
    learner, claim = ready(bench)
    claim_id, revision = claim.id, assessing.take(bench.assessor, claim.id, claim.revision).revision

    def decide():
        assessing.decide(
            bench.assessor,
            claim_id,
            outcome="awarded",
            judgements=judged(),
            reason="Good.",
            revision=revision,
        )

    raised = at_once(app, decide, decide)
    assert {getattr(one, "code", None) for one in raised} == {None, "changed"}
    assert session().scalar(select(func.count()).select_from(AssessmentDecision)) == 1
    assert len(claiming.inbox(learner)) == 1


def test_of_two_who_endorse_each_other_and_are_decided_at_the_same_moment_one_counts(app):
    bench = set_bench()
    one, two = endorser("One"), endorser("Two")
    first, second = hand_in(bench, one), hand_in(bench, two)
    endorse(first, two)
    endorse(second, one)
    cases = []
    for claim, assessor in ((first, bench.assessor), (second, bench.second)):
        taken = assessing.take(assessor, claim.id, fresh(claim).revision)
        cases.append((assessor, taken.id, taken.revision))

    def decide(assessor, claim_id, revision):
        assessing.decide(
            assessor, claim_id, outcome="awarded", judgements=judged(), reason="Good.", revision=revision
        )

    raised = at_once(app, lambda: decide(*cases[0]), lambda: decide(*cases[1]))
    assert [one is None for one in raised].count(True) == 1
    assert session().scalar(select(func.count()).where(Endorsement.counted_at.is_not(None))) == 1


def test_accepting_and_taking_back_at_the_same_moment_never_both_happen(app):
    bench = set_bench()
    learner, claim = ready(bench)
    settle(bench.assessor, claim)
    award_id = fresh(claim).award_id
    raised = at_once(
        app,
        lambda: claiming.accept(learner, award_id),
        lambda: awarding.withdraw(bench.scene.steward, award_id),
    )
    assert [one is None for one in raised].count(True) == 1
    award = session().get_one(Award, award_id, populate_existing=True)
    is_signed = session().scalar(select(func.count()).select_from(Credential)) == 1
    assert (award.state == AwardState.ACCEPTED) is is_signed
