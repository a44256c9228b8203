"""Two moves at once about who holds a role, who is found, a plan, a hub, and thanks: one is made."""

from datetime import UTC, date, datetime
from functools import partial

import pytest
from sqlalchemy import func, select

from competencies import queries
from competencies.models import Openness, PlanLine, RoleHolding
from competencies.queries import openness, plans
from competencies.services import defining, holding, opening, planning
from foundation import clock
from foundation.audit import AuditEvent
from foundation.db import session, transaction
from foundation.errors import ConflictError, LimitedError, NotFoundError
from issuers import queries as issuers
from issuers.models import Delegation
from issuers.services import delegating, registering
from mentoring.models import Thanks
from mentoring.services import thanking
from tests.badges.cases import at_once
from tests.badges.scene import EN_SV, both, person
from tests.mentoring.scene import WORDS, member, set_up

TIMES = 4
DAY = date(2026, 3, 1)
LINE = {"role": "guide", "owner": "the board", "due_on": None}


@pytest.fixture
def stage(app):
    clock.set_source(lambda: datetime(2026, 3, 1, 12, tzinfo=UTC))
    return set_up()


def rows(model) -> int:
    session().expire_all()
    return session().scalar(select(func.count()).select_from(model)) or 0


def audited(action: str) -> int:
    query = select(func.count()).select_from(AuditEvent).where(AuditEvent.action == action)
    return session().scalar(query) or 0


def kinds(raised) -> list[str]:
    return sorted(type(one).__name__ for one in raised if one is not None)


def proposing(stage, actor):
    shape = {"role": "guide", "person_id": actor.person_id, "since": DAY}
    return partial(holding.propose, stage.steward, stage.scene.group_id, **shape)


def test_the_same_person_asked_twice_at_once_is_asked_once(app, stage):
    for number in range(TIMES):
        asked = member(f"Asked {number}", stage.scene.group_id)
        raised = at_once(app, *[proposing(stage, asked)] * 3)
        assert kinds(raised) == ["ConflictError"] * 2, raised
        assert len(plans.holdings_of(asked.person_id)) == 1


def test_of_a_yes_and_a_no_at_once_one_holds(app, stage):
    for number in range(TIMES):
        asked = member(f"Asked {number}", stage.scene.group_id)
        made = proposing(stage, asked)().id
        raised = at_once(app, partial(holding.accept, asked, made), partial(holding.decline, asked, made))
        assert len(kinds(raised)) == 1, raised
        assert all(isinstance(one, ConflictError | NotFoundError) for one in raised if one)
        held = [one.person_id for one in plans.holdings(stage.scene.group_id) if one.accepted_at]
        assert (asked.person_id in held) == (raised[0] is None)


def test_what_is_taken_back_while_it_is_accepted_is_held_by_nobody(app, stage):
    for number in range(TIMES):
        asked = member(f"Asked {number}", stage.scene.group_id)
        made = proposing(stage, asked)().id
        raised = at_once(app, partial(holding.accept, asked, made), partial(holding.end, stage.steward, made))
        assert raised[1] is None
        assert raised[0] is None or isinstance(raised[0], NotFoundError)
        assert list(plans.holdings_of(asked.person_id)) == []


def test_a_role_that_both_end_at_once_ends_once(app, stage):
    asked = member("Asked", stage.scene.group_id)
    made = proposing(stage, asked)().id
    holding.accept(asked, made)
    raised = at_once(app, partial(holding.hand_back, asked, made), partial(holding.end, stage.steward, made))
    assert kinds(raised) == ["NotFoundError"], raised
    assert audited("competencies.holding.hand_back") + audited("competencies.holding.end") == 1
    assert rows(RoleHolding) == 1


def test_the_same_opening_twice_at_once_is_one(app, stage):
    for _time in range(TIMES):
        assert at_once(app, *[partial(opening.open_up, stage.kim, months=3)] * 3) == [None] * 3
        assert rows(Openness) == 1
        opening.end(stage.kim, openness.openings_of(stage.kim.person_id, clock.now())[0].id)


def test_two_openings_at_once_do_not_pass_the_cap(app, stage):
    for number in range(opening.MOST_OPENINGS + 1):
        defining.define_role(
            stage.steward, group_id=stage.scene.group_id, slug=f"helper-{number}", requirements=[],
            title=both("Helper", "Hjälpare"), purpose=both("Helps.", "Hjälper."),
            term_guidance_months=None, reviewed=EN_SV,
        )  # fmt: skip
    calls = [
        partial(opening.open_up, stage.kim, role=f"helper-{number}", months=1)
        for number in range(opening.MOST_OPENINGS + 1)
    ]
    for call in calls[:-2]:
        call()
    raised = at_once(app, *calls[-2:])
    assert kinds(raised) == ["ConflictError"], raised
    assert rows(Openness) == opening.MOST_OPENINGS


