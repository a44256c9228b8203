"""A picture of where roles overlap: a dot for each pair, bigger the more both ask for, the number in it.

Drawn by attributes and classes alone (our pages allow no inline style). Each role is a row under its name;
its column bears its number. The table beside it says the same in words. Mirrored where one reads from
right to left.
"""

from collections.abc import Iterator, Sequence
from math import sqrt

from markupsafe import Markup

from competencies.comparison import Overlap
from web.drawn_words import drawn

CELL = 28  # twelve of them and the edge fit a phone of 390 pixels
EDGE = 12
NAME = 22
ROW = CELL + NAME + 4
NARROWEST = EDGE + 12 * CELL
SMALLEST, LARGEST = 7.0, 12.5
_DOT = Markup(
    '<g><title>{}</title><circle class="{}" cx="{}" cy="{}" r="{}"/>'
    '<text class="{}" x="{}" y="{}">{}</text></g>'
)
_COLUMN = Markup('<text class="overlap__column" x="{}" y="{}">{}</text>')
_NAME = Markup('<text class="overlap__name" x="{}" y="{}"><title>{}</title>{}</text>')
_LINE = Markup('<line class="overlap__line" x1="{}" y1="{}" x2="{}" y2="{}"/>')


def overlap_picture(
    roles: Sequence[tuple[str, int]],
    found: Sequence[Overlap],
    *,
    title: str,
    description: str,
    mirrored: bool,
) -> Markup:
    """Give the picture as SVG. `roles`: the name of each, and how many competencies it asks for, in order."""
    width = max(NARROWEST, EDGE + CELL * len(roles))
    height = CELL + ROW * len(roles)
    parts = Markup("").join(_parts(roles, found, width, mirrored=mirrored))
    return Markup(
        '<svg class="overlap" role="img" aria-labelledby="overlap-title overlap-description" direction="{}" '
        'width="{}" height="{}" viewBox="0 0 {} {}"><title id="overlap-title">{}</title>'
        '<desc id="overlap-description">{}</desc>{}</svg>'
    ).format("rtl" if mirrored else "ltr", width, height, width, height, title, description, parts)


def _parts(
    roles: Sequence[tuple[str, int]], found: Sequence[Overlap], width: int, *, mirrored: bool
) -> Iterator[Markup]:
    def x(place: float) -> float:
        return width - place if mirrored else place

    for index, (name, _size) in enumerate(roles):
        top = CELL + ROW * index
        yield _LINE.format(x(0), top, x(width), top)
        yield _NAME.format(x(EDGE), top + NAME / 2 + 2, name, f"{index + 1} · {drawn(name)}")
        yield _COLUMN.format(x(_across(index)), CELL / 2, index + 1)
    for row, column, number, radius in _dots([size for _name, size in roles], found):
        kind = "overlap__own" if row == column else "overlap__dot"
        names = dict.fromkeys((roles[row][0], roles[column][0]))
        place = (x(_across(column)), CELL + ROW * row + NAME + CELL / 2)
        yield _DOT.format(" · ".join(names), kind, *place, round(radius, 1), f"{kind}-number", *place, number)


def _dots(sizes: Sequence[int], found: Sequence[Overlap]) -> Iterator[tuple[int, int, int, float]]:
    """Give row, column, number and radius of each dot."""
    most = max((len(one.shared) for one in found), default=0)
    for index, size in enumerate(sizes):
        yield index, index, size, LARGEST
    for one in found:
        if number := len(one.shared):
            radius = SMALLEST + (LARGEST - SMALLEST) * sqrt(number / most)
            yield one.first, one.second, number, radius
            yield one.second, one.first, number, radius


def _across(index: int) -> float:
    return EDGE + CELL * index + CELL / 2
