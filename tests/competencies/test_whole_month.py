"""A whole month, counts and figures together: nothing but the shown counts tells how many people there are.

The attacker here adds up and compares everything of all months, and knows the rules and which people stand
behind which number: whoever waited for a decision got one, whoever was asked long ago was asked.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from competencies.aggregate import THRESHOLD
from competencies.needs_document import Tally, document
from competencies.needs_figures import NINETIETH_FROM, Figure
from competencies.suppression import Counts

OUTCOMES = ("awarded", "returned", "declined")
LOADS = ("with_room", "full")
SMALL = range(THRESHOLD)
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine
WITHIN = {
    "decision_time": "claim_outcomes",
    "independent_endorsements": "claim_outcomes",
    "unanswered_requests": "mentor_load",
}


@dataclass(frozen=True)
class Crowd:
    """So many people to whom the same happened: outcomes of their claims, and how much is asked of them."""

    outcomes: frozenset[str]
    load: str
    is_endorsed: bool
    is_asked_long_ago: bool
    many: int


crowds = st.lists(
    st.builds(
        Crowd,
        st.frozensets(st.sampled_from(OUTCOMES)),
        st.sampled_from(["", *LOADS]),
        st.booleans(),
        st.booleans(),
        st.integers(0, 14),
    ),
    max_size=5,
)


@st.composite
def histories(draw: st.DrawFn) -> list[Tally]:
    """Months in which a few come and go, each with figures of its own."""
    months, crowd = [], draw(crowds)
    for _ in range(draw(st.integers(1, 4))):
        months.append(tally_of(crowd, draw(st.integers(0, 60)), draw(st.integers(0, 30))))
        crowd = [replace(one, many=max(0, one.many + draw(st.integers(-6, 6)))) for one in crowd]
    return months


def tally_of(crowd: list[Crowd], days: int, joined: int) -> Tally:
    def people(found) -> int:
        return sum(one.many for one in crowd if found(one))

    decided = people(lambda one: one.outcomes)
    slow = {"ninetieth": days + 9.0} if decided >= NINETIETH_FROM else {}
    vouched = people(lambda one: one.outcomes and one.is_endorsed)
    asked = people(lambda one: one.load and one.is_asked_long_ago)
    return Tally(
        needs={"offered": {"citing": Counts(joined, {"north": joined // 2}, {"en": joined // 3})}},
        equity={"awarded": {"": Counts(joined, {"north": joined // 2})}},
        holders={"citing": {1: joined // 2, 2: joined // 3}},
        people={
            "claim_outcomes": {
                case: people(lambda one, case=case: case in one.outcomes) for case in OUTCOMES
            },
            "mentor_load": {case: people(lambda one, case=case: one.load == case) for case in LOADS},
        },
        figures={
            "decision_time": Figure(decided, {"median": float(days), **slow}, "claim_outcomes"),
            "independent_endorsements": Figure(vouched, {"percent": days % 20 * 5.0}, "claim_outcomes"),
            "unanswered_requests": Figure(asked, {"percent": days % 20 * 5.0}, "mentor_load"),
            "first_recognition": Figure(joined, {"median": float(days)}),
        },
    )


def published_over(months: list[Tally]) -> list[dict]:
    told, last = [], {}
    for tally in months:
        found = document(tally, json.loads(json.dumps(last)))
        told.append(json.loads(json.dumps(found.published)))
        last = found.last
    return told


def test_a_hidden_outcome_cannot_be_had_by_subtracting_from_the_people_of_a_figure():
    """41 awarded and 17 returned of 62 decided would leave exactly four declined, who are hidden."""
    tally = Tally(
        people={
            "claim_outcomes": {"awarded": 41, "returned": 17, "declined": 4},
            "mentor_load": {"with_room": 17, "full": 4},
        },
        figures={
            "decision_time": Figure(62, {"median": 8.0}, "claim_outcomes"),
            "unanswered_requests": Figure(21, {"percent": 20.0}, "mentor_load"),
        },
    )
    told = document(tally, {}).published
    assert told["people"] == {
        "claim_outcomes": {"awarded": 41, "returned": 17},
        "mentor_load": {"with_room": 17},
    }
    assert told["figures"] == {
        "decision_time": {"values": {"median": 8.0}},
        "unanswered_requests": {"values": {"percent": 20.0}},
    }


def test_that_there_is_a_figure_does_not_tell_how_many_there_are_at_least():
    """Eight awarded, eight returned: a 90th percentile (from twenty people on) would leave four declined."""
    outcomes = {"awarded": 8, "returned": 8, "declined": 4}
    slow = Figure(20, {"median": 8.0, "ninetieth": 20.0}, "claim_outcomes")
    asked = Figure(8, {"percent": 20.0}, "mentor_load")
    tally = Tally(
        people={"claim_outcomes": outcomes, "mentor_load": {"with_room": 4, "full": 4}},
        figures={"decision_time": slow, "unanswered_requests": asked},
    )
    assert document(tally, {}).published["figures"] == {"decision_time": {"values": {"median": 8.0}}}
    many = replace(tally, people={"claim_outcomes": outcomes | {"awarded": 20}})
    found = document(many, {}).published["figures"]
    assert found["decision_time"]["values"] == {"median": 8.0, "ninetieth": 20.0}


def test_a_figure_is_worked_out_anew_only_when_a_count_that_it_belongs_to_is_shown_anew():
    def tally(with_room: int, asked: int, share: float) -> Tally:
        load = {"with_room": with_room, "full": 2}
        return Tally(
            people={"mentor_load": load},
            figures={"unanswered_requests": Figure(asked, {"percent": share}, "mentor_load")},
        )

    months = [tally(9, 5, 10), tally(13, 12, 20), tally(14, 12, 30), tally(4, 12, 40), tally(14, 6, 50)]
    shares = [
        told["figures"].get("unanswered_requests", {}).get("values", {}).get("percent")
        for told in published_over(months)
    ]
    assert shares == [10, 10, 30, None, 30]


@SLOW
@given(histories())
def test_besides_counts_that_stand_as_shown_nothing_counts_anybody(months):
    for told in published_over(months):
        assert set(told) == {"needs", "equity", "holders", "people", "figures"}
        for figure in told["figures"].values():
            assert set(figure) == {"values"}
            assert set(figure["values"]) <= {"median", "ninetieth", "percent"}


@SLOW
@given(histories(), st.data())
def test_how_many_people_stand_behind_a_figure_beside_a_count_changes_nothing(months, data):
    def other(one: Figure) -> Figure:
        if not one.within or one.people < THRESHOLD:
            return one
        return replace(one, people=data.draw(st.integers(THRESHOLD, 500)))

    changed = [replace(one, figures={key: other(own) for key, own in one.figures.items()}) for one in months]
    assert published_over(changed) == published_over(months)


@SLOW
@given(histories(), st.integers(1, 500))
def test_behind_any_other_figure_there_could_always_be_more_people(months, more):
    figures = [one.figures["first_recognition"] for one in months]
    assume(all(one.people >= THRESHOLD for one in figures))
    changed = [
        replace(one, figures={**one.figures, "first_recognition": replace(own, people=own.people + more)})
        for one, own in zip(months, figures, strict=True)
    ]
    assert published_over(changed) == published_over(months)


@settings(SLOW, max_examples=60)
@given(histories())
def test_whoever_knows_all_of_all_months_cannot_tell_a_hidden_count_from_any_other_small_one(months):
    every = published_over(months)
    for place, told in enumerate(every):
        for name, cases in months[place].people.items():
            for case in cases.keys() - told["people"][name].keys():
                for value in SMALL:
                    others = _worlds(months[place], told["people"][name], name, {case: value})
                    assert any(
                        published_over([*months[:place], one, *months[place + 1 :]]) == every
                        for one in others
                    ), (name, case, value)


def _with(months: list[Tally], place: int, month: Tally) -> list[Tally]:
    return [*months[:place], month, *months[place + 1 :]]


def _worlds(tally: Tally, shown: Mapping[str, int], name: str, changed: Mapping[str, int]) -> Iterator[Tally]:
    """Other months with this number: shown ones are truly so, or as they were, and few or many are in two."""
    for known in ({**tally.people[name], **shown}, tally.people[name]):
        cases = {**known, **changed}
        least, most = max(cases.values()), sum(cases.values())
        if name == "mentor_load":
            least = most
        mine = [key for key, within in WITHIN.items() if within == name]
        for decided, part in product((least, most), (0, 1)):
            sizes = dict.fromkeys(mine, part * decided) | {"decision_time": decided}
            figures = {
                key: replace(one, people=sizes[key]) if key in mine else one
                for key, one in tally.figures.items()
            }
            yield replace(tally, people={**tally.people, name: cases}, figures=figures)


@SLOW
@given(histories())
def test_a_hidden_level_of_holders_could_be_any_small_number(months):
    every = published_over(months)
    for place, told in enumerate(every):
        seen = {row["level"] for row in told["holders"]}
        for level in months[place].holders["citing"].keys() - seen:
            for value in SMALL:
                holders = {"citing": {**months[place].holders["citing"], level: value}}
                world = _with(months, place, replace(months[place], holders=holders))
                assert published_over(world) == every
