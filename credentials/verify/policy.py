"""Named policies: how findings become a headline. Nothing that was not looked at ever counts as good.

A policy is a value: `replace(STANDARD, name="ours", accepts_short_lists=False)` makes another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from credentials.verify.report import Finding, Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Policy:
    """How strictly to read, and what decides.

    `decisive` checks make the headline, in the order in which reasons are told; `needed` must pass.

    What is accepted beside the letter of the standards, each with a warning in the report:
    `accepts_short_lists`: a status list below 131,072 entries. The answer is as true, only the holder hides
    among fewer. `accepts_moved_lists`: a list whose id is not its address; whoever serves the address may
    then put another list of the same issuer there. `accepts_foreign_lists`: a list that somebody else than
    the badge's issuer signed, whose word on withdrawal then counts.

    `follows_refresh`: a proven credential's refreshService is asked for a newer version.
    `accepts_plain_credentials`: a verifiable credential that is no Open Badge can be genuine.
    """

    name: str
    decisive: tuple[str, ...]
    needed: frozenset[str]
    accepts_short_lists: bool = True
    accepts_moved_lists: bool = False
    accepts_foreign_lists: bool = False
    follows_refresh: bool = True
    accepts_plain_credentials: bool = False


STANDARD = Policy(
    name="standard",
    decisive=("structure", "proof", "issuer", "status", "validity", "recipient", "inner", "bundle"),
    needed=frozenset({"structure", "proof", "issuer", "validity"}),
)
# To the letter: a list that the Bitstring standard calls too short gives no answer.
STRICT = replace(STANDARD, name="strict", accepts_short_lists=False)
# For lists as some well-known issuers publish them.
TOLERANT = replace(STANDARD, name="tolerant", accepts_moved_lists=True, accepts_foreign_lists=True)
# Any verifiable credential, as the W3C data model has it.
CREDENTIALS = replace(STRICT, name="credentials", accepts_plain_credentials=True)
# Was it ever genuine? An old badge that has expired since is no worse a record.
ARCHIVE = replace(
    STANDARD,
    name="archive",
    decisive=tuple(check for check in STANDARD.decisive if check != "validity"),
    needed=STANDARD.needed - {"validity"},
    follows_refresh=False,
)

POLICIES: Mapping[str, Policy] = {
    policy.name: policy for policy in (STANDARD, STRICT, TOLERANT, CREDENTIALS, ARCHIVE)
}


_FAILED, _PASSED, _UNDETERMINED = Outcome.FAILED, Outcome.PASSED, Outcome.UNDETERMINED


def verdict(findings: Iterable[Finding], policy: Policy = STANDARD) -> Verdict:
    """Give the headline: one failed decisive check is enough; all must have been looked at to be genuine.

    See OB 3.0, verification and validation.
    """
    passed, unsure, decisive = set(), False, policy.decisive
    for finding in findings:
        check, outcome = finding.check, finding.outcome
        if check not in decisive:
            continue
        if outcome is _FAILED:
            return Verdict.DO_NOT_RELY
        if outcome is _PASSED:
            passed.add(check)
        elif outcome is _UNDETERMINED:
            unsure = True
    return Verdict.COULD_NOT_FINISH if unsure or not policy.needed <= passed else Verdict.GENUINE


def first_reason(findings: Iterable[Finding], policy: Policy = STANDARD) -> Finding | None:
    """Give the finding to name first for a headline that is not genuine, or None.

    See OB 3.0, verification and validation.
    """
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
