"""Tokens for programs that act as a person."""

from datetime import timedelta
from uuid import UUID

from accounts.models import ApiToken
from foundation import audit, clock
from foundation.columns import uuid7
from foundation.db import transaction
from foundation.errors import NotFoundError, invalid
from foundation.policy import Action, Actor, Scope, require
from foundation.text import clean_line
from foundation.vault import new_token, token_digest

TOKEN_DAYS = 90
TOKEN_DAYS_MAX = 366
LABEL_MAX = 80


def make(actor: Actor, *, label: str, days: int = TOKEN_DAYS) -> str:
    """Give a new token, shown once. Raises InvalidError at /label or /days."""
    require(actor, Action.API_TOKEN_MAKE, Scope(person_id=actor.person_id))
    label = clean_line(label)
    if not 1 <= len(label) <= LABEL_MAX:
        raise invalid("/label", "length", least=1, most=LABEL_MAX)
    if not 1 <= days <= TOKEN_DAYS_MAX:
        raise invalid("/days", "range", least=1, most=TOKEN_DAYS_MAX)
    token, now = new_token(), clock.now()
    row = ApiToken(
        id=uuid7(),
        person_id=actor.person_id,
        digest=token_digest(token),
        label=label,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    with transaction() as session:
        session.add(row)
        audit.record(actor, "token.made", row.id)
    return token


def revoke(actor: Actor, token_id: UUID) -> None:
    """Make a token useless at once. Raises NotFoundError for one that is not the actor's."""
    with transaction() as session:
        row = session.get(ApiToken, token_id, with_for_update=True)
        if row is None:
            raise NotFoundError
        require(actor, Action.API_TOKEN_MAKE, Scope(person_id=row.person_id))
        audit.record(actor, "token.revoked", token_id)
        session.delete(row)
