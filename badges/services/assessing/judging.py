"""Reading what an assessor wrote about each competency, and holding it against the badge's rule."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from badges.edition import Proven
from badges.models import Claim, DecisionOutcome
from badges.rules import is_open_yet
from credentials.canonical import jcs
from foundation.errors import InvalidError, Problem
from foundation.text import clean

REASON_CHARACTERS_MIN = 10
TEXT_CHARACTERS_MAX = 2_000
_LEVELS = (0, 1, 2, 3, 4)  # 0: not shown yet


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an assessor decided, as it was sent, cleaned: `judgements` in the order of the badge."""

    outcome: DecisionOutcome
    judgements: list[dict[str, Any]]
    reason: str
    advice: str
    citation: str


def read_verdict(
    proven: Sequence[Proven],
    *,
    outcome: str,
    judgements: Sequence[Mapping[str, Any]],
    reason: str,
    advice: str,
    citation: str,
) -> Verdict:
    """Give the verdict. Raises InvalidError with everything that is missing or does not fit."""
    given = {str(one.get("competency", "")): one for one in judgements}
    problems = [
        *_outcome_problems(outcome),
        *(problem for one in proven for problem in _judgement_problems(one, given.get(one.slug, {}))),
        *(Problem(f"/judgements/{slug}", "unknown") for slug in given.keys() - {one.slug for one in proven}),
        *_text_problems("/reason", clean(reason), least=1),
        *_text_problems("/advice", clean(advice), least=int(outcome == DecisionOutcome.DECLINED)),
        *_text_problems("/citation", clean(citation), least=0),
    ]
    if problems:
        raise InvalidError(problems)
    return Verdict(
        DecisionOutcome(outcome),
        [_judgement(one, given[one.slug]) for one in proven],
        clean(reason),
        clean(advice),
        clean(citation),
    )


def rubric_digest(rubric: Sequence[Mapping[str, str]]) -> str:
    """Give the SHA-256, in hexadecimal, of the texts of all levels in all languages as JSON (RFC 8785)."""
    return hashlib.sha256(jcs([dict(text) for text in rubric])).hexdigest()


def missing_for_award(claim: Claim, verdict: Verdict, counted: int) -> Iterator[Problem]:
    """Give what the badge asks for and the claim does not have: levels, evidence, counting endorsements."""
    version = claim.version
    if not is_open_yet(version.assessment):
        yield Problem("/outcome", "not_open_yet")
    for one in verdict.judgements:
        if one["level"] < one["wanted"]:
            facts = {"wanted": one["wanted"], "level": one["level"]}
            yield Problem(f"/judgements/{one['competency']}/level", "level_below", facts)
    yield from _too_few("evidence_missing", version.evidence_rule.get("min_items", 0), len(claim.evidence))
    yield from _too_few("endorsements_missing", version.assessment.get("min_endorsements", 0), counted)


def _too_few(code: str, needed: int, there: int) -> Iterator[Problem]:
    if there < needed:
        yield Problem("/outcome", code, {"needed": needed, "there": there})


def _judgement(one: Proven, given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "competency": one.slug,
        "version": one.number,
        "wanted": one.level,
        "level": given["level"],
        "reason": clean(str(given["reason"])),
        "rubric_digest": rubric_digest(one.rubric),
    }


def _outcome_problems(outcome: str) -> Iterator[Problem]:
    known = [one.value for one in DecisionOutcome]
    if outcome not in known:
        yield Problem("/outcome", "missing" if not outcome else "unknown", {"known": known})


def _judgement_problems(one: Proven, given: Mapping[str, Any]) -> Iterator[Problem]:
    at, level = f"/judgements/{one.slug}", given.get("level")
    if level not in _LEVELS or isinstance(level, bool):
        yield Problem(f"{at}/level", "missing" if level is None else "level_unknown")
    reason = given.get("reason") or ""
    yield from _text_problems(f"{at}/reason", clean(str(reason)), least=REASON_CHARACTERS_MIN)


def _text_problems(at: str, text: str, *, least: int) -> Iterator[Problem]:
    if not text and least:
        yield Problem(at, "missing")
    elif len(text) < least:
        yield Problem(at, "too_short", {"least": least})
    elif len(text) > TEXT_CHARACTERS_MAX:
        yield Problem(at, "too_long", {"most": TEXT_CHARACTERS_MAX})
