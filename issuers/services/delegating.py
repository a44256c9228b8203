"""Delegation: a group lets a hub define its roles, and takes that back whenever it wants to."""

from uuid import UUID

from sqlalchemy import delete, select

from foundation import clock
from foundation.audit import record
from foundation.columns import uuid7
from foundation.db import session, transaction
from foundation.errors import NotFoundError, invalid
from foundation.inserting import insert_unless_there
from foundation.policy import Action, Actor, Scope, may, require
from issuers import queries
from issuers.models import Delegation

ROLES = "roles"


def delegate(actor: Actor, group_id: UUID, *, hub: str) -> None:
    """Let the stewards of `hub` (its slug) define roles in the group's name; a second time changes nothing.

    Raises InvalidError at /hub, and those of `require`.
    """
    with transaction():
        require(actor, Action.ROLE_DELEGATE, Scope(group_id=group_id))
        found = queries.group_by_slug(hub)
        if found is None or not found.is_vouched:
            raise invalid("/hub", "group_unknown")
        if found.id == group_id:
            raise invalid("/hub", "own_group")
        facts = {"group_id": group_id, "hub_id": found.id, "scope": ROLES, "since": clock.now()}
        if insert_unless_there(Delegation, id=uuid7(), **facts):
            record(actor, "issuers.delegation.give", found.id, group_id=group_id)


def end(actor: Actor, delegation_id: UUID) -> None:
    """End a delegation: a steward of the group takes it back, or one of the hub hands it back.

    Raises NotFoundError, and those of `require`.
    """
    with transaction():
        found = session().scalar(select(Delegation).where(Delegation.id == delegation_id))
        if found is None:
            raise NotFoundError
        group_id, hub_id = found.group_id, found.hub_id
        if not may(actor, Action.ROLE_DELEGATE, Scope(group_id=hub_id)):
            require(actor, Action.ROLE_DELEGATE, Scope(group_id=group_id))
        gone = delete(Delegation).where(Delegation.id == delegation_id).returning(Delegation.id)
        if session().scalar(gone) is not None:
            record(actor, "issuers.delegation.end", hub_id, group_id=group_id)
