"""Two stewards write the same at the same moment: one is kept, the other is told."""

from datetime import UTC, datetime
from functools import partial

import pytest

from competencies.queries import adapting as known
from competencies.queries import plans
from competencies.services import adapting, contexts, defining, planning
from foundation import clock
from foundation.db import db
from foundation.errors import ConflictError, NotFoundError
from tests.badges.cases import at_once
from tests.competencies.roles_stage import organiser, raised, renamed, second_steward, set_up

WHEN = datetime(2026, 1, 15, 12, tzinfo=UTC)


@pytest.fixture
def movement(app):
    clock.set_source(lambda: WHEN)
    return set_up()


def codes(raised_errors):
    return sorted(one.code for one in raised_errors if isinstance(one, ConflictError))


@pytest.mark.parametrize("is_new", [True, False])
def test_what_a_group_says_of_itself_is_not_said_over(app, movement, is_new):
    say = partial(contexts.describe, group_id=movement.river_id, kind="hub", connectivity="good")
    if not is_new:
        say(movement.river, constraints="Before.")
    seen, second = contexts.context_mark(known.context(movement.river_id)), second_steward(movement.river_id)
    told = at_once(
        app,
        partial(say, movement.river, constraints="Mine.", seen=seen),
        partial(say, second, constraints="Theirs.", seen=seen),
    )
    assert (codes(told), told.count(None)) == (["draft_changed"], 1)
    kept = known.context(movement.river_id)
    assert kept is not None
    assert kept.constraints == ("Mine." if told[0] is None else "Theirs.")


@pytest.mark.parametrize("move", [adapting.forget_draft, adapting.start_from_newest])
def test_a_draft_is_not_dropped_or_moved_while_another_writes_it(app, movement, move):
    made = adapting.begin(movement.river, "organiser", group_id=movement.river_id)
    defining.revise_role(movement.hub, "organiser", **organiser(purpose={"en": "Another."}))
    one, second = made.id, second_steward(movement.river_id)
    whole = known.update_mark(made, known.role_by_id(made.base_role_id))
    write = partial(adapting.prepare, movement.river, one, [raised(), renamed()], seen=known.mark(made))
    told = at_once(app, write, partial(move, second, one, seen=whole))
    assert told.count(None) == 1
    other = next(each for each in told if each is not None)
    is_gone = isinstance(other, NotFoundError) and move is adapting.forget_draft
    assert is_gone or codes([other]) == ["draft_changed"]
    if told[0] is None:
        assert len(known.adaptation(one).draft["operations"]) == 2


def test_a_line_is_not_deleted_while_another_changes_it(app, movement):
    river_id, second = movement.river_id, second_steward(movement.river_id)
    content = {"role": "organiser", "owner": "", "due_on": None}
    line_id = planning.add_line(movement.river, river_id, action="Ask.", **content).id
    told = at_once(
        app,
        partial(planning.change_line, movement.river, line_id, revision=1, action="Mine.", **content),
        partial(planning.remove_line, second, line_id, revision=1),
    )
    assert told.count(None) == 1
    db.session.rollback()
    assert [one.action for one in plans.lines(river_id)] == (["Mine."] if told[0] is None else [])
