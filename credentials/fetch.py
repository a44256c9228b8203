"""How the cellar asks for a remote document: a function given in, never a socket of its own."""

from datetime import datetime
from typing import NamedTuple, Protocol

from credentials.errors import FetchError

# Asked with exactly this where the answer is a credential that is judged by its own signature, and nowhere
# else: an offline bundle that nobody vouches for may answer these requests and no others.
ACCEPT_CREDENTIAL = "application/vc, application/vc+ld+json, application/json, application/vc+jwt, text/plain"


class Fetched(NamedTuple):
    """One answer. `url`: where the body came from after redirects. `body`: as big as the client lets it be.

    `at` is when the issuer's server gave it, where it was kept since; None when it was asked just now.
    """

    url: str
    body: bytes
    content_type: str
    at: datetime | None = None


class Fetch(Protocol):
    """Give the document at an https address, or raise `FetchError`.

    `accept` is the Accept header. `redirects` is how many redirects may be followed (each
    re-checked); `same_host` forbids leaving the host (did:web documents, status lists).
    """

    def __call__(
        self, url: str, *, accept: str = "application/json", redirects: int = 0, same_host: bool = True
    ) -> Fetched:
        """Fetch once, with no cookies and no credentials."""
        ...


def offline(
    url: str,
    *,
    accept: str = "application/json",  # noqa: ARG001 - the shape of Fetch
    redirects: int = 0,  # noqa: ARG001 - the shape of Fetch
    same_host: bool = True,  # noqa: ARG001 - the shape of Fetch
) -> Fetched:
    """Ask nobody: a `Fetch` that raises `FetchError("offline")`."""
    raise FetchError("offline", url=url)
