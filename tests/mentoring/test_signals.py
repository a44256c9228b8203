"""Signals from wikis: nothing is asked without a yes, everything stays coarse, and goes after 90 days."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from accounts.models import Person
from foundation import clock, jobs
from foundation.db import transaction
from foundation.errors import ConflictError, InvalidError, NotFoundError
from mentoring.queries import signals
from mentoring.services import letting_in, tending
from tests.mentoring.scene import RecordingWiki, connect, set_up
from tests.web.visiting import run_jobs

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def wiki(app: Flask) -> RecordingWiki:
    clock.set_source(lambda: NOW)
    return RecordingWiki()


def later(**ahead: int) -> None:
    clock.set_source(lambda: NOW + timedelta(**ahead))


def kept(actor) -> list[tuple[str, str, str]]:
    return [(one.kind, one.period, one.value) for one in signals.signals(actor.person_id)]


def test_without_a_yes_nobody_is_asked_about_anybody(app: Flask, wiki):
    stage = set_up()
    provider = connect(app, stage.kim)
    for hours in (0, 24, 24 * 40):
        later(hours=hours)
        assert letting_in.ask_wikis(provider, wiki) == 0
        tending.tend()
    assert wiki.asked == []


def test_after_a_yes_coarse_values_of_that_person_alone_are_kept(app: Flask, wiki):
    stage = set_up()
    provider = connect(app, stage.kim)
    letting_in.let_in(stage.kim, "https://sv.wikipedia.org/wiki/Anything")
    assert letting_in.ask_wikis(provider, wiki) == 1
    assert kept(stage.kim) == [("edits", "2026-10", "1-9"), ("places", "2026-10", "content")]
    assert kept(stage.sam) == []
    assert [one.get("ucuser") for one in wiki.queries] == [None, "Kim"]
    assert all(one["maxlag"] == "5" for one in wiki.queries)
    assert letting_in.ask_wikis(provider, wiki) == 0


def test_every_page_of_an_answer_is_followed(app: Flask, wiki):
    stage = set_up()
    provider = connect(app, stage.kim)
    wiki.pages = [
        [("2026-10-02T10:00:00Z", 0)] * 30,
        [("2026-10-01T10:00:00Z", 4)] * 30,
        [("2026-09-01T10:00:00Z", 1)],
    ]
    letting_in.let_in(stage.kim, "sv.wikipedia.org")
    letting_in.ask_wikis(provider, wiki)
    assert [one.get("uccontinue") for one in wiki.queries] == [None, None, "1", "2"]
    assert kept(stage.kim) == [
        ("edits", "2026-10", "50-199"),
        ("places", "2026-10", "content,project"),
        ("edits", "2026-09", "1-9"),
        ("places", "2026-09", "talk"),
    ]


@pytest.mark.parametrize("trouble", [{"error": "maxlag"}, {"error": "ratelimited"}, {"is_down": True}])
def test_a_busy_wiki_is_asked_again_an_hour_later(app: Flask, wiki, trouble):
    stage = set_up()
    provider = connect(app, stage.kim)
    letting_in.let_in(stage.kim, "sv.wikipedia.org")
    for name, value in trouble.items():
        setattr(wiki, name, value)
    letting_in.ask_wikis(provider, wiki)
    assert signals.consents(stage.kim.person_id)[0].outcome == "busy"
    wiki.error, wiki.is_down = None, False
    assert letting_in.ask_wikis(provider, wiki) == 0
    later(hours=1)
    assert letting_in.ask_wikis(provider, wiki) == 1
    assert kept(stage.kim)


def test_a_renamed_account_is_asked_for_by_its_new_name(app: Flask, wiki):
    stage = set_up()
    provider = connect(app, stage.kim)
    wiki.account["name"] = "Kim the renamed"
    letting_in.let_in(stage.kim, "sv.wikipedia.org")
    letting_in.ask_wikis(provider, wiki)
    assert wiki.queries[-1]["ucuser"] == "Kim the renamed"
    assert wiki.queries[0]["guiid"] == "7"


@pytest.mark.parametrize("account", [{"id": 7, "name": "Kim", "hidden": True}, {"missing": True}])
def test_a_hidden_account_is_left_alone_and_what_was_kept_goes(app: Flask, wiki, account):
    stage = set_up()
    provider = connect(app, stage.kim)
    letting_in.let_in(stage.kim, "sv.wikipedia.org")
    letting_in.ask_wikis(provider, wiki)
    wiki.account, wiki.asked = account, []
    later(days=31)
    letting_in.ask_wikis(provider, wiki)
    assert len(wiki.asked) == 1
    assert kept(stage.kim) == []
    assert signals.consents(stage.kim.person_id)[0].outcome == "gone"


def test_a_wiki_where_the_account_is_not_is_never_asked(app: Flask, wiki):
    stage = set_up()
    provider = connect(app, stage.kim)
    letting_in.let_in(stage.kim, "evil.example.org")
    letting_in.ask_wikis(provider, wiki)
    assert len(wiki.asked) == 1
    assert "evil" not in wiki.asked[0]
    assert signals.consents(stage.kim.person_id)[0].outcome == "elsewhere"


def test_an_answer_that_makes_no_sense_changes_nothing(app: Flask, wiki):
    stage = set_up()
    provider = connect(app, stage.kim)
    wiki.account = {"id": 99, "name": "Another", "merged": []}
    letting_in.let_in(stage.kim, "sv.wikipedia.org")
    letting_in.ask_wikis(provider, wiki)
    assert (kept(stage.kim), signals.consents(stage.kim.person_id)[0].outcome) == ([], "unreadable")


def test_taking_the_yes_back_deletes_what_came_and_asks_no_more(app: Flask, wiki):
    stage = set_up()
    provider = connect(app, stage.kim)
    row = letting_in.let_in(stage.kim, "sv.wikipedia.org")
    letting_in.ask_wikis(provider, wiki)
    consent_id = row.id
    with pytest.raises(NotFoundError):
        letting_in.stop(stage.sam, consent_id)
    letting_in.stop(stage.kim, consent_id)
    assert kept(stage.kim) == []
    wiki.asked = []
    later(days=31)
    letting_in.ask_wikis(provider, wiki)
    assert wiki.asked == []


def test_signals_go_after_ninety_days_whatever_happens(app: Flask, wiki):
    stage = set_up()
    provider = connect(app, stage.kim)
    letting_in.let_in(stage.kim, "sv.wikipedia.org")
    letting_in.ask_wikis(provider, wiki)
    wiki.is_down = True
    later(days=89)
    letting_in.ask_wikis(provider, wiki)
    tending.tend()
    assert kept(stage.kim)
    later(days=90)
    tending.tend()
    assert kept(stage.kim) == []


def test_only_a_connected_account_can_be_asked_about(app: Flask, wiki):
    stage = set_up()
    with pytest.raises(ConflictError, match="no_account_elsewhere"):
        letting_in.let_in(stage.kim, "sv.wikipedia.org")
    connect(app, stage.kim)
    with pytest.raises(InvalidError):
        letting_in.let_in(stage.kim, "localhost")
    assert (
        letting_in.let_in(stage.kim, "sv.wikipedia.org").id
        == letting_in.let_in(stage.kim, "SV.wikipedia.org").id
    )


def test_we_tell_wikis_who_we_are_and_whom_to_write_to(app: Flask):
    assert "@" in app.extensions["settings"].user_agent
    assert app.extensions["settings"].base_url in app.extensions["settings"].user_agent


def test_the_job_asks_for_who_said_yes_and_for_nobody_else(app: Flask, wiki):
    stage = set_up()
    connect(app, stage.kim)
    connect(app, stage.sam, sub="8", label="Sam")
    app.extensions["fetch"] = wiki
    jobs.keep_asking(letting_in.ASK, letting_in.EVERY_SECONDS)
    run_jobs(app)
    assert wiki.asked == []
    letting_in.let_in(stage.kim, "sv.wikipedia.org")
    later(minutes=2)
    run_jobs(app)
    assert {one.get("guiid") or one.get("ucuser") for one in wiki.queries} == {"7", "Kim"}
    assert kept(stage.kim)


def test_a_yes_that_was_taken_back_while_a_wiki_was_asked_leaves_nothing(app: Flask, wiki):
    stage = set_up()
    provider = connect(app, stage.kim)
    consent_id = letting_in.let_in(stage.kim, "sv.wikipedia.org").id

    def asked(url: str, **how: object):
        if signals.consents(stage.kim.person_id):
            letting_in.stop(stage.kim, consent_id)
        return wiki(url, **how)

    letting_in.ask_wikis(provider, asked)
    assert kept(stage.kim) == []


def test_a_locked_account_is_not_asked_about(app: Flask, wiki):
    stage = set_up()
    provider = connect(app, stage.kim)
    letting_in.let_in(stage.kim, "sv.wikipedia.org")
    with transaction() as session:
        session.get_one(Person, stage.kim.person_id).locked_at = clock.now()
    assert letting_in.ask_wikis(provider, wiki) == 0
    assert wiki.asked == []
