"""Whether a role is safe when somebody leaves it: the gaps in a leadership plan. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

TERM_ENDS_SOON = timedelta(days=120)  # finding and settling in somebody takes a group about a season
MONTHS_OF_A_YEAR = 12


class Concern(StrEnum):
    """What a plan should look at, most pressing first."""

    NOBODY = "nobody"
    TERM_OVER = "term_over"
    TERM_ENDS = "term_ends"
    NO_SECOND = "no_second"


@dataclass(frozen=True, slots=True)
class Term:
    """Since when somebody holds a role, and until when, if that was agreed."""

    since: date
    until: date | None


def term_end(term: Term, guidance_months: int | None) -> date | None:
    """Give when a term ends: as was agreed, else after the months that the role advises, else None."""
    if term.until is not None or guidance_months is None:
        return term.until
    return months_after(term.since, guidance_months)


def concerns(
    terms: Sequence[Term], *, others: int, guidance_months: int | None, today: date
) -> tuple[Concern, ...]:
    """Give what to look at about one role.

    `others`: how many more people are ready or near, as far as is told. One person alone, or nobody with
    nobody near, has no second.
    """
    ends = [end for term in terms if (end := term_end(term, guidance_months)) is not None]
    found = {
        Concern.NOBODY: not terms,
        Concern.TERM_OVER: any(end < today for end in ends),
        Concern.TERM_ENDS: any(today <= end <= today + TERM_ENDS_SOON for end in ends),
        Concern.NO_SECOND: len(terms) + others <= 1,
    }
    return tuple(one for one in Concern if found[one])


def months_after(day: date, months: int) -> date:
    """Give the same day so many months later; the last of the month where it has no such day."""
    place = day.month - 1 + months
    year, month = day.year + place // MONTHS_OF_A_YEAR, place % MONTHS_OF_A_YEAR + 1
    first_of_next = date(year + month // MONTHS_OF_A_YEAR, month % MONTHS_OF_A_YEAR + 1, 1)
    return date(year, month, min(day.day, (first_of_next - timedelta(days=1)).day))
