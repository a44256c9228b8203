"""How far one is on a path is derived, and comes out the same however one got there."""

from hypothesis import given
from hypothesis import strategies as st

from pathways.progress import Step, StepState, progress, steps_of

steps = st.lists(
    st.builds(
        Step,
        id=st.text("abcdef", min_size=1, max_size=3),
        kind=st.sampled_from(("resource", "practice", "badge")),
        ref=st.sampled_from(("red", "green", "blue")),
        required=st.booleans(),
        minutes=st.integers(0, 90),
    ),
    unique_by=lambda one: one.id,
)
ticks = st.sets(st.text("abcdef", min_size=1, max_size=3))
badges = st.sets(st.sampled_from(("red", "green", "blue")))

PATH = [
    Step("read", "resource", "res-a", required=True, minutes=10),
    Step("extra", "resource", "res-b", required=False, minutes=99),
    Step("try", "practice", "try", required=True, minutes=30),
    Step("badge", "badge", "red", required=True),
]


def states(found) -> list[str]:
    return [one.state.value for one in found.steps]


def test_a_new_path_begins_with_its_first_required_step():
    found = progress(PATH, (), ())
    assert states(found) == ["next", "open", "open", "open"]
    assert (found.required_done, found.required, found.minutes_left) == (0, 3, 40)
    assert not found.is_complete


def test_steps_may_be_done_in_any_order():
    found = progress(PATH, {"try"}, ())
    assert states(found) == ["next", "open", "done", "open"]
    assert found.minutes_left == 10


def test_a_badge_step_is_done_by_the_badge_and_by_no_tick():
    assert states(progress(PATH, {"read", "try", "badge"}, ()))[-1] == "next"
    found = progress(PATH, {"read", "try"}, {"red"})
    assert found.is_complete
    assert found.next_step is None
    assert states(found) == ["done", "open", "done", "done"]


def test_minutes_are_the_steps_own_or_those_of_its_resource():
    described = [
        {"id": "a", "kind": "resource", "ref": "res-a", "required": True},
        {"id": "b", "kind": "practice", "ref": "b", "required": False, "duration_minutes": 5},
        {"id": "c", "kind": "badge", "ref": "red", "required": True},
    ]
    assert [one.minutes for one in steps_of(described, {"res-a": 20})] == [20, 5, 0]


@given(steps, ticks, badges)
def test_exactly_one_step_is_next_until_the_path_is_complete(path, ticked, held):
    found = progress(path, ticked, held)
    following = [one.step for one in found.steps if one.state is StepState.NEXT]
    assert following == ([] if found.next_step is None else [found.next_step])
    assert found.is_complete == (found.next_step is None)
    assert all(one.required for one in following) or not any(one.required for one in path)


@given(steps, ticks, ticks, badges, badges)
def test_doing_more_never_takes_a_step_away(path, ticked, more, held, gained):
    before, after = progress(path, ticked, held), progress(path, ticked | more, held | gained)
    assert after.required_done >= before.required_done
    assert after.minutes_left <= before.minutes_left
    assert after.is_complete or not before.is_complete
