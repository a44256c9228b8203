"""What the page of needs and assets shows of a published month: rows with names, bars, and gaps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from competencies import queries as competencies
from competencies.aggregate import is_surely_more
from competencies.models import Competency, Framework, NeedSnapshot
from competencies.queries import latest
from web.drawn_words import drawn
from web.language import plain

BARS = 20  # a picture that can be taken in; the table below it has everything
CHART_WIDTH, NUMBER_WIDTH, NUMBER_GAP = 360, 34, 4
ROW_HEIGHT = 60
NEEDS = "needs"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asked to see: one domain, and one region or one language, never both."""

    domain: str = ""
    kind: str = ""
    place: str = ""

    @property
    def value(self) -> str:
        """The place as the form sends it."""
        return f"{self.kind}:{self.place}" if self.kind else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One competency with its numbers; None is hidden."""

    competency: Competency
    offered: int | None
    known: int | None
    wanted: int | None
    hidden_is_few: bool

    @property
    def is_gap(self) -> bool:
        """Tell whether surely more people want it than offer it; what is hidden with others can be many."""
        if self.wanted is None:
            return False
        return self.hidden_is_few if self.offered is None else is_surely_more(self.wanted, self.offered)


@dataclass(frozen=True, slots=True)
class Length:
    """A bar that begins at `start` and is `width` long, with where its number stands."""

    start: int
    width: int
    number: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One competency of the picture, with places and lengths in its units; `drawn`: its name as it fits."""

    line: Line
    name: str
    drawn: str
    top: int
    offered: Length
    wanted: Length


@dataclass(frozen=True, slots=True)
class Chart:
    """Offers and wishes as bars, which begin at `edge`."""

    bars: Sequence[Bar]
    edge: int
    width: int
    height: int


def wanted_of(query: Mapping[str, str], snapshot: NeedSnapshot) -> Wanted:
    """Read what a reader asked for; what the month does not have is left out."""
    kind, _, place = query.get("place", "").partition(":")
    if place not in places(snapshot).get(kind, []):
        kind = place = ""
    return Wanted(query.get("domain", ""), kind, place)


def places(snapshot: NeedSnapshot) -> dict[str, list[str]]:
    """Give the regions and the languages that have any number in a month."""
    tables = snapshot.published[NEEDS]
    return {kind: sorted({row[kind] for row in tables[f"by_{kind}"]}) for kind in ("region", "language")}


def lines(snapshot: NeedSnapshot, wanted: Wanted) -> list[Line]:
    """Give a line for each competency with a number, those that most people offer first."""
    tables = snapshot.published[NEEDS]
    rows = tables["totals"]
    if wanted.kind:
        rows = [row for row in tables[f"by_{wanted.kind}"] if row[wanted.kind] == wanted.place]
    known = competencies.competencies_by_slug({row["competency"] for row in rows})
    found = [
        Line(
            known[row["competency"]],
            row.get("offered"),
            row.get("known"),
            row.get("wanted"),
            hidden_is_few=wanted.kind == "region",
        )
        for row in rows
        if row["competency"] in known and wanted.domain in {"", known[row["competency"]].domain}
    ]
    return sorted(found, key=lambda one: (-(one.offered or 0), -(one.wanted or 0), one.competency.code))


def chart(shown: Sequence[Line], *, mirrored: bool) -> Chart:
    """Give the picture of the first lines; the longest bar fills the width. Mirrored: from right to left."""
    shown = shown[:BARS]
    longest = max((number or 0 for one in shown for number in (one.offered, one.wanted)), default=1)
    unit = (CHART_WIDTH - NUMBER_WIDTH) / max(longest, 1)
    bars = []
    for index, one in enumerate(shown):
        name = plain(latest(one.competency).title)
        lengths = (_length((number or 0) * unit, mirrored=mirrored) for number in (one.offered, one.wanted))
        bars.append(Bar(one, name, drawn(name), index * ROW_HEIGHT, *lengths))
    return Chart(bars, CHART_WIDTH if mirrored else 0, CHART_WIDTH, ROW_HEIGHT * len(bars))


def _length(wide: float, *, mirrored: bool) -> Length:
    width = round(wide)
    if mirrored:
        return Length(CHART_WIDTH - width, width, CHART_WIDTH - width - NUMBER_GAP)
    return Length(0, width, width + NUMBER_GAP)


def domains() -> list[tuple[str, str]]:
    """Give (id, title) of every domain of a framework, as the form offers them."""
    found: dict[str, str] = {}
    for framework in competencies.frameworks():
        for one in latest(framework).domains:
            found.setdefault(one["id"], plain(one["title"]))
    return list(found.items())


def skills_of(framework: Framework | None) -> list[Competency]:
    """Give the competencies of a framework in the order of its domains."""
    if framework is None:
        return []
    order = {one["id"]: place for place, one in enumerate(latest(framework).domains)}
    found = competencies.competencies(framework.id)
    return sorted(found, key=lambda one: (order.get(one.domain, len(order)), one.code, one.slug))


def holders(snapshot: NeedSnapshot, domain: str) -> list[tuple[Competency, dict[int, int]]]:
    """Give how many people show each level of a competency by a valid badge, where that is shown."""
    rows = snapshot.published["holders"]
    known = competencies.competencies_by_slug({row["competency"] for row in rows})
    found: dict[str, dict[int, int]] = {}
    for row in rows:
        found.setdefault(row["competency"], {})[row["level"]] = row["holders"]
    listed = [(known[slug], levels) for slug, levels in found.items() if slug in known]
    return sorted((one for one in listed if domain in {"", one[0].domain}), key=lambda one: one[0].code)


def titled(slugs: Iterable[str]) -> dict[str, str]:
    """Give competency (slug) -> title in the reader's language."""
    return {
        slug: plain(latest(one).title) for slug, one in competencies.competencies_by_slug(set(slugs)).items()
    }
