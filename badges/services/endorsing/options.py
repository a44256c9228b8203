"""What an endorser can choose from: competencies of the badge, relations, and names to sign with."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select

from accounts import queries as people
from badges import endorsement_words as wording
from badges.endorsement_words import Options
from badges.models import AchievementVersion, Endorsement, NameChoice
from badges.queries import achievements
from competencies import queries as competencies
from competencies.wording import Texts
from foundation.db import session
from foundation.policy import Actor
from issuers.models import Issuer, IssuerKind


def options_for(actor: Actor, row: Endorsement, language: str) -> Options:
    """Give the choices of an endorser; the names are spelled as they would be signed in `language`."""
    return Options(
        proven=achievements.proven_by(row.version),
        relations=relations_of(row.version),
        names=dict(_names(actor, row, language)),
    )


def relations_of(version: AchievementVersion) -> dict[str, Texts]:
    """Give the relations that an endorser of this badge can have to its holder: id -> titles."""
    slugs = {one["competency"] for one in version.proves}
    found = competencies.competencies_by_slug(slugs) if slugs else {}
    frameworks = competencies.frameworks_by_id(
        {one.framework_id for one in found.values() if one.framework_id is not None}
    )
    return wording.relations_of([competencies.latest(one).vocabularies for one in frameworks.values()])


def _names(actor: Actor, row: Endorsement, language: str) -> Iterator[tuple[tuple[str, str | None], str]]:
    """A mentor of each group where the endorser has a seat, else of the badge's group; then own names."""
    for group in _affiliates(actor, row.group_id):
        yield (NameChoice.AFFILIATE.value, str(group.id)), wording.mentor_of(group.name, language)
    person = people.person(actor.person_id) if actor.person_id else None
    if person is None:
        return
    if person.user_name:
        yield (NameChoice.USER_NAME.value, None), person.user_name
    display_name = people.preference(person.id).display_name
    if display_name:
        yield (NameChoice.DISPLAY_NAME.value, None), display_name


def _affiliates(actor: Actor, group_id: UUID) -> list[Issuer]:
    """Give the groups that a name may speak of, the badge's own first."""
    seats = actor.stewards | actor.assessors
    wanted = seats or {group_id}
    query = select(Issuer).where(Issuer.id.in_(wanted), Issuer.kind == IssuerKind.GROUP.value)
    found = session().scalars(query.order_by(Issuer.name, Issuer.id))
    return sorted(found, key=lambda one: one.id != group_id)
