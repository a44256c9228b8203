"""What is asked of a wiki and how it is read: coarse values only, every page followed, a busy wiki heard."""

from contextlib import suppress
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import mediawiki
from mentoring.mediawiki import (
    Contribution,
    GoneAccountError,
    LaggingError,
    Signal,
    UnreadableAnswerError,
    band,
    months_before,
    place,
    signals,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SINCE, UNTIL = months_before(NOW)


def query_of(address: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}


def test_the_last_three_complete_months_are_looked_at():
    assert (datetime(2026, 8, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)) == (SINCE, UNTIL)
    assert months_before(datetime(2026, 1, 5, tzinfo=UTC))[0] == datetime(2025, 10, 1, tzinfo=UTC)


def test_a_request_is_polite_and_asks_for_no_texts():
    asked = query_of(
        mediawiki.contributions_address("https://w.example.org/w/api.php", "Åsa & co", SINCE, UNTIL)
    )
    assert asked["ucuser"] == "Åsa & co"
    assert asked["maxlag"] == "5"
    assert (asked["ucstart"], asked["ucend"]) == ("2026-11-01T00:00:00Z", "2026-08-01T00:00:00Z")
    assert "comment" not in asked["ucprop"]
    assert "content" not in asked["ucprop"]


def test_the_next_page_is_asked_for_with_what_the_wiki_said():
    page = mediawiki.read_contributions(
        {"continue": {"uccontinue": "20260901|1", "continue": "-||"}, "query": {"usercontribs": []}}
    )
    asked = query_of(
        mediawiki.contributions_address("https://w.example.org/w/api.php", "A", SINCE, UNTIL, page.further)
    )
    assert asked["uccontinue"] == "20260901|1"


@pytest.mark.parametrize("code", ["maxlag", "ratelimited", "readonly"])
def test_a_busy_wiki_is_believed(code):
    with pytest.raises(LaggingError):
        mediawiki.read_contributions({"error": {"code": code, "info": "Waiting for a database server."}})


@pytest.mark.parametrize(
    "account",
    [{"missing": True}, {"id": 7, "name": "A", "hidden": True}, {"id": 7, "name": "A", "locked": True}],
)
def test_a_hidden_locked_or_missing_account_is_gone(account):
    with pytest.raises(GoneAccountError):
        mediawiki.read_account({"query": {"globaluserinfo": account}}, "7")


def test_an_answer_about_somebody_else_is_none():
    with pytest.raises(UnreadableAnswerError):
        mediawiki.read_account({"query": {"globaluserinfo": {"id": 8, "name": "B", "merged": []}}}, "7")


def test_only_a_wiki_where_the_account_is_can_be_asked():
    wikis = (
        "https://sv.wikipedia.org",
        "http://plain.example.org",
        "https://[bad",
        "https://commons.wikimedia.org",
    )
    assert mediawiki.api_of(wikis, "sv.wikipedia.org") == "https://sv.wikipedia.org/w/api.php"
    assert mediawiki.api_of(wikis, "plain.example.org") is None
    assert mediawiki.api_of(wikis, "evil.example.org") is None


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        (" SV.Wikipedia.org ", "sv.wikipedia.org"),
        ("https://sv.wikipedia.org/wiki/User:A", "sv.wikipedia.org"),
        ("sv.wikipedia.org/wiki/X", "sv.wikipedia.org"),
        ("localhost", None),
        ("127.0.0.1", None),
        ("http://[::1", None),
        ("user@host.example.org", None),
        ("", None),
        ("a" * 120 + ".org", None),
    ],
)
def test_a_wiki_is_named_by_its_host(typed, host):
    assert mediawiki.read_host(typed) == host


def test_the_oracle_of_coarse_values():
    rows = [Contribution(datetime(2026, 10, day, tzinfo=UTC), 0) for day in range(1, 13)]
    rows += [
        Contribution(datetime(2026, 10, 2, tzinfo=UTC), 1),
        Contribution(datetime(2026, 9, 2, tzinfo=UTC), 10),
    ]
    rows += [
        Contribution(datetime(2026, 11, 2, tzinfo=UTC), 0),
        Contribution(datetime(2026, 7, 31, tzinfo=UTC), 0),
    ]
    assert signals(rows, SINCE, UNTIL) == [
        Signal("edits", "2026-10", "10-49"),
        Signal("places", "2026-10", "content,talk"),
        Signal("edits", "2026-09", "1-9"),
        Signal("places", "2026-09", "tools"),
    ]


def test_of_a_month_that_was_cut_off_only_what_is_sure_is_said():
    rows = [Contribution(datetime(2026, 10, 2, tzinfo=UTC), 0)] * 12 + [
        Contribution(datetime(2026, 9, 2, tzinfo=UTC), 0)
    ] * 3
    cut = signals(rows, SINCE, UNTIL, is_whole=False)
    assert {one.period for one in cut} == {"2026-10"}
    many = signals([Contribution(datetime(2026, 9, 2, tzinfo=UTC), 0)] * 250, SINCE, UNTIL, is_whole=False)
    assert many == [Signal("edits", "2026-09", "200+")]


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_more_edits_never_fall_into_a_lower_band(one, more):
    order = ["1-9", "10-49", "50-199", "200+"]
    assert order.index(band(one)) <= order.index(band(one + more))


@given(st.integers(-2, 3000))
def test_every_namespace_has_a_broad_kind(namespace):
    assert place(namespace) in {"content", "talk", "project", "media", "tools", "other"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "query",
                    "usercontribs",
                    "ns",
                    "timestamp",
                    "error",
                    "code",
                    "continue",
                    "globaluserinfo",
                    "merged",
                    "id",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_whatever_a_wiki_answers_is_read_or_refused(document):
    for read in (mediawiki.read_contributions, lambda one: mediawiki.read_account(one, "7")):
        with suppress(UnreadableAnswerError, LaggingError, GoneAccountError):
            read(document)
