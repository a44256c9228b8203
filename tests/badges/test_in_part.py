from hypothesis import given
from hypothesis import strategies as st

from badges.in_part import Rung, highest


def rung(level: int, *, is_open: bool = True, needs: int = 0, counted: int = 0, items: int = 1) -> Rung:
    return Rung(level, is_open, {"min_endorsements": needs}, {"min_items": items}, counted)


LADDER = [rung(1), rung(2, needs=2, counted=2), rung(3, is_open=False), rung(4, is_open=False)]


def test_the_level_that_was_reached_is_awarded():
    assert highest(LADDER, judged=2, wanted=3, items=1) == LADDER[1]


def test_never_more_than_the_badge_wanted():
    assert highest(LADDER, judged=4, wanted=1, items=1) == LADDER[0]


def test_a_level_that_needs_a_panel_gives_way_to_the_one_below():
    assert highest(LADDER, judged=3, wanted=3, items=1) == LADDER[1]


def test_a_level_whose_endorsements_are_missing_gives_way_to_the_one_below():
    ladder = [rung(1), rung(2, needs=2, counted=1)]
    assert highest(ladder, judged=2, wanted=2, items=1) == ladder[0]


def test_nothing_shown_is_nothing_awarded():
    assert highest(LADDER, judged=0, wanted=2, items=5) is None
    assert highest(LADDER, judged=2, wanted=2, items=0) is None


rungs = st.lists(
    st.builds(
        rung,
        st.integers(1, 4),
        is_open=st.booleans(),
        needs=st.integers(0, 3),
        counted=st.integers(0, 3),
        items=st.integers(0, 3),
    ),
    max_size=4,
)


@given(rungs, st.integers(0, 4), st.integers(1, 4), st.integers(0, 4))
def test_what_is_awarded_was_reached_and_meets_its_own_rule(ladder, judged, wanted, items):
    found = highest(ladder, judged=judged, wanted=wanted, items=items)
    if found is not None:
        assert found.level <= min(judged, wanted)
        assert found.is_open
        assert found.counted >= found.assessment["min_endorsements"]
        assert items >= found.evidence_rule["min_items"]
