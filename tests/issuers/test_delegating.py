"""A group lets a hub define its roles, and takes that back."""

from uuid import uuid4

import pytest

from accounts import queries as people
from competencies.queries.overview import overview
from competencies.services import defining
from foundation import clock
from foundation.db import transaction
from foundation.errors import InvalidError, NotFoundError, SignInNeededError
from foundation.policy import NOBODY, Action, Scope, may
from issuers import queries
from issuers.models import Issuer
from issuers.services import delegating
from tests.badges import definitions
from tests.competencies.roles_stage import set_up
from tests.web.visiting import client_of


@pytest.fixture
def movement(app):
    return set_up()


def now(actor):
    """The actor as the next request of theirs sees it."""
    return queries.with_delegations(people.actor_of(actor.person_id))


def test_stewards_of_the_hub_define_roles_until_the_group_takes_it_back(movement):
    delegating.delegate(movement.river, movement.river_id, hub="hub")
    delegating.delegate(movement.river, movement.river_id, hub="hub")
    assert [hub.name for _, hub in queries.delegations_by(movement.river_id)] == ["Hub"]
    hub = now(movement.hub)
    role = defining.define_role(hub, group_id=movement.river_id, **definitions.role())
    assert role.owner_id == movement.river_id
    ((given, _),) = queries.delegations_to(movement.hub_id)
    delegating.end(movement.river, given.id)
    with pytest.raises(NotFoundError):
        defining.revise_role(now(movement.hub), role.slug, **definitions.role(title={"en": "Other"}))


def test_it_is_for_roles_alone(movement):
    delegating.delegate(movement.river, movement.river_id, hub="hub")
    hub, scope = now(movement.hub), Scope(group_id=movement.river_id)
    allowed = {action for action in Action if may(hub, action, scope)}
    before = {action for action in Action if may(people.actor_of(movement.hub.person_id), action, scope)}
    assert allowed - before == {Action.ROLE_DEFINE}


def test_the_hub_can_hand_it_back(movement):
    delegating.delegate(movement.river, movement.river_id, hub="hub")
    ((given, group),) = queries.delegations_to(movement.hub_id)
    assert group.name == "River"
    delegating.end(movement.hub, given.id)
    assert queries.delegations_by(movement.river_id) == []
    with pytest.raises(NotFoundError):
        delegating.end(movement.hub, given.id)


@pytest.mark.parametrize(("hub", "code"), [("nobody", "group_unknown"), ("river", "own_group")])
def test_only_to_another_group_that_is_vouched_for(movement, hub, code):
    with pytest.raises(InvalidError) as error:
        delegating.delegate(movement.river, movement.river_id, hub=hub)
    assert [(one.pointer, one.code) for one in error.value.problems] == [("/hub", code)]


def test_nobody_else_gives_or_ends_it(movement):
    delegating.delegate(movement.river, movement.river_id, hub="hub")
    ((given, _),) = queries.delegations_to(movement.hub_id)
    with pytest.raises(NotFoundError):
        delegating.delegate(movement.hills, movement.river_id, hub="hub")
    with pytest.raises(NotFoundError):
        delegating.end(movement.hills, given.id)
    with pytest.raises(NotFoundError):
        delegating.end(movement.hills, uuid4())
    with pytest.raises(SignInNeededError):
        delegating.end(NOBODY, given.id)
    with pytest.raises(NotFoundError):  # what was delegated is not delegated on
        delegating.delegate(now(movement.hub), movement.river_id, hub="hills")


def test_a_hub_that_nobody_vouches_for_any_more_may_nothing_and_its_groups_are_told(app, movement):
    delegating.delegate(movement.river, movement.river_id, hub="hub")
    steward, scope = client_of(app, movement.river), Scope(group_id=movement.river_id)
    told = "Nobody vouches for this group any more."
    assert told not in steward.get("/groups/river/delegation").text
    vouch(movement.hub_id, vouched=False)
    assert not may(now(movement.hub), Action.ROLE_DEFINE, scope)
    with pytest.raises(NotFoundError):
        defining.define_role(now(movement.hub), group_id=movement.river_id, **definitions.role())
    assert (overview(movement.hub_id, clock.now()).groups, overview(movement.hub_id, clock.now()).roles) == (
        (),
        (),
    )
    assert told in steward.get("/groups/river/delegation").text
    assert "These hubs may define roles" not in steward.get("/groups/river").text
    vouch(movement.hub_id, vouched=True)
    assert may(now(movement.hub), Action.ROLE_DEFINE, scope)
    assert [one.name for one in overview(movement.hub_id, clock.now()).groups] == ["River"]


def vouch(group_id, *, vouched: bool) -> None:
    with transaction() as session:
        session.get_one(Issuer, group_id).vouched_at = clock.now() if vouched else None
