"""Public keys that passed their strength check, and their text forms: Multikey and JWK."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from credentials.errors import ProofError, UnreadableError, UnsupportedError
from credentials.keys import ed25519, elliptic, rsa
from credentials.multibase import b64url, decode_base58, encode_base58, unb64url

Kind = Literal["Ed25519", "P-256", "P-384", "RSA"]

ALGORITHMS: Mapping[Kind, str] = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384", "RSA": "RS256"}
RSA_BITS_MIN, RSA_BITS_MAX = rsa.BITS_MIN, rsa.BITS_MAX
RSA_EXPONENT_MIN, RSA_EXPONENT_LIMIT = rsa.EXPONENT_MIN, rsa.EXPONENT_LIMIT

_KEY_BYTES_MAX = 1100  # an RSA key of 8192 bits in DER
# Multicodec 0xed, 0x1200, 0x1201, 0x1205, as varints.
_CODECS: Mapping[Kind, bytes] = {
    "Ed25519": b"\xed\x01",
    "P-256": b"\x80\x24",
    "P-384": b"\x81\x24",
    "RSA": b"\x85\x24",
}
_KINDS: Mapping[bytes, Kind] = {codec: kind for kind, codec in _CODECS.items()}
_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key that passed its strength check.

    `raw` is 32 bytes for Ed25519, the compressed point for P-256 (33) and P-384 (49), DER
    SubjectPublicKeyInfo for RSA. Making one raises `ProofError("key_weak")` for a small-order point, a short
    modulus or a small exponent, and `UnreadableError("key_invalid")` when `raw` is no key.
    """

    kind: Kind
    raw: bytes

    def __post_init__(self) -> None:
        """Refuse what is no key or a weak one."""
        if self.kind == "RSA":
            rsa.strong(self.raw)
        elif self.kind != "Ed25519":
            elliptic.point(self.kind, self.raw)
        elif len(self.raw) != ed25519.KEY_BYTES:
            raise UnreadableError("key_invalid")
        elif not ed25519.is_strong_point(self.raw):
            raise ProofError("key_weak")

    @property
    def algorithm(self) -> str:
        """The one JOSE algorithm that fits this key."""
        return ALGORITHMS[self.kind]

    @property
    def multibase(self) -> str:
        """Multikey form: base58btc of the multicodec prefix and the key (RSA: PKCS #1)."""
        return encode_base58(_CODECS[self.kind] + (rsa.pkcs1(self.raw) if self.kind == "RSA" else self.raw))

    @property
    def jwk(self) -> dict[str, str]:
        """Public JWK with the required members only, in the order of RFC 7638."""
        if self.kind == "Ed25519":
            return {"crv": "Ed25519", "kty": "OKP", "x": b64url(self.raw)}
        if self.kind == "RSA":
            n, e = rsa.numbers(self.raw)
            return {"e": b64url(e), "kty": "RSA", "n": b64url(n)}
        x, y = elliptic.coordinates(self.kind, self.raw)
        return {"crv": self.kind, "kty": "EC", "x": b64url(x), "y": b64url(y)}

    @classmethod
    def from_multibase(cls, text: str) -> "PublicKey":
        """Read a Multikey text. Raises `UnsupportedError` for another codec, else as the class says."""
        if not isinstance(text, str):
            raise UnreadableError("multibase_invalid")
        return _from_multibase(text)

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> "PublicKey":
        """Read a public JWK.

        Raises `ProofError("private_key_published")` when it holds private members, "key_not_for_signing"
        when its use, key_ops or alg say so, `UnsupportedError("key_type")`, else as the class says.
        """
        if _PRIVATE_MEMBERS & jwk.keys():
            raise ProofError("private_key_published")
        key = _from_jwk(jwk)
        if not _is_for_signing(jwk, key.algorithm):
            raise ProofError("key_not_for_signing")
        return key


@lru_cache(maxsize=1024)
def _from_multibase(text: str) -> PublicKey:
    data = decode_base58(text, max_bytes=_KEY_BYTES_MAX)
    codec, raw = data[:2], data[2:]
    kind = _KINDS.get(codec)
    if kind is None:
        raise UnsupportedError("key_type", codec=codec.hex())
    return PublicKey(kind, rsa.from_pkcs1(raw) if kind == "RSA" else raw)


def _from_jwk(jwk: Mapping[str, Any]) -> PublicKey:
    match (jwk.get("kty"), jwk.get("crv")):
        case ("OKP", "Ed25519"):
            return PublicKey("Ed25519", _member(jwk, "x"))
        case ("EC", ("P-256" | "P-384") as curve):
            return PublicKey(curve, elliptic.compressed(curve, _member(jwk, "x"), _member(jwk, "y")))
        case ("RSA", _):
            return PublicKey("RSA", rsa.from_numbers(_member(jwk, "n"), _member(jwk, "e")))
    raise UnsupportedError("key_type", kty=str(jwk.get("kty"))[:50], crv=str(jwk.get("crv"))[:50])


def _is_for_signing(jwk: Mapping[str, Any], algorithm: str) -> bool:
    """Tell whether `use`, `key_ops` and `alg`, where present, allow checking signatures with it."""
    ops, alg = jwk.get("key_ops"), jwk.get("alg", algorithm)
    is_checking = ops is None or (isinstance(ops, list) and "verify" in ops)
    is_fitting = alg == algorithm or (algorithm == "EdDSA" and alg == "Ed25519")
    return jwk.get("use", "sig") == "sig" and is_checking and is_fitting


def _member(jwk: Mapping[str, Any], name: str) -> bytes:
    text = jwk.get(name)
    if not isinstance(text, str):
        raise UnreadableError("key_invalid", member=name)
    return unb64url(text)
