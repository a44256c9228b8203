"""What is published for one month, as values: from counts, and from what was shown last. Pure.

Everything here counts people, never things that one person can have many of: five always means five people.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from competencies.aggregate import hold_each
from competencies.needs_figures import Figure, decide
from competencies.suppression import Counts, Numbers, step

METHOD = 2  # goes up when the rules change; each month says by which it was made
BY = ("region", "language")

Tables = Mapping[str, Mapping[str, Counts]]  # measure -> competency (or "" for a table without) -> counts


@dataclass(frozen=True, slots=True)
class Tally:
    """Everything that is counted for a month.

    `holders`: competency -> level -> people whose highest valid level it is. `people`: metric -> case ->
    people; no case is a part of another, so that none tells another by subtraction. What is published of
    `figures` depends on shown counts alone (`needs_figures`).
    """

    needs: Tables = field(default_factory=dict)
    equity: Tables = field(default_factory=dict)
    holders: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    people: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """What everybody sees, and what the next month has to hold on to (JSON values both)."""

    published: dict[str, Any]
    last: dict[str, Any]


def document(tally: Tally, last: Mapping[str, Any]) -> Document:
    """Decide what to publish after what was shown last (`Document.last` of the month before, or nothing)."""
    needs, needs_last = _tables(tally.needs, last.get("needs", {}))
    equity, equity_last = _tables(tally.equity, last.get("equity", {}))
    cases = {f"{slug} {level}": count for slug, level, count in _by_level(tally.holders)}
    holders = hold_each(last.get("holders", {}), cases)
    people = {
        name: hold_each(last.get("people", {}).get(name, {}), one) for name, one in tally.people.items()
    }
    figures = decide(tally.figures, people, last.get("figures", {}))
    published = {
        "needs": needs,
        "equity": equity,
        "holders": [_holder(key, count) for key, count in sorted(holders.items())],
        "people": people,
        "figures": figures.shown,
    }
    kept = {"holders": holders, "people": people, "figures": figures.last}
    return Document(published, {"needs": needs_last, "equity": equity_last, **kept})


def _tables(tables: Tables, last: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Rows by region, by language and in total, each with every measure; and what was shown last."""
    shown: dict[str, dict[str, Numbers]] = {}
    kept: dict[str, Any] = {}
    for measure, by_slug in tables.items():
        before = last.get(measure, {})
        steps = {slug: step(counts, _read(before.get(slug, {}))) for slug, counts in by_slug.items()}
        shown[measure] = {slug: one.shown for slug, one in steps.items()}
        written = {slug: _written(one.last) for slug, one in steps.items()}
        kept[measure] = {slug: one for slug, one in written.items() if one}
    return {
        "by_region": list(_rows(shown, "region")),
        "by_language": list(_rows(shown, "language")),
        "totals": list(_rows(shown, "")),
    }, kept


def _rows(shown: Mapping[str, Mapping[str, Numbers]], by: str) -> Iterator[dict[str, Any]]:
    """A row for each place in which any number is shown; where all are hidden there is no row."""
    cells: dict[tuple[str, str], dict[str, int]] = {}
    for measure, by_slug in shown.items():
        for slug, numbers in by_slug.items():
            for key, number in _of(numbers, by):
                cells.setdefault((slug, key), {})[measure] = number
    for (slug, key), found in sorted(cells.items()):
        row = {measure: found.get(measure) for measure in shown}
        place = {"competency": slug} if slug else {}
        place |= {by: key} if by else {}
        yield {**place, **row, "suppressed": None in row.values()}


def _of(numbers: Numbers, by: str) -> Iterable[tuple[str, int]]:
    if by == "region":
        return numbers.by_region.items()
    if by == "language":
        return numbers.by_language.items()
    return [] if numbers.total is None else [("", numbers.total)]


def _read(value: Mapping[str, Any]) -> Numbers:
    return Numbers(value.get("total"), value.get("region", {}), value.get("language", {}))


def _written(numbers: Numbers) -> dict[str, Any]:
    found = {
        "total": numbers.total,
        "region": dict(numbers.by_region),
        "language": dict(numbers.by_language),
    }
    return {name: value for name, value in found.items() if value}


def _by_level(holders: Mapping[str, Mapping[int, int]]) -> Iterator[tuple[str, int, int]]:
    for slug, levels in holders.items():
        for level, count in levels.items():
            yield slug, level, count


def _holder(key: str, count: int) -> dict[str, Any]:
    slug, _, level = key.partition(" ")
    return {"competency": slug, "level": int(level), "holders": count}
