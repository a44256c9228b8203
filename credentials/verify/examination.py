"""The steps by which one credential is verified, numbered as Open Badges 3.0 numbers them.

Structure and proof are gates: what a document says is only followed (refresh, status lists, endorsements)
once it is shown that the issuer said it, so that a forged badge cannot aim us at anybody.
"""

from collections.abc import Sequence
from typing import NamedTuple

from credentials.verify.case import Case
from credentials.verify.checks import (
    conformance,
    endorsements,
    issuer,
    proof,
    recipient,
    refresh,
    status,
    structure,
    validity,
)
from credentials.verify.checks.refresh import Proven
from credentials.verify.report import Finding, Outcome
from credentials.verify.standards import Standard


class Examination(NamedTuple):
    """What was found, and the case as it was judged: after a refresh that is the newer version."""

    findings: list[Finding]
    case: Case
    is_proven: bool


def examine(
    case: Case, standard: Standard, *, is_outer: bool = True, voucher: str | None = None
) -> Examination:
    """Verify one credential (Open Badges 3.0, verification of an OpenBadgeCredential, steps 1 to 6).

    What is inside another one (not `is_outer`) is not refreshed. `voucher` is the proven issuer of the record
    that carries it: then a missing proof is that issuer's word instead; "" where nobody can tell who that is.
    """
    # 1. Conformance, 2. Proof
    proven = _prove(case, standard, voucher)
    findings = [proven.form, proven.proof, proven.issuer]
    # 3. Refresh, once and of the outer credential only; then 1 and 2 again on the newer version
    if is_outer and "refreshService" in proven.case.document and proven.is_good:
        asked = refresh.check(proven, lambda newer: _prove(newer, standard, None))
        if asked is not None:
            told, proven = asked
            findings = [proven.form, proven.proof, proven.issuer, told]
    case, is_good = proven.case, proven.is_good
    # 4. Status and dates
    findings.append(_status(case, is_good=is_good))
    if proven.form.outcome is Outcome.FAILED:
        findings += [not_checked("validity"), not_checked("recipient")]
    else:
        findings.append(validity.check(case))
        # 5. Recipient
        findings.append(recipient.check(case))
    # 6. Endorsements
    findings += _endorsements(case, is_good=is_good)
    return Examination(findings, case, is_good)


def not_checked(check: str) -> Finding:
    """Give the finding on a check that made no sense any more."""
    return Finding(check, Outcome.UNDETERMINED, "not_checked")


def _prove(case: Case, standard: Standard, voucher: str | None) -> Proven:
    form = conformance.check(case, standard)
    is_unsigned = proof.is_missing(case)
    if voucher is not None and is_unsigned:
        return _vouched(case, structure.safe_mode(case, form), voucher)
    if form.outcome is Outcome.FAILED and not is_unsigned:
        signature, signed = not_checked("proof"), case
    else:
        form, signature, signed = _signature(case, form)
    return Proven(form, signature, issuer.check(signed, signature), signed)


def _signature(case: Case, form: Finding) -> tuple[Finding, Finding, Case]:
    signature, signed = proof.check(case)
    if form.outcome is Outcome.FAILED:
        return form, signature, case
    # A good embedded proof was computed in safe mode; expanding the document again would double the cost.
    if case.token is not None or signature.outcome is not Outcome.PASSED:
        form = structure.safe_mode(case, form)
        if form.outcome is not Outcome.PASSED and signature.code == form.code:
            signature = not_checked("proof")
    return form, signature, signed


def _vouched(case: Case, form: Finding, voucher: str) -> Proven:
    """Judge a credential without a proof inside a proven record: its issuer's word if it is the same one.

    Of another issuer's credential it is only somebody else's word, which is said and never green.
    """
    if not voucher:
        return Proven(form, not_checked("proof"), not_checked("issuer"), case)
    facts = {"by": voucher}
    is_own = case.issuer_id == voucher
    outcome = Outcome.PASSED if is_own else Outcome.UNDETERMINED
    signature = Finding(
        "proof", outcome, "signed_with_record" if is_own else "vouched_for", facts, at=case.now
    )
    bound = issuer.check(case, signature) if is_own else Finding("issuer", outcome, "vouched_for", facts)
    return Proven(form, signature, bound, case)


def _status(case: Case, *, is_good: bool) -> Finding:
    if is_good or "credentialStatus" not in case.document:
        return status.check(case)
    return not_checked("status")


def _endorsements(case: Case, *, is_good: bool) -> Sequence[Finding]:
    if not is_good and endorsements.are_embedded(case):
        return [not_checked("endorsements")]
    return endorsements.check(case, _inside)


def _inside(case: Case) -> Sequence[Finding]:
    """Examine an endorsement; those which it carries itself are one level too deep and not looked at."""
    proven = _prove(case, "ob3", None)
    rest = (
        [not_checked("validity")] if proven.form.outcome is Outcome.FAILED else [validity.check(proven.case)]
    )
    return [proven.form, proven.proof, proven.issuer, _status(proven.case, is_good=proven.is_good), *rest]
