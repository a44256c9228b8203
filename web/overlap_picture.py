"""A picture of where roles overlap: a dot for each pair, bigger the more both ask for, the number in it.

Drawn by attributes and classes alone (our pages allow no inline style). Rows and columns are the roles
by their number; the table beside it says the same in words. Mirrored where one reads from right to left.
"""

from collections.abc import Iterator, Sequence
from math import sqrt

from markupsafe import Markup

from competencies.comparison import Overlap

CELL = 28  # twelve of them and the edge fit a phone of 390 pixels
EDGE = 24
SMALLEST, LARGEST = 7.0, 12.5
_DOT = Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/><text class="{}" x="{}" y="{}">{}</text>')
_NAME = Markup('<text class="overlap__name" x="{}" y="{}">{}</text>')
_LINE = Markup('<line class="overlap__line" x1="{}" y1="{}" x2="{}" y2="{}"/>')


def overlap_picture(
    sizes: Sequence[int], found: Sequence[Overlap], *, title: str, description: str, mirrored: bool
) -> Markup:
    """Give the picture as SVG. `sizes`: how many competencies each role asks for, in order."""
    side = EDGE + CELL * len(sizes)
    parts = Markup("").join(_parts(sizes, found, side, mirrored=mirrored))
    return Markup(
        '<svg class="overlap" role="img" aria-labelledby="overlap-title overlap-description" '
        'width="{0}" height="{0}" viewBox="0 0 {0} {0}"><title id="overlap-title">{1}</title>'
        '<desc id="overlap-description">{2}</desc>{3}</svg>'
    ).format(side, title, description, parts)


def _parts(sizes: Sequence[int], found: Sequence[Overlap], side: int, *, mirrored: bool) -> Iterator[Markup]:
    def x(place: float) -> float:
        return side - place if mirrored else place

    for index in range(len(sizes)):
        at = _middle(index)
        yield _LINE.format(x(EDGE), at, x(side), at)
        yield _NAME.format(x(EDGE / 2), at, index + 1)
        yield _NAME.format(x(at), EDGE / 2, index + 1)
    for row, column, number, radius in _dots(sizes, found):
        kind = "overlap__own" if row == column else "overlap__dot"
        place = (x(_middle(column)), _middle(row))
        yield _DOT.format(kind, *place, round(radius, 1), f"{kind}-number", *place, number)


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


def _middle(index: int) -> float:
    return EDGE + CELL * index + CELL / 2
