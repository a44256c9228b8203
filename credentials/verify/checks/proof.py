"""Proof: did the issuer sign exactly this? Every proof that we know must verify, and one be the issuer's."""

from credentials.errors import CredentialError, ProofError, UnreadableError, UnsafeDocumentError
from credentials.proofs import jose, jwt
from credentials.proofs.sets import ProofSet, verify_set
from credentials.verify.case import Case, listed
from credentials.verify.report import Finding, Outcome


def check(case: Case) -> tuple[Finding, Case]:
    """Give the finding and the case as signed: the `exp` of a good token becomes `validUntil`.

    signature_good; FAILED no_proof or the reason; UNDETERMINED when we cannot say. Facts: `methods`, `token`,
    `proofs` (method, suite, created of each embedded one) and `unknown` (suites that nobody here can check;
    `suite_warning` tells of them).
    """
    if is_missing(case):
        return Finding("proof", Outcome.FAILED, "no_proof"), case
    try:
        signed = _verified_token(case)
        proofs = _verified_proofs(case)
    except (ProofError, UnreadableError, UnsafeDocumentError) as error:
        return Finding("proof", Outcome.FAILED, error.code, error.facts, at=case.now), case
    except CredentialError as error:
        return Finding("proof", Outcome.UNDETERMINED, error.code, error.facts, at=case.now), case
    return Finding("proof", Outcome.PASSED, "signature_good", _facts(case, proofs), at=case.now), signed


def suite_warning(proof: Finding) -> Finding | None:
    """Give the warning about proofs of unknown suites beside a good one, None when there are none."""
    unknown = proof.facts.get("unknown")
    if proof.check != "proof" or proof.outcome is not Outcome.PASSED or not unknown:
        return None
    return Finding("proof", Outcome.UNDETERMINED, "further_proof_unknown", {"suites": unknown})


def is_missing(case: Case) -> bool:
    """Tell whether there is nothing to verify at all."""
    return case.token is None and not listed(case.document.get("proof"))


def _facts(case: Case, proofs: ProofSet) -> dict[str, object]:
    facts: dict[str, object] = {
        "methods": [one.method.id for one in proofs.verified],
        "token": case.token is not None,
        "proofs": [
            {"method": one.method.id, "suite": one.suite, "created": one.created} for one in proofs.verified
        ],
    }
    return facts | {"unknown": list(proofs.unknown)} if proofs.unknown else facts


def _verified_token(case: Case) -> Case:
    if case.token is None:
        return case
    parsed = jwt.read(jose.parse_opened(case.token))
    return case._replace(document=jwt.prove(parsed, case.fetch, now=case.now))


def _verified_proofs(case: Case) -> ProofSet:
    """Verify what is embedded; a token needs nothing in it, and what it has must be good all the same."""
    if not listed(case.document.get("proof")):
        return ProofSet(())
    return verify_set(
        case.document,
        case.fetch,
        controller=case.issuer_id,
        now=case.now,
        is_needed=case.token is None,
        body_hash=case.body_hash,
    )
