"""The learner's journey in the made-up movement: claims on their way, endorsements, a collection. Loads once.

Each part is written whole or not at all, and a part that is there is left alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from accounts import queries as people
from badges.models import Achievement, AchievementVersion, Claim, Collection, Credential, Endorsement
from badges.queries import claims
from badges.services import assessing, carrying, claiming, collections, evidence, sharing
from badges.services.claims import keeping, opening
from badges.services.composing import Choices
from badges.services.endorsing import asking, deciding, writing
from foundation.db import session, transaction
from foundation.policy import Actor
from web.demo.people import demo_people

ASSESSOR = "second-steward"
BADGE_OF_THE_JOURNEY = "welcoming-host"

Ids = Mapping[str, UUID]


@dataclass(frozen=True, slots=True)
class Shown:
    """One piece of evidence of the demo, as text or as a link."""

    kind: str
    name: str
    text: str = ""
    url: str | None = None
    visibility: str = "private"


@dataclass(frozen=True, slots=True)
class Said:
    """One endorsement of the demo: by whom, of whose badge, and how far it came."""

    endorser: str
    holder: str
    badge: str
    comment: str = ""
    relation: str = "peer_same_project"
    language: str = "en"
    until: str = "accepted"


SAID = (
    Said(
        "p1",
        "p3",
        "peer-mentor-badge",
        "We met every second week for half a year. He listened first, then asked what I had tried myself.",
        "mentor",
    ),
    Said(
        "p5",
        "p3",
        "community-voice",
        "At the open evening she answered forty questions about the archive, calmly and in two languages.",
        "event_participant",
    ),
    Said(
        "p2",
        "p4",
        "partnership-builder",
        "Llevó la conversación con el museo durante tres meses y dejó cada acuerdo por escrito.",
        "partner",
        language="es",
    ),
    Said(
        "p4",
        "p2",
        "project-deliverer",
        "I saw the plan of the library week on the first day and the honest report on the last.",
        until="signed",
    ),
    Said("p3", "p5", "welcoming-host", until="requested"),
)
WELCOMED = (
    ("p2", "I watched the newcomers' table all evening: nobody sat alone, and everybody left with a name."),
    ("p5", "She prepared the room, met each guest at the door, and wrote to all of them in the week after."),
)
_FIRST = Shown("wiki_revision", "My first edit with a source", url="https://wiki.example.org/revision/1001")
_REFLECTION = Shown("reflection", "What I learned", "I looked for a second source before I wrote anything.")


def load(ids: Ids) -> None:
    """Load what is not there yet."""
    _once(_journey_of_a_badge, ids, "p6", BADGE_OF_THE_JOURNEY)
    _once(_claim_in_the_queue, ids, "p5", "first-steps")
    _once(_returned_claim, ids, "p3", "first-steps")
    _once(_draft_claim, ids, "p6", "reliable-contributor")
    for said in SAID:
        _say(ids, said)
    _collect(ids)


def _once(part: object, ids: Ids, key: str, badge: str) -> None:
    """Do one part, unless the person claimed this badge before, whatever became of it."""
    same = (Claim.person_id == ids[key], Achievement.slug == badge)
    known = select(Claim.id).join(Claim.version).join(AchievementVersion.achievement).where(*same)
    if session().scalars(known).first() is None:
        with transaction():
            part(ids, people.actor_of(ids[key]))  # type: ignore[operator] # a function of this module


def _journey_of_a_badge(ids: Ids, learner: Actor) -> None:
    """From the claim to a badge that carries an endorsement and a piece of evidence inside."""
    told = Shown(
        "event_record",
        "The open evening of the reading room",
        "Twenty-two guests, five of them for the first time.",
        visibility="embedded",
    )
    claim = _claimed(
        learner, BADGE_OF_THE_JOURNEY, "I looked after the open evening of the reading room.", told
    )
    endorsed = [
        _accepted_words(ids, learner, claim.credential_id, endorser, words) for endorser, words in WELCOMED
    ]
    claim = keeping.submit(learner, claim.id)
    _decide(ids, claim, "awarded", "Everything that the badge asks for is there, and two people saw it.")
    award_id = claims.claim_by_id(claim.id).award_id
    if award_id is not None:
        chosen = Choices(evidence=(0,), endorsements=(endorsed[0],))
        accepted = claiming.accept(learner, award_id, choices=chosen)
        carrying.publish(learner, accepted.credential_id)


def _claim_in_the_queue(_ids: Ids, learner: Actor) -> None:
    claim = _claimed(learner, "first-steps", "Three edits in the first week.", _FIRST, _REFLECTION)
    keeping.submit(learner, claim.id)


def _returned_claim(ids: Ids, learner: Actor) -> None:
    claim = _claimed(learner, "first-steps", "Two edits and a talk page.", _FIRST, _REFLECTION)
    claim = keeping.submit(learner, claim.id)
    _decide(
        ids,
        claim,
        "returned",
        "A good start: one of the two edits has no source yet. Please add it and come back.",
    )


def _draft_claim(_ids: Ids, learner: Actor) -> None:
    _claimed(learner, "reliable-contributor", "I have begun to collect the articles.", _FIRST)


def _claimed(learner: Actor, badge: str, narrative: str, *shown: Shown) -> Claim:
    claim = opening.open_claim(learner, badge, language=learner.language)
    keeping.save(learner, claim.id, narrative=narrative)
    for one in shown:
        evidence.add(
            learner,
            claim.id,
            kind=one.kind,
            form="link" if one.url else "text",
            name=one.name,
            url=one.url,
            text=one.text,
            visibility=one.visibility,
        )
    return claims.claim_by_id(claim.id)


def _decide(ids: Ids, claim: Claim, outcome: str, reason: str) -> None:
    assessor = people.actor_of(ids[ASSESSOR])
    taken = assessing.take(assessor, claim.id, claim.revision)
    judgements = [
        {
            "competency": one["competency"],
            "level": one["level"] if outcome == "awarded" else one["level"] - 1,
            "reason": "What was shown fits the description of this level.",
        }
        for one in claim.version.proves
    ]
    assessing.decide(
        assessor, claim.id, outcome=outcome, judgements=judgements, reason=reason, revision=taken.revision
    )


def _say(ids: Ids, said: Said) -> None:
    held = _held(ids[said.holder], said.badge)
    if held is None or _has_said(held.id, ids[said.endorser]):
        return
    holder = people.actor_of(ids[said.holder])
    with transaction():
        if said.until == "requested":
            asking.ask(holder, subject_id=held.id, user_name=_name(said.endorser), message="You were there.")
            return
        signed = _signed_words(ids, holder, held.id, said)
        if said.until == "accepted":
            deciding.accept(holder, signed)


def _accepted_words(ids: Ids, holder: Actor, subject_id: UUID, endorser: str, comment: str) -> UUID:
    said = Said(endorser, "", BADGE_OF_THE_JOURNEY, comment, "event_participant")
    return deciding.accept(holder, _signed_words(ids, holder, subject_id, said)).id


def _signed_words(ids: Ids, holder: Actor, subject_id: UUID, said: Said) -> UUID:
    endorser = people.actor_of(ids[said.endorser])
    row = asking.ask(holder, subject_id=subject_id, user_name=_name(said.endorser))
    proves: Sequence[Mapping[str, object]] = row.version.proves
    first = proves[0] if proves else {}
    given = {
        "comment": said.comment,
        "competency": str(first.get("competency", "")),
        "level": str(first.get("level", "none")),
        "relation": said.relation,
        "seen_from": "2026-01-12",
        "seen_until": "2026-03-27",
        "language": said.language,
    }
    writing.draft(endorser, row.id, given)
    return writing.sign(endorser, row.id).id


def _collect(ids: Ids) -> None:
    """One collection with all badges of one person, and a link to it."""
    if session().scalars(select(Collection.id).where(Collection.person_id == ids["p3"])).first() is not None:
        return
    holder = people.actor_of(ids["p3"])
    held = select(Credential.id).where(Credential.person_id == ids["p3"], Credential.revoked_at.is_(None))
    with transaction():
        made = collections.make(holder, name="Speaking and listening")
        for credential_id in session().scalars(held.order_by(Credential.accepted_at, Credential.id)).all():
            collections.add(holder, made.id, credential_id)
        sharing.share(holder, collection_id=made.id, name="For the hub")


def _held(person_id: UUID, badge: str) -> Credential | None:
    same = (Credential.person_id == person_id, Achievement.slug == badge, Credential.revoked_at.is_(None))
    query = select(Credential).join(Credential.version).join(AchievementVersion.achievement).where(*same)
    return session().scalars(query).first()


def _has_said(subject_id: UUID, endorser_id: UUID) -> bool:
    same = (Endorsement.subject_id == subject_id, Endorsement.endorser_id == endorser_id)
    return session().scalars(select(Endorsement.id).where(*same)).first() is not None


def _name(key: str) -> str:
    return next(one.user_name for one in demo_people() if one.key == key)
