"""Proof: did the issuer sign exactly this? Every proof of a set must be the issuer's and must verify."""

from collections.abc import Mapping
from dataclasses import replace

from credentials.errors import CredentialError, ProofError, UnreadableError, UnsafeDocumentError
from credentials.proofs import data_integrity, jwt
from credentials.verify.case import Case, listed
from credentials.verify.report import Finding, Outcome

MAX_PROOFS = 4  # each costs a canonicalisation; honest documents carry one or two


def check(case: Case) -> tuple[Finding, Case]:
    """Give the finding and the case as signed: the `exp` of a good token becomes `validUntil`.

    signature_good; FAILED no_proof, too_many_proofs or the reason; UNDETERMINED when we cannot say.
    """
    proofs = listed(case.document.get("proof"))
    if is_missing(case):
        return Finding("proof", Outcome.FAILED, "no_proof"), case
    if len(proofs) > MAX_PROOFS:
        return Finding("proof", Outcome.FAILED, "too_many_proofs", {"max": MAX_PROOFS}), case
    try:
        signed = _verified_token(case)
        methods = [_verified_proof(case, proof) for proof in proofs]
    except (ProofError, UnreadableError, UnsafeDocumentError) as error:
        return Finding("proof", Outcome.FAILED, error.code, error.facts, at=case.now), case
    except CredentialError as error:
        return Finding("proof", Outcome.UNDETERMINED, error.code, error.facts, at=case.now), case
    facts = {"methods": methods, "token": case.token is not None}
    return Finding("proof", Outcome.PASSED, "signature_good", facts, at=case.now), signed


def is_missing(case: Case) -> bool:
    """Tell whether there is nothing to verify at all."""
    return case.token is None and not listed(case.document.get("proof"))


def _verified_token(case: Case) -> Case:
    if case.token is None:
        return case
    return replace(case, document=jwt.verify(case.token, case.fetch, now=case.now))


def _verified_proof(case: Case, proof: object) -> str:
    """Verify one embedded proof over the document without any, and give its verification method."""
    if not isinstance(proof, Mapping):
        raise ProofError("proof_malformed")
    data_integrity.verify(case.document, proof, case.fetch, issuer_id=case.issuer_id, now=case.now)
    return str(proof["verificationMethod"])
