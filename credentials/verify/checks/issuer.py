"""Issuer: the keys that signed belong to the issuer whom the document names."""

from credentials.verify.case import Case
from credentials.verify.report import Finding, Outcome

# Reasons of a failed proof which say that somebody else signed.
NOT_THE_ISSUERS = frozenset({"key_not_issuers", "method_not_listed", "method_not_for_assertion"})


def check(case: Case, proof: Finding) -> Finding:
    """Give issuer_bound when every proof is by the issuer's own key; the proof finding decides.

    A proof is only verified with a key that the issuer lists for assertions, so a good proof binds. Who
    the issuer *is* remains another question: see `IssuerView`.
    """
    facts = {"id": case.issuer_id}
    if proof.outcome is Outcome.PASSED:
        return Finding("issuer", Outcome.PASSED, "issuer_bound", facts, at=case.now)
    if proof.code in NOT_THE_ISSUERS:
        return Finding("issuer", Outcome.FAILED, proof.code, {**facts, **proof.facts}, at=case.now)
    return Finding("issuer", Outcome.UNDETERMINED, "not_checked", facts)
