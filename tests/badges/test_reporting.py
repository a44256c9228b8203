"""Somebody says that something should be looked at; stewards, and trust and safety, look at it."""

import threading
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from accounts import queries as people
from accounts.models import Notice, NoticeKind, Person
from accounts.services import safety
from badges.models import Credential, Endorsement, Report
from badges.queries import awards, reports
from badges.services import carrying, looking_into, reporting, sharing, suppressing, withdrawing
from foundation import clock
from foundation.audit import AuditEvent
from foundation.db import db, session, transaction
from foundation.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    ServiceError,
    SignInNeededError,
)
from foundation.policy import NOBODY, SYSTEM
from foundation.vault import token_digest
from tests.badges.claiming_stage import assessor
from tests.badges.scene import Scene, accepted, person, set_stage


@pytest.fixture
def scene(app) -> Scene:
    return set_stage()


@pytest.fixture
def holder(scene):
    return person("Holder")


@pytest.fixture
def credential(scene, holder) -> Credential:
    found = accepted(scene, holder, "Holder")
    carrying.publish(holder, found.id)
    return found


@pytest.fixture
def reporter(scene):
    return person("Reporter")


def keeper(name: str = "Keeper"):
    """Somebody of trust and safety."""
    found = person(name)
    safety.change(SYSTEM, found.person_id, keeps=True)
    return people.actor_of(found.person_id)


def report(actor, credential, **more):
    shape = {"kind": "credential", "subject_id": credential.id, "reason": "not_true", "text": "Not so."}
    return reporting.make(actor, **{**shape, **more})


def endorse(credential, endorser, state: str = "accepted", **more) -> Endorsement:
    row = Endorsement(
        subject_id=credential.id, version_id=credential.version_id, group_id=credential.issuer_id,
        holder_id=credential.person_id, endorser_id=endorser.person_id, state=state,
        comment="I saw how ten sources were found and cited.", message="Please?", asked_at=clock.now(),
        **more,
    )  # fmt: skip
    with transaction() as db_session:
        db_session.add(row)
    return session().get(Endorsement, row.id)


def told(actor, kind: NoticeKind) -> list[Notice]:
    wanted = (Notice.person_id == actor.person_id, Notice.kind == kind.value)
    return list(session().scalars(select(Notice).where(*wanted)))


def test_the_stewards_of_the_group_are_told_and_read_what_was_written(scene, credential, reporter):
    made = report(reporter, credential, text="This  did\u202e not happen.")
    assert made.is_new
    for steward in (scene.steward, scene.other_steward):
        (notice,) = told(steward, NoticeKind.REPORT_MADE)
        assert notice.path == f"/reports/{made.report_id}"
        assert notice.facts == {"badge": scene.badge, "group": "example-affiliate"}
    case = looking_into.case(scene.steward, made.report_id)
    assert case.text == "This  did not happen."
    assert case.subject is not None
    assert case.subject.id == credential.id
    assert case.acts == ("hold", "hide")


def test_what_was_written_is_sealed_and_never_in_the_record(scene, credential, reporter):
    made = report(reporter, credential, text="A secret word: plover")
    row = reports.report_by_id(made.report_id)
    assert b"plover" not in row.sealed_text
    events = session().scalars(select(AuditEvent).where(AuditEvent.action == "badges.report.make")).all()
    assert [one.facts for one in events] == [{"kind": "credential", "reason": "not_true"}]
    assert events[0].about_id is None, "the holder's activity page must not lead to the reporter"


def test_a_visitor_can_report_and_so_can_a_locked_account(scene, credential, reporter):
    with transaction() as db_session:
        db_session.get(Person, reporter.person_id).locked_at = clock.now()
    assert report(people.actor_of(reporter.person_id), credential).is_new
    made = report(NOBODY, credential)
    assert reports.report_by_id(made.report_id).made_by is None


def test_reporting_the_same_thing_again_stays_one_report_until_it_is_answered(scene, credential, reporter):
    first = report(reporter, credential)
    again = report(reporter, credential, text="Once more")
    assert (again.report_id, again.is_new) == (first.report_id, False)
    assert report(person("Another"), credential).is_new
    looking_into.answer(scene.steward, first.report_id, "We looked.")
    assert report(reporter, credential).is_new


