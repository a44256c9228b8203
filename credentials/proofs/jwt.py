"""VC-JWT in the 1EdTech form: the credential is the payload, next to registered claims (OB 3.0, section 8.2).

The key comes from the issuer through `kid`; a `jwk` in the header may only repeat it (trust rules R2, R3).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from credentials.errors import ProofError, UnreadableError, UnsupportedError
from credentials.fetch import Fetch
from credentials.instants import read_instant, timestamp
from credentials.keys import ALGORITHMS, PublicKey, Signer, verify_signature
from credentials.multibase import b64url, unb64url
from credentials.proofs.data_integrity import CLOCK_SKEW
from credentials.resolve import resolve_method
from credentials.strict_json import loads

_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\Z")
_HEADER_MEMBERS = frozenset({"alg", "kid", "jwk", "typ"})
_TYPES = frozenset({"JWT", "vc+jwt", "vc+ld+jwt"})
_CLAIMS = frozenset({"iss", "sub", "jti", "nbf", "exp", "iat", "aud"})


@dataclass(frozen=True, slots=True)
class Parsed:
    """A token taken apart, nothing checked yet but its shape.

    `document` is the credential: the `vc` claim, or the payload without registered claims.
    """

    header: Mapping[str, Any]
    payload: Mapping[str, Any]
    signing_input: bytes
    signature: bytes
    document: Mapping[str, Any]


def sign(document: Mapping[str, Any], signer: Signer, *, kid: str) -> str:
    """Give the compact JWS: header alg, kid, typ; payload the document with iss, sub, jti, nbf, exp.

    The document must have an issuer, an id and `validFrom` in whole seconds, else `UnreadableError`.
    """
    header = {"alg": signer.public.algorithm, "kid": kid, "typ": "JWT"}
    payload = {**document, **_claims(document)}
    signing_input = ".".join(b64url(orjson.dumps(part)) for part in (header, payload))
    return f"{signing_input}.{b64url(signer.sign(signing_input.encode()))}"


def parse(token: str) -> Parsed:
    """Take a compact JWS apart.

    Raises `UnreadableError` when it is none (broken base64url, JSON with doubled members, ...), and
    `ProofError` for a forbidden shape: `algorithm_forbidden` (none, HMAC), `header_member_forbidden`
    (crit, zip, b64, x5u, ...), `type_forbidden`; `UnsupportedError("algorithm")` for another algorithm.
    """
    if not isinstance(token, str) or not _COMPACT.match(token):
        raise UnreadableError("not_a_compact_jws")
    head, body, tail = token.split(".")
    header, payload = loads(unb64url(head)), loads(unb64url(body))
    if not isinstance(header, dict) or not isinstance(payload, dict):
        raise UnreadableError("not_a_compact_jws")
    _check_header(header)
    return Parsed(header, payload, f"{head}.{body}".encode(), unb64url(tail), _document(payload))


def verify(token: str, fetch: Fetch, *, now: datetime) -> Mapping[str, Any]:
    """Give the credential of a token whose signature is its issuer's and whose claims agree with it.

    Raises as `parse` and `resolve_method`; `ProofError` with signature_wrong, key_not_issuers,
    claim_missing, claim_mismatch or not_yet_valid. `exp` sets `validUntil`; expiry is not judged here.
    """
    parsed = parse(token)
    issuer_id = _id(parsed.document.get("issuer"))
    if issuer_id is None:
        raise ProofError("issuer_missing")
    key = _key(parsed.header, issuer_id, fetch)
    if not verify_signature(key, parsed.header["alg"], parsed.signature, parsed.signing_input):
        raise ProofError("signature_wrong")
    _check_claims(parsed, issuer_id, now)
    return _with_expiry(parsed)


def _check_header(header: Mapping[str, Any]) -> None:
    alg = header.get("alg")
    if not isinstance(alg, str) or alg.lower() == "none" or alg.startswith("HS"):
        raise ProofError("algorithm_forbidden", alg=str(alg)[:20])
    foreign = sorted(header.keys() - _HEADER_MEMBERS)
    if foreign:
        raise ProofError("header_member_forbidden", members=[name[:50] for name in foreign[:5]])
    if "typ" in header and str(header["typ"]) not in _TYPES:
        raise ProofError("type_forbidden", typ=str(header["typ"])[:50])
    if alg not in ALGORITHMS.values():
        raise UnsupportedError("algorithm", alg=alg[:20])


def _document(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    inner = payload.get("vc")
    if isinstance(inner, Mapping):
        return inner
    return {name: value for name, value in payload.items() if name not in _CLAIMS}


def _key(header: Mapping[str, Any], issuer_id: str, fetch: Fetch) -> PublicKey:
    repeated = _repeated(header)
    kid = header.get("kid")
    if kid is None:
        kid = _kid_of(issuer_id)
    if not isinstance(kid, str):
        raise ProofError("method_invalid")
    key = resolve_method(kid, issuer_id, fetch).key
    if repeated is not None and repeated != key:
        raise ProofError("key_not_issuers", method=kid, issuer=issuer_id)
    return key


def _repeated(header: Mapping[str, Any]) -> PublicKey | None:
    if "jwk" not in header:
        return None
    if not isinstance(header["jwk"], Mapping):
        raise ProofError("key_invalid")
    try:
        return PublicKey.from_jwk(header["jwk"])
    except UnreadableError as error:
        raise ProofError("key_invalid") from error


def _kid_of(issuer_id: str) -> str:
    """Give the only method of an issuer that has just one: then a header without `kid` is enough."""
    if issuer_id.startswith("did:key:"):
        return f"{issuer_id}#{issuer_id.removeprefix('did:key:')}"
    if issuer_id.startswith("did:jwk:"):
        return f"{issuer_id}#0"
    raise UnsupportedError("kid_missing")


def _check_claims(parsed: Parsed, issuer_id: str, now: datetime) -> None:
    """Section 8.2.4.2: the claims say what the credential says."""
    payload, document = parsed.payload, parsed.document
    # VC-JOSE-COSE asks for none of these claims; in the 1EdTech form they are due.
    required = parsed.header.get("typ", "JWT") == "JWT"
    _same("iss", payload, issuer_id, required=required)
    _same("jti", payload, document.get("id"), required=required)
    subject_id = _id(document.get("credentialSubject"))
    _same("sub", payload, subject_id, required=required and subject_id is not None)
    since = document.get("validFrom", document.get("issuanceDate"))
    nbf = _numeric(payload, "nbf")
    if nbf is None:
        if required:
            raise ProofError("claim_missing", claim="nbf")
        return
    if since is not None and _instant(since) != nbf:
        raise ProofError("claim_mismatch", claim="nbf")
    if nbf > now + CLOCK_SKEW:
        raise ProofError("not_yet_valid", nbf=timestamp(nbf))


def _same(claim: str, payload: Mapping[str, Any], expected: object, *, required: bool) -> None:
    if claim not in payload:
        if required:
            raise ProofError("claim_missing", claim=claim)
    elif payload[claim] != expected:
        raise ProofError("claim_mismatch", claim=claim)


def _with_expiry(parsed: Parsed) -> Mapping[str, Any]:
    exp = _numeric(parsed.payload, "exp")
    if exp is None:
        return parsed.document
    name = "expirationDate" if "issuanceDate" in parsed.document else "validUntil"
    if name in parsed.document and _instant(parsed.document[name]).replace(microsecond=0) == exp:
        return parsed.document
    return {**parsed.document, name: timestamp(exp)}


def _claims(document: Mapping[str, Any]) -> dict[str, Any]:
    issuer_id, subject_id = _id(document.get("issuer")), _id(document.get("credentialSubject"))
    since = read_instant(document.get("validFrom"))
    if issuer_id is None or not isinstance(document.get("id"), str) or since.microsecond:
        raise UnreadableError("not_signable_as_jwt")
    claims: dict[str, Any] = {"iss": issuer_id, "jti": document["id"], "nbf": int(since.timestamp())}
    if subject_id is not None:
        claims["sub"] = subject_id
    if "validUntil" in document:
        claims["exp"] = int(read_instant(document["validUntil"]).timestamp())
    return claims


def _id(given: object) -> str | None:
    found = given.get("id") if isinstance(given, Mapping) else given
    return found if isinstance(found, str) else None


def _numeric(payload: Mapping[str, Any], claim: str) -> datetime | None:
    if claim not in payload:
        return None
    number = payload[claim]
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise ProofError("claim_mismatch", claim=claim)
    try:
        return datetime.fromtimestamp(number, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ProofError("claim_mismatch", claim=claim) from error


def _instant(text: object) -> datetime:
    try:
        return read_instant(text)
    except UnreadableError as error:
        raise ProofError("time_invalid") from error
