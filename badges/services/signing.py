"""Signing a credential with its issuer's key, checking what was signed, keeping the bytes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from badges.services.own_documents import own_only
from credentials.errors import CredentialError
from credentials.keys import PublicKey, Signer, verify_signature
from credentials.proofs import data_integrity, jwt
from credentials.verify import pipeline
from credentials.verify.report import Outcome, Verdict
from foundation.db import transaction
from foundation.errors import NotFoundError, ServiceError
from issuers import queries as issuers
from issuers.services import keys, storing

SAMPLE_ONE_IN = 50  # besides the first of each version, so many are verified in full before they are kept


class SelfCheckError(ServiceError):
    """What we signed does not hold; nothing was stored. `facts` say which check."""

    code = "self_check_failed"


class _Checked:
    """A signer that verifies each signature at once: a broken key or a flipped bit must not leave."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    @property
    def public(self) -> PublicKey:
        """The public half."""
        return self._signer.public

    def sign(self, message: bytes) -> bytes:
        """Sign and verify. Raises SelfCheckError."""
        signature = self._signer.sign(message)
        if not verify_signature(self.public, self.public.algorithm, signature, message):
            raise SelfCheckError(check="signature")
        return signature


def is_sampled(credential_id: UUID) -> bool:
    """Tell whether a badge is examined in full before it is kept, also when others of its version were."""
    return credential_id.int % SAMPLE_ONE_IN == 0


def sign_document(
    urn: str, issuer_id: UUID, document: Mapping[str, Any], *, now: datetime, examine: bool
) -> bytes:
    """Give the bytes (`eddsa-rdfc-2022`) signed with the issuer's active key, which are kept as they are.

    `document` is what `credentials.build` gave, so it was judged already; signing judges its graph once
    more. With `examine` the bytes go through the whole of our verifier before. Raises SelfCheckError; then
    the caller's transaction must fail.
    """
    signer, method = keys.signer_of(issuer_id)
    try:
        signed = data_integrity.sign(document, _Checked(signer), verification_method=method, created=now)
    except CredentialError as error:
        raise SelfCheckError(check="sign", reason=error.code) from error
    body = orjson.dumps(signed)
    storing.keep(urn, "json", issuer_id, body)
    if examine:
        _examine(body, now)
    return body


def token_of(urn: str, issuer_id: UUID) -> bytes:
    """Give the VC-JWT of a document: the same claims signed once more, on first request; then the stored one.

    Raises NotFoundError when nothing was signed under this id.
    """
    known = issuers.signed_body(urn, "jwt")
    if known is not None:
        return known
    with transaction():
        body = issuers.signed_body(urn, "json")
        if body is None:
            raise NotFoundError
        document: dict[str, Any] = orjson.loads(body)
        document.pop("proof")
        return keep_token(urn, issuer_id, document)


def keep_token(urn: str, issuer_id: UUID, document: Mapping[str, Any]) -> bytes:
    """Give the VC-JWT of an unsigned document, which is kept as it is; the earlier one when there is one."""
    signer, method = keys.token_signer_of(issuer_id)
    return storing.keep(urn, "jwt", issuer_id, jwt.sign(document, signer, kid=method).encode())


def _examine(body: bytes, now: datetime) -> None:
    report = pipeline.verify(body, fetch=own_only(), now=now)
    if report.verdict is not Verdict.GENUINE:
        reasons = [
            one.code for one in report.findings if one.outcome in (Outcome.FAILED, Outcome.UNDETERMINED)
        ]
        raise SelfCheckError(check="verify", reason=",".join(reasons))
