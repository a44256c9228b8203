"""Groups: anybody signed in registers one; a vouched group, or the operator, vouches for it or no more."""

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts.models import SeatRole
from accounts.services import seats
from credentials.keys import Signer
from credentials.resolve import did_key, did_web
from credentials.verify.names import imitated
from foundation import audit, clock
from foundation.addresses import absolute, issuer_path, settings
from foundation.columns import uuid7
from foundation.db import transaction
from foundation.errors import ConflictError, ForbiddenError, NotFoundError
from foundation.policy import SYSTEM, Action, Actor, Scope, require
from issuers import queries
from issuers.models import Issuer, IssuerKind
from issuers.naming import GroupWords, new_slug, read_words
from issuers.services import distinct, keys


def register_group(actor: Actor, *, name: str, description: str, url: str | None, language: str) -> UUID:
    """Register a group that nobody vouches for yet; the actor becomes its steward. Raises InvalidError."""
    require(actor, Action.GROUP_REGISTER, Scope())
    words = read_words(name, description, url, language)
    try:
        return _register(actor, words)
    except IntegrityError:  # two of one name at the same moment: now the first one's address is known
        return _register(actor, words)


def _register(actor: Actor, words: GroupWords) -> UUID:
    with transaction():
        group_id = _make(actor, words)
        if actor.person_id is not None:
            seats.give(actor.person_id, group_id, SeatRole.STEWARD, actor=actor)
    return group_id


def make_first_group(
    *, name: str, description: str, url: str | None, language: str, steward_id: UUID | None = None
) -> UUID:
    """Register and vouch for a group in the operator's name, for commands; `steward_id` gets its seat."""
    words = read_words(name, description, url, language)
    with transaction():
        group_id = _make(SYSTEM, words)
        if steward_id is not None:
            seats.give(steward_id, group_id, SeatRole.STEWARD)
        vouch(SYSTEM, group_id)
    return group_id


def group_mark(group: Issuer) -> str:
    """Give a short mark of what a group says of itself: another one means that somebody has changed it."""
    said = [group.name, group.description, group.url, group.language]
    return sha256(orjson.dumps(said)).hexdigest()[:16]


def change_group(
    actor: Actor,
    group_id: UUID,
    *,
    name: str,
    description: str,
    url: str | None,
    language: str,
    seen: str | None = None,
) -> None:
    """Change what a group says of itself; its id and slug stay. Raises NotFoundError, InvalidError.

    ConflictError("draft_changed") when it does not say any more what was `seen` (the mark of that).
    """
    require(actor, Action.GROUP_CHANGE, Scope(group_id=group_id))
    words = read_words(name, description, url, language)
    with transaction():
        group, others = _held(group_id)
        if seen is not None and seen != group_mark(group):
            raise ConflictError("draft_changed", mark=group_mark(group))
        is_renamed = group.name != words.name
        if is_renamed:
            distinct.require_own_name(words.name, others)
        group.name, group.description = words.name, words.description
        group.url, group.language = words.url, words.language
        if is_renamed:
            distinct.tell_of_new_name(actor, group)
        audit.record(actor, "group.changed", group_id, group_id=group_id, facts={"renamed": is_renamed})


def vouch(actor: Actor, group_id: UUID, *, by_group_id: UUID | None = None) -> None:
    """Vouch for a group, as a steward of a vouched one (`by_group_id`) or as the operator. Idempotent.

    Raises NotFoundError, ForbiddenError ("not_vouched" when the voucher itself is not), ConflictError
    ("own_group", "name_imitates").
    """
    require(actor, Action.GROUP_VOUCH, Scope(group_id=by_group_id))
    with transaction():
        group, others = _held(group_id)
        if by_group_id == group_id:
            raise ConflictError("own_group")
        if by_group_id is not None and not _group(by_group_id).is_vouched:
            raise ForbiddenError("not_vouched")
        if group.is_vouched:
            return
        if imitated(group.name, others) is not None:
            raise ConflictError("name_imitates")
        group.vouched_by, group.vouched_at = by_group_id, clock.now()
        facts = {"by_group": str(by_group_id) if by_group_id else None}
        audit.record(actor, "group.vouched", group_id, group_id=group_id, facts=facts)


def take_back_vouching(actor: Actor, group_id: UUID, *, by_group_id: UUID | None = None) -> None:
    """Vouch for a group no more, as a steward of the group that did (`by_group_id`) or as the operator.

    Idempotent. Those it has vouched for itself stay vouched for. Raises NotFoundError, ForbiddenError
    ("not_your_word" when another one vouched for it).
    """
    require(actor, Action.GROUP_VOUCH, Scope(group_id=by_group_id))
    with transaction():
        group = _group(group_id)
        if not group.is_vouched:
            return
        if by_group_id is not None and group.vouched_by != by_group_id:
            raise ForbiddenError("not_your_word")
        facts = {"by_group": str(group.vouched_by) if group.vouched_by else None}
        group.vouched_by = group.vouched_at = None
        audit.record(actor, "group.unvouched", group_id, group_id=group_id, facts=facts)


def make_issuer(
    actor: Actor,
    issuer_id: UUID,
    *,
    kind: IssuerKind,
    slug: str,
    name: str,
    language: str,
    **more: str | None,
) -> Issuer:
    """Write an issuer and its first key: its id for ever is chosen here. Joins the open transaction.

    `more` may hold description and url.
    """
    secret = keys.new_secret("Ed25519")
    with transaction() as session:
        made = Issuer(
            id=issuer_id,
            kind=kind.value,
            slug=slug,
            iri=new_iri(issuer_id, keys.open_secret("Ed25519", secret)),
            name=name,
            language=language,
            created_by=actor.person_id,
            created_at=clock.now(),
            **more,
        )
        session.add(made)
        session.flush()
        keys.store_key(issuer_id, "Ed25519", secret, actor=actor)
    return made


def new_iri(issuer_id: UUID, signer: Signer) -> str:
    """did:web where strangers can reach us by https; else did:key, which verifies anywhere by itself."""
    if settings().is_https:
        return did_web(absolute(issuer_path(issuer_id)))
    return did_key(signer.public)


def _make(actor: Actor, words: GroupWords) -> UUID:
    group_id = uuid7()
    with transaction():
        distinct.require_own_name(words.name, queries.hold_known_names())
        make_issuer(
            actor,
            group_id,
            kind=IssuerKind.GROUP,
            slug=_free_slug(words.name),
            name=words.name,
            language=words.language,
            description=words.description,
            url=words.url,
        )
        audit.record(actor, "group.registered", group_id, group_id=group_id)
    return group_id


def _free_slug(name: str) -> str:
    slug = new_slug(name, taken=False)
    with transaction() as session:
        taken = session.scalar(select(Issuer.id).where(Issuer.slug == slug)) is not None
    return new_slug(name, taken=True) if taken else slug


def _held(group_id: UUID) -> tuple[Issuer, Sequence[str]]:
    """Give a group as it stands now, and the names of the other vouched ones, held for the open transaction.

    The names come first for everybody, so that two at once wait for one another instead of each for both.
    """
    with transaction() as session:
        others = queries.hold_known_names(but=group_id)
        group = _group(group_id)
        session.refresh(group, with_for_update={"key_share": True})
    return group, others


def _group(group_id: UUID) -> Issuer:
    with transaction() as session:
        found = session.get(Issuer, group_id)
    if found is None or found.kind != IssuerKind.GROUP:
        raise NotFoundError
    return found
