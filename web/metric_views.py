"""How recognition goes: each metric with its definition, its figures, and what to watch for."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from competencies.queries import measures
from web import needs_views, needs_words
from web.language import CODES
from web.metric_words import COUNTS_NO_PEOPLE, WORDS

Published = Mapping[str, Any]
Lines = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric. Without `lines` there is not enough to show; `note` says what it counts if no people."""

    name: str
    definition: str
    watch: str
    lines: Lines
    note: str = ""


@dataclass(frozen=True, slots=True)
class Equity:
    """One table of the equity view: rows of (place, number by measure), with shares of what is shown."""

    title: str
    rows: list[tuple[str, list[tuple[str, str]]]]


def metrics(published: Published | None) -> list[Metric]:
    """Give every metric of the newest month; what counts no persons is of this moment."""
    lines = {**_of_people(published), **_of_the_service(published)}
    return [
        Metric(str(name), str(definition), str(watch), lines.get(key, []), str(COUNTS_NO_PEOPLE.get(key, "")))
        for key, (name, definition, watch) in WORDS.items()
    ]


def equity(published: Published) -> list[Equity]:
    """Give the equity view by region and by language; rows in which all is hidden are not there."""
    tables = published["equity"]
    return [
        _equity(_("By broad region"), tables["by_region"], "region", needs_words.region),
        _equity(_("By language"), tables["by_language"], "language", needs_words.language_name),
    ]


def _equity(title: str, rows: list[dict[str, Any]], by: str, name: Callable[[str], str]) -> Equity:
    names = needs_words.equity_measures()
    sums = {measure: sum(row.get(measure) or 0 for row in rows) for measure in names}
    return Equity(
        title,
        [
            (name(row[by]), [(words, _share(row.get(one), sums[one])) for one, words in names.items()])
            for row in rows
        ],
    )


def _share(number: int | None, whole: int) -> str:
    if number is None:
        return str(_("too few to show"))
    return str(
        _("%(number)s (%(share)s %% of those shown)", number=number, share=round(100 * number / whole))
    )


def _of_people(published: Published | None) -> dict[str, Lines]:
    """What a month tells of people."""
    if published is None:
        return {}
    figures, people = published["figures"], published["people"]
    ends = people.get("claim_outcomes", {})
    return {
        "first_recognition": list(_days(figures.get("first_recognition"))),
        "claim_outcomes": [
            (words, _persons(ends[one])) for one, words in needs_words.outcomes() if one in ends
        ],
        "decision_time": list(_days(figures.get("decision_time"))),
        "independent_endorsements": list(_percent(figures.get("independent_endorsements"))),
        "mentor_load": [*_loads(people.get("mentor_load", {})), *_late(figures.get("unanswered_requests"))],
        "retention": list(_retention(people.get("retention", {}))),
        "completions": list(_completions(people.get("completions", {}))),
        "spread_of_issuing": list(_percent(figures.get("spread_of_issuing"))),
    }


def _of_the_service(published: Published | None) -> dict[str, Lines]:
    freedom = measures.subsidiarity()
    return {
        "needs_answered": list(_closure(measures.closure(published))),
        "language_reach": [
            (needs_words.language_name(code), str(_("%(share)s %%", share=share)))
            for code, share in measures.language_reach().items()
        ],
        "subsidiarity": [
            (_("Groups with an adapted role"), str(freedom.groups)),
            (_("New versions taken over"), str(freedom.accepted)),
            (_("New versions left aside"), str(freedom.ignored)),
        ],
    }


def _days(figure: Published | None) -> Iterator[tuple[str, str]]:
    if figure is None:
        return
    values = figure["values"]
    if "median" in values:
        yield _("Half of them"), _number_of_days(values["median"])
    if "ninetieth" in values:
        yield _("Nine of ten"), _number_of_days(values["ninetieth"])


def _number_of_days(days: float) -> str:
    return str(ngettext("up to %(num)s day", "up to %(num)s days", round(days)))


def _percent(figure: Published | None) -> Iterator[tuple[str, str]]:
    if figure is not None and "percent" in figure["values"]:
        yield _("Share"), _("about %(share)s %%", share=round(figure["values"]["percent"]))


def _loads(cases: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for case, words in needs_words.loads():
        if case in cases:
            yield words, _persons(cases[case])


def _late(figure: Published | None) -> Iterator[tuple[str, str]]:
    for _words, share in _percent(figure):
        yield _("Requests without an answer after 14 days"), share


def _persons(count: int) -> str:
    return str(ngettext("%(num)s person", "%(num)s people", count))


def _completions(cases: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Every language of the service: a number is hidden exactly where the month has none, zero like four."""
    if not cases:
        return
    for code in dict.fromkeys((*cases, *CODES)):
        told = _persons(cases[code]) if code in cases else _("too few to show")
        yield needs_words.language_name(code), told


def _retention(cases: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """A share only where both those who came again and those who did not are enough to be shown."""
    for cohort, words in needs_words.cohorts():
        again, gone = cases.get(f"{cohort}_again"), cases.get(f"{cohort}_gone")
        if again is not None and gone is not None:
            share = 5 * round(20 * again / (again + gone))
            yield words, _("about %(share)s %%", share=share)


def _closure(found: measures.Closure) -> Iterator[tuple[str, str]]:
    if not (found.needs or found.changes or found.hidden):
        return
    yield _("Needs"), str(found.needs)
    yield _("Needs with an initiative"), str(found.answered)
    names = needs_views.titled([*found.hidden, *(slug for slug, _before, _after in found.changes)])
    for slug, before, after in found.changes:
        yield names.get(slug, slug), _("%(before)s before, %(after)s after", before=before, after=after)
    for slug in dict.fromkeys(found.hidden):
        yield names.get(slug, slug), _("before and after: too few to show")
    if not (found.changes or found.hidden):
        yield _("Before and after"), _("no group has finished anything about a need yet")
