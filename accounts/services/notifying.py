"""Telling people things, in their inbox: codes, ids and slugs; never texts that others wrote."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from accounts.models import Notice, NoticeKind
from foundation import clock
from foundation.columns import uuid7
from foundation.db import transaction
from foundation.inserting import insert_unless_there


def tell(
    person_id: UUID | None, kind: NoticeKind, *, path: str, key: str, facts: Mapping[str, str] | None = None
) -> None:
    """Put one notice into a person's inbox; with a `key` that was told before, nothing happens.

    `path` leads to the thing; `facts` may hold {"badge": slug of the badge, "group": slug}. Joins the
    open transaction. Nobody is told when `person_id` is None.
    """
    if person_id is None:
        return
    with transaction() as session:
        session.flush()  # the person may have been made a moment ago
        insert_unless_there(
            Notice,
            id=uuid7(),
            person_id=person_id,
            kind=kind.value,
            path=path,
            facts=dict(facts or {}),
            key=f"{kind.value}:{key}:{person_id}",
            told_at=clock.now(),
        )


def tell_all(
    people: Iterable[UUID], kind: NoticeKind, *, path: str, key: str, facts: Mapping[str, str] | None = None
) -> None:
    """Put the same notice into several inboxes."""
    for person_id in people:
        tell(person_id, kind, path=path, key=key, facts=facts)
