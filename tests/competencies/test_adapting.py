"""A group adapts a role without asking anybody; nothing changes in it until the group decides."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import String, cast, select

from accounts import queries as people
from competencies import queries
from competencies.models import RoleAdaptation, RoleVersion
from competencies.queries import adapting as known
from competencies.services import adapting, contexts, defining, role_reviews
from foundation import clock
from foundation.db import session
from foundation.errors import ConflictError, InvalidError, NotFoundError, SignInNeededError
from foundation.policy import NOBODY
from tests.competencies.roles_stage import (
    SAFE,
    added,
    asked,
    dropped,
    need,
    organiser,
    raised,
    renamed,
    second_steward,
    set_up,
)

TODAY = date(2026, 1, 15)
DECIDED = {"adopted_by": "members_meeting", "adopted_on": TODAY}


@pytest.fixture
def movement(app):
    clock.set_source(lambda: datetime(2026, 1, 15, 12, tzinfo=UTC))
    return set_up()


def adapted(movement, *operations):
    found = adapting.begin(movement.river, "organiser", group_id=movement.river_id)
    adapting.prepare(movement.river, found.id, operations)
    return adapting.adopt(movement.river, found.id, **DECIDED)


def role_of(found):
    return known.role_by_id(found.role_id)


def base_changes(movement, **changes):
    return defining.revise_role(movement.hub, "organiser", **organiser(**changes))


def bytes_of(found):
    """Everything of an adaptation as the database holds it."""
    row = select(*(cast(one, String) for one in RoleAdaptation.__table__.columns))
    versions = select(*(cast(one, String) for one in RoleVersion.__table__.columns))
    mine = session().execute(row.where(RoleAdaptation.id == found.id)).all()
    return mine, session().execute(versions.where(RoleVersion.role_id == found.role_id)).all()


def notices(actor):
    return [(one.kind, one.path) for one in people.notices_of(actor.person_id)[0]]


def test_an_adapted_role_is_the_base_with_the_operations_and_a_review_in_a_year(movement):
    found = adapted(movement, raised(), added(), dropped(), renamed())
    role = role_of(found)
    assert (role.slug, role.owner_id) == ("weaver", movement.river_id)
    assert asked(role) == [(SAFE, 2), ("welcoming", 3), ("agreeing", 1)]
    version = role.versions[-1]
    assert version.base == {"role": "organiser", "number": 1}
    assert version.operations[0]["from"] == 2
    assert (found.state, found.review_due) == ("adopted", date(2027, 1, 15))
    assert version.adoption == {"by": "members_meeting", "on": "2026-01-15", "review_due": "2027-01-15"}
    assert [bool(one.get("reason")) for one in version.requirements] == [False, True, True]


def test_a_draft_is_seen_in_no_list_of_roles_and_is_taken_up_again(movement):
    first = adapting.begin(movement.river, "organiser", group_id=movement.river_id)
    adapting.prepare(movement.river, first.id, [raised()])
    again = adapting.begin(movement.river, "organiser", group_id=movement.river_id)
    assert again.id == first.id
    assert [one["to"] for one in again.draft["operations"]] == [3]
    assert [one.slug for one in queries.roles()] == ["organiser"]


def test_every_operation_needs_a_reason_and_a_competency_that_exists(movement):
    found = adapting.begin(movement.river, "organiser", group_id=movement.river_id)
    silent = {name: value for name, value in raised().items() if name != "reason"}
    with pytest.raises(InvalidError) as error:
        adapting.prepare(movement.river, found.id, [silent, added("sailing")])
    assert [(one.pointer, one.code) for one in error.value.problems] == [
        ("/operations/0/reason", "text_missing"),
        ("/operations/1/competency", "competency_unknown"),
    ]


def test_only_the_safety_floor_cannot_be_dropped(movement):
    found = adapting.begin(movement.river, "organiser", group_id=movement.river_id)
    with pytest.raises(InvalidError) as error:
        adapting.prepare(movement.river, found.id, [dropped(SAFE)])
    assert [(one.pointer, one.code) for one in error.value.problems] == [("/operations/0/op", "floor")]
    adapting.prepare(movement.river, found.id, [dropped("welcoming"), dropped("delivering"), raised(SAFE, 4)])


def test_a_central_change_leaves_every_adaptation_byte_for_byte_as_it_was(movement):
    found = adapted(movement, raised(), renamed())
    draft = adapting.begin(movement.hills, "organiser", group_id=movement.hills_id)
    adapting.prepare(movement.hills, draft.id, [dropped()])
    before, drafted = bytes_of(found), bytes_of(draft)
    base_changes(movement, requirements=[need(SAFE, 3)], title={"en": "Host"}, purpose={"en": "Other."})
    base_changes(movement, requirements=[], title={"en": "Nothing"})
    role_reviews.tend(clock.now())
    assert bytes_of(found) == before
    assert bytes_of(draft) == drafted


def test_stewards_are_told_once_of_each_new_version_of_the_base(movement):
    second = second_steward(movement.river_id)
    adapted(movement, raised(), renamed())
    base_changes(movement, term_guidance_months=12)
    assert notices(movement.river) == [("role.base_changed", "/roles/weaver/update")]
    assert notices(second) == notices(movement.river)
    assert notices(movement.hills) == []
    base_changes(movement, term_guidance_months=12)
    assert len(notices(movement.river)) == 1


def test_accepting_applies_the_operations_to_the_new_base(movement):
    found = adapted(movement, raised(), renamed())
    base_changes(movement, requirements=[*organiser()["requirements"], need("agreeing", 2)])
    adapting.accept_update(movement.river, found.id)
    role = role_of(found)
    assert asked(role) == [(SAFE, 2), ("welcoming", 3), ("delivering", 1), ("agreeing", 2)]
    assert [one.base["number"] for one in role.versions] == [1, 2]
    assert known.waiting_update(known.adaptation(found.id), queries.role("organiser")) is None
    with pytest.raises(ConflictError, match="no_update"):
        adapting.accept_update(movement.river, found.id)


def test_what_does_not_fit_the_new_base_is_told_and_can_be_left_out(movement):
    found = adapted(movement, raised(), added(), renamed())
    base_changes(movement, requirements=[need(SAFE, 2), need("welcoming", 4), need("agreeing", 2)])
    with pytest.raises(InvalidError) as error:
        adapting.accept_update(movement.river, found.id)
    assert [(one.pointer, one.code) for one in error.value.problems] == [
        ("/operations/0/to", "not_higher"),
        ("/operations/1/competency", "requirement_there"),
    ]
    assert len(role_of(found).versions) == 1
    adapting.accept_update(movement.river, found.id, leave_out={0, 1})
    assert asked(role_of(found)) == [(SAFE, 2), ("welcoming", 4), ("agreeing", 2)]
    assert [one["op"] for one in known.adaptation(found.id).operations] == ["rename"]


def test_ignoring_holds_until_there_is_a_newer_version(movement):
    found = adapted(movement, raised())
    base_changes(movement, term_guidance_months=12)
    adapting.ignore_update(movement.river, found.id)
    base = queries.role("organiser")
    assert known.waiting_update(known.adaptation(found.id), base) is None
    with pytest.raises(ConflictError, match="no_update"):
        adapting.ignore_update(movement.river, found.id)
    base_changes(movement, term_guidance_months=6)
    assert known.waiting_update(known.adaptation(found.id), queries.role("organiser")) == 3


def test_changes_are_prepared_while_the_adopted_ones_hold_and_can_be_dropped(movement):
    found = adapted(movement, raised())
    adapting.prepare(movement.river, found.id, [raised(to=4)])
    assert asked(role_of(found))[1] == ("welcoming", 3)
    adapting.forget_draft(movement.river, found.id)
    assert known.adaptation(found.id).draft == {}
    adapting.prepare(movement.river, found.id, [raised(to=4)])
    adapting.adopt(movement.river, found.id, **DECIDED)
    assert asked(role_of(found))[1] == ("welcoming", 4)
    assert len(role_of(found).versions) == 2


def test_a_draft_that_was_never_adopted_is_dropped_whole(movement):
    found = adapting.begin(movement.river, "organiser", group_id=movement.river_id)
    adapting.forget_draft(movement.river, found.id)
    assert known.adaptations_of_group(movement.river_id) == []


def test_the_review_comes_due_after_a_year_and_is_told_once(movement):
    found = adapted(movement, raised(), renamed())
    role_reviews.tend(datetime(2027, 1, 14, 23, tzinfo=UTC))
    assert known.adaptation(found.id).state == "adopted"
    for _ in range(2):
        role_reviews.tend(datetime(2027, 1, 15, 1, tzinfo=UTC))
    assert known.adaptation(found.id).state == "due_for_review"
    assert notices(movement.river) == [("role.review_due", "/roles/weaver")]
    origin = known.origins([role_of(found)])[found.role_id]
    assert origin.is_stale(date(2027, 1, 15))
    adapting.adopt(movement.river, found.id, adopted_by="board", adopted_on=TODAY)
    assert len(role_of(found).versions) == 1


def test_a_stale_adaptation_holds_until_it_is_put_aside(movement):
    found = adapted(movement, raised())
    with pytest.raises(ConflictError, match="move_refused"):
        adapting.retire(movement.river, found.id)
    role_reviews.tend(datetime(2027, 2, 1, tzinfo=UTC))
    adapting.retire(movement.river, found.id)
    assert known.origins([role_of(found)])[found.role_id].is_retired
    with pytest.raises(ConflictError, match="move_refused"):
        adapting.adopt(movement.river, found.id, **DECIDED)
    assert adapting.begin(movement.river, "organiser", group_id=movement.river_id).id != found.id


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"adopted_by": "the king"}, "/adopted_by", "unknown"),
        ({"adopted_on": date(2026, 1, 16)}, "/adopted_on", "in_the_future"),
        ({"adopted_on": date(2026, 1, 14)}, "/adopted_on", "decided_too_early"),
    ],
)
def test_a_decision_says_who_and_when(movement, changes, pointer, code):
    found = adapting.begin(movement.river, "organiser", group_id=movement.river_id)
    with pytest.raises(InvalidError) as error:
        adapting.adopt(movement.river, found.id, **{**DECIDED, **changes})
    assert [(one.pointer, one.code) for one in error.value.problems] == [(pointer, code)]


def test_an_adapted_role_is_not_edited_past_its_operations(movement):
    found = adapted(movement, renamed())
    with pytest.raises(ConflictError, match="role_is_adapted"):
        defining.revise_role(movement.river, role_of(found).slug, **organiser())
    with pytest.raises(ConflictError, match="own_role"):
        adapting.begin(movement.hub, "organiser", group_id=movement.hub_id)


def test_an_adapted_role_can_be_adapted_again_by_another_group(movement):
    found = adapted(movement, renamed())
    again = adapting.begin(movement.hills, "weaver", group_id=movement.hills_id)
    adapting.prepare(movement.hills, again.id, [raised("welcoming", 4), renamed("Knitter")])
    made = adapting.adopt(movement.hills, again.id, **DECIDED)
    assert role_of(made).versions[-1].base == {"role": "weaver", "number": 1}
    adapting.prepare(movement.river, found.id, [renamed("Spinner")])
    adapting.adopt(movement.river, found.id, **DECIDED)
    assert notices(movement.hills) == [("role.base_changed", "/roles/knitter/update")]


def test_a_steward_of_another_group_finds_nothing_to_adapt_for_this_one(movement):
    found = adapted(movement, raised())
    acts = (
        lambda who: adapting.begin(who, "organiser", group_id=movement.river_id),
        lambda who: adapting.prepare(who, found.id, []),
        lambda who: adapting.adopt(who, found.id, **DECIDED),
        lambda who: adapting.accept_update(who, found.id),
        lambda who: adapting.ignore_update(who, found.id),
        lambda who: adapting.retire(who, found.id),
        lambda who: adapting.forget_draft(who, found.id),
        lambda who: contexts.describe(who, group_id=movement.river_id, kind="hub", connectivity="good"),
    )
    for act in acts:
        with pytest.raises(NotFoundError):
            act(movement.hills)
        with pytest.raises(SignInNeededError):
            act(NOBODY)


def test_the_context_of_the_group_is_kept_with_what_was_decided_in_it(movement):
    contexts.describe(
        movement.river, group_id=movement.river_id, kind="user_group", connectivity="little",
        languages="sv, fi", constraints="Venues are borrowed.",
    )  # fmt: skip
    found = adapted(movement, raised())
    contexts.describe(movement.river, group_id=movement.river_id, kind="chapter", connectivity="good")
    assert known.adaptation(found.id).context["constraints"] == "Venues are borrowed."
    with pytest.raises(InvalidError) as error:
        contexts.describe(
            movement.river, group_id=movement.river_id, kind="x", connectivity="y", constraints="z" * 1001
        )
    assert [one.pointer for one in error.value.problems] == ["/kind", "/connectivity", "/constraints"]


def test_nothing_is_prepared_for_a_role_that_is_put_aside(movement):
    found = adapted(movement, raised())
    role_reviews.tend(datetime(2027, 2, 1, tzinfo=UTC))
    adapting.retire(movement.river, found.id)
    with pytest.raises(ConflictError, match="move_refused"):
        adapting.prepare(movement.river, found.id, [raised(to=4)])
    assert known.adaptation(found.id).draft == {}
