"""One of everything that has a page, and somebody for each role: for the permission table."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from accounts import queries as people
from accounts.models import Identity, Notice, NoticeKind, Person, SeatRole
from accounts.services import digesting, notifying, safety, seats, tokens
from badges.models import Claim, ClaimState
from badges.queries import achievements
from badges.services import assessing, carrying, collections, reporting, runs, sharing
from badges.services.endorsing import asking
from competencies import queries as competencies
from competencies.queries import adapting as known
from competencies.services import (
    adapting,
    defining,
    drafting,
    holding,
    initiatives,
    keeping,
    modelling,
    opening,
    planning,
    reference_rows,
    referencing,
)
from foundation import clock
from foundation.columns import uuid7
from foundation.db import session, transaction
from foundation.policy import NOBODY, SYSTEM, Actor
from issuers import queries as issuers
from issuers.services import delegating, registering
from mentoring.models import SignalConsent
from mentoring.services import inviting, nominating, thanking
from tests.badges import claiming_stage as claimed
from tests.badges import endorsing_scene as endorsed
from tests.badges.scene import Scene, accepted, give, person, set_stage, token_of
from tests.competencies.case_samples import document, package, uuid, written
from tests.kept import kept
from tests.web.starter import load_starter

ROLES = (
    "stranger", "learner", "holder", "endorser", "assessor", "far_assessor",
    "steward", "far_steward", "safety", "operator", "locked",
)  # fmt: skip


@dataclass
class Stage:
    """`who`: role -> actor. `names`: what stands in braces in the paths of the table."""

    who: dict[str, Actor] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


@kept
def set_up() -> Stage:
    load_starter()
    scene, stage = set_stage(), Stage()
    _people(stage, scene)
    _claims(stage, scene)
    _badges(stage, scene)
    _endorsements(stage)
    _own_things(stage)
    _of_groups(stage, scene)
    _of_roles(stage, scene)
    _finding(stage, scene)
    _of_plans(stage, scene)
    _of_references(stage, scene)
    stage.who = {role: people.actor_of(one.person_id) for role, one in stage.who.items()}
    return stage


def _of_references(stage: Stage, scene: Scene) -> None:
    """A framework from elsewhere, and another that waits to be confirmed."""
    for name in ("reference", "staged"):
        given = package(CFDocument=document(identifier=uuid(name)), CFAssociations=[])
        if name == "staged":
            given |= {"CFItems": [], "CFRubrics": []}
        made = referencing.stage(scene.steward, group_id=scene.group_id, given=written(given))
        stage.names[name] = str(made.id)
        if name == "reference":
            referencing.confirm(scene.steward, made.id)
            reference_rows.work(made.id)
            stage.names[name] = uuid(name)


def _people(stage: Stage, scene: Scene) -> None:
    for role in ("learner", "holder", "endorser", "far_steward", "safety", "operator", "locked"):
        stage.who[role] = person(role.title())
    stage.who |= {"steward": scene.steward, "assessor": claimed.assessor(scene.group_id)}
    far = registering.make_first_group(
        name="Far away", description="", url=None, language="en",
        steward_id=stage.who["far_steward"].person_id,
    )  # fmt: skip
    stage.who["far_assessor"] = claimed.assessor(far, "Far assessor")
    seats.give(stage.who["locked"].person_id, scene.group_id, SeatRole.ASSESSOR)
    safety.change(SYSTEM, stage.who["safety"].person_id, keeps=True)
    with transaction() as db_session:
        db_session.get_one(Person, stage.who["operator"].person_id).is_operator = True
        db_session.get_one(Person, stage.who["locked"].person_id).locked_at = clock.now()


def _claims(stage: Stage, scene: Scene) -> None:
    holder, assessor = stage.who["holder"], stage.who["assessor"]
    draft = claimed.opened(holder, claimed.badge(scene, "badge-of-draft"))
    item = claimed.with_link(holder, draft)
    claimed.badge(scene, "badge-unclaimed")
    waiting = claimed.handed_in(holder, claimed.badge(scene, "badge-of-waiting"))
    taken = claimed.handed_in(holder, claimed.badge(scene, "badge-of-taken"))
    assessing.take(assessor, taken.id, taken.revision)
    declined = claimed.handed_in(holder, claimed.badge(scene, "badge-of-declined"))
    file = claimed.with_link(
        holder, draft, form="file", kind="report", url=None, upload=b"%PDF-1.4", file_name="report.pdf"
    )
    with transaction() as db_session:
        db_session.get_one(Claim, declined.id).state = ClaimState.DECLINED
    shown = (draft, waiting, taken, declined)
    names = dict(zip(("draft", "waiting", "taken", "declined"), (str(one.id) for one in shown), strict=True))
    evidence = session().get_one(Claim, waiting.id, populate_existing=True).evidence[0]
    stage.names |= names | {"draft_item": str(item.id), "file": str(file.id), "item": str(evidence.id)}
    stage.names["draft_revision"] = str(session().get_one(Claim, draft.id).revision)
    stage.names["waiting_revision"] = str(session().get_one(Claim, waiting.id).revision)
    stage.names["taken_revision"] = str(session().get_one(Claim, taken.id).revision)


def _badges(stage: Stage, scene: Scene) -> None:
    """`own`: private; `open`: public; `offer`: not answered yet; `mailed`: to an address."""
    holder = stage.who["holder"]
    own = accepted(scene, holder, "Holder")
    shown = accepted(_of(scene, claimed.badge(scene, "badge-shown")), holder, "Holder")
    carrying.publish(holder, shown.id)
    offer = give(_of(scene, claimed.badge(scene, "badge-offered")), "Holder")
    mailed = give(scene, "kim@example.org")
    run = runs.start(scene.steward, scene.badge, "lee@example.org")
    stage.names |= {
        "own": str(own.id), "open": str(shown.id), "own_award": str(own.award_id), "offer": str(offer.id),
        "mailed": str(mailed.id), "mailed_token": token_of(mailed), "run": str(run.id),
    }  # fmt: skip


def _of(scene: Scene, slug: str) -> Scene:
    return Scene(scene.group_id, scene.steward, scene.other_steward, slug)


def _endorsements(stage: Stage) -> None:
    """`asked`, `written`, `signed`, `shown`: one in each state, all about badges of the holder."""
    holder, endorser, names = stage.who["holder"], stage.who["endorser"], stage.names
    public, own = UUID(names["open"]), UUID(names["own"])
    names["shown"] = str(endorsed.endorsed(holder, endorser, "Endorser", public).id)
    names["signed"] = str(endorsed.signed(holder, endorser, "Endorser", own).id)
    claims = [session().get_one(Claim, UUID(names[one])).credential_id for one in ("draft", "waiting")]
    names["asked"] = str(asking.ask(holder, subject_id=claims[0], user_name="Endorser").id)
    row = asking.ask(holder, subject_id=claims[1], user_name="Endorser")
    names["written"] = str(endorsed.written(endorser, row).id)
    taken = session().get_one(Claim, UUID(names["taken"])).credential_id
    names["endorse_token"] = asking.ask_by_link(holder, subject_id=taken)


def _own_things(stage: Stage) -> None:
    holder, names = stage.who["holder"], stage.names
    shelf = collections.make(holder, name="Mine", description="")
    collections.add(holder, shelf.id, UUID(names["own"]))
    link = sharing.share(holder, credential_id=UUID(names["own"]), shows_evidence=True)
    notifying.tell(holder.person_id, NoticeKind.CLAIM_WAITS, path="/claims", key="1")
    wanted = (Notice.person_id == holder.person_id, Notice.path == "/claims")
    notice = session().scalar(select(Notice.id).where(*wanted))
    identity = uuid7()
    with transaction() as db_session:
        db_session.add(Identity(
            id=identity, person_id=holder.person_id, issuer="https://wiki.example", sub="1",
            since=clock.now(), checked_at=clock.now(),
        ))  # fmt: skip
    tokens.make(holder, label="A program", days=7)
    names |= {
        "collection": str(shelf.id), "link": str(link.id), "identity": str(identity), "notice": str(notice),
        "share_token": sharing.address_of(link).rpartition("/")[2],
        "quiet_token": digesting.quiet_token(holder.person_id),
        "api_token": str(people.tokens_of(holder.person_id)[0].id),
    }  # fmt: skip


def _finding(stage: Stage, scene: Scene) -> None:
    """`nomination`: waits for the holder; `named`: somebody else said yes to it."""
    holder, endorser = stage.who["holder"], stage.who["endorser"]
    named, namer = person("Named"), person("Namer")
    person("Other")
    seen = "She welcomed forty newcomers at the river walk and stayed to the end."
    nomination = nominating.nominate(endorser, user_name="Holder", role="guide", citation=seen)
    accepted_one = nominating.nominate(namer, user_name="Named", role="guide", citation=seen)
    nominating.accept(named, accepted_one.id)
    naming = inviting.invite(endorser, role="peer-mentor", citation=seen)
    thanks = thanking.thank(endorser, user_name="Holder", text="You stayed late to help me with it.")
    opened = opening.open_up(holder, months=3)
    consent = uuid7()
    with transaction() as db_session:
        db_session.add(SignalConsent(
            id=consent, person_id=holder.person_id, wiki="sv.wikipedia.org", since=clock.now(),
            due_at=clock.now(),
        ))  # fmt: skip
    stage.names |= {
        "nomination": str(nomination.id), "named": str(accepted_one.id), "thanks": str(thanks.id),
        "naming": naming.token, "naming_id": str(naming.id),
        "opening": str(opened.id), "consent": str(consent),
    }  # fmt: skip


def _of_roles(stage: Stage, scene: Scene) -> None:
    """`adapted`: on a base with a new version; `adaptation`: a draft of another; `lent`: by a third group."""
    steward, names, other = scene.steward, stage.names, person("Hill steward")
    hills = registering.make_first_group(
        name="Hills", description="", url=None, language="en", steward_id=other.person_id
    )
    other = people.actor_of(other.person_id)
    shape = {"title": {"en": "Walker"}, "purpose": {"en": "Walks."}, "requirements": [], "reviewed": ["en"]}
    for slug in ("walker", "climber"):
        defining.define_role(other, group_id=hills, slug=slug, term_guidance_months=None, **shape)
    rename = {"op": "rename", "title": {"en": "Stroller"}, "reason": {"en": "We stroll."}}
    adopted = {"adopted_by": "board", "adopted_on": clock.now().date()}
    made = adapting.adapt(steward, "walker", group_id=scene.group_id, operations=[rename], **adopted)
    defining.revise_role(other, "walker", term_guidance_months=6, **shape)
    names["adopted"], names["adapted"] = str(made.id), "stroller"
    names["today"] = clock.now().date().isoformat()
    begun = adapting.begin(steward, "climber", group_id=scene.group_id)
    names["adaptation"] = str(begun.id)
    words = {"group_id": scene.group_id, "title": "Guide of paths", "language": "en"}
    worked_out = modelling.begin(steward, **words)
    names["modelling"] = str(worked_out.id)
    names |= {
        "adopted_seen": known.update_mark(made, known.role_by_id(made.base_role_id)),
        "adaptation_seen": known.update_mark(begun, known.role_by_id(begun.base_role_id)),
        "adaptation_read": known.mark(begun),
        "group_seen": registering.group_mark(issuers.issuer(scene.group_id)),
        "modelling_seen": known.modelling_mark(worked_out),
        "badge_seen": competencies.version_mark(achievements.achievement("sources")),
        "competency_seen": competencies.version_mark(competencies.competency("citing")),
        "role_seen": competencies.version_mark(competencies.role("guide")),
    }
    delegating.delegate(other, hills, hub="example-affiliate")
    names["lent"] = str(issuers.delegations_by(hills)[0][0].id)


def _of_groups(stage: Stage, scene: Scene) -> None:
    names, learner = stage.names, stage.who["learner"]
    shape = {"kind": "credential", "reason": "not_true", "text": "Not so."}
    made = reporting.make(learner, subject_id=UUID(names["open"]), **shape)
    group = reporting.make(NOBODY, kind="group", subject_id=scene.group_id, reason="not_true")
    invitation = seats.invite(scene.steward, scene.group_id, "assessor")
    assessor = stage.who["assessor"].person_id
    seat = next(one for one in people.seats_of_group(scene.group_id) if one.person_id == assessor)
    draft = drafting.begin(scene.steward, "skills")
    key = issuers.active_key(scene.group_id, "Ed25519")
    assert key is not None
    words = {"competency": "citing", "need": "Few can cite.", "action": "A course.", "language": "en"}
    begun = initiatives.begin(scene.steward, scene.group_id, **words)
    said = {"name": "Dales", "description": "", "url": None, "language": "en"}
    dales = registering.register_group(person("Dales steward"), **said)
    registering.vouch(scene.steward, dales, by_group_id=scene.group_id)
    names |= {
        "initiative": str(begun.id),
        "report": str(made.report_id), "group_report": str(group.report_id), "group": "example-affiliate",
        "invitation": invitation, "seat": str(seat.id), "key": str(key.id),
        "group_id": str(scene.group_id), "draft_seen": str(draft.revision),
    }  # fmt: skip


def _of_plans(stage: Stage, scene: Scene) -> None:
    """`kept`: of the holder; `holding`: accepted by the holder, `asked_holding`: waiting; `plan_line`."""
    holder, group_id = stage.who["holder"], scene.group_id
    seats.give(holder.person_id, group_id, SeatRole.MEMBER)
    shape = {"person_id": holder.person_id, "since": clock.now().date()}
    held = holding.propose(scene.steward, group_id, role="guide", **shape)
    holding.accept(holder, held.id)
    asked = holding.propose(scene.steward, group_id, role="peer-mentor", **shape)
    line = planning.add_line(
        scene.steward, group_id, role="guide", action="Let somebody lead.", owner="", due_on=None
    )
    stage.names |= {
        "kept": str(keeping.keep(holder, "guide").id),
        "holding": str(held.id), "asked_holding": str(asked.id),
        "plan_line": str(line.id), "assessor_id": str(stage.who["assessor"].person_id),
    }  # fmt: skip
