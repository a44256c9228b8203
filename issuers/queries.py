"""What is known of those who sign, and what they signed. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import bindparam, func, select

from credentials.key_history import KeyHistory
from credentials.keys import Kind, PublicKey
from credentials.resolve import method_id
from foundation.db import session
from foundation.policy import Actor
from foundation.statements import Statement
from issuers.models import (
    Delegation,
    DroppedDocument,
    Issuer,
    IssuerKind,
    KeyState,
    PersonProfile,
    SignedDocument,
    SigningKey,
    StatusEntry,
)

# Made once: building a statement costs more than running it, and every signature or check asks these.
_ACTIVE_KEY = (
    select(SigningKey)
    .where(
        SigningKey.issuer_id == bindparam("issuer"),
        SigningKey.kind == bindparam("kind"),
        SigningKey.state == KeyState.ACTIVE.value,
    )
    .order_by(SigningKey.active_from.desc(), SigningKey.id.desc())
    .limit(1)
)
_ACTIVE_SECRET = Statement(
    _ACTIVE_KEY.join(Issuer, Issuer.id == SigningKey.issuer_id).with_only_columns(
        SigningKey.id, SigningKey.sealed, Issuer.iri
    ),
    results=[
        ("key_id", SigningKey.__table__.c.id.type),
        ("sealed", SigningKey.__table__.c.sealed.type),
        ("iri", Issuer.__table__.c.iri.type),
    ],
)
_KEYS_OF_IRI = (
    select(SigningKey)
    .join(Issuer, Issuer.id == SigningKey.issuer_id)
    .where(Issuer.iri == bindparam("iri"))
    .order_by(SigningKey.active_from, SigningKey.id)
)
_SIGNER = Statement(  # asked by every check of a badge of ours
    select(
        Issuer.name,
        Issuer.vouched_at,
        SigningKey.kind,
        SigningKey.public,
        SigningKey.active_from,
        SigningKey.retired_at,
        SigningKey.compromised_at,
    )
    .outerjoin(SigningKey, SigningKey.issuer_id == Issuer.id)
    .where(Issuer.iri == bindparam("iri")),
    results=[
        ("name", Issuer.__table__.c.name.type),
        ("vouched_at", Issuer.__table__.c.vouched_at.type),
        ("kind", SigningKey.__table__.c.kind.type),
        ("public", SigningKey.__table__.c.public.type),
        ("active_from", SigningKey.__table__.c.active_from.type),
        ("retired_at", SigningKey.__table__.c.retired_at.type),
        ("compromised_at", SigningKey.__table__.c.compromised_at.type),
    ],
)
_VOUCHED_NAMES = select(Issuer.name).where(Issuer.vouched_at.is_not(None))
_KNOWN_NAMES = Statement(_VOUCHED_NAMES)  # asked by every check of a badge of a group that we know


@dataclass(frozen=True, slots=True)
class SecretView:
    """An active key: its id, its sealed private half, the id of its issuer in documents."""

    key_id: UUID
    sealed: bytes
    iri: str


@dataclass(frozen=True, slots=True)
class SignerView:
    """One who signs here. `histories` are by verificationMethod."""

    name: str
    is_vouched: bool
    histories: Mapping[str, KeyHistory]


@dataclass(frozen=True, slots=True)
class StatusView:
    """Where the status of one signed document stands, and since when it is revoked (None: it is not)."""

    list_number: int
    place: int
    revoked_at: datetime | None


def issuer(issuer_id: UUID) -> Issuer | None:
    """Give the issuer with that id."""
    return session().get(Issuer, issuer_id)


def issuer_of(iri: str) -> Issuer | None:
    """Give the issuer with that id in documents."""
    return session().scalar(select(Issuer).where(Issuer.iri == iri))


def hold(group_id: UUID) -> None:
    """Lock a group's row for the open transaction, so that what is counted for it is counted one by one."""
    session().execute(select(Issuer.id).where(Issuer.id == group_id).with_for_update(key_share=True))


def group_by_slug(slug: str) -> Issuer | None:
    """Give the group with that address word."""
    return session().scalar(select(Issuer).where(Issuer.slug == slug, Issuer.kind == IssuerKind.GROUP.value))


def groups() -> Sequence[Issuer]:
    """Give all groups, by name."""
    named = select(Issuer).where(Issuer.kind == IssuerKind.GROUP.value).order_by(Issuer.name, Issuer.id)
    return session().scalars(named).all()


def named(ids: set[UUID]) -> Sequence[Issuer]:
    """Give several issuers, by name, in one query."""
    query = select(Issuer).where(Issuer.id.in_(ids)).order_by(Issuer.name, Issuer.id)
    return session().scalars(query).all()


def names_of(ids: set[UUID]) -> dict[UUID, str]:
    """Give the names of several groups by their ids; Profiles of people are left out."""
    return {one.id: one.name for one in named(ids) if one.kind == IssuerKind.GROUP}


def known_names() -> Sequence[str]:
    """Give the names of the vouched groups, which no stranger may imitate."""
    return _KNOWN_NAMES.texts({})


def hold_known_names(*, but: UUID | None = None) -> Sequence[str]:
    """Give the names of the vouched groups, without that of `but`; who asks next waits for this transaction.

    Read after the rows are held, so that a name which another one has just taken is among them.
    """
    rows = select(Issuer.id).where(Issuer.vouched_at.is_not(None)).order_by(Issuer.id)
    session().execute(rows.with_for_update(key_share=True))
    others = _VOUCHED_NAMES if but is None else _VOUCHED_NAMES.where(Issuer.id != but)
    return session().scalars(others).all()


