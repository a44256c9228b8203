"""Pages of needs and assets, as people use them: their own skills, the months, how a group sees itself."""

import csv
import io
import re
from datetime import UTC, datetime

import pytest

from accounts import queries as people
from competencies import queries as competencies
from competencies.needs_document import Tally
from competencies.needs_figures import Figure
from competencies.queries import initiatives as logged
from competencies.queries import latest, needs, ratings
from competencies.queries import stances as said
from competencies.services import initiatives, rating, snapshots
from competencies.suppression import Counts
from foundation import clock
from foundation.db import transaction
from issuers.services import registering
from tests.badges.scene import person, set_stage
from tests.web.visiting import client_of, visitor

GROUP = "/groups/example-affiliate"
LANGUAGES = ("en", "sv", "es", "ar")
TALLY = Tally(
    needs={
        "offered": {"citing": Counts(20, {"south-asia": 9, "north-america": 3}, {"en": 7})},
        "wanted": {"citing": Counts(31, {"south-asia": 12}, {"en": 3})},
    },
    equity={"awarded": {"": Counts(20, {"south-asia": 9, "north-america": 6})}, "endorsed": {"": Counts()}},
    holders={"citing": {2: 8, 3: 2}},
    people={
        "claim_outcomes": {"awarded": 9, "returned": 2},
        "retention": {
            "awarded_little_again": 15, "awarded_little_gone": 5,
            "others_little_again": 9, "others_little_gone": 2,
        },
    },
    figures={"decision_time": Figure(6, {"median": 9.0})},
)  # fmt: skip


@pytest.fixture
def scene(sqlite_app):
    return set_stage()


@pytest.fixture
def month(scene):
    snapshots.take(TALLY, period="2026-03")


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_person_says_what_they_know_and_only_they_see_it(sqlite_app, scene):
    learner = person("Learner")
    client = client_of(sqlite_app, learner)
    sent = {
        "skill": "citing", "citing.offered": "yes", "citing.level": "3", "counted": "yes",
        "region": "south-asia", "languages": ["en", "hi"], "visits_counted": "yes",
    }  # fmt: skip
    assert client.post("/account/skills", data=sent).status_code == 303
    row = said.own_stances(learner.person_id)["citing"]
    assert (row.known, row.offered, row.wanted, row.level) == (True, True, False, 3)
    page = client.get("/account/skills").text
    assert 'name="citing.offered" value="yes" checked' in page
    assert '<option value="3" selected>' in page
    assert '<option value="south-asia" selected>' in page
    other = client_of(sqlite_app, person("Other")).get("/account/skills").text
    assert "checked" not in other
    assert visitor(sqlite_app).get("/account/skills").location.startswith("/sign-in")


def test_nothing_is_counted_unless_one_says_so(sqlite_app, scene):
    learner = person("Learner")
    page = client_of(sqlite_app, learner).get("/account/skills").text
    assert not re.search(r'name="(counted|visits_counted)"[^>]* checked', page)


def test_wrong_skills_come_back_with_what_to_mend(sqlite_app, scene):
    client = client_of(sqlite_app, person("Learner"))
    for wrong in ({"skill": "citing", "citing.level": "nine"}, {"region": "atlantis"}, {"skill": "nothing"}):
        answer = client.post("/account/skills", data=wrong)
        assert answer.status_code == 422
        assert "One thing needs mending" in answer.text


def test_before_the_first_month_the_page_says_so(sqlite_app, scene):
    client = visitor(sqlite_app)
    assert "Nothing was published yet" in client.get("/needs").text
    assert "Not enough data yet" in client.get("/metrics").text
    assert client.get("/needs/2026-03").status_code == 404
    assert client.get("/needs/2026-03.csv").status_code == 404


def test_offers_come_before_gaps_and_small_numbers_are_not_there(sqlite_app, month):
    page = visitor(sqlite_app).get("/needs").text
    assert page.index('id="offers"') < page.index('id="gaps"')
    assert "31 want to learn it, and 20 offer it." in words(page)
    assert '<svg class="need-chart__bars" role="img"' in page
    assert 'aria-labelledby="chart-title chart-legend"' in page
    assert page.index("<svg") < page.index("<table")
    assert "style=" not in page
    assert "made up" not in page


