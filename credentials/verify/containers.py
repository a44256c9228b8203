"""Documents that carry credentials: a learner record and a presentation.

Each carried credential is verified by itself and has a report of its own; one finding of the carrier sums
them up, so that a false badge is not passed on under a true cover.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import orjson

from credentials import clr
from credentials.errors import UnreadableError
from credentials.unwrap import unwrap
from credentials.verify.case import Case, listed
from credentials.verify.policy import Policy
from credentials.verify.report import Finding, Outcome, Report, Verdict
from credentials.verify.standards import Standard

CARRIERS = frozenset({"clr2", "vp"})
MAX_INNER = 50  # each costs a canonicalisation and a signature check

_WORST = (Outcome.FAILED, Outcome.UNDETERMINED, Outcome.PASSED, Outcome.NOT_APPLICABLE)
_PRESENTATION_NEEDS = frozenset({"structure", "inner"})


def carried(case: Case, standard: Standard) -> list[object]:
    """Give the credentials inside, as they stand there."""
    return (
        clr.carried(case.document)
        if standard == "clr2"
        else listed(case.document.get("verifiableCredential"))
    )


def opened(case: Case, given: object, *, is_asked: bool) -> tuple[Case, str]:
    """Give the case and the form of one carried credential: an object, an envelope or a compact JWS.

    `is_asked` tells whether its recipient is asked about, as in a presentation, which is about nobody itself.
    Raises `UnreadableError`.
    """
    if not isinstance(given, Mapping | str):
        raise UnreadableError("not_an_object")
    raw = given.encode("utf-8", "replace") if isinstance(given, str) else orjson.dumps(given)
    unwrapped = unwrap(raw)
    inside = case._replace(
        document=unwrapped.document,
        token=unwrapped.opened,
        raw=unwrapped.raw,
        recipient=case.recipient if is_asked else None,
        recipient_type=case.recipient_type if is_asked else None,
    )
    return inside, unwrapped.form


def summary(reports: Sequence[Report], count: int) -> Finding:
    """Give inner_good, inner_false, inner_unfinished, inner_missing or too_many_inner, with the counts.

    A credential for which the record's proven issuer vouches is not genuine by itself, and does not make the
    record less so.
    """
    counts = {verdict: sum(report.verdict is verdict for report in reports) for verdict in Verdict}
    vouched = sum(_is_vouched(report) for report in reports)
    facts: dict[str, object] = {"count": count, "vouched": vouched}
    facts |= {verdict.value: number for verdict, number in counts.items()}
    if counts[Verdict.DO_NOT_RELY]:
        return Finding("inner", Outcome.FAILED, "inner_false", facts)
    if count > len(reports):
        return Finding("inner", Outcome.UNDETERMINED, "too_many_inner", {**facts, "max": MAX_INNER})
    if counts[Verdict.COULD_NOT_FINISH] > vouched:
        return Finding("inner", Outcome.UNDETERMINED, "inner_unfinished", facts)
    if not reports:
        return Finding("inner", Outcome.UNDETERMINED, "inner_missing", facts)
    return Finding("inner", Outcome.PASSED, "inner_good", facts)


def recipient(reports: Sequence[Report]) -> Finding | None:
    """Give the worst answer of what is presented on whether it is somebody's; None where nobody asked."""
    told = [one for report in reports for one in report.findings if one.check == "recipient"]
    asked = [one for one in told if one.code not in ("not_asked", "not_checked")]
    return min(asked, key=lambda one: _WORST.index(one.outcome), default=None)


def policy_for(standard: Standard, policy: Policy) -> Policy:
    """Give the policy as it fits the carrier: a presentation is as good as what it presents."""
    return replace(policy, needed=_PRESENTATION_NEEDS) if standard == "vp" else policy


def _is_vouched(report: Report) -> bool:
    return report.verdict is Verdict.COULD_NOT_FINISH and any(
        finding.check == "proof" and finding.code == "vouched_for" for finding in report.findings
    )
