"""Signing keys: made here, sealed in the vault, opened only to sign."""

import hashlib
from functools import lru_cache
from typing import Literal
from uuid import UUID

from sqlalchemy import update

from credentials.keys import Ed25519Signer, RSASigner, Signer, new_ed25519_seed, new_rsa_der
from credentials.resolve import method_id
from foundation import audit, clock
from foundation.columns import uuid7
from foundation.db import after_commit, transaction
from foundation.errors import ConflictError, NotFoundError
from foundation.policy import SYSTEM, Actor
from foundation.vault import vault
from issuers import queries
from issuers.models import Issuer, KeyState, SigningKey

KeyKind = Literal["Ed25519", "RSA"]
_PURPOSE = "signing key"
_OPENED_MAX = 256  # signers kept opened: some 2 kB each


def add_key(issuer_id: UUID, kind: KeyKind, *, actor: Actor = SYSTEM) -> UUID:
    """Make a key pair for an issuer and give the key's id.

    Raises NotFoundError, ConflictError ("has_key", "fixed_key" for a did:key, which is its one key, or
    "closed" for the Profile of somebody who left).
    """
    issuer = _issuer(issuer_id)
    if queries.is_closed(issuer_id):
        raise ConflictError("closed")
    if issuer.iri.startswith("did:key:"):
        raise ConflictError("fixed_key")
    secret = new_secret(kind)
    with transaction():
        if queries.active_key(issuer_id, kind) is not None:
            raise ConflictError("has_key")
        return store_key(issuer_id, kind, secret, actor=actor)


def signer_of(issuer_id: UUID, kind: KeyKind = "Ed25519") -> tuple[Signer, str]:
    """Give the signer and verificationMethod of the issuer's active key. Raises NotFoundError ("no_key")."""
    found = queries.active_secret(issuer_id, kind)
    if found is None:
        _issuer(issuer_id)
        raise NotFoundError("no_key", kind=kind)
    return _opened(found.key_id, kind, found.sealed, found.iri)


def token_signer_of(issuer_id: UUID) -> tuple[Signer, str]:
    """Give the signer and `kid` for VC-JWTs: RSA (made on first use) for a did:web, Ed25519 for a did:key."""
    issuer = _issuer(issuer_id)
    if not issuer.iri.startswith("did:web:"):
        return signer_of(issuer_id)
    if queries.active_key(issuer_id, "RSA") is None:
        try:
            add_key(issuer_id, "RSA")
        except ConflictError:  # somebody else was first
            return signer_of(issuer_id, "RSA")
    return signer_of(issuer_id, "RSA")


def rotate(issuer_id: UUID, kind: KeyKind = "Ed25519", *, actor: Actor = SYSTEM) -> UUID:
    """Retire the active key, which still verifies, and give the id of a new one.

    Raises NotFoundError, ConflictError ("fixed_key").
    """
    with transaction() as session:
        active = (
            SigningKey.issuer_id == issuer_id,
            SigningKey.kind == kind,
            SigningKey.state == KeyState.ACTIVE.value,
        )
        retired = {"state": KeyState.RETIRED.value, "retired_at": clock.now()}
        session.execute(update(SigningKey).where(*active).values(**retired))
        return add_key(issuer_id, kind, actor=actor)


def new_secret(kind: KeyKind) -> bytes:
    """Give a fresh private key: 32 bytes of seed, or PKCS #8 DER for RSA."""
    return new_rsa_der() if kind == "RSA" else new_ed25519_seed()


def open_secret(kind: KeyKind, secret: bytes) -> Signer:
    """Give the signer of a private key."""
    return RSASigner(secret) if kind == "RSA" else Ed25519Signer(secret)


def store_key(issuer_id: UUID, kind: KeyKind, secret: bytes, *, actor: Actor) -> UUID:
    """Seal a private key into a row bound to it; joins the open transaction."""
    key_id, public = uuid7(), open_secret(kind, secret).public
    row = SigningKey(
        id=key_id,
        issuer_id=issuer_id,
        kind=kind,
        public=public.raw,
        public_digest=hashlib.sha256(public.raw).digest(),
        sealed=vault().seal(secret, purpose=_PURPOSE, owner=str(key_id)),
        active_from=clock.now(),
    )
    with transaction() as session:
        session.add(row)
        audit.record(actor, "key.added", key_id, group_id=issuer_id, facts={"kind": kind})
        session.flush()  # whoever made it signs with it at once, also where nothing flushes by itself
    return key_id


def destroy(issuer_id: UUID) -> None:
    """Destroy the private halves of an issuer's keys: they never sign again, and go on verifying.

    Joins the open transaction.
    """
    with transaction() as session:
        session.flush()
        theirs = (SigningKey.issuer_id == issuer_id, SigningKey.state == KeyState.ACTIVE.value)
        retired = {"state": KeyState.RETIRED.value, "retired_at": clock.now()}
        session.execute(update(SigningKey).where(*theirs).values(**retired))
        session.execute(update(SigningKey).where(SigningKey.issuer_id == issuer_id).values(sealed=b""))
    after_commit(forget_opened)


def forget_opened() -> None:
    """Forget the private keys that were opened: one of them may not be used any more."""
    _opened.cache_clear()


@lru_cache(maxsize=_OPENED_MAX)
def _opened(key_id: UUID, kind: KeyKind, sealed: bytes, iri: str) -> tuple[Signer, str]:
    """Give the signer of a key and its verificationMethod."""
    signer = open_secret(kind, vault().open(sealed, purpose=_PURPOSE, owner=str(key_id)))
    return signer, method_id(iri, signer.public)


def _issuer(issuer_id: UUID) -> Issuer:
    found = queries.issuer(issuer_id)
    if found is None:
        raise NotFoundError
    return found