def test_two_reports_of_one_person_at_the_same_moment_are_one(app, scene, credential, reporter):
    subject, found, start = credential.id, [], threading.Barrier(2)

    def run() -> None:
        with app.app_context():
            start.wait()
            shape = {"kind": "credential", "subject_id": subject, "reason": "not_true"}
            found.append(reporting.make(reporter, **shape))
            db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len({one.report_id for one in found}) == 1
    assert sorted(one.is_new for one in found) == [False, True]


@pytest.mark.parametrize(
    ("shape", "problem"),
    [
        ({"reason": "boredom"}, ("/reason", "not_allowed")),
        ({"reason": ""}, ("/reason", "not_allowed")),
        ({"text": "x" * 2001}, ("/text", "too_long")),
        ({"reason": "other", "text": ""}, ("/text", "required")),
        ({"reason": "other", "text": "\u200b\u202e \u2060"}, ("/text", "required")),
    ],
)
def test_bad_input_is_told_and_nothing_is_written(scene, credential, reporter, shape, problem):
    with pytest.raises(InvalidError) as error:
        report(reporter, credential, **shape)
    assert [(one.pointer, one.code) for one in error.value.problems] == [problem]
    assert session().scalars(select(Report)).all() == []


@pytest.mark.parametrize(
    "kind", ["credential", "endorsement", "endorsement_request", "claim", "badge", "group"]
)
def test_what_does_not_exist_is_not_found(scene, reporter, kind):
    with pytest.raises(NotFoundError):
        reporting.make(reporter, kind=kind, subject_id=uuid4(), reason="not_true")


def test_a_private_thing_answers_as_if_it_did_not_exist(scene, credential, holder, reporter):
    carrying.unpublish(holder, credential.id)
    hidden = endorse(credential, person("Mentor"), state="signed")
    asked = endorse(credential, person("Asked"), state="requested")
    judge = assessor(scene.group_id)
    for kind, subject_id in (
        ("credential", credential.id), ("endorsement", hidden.id), ("endorsement_request", asked.id),
    ):  # fmt: skip
        for actor in (reporter, NOBODY, judge):
            with pytest.raises(NotFoundError):
                reporting.make(actor, kind=kind, subject_id=subject_id, reason="not_true")


def test_who_was_shown_a_private_badge_by_a_link_can_report_it(scene, credential, holder):
    carrying.unpublish(holder, credential.id)
    link = sharing.share(holder, credential_id=credential.id)
    token = sharing.address_of(link).rpartition("/")[2]
    assert report(NOBODY, credential, key=token).is_new
    sharing.end(holder, link.id)
    with pytest.raises(NotFoundError):
        report(NOBODY, credential, key=token)


def test_who_was_given_a_link_to_endorse_can_report_the_request(scene, credential):
    asked = endorse(credential, NOBODY, state="requested", token_digest=token_digest("of-the-link"))
    shape = {"kind": "endorsement_request", "subject_id": asked.id, "reason": "harassment"}
    assert reporting.make(NOBODY, key="of-the-link", **shape).is_new
    with pytest.raises(NotFoundError):
        reporting.make(NOBODY, key="another", **shape)


def test_whom_a_report_concerns_is_not_told_and_does_not_read_it(scene, credential, holder, reporter):
    made = report(reporter, credential)
    assert told(holder, NoticeKind.REPORT_MADE) == []
    for actor in (holder, reporter, person("Stranger")):
        with pytest.raises(NotFoundError):
            looking_into.case(actor, made.report_id)
    with pytest.raises(SignInNeededError):
        looking_into.case(NOBODY, made.report_id)
    with pytest.raises(SignInNeededError):
        looking_into.case(NOBODY, uuid4())


def test_a_steward_of_another_group_sees_nothing(scene, credential, reporter):
    other = person("Other steward")
    from issuers.services import registering

    registering.make_first_group(
        name="Another", description="", url=None, language="en", steward_id=other.person_id
    )
    made = report(reporter, credential)
    with pytest.raises(NotFoundError):
        looking_into.case(people.actor_of(other.person_id), made.report_id)


