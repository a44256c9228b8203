"""Named policies: how findings become a headline. Nothing that was not looked at ever counts as good."""

from collections.abc import Iterable
from dataclasses import dataclass

from credentials.verify.report import Finding, Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Policy:
    """`decisive` checks make the headline, in the order in which reasons are told; `needed` must pass."""

    name: str
    decisive: tuple[str, ...]
    needed: frozenset[str]


STANDARD = Policy(
    name="standard",
    decisive=("structure", "proof", "issuer", "status", "validity", "recipient"),
    needed=frozenset({"structure", "proof", "issuer", "validity"}),
)


def verdict(findings: Iterable[Finding], policy: Policy = STANDARD) -> Verdict:
    """Give the headline: one failed decisive check is enough; all must have been looked at to be genuine."""
    decisive = [finding for finding in findings if finding.check in policy.decisive]
    if any(finding.outcome is Outcome.FAILED for finding in decisive):
        return Verdict.DO_NOT_RELY
    passed = {finding.check for finding in decisive if finding.outcome is Outcome.PASSED}
    unsure = any(finding.outcome is Outcome.UNDETERMINED for finding in decisive)
    return Verdict.COULD_NOT_FINISH if unsure or not policy.needed <= passed else Verdict.GENUINE


def first_reason(findings: Iterable[Finding], policy: Policy = STANDARD) -> Finding | None:
    """Give the finding to name first for a headline that is not genuine, or None."""
    ranked = sorted(
        (finding for finding in findings if finding.check in policy.decisive),
        key=lambda finding: policy.decisive.index(finding.check),
    )
    for outcome in (Outcome.FAILED, Outcome.UNDETERMINED):
        reasons = [finding for finding in ranked if finding.outcome is outcome]
        told = [finding for finding in reasons if finding.code != "not_checked"]
        if reasons:
            return (told or reasons)[0]
    return None