def test_the_picture_names_skills_in_the_words_of_the_reader_and_follows_their_direction(sqlite_app, month):
    page = visitor(sqlite_app).get("/needs?lang=en").text
    picture = page[page.index('<svg class="need-chart__bars"') : page.index("</figure>")]
    title = latest(competencies.competency("citing")).title
    assert f"<g><title>{title['en']}</title>" in picture
    assert 'direction="ltr"' in picture
    assert 'class="need-chart__offered" x="0"' in picture
    page = visitor(sqlite_app).get("/needs?lang=ar").text
    picture = page[page.index('<svg class="need-chart__bars"') : page.index("</figure>")]
    assert 'direction="rtl"' in picture
    assert 'class="need-chart__offered" x="0"' not in picture


def test_the_picture_tells_a_hidden_number_from_none(sqlite_app, month):
    page = visitor(sqlite_app).get("/needs/2026-03?place=language:en").text
    picture = page[page.index('<svg class="need-chart__bars"') : page.index("</figure>")]
    assert picture.count(">not shown</text>") == 1
    assert ">7</text>" in picture


def test_what_groups_do_is_listed_for_the_area_that_was_chosen(sqlite_app, scene, month):
    shape = {"competency": "citing", "need": "Few cite.", "action": "A course.", "language": "en"}
    initiatives.begin(scene.steward, scene.group_id, **shape)
    client, own = visitor(sqlite_app), competencies.competency("citing").domain
    assert "Few cite." in client.get(f"/needs/2026-03?domain={own}").text
    assert "Few cite." not in client.get("/needs/2026-03?domain=another").text


def test_metrics_say_why_a_before_and_after_is_not_there(sqlite_app, scene):
    hidden = {"offered": {"citing": Counts(20)}, "wanted": {"citing": Counts(31)}}
    snapshots.take(Tally(needs=hidden), period="2026-03")
    client = visitor(sqlite_app)
    told = "Before and after no group has finished anything about a need yet"
    assert told in words(client.get("/metrics").text)
    shape = {"competency": "citing", "need": "Few cite.", "action": "A course.", "language": "en"}
    made = initiatives.begin(scene.steward, scene.group_id, period="2026-03", **shape)
    initiatives.finish(scene.steward, made.id, result="Six can.", revision=1)
    assert "1.6 before, 1.6 after" in words(client.get("/metrics").text)
    snapshots.take(Tally(needs=hidden | {"offered": {"citing": Counts(3)}}), period="2026-04")
    assert "Citing before and after: too few to show" in words(client.get("/metrics").text)


def test_completed_paths_name_the_languages_that_are_too_few_to_show(sqlite_app, scene):
    snapshots.take(Tally(people={"completions": {"en": 9, "sv": 4}}), period="2026-03")
    page = words(visitor(sqlite_app).get("/metrics").text)
    told = page.partition("Paths completed, by language")[2].partition("Watch for:")[0]
    assert "English 9 people" in told
    for name in ("Swedish", "Spanish", "Arabic"):
        assert f"{name} too few to show" in told


@pytest.mark.parametrize(
    ("code", "name"),
    [("en", "March 2026"), ("sv", "mars 2026"), ("es", "marzo de 2026"), ("ar", "مارس 2026")],
)
def test_a_month_has_its_name_in_the_words_of_the_reader(sqlite_app, month, code, name):
    page = visitor(sqlite_app).get(f"/needs?lang={code}").text
    assert f", {name}" in page[: page.index("</title>")].replace("،", ",")
    chips = page[page.rindex('<ul class="chip-list">') :]
    assert f">{name}</a>" in chips[: chips.index("</ul>")]


def test_one_looks_by_region_or_by_language_never_by_both(sqlite_app, month):
    client = visitor(sqlite_app)
    south = words(client.get("/needs/2026-03?place=region:south-asia").text)
    assert "9 not shown 12" in south
    english = words(client.get("/needs/2026-03?place=language:en").text)
    assert "not shown" in english
    assert "Nowhere, as far as numbers can be shown." in english
    for unknown in ("region:north-america", "language:xx", "both", "region:south-asia:en"):
        assert "31 want" in words(client.get(f"/needs/2026-03?place={unknown}").text)
    assert "Nothing can be shown here" in client.get("/needs/2026-03?domain=none").text


