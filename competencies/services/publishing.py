"""How anything with versions is published: never changed, only added to, and only when something changed."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from foundation import clock
from foundation.db import session
from foundation.errors import ConflictError, NotFoundError, invalid

Row = TypeVar("Row")


def store_new(row: Any) -> None:
    """Add a row with a slug; when another has taken the slug in the meantime, raise InvalidError."""
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError as error:
        raise invalid("/slug", "slug_taken") from error


def is_taken(kind: Any, slug: str) -> bool:
    """Tell whether a thing of this kind has the slug already."""
    return session().scalar(select(kind.id).where(kind.slug == slug)) is not None


def locked(kind: type[Row], slug: str) -> Row:
    """Give the row with this slug, locked until the transaction ends; raise NotFoundError without one."""
    query = select(kind).where(kind.slug == slug)  # type: ignore[attr-defined] # every kind given has one
    found = session().scalar(query.with_for_update())
    if found is None:
        raise NotFoundError
    return found


def unchanged(seen: str | None, now: str) -> None:
    """Raise ConflictError("draft_changed", mark=now) when what somebody saw is not how it stands now."""
    if seen is not None and seen != now:
        raise ConflictError("draft_changed", mark=now)


def is_news(thing: Any, content: Mapping[str, Any]) -> bool:
    """Tell whether `content` differs from the version in force."""
    if not thing.versions:
        return True
    newest = thing.versions[-1]
    return any(getattr(newest, name) != value for name, value in content.items())


def publish(thing: Any, version: Callable[..., Row], content: Mapping[str, Any], **stamps: Any) -> Row | None:
    """Add the next version of `thing` and give it; give None when it would say the same as the last."""
    if not is_news(thing, content):
        return None
    row = version(number=len(thing.versions) + 1, published_at=clock.now(), **content, **stamps)
    thing.versions.append(row)
    session().flush()
    return row
