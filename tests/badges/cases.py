"""Claims to assess: a group with assessors, a badge of two competencies, and people who endorse."""

import threading
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import orjson
import pytest
from sqlalchemy import select

from accounts import queries as people
from accounts.models import Notice, SeatRole
from accounts.services import seats
from badges.models import AchievementVersion, Claim, Credential, Endorsement, EndorsementState
from badges.services import defining, evidence
from badges.services.assessing import decide, take
from badges.services.claims import keeping, opening
from badges.services.levels import define_competency_with_levels, ensure_level_achievements
from competencies.models import Competency
from competencies.services import attaining
from foundation import clock
from foundation.db import db, session, transaction
from foundation.errors import InvalidError
from foundation.policy import Actor
from issuers import queries as issuers
from tests.badges import scene as stages
from tests.badges.scene import EN_SV, Scene, both, person, set_stage
from tests.kept import kept

SEEN = "I saw them prepare and lead four evenings, and every source that they gave was right."
CITING, HOSTING = "citing", "hosting"


@dataclass(frozen=True)
class Bench:
    """A stage with two assessors; `badge` needs citing at 2, hosting at 2, and one endorsement."""

    scene: Scene
    assessor: Actor
    second: Actor

    @property
    def group_id(self) -> UUID:
        return self.scene.group_id


@kept
def set_bench(*, min_endorsements: int = 1, endorser_min_level: int | None = 2, min_items: int = 1) -> Bench:
    scene = set_stage()
    ensure_level_achievements(scene.steward, CITING)
    define_competency_with_levels(
        scene.steward,
        group_id=scene.group_id,
        slug=HOSTING,
        code="H1",
        framework="skills",
        domain="sources",
        title=both("Hosting", "Värdskap"),
        statement=both("Makes others welcome.", "Välkomnar andra."),
        rubric=[both(f"Hosts at {level}", f"Värd på {level}") for level in (1, 2, 3, 4)],
        typical_evidence=["report"],
        alignments=[],
        reviewed=EN_SV,
    )
    shape = stages._badge(24) | {
        "proves": [{"competency": CITING, "level": 2}, {"competency": HOSTING, "level": 2}],
        "assessment": {
            "method": "endorsed",
            "min_endorsements": min_endorsements,
            "endorser_min_level": endorser_min_level,
            "panel_size": 0,
            "random_assessors": 0,
        },
        "evidence_rule": {"min_items": min_items, "private_by_default": True},
    }
    badge = defining.define_achievement(
        scene.steward, group_id=scene.group_id, kind="skill", slug="helper", **shape
    )
    scene = Scene(scene.group_id, scene.steward, scene.other_steward, badge.slug)
    return Bench(scene, new_assessor(scene.group_id, "Assessor"), new_assessor(scene.group_id, "Second"))


def new_assessor(group_id: UUID, name: str) -> Actor:
    somebody = person(name)
    seats.give(somebody.person_id, group_id, SeatRole.ASSESSOR)
    return people.actor_of(somebody.person_id)


def hand_in(bench: Bench, learner: Actor, *, items: int = 1, visibility: str = "private") -> Claim:
    """A claim that waits for an assessor."""
    claim = opening.open_claim(learner, bench.scene.badge)
    for number in range(items):
        evidence.add(
            learner,
            claim.id,
            kind="report",
            form="text",
            name=f"Report {number}",
            text="What I did.",
            visibility=visibility,
        )
    keeping.save(learner, claim.id, narrative="I led four evenings.")
    return keeping.submit(learner, claim.id)


def endorse(claim: Claim, endorser: Actor, **more: object) -> Endorsement:
    """An endorsement that was signed and accepted."""
    now = clock.now()
    version = session().get_one(AchievementVersion, claim.version_id)
    values = {
        "id": uuid4(),
        "subject_id": claim.credential_id,
        "claim_id": claim.id,
        "version_id": version.id,
        "group_id": claim.issuer_id,
        "holder_id": claim.person_id,
        "endorser_id": endorser.person_id,
        "state": EndorsementState.ACCEPTED,
        "asked_at": now,
        "signed_at": now,
        "decided_at": now,
        "competency": CITING,
        "level": 2,
        "relation": "organiser",
        "seen_from": (now - timedelta(days=60)).date(),
        "seen_until": now.date(),
        "comment": SEEN,
        "language": "en",
        "written_name": "a mentor of Example affiliate",
    }
    with transaction() as db_session:
        row = Endorsement(**(values | more))
        db_session.add(row)
    return row


def reach(actor: Actor, competency: str, level: int, *, days_left: int = 300) -> None:
    """The person holds a level."""
    now = clock.now()
    with transaction() as db_session:
        found = db_session.query(Competency).filter_by(slug=competency).one()
        attaining.record_attainment(
            actor.person_id,
            found.id,
            level,
            source=f"urn:uuid:{uuid4()}",
            starts_at=now - timedelta(days=10),
            ends_at=now + timedelta(days=days_left),
        )


def endorser(name: str = "Endorser", level: int = 2) -> Actor:
    """Somebody who holds both competencies at a level."""
    somebody = person(name)
    for slug in (CITING, HOSTING):
        reach(somebody, slug, level)
    return somebody


def judged(citing: int = 2, hosting: int = 2) -> list[dict[str, object]]:
    return [
        {"competency": CITING, "level": citing, "reason": "Every source was there."},
        {"competency": HOSTING, "level": hosting, "reason": "Newcomers came back."},
    ]


def settle(assessor: Actor, claim: Claim, outcome: str = "awarded", **more: object):
    """Take a case and decide it."""
    taken = take(assessor, claim.id, claim.revision)
    values = {"judgements": judged(), "reason": "All of it is there.", "advice": ""} | more
    return decide(assessor, claim.id, outcome=outcome, revision=taken.revision, **values)


def later(**span: int) -> None:
    then = clock.now() + timedelta(**span)
    clock.set_source(lambda: then)


def fresh(claim: Claim) -> Claim:
    db.session.rollback()
    return session().get_one(Claim, claim.id, populate_existing=True)


def codes(caught: pytest.ExceptionInfo[InvalidError]) -> set[tuple[str, str]]:
    return {(one.pointer, one.code) for one in caught.value.problems}


def ready(bench: Bench, learner: Actor | None = None, **more: object) -> tuple[Actor, Claim]:
    """A claim with an endorsement that counts."""
    somebody = learner or person("Learner")
    claim = hand_in(bench, somebody, **more)
    endorse(claim, endorser())
    return somebody, fresh(claim)


def kinds(actor: Actor) -> list[str]:
    return list(session().scalars(select(Notice.kind).where(Notice.person_id == actor.person_id)))


def seats_of(bench: Bench, actor: Actor):
    return [one.id for one in people.seats_of_group(bench.group_id) if one.person_id == actor.person_id]


def at_once(app, *calls):
    """Run calls at the same moment, each in a thread with a session of its own, and give what they raised."""
    db.session.remove()
    raised: list[Exception | None] = [None] * len(calls)
    gate = threading.Barrier(len(calls))

    def run(place: int) -> None:
        with app.app_context():
            gate.wait()
            try:
                calls[place]()
            except Exception as error:  # noqa: BLE001 - told below
                raised[place] = error
            db.session.remove()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def body(credential: Credential) -> dict[str, object]:
    return orjson.loads(issuers.signed_body(credential.urn, "json"))
