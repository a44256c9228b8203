"""Signed badges: a compact JWS whose payload is the Assertion, by a key that is the issuer's.

Open Badges 2.0, "Signed verification". The signature is over the bytes of the payload, so nothing has to be
made canonical; withdrawal stands in the issuer's RevocationList.
"""

from collections.abc import Mapping
from dataclasses import replace

from credentials.errors import CredentialError, ProofError, UnreadableError
from credentials.legacy import normal
from credentials.legacy.badge import Badge, assembled, unfollowed
from credentials.legacy.generations import Generation
from credentials.legacy.keys import issuer_keys
from credentials.legacy.proven import Asked, Proven, not_checked, unreachable_issuer
from credentials.legacy.revocation import revocation
from credentials.proofs import jose
from credentials.verify.report import Finding, Outcome

_NOT_THE_ISSUERS = frozenset({"key_not_issuers", "key_missing"})


def prove(
    token: jose.Token | None, given: Mapping[str, object], kind: Generation, raw: bytes, asked: Asked
) -> Proven:
    """Check the signature on an Assertion with the issuer's key, then ask for its withdrawal.

    Proof: signature_good; FAILED no_proof, signature_wrong, algorithm_forbidden, header_member_forbidden,
    or a reason of `issuer_keys`; UNDETERMINED when we cannot say.
    """
    assertion = normal.assertion(given, kind)
    if token is None:
        return _unproven(
            Finding("proof", Outcome.FAILED, "no_proof"), given, raw, unfollowed(assertion, kind)
        )
    try:
        compact = jose.parse_opened(token)
    except CredentialError as error:
        return _unproven(_broken(error, asked), given, raw, unfollowed(assertion, kind))
    badge = assembled(assertion, kind, asked.fetch, said_by=None)
    if badge.error is not None:
        bare = _unproven(not_checked("proof"), given, raw, badge)
        return replace(bare, issuer=unreachable_issuer(badge.error, {"id": badge.issuer_id}, asked))
    proof = _proof(compact, badge, asked)
    if proof.outcome is not Outcome.PASSED:
        return _unproven(proof, given, raw, badge)
    bound = Finding(
        "issuer", Outcome.PASSED, "issuer_bound", {"id": badge.issuer_id}, badge.issuer_id, asked.now
    )
    return Proven(proof, bound, revocation(badge, asked), given, raw, badge)


def _proof(compact: jose.Compact, badge: Badge, asked: Asked) -> Finding:
    try:
        for name, key in issuer_keys(badge, asked.fetch):
            if jose.is_signed(compact, key):
                facts = {"methods": [name], "token": True}
                return Finding("proof", Outcome.PASSED, "signature_good", facts, at=asked.now)
    except CredentialError as error:
        return _broken(error, asked)
    return Finding("proof", Outcome.FAILED, "signature_wrong", at=asked.now)


def _broken(error: CredentialError, asked: Asked) -> Finding:
    is_wrong = isinstance(error, ProofError | UnreadableError)
    outcome = Outcome.FAILED if is_wrong else Outcome.UNDETERMINED
    return Finding("proof", outcome, error.code, error.facts, at=asked.now)


def _unproven(proof: Finding, given: Mapping[str, object], raw: bytes, badge: Badge) -> Proven:
    issuer = not_checked("issuer")
    if proof.code in _NOT_THE_ISSUERS:
        issuer = Finding(
            "issuer", Outcome.FAILED, proof.code, {"id": badge.issuer_id, **proof.facts}, at=proof.at
        )
    return Proven(proof, issuer, not_checked("status"), given, raw, badge)
