"""No two vouched groups with names that look alike; and whoever vouched for a group learns of a new name."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from accounts import queries as people
from accounts.models import NoticeKind, SeatRole
from accounts.services import notifying
from credentials.verify.names import imitated
from foundation import clock
from foundation.addresses import group_path
from foundation.errors import invalid
from foundation.policy import Actor
from issuers.models import Issuer


def require_own_name(name: str, others: Iterable[str]) -> None:
    """Refuse a name that one of the others has, or nearly. Raises InvalidError at /name."""
    if imitated(name, others) is not None:
        raise invalid("/name", "name_imitates")


def tell_of_new_name(actor: Actor, group: Issuer) -> None:
    """Tell whoever vouched for the group, who may not want to under its new name. Joins the transaction."""
    if not group.is_vouched:
        return
    readers = set(_vouchers(group.vouched_by)) - {actor.person_id}
    key, facts = f"{group.id}:{clock.now().isoformat()}", {"group": group.slug}
    path = group_path(group.slug)
    notifying.tell_all(sorted(readers), NoticeKind.GROUP_RENAMED, path=path, key=key, facts=facts)


def _vouchers(group_id: UUID | None) -> Sequence[UUID]:
    return people.operators() if group_id is None else people.people_with_seat(group_id, SeatRole.STEWARD)
