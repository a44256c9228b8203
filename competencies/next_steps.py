"""What to do next about the gap to a role: at most three steps, each with its reasons. Pure.

The largest gaps in what is needed that a badge can close come first, with a path to it where there is one,
else with something to learn from; then those that are only narrowed or taught; then what is helpful, by its
weight. Ties go by the name of the competency, so the same gaps and the same catalogue give the same steps, in
whatever order they come in. A gap that nothing helps with is told by `nothing_closes`, never passed over in
silence.
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
class Lesson:
    """Something to learn from, and the competencies that it is about. It shows no level by itself."""

    resource: str
    competencies: frozenset[str]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that can help: badges with their paths, and things to learn from."""

    badges: Sequence[Closer] = ()
    lessons: Sequence[Lesson] = ()


@dataclass(frozen=True, slots=True)
class UsefulStep:
    """Claim a badge, follow a path or learn from something, because of a gap.

    From level `held` (0: nothing shown yet) of `competency` to `level`: what the badge shows, or what the
    role asks for where there is only something to learn from. `closes` are all the gaps that the badge closes
    whole. `is_open` False: the badge cannot be claimed yet, but the path teaches what it asks for. The path
    goes to the badge, or to another one that closes the gap (`leads_to`); where no path closes it, there is
    a resource, and where that is missing too, the badge alone, to claim by what was learnt elsewhere.
    """

    competency: str
    must: bool
    held: int
    level: int
    required: int
    closes: tuple[str, ...] = ()
    badge: str | None = None
    is_open: bool = False
    path: str | None = None
    resource: str | None = None
    leads_to: str | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why this is proposed, as codes."""
        need = "needed" if self.must else "helpful"
        if self.badge is None:
            return need, "teaches"
        return (
            need,
            "closes" if self.level >= self.required else "narrows",
            *(("closes_several",) if len(self.closes) > 1 else ()),
            *(() if self.is_open else ("not_open_yet",)),
        )


def useful_steps(
    gaps: Iterable[Gap], held: Mapping[str, int], catalogue: Catalogue, most: int = MOST_STEPS
) -> tuple[UsefulStep, ...]:
    """Give the most useful steps, at most `most`; a gap that an earlier step closes is not repeated."""
    open_gaps = {gap.competency: gap for gap in gaps if gap.missing}
    found: list[UsefulStep] = []
    for gap in sorted(_by_urgency(open_gaps.values()), key=lambda one: _tier(one, catalogue)):
        step = _best_step(gap, open_gaps, held, catalogue) if gap.competency in open_gaps else None
        if step is not None:
            found.append(step)
            for competency in (gap.competency, *step.closes):
                open_gaps.pop(competency, None)
    return tuple(found[:most])


def nothing_closes(gaps: Iterable[Gap], catalogue: Catalogue) -> tuple[Gap, ...]:
    """Give the gaps that nothing in the catalogue closes, narrows or teaches, the most urgent first."""
    helpless = (
        gap for gap in gaps if gap.missing and not _usable(gap, catalogue) and not _lessons(gap, catalogue)
    )
    return tuple(_by_urgency(helpless))


def _urgency(gap: Gap) -> tuple[bool, int, int, str]:
    """What is needed goes by how much is missing, what is helpful by its weight."""
    if gap.must:
        return False, -gap.missing, -gap.weight, gap.competency
    return True, -gap.weight, -gap.missing, gap.competency


def _by_urgency(gaps: Iterable[Gap]) -> list[Gap]:
    return sorted(gaps, key=_urgency)


def _tier(gap: Gap, catalogue: Catalogue) -> tuple[bool, bool]:
    """What is needed before what is helpful, and of each first what something closes whole."""
    return not gap.must, not _closing(gap, catalogue)


def _closing(gap: Gap, catalogue: Catalogue) -> list[Closer]:
    return [one for one in _usable(gap, catalogue) if one.proves[gap.competency] >= gap.required]


def _usable(gap: Gap, catalogue: Catalogue) -> list[Closer]:
    helping = (one for one in catalogue.badges if one.proves.get(gap.competency, 0) > gap.held)
    return [one for one in helping if one.is_open or one.paths]


def _lessons(gap: Gap, catalogue: Catalogue) -> list[str]:
    return sorted(one.resource for one in catalogue.lessons if gap.competency in one.competencies)


def _best_step(
    gap: Gap, open_gaps: Mapping[str, Gap], held: Mapping[str, int], catalogue: Catalogue
) -> UsefulStep | None:
    usable, lesson = _usable(gap, catalogue), next(iter(_lessons(gap, catalogue)), None)
    if not usable:
        if lesson is None:
            return None
        return UsefulStep(gap.competency, gap.must, gap.held, gap.required, gap.required, resource=lesson)
    best = min(usable, key=lambda one: _cost(one, gap, open_gaps, held))
    taught = best if best.paths else _best_taught(gap, open_gaps, held, catalogue)
    return UsefulStep(
        competency=gap.competency,
        must=gap.must,
        held=gap.held,
        level=best.proves[gap.competency],
        required=gap.required,
        closes=_closed(best, open_gaps),
        badge=best.badge,
        is_open=best.is_open,
        path=min(taught.paths) if taught else None,
        resource=None if taught else lesson,
        leads_to=taught.badge if taught and taught is not best else None,
    )


def _best_taught(
    gap: Gap, open_gaps: Mapping[str, Gap], held: Mapping[str, int], catalogue: Catalogue
) -> Closer | None:
    """Give the badge with a path to it that closes the gap whole, the fittest of several."""
    taught = [one for one in _closing(gap, catalogue) if one.paths]
    return min(taught, key=lambda one: _cost(one, gap, open_gaps, held), default=None)


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
