"""The two forms of an ecdsa-sd-2023 proofValue: CBOR behind a header, read strictly, bounded before decoding.

One content has one spelling here: definite lengths, shortest integers, map keys in ascending order, no tags,
nothing behind the end (RFC 8949, section 4.2.1). So a proof cannot be respelled and still be accepted.
"""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import cbor2

from credentials.errors import CredentialError, ProofError, TooComplexError
from credentials.keys import PublicKey
from credentials.multibase import b64url, unb64url
from credentials.proofs.sd.pointers import check_pointers

BASE_HEADER = b"\xd9\x5d\x00"
DERIVED_HEADER = b"\xd9\x5d\x01"
SIGNED_MAX = 256  # statements of a base proof: each is one signature to make, and 66 bytes to keep
SHOWN_MAX = 100  # of a derived one: each is a signature to check; all of an ordinary badge, not of a long one
LABELS_MAX = 64  # as many blank nodes as a document may have
TEXT_CHARACTERS_MAX = 100_000
SIGNATURE_BYTES = 64
HMAC_BYTES = 32
_KEY_CODEC = b"\x80\x24"  # P-256, of the key made for one proof
_KEY_BYTES = 35
_DEPTH_MAX = 3
_COMPONENTS = 5


@dataclass(frozen=True, slots=True)
class BaseValue:
    """What the issuer gives to the holder, who keeps it secret: the HMAC key tells what was left out."""

    signature: bytes
    public_key: bytes
    hmac_key: bytes
    signatures: tuple[bytes, ...]
    mandatory_pointers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DerivedValue:
    """What the holder shows. `labels` gives the secret label of each canonical one."""

    signature: bytes
    public_key: bytes
    signatures: tuple[bytes, ...]
    labels: Mapping[str, str]
    mandatory_indexes: tuple[int, ...]


def encode_base(value: BaseValue) -> str:
    """3.5.2 serializeBaseProofValue."""
    pointers = list(value.mandatory_pointers)
    return _encoded(
        BASE_HEADER, [value.signature, value.public_key, value.hmac_key, list(value.signatures), pointers]
    )


def encode_derived(value: DerivedValue) -> str:
    """3.5.7 serializeDerivedProofValue, with 3.5.5 compressLabelMap."""
    labels = {
        int(name.removeprefix("_:c14n")): unb64url(label.removeprefix("_:u"))
        for name, label in value.labels.items()
    }
    indexes = list(value.mandatory_indexes)
    return _encoded(
        DERIVED_HEADER, [value.signature, value.public_key, list(value.signatures), labels, indexes]
    )


def decode_base(text: object) -> BaseValue:
    """3.5.3 parseBaseProofValue. Raises `ProofError` (proof_value_invalid, not_a_base_proof)."""
    data = _decoded_text(text)
    if data.startswith(DERIVED_HEADER):
        raise ProofError("not_a_base_proof")
    signature, key, hmac_key, signatures, pointers = _components(data, BASE_HEADER)
    _require(_is_bytes(hmac_key, HMAC_BYTES))
    return BaseValue(
        _signature(signature),
        _key(key),
        hmac_key,
        _signatures(signatures, SIGNED_MAX),
        tuple(check_pointers(pointers)),
    )


def decode_derived(text: object) -> DerivedValue:
    """3.5.8 parseDerivedProofValue, with 3.5.6 decompressLabelMap.

    Raises `ProofError("proof_value_invalid")`, and `base_proof_shown` for a base proof: it is for the holder
    alone, who derives from it what others may see.
    """
    data = _decoded_text(text)
    if data.startswith(BASE_HEADER):
        raise ProofError("base_proof_shown")
    signature, key, signatures, labels, indexes = _components(data, DERIVED_HEADER)
    return DerivedValue(
        _signature(signature),
        _key(key),
        _signatures(signatures, SHOWN_MAX),
        _labels(labels),
        _indexes(indexes),
    )


def proof_key(raw: bytes) -> PublicKey:
    """Give the key made for one proof, of its 35 bytes. Raises `UnreadableError` when it is no point."""
    return PublicKey("P-256", raw[len(_KEY_CODEC) :])


def key_bytes(key: PublicKey) -> bytes:
    """Give the 35 bytes of a P-256 key in Multikey form."""
    return _KEY_CODEC + key.raw


def _encoded(header: bytes, components: list[Any]) -> str:
    return f"u{b64url(header + cbor2.dumps(components, canonical=True))}"


def _decoded_text(text: object) -> bytes:
    if not isinstance(text, str) or not text.startswith("u"):
        raise ProofError("proof_value_invalid")
    if len(text) > TEXT_CHARACTERS_MAX:
        raise TooComplexError("proof_value_too_long", max=TEXT_CHARACTERS_MAX)
    try:
        return unb64url(text[1:])
    except CredentialError as error:
        raise ProofError("proof_value_invalid") from error


def _components(data: bytes, header: bytes) -> list[Any]:
    _require(data.startswith(header))
    payload = data[len(header) :]
    try:
        components = cbor2.loads(
            payload,
            max_depth=_DEPTH_MAX,
            allow_indefinite=False,
            allow_duplicate_keys=False,
            tag_hook=_refuse_tag,
            semantic_decoders=_NO_TAGS,
        )
        _require(cbor2.dumps(components, canonical=True) == payload)
    except (cbor2.CBORError, ValueError, TypeError, OverflowError) as error:
        raise ProofError("proof_value_invalid") from error
    _require(isinstance(components, list) and len(components) == _COMPONENTS)
    return list(components)


def _refuse_tag(*_given: object) -> NoReturn:
    raise ProofError("proof_value_invalid")


# The decoder would work on these by itself: dates, big numbers, fractions, shared values, patterns ...
_TAGS = (*range(6), 21, 22, 23, 24, 25, 28, 29, 30, 32, 35, 36, 37, 52, 54, 100, 256, 258, 260, 261, 1004)
_NO_TAGS = dict.fromkeys((*_TAGS, 43000, 55799), _refuse_tag)


def _require(holds: object) -> None:
    if not holds:
        raise ProofError("proof_value_invalid")


def _is_bytes(value: object, length: int) -> bool:
    return isinstance(value, bytes) and len(value) == length


def _signature(value: Any) -> bytes:
    _require(_is_bytes(value, SIGNATURE_BYTES))
    return bytes(value)


def _key(value: Any) -> bytes:
    _require(_is_bytes(value, _KEY_BYTES) and value.startswith(_KEY_CODEC))
    try:
        proof_key(value)
    except CredentialError as error:
        raise ProofError("proof_value_invalid") from error
    return bytes(value)


def _signatures(value: Any, most: int) -> tuple[bytes, ...]:
    _require(isinstance(value, list))
    if len(value) > most:
        raise TooComplexError("too_many_statements", max=most)
    return tuple(_signature(one) for one in value)


def _labels(value: Any) -> dict[str, str]:
    _require(isinstance(value, dict) and len(value) <= LABELS_MAX)
    for number, label in value.items():
        _require(type(number) is int and 0 <= number < LABELS_MAX and _is_bytes(label, HMAC_BYTES))
    _require(len(set(value.values())) == len(value))
    return {f"_:c14n{number}": f"_:u{b64url(label)}" for number, label in value.items()}


def _indexes(value: Any) -> tuple[int, ...]:
    _require(isinstance(value, list))
    _require(all(type(index) is int and index >= 0 for index in value))
    _require(all(left < right for left, right in itertools.pairwise(value)))
    return tuple(value)
