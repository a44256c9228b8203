"""What is being verified and with what: one value handed to every check."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from credentials.errors import FetchError
from credentials.fetch import Fetch, Fetched
from credentials.proofs.jose import Token
from credentials.verify.knowledge import NOTHING, Knowledge
from credentials.verify.policy import STANDARD, Policy


class Recognised(NamedTuple):
    """A document that is known to be well-formed, with the SHA-256 of its canonical form without proofs."""

    document: Mapping[str, object]
    digest: bytes


class Case(NamedTuple):
    """One credential under examination.

    `token` is its compact JWS when it came as one, `raw` its own bytes as received (out of the picture).
    `now` is the time that is judged. `recipient_type` is the identifier type of `recipient`, None to go by
    its look. `heard_at` is when the answers of `fetch` were given, where they are a recording. `asked_at` is
    the present where `now` is another time: status lists are asked for as they were then. `recognised` is a
    document of a kind that is well-formed (see `recognition`).
    """

    document: Mapping[str, object]
    token: Token | None
    fetch: Fetch
    now: datetime
    recipient: str | None = None
    raw: bytes = b""
    policy: Policy = STANDARD
    knowledge: Knowledge = NOTHING
    recipient_type: str | None = None
    heard_at: datetime | None = None
    asked_at: datetime | None = None
    recognised: Recognised | None = None

    @property
    def body_hash(self) -> bytes | None:
        """The SHA-256 of the canonical form without proofs, when it is this document that was recognised."""
        recognised = self.recognised
        return recognised.digest if recognised is not None and recognised.document is self.document else None

    @property
    def issuer_id(self) -> str:
        """The issuer's id, or "" when the document names none."""
        issuer = self.document.get("issuer")
        named = issuer.get("id") if isinstance(issuer, dict) else issuer
        return named if isinstance(named, str) else ""

    @property
    def subject(self) -> Mapping[str, object]:
        """The credential subject, or an empty object when it is not one."""
        subject = self.document.get("credentialSubject")
        return subject if isinstance(subject, dict) else {}


def listed(value: object) -> list[object]:
    """Give the entries of a member that may be absent, single or an array."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


class Budgeted:
    """A `Fetch` that asks each address once and asks for few: a credential must not aim us at others.

    The budget is for one verification with everything it leads to (keys, status lists, endorsements).
    Raises `FetchError("too_many_fetches")` over it, and repeats a failure without asking again.
    """

    def __init__(self, fetch: Fetch, limit: int = 4, is_free: Callable[[str], bool] | None = None) -> None:
        """Wrap `fetch`, allowing `limit` different requests beside those that are free."""
        self._fetch = fetch
        self._limit, self._spent = limit, 0
        self._is_free = is_free or (lambda _url: False)
        self._answers: dict[tuple[str, str, int, bool], Fetched | FetchError] = {}

    def __call__(
        self, url: str, *, accept: str = "application/json", redirects: int = 0, same_host: bool = True
    ) -> Fetched:
        """Fetch as the wrapped function does, or give what it gave before."""
        key = (url, accept, redirects, same_host)
        if key not in self._answers:
            self._spend(url)
            self._answers[key] = self._asked(url, accept, redirects, same_host)
        answer = self._answers[key]
        if isinstance(answer, FetchError):
            raise answer
        return answer

    def _spend(self, url: str) -> None:
        if self._is_free(url):
            return
        if self._spent >= self._limit:
            raise FetchError("too_many_fetches", limit=self._limit)
        self._spent += 1

    def _asked(self, url: str, accept: str, redirects: int, same_host: bool) -> Fetched | FetchError:
        try:
            return self._fetch(url, accept=accept, redirects=redirects, same_host=same_host)
        except FetchError as error:
            return error
