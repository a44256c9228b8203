"""Needs and assets of the made-up movement: three months of made-up numbers, and what groups make of them.

The counts go through the same rules as real ones; the months say that they are made up. Loads once.
"""

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from accounts import queries as people
from badges.queries import mentoring_tallies, tallies
from competencies import queries as competencies
from competencies.needs_document import Tally
from competencies.needs_figures import Figure
from competencies.queries import needs
from competencies.services import initiatives, rating, snapshots, stances
from competencies.suppression import Counts
from foundation import clock
from foundation.policy import Actor

MONTHS = 3
TOOK = timedelta(days=50)
SEED = 5
REGIONS = ("sub-saharan-africa", "south-asia", "northern-western-europe", "latin-america-caribbean")
LANGUAGES = ("ar", "en", "es", "sv")
SAID: dict[str, dict[str, tuple[str, int | None]]] = {
    "p2": {"welcoming-volunteers": ("offered", 3), "mediation": ("wanted", None)},
    "p3": {"growing-others": ("offered", 3), "verifiable-content": ("known", 2)},
    "p5": {"project-delivery": ("wanted", None), "welcoming-volunteers": ("known", 2)},
}
MOST_RATED = 6


def load(people_ids: Mapping[str, UUID], hub_id: UUID, group_id: UUID) -> None:
    """Load what the months, the groups and three people say; a second call changes nothing."""
    if needs.periods():
        return
    slugs, periods = [one.slug for one in competencies.competencies(owner_id=hub_id)], _periods()
    for number, period in enumerate(periods):
        snapshots.take(_tally(slugs, number), period=period, made_up=True)
    for key, said in SAID.items():
        _say(people.actor_of(people_ids[key]), said)
    _act(people.actor_of(people_ids["steward"]), hub_id, slugs, periods[0])
    _rate(people.actor_of(people_ids["p2"]), group_id, slugs[:MOST_RATED])


def _periods() -> list[str]:
    """The last three months, oldest first."""
    now = clock.now()
    months = [now.year * 12 + now.month - 1 - back for back in reversed(range(MONTHS))]
    return [f"{month // 12}-{month % 12 + 1:02}" for month in months]


def _tally(slugs: Sequence[str], number: int) -> Tally:
    levels = random.Random(SEED)
    return Tally(
        needs={
            "offered": {slug: _counts(f"offered {slug}", number) for slug in slugs},
            "known": {slug: _counts(f"known {slug}", number) for slug in slugs},
            "wanted": {slug: _counts(f"wanted {slug}", number) for slug in slugs},
        },
        equity={
            "awarded": {"": _counts("awarded", number, many=30)},
            "endorsed": {"": _counts("endorsed", number, many=14)},
            "mentors": {"": _counts("mentors", number, many=12)},
        },
        holders={slug: {level: levels.randrange(0, 24 // level) for level in (1, 2, 3, 4)} for slug in slugs},
        people={
            tallies.OUTCOMES: {"awarded": 41 + number, "returned": 17, "declined": 3},
            "retention": {
                "awarded_little_again": 18,
                "awarded_little_gone": 9,
                "others_little_again": 12,
                "others_little_gone": 14,
            },
            "completions": {"en": 22, "sv": 9, "es": 7, "ar": 4},
            mentoring_tallies.LOAD: {"with_room": 16 + number, "full": 6},
        },
        figures={
            "first_recognition": Figure(38, {"median": 26.0}),
            "decision_time": Figure(31, {"median": 8.0, "ninetieth": 24.0}, tallies.OUTCOMES),
            "independent_endorsements": Figure(27, {"percent": 75.0}, tallies.OUTCOMES),
            "spread_of_issuing": Figure(44, {"percent": 60.0}),
            "unanswered_requests": Figure(21, {"percent": 20.0}, mentoring_tallies.LOAD),
        },
    )


def _counts(name: str, number: int, *, many: int = 12) -> Counts:
    """Made-up people of one row: the same at every start, a few more or fewer each month."""
    drawn = random.Random(f"{SEED} {name}")
    first = {place: drawn.randrange(0, many) for place in (*REGIONS, *LANGUAGES, "")}
    moved = {
        place: max(0, count + sum(drawn.randrange(-2, 4) for _ in range(number)))
        for place, count in first.items()
    }
    regions = {place: moved[place] for place in REGIONS}
    languages = {place: moved[place] for place in LANGUAGES}
    return Counts(max(sum(regions.values()), *languages.values()) + moved[""], regions, languages)


def _say(actor: Actor, said: Mapping[str, tuple[str, int | None]]) -> None:
    known = competencies.competencies_by_slug(set(said))
    told = [
        {"competency": slug, flag: True, "level": level}
        for slug, (flag, level) in said.items()
        if slug in known
    ]
    stances.keep_stances(actor, told)
    stances.keep_profile(actor, region=None, languages=["en"], counted=True, visits_counted=False)


def _act(steward: Actor, hub_id: UUID, every: Sequence[str], period: str) -> None:
    first, second = [*_most_wanted(period), *every][:2]
    done = initiatives.begin(
        steward,
        hub_id,
        competency=first,
        language="en",
        period=period,
        need="More people want to learn this than offer it.",
        action="Four evenings, each in two languages, with people who already do it.",
        started_on=(clock.now() - TOOK).date(),
    )
    initiatives.finish(
        steward,
        done.id,
        result="Nineteen came, and five of them now help others. Next time: fewer slides.",
        revision=1,
    )
    initiatives.begin(
        steward,
        hub_id,
        competency=second,
        language="en",
        period=period,
        need="Hardly anybody offers this outside of two languages.",
        action="We look for two people in each region who want to guide others.",
    )


def _most_wanted(period: str) -> list[str]:
    snapshot = needs.snapshot(period)
    rows = snapshot.published["needs"]["totals"] if snapshot else []
    found = sorted(rows, key=lambda row: (row["offered"] or 0) - (row["wanted"] or 0))
    return [row["competency"] for row in found]


def _rate(steward: Actor, group_id: UUID, slugs: Sequence[str]) -> None:
    told = [
        {"competency": slug, "level": 1 + place % 4, "robustness": 1 + place % 3}
        for place, slug in enumerate(slugs)
    ]
    rating.rate(steward, group_id, told)
