"""One letter a day at most, for who wants it: taking turns, and stopping by the link in the letter.

The token of that link is made from the key and the person, so nothing is stored for it.
"""

import hmac
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, update

from accounts.models import Notice, Preference
from foundation import audit
from foundation.db import transaction
from foundation.errors import NotFoundError
from foundation.policy import Actor
from foundation.vault import vault

DIGEST_HOURS = 24
_PURPOSE = "digest"


def take_turn(person_id: UUID, now: datetime) -> bool:
    """Take the turn of this person's letter and mark what it tells; False when it is not due (any more).

    Joins the open transaction, in which the job is asked for: of two that come at once, one gets True.
    """
    with transaction() as session:
        rested = or_(
            Preference.digest_at.is_(None), Preference.digest_at <= now - timedelta(hours=DIGEST_HOURS)
        )
        mine = (Preference.person_id == person_id, Preference.digest_mail.is_(True), rested)
        taken = session.scalar(
            update(Preference).where(*mine).values(digest_at=now).returning(Preference.person_id)
        )
        if taken is None:
            return False
        fresh = (Notice.person_id == person_id, Notice.read_at.is_(None), Notice.mailed_at.is_(None))
        session.execute(update(Notice).where(*fresh).values(mailed_at=now))
        return True


def quiet_token(person_id: UUID) -> str:
    """Give the token by which a letter's reader stops these letters, without signing in."""
    return f"{person_id.hex}.{vault().token(purpose=_PURPOSE, owner=str(person_id))}"


def reader_of(token: str) -> UUID:
    """Give whose letters a token stops. Raises NotFoundError for one that we did not make."""
    named, _, _ = token.partition(".")
    try:
        person_id = UUID(hex=named)
    except ValueError as error:
        raise NotFoundError from error
    if not hmac.compare_digest(quiet_token(person_id).encode(), token.encode()):
        raise NotFoundError
    return person_id


def stop(token: str) -> None:
    """Send no more of these letters to whom the token names; twice is harmless. Raises NotFoundError."""
    person_id = reader_of(token)
    with transaction() as session:
        wanted = (Preference.person_id == person_id, Preference.digest_mail.is_(True))
        stopped = session.scalar(
            update(Preference).where(*wanted).values(digest_mail=False).returning(Preference.person_id)
        )
        if stopped is not None:
            audit.record(Actor(person_id=person_id), "accounts.digest.stop", person_id, about=person_id)
