"""How the cellar asks for a remote document: a function given in, never a socket of its own."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer. `url` is where the body came from after redirects, `body` is at most 2 MiB."""

    url: str
    body: bytes
    content_type: str


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
