"""Public keys, their text forms, signing and checking one signature.

The algorithm follows from the kind of key, never from what a token asks for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

import nacl.bindings
import nacl.exceptions
import nacl.signing
import nacl.utils
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

from credentials.errors import ProofError, UnreadableError, UnsupportedError
from credentials.multibase import b64url, decode_base58, encode_base58, unb64url

Kind = Literal["Ed25519", "P-256", "RSA"]

ALGORITHMS: Mapping[Kind, str] = {"Ed25519": "EdDSA", "P-256": "ES256", "RSA": "RS256"}
RSA_BITS_MIN = 2048  # below this a signature can be forged with money
RSA_BITS_MAX = 8192  # above this one check costs an attacker nothing and us much
RSA_EXPONENT_MIN = 65537
RSA_EXPONENT_LIMIT = 1 << 33  # a larger one only makes checking slow
_KEY_BYTES_MAX = 1100  # an RSA key of 8192 bits in DER
_CODECS: Mapping[Kind, bytes] = {"Ed25519": b"\xed\x01", "P-256": b"\x80\x24", "RSA": b"\x85\x24"}
_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_ED25519_BYTES = 32
_P256_BYTES = 32
_SIGNATURE_BYTES = 64


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key that passed its strength check.

    `raw` is 32 bytes for Ed25519, the 33-byte compressed point for P-256, DER SubjectPublicKeyInfo for RSA.
    Making one raises `ProofError("key_weak")` for a small-order point, a short modulus or a small exponent,
    and `UnreadableError("key_invalid")` when `raw` is no key.
    """

    kind: Kind
    raw: bytes

    def __post_init__(self) -> None:
        """Refuse what is no key or a weak one."""
        if self.kind == "Ed25519":
            _check_ed25519(self.raw)
        elif self.kind == "P-256":
            _p256(self.raw)
        else:
            _check_rsa(_rsa(self.raw).public_numbers())

    @property
    def algorithm(self) -> str:
        """The one JOSE algorithm that fits this key."""
        return ALGORITHMS[self.kind]

    @property
    def multibase(self) -> str:
        """Multikey form: base58btc of the multicodec prefix and the key (RSA: PKCS #1)."""
        raw = self.raw
        if self.kind == "RSA":
            raw = _rsa(raw).public_bytes(serialization.Encoding.DER, serialization.PublicFormat.PKCS1)
        return encode_base58(_CODECS[self.kind] + raw)

    @property
    def jwk(self) -> dict[str, str]:
        """Public JWK with the required members only, in the order of RFC 7638."""
        if self.kind == "Ed25519":
            return {"crv": "Ed25519", "kty": "OKP", "x": b64url(self.raw)}
        if self.kind == "P-256":
            point = _p256(self.raw).public_numbers()
            x, y = (b64url(number.to_bytes(_P256_BYTES, "big")) for number in (point.x, point.y))
            return {"crv": "P-256", "kty": "EC", "x": x, "y": y}
        numbers = _rsa(self.raw).public_numbers()
        return {"e": b64url(_minimal(numbers.e)), "kty": "RSA", "n": b64url(_minimal(numbers.n))}

    @classmethod
    def from_multibase(cls, text: str) -> "PublicKey":
        """Read a Multikey text. Raises `UnsupportedError` for another codec, else as the class says."""
        data = decode_base58(text, max_bytes=_KEY_BYTES_MAX)
        codec, raw = data[:2], data[2:]
        if codec == _CODECS["RSA"]:
            return cls("RSA", _spki(_rsa(raw)))
        for kind, known in _CODECS.items():
            if codec == known:
                return cls(kind, raw)
        raise UnsupportedError("key_type", codec=codec.hex())

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, object]) -> "PublicKey":
        """Read a public JWK. Raises `ProofError("private_key_published")` when it holds private members."""
        if _PRIVATE_MEMBERS & jwk.keys():
            raise ProofError("private_key_published")
        if jwk.get("use", "sig") != "sig":
            raise ProofError("key_not_for_signing")
        match (jwk.get("kty"), jwk.get("crv")):
            case ("OKP", "Ed25519"):
                return cls("Ed25519", _member(jwk, "x"))
            case ("EC", "P-256"):
                return cls("P-256", _compressed(_member(jwk, "x"), _member(jwk, "y")))
            case ("RSA", _):
                return cls("RSA", _rsa_from_numbers(_member(jwk, "n"), _member(jwk, "e")))
        raise UnsupportedError("key_type", kty=str(jwk.get("kty")), crv=str(jwk.get("crv")))


class Signer(Protocol):
    """Something that signs; where the private key lives is its own matter."""

    @property
    def public(self) -> PublicKey:
        """The key that checks what `sign` makes."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Give the raw signature of `message`."""
        ...


