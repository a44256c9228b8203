"""Taking a page from the public view, and giving it back: what was signed stays, and its holder keeps it.

A steward of the group, or trust and safety, may; never in one's own case.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from accounts.models import NoticeKind
from accounts.services import notifying
from badges.models import Credential, Endorsement
from badges.queries import reports
from badges.queries.reports import Reported
from foundation import audit, clock
from foundation.db import transaction
from foundation.errors import ForbiddenError, NotFoundError
from foundation.policy import Action, Actor, Scope, require
from issuers import queries as issuers

Row = Credential | Endorsement


def hide(actor: Actor, kind: str, subject_id: UUID) -> None:
    """Take a credential or an endorsement from the public view; twice is harmless.

    Raises NotFoundError, ForbiddenError("own_case").
    """
    with transaction():
        subject = _own_group(actor, kind, subject_id)
        now = clock.now()
        if _changed(subject, now):
            _record(actor, subject, "suppress")
            _tell(subject, NoticeKind.CREDENTIAL_SUPPRESSED, now)


def show(actor: Actor, kind: str, subject_id: UUID) -> None:
    """Give it back to the public view, as far as its holder shows it. Raises as `hide`."""
    with transaction():
        subject = _own_group(actor, kind, subject_id)
        if _changed(subject, None):
            _record(actor, subject, "unsuppress")
            _tell(subject, NoticeKind.CREDENTIAL_RELEASED, clock.now())


def require_other_case(actor: Actor, subject: Reported) -> None:
    """Nobody decides in a matter of their own. Raises ForbiddenError("own_case")."""
    if actor.person_id is not None and actor.person_id in subject.concerned:
        raise ForbiddenError("own_case")


def _own_group(actor: Actor, kind: str, subject_id: UUID) -> Reported:
    subject = reports.reported(kind, subject_id)
    if not isinstance(subject.row, Row):
        raise NotFoundError
    require(actor, Action.CREDENTIAL_SUPPRESS, Scope(group_id=subject.group_id))
    require_other_case(actor, subject)
    return subject


def _changed(subject: Reported, value: datetime | None) -> bool:
    """Of two who do the same at once, one changes it."""
    row_type = Credential if isinstance(subject.row, Credential) else Endorsement
    other = row_type.suppressed_at.is_not(None) if value is None else row_type.suppressed_at.is_(None)
    change = update(row_type).where(row_type.id == subject.id, other).values(suppressed_at=value)
    with transaction() as session:
        return session.scalar(change.returning(row_type.id)) is not None


def _record(actor: Actor, subject: Reported, verb: str) -> None:
    """One event for each person whose matter it is: each sees what was done with it."""
    thing = "credential" if isinstance(subject.row, Credential) else "endorsement"
    people: Iterable[UUID | None] = sorted(subject.concerned) or [None]
    for person_id in people:
        audit.record(actor, f"badges.{thing}.{verb}", subject.id, group_id=subject.group_id, about=person_id)


def _tell(subject: Reported, kind: NoticeKind, now: datetime) -> None:
    group = issuers.issuer(subject.group_id) if subject.group_id else None
    facts = {"badge": subject.slug, "thing": subject.kind.value, **({"group": group.slug} if group else {})}
    notifying.tell_all(
        sorted(subject.concerned),
        kind,
        path=subject.path,
        key=f"page:{subject.id}:{now.isoformat()}",
        facts=facts,
    )
