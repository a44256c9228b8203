"""Letting in coarse signals of what one did on a wiki: only after a yes, for one's own eyes, for 90 days.

They are no award and count for nothing; a person may show them with a claim, as anything else.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from accounts.models import Person
from credentials import strict_json
from credentials.errors import FetchError, UnreadableError
from credentials.fetch import Fetch
from foundation import clock
from foundation.addresses import settings
from foundation.audit import record
from foundation.config import OutsideProvider
from foundation.db import transaction
from foundation.errors import ConflictError, NotFoundError, SignInNeededError, invalid
from foundation.policy import Action, Actor, Scope, require
from mentoring import mediawiki
from mentoring.mediawiki import GoneAccountError, LaggingError, Signal, UnreadableAnswerError
from mentoring.models import EngagementSignal, SignalConsent
from mentoring.queries import signals

ASK, EVERY_SECONDS = "mentoring.signals", 60
MOST_AT_ONCE = 1  # one person each minute: seven requests of 8 seconds at most, and a job has 60
MOST_WIKIS = 5  # those where somebody is at home
AGAIN = timedelta(days=30)  # a month is the finest that is kept
LATER = timedelta(hours=1)  # after a wiki said that it is busy
TOMORROW = timedelta(days=1)
KEPT = timedelta(days=90)
GIVEN, BUSY, GONE, ELSEWHERE, UNREADABLE = "given", "busy", "gone", "elsewhere", "unreadable"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What asking gave: a code, when to ask again, and the signals; None: what is kept stays."""

    outcome: str
    again: timedelta
    found: list[Signal] | None = None


def is_possible(person_id: UUID, provider: OutsideProvider | None = None) -> bool:
    """Tell whether this service knows a central wiki (or is given one), and the person's account there."""
    provider = provider or settings().outside
    if provider is None or provider.state_url is None:
        return False
    return signals.account_at(person_id, provider.issuer) is not None


def let_in(actor: Actor, wiki: str, *, provider: OutsideProvider | None = None) -> SignalConsent:
    """Let this service ask one wiki (its host) about oneself, from now on; twice gives one.

    `provider`: where the account is, when it is not the one of the settings.
    Raises InvalidError at /wiki, ConflictError("no_account_elsewhere" | "wikis_full"), those of `require`.
    """
    person_id = _person(actor)
    host = mediawiki.read_host(wiki)
    if host is None:
        raise invalid("/wiki", "wiki_invalid")
    if not is_possible(person_id, provider):
        raise ConflictError("no_account_elsewhere")
    with transaction() as session:
        session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
        known = signals.consents(person_id)
        same = next((one for one in known if one.wiki == host), None)
        if same is not None:
            return same
        if len(known) >= MOST_WIKIS:
            raise ConflictError("wikis_full", most=MOST_WIKIS)
        row = SignalConsent(person_id=person_id, wiki=host, since=clock.now(), due_at=clock.now())
        session.add(row)
        session.flush()
        record(actor, "mentoring.signals.let_in", row.id, about=person_id)
        return row


def stop(actor: Actor, consent_id: UUID) -> None:
    """Let this service ask that wiki no more, and delete what it told. Also for a locked account.

    Raises NotFoundError, SignInNeededError.
    """
    require(actor, Action.ACCOUNT_CHANGE, Scope(person_id=actor.person_id))
    with transaction() as session:
        row = session.get(SignalConsent, consent_id)
        if row is None or row.person_id != actor.person_id:
            raise NotFoundError
        _forget(row.person_id, row.wiki)
        gone = delete(SignalConsent).where(SignalConsent.id == consent_id).returning(SignalConsent.id)
        if session.scalar(gone) is None:  # somebody sent the form twice
            raise NotFoundError
        record(actor, "mentoring.signals.stop", consent_id, about=actor.person_id)


def ask_wikis(provider: OutsideProvider | None, fetch: Fetch) -> int:
    """Ask for whoever said yes and is due; give for how many. Nobody else's name is ever sent."""
    if provider is None or provider.state_url is None:
        return 0
    due = signals.due(clock.now(), MOST_AT_ONCE)
    for one in due:
        ask_one(one, provider.issuer, provider.state_url, fetch)
    return len(due)


def ask_one(consent: SignalConsent, issuer: str, central: str, fetch: Fetch) -> None:
    """Ask about one yes: the central wiki (its action API) of that issuer, then the wiki itself."""
    consent_id, wiki = consent.id, consent.wiki
    sub = signals.account_at(consent.person_id, issuer)
    _keep(consent_id, _ask(central, sub, wiki, fetch) if sub else _Asked(ELSEWHERE, AGAIN, []))


def forget_old() -> None:
    """Delete every signal that is older than 90 days."""
    with transaction() as session:
        old = EngagementSignal.fetched_at <= clock.now() - KEPT
        session.execute(delete(EngagementSignal).where(old))


def _ask(central: str, sub: str, wiki: str, fetch: Fetch) -> _Asked:
    """Ask the central wiki for the name now and where the account is, then that wiki, page by page."""
    try:
        name, wikis = mediawiki.read_account(_got(fetch, mediawiki.account_address(central, sub)), sub)
        api = mediawiki.api_of(wikis, wiki)
        if api is None:
            return _Asked(ELSEWHERE, AGAIN, [])
        return _Asked(GIVEN, AGAIN, _signals(api, name, fetch))
    except GoneAccountError:
        return _Asked(GONE, AGAIN, [])
    except (LaggingError, FetchError):
        return _Asked(BUSY, LATER)
    except (UnreadableAnswerError, UnreadableError):
        return _Asked(UNREADABLE, TOMORROW)


def _signals(api: str, name: str, fetch: Fetch) -> list[Signal]:
    since, until = mediawiki.months_before(clock.now())
    rows: list[mediawiki.Contribution] = []
    further: dict[str, str] = {}
    for _number in range(mediawiki.MOST_PAGES):
        address = mediawiki.contributions_address(api, name, since, until, further)
        page = mediawiki.read_contributions(_got(fetch, address))
        rows += page.rows
        further = dict(page.further)
        if not further:
            break
    return mediawiki.signals(rows, since, until, is_whole=not further)


def _got(fetch: Fetch, address: str) -> object:
    return strict_json.loads(fetch(address).body)


def _keep(consent_id: UUID, asked: _Asked) -> None:
    """Write down what came, unless the yes was taken back meanwhile."""
    with transaction() as session:
        row = session.get(SignalConsent, consent_id, populate_existing=True)
        if row is None:
            return
        now = clock.now()
        row.asked_at, row.due_at, row.outcome = now, now + asked.again, asked.outcome
        if asked.found is None:
            return
        _forget(row.person_id, row.wiki)
        for one in asked.found:
            session.add(_row(row, one, now))


def _row(consent: SignalConsent, one: Signal, now: datetime) -> EngagementSignal:
    return EngagementSignal(
        person_id=consent.person_id,
        kind=one.kind,
        period=one.period,
        value=one.value,
        source=consent.wiki,
        fetched_at=now,
    )


def _forget(person_id: UUID, wiki: str) -> None:
    with transaction() as session:
        same = (EngagementSignal.person_id == person_id, EngagementSignal.source == wiki)
        session.execute(delete(EngagementSignal).where(*same))


def _person(actor: Actor) -> UUID:
    require(actor, Action.SIGNALS_KEEP, Scope(person_id=actor.person_id))
    if actor.person_id is None:
        raise SignInNeededError
    return actor.person_id
