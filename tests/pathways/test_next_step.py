"""There is always exactly one next step, and it says who holds it."""

from hypothesis import given
from hypothesis import strategies as st

from pathways.next_step import (
    ClaimStanding,
    GapStep,
    Keeper,
    NextKind,
    PathStep,
    Situation,
    next_step,
)

BADGES = st.sampled_from(("red", "green", "blue"))
STATES = ("draft", "submitted", "in_review", "returned", "appealed")
situations = st.builds(
    Situation,
    offers=st.lists(st.text("o1")).map(tuple),
    endorsements=st.lists(st.text("e1")).map(tuple),
    claims=st.lists(
        st.builds(
            ClaimStanding,
            claim=st.text("c1"),
            badge=BADGES,
            state=st.sampled_from(STATES),
            keeper=st.sampled_from(Keeper),
        )
    ).map(tuple),
    steps=st.lists(st.builds(PathStep, path=st.text("p1"), step=st.text("s1"), badge=st.none() | BADGES)).map(
        tuple
    ),
    gaps=st.lists(
        st.builds(GapStep, role=st.text("r1"), badge=BADGES, path=st.none(), is_open=st.booleans())
    ).map(tuple),
)


@given(situations)
def test_there_is_always_one_next_step_and_somebody_holds_it(situation):
    found = next_step(situation)
    assert (found.keeper is not Keeper.LEARNER) == (found.kind is NextKind.WAIT_FOR_CLAIM)
    assert next_step(situation) == found


@given(situations)
def test_a_learner_waits_only_when_there_is_nothing_else_to_do(situation):
    elsewhere = {one.badge for one in situation.claims if one.keeper is not Keeper.LEARNER}
    own = [one for one in (*situation.steps, *situation.gaps) if one.badge not in elsewhere]
    if next_step(situation).kind in {NextKind.WAIT_FOR_CLAIM, NextKind.CHOOSE}:
        assert not own
        assert all(one.keeper is not Keeper.LEARNER for one in situation.claims)
        assert not situation.offers
        assert not situation.endorsements


def test_whoever_has_nothing_yet_is_asked_to_choose():
    assert next_step(Situation()).kind is NextKind.CHOOSE


def test_what_waits_comes_before_what_was_begun_before_what_was_chosen():
    everything = {
        "offers": ("o",),
        "endorsements": ("e",),
        "claims": (
            ClaimStanding("d", "red", "draft", Keeper.LEARNER),
            ClaimStanding("r", "green", "returned", Keeper.LEARNER),
        ),
        "steps": (PathStep("p", "s"),),
        "gaps": (GapStep("role", "blue", None, is_open=True),),
    }
    order = []
    for gone in (None, "offers", "endorsements", "claims", "steps", "gaps"):
        everything.pop(gone, None)
        order.append(next_step(Situation(**everything)).kind.value)
    assert order == [
        "answer_offer", "answer_endorsement", "mend_claim", "do_step", "close_gap", "choose",
    ]  # fmt: skip


def test_a_draft_is_finished_before_a_new_step():
    begun = Situation(
        claims=(ClaimStanding("d", "red", "draft", Keeper.LEARNER),), steps=(PathStep("p", "s"),)
    )
    assert next_step(begun).kind is NextKind.FINISH_CLAIM


def test_a_badge_that_assessors_look_at_does_not_hold_up_other_steps():
    waiting = ClaimStanding("c", "red", "in_review", Keeper.ASSESSOR)
    held_up, free = PathStep("p", "badge-step", "red"), PathStep("q", "read")
    assert next_step(Situation(claims=(waiting,), steps=(held_up, free))).step == free
    alone = next_step(Situation(claims=(waiting,), steps=(held_up,)))
    assert (alone.kind, alone.keeper, alone.key) == (NextKind.WAIT_FOR_CLAIM, Keeper.ASSESSOR, "c")
