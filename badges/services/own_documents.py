"""What lies under our own address, for our own verifier: read from the database, not over the network."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs
from uuid import UUID

import orjson

from badges.queries import awards, endorsements
from badges.standing import is_open_to_all
from credentials.errors import FetchError
from credentials.fetch import Fetch, Fetched
from foundation.addresses import absolute, base_url
from foundation.errors import ServiceError
from foundation.fetch import OwnFirst
from issuers import queries as issuers
from issuers.services import publishing, status_history

_ID = "([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})"
_STATUS_LIST = re.compile(rf"/issuers/{_ID}/status/([0-9]{{1,6}})")
_DID_DOCUMENT = re.compile(rf"/issuers/{_ID}/did\.json")
_CREDENTIAL = re.compile(rf"/credentials/{_ID}")
_ENDORSEMENT = re.compile(rf"/endorsements/{_ID}")


def own_document(target: str) -> Fetched | None:
    """Give what we serve at a path: a status list, DID document, public badge or endorsement; or None.

    Of a query only the `timestamp` of a status list is heard, as at the door.
    """
    path, _, query = target.partition("?")
    for pattern, answer, content_type in _ANSWERS:
        found = pattern.fullmatch(path)
        if found is not None:
            past = parse_qs(query, keep_blank_values=True).get("timestamp", [])
            asked = (*found.groups(), past) if answer is _status_list else found.groups()
            body = _answered(answer, *asked)
            return None if body is None else Fetched(absolute(target), body, content_type)
    return None


def own_only() -> Fetch:
    """Give a fetch that never leaves this process."""
    return OwnFirst(base_url(), own_document, _nowhere)


def _answered(answer: Callable[..., bytes | None], *asked: str | list[str]) -> bytes | None:
    try:
        return answer(*asked)
    except ServiceError:
        return None


def _nowhere(url: str, *, accept: str = "", redirects: int = 0, same_host: bool = True) -> Fetched:  # noqa: ARG001 - the shape of a Fetch
    raise FetchError("address_forbidden")


def _status_list(issuer_id: str, number: str, timestamps: list[str]) -> bytes | None:
    moment = status_history.moment_asked(timestamps)
    if moment is None:
        return publishing.status_list_body(UUID(issuer_id), int(number))
    return status_history.status_list_at(UUID(issuer_id), int(number), moment).body


def _did_document(issuer_id: str) -> bytes:
    return orjson.dumps(publishing.did_document(UUID(issuer_id)))


def _credential(credential_id: str) -> bytes | None:
    credential = awards.credential_by_id(UUID(credential_id))
    return issuers.signed_body(credential.urn, "json") if is_open_to_all(credential) else None


def _endorsement(endorsement_id: str) -> bytes | None:
    row = endorsements.by_id(UUID(endorsement_id))
    is_shown = row.id in {one.id for one in endorsements.shown(row.subject_id)}
    is_open = is_shown and is_open_to_all(awards.credential_by_id(row.subject_id))
    return issuers.signed_body(row.urn, "json") if is_open else None


_ANSWERS: tuple[tuple[re.Pattern[str], Callable[..., bytes | None], str], ...] = (
    (_STATUS_LIST, _status_list, "application/vc"),
    (_DID_DOCUMENT, _did_document, "application/did+json"),
    (_CREDENTIAL, _credential, "application/vc+ld+json"),
    (_ENDORSEMENT, _endorsement, "application/vc+ld+json"),
)
