"""Which web addresses may stand as evidence: public ones, told by their letters alone. Pure.

Nothing here is looked up or fetched. An address that can only lead into somebody's own network shows
nothing to an assessor, and might make the assessor's browser open what is behind their own door.
"""

import re
import unicodedata
from urllib.parse import urlsplit

from credentials.outbound import globally_reachable
from credentials.unicode_forms import normalised

LINK_MAX = 1000  # as long as may be written into a badge
_UNSAFE = re.compile(r"[\x00-\x20\x7f<>\"{}|\\^`]")  # parsers do not agree about these
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?)*")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
# Names that never lead to the public Internet (RFC 6761, RFC 8375, RFC 9476), and what routers use at home.
_CLOSED_ENDINGS = frozenset(
    {
        *("localhost", "local", "localdomain", "internal", "intranet", "private", "corp", "home", "lan"),
        *("test", "invalid", "alt", "onion", "arpa"),
    }
)
_UNSEEN = frozenset({"Cf", "Mn"})  # joiners, soft hyphens, variation selectors
_FILLERS = "\u115f\u1160"  # letters of no width
_IPV4_PARTS = 4
_HEXADECIMAL, _OCTAL, _DECIMAL = 16, 8, 10


def link_problem(link: str) -> str | None:
    """Give what is wrong with a link: "link_too_long", "link_not_web", "link_private", or None."""
    if len(link) > LINK_MAX:
        return "link_too_long"
    try:
        parts = urlsplit(link)
        host = _plain(parts.hostname or "")
        port = parts.port
    except ValueError:
        return "link_not_web"
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not host or port == 0:
        return "link_not_web"
    if _UNSAFE.search(link):
        return "link_not_web"
    return _host_problem(host)


def _plain(host: str) -> str:
    """Give a host as browsers read it: full-width digits and other dots are plain ones; no dot at its end.

    They leave out signs that nobody sees (UTS 46), so marks are left out too: the rest tells where it leads.
    """
    unified = normalised("NFKC", host).replace("\u3002", ".").lower()
    seen = (one for one in unified if unicodedata.category(one) not in _UNSEEN and one not in _FILLERS)
    return "".join(seen).removesuffix(".")


def _host_problem(host: str) -> str | None:
    if ":" in host:
        return None if "%" not in host and globally_reachable(host) else "link_private"
    last = host.rpartition(".")[2]
    if _NUMBER.fullmatch(last):  # then browsers read the whole as an IPv4 address, in any of its spellings
        address = _ipv4(host)
        return None if address is not None and globally_reachable(address) else "link_private"
    if "." not in host or last in _CLOSED_ENDINGS:
        return "link_private"
    return None if _NAME.fullmatch(_in_ascii(host)) else "link_not_web"


def _in_ascii(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return ""


def _ipv4(host: str) -> str | None:
    """Give four decimal numbers for an IPv4 address in any spelling that browsers take (WHATWG URL)."""
    numbers = [_number(part) for part in host.split(".")]
    if len(numbers) > _IPV4_PARTS or None in numbers:
        return None
    known = [number for number in numbers if number is not None]
    *first, last = known
    if any(number > 255 for number in first) or last >= 256 ** (_IPV4_PARTS + 1 - len(known)):  # noqa: PLR2004 - a byte
        return None
    value = last + sum(number * 256 ** (3 - place) for place, number in enumerate(first))
    return ".".join(str(value >> shift & 255) for shift in (24, 16, 8, 0))


def _number(part: str) -> int | None:
    """Give one part: 0x is hexadecimal, a leading 0 octal."""
    if not _NUMBER.fullmatch(part):
        return None
    base, digits = _DECIMAL, part
    if part.startswith("0x"):
        base, digits = _HEXADECIMAL, part[2:] or "0"
    elif part.startswith("0") and len(part) > 1:
        base = _OCTAL
    try:
        return int(digits, base)
    except ValueError:
        return None
