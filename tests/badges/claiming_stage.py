"""What tests of claims share: badges with other rules than the stage's own, assessors, a claim on its way."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from accounts import queries as people
from accounts.models import SeatRole
from accounts.services import seats
from badges.models import Claim
from badges.services import defining, evidence
from badges.services.claims import keeping, opening
from foundation.policy import Actor
from tests.badges.scene import EN_SV, Scene, both, person

LINK = "https://wiki.example.org/w/index.php?oldid=1"


def badge(scene: Scene, slug: str, **changes: Any) -> str:
    """A badge that one assessor decides, with one piece of evidence, unless changed."""
    shape: dict[str, Any] = {
        "name": both(slug.title(), slug.title()),
        "description": both("Works.", "Arbetar."),
        "criteria": both("Did it.", "Gjorde det."),
        "achievement_type": "Badge",
        "tags": [],
        "proves": [{"competency": "citing", "level": 2}],
        "alignments": [],
        "assessment": {"method": "claim_with_check"},
        "evidence_rule": {"min_items": 1},
        "methods": ["training", "mentoring", "event"],
        "limits": {},
        "validity_months": 24,
        "counts_towards_roles": True,
        "image": {"template": "star", "colour": "blue", "alt": both("A star", "En stjärna")},
        "reviewed": EN_SV,
        "kind": "skill",
    }
    made = defining.define_achievement(
        scene.steward, group_id=scene.group_id, slug=slug, **{**shape, **changes}
    )
    return made.slug


def assessor(group_id: UUID, name: str = "Assessor") -> Actor:
    """Somebody with an assessor's seat in a group."""
    found = person(name)
    seats.give(found.person_id, group_id, SeatRole.ASSESSOR)
    return people.actor_of(found.person_id)


def locked(actor: Actor) -> Actor:
    """The same person, with a locked account."""
    return replace(actor, locked=True)


def opened(learner: Actor, slug: str) -> Claim:
    return opening.open_claim(learner, slug)


def with_link(learner: Actor, claim: Claim, **changes: Any) -> Any:
    shape = {"kind": "wiki_revision", "form": "link", "name": "My edit", "url": LINK}
    return evidence.add(learner, claim.id, **{**shape, **changes})


def handed_in(learner: Actor, slug: str) -> Claim:
    claim = opened(learner, slug)
    with_link(learner, claim)
    return keeping.submit(learner, claim.id)
