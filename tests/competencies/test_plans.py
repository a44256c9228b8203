"""A leadership plan: people say yes first, no line is overwritten, and hubs see no small number."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from accounts import queries as people
from accounts.models import SeatRole
from accounts.services import seats
from competencies import queries
from competencies.coverage import Standing
from competencies.models import RoleHolding
from competencies.queries import plans
from competencies.queries.overview import overview
from competencies.queries.team import team
from competencies.services import erasing, holding, opening, planning, taking_along
from competencies.succession import Concern
from foundation import clock
from foundation.db import session
from foundation.errors import ConflictError, InvalidError, NotFoundError, SignInNeededError
from foundation.policy import NOBODY
from issuers.services import delegating, registering
from mentoring.services import tending
from tests.badges.scene import accepted, person, set_stage

TODAY = date(2026, 3, 1)


@pytest.fixture
def scene(app):
    clock.set_source(lambda: datetime(2026, 3, 1, 12, tzinfo=UTC))
    return set_stage()


def member(scene, name: str):
    one = person(name)
    seats.give(one.person_id, scene.group_id, SeatRole.MEMBER)
    return people.actor_of(one.person_id)


def proposed(scene, actor, **more):
    shape = {"role": "guide", "person_id": actor.person_id, "since": TODAY, **more}
    return holding.propose(scene.steward, scene.group_id, **shape).id


def of_role(scene, slug: str = "guide"):
    return next(one for one in plans.plan(scene.group_id, clock.now()) if one.role.slug == slug)


def line(scene, **more):
    shape = {"role": "guide", "action": "Let somebody lead.", "owner": "the board", "due_on": None, **more}
    return planning.add_line(scene.steward, scene.group_id, **shape)


def test_who_is_asked_stands_in_the_plan_only_after_saying_yes(scene):
    ada = member(scene, "Ada")
    holding_id = proposed(scene, ada, until=date(2026, 9, 1))
    assert (of_role(scene).holders, len(of_role(scene).asked)) == ([], 1)
    (notice,) = people.notices_of(ada.person_id)[0]
    assert (notice.kind, notice.path) == ("role.proposed", "/way/held")
    for _ in range(2):
        holding.accept(ada, holding_id)
    (holder,) = of_role(scene).holders
    assert (holder.user_name, holder.ends) == ("Ada", date(2026, 9, 1))
    holding.hand_back(ada, holding_id)
    assert of_role(scene).holders == []


def test_a_no_looks_like_no_answer_until_the_question_runs_out(scene):
    ada, bo = member(scene, "Ada"), member(scene, "Bo")
    asked = {one: proposed(scene, one) for one in (ada, bo)}
    holding.decline(ada, asked[ada])
    assert plans.holdings_of(ada.person_id) == []
    for verb in (holding.accept, holding.decline, holding.hand_back):
        with pytest.raises(NotFoundError):
            verb(ada, asked[ada])
    for one in (ada, bo):
        with pytest.raises(ConflictError, match="held_already"):
            proposed(scene, one)
    assert [one.holding.accepted_at for one in of_role(scene).asked] == [None, None]
    clock.set_source(lambda: datetime(2026, 3, 31, 12, tzinfo=UTC))
    assert of_role(scene).asked == []
    assert plans.holdings_of(bo.person_id) == []
    with pytest.raises(NotFoundError):
        holding.accept(bo, asked[bo])
    tending.tend()
    assert session().scalars(select(RoleHolding)).all() == []
    assert {proposed(scene, one) for one in (ada, bo)}


def test_a_question_that_was_answered_with_no_is_taken_back_like_any_other(scene):
    ada = member(scene, "Ada")
    first = proposed(scene, ada)
    holding.decline(ada, first)
    holding.end(scene.steward, first)
    assert of_role(scene).asked == []
    again = proposed(scene, ada)
    holding.accept(ada, again)
    with pytest.raises(ConflictError):
        holding.decline(ada, again)


def test_nobody_else_answers_and_no_other_steward_asks(scene):
    ada, other = member(scene, "Ada"), person("Other")
    holding_id = proposed(scene, ada)
    for verb in (holding.accept, holding.decline, holding.hand_back):
        for actor in (other, scene.steward):
            with pytest.raises(NotFoundError):
                verb(actor, holding_id)
        with pytest.raises(SignInNeededError):
            verb(NOBODY, holding_id)
    far = registering.make_first_group(
        name="Far", description="", url=None, language="en", steward_id=other.person_id
    )
    far_steward = people.actor_of(other.person_id)
    shape = {"role": "guide", "person_id": ada.person_id, "since": TODAY}
    with pytest.raises(NotFoundError):
        holding.propose(far_steward, scene.group_id, **shape)
    with pytest.raises(NotFoundError):
        holding.end(far_steward, holding_id)
    with pytest.raises(InvalidError):
        holding.propose(far_steward, far, **shape)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"role": "nothing"}, "/role"),
        ({"person_id": None}, "/person"),
        ({"since": None}, "/since"),
        ({"until": TODAY}, "/until"),
        ({"until": date.max}, "/until"),
        ({"since": date.max}, "/since"),
        ({"since": date.min}, "/since"),
        ({"until": TODAY - timedelta(days=1)}, "/until"),
    ],
)
def test_a_question_that_makes_no_sense_is_told_where(scene, change, pointer):
    ada = member(scene, "Ada")
    with pytest.raises(InvalidError) as refused:
        proposed(scene, ada, **change)
    assert [one.pointer for one in refused.value.problems] == [pointer]


def test_nobody_is_asked_twice_and_a_question_can_be_taken_back(scene):
    ada = member(scene, "Ada")
    holding_id = proposed(scene, ada)
    with pytest.raises(ConflictError):
        proposed(scene, ada)
    holding.end(scene.other_steward, holding_id)
    assert plans.holdings_of(ada.person_id) == []
    again = proposed(scene, ada)
    holding.accept(ada, again)
    holding.end(scene.steward, again)
    with pytest.raises(NotFoundError):
        holding.hand_back(ada, again)


def test_who_leaves_the_group_holds_nothing_there(scene):
    ada = member(scene, "Ada")
    holding.accept(ada, proposed(scene, ada))
    (seat,) = (one for one in people.seats_of_group(scene.group_id) if one.person_id == ada.person_id)
    seats.remove(scene.steward, seat.id)
    assert of_role(scene).holders == []


def test_a_plan_tells_what_to_look_at(scene):
    assert of_role(scene).concerns == (Concern.NOBODY, Concern.NO_SECOND)
    ada = member(scene, "Ada")
    holding.accept(ada, proposed(scene, ada, since=date(2024, 1, 1), until=date(2026, 4, 1)))
    assert of_role(scene).concerns == (Concern.TERM_ENDS, Concern.NO_SECOND)
    bo = member(scene, "Bo")
    accepted(scene, bo, "Bo")
    assert of_role(scene).concerns == (Concern.TERM_ENDS, Concern.NO_SECOND)
    opening.open_up(bo, group="example-affiliate", role="guide", months=6)
    assert (of_role(scene).ready, of_role(scene).concerns) == ([bo.person_id], (Concern.TERM_ENDS,))


def test_only_who_opened_up_is_named_in_a_team_and_in_a_plan(scene):
    ada, bo = member(scene, "Ada"), member(scene, "Bo")
    for one, name in ((ada, "Ada"), (bo, "Bo")):
        accepted(scene, one, name)
    opening.open_up(ada, group="example-affiliate", months=6)
    found = team(scene.group_id, queries.role("guide"), clock.now())
    (row,) = found.coverage.rows
    assert (row.by, found.seen) == ((ada.person_id,), (ada.person_id,))
    assert (found.members, found.version.number) == (4, 1)
    assert of_role(scene).ready == [ada.person_id]


def test_who_is_not_interested_in_a_role_is_not_named_for_it_in_a_team(scene):
    ada = member(scene, "Ada")
    accepted(scene, ada, "Ada")
    opening.open_up(ada, months=6)
    opening.dismiss(ada, "guide")
    found = team(scene.group_id, queries.role("guide"), clock.now())
    assert (found.coverage.rows[0].by, found.seen) == ((), ())


def test_a_team_names_people_in_another_order_at_each_look(scene):
    for number in range(6):
        one = member(scene, f"Open {number}")
        accepted(scene, one, f"Open {number}")
        opening.open_up(one, months=6)
    guide = queries.role("guide")
    orders = {team(scene.group_id, guide, clock.now()).coverage.rows[0].by for _ in range(12)}
    assert len(orders) > 1
    assert len({frozenset(one) for one in orders}) == 1


def test_of_those_who_did_not_open_up_a_team_tells_nothing(scene):
    for number in range(12):
        accepted(scene, member(scene, f"Holder {number}"), f"Holder {number}")
    found = team(scene.group_id, queries.role("guide"), clock.now())
    assert [(row.by, row.standing) for row in found.coverage.rows] == [((), Standing.UNMET)]


def test_lines_are_written_changed_done_and_deleted_by_stewards_of_the_group_alone(scene):
    made = line(scene)
    other = person("Other")
    content = {"role": "guide", "action": "Ask two.", "owner": "", "due_on": date(2026, 5, 1)}
    for verb in (
        lambda: planning.add_line(other, scene.group_id, **content),
        lambda: planning.change_line(other, made.id, revision=1, **content),
        lambda: planning.finish_line(other, made.id, is_done=True),
        lambda: planning.remove_line(other, made.id),
    ):
        with pytest.raises(NotFoundError):
            verb()
    planning.change_line(scene.other_steward, made.id, revision=1, **content)
    planning.finish_line(scene.steward, made.id, is_done=True)
    (row,) = plans.lines(scene.group_id)
    assert (row.action, row.due_on, row.done_at is None) == ("Ask two.", date(2026, 5, 1), False)
    planning.finish_line(scene.steward, made.id, is_done=False)
    planning.remove_line(scene.steward, made.id)
    assert plans.lines(scene.group_id) == []


def test_of_two_who_change_a_line_the_second_is_told_and_nothing_is_overwritten(scene):
    made = line(scene)
    content = {"role": "guide", "owner": "", "due_on": None}
    planning.change_line(scene.steward, made.id, revision=1, action="First.", **content)
    with pytest.raises(ConflictError) as refused:
        planning.change_line(scene.other_steward, made.id, revision=1, action="Second.", **content)
    assert refused.value.code == "line_changed"
    assert plans.lines(scene.group_id)[0].action == "First."


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"action": " \u200b "}, "/action"),
        ({"action": "x" * 1001}, "/action"),
        ({"owner": "x" * 121}, "/owner"),
        ({"due_on": date.max}, "/due_on"),
        ({"role": "\x00"}, "/role"),
    ],
)
def test_a_line_that_makes_no_sense_is_told_where(scene, change, pointer):
    with pytest.raises(InvalidError) as refused:
        line(scene, **change)
    assert [one.pointer for one in refused.value.problems] == [pointer]


def test_open_lines_come_first_by_their_day(scene):
    for action, due_on in (("none", None), ("late", date(2026, 9, 1)), ("soon", date(2026, 4, 1))):
        line(scene, action=action, due_on=due_on)
    done = line(scene, action="done", due_on=date(2026, 1, 1))
    planning.finish_line(scene.steward, done.id, is_done=True)
    assert [one.action for one in plans.lines(scene.group_id)] == ["soon", "late", "none", "done"]


def test_a_hub_sees_numbers_over_its_groups_and_none_below_five(scene):
    def group(number: int, *, is_led: bool):
        steward = person(f"Steward {number}")
        words = {"name": f"Group {number}", "description": "", "url": None, "language": "en"}
        group_id = registering.register_group(steward, **words)
        delegating.delegate(people.actor_of(steward.person_id), group_id, hub="example-affiliate")
        actor = people.actor_of(steward.person_id)
        content = {"role": "guide", "action": "Think.", "owner": "", "due_on": None}
        planning.add_line(actor, group_id, **content)
        for name in (f"A {number}", f"B {number}") if is_led else ():
            one = person(name)
            seats.give(one.person_id, group_id, SeatRole.MEMBER)
            row = holding.propose(actor, group_id, role="guide", person_id=one.person_id, since=TODAY)
            holding.accept(people.actor_of(one.person_id), row.id)

    def counts():
        (row,) = overview(scene.group_id, clock.now()).roles
        return row.groups, row.holders, row.to_look_at

    assert overview(scene.group_id, clock.now()).roles == ()
    for number in range(4):
        group(number, is_led=number < 2)
    assert counts() == (None, None, None)
    group(4, is_led=True)
    assert counts() == (5, 5, None)
    for number in range(5, 10):
        group(number, is_led=number < 7)
    assert counts() == (10, 10, 5)


def test_a_hub_counts_people_not_how_often_they_hold_a_role(scene):
    one = person("Everywhere")
    for number in range(5):
        steward = person(f"Steward {number}")
        words = {"name": f"Group {number}", "description": "", "url": None, "language": "en"}
        group_id = registering.register_group(steward, **words)
        delegating.delegate(people.actor_of(steward.person_id), group_id, hub="example-affiliate")
        seats.give(one.person_id, group_id, SeatRole.MEMBER)
        actor, shape = people.actor_of(steward.person_id), {"role": "guide", "since": TODAY}
        asked = holding.propose(actor, group_id, person_id=one.person_id, **shape)
        holding.accept(people.actor_of(one.person_id), asked.id)
    (row,) = overview(scene.group_id, clock.now()).roles
    assert (row.groups, row.holders) == (5, None)


def test_what_is_held_is_taken_along_and_gone_after_leaving(scene):
    ada = member(scene, "Ada")
    holding.accept(ada, proposed(scene, ada))
    (told,) = taking_along.take(ada.person_id)["roles_held"]
    assert (told["role"], told["since"], told["group_id"]) == ("guide", "2026-03-01", str(scene.group_id))
    line(scene, owner="Ada")
    line(scene, owner="Ada's board")
    erasing.erase(ada.person_id)
    assert plans.holdings_of(ada.person_id) == []
    assert {one.owner for one in plans.lines(scene.group_id)} == {"", "…'s board"}
