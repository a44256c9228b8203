"""The one guarded client: the only module of the cellar that opens a socket.

Addresses come from strangers' credentials, so the check stands where the socket is opened: a name is
resolved once, every answer must be globally reachable, and the connection goes to that literal
address, while TLS checks the certificate by name.
"""

import io
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as LookupTimeoutError
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

import certifi
import httpcore

from credentials.errors import FetchError
from credentials.fetch import Fetched

MAX_BODY_BYTES = 2 * 1024 * 1024
TOTAL_SECONDS = 8.0
MAX_REDIRECTS = 2

Resolver = Callable[[str, int], Iterable[str]]
_Headers = dict[bytes | str, bytes | str]

_HTTPS_PORT = 443
_OK = 200
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PRINTABLE = re.compile(r"[\x21-\x5b\x5d-\x7e]+")  # no spaces, controls, backslash or non-ASCII
_HOST = re.compile(r"[a-zA-Z0-9._-]+|[0-9a-fA-F:.]+")

# The special-purpose registries of IANA, and what the Internet has retired.
_CLOSED_V4 = tuple(
    ipaddress.IPv4Network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
_OPEN_V6 = ipaddress.IPv6Network("2000::/3")  # global unicast; nothing else may be reached
_CLOSED_V6 = tuple(
    ipaddress.IPv6Network(text)
    for text in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

_lookups = ThreadPoolExecutor(max_workers=4, thread_name_prefix="name-lookup")


def globally_reachable(address: str) -> bool:
    """Tell whether a literal IP address is a public one, after unmapping IPv4 in IPv6 and NAT64.

    6to4, Teredo, IPv4-compatible, site-local and every special-purpose range are not.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped
        if inner is None and parsed in _NAT64:
            inner = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
        if inner is None:
            return parsed in _OPEN_V6 and not any(parsed in closed for closed in _CLOSED_V6)
        parsed = inner
    return parsed.is_global and not any(parsed in closed for closed in _CLOSED_V4)


def system_resolver(host: str, port: int) -> Iterable[str]:
    """Give the addresses of `host` as the operating system knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


class Guarded:
    """A `Fetch` that reaches public https addresses only.

    `also_origins` (such as "http://localhost:8000") are reachable wherever they are, with http too:
    for development and tests. Raises `FetchError` with the code bad_address, not_https, name_unknown,
    address_forbidden, redirect_forbidden, http_status, encoding_refused, too_big, timed_out or
    unreachable.
    """

    def __init__(
        self,
        also_origins: frozenset[str] = frozenset(),
        resolver: Resolver = system_resolver,
        total_seconds: float = TOTAL_SECONDS,
        user_agent: str = "Barnstar",
        max_bytes: int = MAX_BODY_BYTES,
    ) -> None:
        """Remember what is open, and how we introduce ourselves (RFC 9110, 10.1.5); nothing is opened yet."""
        self._max_bytes = max_bytes
        self._also_origins = frozenset(origin.rstrip("/").lower() for origin in also_origins)
        self._resolver = resolver
        self._total_seconds = total_seconds
        self._user_agent = user_agent
        self._tls = ssl.create_default_context(cafile=certifi.where())

    def __call__(
        self, url: str, *, accept: str = "application/json", redirects: int = 0, same_host: bool = True
    ) -> Fetched:
        """Fetch once, within 8 s and 2 MiB unless told otherwise; no cookies, no proxies, no credentials."""
        deadline = time.monotonic() + self._total_seconds
        first_host = _split(url).hostname
        for hops_left in range(min(redirects, MAX_REDIRECTS), -1, -1):
            answer = self._answer(url, accept, deadline)
            if answer.location is None:
                return Fetched(url, answer.body, answer.content_type)
            url = urljoin(url, answer.location)
            leaves = _split(url).hostname != first_host
            if hops_left == 0 or (same_host and leaves):
                raise FetchError("redirect_forbidden", url=url[:200])
        raise FetchError("redirect_forbidden", url=url[:200])

    def _answer(self, url: str, accept: str, deadline: float) -> "_Answer":
        parts = _split(url)
        origin = f"{parts.scheme}://{parts.netloc}".lower()
        is_named = origin in self._also_origins
        if not is_named and (parts.scheme != "https" or (parts.port or _HTTPS_PORT) != _HTTPS_PORT):
            raise FetchError("not_https", url=url[:200])
        door = _Door(self._resolver, deadline, is_open=is_named)
        try:
            with httpcore.ConnectionPool(
                ssl_context=self._tls, network_backend=door, max_connections=1, max_keepalive_connections=0
            ) as pool:
                return _exchange(pool, parts, self._headers(parts, accept), deadline, self._max_bytes)
        except httpcore.TimeoutException as error:
            raise FetchError("timed_out", url=url[:200]) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError) as error:
            raise FetchError("unreachable", url=url[:200]) from error

    def _headers(self, parts: SplitResult, accept: str) -> _Headers:
        return {
            "Host": parts.netloc,
            "Accept": accept,
            "Accept-Encoding": "identity",
            "User-Agent": self._user_agent,
            "Connection": "close",
        }


@dataclass(frozen=True, slots=True)
class _Answer:
    location: str | None
    body: bytes
    content_type: str


def _split(url: str) -> SplitResult:
    """Give the parts of an address that every parser reads alike; refuse all others."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchError("bad_address", url=url[:200]) from error
    plain = _PRINTABLE.fullmatch(url) and _HOST.fullmatch(parts.hostname or "")
    if not plain or "@" in parts.netloc or port == 0:
        raise FetchError("bad_address", url=url[:200])
    if parts.scheme not in ("http", "https"):
        raise FetchError("not_https", url=url[:200])
    return parts


def _exchange(
    pool: httpcore.ConnectionPool, parts: SplitResult, headers: _Headers, deadline: float, max_bytes: int
) -> _Answer:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    address = httpcore.URL(
        scheme=parts.scheme.encode(), host=(parts.hostname or "").encode(), port=parts.port, target=target
    )
    timeout = dict.fromkeys(("connect", "read", "write", "pool"), _left(deadline))
    with pool.stream("GET", address, headers=headers, extensions={"timeout": timeout}) as response:
        fields = {name.lower(): value.decode("latin-1") for name, value in response.headers}
        if response.status in _REDIRECTS and b"location" in fields:
            return _Answer(fields[b"location"], b"", "")
        if response.status != _OK:
            raise FetchError("http_status", status=response.status)
        if fields.get(b"content-encoding", "identity").strip().lower() not in ("", "identity"):
            raise FetchError("encoding_refused", encoding=fields[b"content-encoding"][:40])
        return _Answer(None, _body(response, deadline, max_bytes), fields.get(b"content-type", ""))


def _body(response: httpcore.Response, deadline: float, max_bytes: int) -> bytes:
    body = io.BytesIO()  # gives what it holds without a second copy of it
    for part in response.iter_stream():
        body.write(part)
        if body.tell() > max_bytes:
            raise FetchError("too_big", max_bytes=max_bytes)
        _left(deadline)
    return body.getvalue()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise FetchError("timed_out")
    return left


class _Door(httpcore.NetworkBackend):
    """Opens the socket: the only place where an address is chosen."""

    def __init__(self, resolver: Resolver, deadline: float, *, is_open: bool) -> None:
        self._resolver = resolver
        self._deadline = deadline
        self._is_open = is_open
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline is nearer
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a literal address of `host`, after all of them were judged."""
        last: Exception | None = None
        for address in self._addresses(host, port):
            try:
                stream = self._sockets.connect_tcp(
                    address, port, _left(self._deadline), local_address, socket_options
                )
                return _TimedStream(stream, self._deadline)
            except httpcore.ConnectError as error:
                last = error
        raise httpcore.ConnectError(str(last))

    def _addresses(self, host: str, port: int) -> list[str]:
        lookup = _lookups.submit(lambda: list(dict.fromkeys(self._resolver(host, port))))
        try:
            found = lookup.result(timeout=_left(self._deadline))
        except LookupTimeoutError as error:
            raise FetchError("timed_out", host=host) from error
        except (OSError, ValueError) as error:
            raise FetchError("name_unknown", host=host) from error
        if not found:
            raise FetchError("name_unknown", host=host)
        if not self._is_open and not all(globally_reachable(address) for address in found):
            raise FetchError("address_forbidden", host=host)
        return found


class _TimedStream(httpcore.NetworkStream):
    """A stream in which no single read or write outlives the deadline of the whole fetch."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - see the class
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - see the class
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - see the class
    ) -> httpcore.NetworkStream:
        tls = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline))
        return _TimedStream(tls, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
