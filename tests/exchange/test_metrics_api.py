"""How recognition goes, by the JSON API: each metric with its definition, and only what may be shown."""

import pytest

from competencies.services import snapshots
from tests.badges.scene import set_stage
from tests.web.test_needs import TALLY
from web.metric_words import WORDS

HERE = "/api/v1/metrics"


@pytest.fixture
def client(sqlite_app):
    set_stage()
    return sqlite_app.test_client()


def by_name(answer):
    return {one["metric"]: one for one in answer.json["metrics"]}


def test_before_the_first_month_each_metric_is_explained_and_those_of_no_people_have_numbers(client):
    answer = client.get(HERE)
    found = by_name(answer)
    assert (answer.json["period"], list(found)) == (None, list(WORDS))
    assert all(one["name"] and one["definition"] and one["watch"] for one in found.values())
    assert found["decision_time"]["values"] == {}
    assert found["subsidiarity"]["values"] == {"groups": 0, "accepted": 0, "ignored": 0}
    assert found["language_reach"]["values"]["percent"]["en"] == 100


def test_a_month_tells_what_the_page_tells_and_not_how_many_stand_behind_a_figure(client):
    snapshots.take(TALLY, period="2026-03")
    answer = client.get(HERE)
    found = by_name(answer)
    assert (answer.json["period"], answer.json["threshold"]) == ("2026-03", 5)
    assert found["decision_time"]["values"] == {"median": 9.0}
    assert found["claim_outcomes"]["values"] == {"people": {"awarded": 9}}
    assert found["needs_answered"]["values"]["answered"] == 0
    assert found["needs_answered"]["note"]


@pytest.mark.parametrize(("language", "words"), [("en", "Days from"), ("sv", "Dagar från")])
def test_definitions_come_in_the_language_that_is_asked_for(client, language, words):
    found = by_name(client.get(HERE, headers={"Accept-Language": language}))
    assert found["decision_time"]["definition"].startswith(words)
