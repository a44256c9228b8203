"""What this room knows of a person, for that person to take along. Of a decline only the decliner learns."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from badges.models import Achievement, AchievementVersion, Award
from competencies.models import Competency, Role
from foundation import clock
from foundation.db import session as read
from foundation.plain import listed, members
from mentoring.models import Nomination, PeerWishes, Thanks, ThanksBadge
from mentoring.moves import as_nominator_sees
from mentoring.queries import invitations, signals

_THANKS = "text group_id visibility given_at"
_NOMINATION = "group_id made_at lapses_at"
_WITHDRAWN = "withdrawn"  # the words of who took them back are theirs


def take(person_id: UUID) -> dict[str, Any]:
    """Give thanks and nominations, received and given, what the person allows, and signals from wikis."""
    wishes = read().get(PeerWishes, person_id)
    return {
        "thanks_received": _thanks(person_id, received=True),
        "thanks_given": _thanks(person_id, received=False),
        "nominations_received": _nominations(person_id, received=True),
        "nominations_made": _nominations(person_id, received=False),
        "nomination_links": _links(person_id),
        "peer_wishes": wishes and members(wishes, "may_be_thanked may_be_nominated changed_at"),
        "signal_consents": listed(signals.consents(person_id), "wiki since due_at asked_at outcome"),
        "signals": listed(signals.signals(person_id), "source kind period value fetched_at"),
    }


def _links(person_id: UUID) -> list[dict[str, Any]]:
    names = "group_id citation made_at lapses_at used_at withdrawn_at"
    return [{"role": role, **members(one, names)} for one, role in invitations.every(person_id)]


def _thanks(person_id: UUID, *, received: bool) -> list[dict[str, Any]]:
    whose = Thanks.receiver_id if received else Thanks.giver_id
    query = (
        select(Thanks, Competency.slug, Achievement.slug)
        .outerjoin(Competency, Competency.id == Thanks.competency_id)
        .outerjoin(ThanksBadge, ThanksBadge.thanks_id == Thanks.id)
        .outerjoin(Award, Award.id == ThanksBadge.award_id)
        .outerjoin(AchievementVersion, AchievementVersion.id == Award.version_id)
        .outerjoin(Achievement, Achievement.id == AchievementVersion.achievement_id)
        .where(whose == person_id)
        .order_by(Thanks.given_at, Thanks.id)
    )
    names = _THANKS if received else _THANKS.replace("visibility ", "")
    return [
        {"competency": slug, "recognition": badge, **members(one, names)}
        for one, slug, badge in read().execute(query)
    ]


def _nominations(person_id: UUID, *, received: bool) -> list[dict[str, Any]]:
    whose = Nomination.nominee_id if received else Nomination.nominator_id
    query = (
        select(Nomination, Role.slug)
        .join(Role, Role.id == Nomination.role_id)
        .where(whose == person_id)
        .order_by(Nomination.made_at, Nomination.id)
    )
    now = clock.now()
    return [
        {
            "role": slug,
            "citation": "" if received and one.state == _WITHDRAWN else one.citation,
            "state": str(one.state) if received else as_nominator_sees(one.state, one.lapses_at, now),
            **members(one, f"{_NOMINATION} decided_at" if received else _NOMINATION),
        }
        for one, slug in read().execute(query)
    ]