def test_a_report_for_trust_and_safety_reaches_them_as_well(scene, credential, reporter):
    one = keeper()
    made = report(reporter, credential, for_safety=True)
    (notice,) = told(one, NoticeKind.REPORT_MADE)
    assert notice.path == f"/reports/{made.report_id}"
    assert told(scene.steward, NoticeKind.REPORT_MADE)
    looking_into.act(one, made.report_id, "hide")


def test_a_report_about_a_group_goes_to_trust_and_safety_alone(scene, reporter):
    one = keeper()
    made = reporting.make(reporter, kind="group", subject_id=scene.group_id, reason="impersonation")
    assert told(one, NoticeKind.REPORT_MADE)
    assert told(scene.steward, NoticeKind.REPORT_MADE) == []
    with pytest.raises(NotFoundError):
        looking_into.case(scene.steward, made.report_id)
    assert looking_into.case(one, made.report_id).acts == ()
    assert looking_into.case(SYSTEM, made.report_id).report.group_id is None


def test_while_nobody_keeps_safety_the_operator_is_told(scene, credential, reporter):
    operator = person("Operator")
    with transaction() as db_session:
        db_session.get(Person, operator.person_id).is_operator = True
    report(reporter, credential, for_safety=True)
    assert told(operator, NoticeKind.REPORT_MADE)


def test_nobody_looks_into_a_report_about_themselves(scene, reporter):
    """A steward who holds the badge: trust and safety is told by itself, and another steward may act."""
    one, own = keeper(), accepted(scene, scene.steward, "Example affiliate steward")
    carrying.publish(scene.steward, own.id)
    made = report(reporter, own)
    assert told(scene.steward, NoticeKind.REPORT_MADE) == []
    assert told(one, NoticeKind.REPORT_MADE)
    listed = reports.reports_of_group(scene.group_id, scene.steward.person_id)
    assert listed.rows == []
    for refused in (
        lambda: looking_into.case(scene.steward, made.report_id),
        lambda: looking_into.act(scene.steward, made.report_id, "hide"),
        lambda: looking_into.answer(scene.steward, made.report_id, "All is well."),
        lambda: withdrawing.put_on_hold(scene.steward, own.id),
        lambda: suppressing.hide(scene.steward, "credential", own.id),
    ):
        with pytest.raises(ForbiddenError) as error:
            refused()
        assert error.value.code == "own_case"
    looking_into.act(scene.other_steward, made.report_id, "hide")


def test_the_steward_who_wrote_a_reported_endorsement_cannot_act_on_it(scene, credential, reporter):
    row = endorse(credential, scene.steward)
    made = reporting.make(reporter, kind="endorsement", subject_id=row.id, reason="not_true")
    assert reports.report_by_id(made.report_id).for_safety
    with pytest.raises(ForbiddenError):
        looking_into.act(scene.steward, made.report_id, "hide")
    looking_into.act(scene.other_steward, made.report_id, "hide")
    assert session().get(Endorsement, row.id, populate_existing=True).suppressed_at is not None


def test_holding_and_releasing_is_told_to_the_holder_and_recorded_about_them(
    scene, credential, holder, reporter
):
    made = report(reporter, credential)
    looking_into.act(scene.steward, made.report_id, "hold")
    assert awards.credential_by_id(credential.id).held_at is not None
    assert looking_into.case(scene.steward, made.report_id).acts == ("release", "hide")
    looking_into.act(scene.steward, made.report_id, "hold")
    (notice,) = told(holder, NoticeKind.CREDENTIAL_HELD)
    assert notice.path == f"/credentials/{credential.id}"
    looking_into.act(scene.steward, made.report_id, "release")
    assert told(holder, NoticeKind.CREDENTIAL_RELEASED)
    about = session().scalars(select(AuditEvent).where(AuditEvent.about_id == holder.person_id)).all()
    actions = [one.action for one in about]
    assert actions.count("badges.credential.hold") == 1
    assert actions.count("badges.credential.release") == 1


