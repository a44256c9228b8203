"""Who is still here after ninety days, of those awarded and of others as active as they. Pure.

A person's moment is the week of the first award, or, without one, the thirteenth week after the first visit.
How active somebody was is told by the weeks of the thirteen before; who came again between the 13th and the
26th week after is still here. Younger moments are left out, since what follows is not known yet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

LOOK_BACK = timedelta(weeks=13)
AGAIN_FROM, AGAIN_UNTIL = timedelta(weeks=13), timedelta(weeks=26)
MUCH = 5  # weeks of thirteen

COHORTS = ("awarded_little", "awarded_much", "others_little", "others_much")
CASES = tuple(f"{cohort}_{ending}" for cohort in COHORTS for ending in ("again", "gone"))


@dataclass(frozen=True, slots=True)
class Story:
    """The weeks (Mondays) in which somebody was here, oldest first, and the day of the first award."""

    weeks: tuple[date, ...]
    awarded_on: date | None


def counts(stories: Iterable[Story], today: date) -> dict[str, int]:
    """Give case -> people; those still here and those gone are apart, so that neither tells the other."""
    found = dict.fromkeys(CASES, 0)
    for story in stories:
        moment = _moment(story)
        if moment is None or moment + AGAIN_UNTIL > today:
            continue
        before = sum(moment - LOOK_BACK <= week < moment for week in story.weeks)
        is_here = any(moment + AGAIN_FROM <= week <= moment + AGAIN_UNTIL for week in story.weeks)
        who = "awarded" if story.awarded_on else "others"
        much = "much" if before >= MUCH else "little"
        found[f"{who}_{much}_{'again' if is_here else 'gone'}"] += 1
    return found


def _moment(story: Story) -> date | None:
    if story.awarded_on is not None:
        return story.awarded_on
    return story.weeks[0] + LOOK_BACK if story.weeks else None
