"""Compact JWS read strictly (RFC 7515): three segments, few header members, one algorithm per key.

Everything that lets two readers disagree is refused by its shape before any signature is looked at: other
serialisations, padding, spare bits, `crit`, `b64`, `zip`, encryption, `none`, HMAC (trust rule R3).
RSA and ECDSA are checked by PyJWT's algorithm objects, Ed25519 by libsodium, which is twice as fast.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

import orjson
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1

from credentials.errors import ProofError, TooComplexError, UnreadableError, UnsupportedError
from credentials.keys import ALGORITHMS, PublicKey, Signer, elliptic, rsa, verify_signature
from credentials.multibase import b64url, unb64url
from credentials.strict_json import loads

CHARACTERS_MAX = 700_000  # a status list of three million random bits, an older badge with a large picture
MAX_HEADER_CHARACTERS = 8_192  # an RSA key of 8192 bits as `jwk` with a long `kid` takes 3,000

_SIGNATURE_MAX = 1_400  # characters, by an RSA key of 8192 bits
_BASE64URL = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_MEMBERS = frozenset({"alg", "kid", "jwk", "typ", "cty"})
_KNOWN = frozenset({*ALGORITHMS.values(), "Ed25519"})  # RFC 9864 gives EdDSA a second name


class Token(NamedTuple):
    """The text of a compact JWS and what its payload says, whatever its header and signature may say.

    Made by `opened` alone, for the one verification that it is part of: nothing else binds the two.
    """

    text: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Compact:
    """A compact JWS taken apart, nothing checked yet but its shape."""

    header: Mapping[str, Any]
    payload: Mapping[str, Any]
    signing_input: bytes
    signature: bytes


def sign(header: Mapping[str, Any], payload: Mapping[str, Any], signer: Signer) -> str:
    """Give the compact JWS of a JSON payload; `alg` follows from the signer's key.

    Raises `UnreadableError("not_signable_as_jwt")` for what has no JSON form, and
    `TooComplexError("too_long")` for what would not be read again.
    """
    try:
        parts = [orjson.dumps({"alg": signer.public.algorithm, **header}), orjson.dumps(payload)]
    except TypeError as error:
        raise UnreadableError("not_signable_as_jwt") from error
    if b"null" in parts[1] and _has_no_number(payload):
        raise UnreadableError("not_signable_as_jwt")
    signing_input = ".".join(map(b64url, parts))
    if len(signing_input) > CHARACTERS_MAX - _SIGNATURE_MAX:
        raise TooComplexError("too_long", characters=len(signing_input))
    return f"{signing_input}.{b64url(signer.sign(signing_input.encode()))}"


def _has_no_number(value: object) -> bool:
    """Tell whether a float in the value is none that JSON can say: such a one would be written as null."""
    if isinstance(value, float):
        return not math.isfinite(value)
    if isinstance(value, Mapping):
        value = list(value.values())
    return isinstance(value, list | tuple) and any(map(_has_no_number, value))


def opened(text: bytes) -> Token | None:
    """Read the payload of a compact JWS and nothing else; None for what is not even shaped like one.

    Raises `UnreadableError` when the payload is no JSON object in base64url.
    """
    if not _is_compact(text):
        return None
    _, body, _ = _segments(text.decode())
    return Token(text.decode(), _object(body, "not_an_object"))


def parse(token: str) -> Compact:
    """Take a compact JWS apart.

    Raises `UnreadableError` when it is none (broken base64url, JSON with doubled members, ...), and
    `ProofError` for a forbidden shape: `algorithm_forbidden` (none, HMAC), `header_member_forbidden`
    (crit, zip, b64, x5u, ...); `UnsupportedError("algorithm")` for another algorithm.
    """
    if not isinstance(token, str) or not _is_compact(token.encode("ascii", "replace")):
        raise UnreadableError("not_a_compact_jws")
    return _compact(token, None)


def parse_opened(token: Token) -> Compact:
    """Take apart what `opened` gave, whose payload is not read again. Raises as `parse`."""
    return _compact(token.text, token.payload)


def _compact(text: str, payload: Mapping[str, Any] | None) -> Compact:
    head, body, tail = _segments(text)
    if not body or len(head) > MAX_HEADER_CHARACTERS:
        raise UnreadableError("not_a_compact_jws")
    header = _header(head)
    if payload is None:
        payload = _object(body, "not_a_compact_jws")
    return Compact(header, payload, text[: -len(tail) - 1].encode(), unb64url(tail))


def _object(segment: str, otherwise: str) -> dict[str, Any]:
    value = loads(unb64url(segment))
    if not isinstance(value, dict):
        raise UnreadableError(otherwise)
    return value


def _is_compact(text: bytes) -> bool:
    """Tell whether this is three segments of base64url characters, the first of which is not empty."""
    return text.translate(None, _BASE64URL) == b".." and not text.startswith(b".")


def _segments(text: str) -> tuple[str, str, str]:
    head, _, rest = text.partition(".")  # `split` would look at every character between
    body, _, tail = rest.rpartition(".")
    return head, body, tail


def header_of(token: str) -> Mapping[str, Any]:
    """Give the header alone, which must be an allowed one. Raises as `parse`."""
    head = token.partition(".")[0]
    if len(head) > MAX_HEADER_CHARACTERS:
        raise UnreadableError("not_a_compact_jws")
    return _header(head)


def is_signed(compact: Compact, key: PublicKey) -> bool:
    """Tell whether the token is signed by `key`. Raises `ProofError("algorithm_mismatch")` (R3)."""
    alg = compact.header["alg"]
    if key.kind == "Ed25519":
        return verify_signature(key, alg, compact.signature, compact.signing_input)
    if alg != key.algorithm:
        raise ProofError("algorithm_mismatch", alg=alg, key=key.kind)
    check = _checks()[key.kind]
    public = rsa.strong(key.raw) if key.kind == "RSA" else elliptic.point(key.kind, key.raw)
    return check(compact.signing_input, public, compact.signature)


@cache
def _checks() -> Mapping[str, Callable[[bytes, Any, bytes], bool]]:
    """Give PyJWT's checks by kind of key; it brings HTTP and TLS along, a sixth of the time to import us."""
    from jwt.algorithms import ECAlgorithm, RSAAlgorithm  # noqa: PLC0415 - only who meets such a token waits

    return {
        "RSA": RSAAlgorithm(RSAAlgorithm.SHA256).verify,
        "P-256": ECAlgorithm(ECAlgorithm.SHA256, SECP256R1).verify,
        "P-384": ECAlgorithm(ECAlgorithm.SHA384, SECP384R1).verify,
    }


@lru_cache(maxsize=256)
def _header(segment: str) -> Mapping[str, Any]:
    """Give a header that is allowed; an issuer's tokens share theirs, so a good one is read once."""
    header = loads(unb64url(segment))
    if not isinstance(header, dict):
        raise UnreadableError("not_a_compact_jws")
    _refuse_header(header)
    return MappingProxyType(header)


def _refuse_header(header: Mapping[str, Any]) -> None:
    alg = header.get("alg")
    if not isinstance(alg, str) or alg.lower() == "none" or alg.startswith("HS"):
        raise ProofError("algorithm_forbidden", alg=str(alg)[:20])
    foreign = sorted(header.keys() - _MEMBERS)
    if foreign:
        raise ProofError("header_member_forbidden", members=[name[:50] for name in foreign[:5]])
    if alg not in _KNOWN:
        raise UnsupportedError("algorithm", alg=alg[:20])
