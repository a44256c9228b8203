"""How `issue` signs one document: what was ordered, and the bytes that come of it."""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from credentials.cli.key_files import Method, read_method
from credentials.cli.surroundings import Surroundings
from credentials.cli.usage import UsageError, forbid, moment
from credentials.errors import ProofError
from credentials.proofs import data_integrity, jwt, presentation
from credentials.verify.case import listed
from credentials.verify.checks import structure

# The suite that fits a kind of key; an RSA key signs tokens only.
_SUITES: Mapping[str, str] = {
    "Ed25519": "eddsa-rdfc-2022",
    "P-256": "ecdsa-rdfc-2019",
    "P-384": "ecdsa-rdfc-2019",
}
_SELECTIVE = "ecdsa-sd-2023"


@dataclass(frozen=True, slots=True)
class Order:
    """How to sign: a token with the algorithm, or an embedded proof of the suite.

    `further` are more arguments of `data_integrity.sign`. Challenge and domain are for presentations.
    """

    method: Method
    created: datetime
    suite: str
    algorithm: str | None = None
    is_w3c: bool = False
    challenge: str | None = None
    domain: str | None = None
    further: Mapping[str, Any] = field(default_factory=dict)


def read_order(options: argparse.Namespace, around: Surroundings) -> Order:
    """Give what the options order.

    Raises `UsageError` for options that do not go together, `ProofError("algorithm_mismatch")` for another
    key than they need, and as `read_method` and `moment`.
    """
    if options.jwt:
        forbid(options, ("mandatory", "expires", "proof_id", "previous_proof"), "does not go with --jwt")
    else:
        forbid(options, ("w3c",), "goes with --jwt only")
    method = read_method(options.key)
    kind = method.signer.public.kind
    suite = options.suite or _SUITES.get(kind, "")
    if suite != _SELECTIVE:
        forbid(options, ("mandatory",), f"goes with --suite {_SELECTIVE} only")
    if options.jwt not in (None, method.signer.public.algorithm) or not (suite or options.jwt):
        raise ProofError("algorithm_mismatch", **({"alg": options.jwt} if options.jwt else {}), key=kind)
    created = moment(options.created, around.now)
    return Order(
        method=method,
        created=created,
        suite=suite,
        algorithm=options.jwt,
        is_w3c=options.w3c,
        challenge=options.challenge,
        domain=options.domain,
        further=_further(options, created),
    )


def _further(options: argparse.Namespace, created: datetime) -> Mapping[str, Any]:
    expires = moment(options.expires, None)
    if expires is not None and expires <= created:
        raise UsageError("--expires is not after the time of the proof")
    given = {
        "expires": expires,
        "proof_id": options.proof_id,
        "previous_proof": options.previous_proof,
        "mandatory_pointers": options.mandatory,
    }
    return {name: value for name, value in given.items() if value is not None}


def is_presentation(document: Mapping[str, Any]) -> bool:
    """Tell whether the document is signed by its holder, as a verifier would tell it."""
    return "VerifiablePresentation" in listed(document.get("type")) and structure.kind_of(document) is None


def signed(document: Mapping[str, Any], order: Order) -> bytes:
    """Give the signed document, JSON or a token. Raises as the library's functions for each."""
    if order.algorithm:
        return _token(document, order).encode()
    done = data_integrity.sign(
        document,
        order.method.signer,
        verification_method=order.method.id,
        created=order.created,
        cryptosuite=order.suite,
        purpose="authentication" if is_presentation(document) else "assertionMethod",
        challenge=order.challenge,
        domain=order.domain,
        **order.further,
    )
    return orjson.dumps(done)


def _token(document: Mapping[str, Any], order: Order) -> str:
    signer, kid = order.method.signer, order.method.id
    if is_presentation(document):
        return presentation.sign_token(
            document,
            signer,
            kid=kid,
            issued_at=order.created,
            challenge=order.challenge or "",
            domain=order.domain,
        )
    if order.is_w3c:
        return jwt.sign_w3c(document, signer, kid=kid)
    return jwt.sign(document, signer, kid=kid, issued_at=order.created)
