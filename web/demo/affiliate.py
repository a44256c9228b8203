"""A second affiliate of the made-up movement: it adapted a role long ago, and lets the hub help. Loads once.

Its adaptation is past the day on which the group wanted to look at it again, and the hub has published a new
version of the role since. With the people who hold that role in the other group they are five: so the hub,
which sees no number below five, sees one.
"""

from collections.abc import Mapping
from uuid import UUID

from accounts import queries as people
from accounts.models import SeatRole
from accounts.services import seats
from competencies.queries import adapting as known
from competencies.services import adapting, contexts
from foundation import clock
from foundation.policy import Actor
from issuers.services import delegating
from web.demo import plans
from web.demo.plans import Held, Line, Plan

NAME = "Demo Hillside User Group"
ABOUT = "A made-up group that walks in the hills, takes pictures and welcomes whoever comes along."
STEWARD = "p1"
MEMBERS = ("p3", "p4", "second-steward")
BASE = "community-organiser"
OPERATIONS = (
    {
        "op": "raise",
        "competency": "welcoming-volunteers",
        "from": 2,
        "to": 3,
        "reason": {
            "en": "Most who come to a walk have never edited before.",
            "sv": "De flesta som kommer till en vandring har aldrig redigerat förut.",
            "es": "La mayoría de quienes vienen a una caminata nunca han editado.",
            "ar": "معظم من يأتون إلى الجولة لم يسبق لهم التحرير.",
        },
    },
    {
        "op": "rename",
        "title": {
            "en": "Hill walk organiser",
            "sv": "Vandringsorganisatör",
            "es": "Organizador/a de caminatas",
            "ar": "منظِّم جولات التلال",
        },
        "reason": {
            "en": "We meet on walks.",
            "sv": "Vi träffas på vandringar.",
            "es": "Nos encontramos en las caminatas.",
            "ar": "نلتقي في الجولات.",
        },
    },
)
PLAN = Plan(
    None,
    (Line("Ask two members to lead a walk together in spring.", "the organisers", 3),),
    (Held("p1", None, 10), Held("p3", None, 4), Held("p4", None, 13), Held("second-steward", None, 6)),
)


def found(group_id: UUID, ids: Mapping[str, UUID], *, hub: str) -> None:
    """Give the group its members and the role that it adapted as of now, and let the hub (its slug) help."""
    for key in MEMBERS:
        seats.give(ids[key], group_id, SeatRole.MEMBER)
    if not known.adaptations_of_group(group_id):
        _adapt(people.actor_of(ids[STEWARD]), group_id)
        delegating.delegate(people.actor_of(ids[STEWARD]), group_id, hub=hub)


def load(group_id: UUID, ids: Mapping[str, UUID]) -> None:
    """Write its plan, unless it ever had one: who holds the role has said yes."""
    plans.write(PLAN, people.actor_of(ids[STEWARD]), group_id, ids)


def _adapt(steward: Actor, group_id: UUID) -> None:
    contexts.describe(
        steward,
        group_id=group_id,
        kind="user_group",
        connectivity="changing",
        languages="Svenska, العربية, English",
        constraints="We meet outdoors, a long way from the next library. Each walk has new people.",
    )
    adapting.adapt(
        steward,
        BASE,
        group_id=group_id,
        operations=OPERATIONS,
        adopted_by="members_meeting",
        adopted_on=clock.now().date(),
    )
