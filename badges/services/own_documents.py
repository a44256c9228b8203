"""What lies under our own address, for our own verifier: read from the database, not over the network."""

import re
from collections.abc import Callable
from uuid import UUID

import orjson

from badges.queries import awards
from credentials.errors import FetchError
from credentials.fetch import Fetch, Fetched
from foundation.addresses import absolute, base_url
from foundation.errors import NotFoundError
from foundation.fetch import OwnFirst
from issuers import queries as issuers
from issuers.services import publishing

_ID = "([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})"
_STATUS_LIST = re.compile(rf"/issuers/{_ID}/status/([0-9]{{1,6}})")
_DID_DOCUMENT = re.compile(rf"/issuers/{_ID}/did\.json")
_CREDENTIAL = re.compile(rf"/credentials/{_ID}")


def own_document(path: str) -> Fetched | None:
    """Give what we serve at a path: a status list, DID document or public credential; else None."""
    for pattern, answer, content_type in _ANSWERS:
        found = pattern.fullmatch(path)
        if found is not None:
            body = _answered(answer, *found.groups())
            return None if body is None else Fetched(absolute(path), body, content_type)
    return None


def own_only() -> Fetch:
    """Give a fetch that never leaves this process."""
    return OwnFirst(base_url(), own_document, _nowhere)


def _answered(answer: Callable[..., bytes | None], *groups: str) -> bytes | None:
    try:
        return answer(*groups)
    except NotFoundError:
        return None


def _nowhere(url: str, *, accept: str = "", redirects: int = 0, same_host: bool = True) -> Fetched:  # noqa: ARG001 - the shape of a Fetch
    raise FetchError("address_forbidden")


def _status_list(issuer_id: str, number: str) -> bytes | None:
    return publishing.status_list_body(UUID(issuer_id), int(number))


def _did_document(issuer_id: str) -> bytes:
    return orjson.dumps(publishing.did_document(UUID(issuer_id)))


def _credential(credential_id: str) -> bytes | None:
    credential = awards.credential_by_id(UUID(credential_id))
    return issuers.signed_body(credential.urn, "json") if credential.public_at else None


_ANSWERS: tuple[tuple[re.Pattern[str], Callable[..., bytes | None], str], ...] = (
    (_STATUS_LIST, _status_list, "application/vc"),
    (_DID_DOCUMENT, _did_document, "application/did+json"),
    (_CREDENTIAL, _credential, "application/vc+ld+json"),
)
