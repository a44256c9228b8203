"""Once a day, asking the central wiki what became of accounts that sign in here: renames, locks, hidings.

A few each minute, so that the wiki is not burdened. When it does not answer, things stay as they are.
"""

from datetime import timedelta

from sqlalchemy import select

from accounts.models import Identity, Person
from accounts.outside_profile import OutsideProfile, read_state, state_address
from accounts.services.outside import follow
from credentials import strict_json
from credentials.errors import FetchError, UnreadableError
from credentials.fetch import Fetch
from foundation import clock
from foundation.config import OutsideProvider
from foundation.db import session as read
from foundation.db import transaction
from foundation.errors import OutsideError

RECHECK = "accounts.recheck"
EVERY_SECONDS = 60
CHECKED_FOR = timedelta(days=1)
MOST_AT_ONCE = 6  # a fetch may take 8 seconds, and the job's lease ends after 60


def recheck(provider: OutsideProvider | None, fetch: Fetch) -> int:
    """Ask about the accounts that were not looked at for a day, the longest waiting first; give how many."""
    if provider is None or provider.state_url is None:
        return 0
    asked = 0
    for known in _due(provider):
        try:
            answer = fetch(state_address(provider.state_url, known.sub, known.label))
        except FetchError:
            break  # the wiki is away or busy: the others would only wait as well
        _write(known, answer.body)
        asked += 1
    return asked


def _due(provider: OutsideProvider) -> list[OutsideProfile]:
    due = (Identity.issuer == provider.issuer, Identity.checked_at <= clock.now() - CHECKED_FOR)
    rows = read().execute(
        select(Identity.issuer, Identity.sub, Identity.label, Person.locked_at)
        .join(Person, Person.id == Identity.person_id)
        .where(*due)
        .order_by(Identity.checked_at)
        .limit(MOST_AT_ONCE)
    )
    return [OutsideProfile(issuer, sub, label, locked is not None) for issuer, sub, label, locked in rows]


def _write(known: OutsideProfile, body: bytes) -> None:
    """Follow the answer; one that makes no sense changes nothing and is asked for again tomorrow."""
    try:
        found = read_state(strict_json.loads(body), known)
    except (OutsideError, UnreadableError):
        found = known
    with transaction() as session:
        wanted = (Identity.issuer == known.issuer, Identity.sub == known.sub)
        identity = session.scalar(select(Identity).where(*wanted))
        if identity is None or identity.label != known.label:
            return  # unlinked, or signed in meanwhile and known better
        if found is known:
            identity.checked_at = clock.now()
            return
        follow(session, identity, found)
