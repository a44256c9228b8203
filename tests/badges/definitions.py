"""Words to define things with in tests; `group` makes a steward with a group."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from accounts.models import Person
from foundation import clock
from foundation.db import transaction
from foundation.policy import Actor
from issuers.services.registering import register_group


def group(name: str = "Workshop") -> tuple[Actor, UUID]:
    """Give a steward and the id of their group."""
    with transaction() as session:
        person = Person(user_name=name, created_at=clock.now())
        session.add(person)
        session.flush()
        actor = Actor(person_id=person.id)
    group_id = register_group(actor, name=name, description="", url=None, language="en")
    return replace(actor, stewards=frozenset({group_id})), group_id


def competency(**changes: Any) -> dict[str, Any]:
    rubric = [{"en": f"Does it at level {level}."} for level in range(1, 5)]
    words = {"title": {"en": "Trueing wheels"}, "statement": {"en": "Trues wheels."}, "rubric": rubric}
    more = {"typical_evidence": ["report"], "alignments": [], "reviewed": ["en"]}
    return {**words, **more, **changes}


def role(**changes: Any) -> dict[str, Any]:
    words = {"title": {"en": "Mechanic"}, "purpose": {"en": "Mends."}, "requirements": []}
    return {**words, "term_guidance_months": None, "reviewed": ["en"], **changes}


def badge(**changes: Any) -> dict[str, Any]:
    words = {"name": {"en": "Wheel"}, "description": {"en": "Trues."}, "criteria": {"en": "Three wheels."}}
    rules = {
        "achievement_type": "Badge",
        "tags": [],
        "proves": [],
        "alignments": [],
        "assessment": {"method": "claim_with_check"},
        "evidence_rule": {"min_items": 1},
        "methods": [],
        "limits": {},
        "validity_months": 12,
        "counts_towards_roles": True,
        "image": {"template": "star", "colour": "blue", "alt": {"en": "A star"}},
        "reviewed": ["en"],
    }
    return {**words, **rules, **changes}


# What the page of a new badge sends.
BADGE_FORM = {
    "name.en": "Listener",
    "description.en": "Listens.",
    "criteria.en": "Three talks.",
    "image_alt.en": "An ear",
    "kind": "skill",
    "achievement_type": "Badge",
    "template": "star",
    "colour": "blue",
    "assessment.method": "claim_with_check",
    "evidence_rule.min_items": "1",
    "reviewed": "en",
}