def test_more_are_said_to_look_for_it_only_where_the_numbers_cannot_be_the_other_way_round(sqlite_app, scene):
    """Each shown number can be four off: of 39 and 31 both can truly be 35."""
    client = visitor(sqlite_app)
    for period, many, is_sure in (("2026-03", 39, False), ("2026-04", 44, True)):
        counts = {"offered": {"citing": Counts(31)}, "wanted": {"citing": Counts(many)}}
        snapshots.take(Tally(needs=counts), period=period)
        page = words(client.get(f"/needs/{period}").text)
        assert (f"{many} want to learn it, and 31 offer it." in page) is is_sure
        assert "only where the numbers shown differ by more than 8: each can be up to 4 off." in page
        assert ("Needs 1 Needs with an initiative 0" in words(client.get("/metrics").text)) is is_sure
    assert "differ by more than 8" in words(client.get("/needs/method").text)


def test_fewer_than_five_are_surely_fewer_than_five_or_more(sqlite_app, scene):
    counts = {"offered": Counts(20, {"south-asia": 4}), "wanted": Counts(20, {"south-asia": 5})}
    snapshots.take(Tally(needs={name: {"citing": one} for name, one in counts.items()}), period="2026-03")
    page = words(visitor(sqlite_app).get("/needs/2026-03?place=region:south-asia").text)
    assert "5 want to learn it, and fewer than five offer it." in page


def test_the_files_hold_the_same_numbers_as_the_page(sqlite_app, month):
    client = visitor(sqlite_app)
    table = client.get("/needs/2026-03.csv")
    assert table.content_type == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert {"9", "12", "20", "31"} <= {row["people"] for row in rows}
    assert all(int(row["people"]) >= 5 for row in rows if not row["value"])
    told = client.get("/needs/2026-03.json").json
    assert told == client.get("/api/v1/needs/2026-03").json


def flat(told: dict) -> dict[tuple, str]:
    """Every number of the JSON of a month, by where it stands: what the table has to hold."""
    found = {}
    for table in ("needs", "equity"):
        for row in (row for part in told[table].values() for row in part):
            place = tuple(row.get(name, "") for name in ("competency", "region", "language"))
            for measure, number in row.items():
                if measure not in {"competency", "region", "language", "suppressed"} and number is not None:
                    found[(table, *place, "", "", measure)] = str(number)
    for row in told["holders"]:
        found["holders", row["competency"], "", "", str(row["level"]), "", "holders"] = str(row["holders"])
    for name, cases in told["people"].items():
        for case, number in cases.items():
            found[name, "", "", "", "", case, "people"] = str(number)
    for name, figure in told["figures"].items():
        for measure, number in figure["values"].items():
            found[name, "", "", "", "", "", measure] = str(number)
    return found


def cells(page: str, caption: str) -> list[list[str]]:
    """The numbers of a table of a page, row by row, without the name that the row begins with."""
    table = next(one for one in page.split("<table")[1:] if f"<caption>{caption}" in one)
    rows = table.partition("</table>")[0].split("<tr>")[2:]
    return [
        [words(one).strip() for one in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)] for row in rows
    ]


def shown(number: int | None) -> str:
    return "not shown" if number is None else str(number)


def test_table_json_and_page_publish_exactly_the_same_numbers(sqlite_app, month):
    client = visitor(sqlite_app)
    told = client.get("/needs/2026-03.json").json["published"]
    rows = list(csv.DictReader(io.StringIO(client.get("/needs/2026-03.csv").text)))
    names = ("table", "competency", "region", "language", "level", "case", "measure")
    table = {tuple(row[name] for name in names): row["value"] or row["people"] for row in rows}
    assert (table, len(table)) == (flat(told), len(rows))
    assert table["decision_time", "", "", "", "", "", "median"] == "9.0"
    places = {"": told["needs"]["totals"]}
    for kind in ("region", "language"):
        for row in told["needs"][f"by_{kind}"]:
            places.setdefault(f"{kind}:{row[kind]}", []).append(row)
    for place, found in places.items():
        page = client.get(f"/needs/2026-03?place={place}").text
        assert cells(page, "People who offer") == [
            [shown(row.get(measure)) for measure in ("offered", "known", "wanted")] for row in found
        ]
        assert cells(page, "People by the highest level") == [["not shown", "8", "not shown", "not shown"]]


