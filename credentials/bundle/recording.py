"""Keeping what was fetched, and giving it again without a network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeGuard

from credentials.errors import CredentialError, FetchError, UnreadableError, UnsupportedError
from credentials.fetch import ACCEPT_CREDENTIAL, Fetch, Fetched
from credentials.proofs import jose, jwt
from credentials.proofs.suites import suite_of
from credentials.unwrap import unwrap
from credentials.verify.case import listed
from credentials.verify.dates import instant

_LIST_TYPE = "BitstringStatusListCredential"


@dataclass(frozen=True, slots=True)
class Recorded:
    """One answer as it came: what was asked (`url`, `accept`), what was given, and when."""

    url: str
    accept: str
    answered_by: str
    content_type: str
    at: datetime
    body: bytes


class Recorder:
    """A `Fetch` that keeps what the wrapped one gives, once per address and Accept header."""

    def __init__(self, fetch: Fetch, *, now: datetime) -> None:
        """Wrap `fetch`; answers that do not say when they were given were given `now`."""
        self._fetch, self._now = fetch, now
        self._kept: dict[tuple[str, str], Recorded] = {}

    def __call__(
        self, url: str, *, accept: str = "application/json", redirects: int = 0, same_host: bool = True
    ) -> Fetched:
        """Fetch as the wrapped function does."""
        answer = self._fetch(url, accept=accept, redirects=redirects, same_host=same_host)
        at = answer.at or self._now
        self._kept[url, accept] = Recorded(url, accept, answer.url, answer.content_type, at, answer.body)
        return answer

    @property
    def documents(self) -> tuple[Recorded, ...]:
        """Everything that was given, in the order of addresses."""
        return tuple(self._kept[key] for key in sorted(self._kept))


class Replay:
    """A `Fetch` over recorded answers. Unless somebody vouches for them it gives only what proves itself.

    A signed status list proves what it says, and only by its own end that it says so still.
    """

    def __init__(self, documents: Sequence[Recorded], *, is_vouched_for: bool) -> None:
        """Raises `FetchError` when called: not_in_bundle, or not_vouched_for."""
        self._documents = documents
        self._is_vouched_for = is_vouched_for

    def __call__(
        self,
        url: str,
        *,
        accept: str = "application/json",
        redirects: int = 0,  # noqa: ARG002 - the shape of Fetch
        same_host: bool = True,  # noqa: ARG002 - the shape of Fetch
    ) -> Fetched:
        """Give what was recorded."""
        known = [document for document in self._documents if document.url == url]
        if not known:
            raise FetchError("not_in_bundle", url=url[:500])
        if not self._is_vouched_for and accept != ACCEPT_CREDENTIAL:
            raise FetchError("not_vouched_for", url=url[:500])
        found = next((document for document in known if document.accept == accept), known[0])
        if not self._is_vouched_for and _is_undated_list(found.body):
            raise FetchError("not_vouched_for", url=url[:500])
        return Fetched(found.answered_by, found.body, found.content_type, found.at)


def proven_at(documents: Sequence[Recorded], made_at: datetime) -> datetime:
    """Give of when recorded answers are that nobody vouches for: not later than the oldest list of them says.

    The time that a bundle was `made_at` is its maker's word.
    """
    lists = [found for one in documents if (found := _list_in(one.body)) is not None]
    written = [moment for found in lists if (moment := _written_at(found)) is not None]
    return min([made_at, *written])  # a list of no known time is not given out at all


class _List(NamedTuple):
    """A status list, unchecked, and the claims of its token."""

    document: Mapping[str, object]
    claims: Mapping[str, object]


def _is_undated_list(body: bytes) -> bool:
    """Tell whether this is a status list without an end or a time: only the recorder says how old it is."""
    found = _list_in(body)
    if found is None:
        return False
    has_end = not {"validUntil", "expirationDate"}.isdisjoint(found.document) or "exp" in found.claims
    return not has_end or _written_at(found) is None


def _list_in(body: bytes) -> _List | None:
    try:
        unwrapped = unwrap(body)
    except UnreadableError:
        return None
    if _LIST_TYPE not in listed(unwrapped.document.get("type")):
        return None
    claims = {} if unwrapped.opened is None else jose.parse_opened(unwrapped.opened).payload
    return _List(unwrapped.document, claims)


def _written_at(found: _List) -> datetime | None:
    """Give the last time at which its issuer says that the list was written, if its signatures are good."""
    document, claims = found
    told = [instant(document.get(name)) for name in ("validFrom", "issuanceDate")]
    told += [_claimed(claims, name) for name in ("iat", "nbf")]
    told += [instant(one.get("created")) for one in listed(document.get("proof")) if _is_own(one, document)]
    return max((moment for moment in told if moment is not None), default=None)


def _claimed(claims: Mapping[str, object], name: str) -> datetime | None:
    try:
        return jwt.numeric_date(claims, name)
    except CredentialError:
        return None


def _is_own(proof: object, document: Mapping[str, object]) -> TypeGuard[Mapping[str, object]]:
    """Tell whether a list fails when this proof is bad; others anybody may add."""
    if not isinstance(proof, Mapping):
        return False
    issuer = document.get("issuer")
    owner = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    method = proof.get("verificationMethod")
    if not isinstance(owner, str) or not isinstance(method, str) or method.partition("#")[0] != owner:
        return False
    try:
        suite_of(proof)
    except UnsupportedError:
        return False
    return True


def record(fetch: Fetch, *, now: datetime) -> Recorder:
    """Give a `Fetch` that remembers for a bundle what it fetched, at `now`.

    Verify without remembered lists (`Knowledge.lists`): what was not asked for again is not recorded.
    """
    return Recorder(fetch, now=now)
