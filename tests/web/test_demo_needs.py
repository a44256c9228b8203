"""The made-up movement shows needs and assets: three months that say that they are made up."""

from competencies.aggregate import THRESHOLD
from competencies.queries import initiatives, needs
from tests.web.visiting import visitor
from web import monthly
from web.demo import movement


def test_the_demo_has_three_made_up_months_and_a_second_start_changes_nothing(sqlite_app):
    movement.load()
    periods = list(needs.periods())
    movement.load()
    assert list(needs.periods()) == periods
    assert len(periods) == 3
    monthly.publish({})
    assert list(needs.periods()) == periods, "the job would hide the demo behind an empty month"
    assert len(initiatives.initiatives()) == 2
    assert len(initiatives.finished()) == 1
    newest = needs.snapshot()
    assert newest.made_up
    rows = newest.published["needs"]["totals"]
    assert len(rows) > 10
    numbers = [row[name] for row in rows for name in ("offered", "wanted") if row[name] is not None]
    assert min(numbers) >= THRESHOLD
    client = visitor(sqlite_app)
    page = client.get("/needs").text
    assert "These numbers are made up" in page
    assert "not shown" in page
    for address in ("/metrics", "/groups/demo-riverside-user-group/assessment", f"/needs/{periods[-1]}.csv"):
        assert client.get(address).status_code == 200
