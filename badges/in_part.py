"""What of a claim is awarded when not all of it is: levels of single competencies. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of a competency as an achievement of its own.

    `is_open`: one assessor may decide it. `counted`: the endorsements that count for it by its own rule.
    `is_held`: the claimant has it already.
    """

    level: int
    is_open: bool
    assessment: Mapping[str, Any]
    evidence_rule: Mapping[str, Any]
    counted: int = 0
    is_held: bool = False


def highest(rungs: Sequence[Rung], *, judged: int, wanted: int, items: int) -> Rung | None:
    """Give the highest level that was reached (`judged`, at most `wanted`) and whose own rule is met.

    `items`: pieces of evidence. None: nothing of this competency is awarded.
    """
    reached = [one for one in rungs if one.level <= min(judged, wanted) and _is_met(one, items)]
    return max(reached, key=lambda one: one.level, default=None)


def _is_met(rung: Rung, items: int) -> bool:
    return (
        rung.is_open
        and items >= rung.evidence_rule.get("min_items", 0)
        and rung.counted >= rung.assessment.get("min_endorsements", 0)
    )
