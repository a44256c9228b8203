"""Somebody who used everything, with marks that can be searched for when they have left."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, current_app

from accounts import queries as people
from accounts.models import Identity, SeatRole
from accounts.services import joining, mailboxes, preferring, seats, signing_in, tokens
from badges.models import Award
from badges.services import awarding, carrying, claiming, collections, evidence, reporting, runs, sharing
from badges.services.assessing import decide, take
from badges.services.claims import keeping, opening
from badges.services.composing import Choices
from badges.services.endorsing import asking
from badges.services.endorsing.subjects import subject_of
from competencies.services import aiming, holding, stances, visits
from competencies.services import keeping as own_keeping
from competencies.services import opening as being_found
from foundation import clock, idempotency, jobs
from foundation.columns import uuid7
from foundation.db import Base, db, transaction
from foundation.mail import FolderTransport
from foundation.policy import Actor
from mentoring.models import EngagementSignal, SignalConsent
from mentoring.services import inviting, nominating, thanking, wishing
from pathways.models import Enrolment, PathVersion, StepDone
from pathways.models import Path as LearningPath
from tests.badges import claiming_stage, endorsing_scene
from tests.badges.scene import Scene, both, person, set_stage
from tests.kept import kept
from web.letters import HANDLERS

MARK = "zyxqvwkjh"
NAME, ADDRESS, PASSWORD = f"{MARK} username", f"{MARK}address@example.org", "four unrelated words here"
DISPLAY = f"{MARK} display"
LINK_ADDRESS = f"{MARK}unproven@example.org"


@dataclass
class Stage:
    """Everybody, and what the leaver left behind on the way."""

    scene: Scene
    leaver: Actor
    mentor: Actor
    learner: Actor
    assessor: Actor
    open_claim: UUID
    credential: UUID
    own_copy: bytes
    given: dict[str, UUID] = field(default_factory=dict)
    badge_with_endorsement: UUID | None = None


def set_up(app: Flask, folder: Path, *, anew: bool = False) -> Stage:
    """Let somebody use everything there is; letters go into `folder`.

    One made `anew` leaves in the files of the database what was overwritten on the way; a kept one does not.
    """
    app.extensions["mail"] = FolderTransport(folder)
    stage, letters = _used_anew() if anew else _used()
    for name, letter in letters.items():
        (folder / name).write_bytes(letter)
    return stage


def _used_anew() -> tuple[Stage, dict[str, bytes]]:
    """Give the stage, and the letters that were written meanwhile."""
    app = current_app
    with TemporaryDirectory() as folder:
        before, app.extensions["mail"] = app.extensions["mail"], FolderTransport(Path(folder))
        try:
            return _use_everything(), {one.name: one.read_bytes() for one in Path(folder).iterdir()}
        finally:
            app.extensions["mail"] = before


_used = kept(_used_anew)


def _use_everything() -> Stage:
    scene = set_stage()
    leaver = _account(scene)
    mentor, learner = person("Mentor"), person("Learner")
    assessor = claiming_stage.assessor(scene.group_id)
    credential, copy = _hold(scene, leaver, mentor)
    claim = _claim(scene, leaver, mentor, assessor)
    stage = Stage(scene, leaver, mentor, learner, assessor, claim, credential, copy)
    _endorse(stage)
    _show(stage)
    _go_a_way(stage)
    _be_offered(stage)
    _judge(stage)
    _be_found(stage)
    jobs.run_due(HANDLERS)
    _ask_for_more(stage)
    db.session.rollback()
    return stage


def _account(scene: Scene) -> Actor:
    made = joining.join(user_name=NAME, password=PASSWORD, language="en")
    mailboxes.add_mailbox(made.person_id, ADDRESS)
    seats.give(made.person_id, scene.group_id, SeatRole.ASSESSOR)
    seats.give(made.person_id, scene.group_id, SeatRole.STEWARD)
    actor = people.actor_of(made.person_id)
    with transaction() as session:
        session.add(
            Identity(
                person_id=made.person_id,
                issuer="https://accounts.example.org",
                sub=f"{MARK}sub",
                label=f"{MARK} label",
                since=clock.now(),
                checked_at=clock.now(),
            )
        )
    preferring.change(
        actor,
        display_name=DISPLAY,
        endorser_name="affiliate",
        may_be_asked=True,
        may_be_offered=True,
        new_badges_public=False,
        digest_mail=True,
    )
    tokens.make(actor, label=f"{MARK} token")
    seats.invite(actor, scene.group_id, "assessor")
    idempotency.once(made.person_id, f"{MARK}-key", b"", lambda: {"answer": f"{MARK} answer"})
    return actor


def _hold(scene: Scene, leaver: Actor, mentor: Actor) -> tuple[UUID, bytes]:
    """A badge with an endorsement, the name and evidence in it; and a second form of it."""
    subject = endorsing_scene.claimed(scene, leaver)
    words = f"{MARK} was seen to find three sources for every sentence."
    endorsing_scene.endorsed(leaver, mentor, "Mentor", subject, comment=words)
    award = awarding.award(
        scene.steward,
        achievement=scene.badge,
        recipient=ADDRESS,
        reason=f"{MARK} reason",
        evidence=[{"url": f"https://example.org/{MARK}", "narrative": f"{MARK} embedded"}],
    )
    with transaction() as session:
        session.get_one(Award, award.id).credential_id = subject
    jobs.run_due(HANDLERS)
    choices = Choices(identifiers=("user_name", ADDRESS), evidence=(0,))
    credential = carrying.kept(leaver, claiming.accept(leaver, award.id, choices=choices).credential_id)
    carrying.form(credential, "jwt")
    carrying.publish(leaver, credential.id)
    return credential.id, carrying.form(credential, "json")


def _claim(scene: Scene, leaver: Actor, mentor: Actor, assessor: Actor) -> UUID:
    """A claim that an assessor has in hand, with evidence of every form, one opened."""
    badge = claiming_stage.badge(scene, "walks")
    claim = opening.open_claim(leaver, badge, path_slug="p", path_title=both("Path", "Väg"))
    keeping.save(leaver, claim.id, narrative=f"{MARK} narrative")
    claiming_stage.with_link(leaver, claim, url=f"https://example.org/{MARK}/edit", name=f"{MARK} item")
    claiming_stage.with_link(leaver, claim, form="text", url=None, text=f"{MARK} evidence text")
    item = claiming_stage.with_link(
        leaver,
        claim,
        form="file",
        url=None,
        upload=f"{MARK} file content".encode(),
        file_name=f"{MARK}.txt",
        visibility="on_request",
    )
    asking.ask(leaver, subject_id=claim.credential_id, user_name="Mentor", message=f"{MARK} please")
    asking.ask_by_link(leaver, subject_id=claim.credential_id, message=f"{MARK} by link")
    endorsing_scene.signed(
        leaver,
        person("Second mentor"),
        "Second mentor",
        claim.credential_id,
        comment=f"{MARK} pending words about what was seen there",
    )
    claim = keeping.submit(leaver, claim.id)
    take(assessor, claim.id, claim.revision)
    evidence.opened(assessor, item.id)
    reporting.make(
        assessor, kind="claim", subject_id=claim.id, reason="other", text=f"{MARK} looks odd to me"
    )
    return claim.id


def _endorse(stage: Stage) -> None:
    """Endorsements of others under each name; one of them stands inside the other's signed badge."""
    scene, leaver = stage.scene, stage.leaver
    for number, choice in enumerate(("affiliate", "user_name", "display_name")):
        name = f"Learner {number}"
        other = person(name)
        subject = endorsing_scene.claimed(scene, other)
        group = str(scene.group_id) if choice == "affiliate" else ""
        row = endorsing_scene.endorsed(
            other, leaver, NAME, subject, name_choice=choice, affiliate_id=group, comment=endorsing_scene.SEEN
        )
        stage.given[choice] = row.id
        chosen = {"endorsements": (row.id,)} if choice == "user_name" else {}
        badge = endorsing_scene.taken(scene, other, name, subject, **chosen)
        if chosen:
            stage.badge_with_endorsement = badge
            carrying.form(carrying.kept(other, badge), "jwt")
    subject = endorsing_scene.claimed(scene, stage.learner)
    asked = asking.ask(stage.learner, subject_id=subject, user_name=NAME, message="Would you?")
    endorsing_scene.written(leaver, asked, comment=f"{MARK} draft that was never signed")
    stage.given["draft"] = asked.id


