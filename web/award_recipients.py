"""Who an award is for, as far as it was told to the group."""

from collections.abc import Iterable
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from accounts.models import Person
from badges.models import Award, RecipientKind
from badges.services import awarding
from foundation.db import session


def recipients(rows: Iterable[Award]) -> dict[UUID, str]:
    """Give who each award is for, by the award's id, in one query."""
    listed = list(rows)
    named = {one.person_id for one in listed if one.person_id and one.recipient_kind != RecipientKind.ADDRESS}
    found = session().execute(select(Person.id, Person.user_name).where(Person.id.in_(named)))
    names: dict[UUID, str | None] = {row.id: row.user_name for row in found}
    return {one.id: _recipient(one, names) for one in listed}


def _recipient(award: Award, names: dict[UUID, str | None]) -> str:
    if award.recipient_kind == RecipientKind.ADDRESS:
        return awarding.address_of(award) or _("an address that is deleted by now")
    name = names.get(award.person_id) if award.person_id else None
    if award.recipient_kind == RecipientKind.PERSON:
        return name or _("somebody without a user name")
    return name or _("a user name that has not signed in yet")
