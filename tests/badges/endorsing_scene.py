"""What the tests of endorsements share: a claim or badge to endorse, and words that can be signed."""

from uuid import UUID

from sqlalchemy import select

from accounts.models import Notice, Preference
from badges.models import Endorsement
from badges.queries import awards
from badges.services import awarding, claiming
from badges.services.claims import opening
from badges.services.endorsing import asking, deciding, writing
from foundation import clock
from foundation.db import session, transaction
from foundation.policy import Actor
from tests.badges.scene import Scene

SEEN = "She found three sources for every sentence of the article about the old bridge."
WORDS = {
    "comment": SEEN,
    "competency": "citing",
    "level": "2",
    "relation": "mentor",
    "seen_from": "2025-01-10",
    "seen_until": "2025-03-31",
    "language": "en",
    "name_choice": "affiliate",
}


def claimed(scene: Scene, learner: Actor) -> UUID:
    """The id that a claim of the badge reserves."""
    return opening.open_claim(learner, scene.badge).credential_id


def awarded(scene: Scene, learner: Actor, name: str, subject_id: UUID) -> UUID:
    """The award of a badge under the id that its claim reserved, not yet accepted."""
    award = awarding.award(scene.steward, achievement=scene.badge, recipient=name)
    with transaction():
        awards.award_by_id(award.id).credential_id = subject_id
    return award.id


def taken(scene: Scene, learner: Actor, name: str, subject_id: UUID, **choices: object) -> UUID:
    """The badge, awarded under the reserved id and accepted."""
    award_id = awarded(scene, learner, name, subject_id)
    chosen = claiming.Choices(**choices)
    return claiming.accept(learner, award_id, choices=chosen).credential_id


def written(endorser: Actor, row: Endorsement, **changes: str) -> Endorsement:
    return writing.draft(endorser, row.id, {**WORDS, **changes})


def signed(holder: Actor, endorser: Actor, name: str, subject_id: UUID, **changes: str) -> Endorsement:
    """Asked by user name, written and signed; it waits for the holder."""
    row = asking.ask(holder, subject_id=subject_id, user_name=name)
    written(endorser, row, **changes)
    return writing.sign(endorser, row.id)


def endorsed(holder: Actor, endorser: Actor, name: str, subject_id: UUID, **changes: str) -> Endorsement:
    row = signed(holder, endorser, name, subject_id, **changes)
    return deciding.accept(holder, row.id)


def prefer(actor, **wishes):
    with transaction() as db:
        db.add(Preference(person_id=actor.person_id, changed_at=clock.now(), **wishes))


def problems(error):
    return {(one.pointer, one.code) for one in error.value.problems}


def kinds_told(actor):
    told = select(Notice.kind).where(Notice.person_id == actor.person_id)
    return list(session().scalars(told.order_by(Notice.id)))