def _show(stage: Stage) -> None:
    leaver = stage.leaver
    shelf = collections.make(leaver, name=f"{MARK} shelf", description=f"{MARK} about it")
    collections.add(leaver, shelf.id, stage.credential)
    sharing.share(leaver, credential_id=stage.credential, name=f"{MARK} share")
    sharing.share(leaver, collection_id=shelf.id, name=f"{MARK} share two")
    reporting.make(
        leaver, kind="badge", subject_id=_achievement(stage), reason="other", text=f"{MARK} report text"
    )


def _achievement(stage: Stage) -> UUID:
    return carrying.kept(stage.leaver, stage.credential).version.achievement_id


def _be_counted(actor: Actor) -> None:
    stances.keep_stances(actor, [{"competency": "citing", "offered": True, "level": 2}])
    languages = ("en", "sv")
    stances.keep_profile(actor, region="south-asia", languages=languages, counted=True, visits_counted=True)
    visits.note(actor.person_id)


def _go_a_way(stage: Stage) -> None:
    aiming.aim(stage.leaver, "guide")
    own_keeping.keep(stage.leaver, "guide")
    shape = {"role": "guide", "person_id": stage.leaver.person_id, "since": clock.now().date()}
    held = holding.propose(stage.scene.steward, stage.scene.group_id, **shape)
    holding.accept(stage.leaver, held.id)
    _be_counted(stage.leaver)
    now, path_id = clock.now(), uuid7()
    texts = {"title": both("P", "P"), "summary": both("P", "P"), "need": both("P", "P")}
    with transaction() as session:
        session.add(LearningPath(id=path_id, slug="p", owner_id=stage.scene.group_id))
        session.flush()
        session.add(
            PathVersion(
                path_id=path_id,
                number=1,
                audience="all",
                is_packet=False,
                steps=[],
                leads_to_badges=[],
                leads_to_roles=[],
                prerequisite_badges=[],
                stated_minutes=None,
                reviewed=["en"],
                published_at=now,
                **texts,
            )
        )
        person_id = stage.leaver.person_id
        session.add(Enrolment(person_id=person_id, path_id=path_id, since=now, changed_at=now))
        session.add(StepDone(person_id=person_id, path_id=path_id, step="one", done_at=now))


