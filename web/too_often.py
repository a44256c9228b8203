"""What is said to who asked too often: how many are possible, how long to wait, and the way back."""

from datetime import timedelta
from typing import Any

from flask import request
from flask_babel import format_timedelta
from flask_babel import gettext as _

from foundation import clock
from foundation.limits import limiter
from web.openable import can_be_opened
from web.sentences import complaint

MINUTE = 60


def too_often() -> dict[str, Any]:
    """Give what the error page shows; without a limit that we set ourselves just that it was too often."""
    told = complaint("http_429", 429) | {"actions": [(_way_back(), _("Go back"))]}
    reached = limiter.current_limit
    if reached is None:
        return told
    amount, span = reached.limit.amount, reached.limit.get_expiry()
    left = min(max(reached.reset_at - clock.now().timestamp(), 1), span)
    wait = format_timedelta(timedelta(seconds=round(left)), granularity="second", threshold=1.5)
    happened = (
        _("That was too often: %(count)s in a minute are possible here.", count=amount)
        if span <= MINUTE
        else _("That was too often: %(count)s in an hour are possible here.", count=amount)
    )
    return told | {"what_happened": happened, "what_to_do": _("Time to wait: %(time)s.", time=wait)}


def _way_back() -> str:
    """Give the page that was left, if it is one of ours that can be opened; else this one, else the first."""
    came_from, here = request.referrer or "", request.host_url
    left = came_from.removeprefix(here.rstrip("/")).partition("?")[0] if came_from.startswith(here) else ""
    return next((path for path in (left, request.path) if can_be_opened(path)), "/")
