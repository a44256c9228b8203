"""VC-JWT: the credential is the payload of a token.

Two forms are made and read: that of Open Badges (registered claims beside the credential, OB 3.0, section
8.2) and that of the W3C (`vc+jwt`, the plain credential; VC-JOSE-COSE, section 3.1.1). The form of the first
data model, with the credential in a `vc` claim, is only read. The key comes from the issuer through `kid`;
a `jwk` in the header may only repeat what the issuer publishes (trust rules R2, R3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from credentials.errors import ProofError, TooComplexError, UnreadableError, UnsupportedError
from credentials.fetch import Fetch
from credentials.instants import is_ahead, read_instant, timestamp
from credentials.keys import PublicKey, Signer
from credentials.proofs import jose
from credentials.resolve import VerificationMethod, resolve_by_key, resolve_in_key_set, resolve_method

# Of a credential: base64 and a signature over all of it cost as much as the canonical form.
CHARACTERS_MAX = 224_000
W3C_TYPES = frozenset({"vc+jwt", "vc+ld+jwt", "vc+ld+json+jwt"})  # the last two are of drafts
_CONTENT_TYPES = frozenset({"vc", "vc+ld+json"})  # the last is of the same drafts

_PLAIN_TYPE = "JWT"
_LIST = "BitstringStatusListCredential"  # nobody makes it canonical
# Beside a `vc` claim these would say what its reader never sees, or would not count.
_OF_CREDENTIALS = frozenset(
    {
        *("credentialSubject", "credentialStatus", "issuer", "proof"),
        *("validFrom", "validUntil", "issuanceDate", "expirationDate"),
    }
)
_CLAIMS = frozenset({"iss", "sub", "jti", "nbf", "exp", "iat", "aud"})
_URL_SCHEMES = ("did:", "https:", "http:")


@dataclass(frozen=True, slots=True)
class Parsed(jose.Compact):
    """A token taken apart, nothing checked yet but its shape (RFC 7515, section 3.1).

    `document` is the credential: the `vc` claim, or the payload without registered claims.
    """

    document: Mapping[str, Any]

    @property
    def is_w3c(self) -> bool:
        """Tell whether this is the W3C form."""
        return _is_w3c(self.header)


def sign(document: Mapping[str, Any], signer: Signer, *, kid: str, issued_at: datetime | None = None) -> str:
    """Give the compact JWS in the Open Badges form: the document with iss, sub, jti, nbf, exp.

    `kid` is a URL that leads to the key; `issued_at` (written as `iat`) lets a verifier see which life of
    the key it was signed in. The document must have an issuer, an id and `validFrom` in whole seconds, else
    `UnreadableError`. Raises `TooComplexError("too_long")` for a token of over 224,000 characters, which a
    status list may have.
    """
    claims = _claims(document)
    if issued_at is not None:
        claims["iat"] = int(issued_at.timestamp())
    token = jose.sign({"kid": kid, "typ": _PLAIN_TYPE}, {**document, **claims}, signer)
    return _short(token, document)


def sign_w3c(document: Mapping[str, Any], signer: Signer, *, kid: str) -> str:
    """Give the compact JWS in the W3C form, `vc+jwt`: the payload is the document and nothing else.

    Raises `UnreadableError("not_signable_as_jwt")` for a document with a `vc` or `vp` member or without
    issuer, and for a `kid` that is no URL; `TooComplexError("too_long")` as `sign`.

    See VC-JOSE-COSE, 3.1.1.
    """
    for member in sorted({"vc", "vp"} & document.keys()):
        raise UnreadableError("not_signable_as_jwt", pointer=f"/{member}")
    if _id(document.get("issuer")) is None or not is_url(kid):
        raise UnreadableError("not_signable_as_jwt", pointer="/issuer" if is_url(kid) else "", kid=kid[:200])
    return _short(jose.sign({"kid": kid, "typ": "vc+jwt", "cty": "vc"}, document, signer), document)


def _short(token: str, document: Mapping[str, Any]) -> str:
    if len(token) > CHARACTERS_MAX and not _is_list(document):
        raise TooComplexError("too_long", characters=len(token))
    return token


def _is_list(document: Mapping[str, Any]) -> bool:
    types = document.get("type")
    return _LIST in (types if isinstance(types, list) else [types])


def parse(token: str) -> Parsed:
    """Take a token apart (RFC 7515, section 5.2). Raises as `jose.parse` and `read`."""
    return read(jose.parse(token))


def read(compact: jose.Compact) -> Parsed:
    """Find the credential in a token that was taken apart (OB 3.0, 8.2.4).

    Raises `ProofError`: `type_forbidden` for the `typ` or `cty` of something else, `claim_forbidden` for a
    `vc` or `vp` claim in the W3C form or beside a credential.
    """
    header, payload = compact.header, compact.payload
    _refuse_type(header)
    is_w3c = _is_w3c(header)
    inner = payload.get("vc")
    if "vp" in payload or ("vc" in payload and (is_w3c or not _OF_CREDENTIALS.isdisjoint(payload))):
        raise ProofError("claim_forbidden", claim="vp" if "vp" in payload else "vc")
    document = inner if isinstance(inner, Mapping) else _without_claims(payload)
    return Parsed(header, payload, compact.signing_input, compact.signature, document)


def verify(token: str, fetch: Fetch, *, now: datetime) -> Mapping[str, Any]:
    """Give the credential of a token whose signature is its issuer's and whose claims agree with it.

    Raises as `parse` and `signing_method`; `ProofError` with signature_wrong, claim_missing, claim_mismatch,
    not_yet_valid or proof_expired. In the Open Badges form `exp` sets `validUntil`, and expiry is not judged
    here; in the W3C form it ends the signature. The life of the key is not judged here.
    """
    return prove(parse(token), fetch, now=now)


def prove(parsed: Parsed, fetch: Fetch, *, now: datetime) -> Mapping[str, Any]:
    """Give the credential of a token that was taken apart, as `verify` does (OB 3.0, 8.2.4.2)."""
    issuer_id = issuer_of(parsed)
    method = signing_method(parsed.header, issuer_id, fetch)
    if not jose.is_signed(parsed, method.key):
        raise ProofError("signature_wrong")
    _check_claims(parsed, issuer_id, now)
    return _with_expiry(parsed, now)


def issuer_of(parsed: Parsed) -> str:
    """Give the id of the credential's issuer (OB 3.0, 8.2). Raises `ProofError("issuer_missing")`."""
    issuer_id = _id(parsed.document.get("issuer"))
    if issuer_id is None:
        raise ProofError("issuer_missing")
    return issuer_id


