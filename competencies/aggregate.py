"""When may a count of people be shown? One rule, for every page that counts people. Pure.

A count below five is hidden, zero like one. A shown count stays as it is until the true one has moved by
five or fell below five, so that comparing two months tells nothing of a single person.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

THRESHOLD = 5
_MOST_OFF = THRESHOLD - 1  # how far a shown number can be from the true one


def published(count: int) -> int | None:
    """The count, or nothing when fewer than five people stand behind it; zero is hidden like one."""
    return count if count >= THRESHOLD else None


def hold(before: int | None, count: int) -> int | None:
    """The number to show now, `before` being the one that was shown last."""
    if before is None or count < THRESHOLD or abs(count - before) >= THRESHOLD:
        return published(count)
    return before


def hold_each(before: Mapping[str, int], counts: Mapping[str, int]) -> dict[str, int]:
    """The numbers to show now of those that stand alone, by key; hidden ones are left out."""
    found = ((key, hold(before.get(key), count)) for key, count in counts.items())
    return {key: number for key, number in found if number is not None}


def is_surely_more(shown: int, other: int) -> bool:
    """Tell whether one shown number stands for more people than another, however far both are off."""
    return shown - other > 2 * _MOST_OFF


def public_rows(rows: Iterable[Mapping[str, Any]], measures: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Rows as everybody sees them: small numbers null, told by `suppressed`; no row without any number."""
    for row in rows:
        numbers = {name: published(row[name] or 0) for name in measures}
        if any(number is not None for number in numbers.values()):
            yield {**row, **numbers, "suppressed": None in numbers.values()}
