"""Fetching what strangers name: our own addresses are answered in process, others by the guarded client."""

import threading
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from credentials.errors import FetchError
from credentials.fetch import Fetch, Fetched
from foundation import clock

MOST_A_MINUTE = 10  # per remote host, so that badges cannot be used to hammer a victim
MOST_AT_ONCE = 2

Answer = Callable[[str], Fetched | None]


class HostLimits:
    """At most so many requests per remote host, in a minute and at once."""

    def __init__(self, remote: Fetch) -> None:
        self._remote = remote
        self._lock = threading.Lock()
        self._recent: dict[str, deque[datetime]] = defaultdict(deque)
        self._open: dict[str, int] = defaultdict(int)

    def __call__(
        self, url: str, *, accept: str = "application/json", redirects: int = 0, same_host: bool = True
    ) -> Fetched:
        """Fetch, or raise FetchError("host_busy")."""
        host = _host(url)
        self._enter(host)
        try:
            return self._remote(url, accept=accept, redirects=redirects, same_host=same_host)
        finally:
            with self._lock:
                self._open[host] -= 1

    def _enter(self, host: str) -> None:
        now = clock.now()
        with self._lock:
            self._forget(now - timedelta(minutes=1))
            recent = self._recent[host]
            if len(recent) >= MOST_A_MINUTE or self._open[host] >= MOST_AT_ONCE:
                raise FetchError("host_busy", host=host)
            recent.append(now)
            self._open[host] += 1

    def _forget(self, before: datetime) -> None:
        """Drop what is older; hosts that nobody asked for since are kept no longer, or memory would fill."""
        for host, recent in list(self._recent.items()):
            while recent and recent[0] < before:
                recent.popleft()
            if not recent and not self._open[host]:
                del self._recent[host], self._open[host]


def _host(url: str) -> str:
    """Give the host alone: port, user and spelling do not make it another one."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""  # the guarded client says what is wrong with it


class OwnFirst:
    """Answers what lies under our own base URL from the database, asks the network for the rest."""

    def __init__(self, base_url: str, own: Answer, remote: Fetch) -> None:
        self._base, self._own, self._remote = base_url, own, remote

    def __call__(
        self, url: str, *, accept: str = "application/json", redirects: int = 0, same_host: bool = True
    ) -> Fetched:
        """Fetch; an address of ours that does not exist is an http_status error, never a request."""
        if url == self._base or url.startswith(self._base + "/"):
            found = self._own(url.removeprefix(self._base).partition("#")[0])
            if found is None:
                raise FetchError("http_status", status=404)
            return found
        return self._remote(url, accept=accept, redirects=redirects, same_host=same_host)