def signing_method(header: Mapping[str, Any], issuer_id: str, fetch: Fetch) -> VerificationMethod:
    """Give the issuer's key that a header names: by `kid`, or by a `jwk` that the issuer publishes.

    A bare `kid`, or none, is looked up in the well-known JWK Set of an https issuer. Raises `ProofError`
    (method_invalid, kid_missing in the W3C form, key_not_issuers, ...) and as `resolve_method`.

    See OB 3.0, 8.2.3.
    """
    kid, repeated = header.get("kid"), _repeated(header)
    if kid is None:
        if _is_w3c(header) and not issuer_id.startswith(("did:key:", "did:jwk:")):
            raise ProofError("kid_missing")
        method = _without_kid(issuer_id, repeated, fetch)
    elif not isinstance(kid, str):
        raise ProofError("method_invalid")
    elif not is_url(kid) and issuer_id.startswith("https:"):
        method = resolve_in_key_set(issuer_id, fetch, kid=kid)
    else:
        method = resolve_method(kid, issuer_id, fetch)
    if repeated is not None and repeated != method.key:
        raise ProofError("key_not_issuers", method=method.id, issuer=issuer_id)
    return method


def signed_at(parsed: Parsed) -> datetime | None:
    """Give when the token says it was made: `iat`, else `nbf`; None when it does not say.

    See RFC 7519, 4.1.6.
    """
    return numeric_date(parsed.payload, "iat") or numeric_date(parsed.payload, "nbf")


