"""Our status lists as they were at an earlier time: over HTTP for strangers, in process for ourselves."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from urllib.parse import urlsplit

import pytest
from flask import Flask

from badges.services import carrying, known_signers, withdrawing
from badges.services.own_documents import own_document, own_only
from credentials import status
from credentials.cli.arguments import parser
from credentials.cli.surroundings import Surroundings
from credentials.errors import FetchError
from credentials.fetch import Fetched
from credentials.instants import timestamp
from credentials.verify import Report, Verdict, verify
from foundation import clock
from issuers import queries as issuers
from issuers.services import compromising, keys
from tests.badges.scene import accepted, person, set_stage


@pytest.fixture
def service(app: Flask) -> Iterator[Flask]:
    """On https an issuer is a did:web, whose key can be replaced."""
    before = dict(app.extensions)
    app.extensions["settings"] = replace(before["settings"], base_url="https://badges.example.org")
    app.extensions["fetch"] = own_only()
    yield app
    app.extensions.update(before)


class Story:
    """Two badges given, the first withdrawn two hours later, the second four hours later; now is a day on."""

    def __init__(self, app: Flask) -> None:
        self.app, self.begin = app, clock.now()
        self.scene = set_stage()
        held = [accepted(self.scene, person(name), name) for name in ("First", "Second")]
        self.badges = [carrying.form(one, "json") for one in held]
        self.withdrawn = [self.begin + timedelta(hours=2), self.begin + timedelta(hours=4)]
        for credential, moment in zip(held, self.withdrawn, strict=True):
            clock.set_source(lambda moment=moment: moment)
            withdrawing.revoke(self.scene.steward, credential.id, reason="issued_in_error")
        self.now = self.begin + timedelta(days=1)
        clock.set_source(lambda: self.now)
        self.entries = [status.read_entry(json.loads(one)["credentialStatus"]) for one in self.badges]
        self.path = urlsplit(self.entries[0].list_url).path

    def ask(self, moment: datetime | str):
        text = moment if isinstance(moment, str) else timestamp(moment)
        return self.app.test_client().get(self.path, query_string={"timestamp": text})

    def at(self, moment: datetime | str) -> status.StatusList:
        return status.read_list(json.loads(self.ask(moment).data))

    def over_http(self, url: str, **_shape: object) -> Fetched:
        """What a stranger on the network is answered."""
        parts = urlsplit(url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        answer = self.app.test_client().get(target)
        if answer.status_code != 200:
            raise FetchError("http_status", status=answer.status_code)
        return Fetched(url, answer.data, answer.mimetype)

    def judge(self, badge: int, moment: datetime) -> Report:
        return verify(self.badges[badge], fetch=self.over_http, now=self.now, as_of=moment)


@pytest.fixture
def story(service: Flask) -> Story:
    return Story(service)


def lose_key(story: Story) -> None:
    row = issuers.active_key(story.scene.group_id, "Ed25519")
    compromising.compromise(story.scene.steward, row.id, since=story.now - timedelta(hours=1))


def told(report: Report) -> tuple[Verdict, str]:
    return report.verdict, next(one.code for one in report.findings if one.check == "status")


def test_the_list_of_a_time_has_the_bits_of_then_and_the_span_in_which_they_were_true(story):
    between = story.begin + timedelta(hours=3)
    answer = story.ask(between)
    assert (answer.status_code, answer.mimetype) == (200, "application/vc")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    found = story.at(between)
    assert found.id == story.entries[0].list_url
    moment = between.replace(microsecond=0)
    assert [found.value(one, now=moment) for one in story.entries] == [1, 0]
    first, second = story.withdrawn
    assert first <= found.valid_from < first + timedelta(seconds=1)
    assert second - timedelta(seconds=1) <= found.valid_until < second
    for ended in (found.valid_from, found.valid_until):
        assert story.at(ended).bits == found.bits
    assert story.at(found.valid_until + timedelta(seconds=1)).bits != found.bits


def test_a_time_may_be_written_with_any_zone(story):
    between = story.begin + timedelta(hours=3)
    there = between.astimezone(timezone(timedelta(hours=2))).isoformat(timespec="milliseconds")
    assert there.endswith("+02:00")
    assert story.at(there).bits == story.at(between).bits


def test_a_stranger_judges_each_badge_as_of_an_earlier_time_over_http(story):
    before, between, after = (story.begin + timedelta(hours=hours) for hours in (1, 3, 5))
    good, bad = (Verdict.GENUINE, "not_withdrawn"), (Verdict.DO_NOT_RELY, "revoked")
    assert [told(story.judge(0, moment)) for moment in (before, between, after)] == [good, bad, bad]
    assert [told(story.judge(1, moment)) for moment in (before, between, after)] == [good, good, bad]
    assert told(story.judge(0, story.now)) == bad


def test_our_own_check_in_process_answers_as_of_an_earlier_time(story):
    known = known_signers.knowledge()

    def judge(moment: datetime) -> tuple[Verdict, str]:
        fetch = story.app.extensions["fetch"]
        return told(verify(story.badges[0], fetch=fetch, now=story.now, as_of=moment, knowledge=known))

    for _ in range(2):  # the second time out of what was proven a moment before
        assert judge(story.begin + timedelta(hours=1)) == (Verdict.GENUINE, "not_withdrawn")
        assert judge(story.begin + timedelta(hours=3)) == (Verdict.DO_NOT_RELY, "revoked")


def test_the_command_judges_as_of_an_earlier_time(story, tmp_path, capsys):
    badge = tmp_path / "badge.json"
    badge.write_bytes(story.badges[0])

    def judged(moment: datetime) -> tuple[int, str]:
        options = parser().parse_args(["verify", str(badge), "--as-of", timestamp(moment)])
        code = options.run(options, Surroundings(story.now, lambda _also: story.over_http))
        return code, capsys.readouterr().out

    code, out = judged(story.begin + timedelta(hours=1))
    assert (code, "as of" in out) == (0, True), out
    assert judged(story.begin + timedelta(hours=3))[0] == 1


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-01-01", "2026-01-01T00:00:00", "0000-01-01T00:00:00Z"]
)
def test_what_is_no_time_is_refused_with_a_problem_detail(story, text):
    answer = story.ask(text)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.json["code"] == "timestamp_invalid"
    assert own_document(f"{story.path}?timestamp={text}") is None


def test_two_times_at_once_are_refused(story):
    moment = timestamp(story.now)
    answer = story.app.test_client().get(f"{story.path}?timestamp={moment}&timestamp={moment}")
    assert (answer.status_code, answer.json["code"]) == (400, "timestamp_invalid")


def test_a_time_to_come_is_refused_and_one_before_the_issuer_came_is_not_found(story):
    later = story.ask(story.now + timedelta(seconds=2))
    assert (later.status_code, later.json["code"]) == (400, "timestamp_to_come")
    earlier = story.ask(story.begin - timedelta(days=1))
    assert (earlier.status_code, earlier.json["code"]) == (404, "list_not_yet_there")
    assert (earlier.mimetype, earlier.headers["Access-Control-Allow-Origin"]) == (
        "application/problem+json",
        "*",
    )
    story.path = story.path.removesuffix("1") + "77"
    assert story.ask(story.begin).status_code == 404


def test_the_settled_past_may_be_kept_a_day_and_what_was_a_moment_ago_only_briefly(story):
    def kept(ago: timedelta) -> str:
        return story.ask(story.now - ago).headers["Cache-Control"]

    assert kept(timedelta(hours=3)) == "public, max-age=86400"
    assert kept(timedelta(minutes=4)) == kept(timedelta()) == "public, max-age=60"


def test_after_a_key_was_lost_the_past_is_signed_by_the_next_one_as_the_present_is(story):
    lost = keys.signer_of(story.scene.group_id)[1]
    lose_key(story)
    past = story.ask(story.begin + timedelta(hours=1)).data
    now = story.app.test_client().get(story.path).data
    methods = {json.loads(one)["proof"][0]["verificationMethod"] for one in (past, now)}
    assert methods == {keys.signer_of(story.scene.group_id)[1]} != {lost}
    known = known_signers.knowledge()
    own = {"fetch": story.app.extensions["fetch"], "now": story.now, "knowledge": known}
    report = verify(story.badges[0], as_of=story.begin + timedelta(hours=1), **own)
    assert told(report) == (Verdict.GENUINE, "not_withdrawn")
    assert "recorded_before_compromise" in {one.code for one in report.warnings}


def test_who_has_no_key_any_more_has_the_last_list_for_the_time_since_and_nothing_earlier(app):
    story = Story(app)  # on http an issuer is its one key
    lose_key(story)
    last = app.test_client().get(story.path).data
    story.now += timedelta(hours=1)
    assert story.ask(story.now).data == last
    earlier = story.ask(story.begin + timedelta(hours=3))
    assert (earlier.status_code, earlier.json["code"]) == (404, "no_key")