def test_hiding_takes_the_page_from_strangers_and_showing_gives_it_back(scene, credential, holder, reporter):
    made = report(reporter, credential)
    looking_into.act(scene.steward, made.report_id, "hide")
    with pytest.raises(NotFoundError):
        carrying.visible(NOBODY, credential.id)
    assert carrying.visible(holder, credential.id).suppressed_at is not None
    looking_into.act(scene.steward, made.report_id, "hide")
    assert len(told(holder, NoticeKind.CREDENTIAL_SUPPRESSED)) == 1
    looking_into.act(scene.steward, made.report_id, "show")
    assert carrying.visible(NOBODY, credential.id).suppressed_at is None
    assert told(holder, NoticeKind.CREDENTIAL_RELEASED)


def test_what_is_not_for_this_kind_of_thing_is_refused(scene, credential, reporter):
    row = endorse(credential, person("Mentor"))
    made = reporting.make(reporter, kind="endorsement", subject_id=row.id, reason="not_true")
    with pytest.raises(ConflictError) as error:
        looking_into.act(scene.steward, made.report_id, "hold")
    assert error.value.code == "act_refused"
    badge = awards.version_by_id(credential.version_id).achievement_id
    about_badge = reporting.make(reporter, kind="badge", subject_id=badge, reason="not_true")
    with pytest.raises(ConflictError):
        looking_into.act(scene.steward, about_badge.report_id, "hide")
    with pytest.raises(NotFoundError):
        suppressing.hide(scene.steward, "badge", badge)


def test_the_reporter_gets_the_answer_and_nobody_else(scene, credential, holder, reporter):
    made = report(reporter, credential)
    looking_into.answer(scene.steward, made.report_id, "We looked at it, and it is as it should be.")
    (notice,) = told(reporter, NoticeKind.REPORT_ANSWERED)
    assert notice.path == f"/reports/mine/{made.report_id}"
    own = reporting.own_report(reporter, made.report_id)
    assert reporting.answer_of(own) == "We looked at it, and it is as it should be."
    assert b"as it should" not in own.sealed_answer
    for other in (holder, scene.steward):
        with pytest.raises(NotFoundError):
            reporting.own_report(other, made.report_id)
    with pytest.raises(SignInNeededError):
        reporting.own_report(NOBODY, made.report_id)


@pytest.mark.parametrize("text", ["", "\u200b\u2060", "x" * 2001])
def test_an_answer_needs_words_and_not_too_many(scene, credential, reporter, text):
    made = report(reporter, credential)
    with pytest.raises(InvalidError):
        looking_into.answer(scene.steward, made.report_id, text)
    assert reports.report_by_id(made.report_id).state == "open"


def test_of_two_answers_at_once_the_second_is_told(app, scene, credential, reporter):
    made, found, start = report(reporter, credential), [], threading.Barrier(2)

    def run(steward, text: str) -> None:
        with app.app_context():
            start.wait()
            try:
                looking_into.answer(steward, made.report_id, text)
                found.append(text)
            except ServiceError as error:
                found.append(error.code)
            db.session.remove()

    pairs = ((scene.steward, "One"), (scene.other_steward, "Two"))
    threads = [threading.Thread(target=run, args=pair) for pair in pairs]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert "already_answered" in found
    assert len(told(reporter, NoticeKind.REPORT_ANSWERED)) == 1


def test_a_case_whose_subject_is_gone_can_still_be_answered(scene, credential, reporter):
    row = endorse(credential, person("Mentor"))
    made = reporting.make(reporter, kind="endorsement", subject_id=row.id, reason="not_true")
    with transaction() as db_session:
        db_session.delete(db_session.get(Endorsement, row.id))
    case = looking_into.case(scene.steward, made.report_id)
    assert (case.subject, case.acts) == (None, ())
    looking_into.answer(scene.steward, made.report_id, "It is gone.")


def test_only_the_operator_gives_the_seat_in_trust_and_safety(scene, reporter):
    for actor in (scene.steward, keeper(), NOBODY):
        with pytest.raises(ServiceError):
            safety.change(actor, reporter.person_id, keeps=True)
    safety.change(SYSTEM, reporter.person_id, keeps=True)
    assert people.actor_of(reporter.person_id).safety
    safety.change(SYSTEM, reporter.person_id, keeps=False)
    assert not people.actor_of(reporter.person_id).safety
    with pytest.raises(NotFoundError):
        safety.change(SYSTEM, UUID(int=0), keeps=True)