def test_months_kept_from_before_tell_nobody_the_people_behind_a_figure(sqlite_app, month):
    """Method 1 published them, and with the outcomes they told how many were declined."""
    with transaction():
        row = needs.snapshot("2026-03")
        told = {name: {"people": 1234567, **one} for name, one in row.published["figures"].items()}
        row.published = {**row.published, "figures": told}
    client = visitor(sqlite_app)
    month, newest = "/needs/2026-03", "/api/v1/needs/newest"
    for address in (month, "/metrics", f"{month}.csv", f"{month}.json", f"/api/v1{month}", newest):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "1234567" not in answer.text, address
    assert client.get(f"/api/v1{month}").json["published"]["figures"] == {
        "decision_time": {"values": {"median": 9.0}}
    }


def test_metrics_tell_what_they_mean_and_when_there_is_too_little(sqlite_app, month):
    page = words(visitor(sqlite_app).get("/metrics").text)
    assert "up to 9 days" in page
    assert "9 people" in page
    assert "Awarded, seldom here before about 75 %" in page
    assert "Not awarded, seldom here before" not in page
    assert "9 (60 % of those shown)" in page
    assert "English 100 %" in page
    assert "Arabic 0 %" in page
    assert "Needs 1 Needs with an initiative 0" in page
    assert "Not enough data yet to show this." in page


def test_metrics_that_count_no_people_say_so_beside_their_small_numbers(sqlite_app, month):
    page = words(visitor(sqlite_app).get("/metrics").text)
    for name, told in (
        ("Needs answered", "This counts skills, not people."),
        ("Local decisions", "This counts groups and their decisions, not people."),
        ("Content by language", "This counts competencies, not people."),
    ):
        assert told in page.partition(f" {name} ")[2].partition("Watch for:")[0]
    assert "not people" not in page.partition("Time to first recognition")[2].partition("Watch for:")[0]
    assert "We show a number about people only when at least 5 of them stand behind it" in page
    assert "from how many is told nowhere" in words(visitor(sqlite_app).get("/needs/method").text)


def test_made_up_months_say_so(sqlite_app, scene):
    snapshots.take(TALLY, period="2026-03", made_up=True)
    for address in ("/needs", "/metrics"):
        assert "These numbers are made up" in visitor(sqlite_app).get(address).text


def test_a_group_rates_itself_on_one_page_without_a_table_of_fields(sqlite_app, scene):
    client = client_of(sqlite_app, scene.steward)
    page = client.get(f"{GROUP}/assessment").text
    assert "Not rated yet." in page
    assert "<table" not in page
    sent = {"skill": "citing", "citing.level": "2", "citing.robustness": "1"}
    assert client.post(f"{GROUP}/assessment", data=sent).status_code == 303
    assert ratings.newest(scene.group_id)["citing"].level == 2
    seen = visitor(sqlite_app).get(f"{GROUP}/assessment").text
    assert "less than a month old" in seen
    assert "neither a test nor a contest" in seen
    assert "<form" not in seen.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"skill": "citing"},
        {"skill": "citing", "citing.level": "2"},
        {"skill": "citing", "citing.level": "7", "citing.robustness": "1"},
        {"skill": "nothing", "nothing.level": "1", "nothing.robustness": "1"},
    ],
)
def test_half_a_rating_is_told(sqlite_app, scene, sent):
    answer = client_of(sqlite_app, scene.steward).post(f"{GROUP}/assessment", data=sent)
    assert answer.status_code == 422
    assert ratings.newest(scene.group_id) == {}


def test_an_old_rating_says_that_it_holds_no_more(sqlite_app, scene):
    clock.set_source(lambda: datetime(2024, 1, 1, tzinfo=UTC))
    rating.rate(scene.steward, scene.group_id, [{"competency": "citing", "level": 2, "robustness": 1}])
    clock.set_source(lambda: datetime(2025, 6, 1, tzinfo=UTC))
    page = words(visitor(sqlite_app).get(f"{GROUP}/assessment").text)
    assert "this holds no more since January 1, 2025" in page
    assert "16 months old" in page


