"""A movement in small: a hub with a framework and a reference role, two groups that may adapt it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts import queries as people
from accounts.models import SeatRole
from accounts.services import seats
from competencies.models import Role
from competencies.services import defining, frameworks
from foundation.policy import Actor
from issuers.services import registering
from tests.badges.scene import person
from tests.kept import kept

SAFE = "inclusive-safe-participation"
WHY = {"en": "It is so here."}
PROTECTED = {"subsidiarity": {"protected": [{"competency": SAFE, "min_level": 1}]}}


@dataclass(frozen=True)
class Movement:
    """Three groups, each with one steward."""

    hub: Actor
    hub_id: UUID
    river: Actor
    river_id: UUID
    hills: Actor
    hills_id: UUID


@kept
def set_up() -> Movement:
    (hub, hub_id), (river, river_id), (hills, hills_id) = (_group(one) for one in ("Hub", "River", "Hills"))
    frameworks.define_framework(
        hub, group_id=hub_id, slug="core", title={"en": "Core"}, description={"en": "All."},
        domains=[{"id": "people", "title": {"en": "People"}}], levels=None, vocabularies=PROTECTED,
        reviewed=["en"],
    )  # fmt: skip
    for slug in (SAFE, "welcoming", "delivering", "agreeing"):
        defining.define_competency(
            hub, group_id=hub_id, slug=slug, code=slug[:4].upper(), framework="core", domain="people",
            title={"en": slug.replace("-", " ").capitalize()}, statement={"en": "Does."},
            rubric=[{"en": f"Level {level}"} for level in range(1, 5)], typical_evidence=[], alignments=[],
            reviewed=["en"],
        )  # fmt: skip
    defining.define_role(hub, group_id=hub_id, slug="organiser", **organiser())
    return Movement(hub, hub_id, river, river_id, hills, hills_id)


def organiser(*more: dict[str, Any], **changes: Any) -> Any:
    needs = [need(SAFE, 2), need("welcoming", 2, weight=2), need("delivering", 1, must=False), *more]
    words = {"title": {"en": "Organiser"}, "purpose": {"en": "Brings people together."}}
    return words | {"requirements": needs, "term_guidance_months": 24, "reviewed": ["en"]} | changes


def need(competency: str, level: int = 1, *, must: bool = True, weight: int = 1) -> dict[str, Any]:
    return {"competency": competency, "level": level, "must": must, "weight": weight}


def raised(competency: str = "welcoming", to: int = 3) -> dict[str, Any]:
    return {"op": "raise", "competency": competency, "to": to, "reason": WHY}


def added(competency: str = "agreeing", level: int = 1) -> dict[str, Any]:
    return {"op": "add", "competency": competency, "level": level, "must": False, "weight": 1, "reason": WHY}


def dropped(competency: str = "delivering") -> dict[str, Any]:
    return {"op": "drop", "competency": competency, "reason": WHY}


def renamed(title: str = "Weaver") -> dict[str, Any]:
    return {"op": "rename", "title": {"en": title}, "reason": WHY}


def asked(role: Role) -> list[tuple[str, int]]:
    return [(one["competency"], one["level"]) for one in role.versions[-1].requirements]


def _group(name: str) -> tuple[Actor, UUID]:
    steward = person(f"{name} steward")
    group_id = registering.make_first_group(
        name=name, description="", url=None, language="en", steward_id=steward.person_id
    )
    return people.actor_of(steward.person_id), group_id


def second_steward(group_id: UUID) -> Actor:
    other = person("Second steward")
    seats.give(other.person_id, group_id, SeatRole.STEWARD)
    return people.actor_of(other.person_id)
