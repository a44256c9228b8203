"""Share links: a secret address of one badge or one collection, with an end. Nobody counts who follows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from badges.models import Collection, Credential, EvidenceItem, ShareLink
from badges.queries import awards, sharing
from badges.services import carrying, collections, evidence
from badges.standing import may_be_shown
from foundation import audit, clock
from foundation.addresses import absolute, share_path
from foundation.columns import uuid7
from foundation.db import transaction
from foundation.errors import (
    ConflictError,
    GoneError,
    LimitedError,
    NotFoundError,
    SignInNeededError,
    invalid,
)
from foundation.policy import Action, Actor, Scope, require
from foundation.text import clean_line
from foundation.vault import token_digest, vault

MOST_NAME_CHARACTERS = 120
MOST_LINKS = 200  # that work at one time, of one person


class Lasting(StrEnum):
    """How long a link works."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    NO_END = "no_end"


_DAYS = {Lasting.WEEK: 7, Lasting.MONTH: 30, Lasting.YEAR: 365}


@dataclass(frozen=True, slots=True)
class Shared:
    """What a link shows: one badge, or a collection with its badges in order."""

    link: ShareLink
    credential: Credential | None
    collection: Collection | None
    badges: Sequence[Credential]


def share(
    actor: Actor,
    *,
    credential_id: UUID | None = None,
    collection_id: UUID | None = None,
    name: str = "",
    lasts: str = Lasting.MONTH,
    shows_evidence: bool = False,
) -> ShareLink:
    """Give a new link to one of one's badges, or to one of one's collections.

    Raises NotFoundError, InvalidError at /name or /lasts, ConflictError("given_up"),
    LimitedError("share_links").
    """
    if actor.person_id is None:
        raise SignInNeededError
    title, days = _name(name), _DAYS.get(_lasting(lasts))
    now = clock.now()
    with transaction() as db_session:
        _require_own(actor, credential_id, collection_id)
        if sharing.live_links(actor.person_id, now) >= MOST_LINKS:
            raise LimitedError("share_links", most=MOST_LINKS)
        link = ShareLink(
            id=uuid7(),
            person_id=actor.person_id,
            credential_id=credential_id,
            collection_id=collection_id,
            name=title,
            shows_evidence=shows_evidence,
            made_at=now,
            expires_at=None if days is None else now + timedelta(days=days),
        )
        link.token_digest = token_digest(_token(link))
        db_session.add(link)
        audit.record(actor, "badges.share.make", link.id, about=link.person_id)
        return link


def end(actor: Actor, link_id: UUID) -> ShareLink:
    """End a link, for good; ending it twice is harmless. Raises NotFoundError."""
    with transaction():
        link = sharing.link_by_id(link_id)
        require(actor, Action.SHARE_KEEP, Scope(person_id=link.person_id))
        if link.revoked_at is None:
            link.revoked_at = clock.now()
            audit.record(actor, "badges.share.end", link.id, about=link.person_id)
        return link


def address_of(link: ShareLink) -> str:
    """Give the address of a link, for its holder: the token is made from the key, and stored nowhere."""
    return absolute(share_path(_token(link)))


def is_live(link: ShareLink) -> bool:
    """Tell whether a link works."""
    return link.revoked_at is None and (link.expires_at is None or link.expires_at > clock.now())


def shared(token: str) -> Shared:
    """Give what stands behind a link; nothing is written, and nobody is counted.

    A collection gives up what was given up and what moderators keep out of sight. Raises NotFoundError for
    a link that never was and for a badge that may not be shown, GoneError("share_ended") for one that ended.
    """
    link = sharing.link_by_digest(token_digest(token))
    if not is_live(link):
        raise GoneError("share_ended")
    if link.credential_id is not None:
        credential = awards.credential_by_id(link.credential_id)
        if not _is_shown(credential, link):
            raise NotFoundError
        return Shared(link, credential, None, (credential,))
    if link.collection_id is None:
        raise NotFoundError
    collection = sharing.collection_by_id(link.collection_id)
    badges = [one for one in sharing.badges_in(collection.id) if _is_shown(one, link)]
    return Shared(link, None, collection, badges)


def shared_badge(token: str, credential_id: UUID) -> tuple[ShareLink, Credential]:
    """Give one badge of what stands behind a link, with all its texts. Raises as `shared`."""
    found = shared(token)
    if all(one.id != credential_id for one in found.badges):
        raise NotFoundError
    return found.link, awards.credential_by_id(credential_id)


def shown_evidence(link: ShareLink, credential: Credential) -> Sequence[EvidenceItem]:
    """Give the evidence on request that a link shows with a badge; none of one that was withdrawn."""
    if not link.shows_evidence or credential.revoked_at is not None:
        return ()
    return sharing.evidence_on_request(credential.id)


def shared_evidence(token: str, item_id: UUID) -> tuple[EvidenceItem, bytes]:
    """Give one file of evidence that a link shows, with its content; it is not on record who takes it.

    Raises as `shared`.
    """
    found = shared(token)
    for credential in found.badges:
        for item in shown_evidence(found.link, credential):
            if item.id == item_id:
                return item, _content(item)
    raise NotFoundError


def _content(item: EvidenceItem) -> bytes:
    sealed = sharing.sealed_file(item.id)
    if sealed is None:
        raise NotFoundError
    return vault().open(sealed, purpose=evidence.PURPOSE, owner=str(item.id))


def _is_shown(credential: Credential, link: ShareLink) -> bool:
    return may_be_shown(credential) and credential.person_id == link.person_id


def _require_own(actor: Actor, credential_id: UUID | None, collection_id: UUID | None) -> None:
    if (credential_id is None) == (collection_id is None):
        raise invalid("/of", "missing")
    require(actor, Action.SHARE_KEEP, Scope(person_id=actor.person_id))
    if collection_id is not None:
        collections.own(actor, collection_id)
    if credential_id is not None and carrying.kept(actor, credential_id).given_up_at is not None:
        raise ConflictError("given_up")


def _token(link: ShareLink) -> str:
    return vault().token(purpose="share", owner=str(link.id))


def _name(given: str) -> str:
    name = clean_line(given)
    if len(name) > MOST_NAME_CHARACTERS:
        raise invalid("/name", "too_long", most=MOST_NAME_CHARACTERS)
    return name


def _lasting(given: str) -> Lasting:
    try:
        return Lasting(given)
    except ValueError as error:
        raise invalid("/lasts", "unknown", known=[one.value for one in Lasting]) from error
