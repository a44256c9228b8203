"""What is known of those who sign, and what they signed. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from credentials.keys import Kind, PublicKey
from foundation.db import session
from issuers.models import (
    Issuer,
    IssuerKind,
    KeyState,
    PersonProfile,
    SignedDocument,
    SigningKey,
    StatusEntry,
)


@dataclass(frozen=True, slots=True)
class StatusView:
    """Where the status of one signed document stands, and since when it is revoked (None: it is not)."""

    list_number: int
    place: int
    revoked_at: datetime | None


def issuer(issuer_id: UUID) -> Issuer | None:
    """Give the issuer with that id."""
    return session().get(Issuer, issuer_id)


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


def known_label(iri: str) -> tuple[str, str] | None:
    """Give ("registered", name) for an issuer id whose group is vouched for."""
    name = session().scalar(select(Issuer.name).where(Issuer.iri == iri, Issuer.vouched_at.is_not(None)))
    return None if name is None else ("registered", name)


def known_names() -> Sequence[str]:
    """Give the names of the vouched groups, which no stranger may imitate."""
    return session().scalars(select(Issuer.name).where(Issuer.vouched_at.is_not(None))).all()


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
    wanted = (
        SigningKey.issuer_id == issuer_id,
        SigningKey.kind == kind,
        SigningKey.state == KeyState.ACTIVE.value,
    )
    newest = select(SigningKey).where(*wanted).order_by(SigningKey.active_from.desc(), SigningKey.id.desc())
    return session().scalar(newest.limit(1))


def verification_keys(issuer_id: UUID) -> list[PublicKey]:
    """Give the keys that still check the issuer's signatures, oldest first: active and retired ones."""
    good = (SigningKey.issuer_id == issuer_id, SigningKey.state != KeyState.COMPROMISED.value)
    rows = session().scalars(select(SigningKey).where(*good).order_by(SigningKey.active_from, SigningKey.id))
    return [public_key(row) for row in rows]


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
