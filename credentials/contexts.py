"""JSON-LD contexts as published, pinned by digest. What is not here is refused, never fetched."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from credentials.errors import CredentialError, UnknownContextError

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
DID_V1 = "https://www.w3.org/ns/did/v1"
MULTIKEY_V1 = "https://w3id.org/security/multikey/v1"

_STANDARDS = resources.files("credentials") / "standards"


@cache
def provenance() -> tuple[Mapping[str, Any], ...]:
    """Give one record per bundled file: url, file, package, version, sha256, licence, maybe note."""
    return tuple(json.loads((_STANDARDS / "PROVENANCE.json").read_bytes()))


BUNDLED: Mapping[str, str] = {
    record["url"]: record["file"] for record in provenance() if not record.get("superseded")
}


def load_context(url: str) -> dict[str, Any]:
    """Give the context document at `url`, parsed; callers own the result.

    Raises `UnknownContextError` when it is not bundled, `CredentialError("context_altered")` when the
    bundled bytes are not those on record.
    """
    name = BUNDLED.get(url)
    if name is None:
        raise UnknownContextError(url=url)
    return load_file(name)


def load_file(name: str) -> dict[str, Any]:
    """Give one bundled file by its name in `provenance()`, checked as `load_context` does."""
    document: dict[str, Any] = json.loads(_checked_bytes(name))
    return document


@cache
def _checked_bytes(name: str) -> bytes:
    expected = {record["file"]: record["sha256"] for record in provenance()}
    body = (_STANDARDS / name).read_bytes()
    if hashlib.sha256(body).hexdigest() != expected[name]:
        raise CredentialError("context_altered", file=name)
    return body