def test_an_opening_that_is_ended_twice_at_once_is_ended_once(app, stage):
    row_id = opening.open_up(stage.kim, months=3).id
    raised = at_once(app, *[partial(opening.end, stage.kim, row_id)] * 2)
    assert kinds(raised) == ["NotFoundError"], raised
    assert audited("competencies.openness.end") == 1


def test_of_two_who_change_a_line_at_once_the_second_is_told(app, stage):
    line = planning.add_line(stage.steward, stage.scene.group_id, action="As it was.", **LINE)
    line_id, seen = line.id, line.revision
    for _time in range(TIMES):
        raised = at_once(
            app,
            *[
                partial(planning.change_line, stage.steward, line_id, revision=seen, action=text, **LINE)
                for text in ("Mine.", "Yours.")
            ],
        )
        assert kinds(raised) == ["ConflictError"], raised
        session().expire_all()
        found = plans.line(line_id)
        assert found.action == ("Mine." if raised[0] is None else "Yours.")
        assert found.revision == seen + 1
        seen = found.revision


def test_two_lines_written_at_once_do_not_make_a_plan_too_long(app, stage):
    group_id, role_id = stage.scene.group_id, queries.role("guide").id
    facts = {"group_id": group_id, "role_id": role_id, "action": "x", "owner": "", "made_at": clock.now()}
    with transaction() as open_session:
        open_session.add_all(PlanLine(**facts) for _line in range(planning.MOST_LINES - 1))
    add = partial(planning.add_line, stage.steward, group_id, action="One more.", **LINE)
    assert kinds(at_once(app, add, add, add)) == ["ConflictError"] * 2
    assert rows(PlanLine) == planning.MOST_LINES


def test_two_people_asked_at_once_do_not_make_a_plan_too_long(app, stage):
    group_id, role_id = stage.scene.group_id, queries.role("guide").id
    facts = {"group_id": group_id, "role_id": role_id, "since": DAY, "offered_at": clock.now()}
    with transaction() as open_session:
        somebody = stage.steward.person_id
        open_session.add_all(
            RoleHolding(**facts, person_id=somebody, accepted_at=clock.now())
            for _holding in range(holding.MOST_HOLDINGS - 1)
        )
    raised = at_once(app, proposing(stage, stage.kim), proposing(stage, stage.sam))
    assert kinds(raised) == ["ConflictError"], raised
    assert rows(RoleHolding) == holding.MOST_HOLDINGS


def test_a_line_that_is_deleted_while_it_is_changed_is_gone(app, stage):
    for _time in range(TIMES):
        line = planning.add_line(stage.steward, stage.scene.group_id, action="As it was.", **LINE)
        line_id, seen = line.id, line.revision
        change = partial(planning.change_line, stage.steward, line_id, revision=seen, action="Mine.", **LINE)
        raised = at_once(
            app,
            partial(planning.remove_line, stage.steward, line_id),
            change,
            partial(planning.finish_line, stage.steward, line_id, is_done=True),
        )
        assert raised[0] is None
        assert all(one is None or isinstance(one, NotFoundError | ConflictError) for one in raised), raised
        assert rows(PlanLine) == 0


def test_a_hub_is_let_in_once_and_let_out_once(app, stage):
    registering.make_first_group(
        name="Hub", description="", url=None, language="en", steward_id=stage.sam.person_id
    )
    group_id = stage.scene.group_id
    for time in range(1, TIMES + 1):
        give = partial(delegating.delegate, stage.steward, group_id, hub="hub")
        assert at_once(app, *[give] * 3) == [None] * 3
        assert (rows(Delegation), audited("issuers.delegation.give")) == (1, time)
        ((given, _hub),) = issuers.delegations_by(group_id)
        raised = at_once(app, *[partial(delegating.end, stage.steward, given.id)] * 2)
        assert set(kinds(raised)) <= {"NotFoundError"}, raised
        assert (rows(Delegation), audited("issuers.delegation.end")) == (0, time)


def test_two_thanks_to_one_person_at_once_are_one(app, stage):
    for number in range(TIMES):
        person(f"Thanked {number}")
        giver = person(f"Giver {number}")
        call = partial(thanking.thank, giver, user_name=f"Thanked {number}", text=WORDS)
        assert [type(one) for one in at_once(app, call, call) if one] == [LimitedError]
    assert rows(Thanks) == TIMES


def test_thanks_at_once_do_not_pass_the_cap_of_a_day(app, stage):
    for number in range(thanking.MOST_A_DAY + 2):
        person(f"Thanked {number}")
    calls = [
        partial(thanking.thank, stage.sam, user_name=f"Thanked {number}", text=WORDS)
        for number in range(thanking.MOST_A_DAY + 2)
    ]
    for call in calls[: thanking.MOST_A_DAY - 1]:
        call()
    raised = at_once(app, *calls[thanking.MOST_A_DAY - 1 :])
    assert kinds(raised) == ["LimitedError"] * 2, raised
    assert rows(Thanks) == thanking.MOST_A_DAY
