"""A member whose account is locked is shown to no steward, counted nowhere, and back when it is unlocked."""

from datetime import UTC, date, datetime

import pytest

from accounts import queries as people
from accounts.models import Person
from badges.queries import tallies
from competencies import queries as competencies
from competencies.models import VisitWeek
from competencies.queries import needs, openness, plans, stances
from competencies.queries.overview import overview
from competencies.queries.team import team
from competencies.services import holding, opening
from competencies.services import stances as saying
from foundation import clock
from foundation.db import transaction
from foundation.errors import InvalidError, NotFoundError
from issuers.services import delegating, registering
from mentoring.queries import nominations
from mentoring.services import nominating
from tests.badges.scene import accepted
from tests.mentoring.scene import SEEN, member, set_up
from tests.web.visiting import client_of

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def stage(app):
    clock.set_source(lambda: NOW)
    return set_up()


def lock(actor, *, locked: bool = True) -> None:
    with transaction() as session:
        session.get_one(Person, actor.person_id).locked_at = NOW if locked else None


def seen(stage, call) -> tuple:
    """What is seen before, while Kim is locked, and after."""
    before = call()
    lock(stage.kim)
    while_locked = call()
    lock(stage.kim, locked=False)
    assert call() == before
    return before, while_locked


def proposed(stage, actor):
    shape = {"role": "guide", "person_id": actor.person_id, "since": date(2026, 3, 1)}
    return holding.propose(stage.steward, stage.scene.group_id, **shape).id


def test_a_plan_names_and_asks_no_locked_account(stage):
    holding.accept(stage.kim, proposed(stage, stage.kim))

    def names() -> list:
        return [one.user_name for one in plans.holders(stage.scene.group_id)]

    assert seen(stage, names) == (["Kim"], [])
    lock(stage.sam)
    with pytest.raises(InvalidError) as refused:
        proposed(stage, stage.sam)
    assert [one.code for one in refused.value.problems] == ["not_a_member"]


def test_the_pages_of_a_plan_do_not_name_a_locked_account(stage, app):
    holding.accept(stage.kim, proposed(stage, stage.kim))
    client = client_of(app, stage.steward)
    here = "/groups/example-affiliate/plan"
    assert all("Kim" in client.get(page).text for page in (here, f"{here}/holders/new"))
    lock(stage.kim)
    assert all("Kim" not in client.get(page).text for page in (here, f"{here}/holders/new"))


def test_a_team_counts_and_names_no_locked_account(stage):
    accepted(stage.scene, stage.kim, "Kim")
    opening.open_up(stage.kim, months=3)
    guide = competencies.role("guide")

    def figures() -> tuple:
        found = team(stage.scene.group_id, guide, NOW)
        open_ones = openness.open_people(stage.scene.group_id, "guide", NOW)
        return found.members, found.seen, len(open_ones)

    before, while_locked = seen(stage, figures)
    assert before == (while_locked[0] + 1, (stage.kim.person_id,), 1)
    assert while_locked[1:] == ((), 0)


def test_a_hub_counts_no_locked_account(stage):
    hub = registering.make_first_group(
        name="Hub", description="", url=None, language="en", steward_id=stage.sam.person_id
    )
    delegating.delegate(stage.steward, stage.scene.group_id, hub="hub")
    people_of = [stage.kim, *(member(f"Member {number}", stage.scene.group_id) for number in range(4))]
    for one in people_of:
        holding.accept(one, proposed(stage, one))

    def holders() -> list:
        return [one.holders for one in overview(hub, NOW).roles]

    assert seen(stage, holders) == ([5], [None])


def test_needs_and_assets_count_no_locked_account(stage):
    accepted(stage.scene, stage.kim, "Kim")
    saying.keep_stances(stage.kim, [{"competency": "citing", "offered": True}])
    saying.keep_profile(stage.kim, region="south-asia", languages=["en"], counted=True, visits_counted=True)
    with transaction() as session:
        session.add(VisitWeek(person_id=stage.kim.person_id, week=date(2026, 11, 16)))

    def figures() -> tuple:
        offered = stances.counts()["offered"].get("citing")
        return (
            offered.total if offered else 0,
            tallies.equity(NOW, frozenset())["awarded"][""].total,
            needs.holders(NOW),
            len(needs.visits()),
        )

    assert seen(stage, figures) == ((1, 1, {"citing": {2: 1}}, 1), (0, 0, {}, 0))


def test_stewards_see_no_nomination_of_a_locked_account(stage):
    row = nominating.nominate(stage.sam, user_name="Kim", role="guide", citation=SEEN)
    nominating.accept(stage.kim, row.id)
    row_id = row.id

    def rows() -> tuple:
        found, _more = nominations.of_group(stage.scene.group_id)
        try:
            one = nominating.seen(stage.steward, row_id).nominee
        except NotFoundError:
            one = None
        return [view.nominee for view in found], one

    assert seen(stage, rows) == ((["Kim"], "Kim"), ([], None))
    lock(stage.kim)
    with pytest.raises(NotFoundError):
        nominating.close(stage.steward, row_id)
    assert nominating.seen(people.actor_of(stage.sam.person_id), row_id).nominee == "Kim"
