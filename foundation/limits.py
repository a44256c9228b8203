"""How often one visitor may ask. Counted per address (IPv6 per /64), switched off by a setting."""

import ipaddress

from flask import Flask, request
from flask_limiter import Limiter

VERIFY = "30 per minute; 300 per hour"
SIGN_IN = "10 per minute; 60 per hour"
MAIL = "5 per minute; 20 per hour"
WRITE = "60 per minute"
UPLOAD = "20 per minute; 120 per hour"  # files are big, and each is kept
TAKE_ALONG = "4 per minute; 20 per hour"  # everything of a person is read, opened and packed
REPORT = "5 per minute; 30 per hour"  # anybody may report, so that nobody is flooded with reports


def visitor() -> str:
    """Give what is counted: the address, for IPv6 its /64 network."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "127.0.0.1")
    except ValueError:
        return "unknown"
    if address.version == 4:  # noqa: PLR2004 - the IP version
        return str(address)
    return str(ipaddress.ip_network((int(address) >> 64 << 64, 64)))


limiter = Limiter(visitor, strategy="moving-window")


def init_limits(app: Flask, *, enabled: bool) -> None:
    """Bind the limiter; counts live in this process, as the server has one."""
    app.config.update(
        RATELIMIT_ENABLED=enabled, RATELIMIT_STORAGE_URI="memory://", RATELIMIT_HEADERS_ENABLED=True
    )
    limiter.init_app(app)
