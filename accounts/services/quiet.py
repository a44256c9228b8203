"""Never write to me again: kept as a keyed digest, so that the address itself can be forgotten."""

from accounts.models import DoNotWrite
from foundation import clock
from foundation.db import transaction


def stop_writing(digest: bytes) -> None:
    """Remember never to write to the address with that digest; doing it twice is harmless."""
    with transaction() as session:
        if session.get(DoNotWrite, digest) is None:
            session.add(DoNotWrite(digest=digest, since=clock.now()))
