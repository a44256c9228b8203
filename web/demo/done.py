"""What an earlier start of the demo did: what was tried out or deleted since is not written again."""

from uuid import UUID

from sqlalchemy import select

from foundation.audit import AuditEvent
from foundation.db import session


def was_done(action: str, *, about: UUID | None = None, group_id: UUID | None = None) -> bool:
    """Tell whether this was ever done, whatever became of it."""
    same = [AuditEvent.action == action]
    if about is not None:
        same.append(AuditEvent.about_id == about)
    if group_id is not None:
        same.append(AuditEvent.group_id == group_id)
    return session().scalars(select(AuditEvent.id).where(*same)).first() is not None
