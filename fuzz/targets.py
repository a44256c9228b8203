"""Every parser that reads what strangers send, with how to feed it."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import orjson

from badges.table_file import read_table
from credentials import baking, bundle, receipt, status, strict_json
from credentials.canonical import canonicalise_checked
from credentials.errors import CredentialError
from credentials.fetch import Fetched, offline
from credentials.legacy.keys import public_key
from credentials.multibase import decode_base58
from credentials.outbound import Guarded
from credentials.proofs import jose, jwt
from credentials.proofs.sd import proof_value
from credentials.resolve import resolve_method
from credentials.secret_keys import key_of
from credentials.unwrap import unwrap
from credentials.verify import Report, verify
from foundation.errors import InvalidError
from fuzz import packages, samples, shapes
from fuzz.target import Target

_OURS = (CredentialError,)
_DOOR = Guarded(resolver=lambda _host, _port: [])


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _object(data: bytes) -> dict[str, Any]:
    value = strict_json.loads(data)
    return value if isinstance(value, dict) else {}


def _verify(data: bytes) -> Report:
    return verify(data, fetch=offline, now=samples.NOW)


def _anew(data: bytes) -> Report:
    """Verify a document that is signed anew, whatever it says, while every address answers with the same."""
    document = _object(data)
    issuer, subject = document.get("issuer"), document.get("credentialSubject")
    told = {
        "iss": issuer.get("id") if isinstance(issuer, dict) else issuer,
        "sub": subject.get("id") if isinstance(subject, dict) else None,
        "jti": document.get("id"),
        "nbf": int(samples.NOW.timestamp()),
    }
    token = jose.sign({"kid": samples.METHOD, "typ": "JWT"}, {**told, **document}, samples.SIGNER).encode()

    def fetch(url: str, **_shape: Any) -> Fetched:
        return Fetched(url, token if len(url) % 2 else data, "application/json")

    return verify(token, fetch=fetch, now=samples.NOW, recipient="a@example.com")


def _of_known_kind(data: bytes) -> object:
    """Verify in two spellings: in the one a badge of a known kind is recognised, in the other it never is."""
    _know_the_kind()
    value = strict_json.loads(data)
    told, looked_at = _verify(data), _verify(orjson.dumps(value, option=orjson.OPT_INDENT_2))
    if (told.findings, told.warnings) != (looked_at.findings, looked_at.warnings):
        raise AssertionError(told.findings, looked_at.findings)
    return told


@cache
def _know_the_kind() -> None:
    for badge in samples.of_one_kind():
        _verify(badge)


def _key_document(data: bytes) -> object:
    did = "did:web:badges.example.org"
    answer = Fetched(f"https://{did[8:]}/.well-known/did.json", data, "application/json")
    return resolve_method(f"{did}#key", did, lambda _url, **_shape: answer)


def _status(data: bytes) -> object:
    given = _object(data)
    return status.read_list(given), status.read_entry(given.get("credentialStatus", given))


def _hosted(data: bytes) -> object:
    """Verify an older badge whose host, and the hosts of all that it links to, answer with these bytes."""
    honest = samples.older()[0]
    return verify(honest, fetch=lambda url, **_shape: Fetched(url, data, ""), now=samples.NOW)


def _bundle(data: bytes) -> object:
    return bundle.verify_bundle(data, now=samples.NOW, trusted=samples.METHOD)


def _receipt(data: bytes) -> object:
    if data[:1] == b"{":
        return receipt.read(_object(data))
    return receipt.check(_text(data), now=samples.NOW, key=samples.SIGNER.public)


def _disclosure(data: bytes) -> object:
    text = _text(data)
    try:
        return proof_value.decode_derived(text)
    except CredentialError:
        return proof_value.decode_base(text)


TARGETS: Mapping[str, Target] = {
    "json": Target("JSON", strict_json.loads, lambda: [samples.signed()], shapes.json_texts, _OURS),
    "jws": Target(
        "compact JWS",
        lambda data: jwt.parse(_text(data)),
        lambda: [samples.token()],
        shapes.tokens,
        _OURS,
    ),
    "carrier": Target(
        "any upload", unwrap, samples.carriers, lambda: shapes.spoiled(shapes.documents()), _OURS
    ),
    "png": Target("baked PNG", baking.unbake_png, lambda: samples.carriers()[2:4], shapes.pictures, _OURS),
    "svg": Target("baked SVG", baking.unbake_svg, lambda: samples.carriers()[4:], shapes.drawings, _OURS),
    "did": Target(
        "key document",
        _key_document,
        lambda: [samples.did_document()],
        shapes.json_texts,
        _OURS,
    ),
    "bits": Target(
        "encodedList",
        lambda data: status.decode_bits(_text(data)),
        lambda: [samples.bit_list()],
        shapes.bit_lists,
        _OURS,
    ),
    "status": Target("status list and entry", _status, lambda: [samples.signed()], shapes.documents, _OURS),
    "base58": Target(
        "multibase",
        lambda data: decode_base58(_text(data)),
        lambda: [samples.SIGNER.public.multibase.encode()],
        lambda: shapes.spoiled(shapes.st.just(samples.SIGNER.public.multibase.encode())),
        _OURS,
    ),
    "url": Target(
        "web address",
        lambda data: _DOOR(_text(data)),
        lambda: [f"https://{host}/".encode() for host in samples.HOSTS],
        shapes.addresses,
        _OURS,
    ),
    "table": Target(
        "list of people",
        read_table,
        lambda: [b"email,name\na@example.org,A"],
        shapes.tables,
        (InvalidError,),
    ),
    "graph": Target(
        "canonical form",
        lambda data: canonicalise_checked(_object(data)),
        lambda: [samples.json(samples.unsigned())],
        shapes.documents,
        _OURS,
    ),
    "verify": Target("the whole verification", _verify, samples.carriers, shapes.documents, _OURS),
    "anew": Target(
        "anything, signed anew",
        _anew,
        lambda: [orjson.dumps(samples.rich())],
        lambda: shapes.documents(orjson.dumps(samples.rich())),
        _OURS,
    ),
    "kind": Target(
        "badge of a known kind",
        _of_known_kind,
        samples.of_one_kind,
        lambda: shapes.documents(*samples.of_one_kind()),
        _OURS,
    ),
    "older": Target(
        "Open Badges 2 and 1", _verify, samples.older, lambda: shapes.spoiled(shapes.json_texts()), _OURS
    ),
    "hosted": Target(
        "hosted copy of an older badge",
        _hosted,
        samples.older,
        lambda: shapes.documents(*samples.older()),
        _OURS,
    ),
    "pem": Target(
        "key in PEM",
        lambda data: public_key(_text(data)),
        packages.pems,
        lambda: shapes.spoiled(shapes.st.sampled_from(packages.pems())),
        _OURS,
    ),
    "bundle": Target(
        "offline bundle", _bundle, packages.bundles, lambda: shapes.repacked(*packages.bundles()), _OURS
    ),
    "receipt": Target(
        "receipt",
        _receipt,
        packages.receipts,
        lambda: shapes.st.one_of(shapes.documents(packages.receipts()[1]), shapes.tokens()),
        _OURS,
    ),
    "disclosure": Target(
        "ecdsa-sd-2023 proofValue", _disclosure, packages.disclosures, shapes.disclosures, _OURS
    ),
    "key": Target(
        "key file",
        lambda data: key_of(_object(data)),
        packages.key_files,
        lambda: shapes.documents(*packages.small_key_files() * 8, *packages.key_files()),
        _OURS,
    ),
    "presentation": Target(
        "presentation",
        _verify,
        packages.presentations,
        lambda: shapes.documents(*packages.presentations()[:2]),
        _OURS,
    ),
    "record": Target(
        "learner record",
        _verify,
        lambda: [packages.record()],
        lambda: shapes.documents(packages.record()),
        _OURS,
    ),
}
