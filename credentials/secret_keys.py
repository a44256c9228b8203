"""Verification methods with their secret, as JSON: what a person signs with on the command line.

Multikey with `secretKeyMultibase` and JsonWebKey with `privateKeyJwk` (Controlled Identifiers 1.0, sections
2.2.2 and 2.2.3).
"""

from collections.abc import Mapping
from typing import Any, get_args

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from credentials.errors import CredentialError, ProofError, UnreadableError, UnsupportedError
from credentials.keys import (
    ECDSASigner,
    Ed25519Signer,
    Kind,
    PublicKey,
    RSASigner,
    Signer,
    new_ec_secret,
    new_ed25519_seed,
    new_rsa_der,
)
from credentials.multibase import b64url, decode_base58, encode_base58, unb64url
from credentials.resolve import did_key, method_id

# Multicodec 0x1300, 0x1306, 0x1307, as varints.
_CODECS: Mapping[Kind, bytes] = {"Ed25519": b"\x80\x26", "P-256": b"\x86\x26", "P-384": b"\x87\x26"}
_CODEC_BYTES = 2
_RSA_MEMBERS = ("p", "q", "d", "dp", "dq", "qi", "e", "n")


def key_of(method: Mapping[str, Any]) -> tuple[Signer, str, str]:
    """Give (signer, id of the method, controller) of a verification method with its secret.

    Raises `UnreadableError`: key_file_invalid with a `pointer` for a missing member, private_key_invalid,
    seed_invalid; `ProofError("key_pair_mismatch")` when the public half is another key's;
    `UnsupportedError("key_type")`.

    See Controlled Identifiers 1.0, verification material.
    """
    name, controller = _text(method, "id"), _text(method, "controller")
    if "secretKeyMultibase" in method:
        signer = _from_multibase(_text(method, "secretKeyMultibase"))
    elif isinstance(method.get("privateKeyJwk"), Mapping):
        signer = _from_jwk(method["privateKeyJwk"])
    else:
        raise UnreadableError("key_file_invalid", pointer="/secretKeyMultibase")
    if any(public != signer.public for public in _published(method)):
        raise ProofError("key_pair_mismatch")
    return signer, name, controller


def new_method(kind: Kind = "Ed25519", *, controller: str | None = None) -> dict[str, Any]:
    """Give a verification method with a fresh secret; without `controller` it is its own did:key.

    Raises `UnsupportedError("key_type")` for another kind.

    See Controlled Identifiers 1.0, verification material.
    """
    if kind not in get_args(Kind):
        raise UnsupportedError("key_type", kind=str(kind)[:50])
    if kind == "RSA":
        der = new_rsa_der()
        signer: Signer = RSASigner(der)
        secret = {"type": "JsonWebKey", "publicKeyJwk": signer.public.jwk, "privateKeyJwk": _rsa_jwk(der)}
    else:
        raw = new_ed25519_seed() if kind == "Ed25519" else new_ec_secret(kind)
        signer = Ed25519Signer(raw) if kind == "Ed25519" else ECDSASigner(kind, raw)
        text = encode_base58(_CODECS[kind] + raw)
        secret = {
            "type": "Multikey",
            "publicKeyMultibase": signer.public.multibase,
            "secretKeyMultibase": text,
        }
    owner = did_key(signer.public) if controller is None else controller
    return {"id": method_id(owner, signer.public), "controller": owner, **secret}


def public_method(method: Mapping[str, Any]) -> dict[str, Any]:
    """Give the method without its secret, to publish (Controlled Identifiers 1.0, verification material)."""
    return {
        name: value for name, value in method.items() if name not in ("secretKeyMultibase", "privateKeyJwk")
    }


def _from_multibase(text: str) -> Signer:
    data = decode_base58(text)
    codec, raw = data[:_CODEC_BYTES], data[_CODEC_BYTES:]
    if codec == _CODECS["Ed25519"]:
        # Some write the public key after the seed.
        seed = raw[:32]
        signer = Ed25519Signer(seed)
        if raw not in (seed, seed + signer.public.raw):
            raise UnreadableError("private_key_invalid")
        return signer
    for kind in ("P-256", "P-384"):
        if codec == _CODECS[kind]:
            return ECDSASigner(kind, raw)
    raise UnsupportedError("key_type", codec=codec.hex())


def _from_jwk(jwk: Mapping[str, Any]) -> Signer:
    signer = _signer(jwk)
    public = {name: value for name, value in jwk.items() if name in ("kty", "crv", "x", "y", "n", "e")}
    if PublicKey.from_jwk(public) != signer.public:
        raise ProofError("key_pair_mismatch")
    return signer


def _signer(jwk: Mapping[str, Any]) -> Signer:
    match (jwk.get("kty"), jwk.get("crv")):
        case ("OKP", "Ed25519"):
            return Ed25519Signer(_member(jwk, "d"))
        case ("EC", ("P-256" | "P-384") as curve):
            return ECDSASigner(curve, _member(jwk, "d"))
        case ("RSA", _):
            return RSASigner(_rsa_der(jwk))
    raise UnsupportedError("key_type", kty=str(jwk.get("kty"))[:50], crv=str(jwk.get("crv"))[:50])


def _rsa_der(jwk: Mapping[str, Any]) -> bytes:
    p, q, d, dp, dq, qi, e, n = (int.from_bytes(_member(jwk, name), "big") for name in _RSA_MEMBERS)
    try:
        key = rsa.RSAPrivateNumbers(p, q, d, dp, dq, qi, rsa.RSAPublicNumbers(e, n)).private_key()
    except ValueError as error:
        raise UnreadableError("private_key_invalid") from error
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.DER, form, plain)


def _rsa_jwk(der: bytes) -> dict[str, str]:
    key = serialization.load_der_private_key(der, password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise UnreadableError("private_key_invalid")
    found = key.private_numbers()
    public = found.public_numbers
    values = (found.p, found.q, found.d, found.dmp1, found.dmq1, found.iqmp, public.e, public.n)
    texts = (b64url(value.to_bytes((value.bit_length() + 7) // 8, "big")) for value in values)
    return {"kty": "RSA", **dict(zip(_RSA_MEMBERS, texts, strict=True))}


def _published(method: Mapping[str, Any]) -> list[PublicKey]:
    found: list[PublicKey] = []
    if "publicKeyMultibase" in method:
        found.append(PublicKey.from_multibase(method["publicKeyMultibase"]))
    if isinstance(method.get("publicKeyJwk"), Mapping):
        found.append(PublicKey.from_jwk(method["publicKeyJwk"]))
    return found


def _text(method: Mapping[str, Any], name: str) -> str:
    value = method.get(name)
    if not isinstance(value, str) or not value:
        raise UnreadableError("key_file_invalid", pointer=f"/{name}")
    return value


def _member(jwk: Mapping[str, Any], name: str) -> bytes:
    try:
        return unb64url(jwk[name])
    except (KeyError, CredentialError) as error:
        raise UnreadableError("key_file_invalid", pointer=f"/privateKeyJwk/{name}") from error
