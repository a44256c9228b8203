"""What to do next about the gap to a role: at most three steps, each with its reasons. Pure.

The same gaps and badges give the same steps, in whatever order they come in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from competencies.gap import Gap

MOST_STEPS = 3  # more than three is a list to be daunted by


@dataclass(frozen=True, slots=True)
class Closer:
    """A badge that counts towards roles: the levels it proves, whether it can be claimed now, paths to it."""

    badge: str
    proves: Mapping[str, int]
    is_open: bool
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UsefulStep:
    """Claim a badge, or follow a path, because of a gap.

    `level` of `competency` is what the badge shows; `closes` are all the gaps that it closes whole.
    `is_open` False: the badge cannot be claimed yet, but the path teaches what it asks for.
    """

    competency: str
    must: bool
    level: int
    required: int
    closes: tuple[str, ...]
    badge: str
    is_open: bool
    path: str | None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why this is proposed, as codes."""
        return (
            "needed" if self.must else "helpful",
            "closes" if self.level >= self.required else "narrows",
            *(("closes_several",) if len(self.closes) > 1 else ()),
            *(() if self.is_open else ("not_open_yet",)),
        )


def useful_steps(
    gaps: Iterable[Gap], held: Mapping[str, int], badges: Sequence[Closer], most: int = MOST_STEPS
) -> tuple[UsefulStep, ...]:
    """Give the most useful steps: for the largest gaps in what is needed first, then in what is helpful.

    A gap that nothing can close or narrow is passed over; one that an earlier step closes is not repeated.
    """
    open_gaps = {gap.competency: gap for gap in gaps if gap.missing}
    found: list[UsefulStep] = []
    for gap in sorted(open_gaps.values(), key=_urgency):
        step = _best_step(gap, open_gaps, held, badges) if gap.competency in open_gaps else None
        if step is not None:
            found.append(step)
            for competency in (gap.competency, *step.closes):
                open_gaps.pop(competency, None)
    return tuple(found[:most])


def _urgency(gap: Gap) -> tuple[bool, int, int, str]:
    return not gap.must, -gap.missing, -gap.weight, gap.competency


def _best_step(
    gap: Gap, open_gaps: Mapping[str, Gap], held: Mapping[str, int], badges: Sequence[Closer]
) -> UsefulStep | None:
    helping = [one for one in badges if one.proves.get(gap.competency, 0) > gap.held]
    usable = [one for one in helping if one.is_open or one.paths]
    if not usable:
        return None
    best = min(usable, key=lambda one: _cost(one, gap, open_gaps, held))
    return UsefulStep(
        competency=gap.competency,
        must=gap.must,
        level=best.proves[gap.competency],
        required=gap.required,
        closes=_closed(best, open_gaps),
        badge=best.badge,
        is_open=best.is_open,
        path=min(best.paths, default=None),
    )


def _closed(badge: Closer, open_gaps: Mapping[str, Gap]) -> tuple[str, ...]:
    closed = (gap for gap in open_gaps.values() if badge.proves.get(gap.competency, 0) >= gap.required)
    return tuple(sorted(gap.competency for gap in closed))


def _cost(
    badge: Closer, gap: Gap, open_gaps: Mapping[str, Gap], held: Mapping[str, int]
) -> tuple[bool, int, int, int, bool, str]:
    """Claimable ones first; then what closes most, and asks least that the role does not need."""
    reached = min(badge.proves[gap.competency], gap.required)
    wanted = {one.competency: one.required for one in open_gaps.values()}
    beyond = sum(
        max(0, level - max(wanted.get(competency, 0), held.get(competency, 0)))
        for competency, level in badge.proves.items()
    )
    return (
        not badge.is_open,
        -reached,
        -len(_closed(badge, open_gaps)),
        beyond,
        not badge.paths,
        badge.badge,
    )
