"""What is awarded of a claim that is awarded in part: single levels, each by its own rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from badges.counting import Rule
from badges.in_part import Rung, highest
from badges.models import Achievement, Claim, Endorsement, EndorsementState
from badges.queries import awards
from badges.queries.achievements import level_achievements
from badges.queries.claims import standing_award
from badges.queries.counted import Support
from badges.rules import is_open_yet
from badges.services.assessing.judging import Verdict


@dataclass(frozen=True, slots=True)
class Part:
    """A level to award: its version, the endorsements that counted for it, how many speak for it at all.

    `judgement`: what was decided of its competency.
    """

    judgement: dict[str, Any]
    version_id: UUID
    counted: Sequence[Endorsement]
    speaking: int


def parts_of(claim: Claim, verdict: Verdict, support: Support) -> list[Part]:
    """Give the levels to award, the one that most endorsements speak for first, and name the gaps.

    Each judgement is told what became of it, `awarded`: the level that the claimant has now, or 0.
    """
    ids = awards.competency_ids(one["competency"] for one in verdict.judgements)
    found = []
    for one in verdict.judgements:
        # A group signs its own achievements only.
        levels = [level for level in level_achievements(ids[one["competency"]]) if _is_own(level, claim)]
        counted = {level.level or 0: _counted(level, one["competency"], support) for level in levels}
        rungs = [_rung(claim, level, len(counted[level.level or 0])) for level in levels]
        rung = highest(rungs, judged=one["level"], wanted=one["wanted"], items=len(claim.evidence))
        one["awarded"] = rung.level if rung else 0
        if rung and not rung.is_held:
            version = next(level.versions[-1] for level in levels if level.level == rung.level)
            found.append(Part(one, version.id, counted[rung.level], _speaking(one["competency"], support)))
    return sorted(found, key=lambda part: -part.speaking)


def _is_own(level: Achievement, claim: Claim) -> bool:
    return level.owner_id == claim.issuer_id


def _rung(claim: Claim, level: Achievement, counted: int) -> Rung:
    version = level.versions[-1]
    standing = standing_award(claim.person_id, level.id) if claim.person_id else None
    return Rung(
        level=level.level or 0,
        is_open=is_open_yet(version.assessment),
        assessment=version.assessment,
        evidence_rule=version.evidence_rule,
        counted=counted,
        is_held=standing is not None,
    )


def _counted(level: Achievement, slug: str, support: Support) -> list[Endorsement]:
    rule = Rule(frozenset({slug}), level.versions[-1].assessment.get("endorser_min_level"))
    return [one for one, reasons in support.judged_by(rule) if not reasons]


def _speaking(slug: str, support: Support) -> int:
    """Give how many endorsements will be shown with a badge for this competency, counting or not."""
    shown = (one for one in support.endorsements if one.state == EndorsementState.ACCEPTED)
    return sum(one.competency == slug and one.suppressed_at is None for one in shown)
