"""Keeping what was fetched, and giving it again without a network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from credentials.errors import FetchError, UnreadableError
from credentials.fetch import ACCEPT_CREDENTIAL, Fetch, Fetched
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
    return min([made_at, *(_written_at(found) or made_at for found in lists)])


def _is_undated_list(body: bytes) -> bool:
    """Tell whether this is a status list without an end: only the recorder says that it is not an old one."""
    found = _list_in(body)
    return found is not None and not {"validUntil", "expirationDate"} & found.keys()


def _list_in(body: bytes) -> Mapping[str, object] | None:
    """Give the status list that the bytes hold, unchecked."""
    try:
        document = unwrap(body).document
    except UnreadableError:
        return None
    return document if _LIST_TYPE in listed(document.get("type")) else None


def _written_at(found: Mapping[str, object]) -> datetime | None:
    """Give the last time in a list by which it was written."""
    proofs = [one for one in listed(found.get("proof")) if isinstance(one, Mapping)]
    told = [found.get("validFrom"), found.get("issuanceDate"), *(one.get("created") for one in proofs)]
    return max((moment for moment in map(instant, told) if moment is not None), default=None)


def record(fetch: Fetch, *, now: datetime) -> Recorder:
    """Give a `Fetch` that remembers for a bundle what it fetched, at `now`.

    Verify without remembered lists (`Knowledge.lists`): what was not asked for again is not recorded.
    """
    return Recorder(fetch, now=now)
