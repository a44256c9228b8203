"""Leaving: afterwards nothing here tells of who left, and what was signed is still good."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from accounts import queries as people
from accounts.models import SeatRole
from accounts.services import seats
from badges.models import Claim, Endorsement
from badges.queries import awards
from badges.queries.assessing import queue
from badges.services import verifying
from badges.services.endorsing import carrying as of_endorsements
from credentials.proofs.jwt import parse
from credentials.verify.report import Verdict
from foundation import clock, jobs
from foundation.audit import AuditEvent
from foundation.db import db, session
from foundation.errors import ConflictError
from foundation.policy import Actor
from issuers import queries as issuers
from issuers.models import DroppedDocument, SigningKey
from issuers.services.erasing import FORMER_NAME
from tests.badges.scene import accepted, person, set_stage
from tests.web import leaver
from tests.web.browser import browser
from tests.web.visiting import client_of
from web import leaving
from web.letters import HANDLERS

CONFIRMED = {"current": leaver.PASSWORD}


def _browser_of(app: Flask, actor: Actor):
    client = browser(app)
    found = people.person(actor.person_id)
    with client.session_transaction() as cookie:
        cookie["person"], cookie["stamp"] = str(found.id), found.stamp
    return client


@pytest.fixture
def stage(request: pytest.FixtureRequest, app: Flask, tmp_path: Path):
    own = app.extensions["mail"]
    yield leaver.set_up(app, tmp_path, anew=getattr(request, "param", "") == "anew")
    app.extensions["mail"] = own


def _remains(app: Flask, stage: leaver.Stage, folder: Path) -> set[tuple[str, str]]:
    wanted = leaver.needles(stage.leaver.person_id)
    return leaver.found_in(leaver.everything(), wanted) | leaver.found_in(
        leaver.in_files(app, folder), wanted
    )


@pytest.mark.parametrize("stage", ["anew"], indirect=True)  # what was overwritten lies in the files as well
def test_nothing_is_found_of_who_left(app: Flask, stage: leaver.Stage, tmp_path: Path, caplog):
    found = _remains(app, stage, tmp_path)
    before = {place for place, _needle in found}
    assert any(place == "signed_document.body" and "b64" in needle for place, needle in found)
    assert {"person.user_name", "claim.narrative", "evidence_item.url", "audit_event.actor_id"} <= before
    assert any(place.startswith("offer-") for place in before)
    caplog.set_level(logging.INFO)
    client = _browser_of(app, stage.leaver)
    gone = client.post("/account/leave", data=CONFIRMED)
    assert (gone.status_code, gone.location) == (303, "/goodbye")
    assert jobs.run_due(HANDLERS) > 0
    assert _remains(app, stage, tmp_path) == set()
    logged = iter([("log", caplog.text.lower().encode())])
    assert leaver.found_in(logged, leaver.needles(stage.leaver.person_id)) == set()
    assert client.get("/account").status_code == 302
    assert "deleted" in client.get("/goodbye").get_data(as_text=True)


def test_the_copy_that_was_taken_along_is_still_good(app: Flask, stage: leaver.Stage):
    leaving.leave(stage.leaver)
    assert verifying.verify(stage.own_copy).verdict is Verdict.GENUINE
    dropped = select(DroppedDocument.form).where(DroppedDocument.urn == f"urn:uuid:{stage.credential}")
    assert set(session().scalars(dropped)) == {"json", "jwt"}
    assert issuers.signed_body(f"urn:uuid:{stage.credential}", "json") is None


def test_badges_given_up_on_leaving_do_not_count_any_more(app: Flask, stage: leaver.Stage):
    leaving.leave(stage.leaver, give_up_badges=True)
    assert verifying.verify(stage.own_copy).verdict is Verdict.DO_NOT_RELY
    assert awards.credential_by_id(stage.credential).given_up_at is not None


def test_endorsements_given_stay_signed_without_the_name(app: Flask, stage: leaver.Stage):
    ids, bodies = stage.given, {}
    rows = {name: session().get_one(Endorsement, ids[name]) for name in ids}
    affiliate = of_endorsements.form(rows["affiliate"], "json")
    places = {name: issuers.status_of(row.urn) for name, row in rows.items()}
    keys = {
        row.profile_id: issuers.verification_keys(row.profile_id) for row in rows.values() if row.profile_id
    }
    leaving.leave(stage.leaver)
    for name in ("affiliate", "user_name", "display_name"):
        row = session().get_one(Endorsement, ids[name])
        assert (row.endorser_id, row.state) == (None, "accepted")
        bodies[name] = of_endorsements.form(row, "json")
        assert verifying.verify(bodies[name]).verdict is Verdict.GENUINE
        assert issuers.status_of(row.urn) == places[name]
        assert issuers.verification_keys(row.profile_id) == keys[row.profile_id]
    assert bodies["affiliate"] == affiliate
    assert FORMER_NAME.encode() in bodies["user_name"]
    assert FORMER_NAME.encode() in bodies["display_name"]
    draft = session().get_one(Endorsement, ids["draft"])
    assert (draft.state, draft.comment) == ("declined", "")


def test_a_badge_that_holds_an_endorsement_of_who_left_is_signed_anew(app: Flask, stage: leaver.Stage):
    leaving.leave(stage.leaver)
    badge = awards.credential_by_id(stage.badge_with_endorsement)
    body = issuers.signed_body(badge.urn, "json")
    (token,) = parse(issuers.signed_body(badge.urn, "jwt").decode()).document["endorsementJwt"]
    assert token == issuers.signed_body(f"urn:uuid:{stage.given['user_name']}", "jwt").decode()
    assert parse(token).document["issuer"]["name"] == FORMER_NAME
    assert verifying.verify(body).verdict is Verdict.GENUINE
    assert verifying.verify(issuers.signed_body(badge.urn, "jwt")).verdict is Verdict.GENUINE


def test_what_was_signed_can_be_checked_long_after(app: Flask, stage: leaver.Stage):
    leaving.leave(stage.leaver)
    row = session().get_one(Endorsement, stage.given["user_name"])
    later = clock.now() + timedelta(days=400)
    clock.set_source(lambda: later)
    assert verifying.verify(of_endorsements.form(row, "json")).verdict is Verdict.GENUINE


def test_the_keys_of_who_left_are_destroyed(app: Flask, stage: leaver.Stage):
    profile_id = session().get_one(Endorsement, stage.given["user_name"]).profile_id
    leaving.leave(stage.leaver)
    keys = session().scalars(select(SigningKey).where(SigningKey.issuer_id == profile_id)).all()
    assert {(key.state, key.sealed) for key in keys} == {("retired", b"")}
    assert issuers.issuer(profile_id).name == FORMER_NAME


def test_endorsements_are_withdrawn_on_request(app: Flask, stage: leaver.Stage):
    affiliate = session().get_one(Endorsement, stage.given["affiliate"])
    copy = of_endorsements.form(affiliate, "json")
    leaving.leave(stage.leaver, withdraw_endorsements=True)
    for name in ("affiliate", "user_name", "display_name"):
        row = session().get_one(Endorsement, stage.given[name])
        assert (row.state, row.withdrawal_reason) == ("withdrawn", "privacy")
    assert verifying.verify(copy).verdict is Verdict.DO_NOT_RELY
    badge = awards.credential_by_id(stage.badge_with_endorsement)
    assert verifying.verify(issuers.signed_body(badge.urn, "json")).verdict is Verdict.GENUINE
    assert leaver.found_in(leaver.everything(), {"mark": leaver.MARK.encode()}) == set()


def test_leaving_with_an_open_claim_leaves_no_ghost_in_the_queue(app: Flask, stage: leaver.Stage):
    in_hand = select(Claim).where(Claim.taken_by == stage.leaver.person_id)
    case = session().scalars(in_hand).one().id
    client = client_of(app, stage.assessor)
    leaving.leave(stage.leaver)
    assert session().get(Claim, stage.open_claim) is None
    waiting = session().get_one(Claim, case)
    assert (waiting.state, waiting.taken_by) == ("submitted", None)
    assert [one.claim.id for one in queue(stage.assessor).page.rows] == [case]
    assert client.get(f"/assess/{stage.open_claim}").status_code == 404


def test_leaving_twice_is_harmless(app: Flask, stage: leaver.Stage):
    leaving.leave(stage.leaver)
    leaving.leave(stage.leaver)
    assert people.person(stage.leaver.person_id) is None


def test_two_clicks_at_once_are_harmless(app: Flask, stage: leaver.Stage):
    both = Barrier(2)

    def leave() -> None:
        with app.app_context():
            both.wait()
            leaving.leave(stage.leaver)
            db.session.remove()

    with ThreadPoolExecutor(2) as pool:
        for one in [pool.submit(leave), pool.submit(leave)]:
            one.result()
    assert people.person(stage.leaver.person_id) is None
    left = select(AuditEvent).where(AuditEvent.action == "accounts.person.leave")
    assert len(session().scalars(left).all()) == 1


def test_every_page_of_the_others_still_works(app: Flask, stage: leaver.Stage):
    leaving.leave(stage.leaver)
    pages = {
        stage.assessor: ("/assess", "/account/activity", "/notices", "/reports"),
        stage.mentor: ("/endorsements", "/account/activity", "/notices"),
        stage.scene.steward: ("/groups/example-affiliate/awards", "/reports", "/account/activity"),
    }
    for actor, paths in pages.items():
        client = client_of(app, actor)
        assert [(path, client.get(path).status_code) for path in paths if _exists(app, path)] == [
            (path, 200) for path in paths if _exists(app, path)
        ]


def _exists(app: Flask, path: str) -> bool:
    return app.url_map.bind("localhost").test(path, "GET")


def test_the_only_steward_of_a_group_is_told_what_to_do(sqlite_app: Flask):
    scene = set_stage()
    lone = scene.steward
    for seat in people.seats_of_group(scene.group_id):
        if seat.person_id != lone.person_id:
            seats.remove(lone, seat.id)
    client = client_of(sqlite_app, lone)
    shown = client.get("/account/leave").get_data(as_text=True)
    assert "You are the only steward" in shown
    assert "/groups/example-affiliate/seats" in shown
    assert "Delete my account now" not in shown
    word = {"word": "Example affiliate steward"}
    assert client.post("/account/leave", data=word).status_code == 409
    with pytest.raises(ConflictError, match="last_steward"):
        leaving.leave(lone)
    seats.give(person("Next").person_id, scene.group_id, SeatRole.STEWARD)
    assert client.post("/account/leave", data=word).status_code == 303


def test_a_wrong_confirmation_changes_nothing(sqlite_app: Flask):
    actor = person("Somebody Here")
    client = client_of(sqlite_app, actor)
    page = client.get("/account/leave").get_data(as_text=True)
    assert "Somebody Here" in page
    wrong = client.post("/account/leave", data={"word": "else", "give_up_badges": "yes"})
    assert wrong.status_code == 422
    assert "not what is shown above" in wrong.get_data(as_text=True)
    assert "checked" in wrong.get_data(as_text=True)
    assert people.person(actor.person_id) is not None
    assert client.post("/account/leave", data={"word": "somebody_here"}).status_code == 303
    assert people.person(actor.person_id) is None


def test_a_wrong_password_changes_nothing(app: Flask, stage: leaver.Stage):
    client = client_of(app, stage.leaver)
    for given in ({}, {"current": "wrong"}, {"word": leaver.NAME}):
        answer = client.post("/account/leave", data=given)
        assert answer.status_code == 422
        assert "not your password" in answer.get_data(as_text=True)
    assert people.person(stage.leaver.person_id) is not None


def test_somebody_without_a_name_types_a_word(sqlite_app: Flask):
    actor = person()
    client = client_of(sqlite_app, actor)
    assert client.post("/account/leave", data={"word": "Goodbye"}).status_code == 303
    assert people.person(actor.person_id) is None


def test_a_stranger_can_neither_leave_nor_take_along(sqlite_app: Flask):
    client = browser(sqlite_app)
    for path in ("/account/leave", "/account/export", "/account/activity"):
        assert client.get(path).status_code == 302
    for path in ("/account/leave", "/account/export"):
        assert client.post(path).status_code == 401
    assert client.get("/goodbye").status_code == 200


def test_a_form_without_its_token_deletes_nobody(sqlite_app: Flask):
    actor = person("Safe")
    client = client_of(sqlite_app, actor)
    sqlite_app.config["WTF_CSRF_ENABLED"] = True
    try:
        for path in ("/account/leave", "/account/export"):
            assert client.post(path, data={"word": "Safe"}).status_code == 400
    finally:
        sqlite_app.config["WTF_CSRF_ENABLED"] = False
    assert people.person(actor.person_id) is not None


def test_sessions_elsewhere_end_with_the_account(sqlite_app: Flask):
    scene = set_stage()
    actor = person("Elsewhere")
    accepted(scene, actor, "Elsewhere")
    here, there = _browser_of(sqlite_app, actor), _browser_of(sqlite_app, actor)
    assert here.post("/account/leave", data={"word": "Elsewhere"}).status_code == 303
    assert there.get("/passport").status_code == 302
    assert here.post("/account/leave", data={"word": "Elsewhere"}).status_code == 401


def test_who_leaves_while_another_request_of_theirs_writes_is_asked_to_sign_in(app: Flask):
    actor = person("Everywhere")
    client = client_of(app, actor)

    def leave() -> None:
        with app.app_context():
            leaving.leave(actor)
            db.session.remove()

    def now_of_a_slow_request() -> datetime:
        clock.set_source(lambda: datetime.now(UTC))
        with ThreadPoolExecutor(1) as pool:
            pool.submit(leave).result()
        return clock.now()

    clock.set_source(now_of_a_slow_request)
    answer = client.post("/account/tokens", data={"label": "Mine"})
    assert people.person(actor.person_id) is None
    assert answer.status_code == 401
    assert "Sign in" in answer.text
    assert client.get("/account").status_code == 302
