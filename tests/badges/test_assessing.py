import hashlib

import pytest
from sqlalchemy import func, select

from accounts.models import NoticeKind, SeatRole
from accounts.services import seats
from badges.models import (
    AssessmentDecision,
    Claim,
    ClaimState,
    Endorsement,
)
from badges.queries import assessing as queries
from badges.queries import awards
from badges.services import assessing, claiming, tending
from badges.services.assessing import judging
from badges.services.claims import keeping, opening
from competencies import queries as competencies
from credentials.canonical import jcs
from foundation import clock
from foundation.db import session, transaction
from foundation.errors import (
    ConflictError,
    ForbiddenError,
    GoneError,
    InvalidError,
    NotFoundError,
    SignInNeededError,
)
from foundation.policy import NOBODY, Actor
from tests.badges.cases import (
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
    new_assessor,
    ready,
    seats_of,
    set_bench,
    settle,
)
from tests.badges.scene import person


def test_a_case_is_taken_decided_and_accepted_under_the_id_that_was_reserved(app):
    bench = set_bench()
    learner, claim = ready(bench)
    decision = settle(bench.assessor, claim)
    after = fresh(claim)
    assert after.state == ClaimState.AWARDED
    assert (after.taken_by, after.award_id is None) == (None, False)
    assert NoticeKind.CLAIM_AWARDED in kinds(learner)
    assert [one.id for one in claiming.inbox(learner)] == [after.award_id]
    done = claiming.accept(learner, after.award_id)
    assert done.credential_id == claim.credential_id
    credential = awards.credential_by_id(done.credential_id)
    assert body(credential)["id"] == f"urn:uuid:{claim.credential_id}"
    assert decision.revision == after.revision - 1
    assert {one.level for one in competencies.attainments(learner.person_id)} == {2}


def test_the_rubric_text_that_was_judged_against_is_kept_by_its_hash(app):
    bench = set_bench()
    _learner, claim = ready(bench)
    decision = settle(bench.assessor, claim)
    # An assessor chooses among all four levels, so the text of each was judged against.
    rubric = [{"en": f"Hosts at {level}", "sv": f"Värd på {level}"} for level in (1, 2, 3, 4)]
    expected = hashlib.sha256(jcs(rubric)).hexdigest()
    turned = [dict(reversed(text.items())) for text in rubric]
    kept = {one["competency"]: one for one in decision.judgements}
    assert kept[HOSTING]["rubric_digest"] == expected == judging.rubric_digest(turned)
    assert (kept[HOSTING]["version"], kept[HOSTING]["wanted"], kept[HOSTING]["level"]) == (1, 2, 2)
    assert kept[HOSTING]["reason"] == "Newcomers came back."


def test_what_counted_is_listed_and_marked(app):
    bench = set_bench()
    _learner, claim = ready(bench)
    beside = endorse(claim, person("Too new"))
    decision = settle(bench.assessor, fresh(claim))
    rows = {row.id: row for row in session().scalars(select(Endorsement))}
    assert [row.counted_at is not None for row in rows.values()].count(True) == 1
    assert len(decision.counted) == 1
    assert rows[beside.id].counted_at is None


def test_an_award_needs_levels_evidence_and_endorsements_and_says_what_is_missing(app):
    bench = set_bench(min_items=0, min_endorsements=2)
    claim = hand_in(bench, person("Learner"), items=0)
    endorse(claim, endorser())
    with pytest.raises(InvalidError) as caught:
        settle(bench.assessor, fresh(claim), judgements=judged(citing=1))
    assert codes(caught) == {
        ("/judgements/citing/level", "level_below"),
        ("/outcome", "endorsements_missing"),
    }
    facts = {one.code: one.facts for one in caught.value.problems}
    assert facts["level_below"] == {"wanted": 2, "level": 1}
    assert facts["endorsements_missing"] == {"needed": 2, "there": 1}
    assert fresh(claim).state == ClaimState.IN_REVIEW
    assert session().scalar(select(func.count()).select_from(AssessmentDecision)) == 0


