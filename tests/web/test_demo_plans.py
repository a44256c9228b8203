"""The made-up movement has kept readiness and plans; starting it again leaves alone what was tried."""

from accounts.models import SeatRole
from accounts.services import seats
from competencies.queries import kept, plans
from competencies.services import keeping, planning
from foundation import clock
from issuers.services import registering
from tests.badges.scene import person
from tests.web.starter import load_starter
from web.demo import plans as demo


def test_the_plans_of_the_demo_load_once(sqlite_app):
    hub = load_starter()
    ids = {key: person(key).person_id for key in ("steward", "second-steward", "p1", "p2", "p4")}
    group_id = registering.make_first_group(
        name="River", description="", url=None, language="en", steward_id=ids["p2"]
    )
    for key, group, role in (
        ("steward", hub.id, SeatRole.STEWARD),
        ("second-steward", hub.id, SeatRole.STEWARD),
        ("p4", hub.id, SeatRole.ASSESSOR),
        ("p1", group_id, SeatRole.MEMBER),
    ):
        seats.give(ids[key], group, role)
    demo.load(ids, hub_id=hub.id, group_id=group_id)
    (snapshot,) = kept.snapshots(ids["p2"])
    assert (snapshot.role_title["en"], snapshot.role_number) == ("Community organiser", 1)
    assert len(plans.lines(group_id)) == 2
    (role,) = plans.plan(group_id, clock.now())
    assert ([one.user_name for one in role.holders], [one.user_name for one in role.asked]) == (
        ["p2"],
        ["p1"],
    )
    steward = demo.people.actor_of(ids["p2"])
    keeping.forget(steward, snapshot.id)
    for line in plans.lines(group_id):
        planning.remove_line(steward, line.id)
    demo.load(ids, hub_id=hub.id, group_id=group_id)
    assert kept.snapshots(ids["p2"]) == []
    assert plans.lines(group_id) == []
