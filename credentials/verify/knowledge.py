"""What the caller of a verification knows beside the document: one value, every part optional.

Nothing here widens trust by itself: a known issuer gets a label, a known key a history, a known list saves
the work of proving the same bytes twice.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from credentials.key_history import KeyHistory
from credentials.resolve import VerificationMethod
from credentials.status import StatusList

IssuerLookup = Callable[[str], tuple[str, str] | None]
KnownNames = Callable[[], Iterable[str]]
KeyHistories = Callable[[VerificationMethod], KeyHistory | None]
Recorded = Callable[[bytes], datetime | None]


class ProvenLists(Protocol):
    """Remembers which exact bytes were already proven to be an issuer's status list.

    An entry saves the proof, never the question: the list is fetched and its times are judged each time.
    `verify.proven_lists.ProvenListsCache` is one.
    """

    def find(self, digest: bytes, issuer_id: str, now: datetime) -> StatusList | None:
        """Give the list whose bytes have this SHA-256 and that was proven shortly before `now`, or None."""
        ...

    def remember(self, digest: bytes, issuer_id: str, proven: StatusList, now: datetime) -> None:
        """Keep a list that was proven at `now` to be this issuer's."""
        ...


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the caller knows.

    `issuer_lookup` gives (label, name) for an issuer id that the caller knows; `known_names` gives names that
    no stranger may imitate; `is_own` tells addresses that the caller answers itself, which cost nobody
    anything; `key_history` gives the dated history of a verification method (go by its `key` where one key
    answers to many ids, as in a JWK Set); `recorded` gives when the caller recorded a credential, by the
    SHA-256 of its bytes as received (without its picture); `lists` remembers proven status lists.
    """

    issuer_lookup: IssuerLookup | None = None
    known_names: KnownNames | None = None
    is_own: Callable[[str], bool] | None = None
    key_history: KeyHistories | None = None
    recorded: Recorded | None = None
    lists: ProvenLists | None = None


NOTHING = Knowledge()
