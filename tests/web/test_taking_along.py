"""Taking everything along: one file, complete, the same for everybody who asks at once, of nobody else."""

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from zipfile import ZipFile

import orjson
import pytest
from flask import Flask

from accounts.services import taking_along as of_accounts
from foundation import audit
from foundation.db import db, transaction
from foundation.errors import NotFoundError, SignInNeededError
from foundation.policy import NOBODY, Actor
from tests.badges.scene import accepted, person, set_stage
from tests.web import leaver
from tests.web.browser import browser
from tests.web.visiting import client_of
from web import leaving, taking_along


@pytest.fixture
def stage(app: Flask, tmp_path: Path):
    own = app.extensions["mail"]
    yield leaver.set_up(app, tmp_path)
    app.extensions["mail"] = own


def _unpacked(actor: Actor) -> dict[str, bytes]:
    with taking_along.package(actor) as file, ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_everything_of_a_person_is_in_the_file(app: Flask, stage: leaver.Stage):
    client = client_of(app, stage.leaver)
    answer = client.post("/account/export")
    assert answer.mimetype == "application/zip"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="barnstar-own-data.zip"'
    with ZipFile(io.BytesIO(answer.get_data())) as archive:
        names = archive.namelist()
        told = orjson.loads(archive.read("barnstar.json"))
        (file,) = [name for name in names if name.startswith("evidence/")]
        assert archive.read(file) == f"{leaver.MARK} file content".encode()
        assert archive.read(f"credentials/{stage.credential}.json") == stage.own_copy
    assert f"credentials/{stage.credential}.jwt" in names
    assert {f"endorsements/{stage.given[one]}.json" for one in ("affiliate", "user_name")} <= set(names)
    _holds_every_part(told, file)


def _holds_every_part(told: dict, file: str) -> None:
    mark = leaver.MARK
    assert (told["format"], told["version"]) == ("barnstar-own-data", 1)
    assert told["profile"]["user_name"] == leaver.NAME
    assert told["preferences"]["display_name"] == leaver.DISPLAY
    assert [one["address"] for one in told["mailboxes"]] == [leaver.ADDRESS]
    assert told["identities"][0]["sub"] == f"{mark}sub"
    assert told["tokens"][0]["label"] == f"{mark} token"
    claim = next(one for one in told["claims"] if one["badge"] == "walks")
    assert claim["narrative"] == f"{mark} narrative"
    assert [one["form"] for one in claim["evidence"]] == ["link", "text", "file"]
    assert claim["evidence"][2]["file"] == file
    assert len(claim["evidence_openings"]) == 1
    assert told["decisions_by_you"][0]["reason"] == "Please add what is missing."
    assert {one["reason"] for one in told["offers"]} == {f"{mark} reason", f"{mark} offered"}
    assert {one["written_name"] for one in told["endorsements_given"]} >= {leaver.NAME, leaver.DISPLAY}
    assert any(mark in one["comment"] for one in told["endorsements_received"])
    assert told["collections"][0]["name"] == f"{mark} shelf"
    assert all("/s/" in one["address"] for one in told["shares"])
    assert told["reports"][0]["text"] == f"{mark} report text"
    assert told["aims"][0]["role"] == "guide"
    assert (told["paths"][0]["path"], told["steps"][0]["step"]) == ("p", "one")
    assert told["signing_profiles"]
    assert {"badges.claim.open", "badges.evidence.open"} <= {one["action"] for one in told["activity"]}
    assert "example-affiliate" in {one["slug"] for one in told["groups"].values()}


def test_nothing_of_anybody_else_is_in_the_file(app: Flask, stage: leaver.Stage):
    mine = b"".join(_unpacked(stage.learner).values())
    assert leaver.MARK.encode() not in mine
    own = _unpacked(stage.leaver)["barnstar.json"]
    for other in (stage.mentor, stage.learner, stage.assessor, stage.scene.steward):
        assert str(other.person_id).encode() not in own
    assert b"odd to me" not in own


def test_two_who_ask_at_once_get_the_same_file(app: Flask, stage: leaver.Stage):
    both = Barrier(2)

    def ask() -> bytes:
        with app.app_context():
            both.wait()
            with taking_along.package(stage.leaver) as file:
                whole = file.read()
            db.session.remove()
            return whole

    with ThreadPoolExecutor(2) as pool:
        first, second = (one.result() for one in [pool.submit(ask), pool.submit(ask)])
    assert first == second
    assert b"barnstar.json" in first


def test_the_file_is_of_one_moment_whatever_is_written_meanwhile(app: Flask, stage: leaver.Stage):
    with taking_along.snapshot():
        before = taking_along.everything(stage.leaver.person_id)

        def write() -> None:
            with app.app_context(), transaction():
                audit.record(stage.leaver, "sessions.ended", stage.leaver.person_id)

        with ThreadPoolExecutor(1) as pool:
            pool.submit(write).result()
        db.session.expire_all()
        assert taking_along.everything(stage.leaver.person_id) == before
    assert taking_along.everything(stage.leaver.person_id) != before


def test_leaving_while_the_file_is_packed_spoils_neither(app: Flask, stage: leaver.Stage):
    with taking_along.snapshot():
        before = taking_along.everything(stage.leaver.person_id)

        def leave() -> None:
            with app.app_context():
                leaving.leave(stage.leaver)
                db.session.remove()

        with ThreadPoolExecutor(1) as pool:
            pool.submit(leave).result()
        db.session.expire_all()
        assert taking_along.everything(stage.leaver.person_id) == before
    with pytest.raises(NotFoundError):
        taking_along.package(stage.leaver)


def test_who_left_while_the_file_was_packed_is_not_written_down_again(app: Flask, stage: leaver.Stage):
    leaving.leave(stage.leaver)
    of_accounts.note(stage.leaver)
    assert audit.events_of(stage.leaver.person_id) == []


def test_every_member_of_the_file_is_written_down(sqlite_app: Flask):
    scene = set_stage()
    actor = person("Somebody")
    accepted(scene, actor, "Somebody")
    written = (Path(__file__).parents[2] / "docs/own-data.md").read_text("utf-8")
    told = taking_along.everything(actor.person_id)
    assert [name for name in told if f"`{name}`" not in written] == []


def test_a_download_is_seen_on_the_page_of_activity_and_not_in_the_file(sqlite_app: Flask):
    actor = person("Somebody")
    first, second = _unpacked(actor), _unpacked(actor)
    assert first == second
    shown = client_of(sqlite_app, actor).get("/account/activity").get_data(as_text=True)
    assert shown.count("Everything was downloaded.") == 2
    assert of_accounts.TAKEN.encode() not in second["barnstar.json"]


def test_the_page_says_what_is_inside_and_changes_nothing(sqlite_app: Flask):
    actor = person("Somebody")
    shown = client_of(sqlite_app, actor).get("/account/export")
    assert "What is inside" in shown.get_data(as_text=True)
    assert [one.action for one in audit.events_of(actor.person_id)] == ["person.joined"]


def test_nobody_takes_along_what_is_not_theirs(sqlite_app: Flask):
    with pytest.raises(SignInNeededError):
        taking_along.package(NOBODY)
    assert browser(sqlite_app).post("/account/export").status_code == 401
