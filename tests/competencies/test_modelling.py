"""A group works out a role step by step; each step leaves a text, and it can be taken up again."""

from datetime import UTC, date, datetime

import pytest

from competencies import queries
from competencies.modelling import STEPS, names_somebody, next_step
from competencies.queries import adapting as known
from competencies.services import modelling, role_reviews
from foundation import clock
from foundation.errors import ConflictError, InvalidError, NotFoundError, SignInNeededError
from foundation.policy import NOBODY
from tests.competencies.roles_stage import set_up
from tests.competencies.test_adapting import notices

DECIDED = {"adopted_by": "members_meeting", "adopted_on": date(2026, 1, 15)}
NAMED = {"title": "Host", "purpose": "Welcomes everybody at the river."}
CHOSEN = [
    {"competency": "welcoming", "reason": "Newcomers come every week."},
    {"competency": "agreeing", "reason": "The room is borrowed."},
]
LEVELS = [{"level": 2, "must": True, "weight": 2}, {"level": 1, "must": False, "weight": 1}]


@pytest.fixture
def movement(app):
    clock.set_source(lambda: datetime(2026, 1, 15, 12, tzinfo=UTC))
    return set_up()


def begun(movement):
    return modelling.begin(movement.river, group_id=movement.river_id, title="Host", language="en")


def worked_out(movement):
    found = begun(movement)
    modelling.write(movement.river, found.id, "context", {"context": "Twelve people along a river."})
    modelling.write(movement.river, found.id, "tasks", {"tasks": "Opens the room.\nWelcomes people."})
    modelling.choose(movement.river, found.id, CHOSEN)
    modelling.set_levels(movement.river, found.id, LEVELS, text="As little as works.")
    tried = {"person_a": "Does all of it.", "person_b": "Lacks the agreements."}
    return modelling.write(movement.river, found.id, "trial", tried)


def test_the_steps_lead_to_a_role_that_says_how_it_came_about(movement):
    role = modelling.adopt(movement.river, worked_out(movement).id, **NAMED, **DECIDED)
    version = queries.role(role.slug).versions[-1]
    assert (role.slug, version.title) == ("host", {"en": "Host"})
    assert version.requirements[0] == {
        "competency": "welcoming", "level": 2, "must": True, "weight": 2,
        "reason": {"en": "Newcomers come every week."},
    }  # fmt: skip
    assert version.adoption["review_due"] == "2027-01-15"
    story = known.modelling_of(role)
    assert set(story.texts) == {"context", "tasks", "levels", "person_a", "person_b", "purpose"}


def test_it_is_taken_up_at_the_first_step_that_is_not_done(movement):
    found = begun(movement)
    where = lambda: next_step(found.texts, found.requirements, adopted=found.role_id is not None)  # noqa: E731
    assert where() == "context"
    found = modelling.write(movement.river, found.id, "context", {"context": "Small."})
    found = modelling.choose(movement.river, found.id, CHOSEN)
    assert where() == "tasks"
    found = modelling.write(movement.river, found.id, "tasks", {"tasks": "All."})
    assert where() == "levels"


def test_nothing_is_adopted_while_a_step_is_missing(movement):
    found = begun(movement)
    with pytest.raises(ConflictError, match="step_missing") as error:
        modelling.adopt(movement.river, found.id, **NAMED, **DECIDED)
    assert error.value.facts["step"] == "context"
    with pytest.raises(ConflictError, match="step_missing"):
        modelling.review(movement.river, found.id, text="Fine.", **DECIDED)


def test_people_it_was_tried_on_are_not_named(movement):
    found = begun(movement)
    with pytest.raises(InvalidError) as error:
        modelling.write(
            movement.river, found.id, "trial", {"person_a": "RIVER STEWARD can do it.", "person_b": "Also."}
        )
    assert [(one.pointer, one.code) for one in error.value.problems] == [("/person_a", "names_somebody")]
    assert not names_somebody("An ox can do it.", ["Ox"])