def test_an_initiative_goes_from_need_to_result_and_everybody_reads_it(sqlite_app, scene, month):
    client = client_of(sqlite_app, scene.steward)
    sent = {"competency": "citing", "need": "Few <b>cite</b>.", "action": "A course.", "period": "2026-03"}
    assert client.post(f"{GROUP}/initiatives", data=sent).status_code == 303
    (found,) = logged.initiatives()
    address = f"{GROUP}/initiatives/{found.row.id}/result"
    assert address in client.get(f"{GROUP}/initiatives").text
    assert client.post(address, data={"result": "Six can.", "revision": "1"}).status_code == 303
    assert client.post(address, data={"result": "Other.", "revision": "1"}).status_code == 409
    for page in ("/needs", f"{GROUP}/initiatives"):
        text = visitor(sqlite_app).get(page).text
        assert "Few &lt;b&gt;cite&lt;/b&gt;." in text
        assert "Six can." in text
        assert address not in text
    assert "1.6 before, 1.6 after" in words(visitor(sqlite_app).get("/metrics").text)


@pytest.mark.parametrize(
    "wrong", [{"need": ""}, {"competency": "nothing"}, {"started_on": "soon"}, {"period": "1999-01"}]
)
def test_a_wrong_initiative_comes_back_with_what_was_typed(sqlite_app, scene, wrong):
    sent = {"competency": "citing", "need": "A need.", "action": "Typed before."} | wrong
    answer = client_of(sqlite_app, scene.steward).post(f"{GROUP}/initiatives", data=sent)
    assert answer.status_code == 422
    assert "Typed before." in answer.text
    assert logged.initiatives() == []


def test_a_long_log_of_initiatives_has_pages(sqlite_app, scene):
    shape = {"competency": "citing", "language": "en", "period": None, "started_on": None}
    for number in range(27):
        told = {"need": f"Need {number:02}.", "action": "Something."}
        initiatives.begin(scene.steward, scene.group_id, **shape, **told)
    client = visitor(sqlite_app)
    first, second = (client.get(f"{GROUP}/initiatives?page={number}").text for number in (1, 2))
    seen = [set(re.findall(r"Need \d\d", page)) for page in (first, second)]
    assert ([len(one) for one in seen], seen[0] & seen[1]) == ([25, 2], set())
    assert f'rel="next" href="{GROUP}/initiatives?page=2"' in first
    assert f'rel="prev" href="{GROUP}/initiatives?page=1"' in second


def test_an_initiative_of_another_group_is_not_there(sqlite_app, scene):
    far = another_steward()
    made = initiatives.begin(
        scene.steward, scene.group_id, competency="citing", need="A need.", action="A course.", language="en"
    )
    client = client_of(sqlite_app, far)
    for slug in ("example-affiliate", "far-away"):
        address = f"/groups/{slug}/initiatives/{made.id}/result"
        assert client.get(address).status_code == 404
        assert client.post(address, data={"result": "Ours.", "revision": "1"}).status_code == 404


def another_steward():
    steward = person("Far steward")
    registering.make_first_group(
        name="Far away", description="", url=None, language="en", steward_id=steward.person_id
    )
    return people.actor_of(steward.person_id)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_page_reads_in_every_language(sqlite_app, scene, month, code):
    shape = {"competency": "citing", "need": "A need.", "action": "A course.", "language": "en"}
    made = initiatives.begin(scene.steward, scene.group_id, **shape)
    client = client_of(sqlite_app, scene.steward)
    own = f"{GROUP}/initiatives"
    pages = ("/needs", "/needs/method", "/metrics", "/account/skills", f"{GROUP}/assessment", own)
    for address in (*pages, f"{own}/{made.id}/result"):
        page = client.get(f"{address}?lang={code}")
        assert page.status_code == 200, address
        assert page.text.count("<h1") == 1


def test_signing_in_notes_the_week_of_those_who_let_it_be_counted(sqlite_app, scene):
    known = {"user_name": "Rosa Ek", "password": "four unrelated words here"}
    client = visitor(sqlite_app)
    client.post("/join", data=known)
    for sent, weeks in (({}, 0), ({"visits_counted": "yes"}, 1)):
        client.post("/account/skills", data=sent)
        client.post("/sign-out")
        assert client.post("/sign-in", data=known).status_code == 303
        assert sum(len(one.weeks) for one in needs.visits()) == weeks
