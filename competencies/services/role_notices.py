"""Telling stewards what happens to the roles of their group: a base has a new version, a review is due."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from accounts import queries as people
from accounts.models import NoticeKind, SeatRole
from accounts.services import notifying
from competencies.adaptation_moves import AdaptationState
from competencies.models import Role, RoleAdaptation
from foundation.addresses import role_path, role_update_path
from foundation.db import session
from issuers import queries as issuers


def tell_adapters(base: Role, number: int) -> None:
    """Tell the stewards of every group that adapted `base` of its version `number`. Joins the transaction.

    Nothing of an adaptation changes by it: the group accepts the new version, or ignores it.
    """
    live = (AdaptationState.ADOPTED.value, AdaptationState.DUE_FOR_REVIEW.value)
    query = select(RoleAdaptation.id, RoleAdaptation.group_id, Role.slug)
    query = query.join(Role, Role.id == RoleAdaptation.role_id)
    query = query.where(RoleAdaptation.base_role_id == base.id, RoleAdaptation.state.in_(live))
    for adaptation_id, group_id, slug in session().execute(query.order_by(RoleAdaptation.begun_at)).all():
        key = f"{adaptation_id}:{number}"
        _tell(group_id, NoticeKind.ROLE_BASE_CHANGED, role_update_path(slug), key)


def tell_of_review(group_id: UUID, slug: str, key: str) -> None:
    """Tell the stewards of a group, once for each key, that a role of theirs wants a review."""
    _tell(group_id, NoticeKind.ROLE_REVIEW_DUE, role_path(slug), key)


def _tell(group_id: UUID, kind: NoticeKind, path: str, key: str) -> None:
    group = issuers.issuer(group_id)
    stewards: Iterable[UUID] = people.people_with_seat(group_id, SeatRole.STEWARD)
    facts = {"group": group.slug} if group else {}
    notifying.tell_all(stewards, kind, path=path, key=key, facts=facts)
