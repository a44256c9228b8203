"""Objects that an older badge links to: by address, or embedded.

What stands at an address is what its host says. An embedded copy of something that has an address is only a
pointer to it, unless it came from the same host: else anybody could embed a famous issuer with own rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from credentials import strict_json
from credentials.errors import CredentialError, ProofError, UnreadableError
from credentials.fetch import Fetch, Fetched
from credentials.web_address import origin

ACCEPT = "application/ld+json, application/json"

_REDIRECTS = 2  # Open Badges 2.0 lets a host redirect; it may not send us to another one
_ADDRESS_MAX = 2000
VALUES_MAX = 5_000  # each is looked at, at some cost; a badge has some fifty
LISTED_MAX = 100_000  # values of a revocation list, which may name thousands


@dataclass(frozen=True, slots=True)
class Linked:
    """A linked object. With `error` it could not be had, and `members` is no more than what was given."""

    members: Mapping[str, object] = field(default_factory=dict)
    error: CredentialError | None = None


def follow(value: object, fetch: Fetch, *, said_by: str | None) -> Linked:
    """Give the object behind `value`, an address or an embedded object; one without address stays as it is.

    `said_by` is the address whose host said `value`, None when nobody is known to have said it.
    The error is a `FetchError`, `UnreadableError("linked_unreadable")` or `ProofError("linked_other_id")`.
    """
    address = identifier(value)
    if address is None or not is_web(address):
        return Linked(as_given(value))
    is_embedded = isinstance(value, Mapping)
    if is_embedded and said_by is not None and origin(address) == origin(said_by):
        return Linked(as_given(value))
    try:
        return Linked(_at(address, fetch))
    except CredentialError as error:
        return Linked(as_given(value), error)


def as_given(value: object) -> Mapping[str, object]:
    """Give an embedded object, or one that has nothing but its id; nobody is asked."""
    if isinstance(value, Mapping):
        return value
    return {"id": value} if isinstance(value, str) else {}


def get(address: str, fetch: Fetch) -> Fetched:
    """Fetch a document of an older badge."""
    return fetch(address, accept=ACCEPT, redirects=_REDIRECTS, same_host=True)


def read(body: bytes, values_max: int = VALUES_MAX) -> Mapping[str, object]:
    """Give the JSON object in a body. Raises `UnreadableError("linked_unreadable")`."""
    try:
        found = strict_json.loads(body)
    except UnreadableError as error:
        raise UnreadableError("linked_unreadable", reason=error.code) from error
    if not isinstance(found, dict):
        raise UnreadableError("linked_unreadable", reason="not_an_object")
    if is_too_much(found, values_max):
        raise UnreadableError("linked_unreadable", reason="too_many_values")
    return found


def is_too_much(document: object, values_max: int = VALUES_MAX) -> bool:
    """Tell whether a document holds more values than any honest one."""
    waiting, seen = [document], 0
    while waiting:
        value = waiting.pop()
        members = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
        seen += len(members)
        if seen > values_max:
            return True
        waiting += members
    return False


def identifier(value: object) -> str | None:
    """Give the id of an object, or the text that stands for it."""
    found = value.get("id") if isinstance(value, Mapping) else value
    return found if isinstance(found, str) and found else None


def is_web(address: str) -> bool:
    """Tell whether this is an address that a host can answer for."""
    return len(address) <= _ADDRESS_MAX and bool(origin(address))


def _at(address: str, fetch: Fetch) -> Mapping[str, object]:
    """Give the object at an address, which must not say that it is another one."""
    members = read(get(address, fetch).body)
    named = members.get("id", address)
    if named != address:
        raise ProofError("linked_other_id", id=str(named)[:200], address=address)
    return {**members, "id": address}
