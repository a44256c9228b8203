"""What a stranger may write where something else should stand: every place of a document, every odd value."""

import copy
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

import orjson

from credentials.errors import UnreadableError
from credentials.instants import read_instant
from credentials.keys import Signer
from credentials.multibase import b64url

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 2.5, 10**17, "", " ", "x", "\x00", "é", "a.b.c", "..", "{}", "#", "sha256$", "zz", "u",
    "https://[", "https://[x]/", "https://ex\u2100mple.org/", "https://h:99999/", "https://@/", "http:",
    "urn:", "did:", "did:web:", "did:web:[", "did:key:", "did:key:z", "did:jwk:", "did:jwk:e30", "data:,",
    "PT", "z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", [], [[]], [None], [{}], [""], ["x", "x"],
    {}, {"id": []}, {"id": {}}, {"type": {}}, {"type": [[]]}, {"@value": []}, {"@context": {}}, {"proof": []},
)  # fmt: skip


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the path of every value below the document."""
    if isinstance(value, dict):
        members = list(value.items())
    else:
        members = list(enumerate(value)) if isinstance(value, list) else []
    for name, member in members:
        yield (*at, name)
        yield from places(member, (*at, name))


def put(document: Any, place: tuple[Any, ...], value: Any) -> Any:
    """Give the document with another value in that place."""
    if not place:
        return value
    name, *rest = place
    made = copy.copy(document)
    made[name] = put(document[name], tuple(rest), value)
    return made


def mutants(document: Any, each: int = len(ODD)) -> Iterator[Any]:
    """Give the document with an array, an object and `each` odd values in turn in every place; and with all
    of them in the place of the document.
    """
    values = cycle(ODD)
    for place in places(document):
        for value in ([], {}, *islice(values, each)):
            yield put(document, place, value)
        next(values)  # else the same place of every entry of an array could meet the same ones
    yield from ODD


def signed_anew(document: Any, signer: Signer, kid: str | None, **header: Any) -> str:
    """Give a compact JWS over anything at all, with the claims that a badge needs as far as there are any."""
    head = {"alg": "EdDSA", "typ": "JWT", **({} if kid is None else {"kid": kid}), **header}
    payload = {**document, **dict(_claims(document))} if isinstance(document, dict) else document
    signing = f"{b64url(orjson.dumps(head))}.{b64url(orjson.dumps(payload))}"
    return f"{signing}.{b64url(signer.sign(signing.encode()))}"


def _claims(document: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Give the claims of Open Badges 3.0, 8.2.4.1, that are not there already."""
    issuer, subject = document.get("issuer"), document.get("credentialSubject")
    told = {
        "iss": issuer.get("id") if isinstance(issuer, dict) else issuer,
        "sub": subject.get("id") if isinstance(subject, dict) else None,
        "jti": document.get("id"),
        "nbf": _seconds(document.get("validFrom")),
        "exp": _seconds(document.get("validUntil")),
    }
    for name, value in told.items():
        if value is not None and name not in document:
            yield name, value


def _seconds(given: Any) -> int | None:
    try:
        return int(read_instant(given).timestamp())
    except UnreadableError:
        return None