def test_evidence_that_was_taken_away_after_a_return_is_missed(app):
    bench = set_bench(min_items=1)
    _learner, claim = ready(bench)
    with transaction() as db_session:
        db_session.delete(db_session.get_one(Claim, claim.id).evidence[0])
    with pytest.raises(InvalidError) as caught:
        settle(bench.assessor, fresh(claim))
    assert codes(caught) == {("/outcome", "evidence_missing")}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"outcome": "perhaps"}, {("/outcome", "unknown")}),
        ({"outcome": ""}, {("/outcome", "missing")}),
        ({"reason": " "}, {("/reason", "missing")}),
        ({"outcome": "declined"}, {("/advice", "missing")}),
        ({"reason": "x" * 2001}, {("/reason", "too_long")}),
        ({"citation": "x" * 2001}, {("/citation", "too_long")}),
        (
            {"judgements": judged()[:1]},
            {("/judgements/hosting/level", "missing"), ("/judgements/hosting/reason", "missing")},
        ),
        (
            {"judgements": [*judged()[:1], {"competency": HOSTING, "level": 9, "reason": "short"}]},
            {("/judgements/hosting/level", "level_unknown"), ("/judgements/hosting/reason", "too_short")},
        ),
        (
            {"judgements": [*judged(), {"competency": "cooking", "level": 2, "reason": "Cooks very well."}]},
            {("/judgements/cooking", "unknown")},
        ),
    ],
)
def test_a_decision_says_all_that_it_lacks(sqlite_app, change, expected):
    bench = set_bench()
    _learner, claim = ready(bench)
    with pytest.raises(InvalidError) as caught:
        settle(bench.assessor, claim, **{"outcome": "awarded", **change})
    assert codes(caught) == expected


def test_a_returned_claim_can_be_handed_in_again(app):
    bench = set_bench()
    learner, claim = ready(bench)
    settle(bench.assessor, claim, "returned", judgements=judged(citing=0), reason="Add the list of sources.")
    assert fresh(claim).state == ClaimState.RETURNED
    assert NoticeKind.CLAIM_RETURNED in kinds(learner)
    again = keeping.submit(learner, claim.id)
    assert settle(bench.assessor, again).outcome == "awarded"
    assert len(fresh(claim).decisions) == 2


def test_the_second_assessor_is_told_and_nothing_is_overwritten(app):
    bench = set_bench()
    _learner, claim = ready(bench)
    assessing.take(bench.assessor, claim.id, claim.revision)
    with pytest.raises(ConflictError, match="taken"):
        assessing.take(bench.second, claim.id, claim.revision)
    after = fresh(claim)
    assert after.taken_by == bench.assessor.person_id
    for verb in (
        lambda: assessing.release(bench.second, claim.id),
        lambda: assessing.decide(
            bench.second,
            claim.id,
            outcome="returned",
            judgements=judged(),
            reason="x",
            revision=after.revision,
        ),
    ):
        with pytest.raises(ConflictError, match="taken"):
            verb()


def test_taking_what_one_has_taken_is_harmless(app):
    bench = set_bench()
    _learner, claim = ready(bench)
    first = assessing.take(bench.assessor, claim.id, claim.revision)
    revision = first.revision
    assert assessing.take(bench.assessor, claim.id, claim.revision).revision == revision


def test_a_case_that_changed_meanwhile_is_looked_at_again_first(app):
    bench = set_bench()
    _learner, claim = ready(bench)
    with pytest.raises(ConflictError, match="changed"):
        assessing.take(bench.assessor, claim.id, claim.revision - 1)
    taken = assessing.take(bench.assessor, claim.id, claim.revision)
    with pytest.raises(ConflictError, match="changed"):
        assessing.decide(
            bench.assessor, claim.id, outcome="returned", judgements=judged(), reason="Add more.",
            revision=taken.revision - 1,
        )  # fmt: skip


def test_deciding_needs_taking_and_happens_once(app):
    bench = set_bench()
    _learner, claim = ready(bench)
    verdict = {"outcome": "returned", "judgements": judged(), "reason": "Add the sources."}
    with pytest.raises(ConflictError, match="not_taken"):
        assessing.decide(bench.assessor, claim.id, revision=claim.revision, **verdict)
    taken = assessing.take(bench.assessor, claim.id, claim.revision)
    revision = taken.revision
    assessing.decide(bench.assessor, claim.id, revision=revision, **verdict)
    with pytest.raises(ConflictError, match="changed"):
        assessing.decide(bench.assessor, claim.id, revision=revision, **verdict)
    assert session().scalar(select(func.count()).select_from(AssessmentDecision)) == 1


def test_a_claim_that_is_withdrawn_meanwhile_is_not_decided(app):
    bench = set_bench()
    learner, claim = ready(bench)
    taken = assessing.take(bench.assessor, claim.id, claim.revision)
    revision = taken.revision
    keeping.withdraw(learner, claim.id)
    with pytest.raises(GoneError, match="claim_withdrawn"):
        assessing.decide(
            bench.assessor, claim.id, outcome="awarded", judgements=judged(), reason="x", revision=revision
        )


