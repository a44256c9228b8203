"""What is sent is loaded to keywords of a verb; a member that nobody knows is refused."""

import pytest
from marshmallow import ValidationError

from schemas.definitions import BadgeReviseSchema, RoleReviseSchema
from tests.badges import definitions


def test_a_badge_is_loaded_with_every_keyword_that_its_verb_needs():
    sent = {name: definitions.badge()[name] for name in ("name", "description", "criteria", "image")}
    assert set(BadgeReviseSchema().load(sent)) == set(definitions.badge())


def test_an_unknown_member_is_refused():
    with pytest.raises(ValidationError):
        BadgeReviseSchema().load({**definitions.badge(), "points": 5})


def test_a_level_outside_of_the_scale_is_refused():
    asked = [{"competency": "wheels", "level": 5}]
    with pytest.raises(ValidationError):
        RoleReviseSchema().load({**definitions.role(), "requirements": asked})
