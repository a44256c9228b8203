"""A month is published once, holds on to what was shown, and tells numbers of people only."""

import json
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from competencies import retention
from competencies.aggregate import THRESHOLD
from competencies.models import NeedSnapshot, NeedsProfile, VisitWeek
from competencies.needs_document import Tally, document
from competencies.needs_figures import Figure
from competencies.queries import needs
from competencies.services import snapshots, stances, visits
from competencies.suppression import Counts
from foundation import clock
from foundation.db import session
from tests.badges.scene import accepted, person, set_stage


def tally(offered: int, wanted: int = 0) -> Tally:
    return Tally(needs={"offered": {"citing": Counts(offered)}, "wanted": {"citing": Counts(wanted)}})


def at(moment: datetime) -> None:
    clock.set_source(lambda: moment)


def test_a_month_is_published_once(app):
    assert snapshots.take(tally(9), period="2026-01")
    assert not snapshots.take(tally(50), period="2026-01")
    found = needs.snapshot("2026-01")
    assert found.published["needs"]["totals"] == [
        {"competency": "citing", "offered": 9, "wanted": None, "suppressed": True}
    ]
    assert needs.periods() == ["2026-01"]


def test_a_month_holds_on_to_the_one_before_even_when_one_was_left_out(app):
    for period, offered in (("2026-01", 9), ("2026-03", 12), ("2026-04", 14), ("2026-05", 4), ("2026-06", 6)):
        snapshots.take(tally(offered), period=period)
    shown = []
    for period in reversed(needs.periods()):
        rows = needs.snapshot(period).published["needs"]["totals"]
        shown.append(rows[0]["offered"] if rows else None)
    assert shown == [9, 9, 14, None, 6]


def test_a_real_month_holds_on_to_no_made_up_one(app):
    snapshots.take(tally(9), period="2026-01", made_up=True)
    snapshots.take(tally(12), period="2026-02")
    assert needs.snapshot().published["needs"]["totals"][0]["offered"] == 12


def test_holders_are_counted_once_at_their_highest_valid_level(app):
    scene = set_stage()
    for name in ("A", "B"):
        accepted(scene, person(name), name)
    assert needs.holders() == {"citing": {2: 2}}
    later = clock.now() + timedelta(days=3 * 366)
    assert needs.holders(later) == {}


def test_figures_of_too_few_people_are_not_shown_and_others_stay_until_five_have_come():
    def shown(people: int, days: int, last):
        told = document(Tally(figures={"decision_time": Figure(people, {"median": days})}), last)
        return told.published["figures"].get("decision_time"), told.last

    first, last = shown(4, 3, {})
    assert first is None
    second, last = shown(5, 7, last)
    third, last = shown(9, 11, last)
    fourth, last = shown(10, 12, last)
    assert [one["values"]["median"] for one in (second, third, fourth)] == [7, 7, 12]


small = st.dictionaries(st.sampled_from(["a", "b"]), st.dictionaries(st.integers(1, 4), st.integers(0, 12)))


@given(st.lists(small, min_size=1, max_size=4))
def test_no_number_of_holders_below_five_is_ever_published(months):
    last = {}
    for holders in months:
        told = document(Tally(holders=holders), last)
        last = told.last
        assert all(row["holders"] >= THRESHOLD for row in told.published["holders"])


def test_visits_are_noted_by_week_and_only_with_consent(app):
    quiet, seen = person("Quiet"), person("Seen")
    shape = {"region": None, "languages": [], "counted": False}
    stances.keep_profile(seen, **shape, visits_counted=True)
    for moment in (datetime(2026, 3, 4, 9, tzinfo=UTC), datetime(2026, 3, 6, 9, tzinfo=UTC)):
        at(moment)
        for one in (quiet, seen):
            visits.note(one.person_id)
    assert [(one.person_id, one.weeks) for one in needs.visits()] == [(seen.person_id, (date(2026, 3, 2),))]
    stances.keep_profile(seen, **shape, visits_counted=False)
    assert needs.visits() == []


def test_weeks_older_than_a_year_are_forgotten(app):
    seen = person("Seen")
    stances.keep_profile(seen, region=None, languages=[], counted=False, visits_counted=True)
    at(datetime(2025, 1, 8, tzinfo=UTC))
    visits.note(seen.person_id)
    at(datetime(2026, 2, 1, tzinfo=UTC))
    snapshots.forget_old_visits()
    assert session().scalars(select(VisitWeek)).all() == []
    assert session().scalars(select(NeedsProfile)).one().visits_counted


def test_who_is_still_here_is_compared_among_people_as_active_as_they():
    first, today = date(2025, 1, 6), date(2026, 1, 5)
    busy = tuple(first + timedelta(weeks=number) for number in range(10))
    back = first + timedelta(weeks=30)
    stories = [
        retention.Story((*busy, back), first + timedelta(weeks=13)),
        retention.Story(busy, first + timedelta(weeks=13)),
        retention.Story((first, back), None),
        retention.Story((first,), None),
        retention.Story((first,), today),
    ]
    found = {case: count for case, count in retention.counts(stories, today).items() if count}
    assert found == {
        "awarded_much_again": 1, "awarded_much_gone": 1, "others_little_again": 1, "others_little_gone": 1,
    }  # fmt: skip


def test_a_snapshot_holds_nobody(app):
    columns = {column.name for column in NeedSnapshot.__table__.columns}
    assert columns == {"id", "period", "method", "made_up", "published", "last", "taken_at"}


crowds = st.builds(
    lambda spare, regions, languages: Counts(
        sum(regions.values()) + max(languages.values(), default=0) + spare, regions, languages
    ),
    st.integers(0, 9),
    st.dictionaries(st.sampled_from(["north", "south"]), st.integers(0, 12)),
    st.dictionaries(st.sampled_from(["en", "sv"]), st.integers(0, 12)),
)
tables = st.dictionaries(
    st.sampled_from(["offered", "wanted"]), st.dictionaries(st.sampled_from("ab"), crowds)
)
tallies = st.builds(
    Tally,
    needs=tables,
    equity=tables,
    holders=small,
    people=st.dictionaries(st.just("claims"), st.dictionaries(st.sampled_from("xy"), st.integers(0, 12))),
    figures=st.dictionaries(st.just("time"), st.builds(Figure, st.integers(0, 12), st.just({"median": 0.5}))),
)


def _numbers(value, path=()):
    """Every whole number that is published, but not the levels, which count nobody."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _numbers(one, (*path, key))
    elif isinstance(value, list):
        for one in value:
            yield from _numbers(one, path)
    elif type(value) is int and path[-1] != "level":
        yield value


@given(st.lists(tallies, min_size=1, max_size=4))
def test_whatever_is_counted_no_number_below_five_is_in_what_is_published(months):
    last = {}
    for tally in months:
        told = document(tally, json.loads(json.dumps(last)))
        last = told.last
        assert all(number >= THRESHOLD for number in _numbers(told.published))