def test_a_case_of_somebody_who_left_the_group_can_be_put_back(app):
    bench = set_bench()
    _learner, claim = ready(bench)
    gone = new_assessor(bench.group_id, "Gone")
    assessing.take(gone, claim.id, claim.revision)
    with pytest.raises(ConflictError, match="taken"):
        assessing.release(bench.assessor, claim.id)
    for seat in seats_of(bench, gone):
        seats.remove(bench.scene.steward, seat)
    assessing.release(bench.assessor, claim.id)
    assert fresh(claim).state == ClaimState.SUBMITTED


def test_who_may_see_a_case_and_the_queue(app):
    bench = set_bench()
    learner, claim = ready(bench)
    locked = Actor(person_id=bench.assessor.person_id, assessors=bench.assessor.assessors, locked=True)
    elsewhere = Actor(person_id=bench.second.person_id, assessors=frozenset({claim.id}))
    refused = {
        NOBODY: SignInNeededError,
        learner: NotFoundError,
        bench.scene.steward: NotFoundError,
        locked: ForbiddenError,
        elsewhere: NotFoundError,
    }
    for actor, error in refused.items():
        for verb in (
            lambda actor=actor: queries.case(actor, claim.id),
            lambda actor=actor: assessing.take(actor, claim.id, claim.revision),
            lambda actor=actor: assessing.release(actor, claim.id),
            lambda actor=actor: assessing.decide(
                actor, claim.id, outcome="returned", judgements=[], reason="x", revision=claim.revision
            ),
        ):
            with pytest.raises(error):
                verb()
        if actor is not elsewhere:
            with pytest.raises(error):
                queries.queue(actor)
    assert fresh(claim).state == ClaimState.SUBMITTED
    assert queries.queue(elsewhere).page.rows == []


def test_a_draft_is_nobodys_but_the_claimants(app):
    bench = set_bench()
    draft = opening.open_claim(person("Learner"), bench.scene.badge)
    with pytest.raises(NotFoundError):
        queries.case(bench.assessor, draft.id)
    assert queries.queue(bench.assessor).page.rows == []


def test_the_queue_is_oldest_first_and_marks_ones_own(app):
    bench = set_bench()
    first = hand_in(bench, person("First"))
    later(days=3)
    second, own = hand_in(bench, person("Second learner")), hand_in(bench, bench.assessor)
    assessing.take(bench.second, second.id, fresh(second).revision)
    rows = queries.queue(bench.assessor).page.rows
    assert [one.claim.id for one in rows] == [first.id, second.id, own.id]
    assert [one.days for one in rows] == [3, 0, 0]
    assert [one.taken_by for one in rows] == [None, "Second", None]
    assert rows[2].conflicts == ("own",)
    assert queries.queue(bench.assessor, group="nowhere").page.rows == []


def test_assessors_are_told_once_of_a_claim_that_waits_for_14_days(app):
    bench = set_bench()
    own = hand_in(bench, bench.second)
    tending.tend(clock.now())
    assert NoticeKind.CLAIM_WAITS not in kinds(bench.assessor)
    later(days=14)
    for _ in range(2):
        tending.tend(clock.now())
    assert kinds(bench.assessor).count(NoticeKind.CLAIM_WAITS) == 1
    assert NoticeKind.CLAIM_WAITS not in kinds(bench.second)
    settle(bench.assessor, fresh(own), "returned", reason="Add the sources.")
    keeping.submit(bench.second, own.id)
    later(days=14)
    tending.tend(clock.now())
    assert kinds(bench.assessor).count(NoticeKind.CLAIM_WAITS) == 2


def test_where_every_assessor_is_too_close_all_are_told(app):
    bench = set_bench()
    claim = hand_in(bench, bench.second)
    endorse(claim, bench.assessor)
    later(days=15)
    tending.tend(clock.now())
    assert NoticeKind.CLAIM_WAITS in kinds(bench.assessor)


def test_a_seat_gives_no_right_to_other_groups_cases(app):
    bench = set_bench()
    stranger = person("Stranger")
    seats.give(stranger.person_id, bench.group_id, SeatRole.STEWARD)
    _learner, claim = ready(bench)
    with pytest.raises(NotFoundError):
        queries.case(stranger, claim.id)
