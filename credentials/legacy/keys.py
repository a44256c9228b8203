"""The issuer's key of a signed older badge: linked both ways, or it proves nothing.

2.0: `verification.creator` names a CryptographicKey whose `owner` is the issuer, and the issuer's own
Profile lists it as `publicKey`. Before that: `verify.url` is the key, at the issuer's own origin.
"""

from collections.abc import Iterator, Mapping

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from credentials.errors import FetchError, KeyUnavailableError, ProofError, UnreadableError, UnsupportedError
from credentials.fetch import Fetch
from credentials.keys import PublicKey
from credentials.legacy.badge import Badge
from credentials.legacy.linked import get, identifier, is_web, read
from credentials.multibase import b64url
from credentials.verify.case import listed
from credentials.web_address import origin

MAX_KEYS = 2  # that are tried when the badge does not say which

_PEM = b"-----BEGIN"
_PEM_BYTES_MAX = 16_384
_CURVES = {"secp256r1": "P-256", "secp384r1": "P-384"}


def issuer_keys(badge: Badge, fetch: Fetch) -> Iterator[tuple[str, PublicKey]]:
    """Give the keys that may have signed a badge, with their names: the named one, or those listed.

    Raises `ProofError` key_not_issuers, key_missing, key_weak; `UnreadableError("key_invalid")`;
    `UnsupportedError("key_type")`; `KeyUnavailableError` when a key could not be had now.
    """
    verification = badge.assertion.get("verification")
    named = verification if isinstance(verification, Mapping) else {}
    if badge.generation != "2.0":
        yield str(named.get("url"))[:200], _at_origin(badge, named.get("url"), fetch)
        return
    if not badge.hosts_issuer:
        raise ProofError("key_not_issuers", issuer=badge.issuer_id)
    listing = listed(badge.issuer.get("publicKey"))
    creator = identifier(named.get("creator"))
    wanted = listing if creator is None else [entry for entry in listing if identifier(entry) == creator]
    if not wanted:
        code = "key_missing" if creator is None else "key_not_issuers"
        raise ProofError(code, method=str(creator)[:200], issuer=badge.issuer_id)
    for entry in wanted[:MAX_KEYS]:
        yield (identifier(entry) or badge.issuer_id)[:200], _owned(badge, entry, fetch)


def public_key(pem: object) -> PublicKey:
    """Give the key of a PEM text. Raises as `issuer_keys` for what is no key, a weak or an unknown one."""
    if not isinstance(pem, str) or len(pem) > _PEM_BYTES_MAX:
        raise UnreadableError("key_invalid")
    try:
        key = serialization.load_pem_public_key(pem.encode("ascii", "replace"))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UnreadableError("key_invalid") from error
    if isinstance(key, rsa.RSAPublicKey):
        return PublicKey(
            "RSA",
            key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo),
        )
    if isinstance(key, ed25519.Ed25519PublicKey):
        return PublicKey("Ed25519", key.public_bytes_raw())
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVES:
        return PublicKey.from_jwk(_ec_jwk(key))
    raise UnsupportedError("key_type", kind=type(key).__name__)


def _ec_jwk(key: ec.EllipticCurvePublicKey) -> dict[str, object]:
    numbers, size = key.public_numbers(), (key.key_size + 7) // 8
    x, y = (b64url(number.to_bytes(size, "big")) for number in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": _CURVES[key.curve.name], "x": x, "y": y}


def _at_origin(badge: Badge, address: object, fetch: Fetch) -> PublicKey:
    """Give the key of 1.x at its address, which must be the issuer's: nothing else links the two."""
    if not isinstance(address, str) or not is_web(address):
        raise ProofError("key_missing", issuer=badge.issuer_id)
    if origin(address) != origin(badge.issuer_id):
        raise ProofError("key_not_issuers", method=address[:200], issuer=badge.issuer_id)
    body = _body(address, fetch)
    if body.lstrip().startswith(_PEM):
        return public_key(body.decode("ascii", "replace"))
    return _key_of(badge, _read(body), address)


def _owned(badge: Badge, entry: object, fetch: Fetch) -> PublicKey:
    """Give a key that the issuer's Profile lists, embedded there or at an address of its own."""
    if isinstance(entry, Mapping) and "publicKeyPem" in entry:
        return _key_of(badge, entry, identifier(entry))
    address = identifier(entry)
    if address is None or not is_web(address):
        raise ProofError("key_missing", issuer=badge.issuer_id)
    return _key_of(badge, _read(_body(address.partition("#")[0], fetch)), address)


def _key_of(badge: Badge, document: Mapping[str, object], address: str | None) -> PublicKey:
    same = document.get("id", address) == address
    if not same or document.get("owner", badge.issuer_id) != badge.issuer_id:
        raise ProofError("key_not_issuers", method=str(address)[:200], issuer=badge.issuer_id)
    if badge.generation == "2.0" and "owner" not in document:
        raise ProofError("key_not_issuers", method=str(address)[:200], issuer=badge.issuer_id)
    return public_key(document.get("publicKeyPem"))


def _body(address: str, fetch: Fetch) -> bytes:
    try:
        return get(address, fetch).body
    except FetchError as error:
        raise KeyUnavailableError("key_unavailable", reason=error.code, **error.facts) from error


def _read(body: bytes) -> Mapping[str, object]:
    try:
        return read(body)
    except UnreadableError as error:
        raise KeyUnavailableError("key_unavailable", reason=error.code) from error
