"""Secrets that are shown to their owner alone, right after they were made: codes, tokens, links.

They travel sealed in the visitor's own cookie, so that the page that shows them can be an ordinary
GET after a redirect, may be loaded again by mistake, and nothing is stored here. They are gone when
the person says that they are kept, when the session ends, or after some minutes.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta

from flask import session

from foundation import clock
from foundation.acting import current_actor
from foundation.vault import VaultError, vault

MINUTES = 15  # long enough to find a printer
_PURPOSE = "shown_once"


def put(kind: str, lines: tuple[str, ...]) -> None:
    """Keep `lines` to be shown to the person who is signed in; they replace what was kept of that kind."""
    until = clock.now() + timedelta(minutes=MINUTES)
    sealed = vault().seal(
        json.dumps([until.isoformat(), *lines]).encode(), purpose=_PURPOSE, owner=_owner(kind)
    )
    session[_key(kind)] = urlsafe_b64encode(sealed).decode()


def look(kind: str) -> tuple[str, ...]:
    """Give what was kept of that kind for this person, changing nothing; empty when there is nothing."""
    try:
        sealed = urlsafe_b64decode(session.get(_key(kind), ""))
        until, *lines = json.loads(vault().open(sealed, purpose=_PURPOSE, owner=_owner(kind)))
    except (VaultError, ValueError):
        return ()
    return tuple(lines) if clock.now() < datetime.fromisoformat(until) else ()


def drop(kind: str) -> None:
    """Forget what was kept of that kind."""
    session.pop(_key(kind), None)


def _key(kind: str) -> str:
    return f"shown_once_{kind}"


def _owner(kind: str) -> str:
    return f"{kind} {current_actor().person_id}"