def test_what_does_not_fit_is_told_where_it_stands(movement):
    found = begun(movement)
    wrong = [{"competency": "sailing", "reason": ""}, {"competency": "welcoming", "reason": "x" * 501}]
    with pytest.raises(InvalidError) as error:
        modelling.choose(movement.river, found.id, wrong)
    assert [(one.pointer, one.code) for one in error.value.problems] == [
        ("/chosen/0/competency", "competency_unknown"),
        ("/chosen/0/reason", "text_missing"),
        ("/chosen/1/reason", "text_too_long"),
    ]
    modelling.choose(movement.river, found.id, CHOSEN)
    with pytest.raises(InvalidError) as error:
        modelling.set_levels(movement.river, found.id, [{"level": 9, "must": True, "weight": 0}], text="")
    assert [one.pointer for one in error.value.problems] == [
        "/levels", "/levels/0/level", "/levels/0/weight", "/text",
    ]  # fmt: skip
    with pytest.raises(InvalidError):
        modelling.choose(movement.river, found.id, [])
    with pytest.raises(InvalidError):
        modelling.begin(movement.river, group_id=movement.river_id, title=" ", language="en")
    with pytest.raises(InvalidError):
        modelling.begin(movement.river, group_id=movement.river_id, title="Host", language="xx")


def test_levels_stay_when_another_competency_is_chosen(movement):
    found = worked_out(movement)
    more = [*CHOSEN, {"competency": "delivering", "reason": "The walk has to happen."}]
    found = modelling.choose(movement.river, found.id, more)
    assert [one.get("level") for one in found.requirements] == [2, 1, None]
    with pytest.raises(ConflictError, match="step_missing"):
        modelling.adopt(movement.river, found.id, **NAMED, **DECIDED)


def test_the_review_is_asked_for_once_a_year_and_leaves_a_text(movement):
    found = worked_out(movement)
    modelling.adopt(movement.river, found.id, **NAMED, **DECIDED)
    for _ in range(2):
        role_reviews.tend(datetime(2027, 1, 20, tzinfo=UTC))
    assert notices(movement.river) == [("role.review_due", "/roles/host")]
    clock.set_source(lambda: datetime(2027, 1, 21, tzinfo=UTC))
    modelling.review(
        movement.river, found.id, text="It fits.", adopted_by="board", adopted_on=date(2027, 1, 20)
    )
    story = known.modelling(found.id)
    assert (story.texts["review"], story.review_due) == ("It fits.", date(2028, 1, 20))


def test_nobody_decided_before_the_movement_nor_reviewed_before_the_decision(movement):
    found = worked_out(movement)
    with pytest.raises(InvalidError) as early:
        modelling.adopt(movement.river, found.id, **NAMED, adopted_by="board", adopted_on=date(1999, 12, 31))
    modelling.adopt(movement.river, found.id, **NAMED, **DECIDED)
    with pytest.raises(InvalidError) as earlier:
        modelling.review(
            movement.river, found.id, text="Fits.", adopted_by="board", adopted_on=date(2026, 1, 14)
        )
    for error in (early, earlier):
        assert [one.code for one in error.value.problems] == ["decided_too_early"]


def test_what_is_adopted_is_not_written_over_and_what_is_not_can_be_dropped(movement):
    dropped = begun(movement)
    modelling.forget(movement.river, dropped.id)
    with pytest.raises(NotFoundError):
        known.modelling(dropped.id)
    found = worked_out(movement)
    modelling.adopt(movement.river, found.id, **NAMED, **DECIDED)
    for act in (
        lambda: modelling.forget(movement.river, found.id),
        lambda: modelling.write(movement.river, found.id, "tasks", {"tasks": "Other."}),
        lambda: modelling.adopt(movement.river, found.id, **NAMED, **DECIDED),
    ):
        with pytest.raises(ConflictError, match="adopted_already"):
            act()


def test_another_groups_steward_finds_nothing_here(movement):
    found = begun(movement)
    acts = (
        lambda who: modelling.begin(who, group_id=movement.river_id, title="A", language="en"),
        lambda who: modelling.write(who, found.id, "tasks", {"tasks": "A"}),
        lambda who: modelling.choose(who, found.id, CHOSEN),
        lambda who: modelling.set_levels(who, found.id, [], text=""),
        lambda who: modelling.adopt(who, found.id, **NAMED, **DECIDED),
        lambda who: modelling.review(who, found.id, text="A", **DECIDED),
        lambda who: modelling.forget(who, found.id),
    )
    for act in acts:
        with pytest.raises(NotFoundError):
            act(movement.hills)
        with pytest.raises(SignInNeededError):
            act(NOBODY)
    with pytest.raises(NotFoundError):
        modelling.write(movement.river, found.id, "adopt", {})
    assert STEPS[-1] == "review"