class Ed25519Signer:
    """Pure Ed25519 with a seed of 32 bytes (RFC 8032)."""

    def __init__(self, seed: bytes) -> None:
        """Raises `UnreadableError` when the seed is not 32 bytes."""
        if len(seed) != _ED25519_BYTES:
            raise UnreadableError("seed_invalid")
        self._key = nacl.signing.SigningKey(seed)
        self.public = PublicKey("Ed25519", bytes(self._key.verify_key))

    def sign(self, message: bytes) -> bytes:
        """Give the 64-byte signature."""
        return self._key.sign(message).signature


class RSASigner:
    """RSASSA-PKCS1-v1_5 with SHA-256 (RS256) from a PEM or DER private key without a password."""

    def __init__(self, pem_or_der: bytes) -> None:
        """Raises `UnreadableError` when this is no RSA private key."""
        pem = pem_or_der.lstrip().startswith(b"-----")
        load = serialization.load_pem_private_key if pem else serialization.load_der_private_key
        try:
            key = load(pem_or_der, password=None)
        except (ValueError, TypeError) as error:
            raise UnreadableError("private_key_invalid") from error
        if not isinstance(key, rsa.RSAPrivateKey):
            raise UnreadableError("private_key_invalid")
        self._key = key
        self.public = PublicKey("RSA", _spki(key.public_key()))

    def sign(self, message: bytes) -> bytes:
        """Give the signature, as long as the modulus."""
        return self._key.sign(message, padding.PKCS1v15(), hashes.SHA256())


def new_ed25519_seed() -> bytes:
    """Give 32 fresh random bytes."""
    return nacl.utils.random(_ED25519_BYTES)


def new_rsa_der() -> bytes:
    """Give a fresh RSA private key of 2048 bits as PKCS #8 DER, unencrypted."""
    key = rsa.generate_private_key(RSA_EXPONENT_MIN, RSA_BITS_MIN)
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def verify_signature(key: PublicKey, alg: str, signature: bytes, message: bytes) -> bool:
    """Tell whether `signature` (JOSE form: raw, r‖s for ES256) is `key`'s over `message`.

    Raises `ProofError("algorithm_mismatch")` when `alg` is not the algorithm of the key's kind.
    """
    if alg != key.algorithm:
        raise ProofError("algorithm_mismatch", alg=alg, key=key.kind)
    try:
        if key.kind == "Ed25519":
            nacl.signing.VerifyKey(key.raw).verify(message, signature)
        elif key.kind == "P-256":
            _p256(key.raw).verify(_der_signature(signature), message, ec.ECDSA(hashes.SHA256()))
        else:
            _rsa(key.raw).verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, nacl.exceptions.BadSignatureError, ValueError):
        return False
    return True


def _check_ed25519(raw: bytes) -> None:
    if len(raw) != _ED25519_BYTES:
        raise UnreadableError("key_invalid")
    # libsodium: canonical, on the curve, in the prime-order group and not of small order.
    if not nacl.bindings.crypto_core_ed25519_is_valid_point(raw):
        raise ProofError("key_weak")


def _check_rsa(numbers: rsa.RSAPublicNumbers) -> None:
    bits = numbers.n.bit_length()
    if not RSA_BITS_MIN <= bits <= RSA_BITS_MAX or not RSA_EXPONENT_MIN <= numbers.e < RSA_EXPONENT_LIMIT:
        raise ProofError("key_weak")


def _p256(raw: bytes) -> ec.EllipticCurvePublicKey:
    try:
        if len(raw) == _P256_BYTES + 1:
            return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except ValueError as error:
        raise UnreadableError("key_invalid") from error
    raise UnreadableError("key_invalid")


def _compressed(x: bytes, y: bytes) -> bytes:
    if len(x) != _P256_BYTES or len(y) != _P256_BYTES:
        raise UnreadableError("key_invalid")
    raw = bytes([2 + (y[-1] & 1)]) + x
    if _p256(raw).public_numbers().y != int.from_bytes(y, "big"):
        raise UnreadableError("key_invalid")
    return raw


def _rsa(der: bytes) -> rsa.RSAPublicKey:
    try:
        key = serialization.load_der_public_key(der)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UnreadableError("key_invalid") from error
    if not isinstance(key, rsa.RSAPublicKey):
        raise UnreadableError("key_invalid")
    return key


def _spki(key: rsa.RSAPublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def _rsa_from_numbers(n: bytes, e: bytes) -> bytes:
    numbers = rsa.RSAPublicNumbers(int.from_bytes(e, "big"), int.from_bytes(n, "big"))
    _check_rsa(numbers)
    try:
        return _spki(numbers.public_key())
    except ValueError as error:
        raise UnreadableError("key_invalid") from error


def _member(jwk: Mapping[str, object], name: str) -> bytes:
    text = jwk.get(name)
    if not isinstance(text, str):
        raise UnreadableError("key_invalid", member=name)
    return unb64url(text)


def _minimal(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def _der_signature(raw: bytes) -> bytes:
    if len(raw) != _SIGNATURE_BYTES:
        raise ValueError(len(raw))
    half = _SIGNATURE_BYTES // 2
    return utils.encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))
