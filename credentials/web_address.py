"""Takes web addresses apart that strangers wrote."""

from urllib.parse import SplitResult, urlsplit

_NOTHING = SplitResult("", "", "", "", "")


def parts(address: str) -> SplitResult:
    """Give the parts of an address; one that cannot be taken apart has none. Its `port` may still raise."""
    try:
        return urlsplit(address)
    except ValueError:  # brackets around no IPv6 address, a host that changes when it is normalised
        return _NOTHING


def origin(address: str) -> str:
    """Give scheme, host and port of an http or https address in lower case, "" for anything else."""
    found = parts(address)
    try:
        port = found.port
    except ValueError:
        return ""
    if found.scheme not in ("http", "https") or not found.hostname or "@" in found.netloc:
        return ""
    default = {"http": 80, "https": 443}[found.scheme]
    return f"{found.scheme}://{found.hostname}:{port or default}"
