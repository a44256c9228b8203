"""A small stage for the tests of this room: a vouched group with two stewards, a skill and a badge."""

from dataclasses import dataclass
from uuid import UUID

from accounts import queries as people
from accounts.models import SeatRole
from accounts.services import joining, mailboxes, seats
from badges.models import Award
from badges.queries import awards
from badges.services import awarding, claiming, defining
from competencies.services import defining as skills
from competencies.services import frameworks
from foundation.db import transaction
from foundation.policy import Actor
from issuers.services import registering
from tests.kept import kept

EN_SV = ("en", "sv")


def both(english: str, swedish: str) -> dict[str, str]:
    return {"en": english, "sv": swedish}


@dataclass(frozen=True)
class Scene:
    group_id: UUID
    steward: Actor
    other_steward: Actor
    badge: str


def person(name: str | None = None, *, address: str | None = None, language: str = "en") -> Actor:
    """Somebody with an account."""
    with transaction():
        person_id = joining.make_person(user_name=name, language=language)
        if address:
            mailboxes.add_mailbox(person_id, address)
    return people.actor_of(person_id)


@kept
def set_stage(*, validity_months: int | None = 24, name: str = "Example affiliate") -> Scene:
    first, second = person(f"{name} steward"), person(f"{name} second steward")
    group_id = registering.make_first_group(
        name=name, description="", url=None, language="en", steward_id=first.person_id
    )
    seats.give(second.person_id, group_id, SeatRole.STEWARD)
    steward, other = people.actor_of(first.person_id), people.actor_of(second.person_id)
    citing: skills.CompetencyShape = {
        "title": both("Citing", "Att ange källor"),
        "statement": both("Finds and cites sources.", "Hittar och anger källor."),
        "rubric": [both(f"Level {level}", f"Nivå {level}") for level in (1, 2, 3, 4)],
        "typical_evidence": ["wiki_revision"],
        "alignments": [],
        "reviewed": EN_SV,
    }
    frameworks.define_framework(
        steward,
        group_id=group_id,
        slug="skills",
        title=both("Skills", "Färdigheter"),
        description=both("What we do.", "Vad vi gör."),
        domains=[{"id": "sources", "title": both("Sources", "Källor")}],
        levels=None,
        vocabularies={},
        reviewed=EN_SV,
        competencies=[{"slug": "citing", "code": "S1", "domain": "sources", "words": citing}],
    )
    skills.define_role(
        steward,
        group_id=group_id,
        slug="guide",
        title=both("Guide", "Vägvisare"),
        purpose=both("Helps newcomers.", "Hjälper nya."),
        requirements=[{"competency": "citing", "level": 2, "must": True, "weight": 1}],
        term_guidance_months=None,
        reviewed=EN_SV,
    )
    badge = defining.define_achievement(
        steward, group_id=group_id, kind="skill", slug="sources", **_badge(validity_months)
    )
    return Scene(group_id, steward, other, badge.slug)


def _badge(validity_months: int | None) -> defining.AchievementShape:
    return {
        "name": both("Sources", "Källor"),
        "description": both("Works with sources.", "Arbetar med källor."),
        "criteria": both("Cited ten sources.", "Angav tio källor."),
        "achievement_type": "Badge",
        "tags": ["sources"],
        "proves": [{"competency": "citing", "level": 2}],
        "alignments": [],
        "assessment": {"method": "claim_with_check"},
        "evidence_rule": {"min_items": 0, "private_by_default": True},
        "methods": ["training", "mentoring", "event"],
        "limits": {},
        "validity_months": validity_months,
        "counts_towards_roles": True,
        "image": {"template": "star", "colour": "blue", "alt": both("A star", "En stjärna")},
        "reviewed": EN_SV,
    }


def give(scene: Scene, recipient: str, **more: object) -> Award:
    return awarding.award(scene.steward, achievement=scene.badge, recipient=recipient, **more)


def token_of(award: Award) -> str:
    """The token that stands in the letter."""
    letter = awarding.offer_letter(award.id, 0)
    assert letter is not None
    return letter.token


def accepted(scene: Scene, actor: Actor, name: str, **more: object):
    """The credential of an award given to a person and accepted."""
    award = give(scene, name, **more)
    return awards.credential_by_id(claiming.accept(actor, award.id).credential_id)
