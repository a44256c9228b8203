"""Status lists as they were: the optional `timestamp` of Bitstring Status List 1.0, section 4."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from credentials.errors import UnreadableError
from credentials.instants import read_instant, timestamp
from foundation import clock
from foundation.db import session as read
from foundation.errors import NotFoundError, ServiceError
from issuers import queries
from issuers.models import Issuer, SignedStatusList, StatusEntry, StatusList
from issuers.services.status_lists import bits_of, signed_list

_SECOND = timedelta(seconds=1)
_SETTLED = timedelta(minutes=5)  # far longer than an open transaction: no withdrawal of then is still unseen


class PastList(NamedTuple):
    """A signed list of an earlier time as JSON bytes; `is_settled` says that nothing of then can change."""

    body: bytes
    is_settled: bool


def moment_asked(given: Sequence[str]) -> datetime | None:
    """Give the time that the values of `timestamp` in an address ask for, None when there are none.

    What is finer than a second is cut. Raises ServiceError: timestamp_invalid (also for more than one),
    timestamp_to_come.
    """
    if not given:
        return None
    try:
        [text] = given
        moment = read_instant(text).replace(microsecond=0)
    except (ValueError, UnreadableError) as error:
        raise ServiceError("timestamp_invalid", expected="YYYY-MM-DDTHH:MM:SSZ") from error
    if moment > clock.now():
        raise ServiceError("timestamp_to_come", timestamp=timestamp(moment))
    return moment


def status_list_at(issuer_id: UUID, number: int, moment: datetime) -> PastList:
    """Give the issuer's list as it was at a whole second, signed now with the key that it has now.

    Of an issuer that has no key any more there is its last list, for the time since that was made. Raises
    NotFoundError: list_not_yet_there (the issuer came later), no_key.
    """
    issuer, now = queries.issuer(issuer_id), clock.now()
    if issuer is None or read().get(StatusList, number) is None:
        raise NotFoundError
    if moment < issuer.created_at.replace(microsecond=0):
        raise NotFoundError("list_not_yet_there", since=timestamp(issuer.created_at))
    if queries.is_closed(issuer_id) or queries.active_key(issuer_id, "Ed25519") is None:
        return PastList(_last_list(issuer_id, number, moment), is_settled=False)
    bits, span = bits_of(read(), number, until=moment), _span(read(), issuer, number, moment, now)
    body = orjson.dumps(signed_list(issuer, number, bits, span=span, now=now))
    return PastList(body, is_settled=now - moment > _SETTLED)


def _last_list(issuer_id: UUID, number: int, moment: datetime) -> bytes:
    """Nobody can sign for an earlier time any more; what the last list says has been so since it was made."""
    stored = read().get(SignedStatusList, (issuer_id, number))
    if stored is None or moment < stored.made_at.replace(microsecond=0):
        raise NotFoundError("no_key")
    return stored.body


def _span(
    session: Session, issuer: Issuer, number: int, moment: datetime, now: datetime
) -> tuple[datetime, datetime]:
    """Give the whole seconds around `moment` in which no bit changed: both ends are inside."""
    changed = StatusEntry.revoked_at
    here = select(func.max(changed)).where(StatusEntry.list_number == number, changed <= moment)
    after = select(func.min(changed)).where(StatusEntry.list_number == number, changed > moment)
    last, following = session.scalar(here), session.scalar(after)
    since = issuer.created_at.replace(microsecond=0) if last is None else _ceiling(last)
    return since, now.replace(microsecond=0) if following is None else _ceiling(following) - _SECOND


def _ceiling(moment: datetime) -> datetime:
    whole = moment.replace(microsecond=0)
    return whole if whole == moment else whole + _SECOND