def signed_body(urn: str, form: str) -> bytes | None:
    """Give a signed document byte for byte; `form` is "json" or "jwt"."""
    wanted = (SignedDocument.urn == urn, SignedDocument.form == form)
    return session().scalar(select(SignedDocument.body).where(*wanted))


def signed_bodies(urns: Sequence[str], form: str) -> dict[str, bytes]:
    """Give several signed documents by their urn, in one query."""
    wanted = (SignedDocument.urn.in_(urns), SignedDocument.form == form)
    return (
        dict(session().execute(select(SignedDocument.urn, SignedDocument.body).where(*wanted)).all())
        if urns
        else {}
    )


def active_key(issuer_id: UUID, kind: Kind) -> SigningKey | None:
    """Give the key of that kind that the issuer signs with now."""
    return session().scalar(_ACTIVE_KEY, {"issuer": issuer_id, "kind": kind})


def active_secret(issuer_id: UUID, kind: Kind) -> SecretView | None:
    """Give what the issuer signs with now, in one query."""
    found = _ACTIVE_SECRET.first({"issuer": issuer_id, "kind": kind})
    return None if found is None else SecretView(**found)


def verification_keys(issuer_id: UUID) -> list[PublicKey]:
    """Give the keys that still check the issuer's signatures, oldest first: active and retired ones."""
    good = (SigningKey.issuer_id == issuer_id, SigningKey.state != KeyState.COMPROMISED.value)
    rows = session().scalars(select(SigningKey).where(*good).order_by(SigningKey.active_from, SigningKey.id))
    return [public_key(row) for row in rows]


def compromised_keys(issuer_id: UUID) -> dict[PublicKey, datetime]:
    """Give the issuer's keys that somebody else may hold, each with the cut-off, oldest first."""
    lost = (SigningKey.issuer_id == issuer_id, SigningKey.compromised_at.is_not(None))
    rows = session().scalars(select(SigningKey).where(*lost).order_by(SigningKey.active_from, SigningKey.id))
    return {public_key(row): row.compromised_at for row in rows if row.compromised_at is not None}


def signing_key(key_id: UUID) -> SigningKey | None:
    """Give a key by its id."""
    return session().get(SigningKey, key_id)


def keys_of(iri: str) -> Sequence[SigningKey]:
    """Give all keys that an issuer ever had, by its id in documents, oldest first."""
    return session().scalars(_KEYS_OF_IRI, {"iri": iri}).all()


def signer(iri: str) -> SignerView | None:
    """Give one who signs here, by the id in documents, with the life of every key, in one query."""
    rows = _SIGNER.all({"iri": iri})
    if not rows:
        return None
    histories = {
        _method(iri, row["kind"], row["public"]): KeyHistory(
            row["active_from"], row["retired_at"], row["compromised_at"]
        )
        for row in rows
        if row["kind"] is not None
    }
    return SignerView(rows[0]["name"], rows[0]["vouched_at"] is not None, histories)


@lru_cache(maxsize=1024)
def _method(iri: str, kind: Kind, public: bytes) -> str:
    return method_id(iri, PublicKey(kind, public))


def recorded_at(digest: bytes) -> datetime | None:
    """Give when we signed the document with this SHA-256 (where unknown, when it was dropped), or None."""
    signed = select(SignedDocument.signed_at).where(SignedDocument.digest == digest)
    known = func.coalesce(DroppedDocument.signed_at, DroppedDocument.dropped_at)
    dropped = select(known).where(DroppedDocument.digest == digest)
    found = [*session().scalars(signed), *session().scalars(dropped)]
    return min(found, default=None)


def public_key(row: SigningKey) -> PublicKey:
    """Give the public half of a key."""
    if row.kind == "RSA":
        return PublicKey("RSA", row.public)
    return PublicKey("Ed25519", row.public)


def is_closed(issuer_id: UUID) -> bool:
    """Tell whether this is a Profile of somebody who left: it signs nothing any more."""
    profile = session().get(PersonProfile, issuer_id)
    return profile is not None and profile.person_id is None


def status_of(urn: str) -> StatusView | None:
    """Give the status entry of a signed document, by its urn."""
    row = session().get(StatusEntry, urn)
    return None if row is None else StatusView(row.list_number, row.place, row.revoked_at)


def with_delegations(actor: Actor) -> Actor:
    """Give the actor with the groups that let a hub of theirs define roles; one query, for stewards only.

    A hub that nobody vouches for any more may do nothing by it; it comes back with the vouching.
    """
    if not actor.stewards:
        return actor
    given = select(Delegation.group_id).join(Issuer, Issuer.id == Delegation.hub_id)
    given = given.where(Delegation.hub_id.in_(actor.stewards), Issuer.vouched_at.is_not(None))
    return replace(actor, delegated=frozenset(session().scalars(given)))


def delegations_by(group_id: UUID) -> Sequence[tuple[Delegation, Issuer]]:
    """Give what a group delegated, each with the hub, oldest first."""
    query = select(Delegation, Issuer).join(Issuer, Issuer.id == Delegation.hub_id)
    query = query.where(Delegation.group_id == group_id).order_by(Delegation.since, Delegation.id)
    return [(one, hub) for one, hub in session().execute(query)]


def delegations_to(hub_id: UUID) -> Sequence[tuple[Delegation, Issuer]]:
    """Give what was delegated to a hub, each with the group that did, oldest first."""
    query = select(Delegation, Issuer).join(Issuer, Issuer.id == Delegation.group_id)
    query = query.where(Delegation.hub_id == hub_id).order_by(Delegation.since, Delegation.id)
    return [(one, group) for one, group in session().execute(query)]
