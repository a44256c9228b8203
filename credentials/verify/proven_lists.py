"""Remembers for a minute which status lists were proven, so that the next badge costs a look-up.

A list of 131,072 bits is verified and inflated once; until a minute later the same bytes answer by their
SHA-256. No longer than that: the key that signed them may be declared compromised meanwhile.
"""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

from credentials.status import StatusList

REMEMBERED = timedelta(seconds=60)
MOST_LISTS = 256
MOST_BYTES = 64 * 1024 * 1024  # of inflated bits: far more than any service has in use within a minute

_Key = tuple[bytes, str]


class ProvenListsCache:
    """Proven status lists by the digest of their bytes and by issuer; safe to share between threads.

    Bounded in number and in bytes, the least recently used leave first. Fits `Knowledge.lists`.
    """

    def __init__(self, *, most_lists: int = MOST_LISTS, most_bytes: int = MOST_BYTES) -> None:
        """Start empty."""
        self._most_lists, self._most_bytes = most_lists, most_bytes
        self._kept: OrderedDict[_Key, tuple[datetime, StatusList]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def find(self, digest: bytes, issuer_id: str, now: datetime) -> StatusList | None:
        """Give the list that was proven within the minute before `now`, else None."""
        key = (digest, issuer_id)
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            # A time before the proof is another reading of history, for which it was not proven.
            if not timedelta() <= now - found[0] <= REMEMBERED:
                self._drop(key)
                return None
            self._kept.move_to_end(key)
            return found[1]

    def remember(self, digest: bytes, issuer_id: str, proven: StatusList, now: datetime) -> None:
        """Keep a list that was proven at `now` to be this issuer's."""
        key = (digest, issuer_id)
        with self._lock:
            self._drop(key)
            self._kept[key] = (now, proven)
            self._bytes += len(proven.bits)
            while self._kept and (len(self._kept) > self._most_lists or self._bytes > self._most_bytes):
                self._drop(next(iter(self._kept)))

    def forget(self) -> None:
        """Drop everything, as when a key was declared compromised."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def _drop(self, key: _Key) -> None:
        dropped = self._kept.pop(key, None)
        if dropped is not None:
            self._bytes -= len(dropped[1].bits)
