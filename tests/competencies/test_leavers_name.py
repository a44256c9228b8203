"""The name of who leaves goes from the plans of their groups, or the stewards are asked to take it out."""

from datetime import UTC, datetime

import pytest

from accounts import queries as people
from accounts.models import SeatRole
from accounts.services import seats
from competencies.queries import plans
from competencies.services import planning
from foundation import clock
from foundation.errors import ConflictError
from issuers.services import registering
from tests.badges.scene import person, set_stage
from tests.web.visiting import client_of
from web import leaving

SHAPE = {"role": "guide", "due_on": None}


@pytest.fixture
def scene(app):
    clock.set_source(lambda: datetime(2026, 3, 1, 12, tzinfo=UTC))
    return set_stage()


@pytest.fixture
def rosa(scene):
    one = person("Rosa Ek")
    seats.give(one.person_id, scene.group_id, SeatRole.MEMBER)
    return people.actor_of(one.person_id)


def line(scene, owner: str, action: str = "Let somebody lead."):
    return planning.add_line(scene.steward, scene.group_id, owner=owner, action=action, **SHAPE)


def notices(actor) -> list[tuple[str, str]]:
    return [(one.kind, one.path) for one in people.notices_of(actor.person_id)[0]]


@pytest.mark.parametrize(
    ("owner", "left"),
    [
        ("Rosa Ek", ""),
        ("rosa_ek", ""),
        ("Rosa Ek, the board", "…, the board"),
        ("The board and Rosa Ek", "The board and …"),
        ("Rosa Ekman", "Rosa Ekman"),
        ("Rosa", "Rosa"),
    ],
)
def test_the_name_goes_from_who_does_it(scene, rosa, owner, left):
    made = line(scene, owner)
    line_id, seen = made.id, made.revision
    leaving.leave(rosa)
    assert plans.line(line_id).owner == left
    if owner != left:
        with pytest.raises(ConflictError, match="line_changed"):
            planning.change_line(scene.steward, line_id, revision=seen, owner=owner, action="Again.", **SHAPE)


def test_a_text_that_names_who_left_is_told_to_the_stewards_without_the_name(app, scene, rosa):
    named = line(scene, "", "Let Rosa Ek lead the walk.").id
    line(scene, "", "Let a rose bloom.")
    leaving.leave(rosa)
    path = f"/groups/example-affiliate/plan/lines/{named}"
    for steward in (scene.steward, scene.other_steward):
        assert notices(steward) == [("plan.names_leaver", path)]
    client = client_of(app, scene.steward)
    assert "names somebody who has left" in client.get("/inbox").text
    assert client.get(path).status_code == 200


def test_a_group_that_never_knew_the_leaver_learns_nothing(scene, rosa):
    stranger = person("Far")
    far = registering.make_first_group(
        name="Far", description="", url=None, language="en", steward_id=stranger.person_id
    )
    steward = people.actor_of(stranger.person_id)
    shape = {**SHAPE, "action": "Ask Rosa Ek."}
    texts = ("Rosa Ek", "Rosa Ek and others")
    ids = [planning.add_line(steward, far, owner=owner, **shape).id for owner in texts]
    leaving.leave(rosa)
    assert [plans.line(one).owner for one in ids] == ["", "Rosa Ek and others"]
    assert notices(steward) == []
