"""When somebody else may hold a signing key: it signs no more here, and what it signs counts nowhere."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from credentials.instants import timestamp
from foundation import audit, clock
from foundation.db import after_commit, transaction
from foundation.errors import NotFoundError, invalid
from foundation.policy import Action, Actor, Scope, require
from issuers import queries
from issuers.models import KeyState, SigningKey
from issuers.proven import PROVEN_LISTS
from issuers.services import keys, publishing


def compromise(actor: Actor, key_id: UUID, *, since: datetime) -> UUID | None:
    """Mark a key as lost since a time and give the id of the new one that takes its place.

    `since` is the earliest instant at which somebody else may have signed; said again, only an earlier one
    counts. The private half is destroyed. There is no new key (None) where another one is active already,
    for a Profile that is closed, and for a did:key, which is its one key: its status lists are signed for
    the last time, and it issues nothing more. Raises NotFoundError, and InvalidError at /since for a time
    to come.
    """
    with transaction() as session:
        row = queries.signing_key(key_id)
        if row is None:
            raise NotFoundError
        require(actor, Action.KEY_COMPROMISE, Scope(group_id=row.issuer_id))
        now = clock.now()
        if since > now:
            raise invalid("/since", "time_to_come")
        cut_off = since if row.compromised_at is None else min(since, row.compromised_at)
        facts = {"kind": row.kind, "since": timestamp(cut_off)}
        audit.record(actor, "key.compromised", key_id, group_id=row.issuer_id, facts=facts)
        was_active = row.state == KeyState.ACTIVE
        if row.kind == "Ed25519":
            _see_to_lists(row.issuer_id, was_active=was_active)
        lost = {"state": KeyState.COMPROMISED.value, "compromised_at": cut_off, "sealed": b""}
        if row.retired_at is None:
            lost["retired_at"] = now
        session.execute(update(SigningKey).where(SigningKey.id == key_id).values(**lost))
        session.flush()
        after_commit(keys.forget_opened)
        after_commit(PROVEN_LISTS.forget)
        return _successor(row.issuer_id, row.kind, actor) if was_active else None


def _see_to_lists(issuer_id: UUID, *, was_active: bool) -> None:
    """The lists that this key signed are signed anew by the next, or, where there is none, for good."""
    if may_have_more(issuer_id):
        publishing.forget_lists(issuer_id)
    elif was_active:
        publishing.sign_last_lists(issuer_id)


def _successor(issuer_id: UUID, kind: str, actor: Actor) -> UUID | None:
    if not may_have_more(issuer_id):
        return None
    return keys.add_key(issuer_id, "RSA" if kind == "RSA" else "Ed25519", actor=actor)


def may_have_more(issuer_id: UUID) -> bool:
    """Tell whether another key can take the place of a lost one."""
    issuer = queries.issuer(issuer_id)
    return issuer is not None and not issuer.iri.startswith("did:key:") and not queries.is_closed(issuer_id)