def _be_offered(stage: Stage) -> None:
    """Offers that wait, by name and by address, and one in a list that was not worked through."""
    scene = stage.scene
    other_badge = claiming_stage.badge(scene, "talks", assessment={"method": "claim_with_check"})
    third_badge = claiming_stage.badge(scene, "songs")
    reason = {"reason": f"{MARK} offered"}
    awarding.award(scene.steward, achievement=other_badge, recipient=NAME, **reason)
    awarding.award(scene.steward, achievement=third_badge, recipient=ADDRESS, **reason)


def _be_found(stage: Stage) -> None:
    """Open for roles, named and naming, thanked and thanking, with signals from a wiki."""
    leaver, mentor = stage.leaver, stage.mentor
    being_found.open_up(leaver, group="example-affiliate", role="guide", months=3)
    being_found.dismiss(leaver, "guide")
    words = f"{MARK} stayed late to help me with my very first article, thank you."
    given = thanking.thank(mentor, user_name=NAME, text=words, group="example-affiliate")
    thanking.thank(leaver, user_name="Mentor", text=words, competency="citing")
    nominating.nominate(mentor, user_name=NAME, role="guide", citation=words, cited=[str(given.id)])
    nominating.nominate(leaver, user_name="Mentor", role="guide", citation=words)
    inviting.invite(leaver, role="guide", citation=words)
    wishing.wish(leaver, may_be_thanked=False, may_be_nominated=False)
    now, wiki = clock.now(), f"{MARK}.example.org"
    with transaction() as session:
        session.add(SignalConsent(person_id=leaver.person_id, wiki=wiki, since=now, due_at=now))
        signal = {"kind": "edits", "period": "2026-01", "value": "1-9", "source": wiki, "fetched_at": now}
        session.add(EngagementSignal(person_id=leaver.person_id, **signal))