def numeric_date(payload: Mapping[str, Any], claim: str) -> datetime | None:
    """Give the time of a NumericDate claim, None when absent. Raises `ProofError("claim_mismatch")`.

    See RFC 7519, section 2.
    """
    if claim not in payload:
        return None
    number = payload[claim]
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise ProofError("claim_mismatch", claim=claim)
    try:
        return datetime.fromtimestamp(number, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ProofError("claim_mismatch", claim=claim) from error


def is_url(kid: str) -> bool:
    """Tell whether a `kid` names its key by a URL (OB 3.0, 8.2)."""
    return kid.startswith(_URL_SCHEMES)


def media_type(header: Mapping[str, Any], member: str) -> str:
    """Give the `typ` or `cty` of a header in its short form and small letters, "" where there is none.

    See RFC 7515, 4.1.9: `application/` may be left out, and media types know no case.
    """
    return str(header.get(member, "")).lower().removeprefix("application/")


def _is_w3c(header: Mapping[str, Any]) -> bool:
    return media_type(header, "typ") in W3C_TYPES


def _refuse_type(header: Mapping[str, Any]) -> None:
    is_w3c = _is_w3c(header)
    if "typ" in header and not is_w3c and media_type(header, "typ") != _PLAIN_TYPE.lower():
        raise ProofError("type_forbidden", typ=str(header["typ"])[:50])
    if "cty" in header and not (is_w3c and media_type(header, "cty") in _CONTENT_TYPES):
        raise ProofError("type_forbidden", cty=str(header["cty"])[:50])


def _without_claims(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in payload.items() if name not in _CLAIMS}


def _without_kid(issuer_id: str, repeated: PublicKey | None, fetch: Fetch) -> VerificationMethod:
    """An issuer that has just one key needs no `kid`; one that publishes a set may repeat the key instead."""
    if issuer_id.startswith("did:key:"):
        return resolve_method(f"{issuer_id}#{issuer_id.removeprefix('did:key:')}", issuer_id, fetch)
    if issuer_id.startswith("did:jwk:"):
        return resolve_method(f"{issuer_id}#0", issuer_id, fetch)
    if repeated is None:
        raise UnsupportedError("kid_missing")
    if issuer_id.startswith("did:web:"):
        return resolve_by_key(issuer_id, fetch, key=repeated)
    return resolve_in_key_set(issuer_id, fetch, key=repeated)


def _repeated(header: Mapping[str, Any]) -> PublicKey | None:
    if "jwk" not in header:
        return None
    if not isinstance(header["jwk"], Mapping):
        raise ProofError("key_invalid")
    try:
        return PublicKey.from_jwk(header["jwk"])
    except UnreadableError as error:
        raise ProofError("key_invalid") from error


def _check_claims(parsed: Parsed, issuer_id: str, now: datetime) -> None:
    """Section 8.2.4.2: the claims say what the credential says; the W3C form need not repeat it."""
    payload, document, required = parsed.payload, parsed.document, not parsed.is_w3c
    _same("iss", payload, issuer_id, required=required)
    _same("jti", payload, document.get("id"), required=required)
    subject_id = _id(document.get("credentialSubject"))
    # A status list is about itself, and issuers of lists as tokens leave the claim out.
    _same("sub", payload, subject_id, required=required and subject_id is not None and not _is_list(document))
    member = "validFrom" if "validFrom" in document else "issuanceDate"
    nbf = numeric_date(payload, "nbf")
    if nbf is None:
        if required:
            raise ProofError("claim_missing", claim="nbf")
        return
    if document.get(member) is not None:
        since = _instant(document[member], member)
        if nbf not in (since, since.replace(microsecond=0)):  # many write claims in whole seconds
            raise ProofError("claim_mismatch", claim="nbf")
    if is_ahead(nbf, now):
        raise ProofError("not_yet_valid", nbf=timestamp(nbf))


def _same(claim: str, payload: Mapping[str, Any], expected: object, *, required: bool) -> None:
    if claim not in payload:
        if required:
            raise ProofError("claim_missing", claim=claim)
    elif payload[claim] != expected:
        raise ProofError("claim_mismatch", claim=claim)


def _with_expiry(parsed: Parsed, now: datetime) -> Mapping[str, Any]:
    exp = numeric_date(parsed.payload, "exp")
    if exp is None:
        return parsed.document
    if parsed.is_w3c:
        if exp < now:
            raise ProofError("proof_expired", expires=timestamp(exp))
        return parsed.document
    name = "expirationDate" if "issuanceDate" in parsed.document else "validUntil"
    if name in parsed.document and _instant(parsed.document[name], name).replace(microsecond=0) <= exp:
        return parsed.document  # the earlier end counts
    return {**parsed.document, name: timestamp(exp)}


def _claims(document: Mapping[str, Any]) -> dict[str, Any]:
    issuer_id, subject_id = _id(document.get("issuer")), _id(document.get("credentialSubject"))
    since = _read(document, "validFrom")
    is_named = isinstance(document.get("id"), str)
    told = {"/issuer": issuer_id is not None, "/id": is_named, "/validFrom": not since.microsecond}
    for pointer, is_so in told.items():
        if not is_so:
            raise UnreadableError("not_signable_as_jwt", pointer=pointer)
    claims: dict[str, Any] = {"iss": issuer_id, "jti": document["id"], "nbf": int(since.timestamp())}
    if subject_id is not None:
        claims["sub"] = subject_id
    if "validUntil" in document:
        claims["exp"] = int(_read(document, "validUntil").timestamp())
    return claims


def _read(document: Mapping[str, Any], member: str) -> datetime:
    try:
        return read_instant(document.get(member))
    except UnreadableError as error:
        raise UnreadableError(error.code, pointer=f"/{member}") from error


def _id(given: object) -> str | None:
    found = given.get("id") if isinstance(given, Mapping) else given
    return found if isinstance(found, str) else None


def _instant(text: object, member: str) -> datetime:
    try:
        return read_instant(text)
    except UnreadableError as error:
        raise ProofError("time_invalid", pointer=f"/{member}") from error
