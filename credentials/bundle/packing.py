"""The manifest of a bundle: which bytes belong to it, by address, time and digest."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from credentials import statements, strict_json
from credentials.bundle import zipped
from credentials.bundle.recording import Recorded, Recorder
from credentials.errors import CredentialError, UnreadableError
from credentials.instants import read_instant, timestamp
from credentials.keys import Signer
from credentials.verify.report import Report

SEAL_TYPE = "verification-bundle+jwt"
MAX_DOCUMENTS = 16  # a verification asks strangers for four; the service's own answers may be a few more

_MANIFEST, _SEAL, _RECEIPT = "manifest.json", "seal.jwt", "receipt.jwt"
_CREDENTIAL = re.compile(r"credential\.[a-z0-9]{2,5}")
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle whose digests all fit; nothing is verified yet.

    `made_at` is the time at which everything in it was asked for, by the word of its maker. `seal` and
    `receipt` are compact JWS, None when there is none; `manifest` is the bytes that the seal is about.
    """

    credential: bytes
    made_at: datetime
    documents: tuple[Recorded, ...]
    manifest: bytes
    seal: str | None
    receipt: str | None


def is_bundle(data: bytes) -> bool:
    """Tell whether the bytes look like a bundle rather than a credential."""
    return data.startswith(_ZIP)


def write(
    data: bytes,
    report: Report,
    recorder: Recorder,
    *,
    receipt: str | None = None,
    signer: Signer | None = None,
    kid: str = "",
    sealer: str = "",
) -> bytes:
    """Give the zip of `data` (as handed in) and all that `recorder` kept while `report` was made.

    With `signer` it is sealed: `sealer` is the id of the service, `kid` one of its verification methods.
    Equal input gives equal bytes. Raises `CredentialError("too_many_documents")`.
    """
    documents = recorder.documents
    if len(documents) > MAX_DOCUMENTS:
        raise CredentialError("too_many_documents", max=MAX_DOCUMENTS)
    entries = {f"credential.{report.form}": data}
    entries |= {_place(at): document.body for at, document in enumerate(documents)}
    if receipt is not None:
        entries[_RECEIPT] = receipt.encode()
    manifest = orjson.dumps(_manifest(report.checked_at, documents, entries), option=orjson.OPT_INDENT_2)
    entries[_MANIFEST] = manifest
    if signer is not None:
        claims = {
            "iss": sealer,
            "iat": int(report.checked_at.timestamp()),
            "manifestSha256": _sha256(manifest),
        }
        entries[_SEAL] = statements.sign(claims, signer, kid=kid, typ=SEAL_TYPE).encode()
    return zipped.pack(entries)


def read(data: bytes) -> Bundle:
    """Give the bundle, whose every byte the manifest accounts for.

    Raises `UnreadableError` with a code of `zipped.unpack`, manifest_invalid, bundle_altered (a digest does
    not fit), or bundle_incomplete (an entry that the manifest does not name, or the other way round).
    """
    entries = zipped.unpack(data)
    manifest = entries.pop(_MANIFEST, b"")
    seal = entries.pop(_SEAL, None)
    try:
        told = strict_json.loads(manifest)
        made_at, documents, digests = _read_manifest(told)
    except (KeyError, TypeError, AttributeError, UnreadableError) as error:
        raise UnreadableError("manifest_invalid") from error
    if digests.keys() != entries.keys():
        raise UnreadableError("bundle_incomplete")
    for name, body in entries.items():
        if _sha256(body) != digests[name]:
            raise UnreadableError("bundle_altered", name=name)
    named = [name for name in entries if _CREDENTIAL.fullmatch(name)]
    if len(named) != 1 or not {item["path"] for item in documents} <= entries.keys():
        raise UnreadableError("manifest_invalid")
    return Bundle(
        credential=entries[named[0]],
        made_at=made_at,
        documents=tuple(_recorded(item, entries[item["path"]]) for item in documents),
        manifest=manifest,
        seal=_ascii(seal),
        receipt=_ascii(entries.get(_RECEIPT)),
    )


def manifest_digest(bundle: Bundle) -> str:
    """Give what the seal must say of the bundle: the SHA-256 of its manifest, lower-case hex."""
    return _sha256(bundle.manifest)


def _place(at: int) -> str:
    return f"documents/{at:02}.bin"


def _manifest(
    made_at: datetime, documents: tuple[Recorded, ...], entries: Mapping[str, bytes]
) -> dict[str, Any]:
    return {
        "type": "VerificationBundle",
        "version": 1,
        "madeAt": timestamp(made_at),
        "entries": [
            {"path": name, "sha256": _sha256(entries[name]), "bytes": len(entries[name])}
            for name in sorted(entries)
        ],
        "documents": [
            {
                "path": _place(at),
                "url": document.url,
                "accept": document.accept,
                "answeredBy": document.answered_by,
                "contentType": document.content_type,
                "at": timestamp(document.at),
            }
            for at, document in enumerate(documents)
        ],
    }


def _read_manifest(told: Any) -> tuple[datetime, list[dict[str, str]], dict[str, str]]:
    if told["type"] != "VerificationBundle" or told["version"] != 1:
        raise UnreadableError("manifest_invalid")
    digests = {_text(item["path"]): _text(item["sha256"]) for item in told["entries"]}
    members = ("path", "url", "accept", "answeredBy", "contentType", "at")
    documents = [{name: _text(item[name]) for name in members} for item in told["documents"]]
    if len(digests) != len(told["entries"]) or len(documents) > MAX_DOCUMENTS:
        raise UnreadableError("manifest_invalid")
    for item in documents:
        read_instant(item["at"])
    return read_instant(told["madeAt"]), documents, digests


def _recorded(item: Mapping[str, str], body: bytes) -> Recorded:
    at = read_instant(item["at"])
    return Recorded(item["url"], item["accept"], item["answeredBy"], item["contentType"], at, body)


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise UnreadableError("manifest_invalid")
    return given


def _ascii(token: bytes | None) -> str | None:
    try:
        return None if token is None else token.decode("ascii")
    except UnicodeDecodeError as error:
        raise UnreadableError("manifest_invalid") from error


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