def _judge(stage: Stage) -> None:
    """As an assessor: one case decided, one in hand."""
    badge = claiming_stage.badge(stage.scene, "maps")
    for name, done in (("Decided", True), ("In hand", False)):
        claim = claiming_stage.handed_in(person(name), badge)
        claim = take(stage.leaver, claim.id, claim.revision)
        if done:
            decide(
                stage.leaver,
                claim.id,
                outcome="returned",
                judgements=[{"competency": "citing", "level": 1, "reason": "Two sources are missing."}],
                reason="Please add what is missing.",
                revision=claim.revision,
            )


def _ask_for_more(stage: Stage) -> None:
    """What still waits when they leave: links, a list, jobs that name them."""
    signing_in.ask_for_link(ADDRESS, language="en")
    signing_in.ask_for_link(LINK_ADDRESS, language="en", person_id=stage.leaver.person_id)
    table = f"recipient,reason\n{ADDRESS},{MARK} listed\n"
    runs.start(stage.scene.steward, claiming_stage.badge(stage.scene, "rows"), table)
    with transaction():
        jobs.ask("letter.digest", {"person_id": str(stage.leaver.person_id)}, key=None)
    subject = endorsing_scene.claimed(stage.scene, person("Offered to"))
    offering_row = asking.ask_by_link(people.actor_of(_holder(subject)), subject_id=subject)
    asking.take_up(stage.leaver, offering_row)


def _holder(subject_id: UUID) -> UUID:
    holder_id = subject_of(subject_id).holder_id
    assert holder_id is not None
    return holder_id


def needles(person_id: UUID) -> dict[str, bytes]:
    """What must not be found any more: marks, and the person's id and digests in each spelling."""
    found = {"mark": MARK.encode(), "id": person_id.bytes, "id hex": person_id.hex.encode()}
    found["id dashed"] = str(person_id).encode()
    for skipped in range(3):  # as it stands inside tokens, where every three bytes are four letters
        found[f"mark b64 {skipped}"] = b64encode(MARK.encode()[skipped : skipped + 6])
    for name, digest in (("name", people.name_digest(NAME)), ("address", people.address_digest(ADDRESS))):
        found |= {
            f"{name} digest": digest,
            f"{name} digest hex": digest.hex().encode(),
            f"{name} digest b64": b64encode(digest),
        }
    return found


def everything() -> Iterator[tuple[str, bytes]]:
    """Every value of every row of every table, with where it stands."""
    db.session.rollback()
    with db.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table.name}"').mappings():
                for column, value in row.items():
                    yield f"{table.name}.{column}", _as_bytes(value)


def _as_bytes(value: object) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return str(value).encode()


def found_in(parts: Iterator[tuple[str, bytes]], wanted: dict[str, bytes]) -> set[tuple[str, str]]:
    """Where a needle was found: (place, which)."""
    return {
        (place, name)
        for place, content in parts
        for name, needle in wanted.items()
        if needle in content or needle in content.lower()
    }


def in_files(app: Flask, *folders: Path) -> Iterator[tuple[str, bytes]]:
    """The bytes of the database file with its logs, and of everything in the folders."""
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    if db.engine.dialect.name == "sqlite":
        database = Path(str(sa.make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database))
        paths += [found for end in ("", "-wal", "-shm") if (found := Path(f"{database}{end}")).exists()]
    for path in paths:
        yield path.name, path.read_bytes()
        yield f"name of {path.name}", path.name.encode()
