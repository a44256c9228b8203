"""The public pages about badges, roles, paths and competencies."""

import pytest
import sqlalchemy as sa

from foundation.db import db
from tests.web.starter import CONTENT, load_starter
from web.rich_text import rich_text

LISTS = ("/", "/about", "/overview", "/badges", "/roles", "/paths", "/competencies")


@pytest.fixture
def client(sqlite_app):
    load_starter()
    return sqlite_app.test_client()


@pytest.mark.parametrize("address", LISTS)
def test_every_list_is_a_page_before_anything_was_defined(sqlite_app, address):
    answer = sqlite_app.test_client().get(address)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("language", ["en", "sv", "es", "ar"])
def test_every_page_of_the_starter_content_can_be_read(client, language):
    pages = [*LISTS, "/frameworks/" + CONTENT["framework"]["id"]]
    pages += [f"/badges/{one['id']}" for one in CONTENT["badges"]]
    pages += [f"/roles/{one['id']}" for one in CONTENT["roles"]]
    pages += [f"/paths/{one['id']}" for one in CONTENT["learning_paths"]]
    pages += [f"/competencies/{one['id']}" for one in CONTENT["framework"]["competencies"]]
    pages += [f"/resources/{one['id']}" for one in CONTENT["resources"]]
    for page in pages:
        answer = client.get(page, query_string={"lang": language})
        assert answer.status_code == 200, page
        assert answer.text.count("<h1") == 1, page


def test_a_badge_says_what_it_means_how_to_earn_it_and_where_it_leads(client):
    page = client.get("/badges/first-steps").text
    assert "The holder has made a first few improvements" in page
    assert "Make at least three improvements" in page
    assert 'href="/paths/newcomer-packet"' in page
    assert "level 1 of 4" in page
    assert 'id="verifiable-content"' in page


def test_badges_can_be_narrowed_to_a_kind_and_a_group(client):
    page = client.get("/badges?kind=recognition").text
    assert "/badges/thanks-from-peers" in page
    assert "/badges/first-steps" not in page
    assert "/badges/first-steps" not in client.get("/badges?group=no-such-group").text


def test_a_role_says_what_closes_each_requirement(client):
    page = client.get("/roles/community-organiser").text
    assert 'href="/competencies/project-delivery#level-2"' in page
    assert "Helpful, not needed" in page


@pytest.mark.parametrize(
    ("address", "kind"),
    [("/roles/community-organiser", "ext:Role"), ("/paths/newcomer-packet", "ext:LearningPath")],
)
def test_a_role_and_a_path_are_json_for_programs(client, address, kind):
    answer = client.get(address, headers={"Accept": "application/ld+json, application/json"})
    assert answer.json["type"] == kind
    assert answer.json["id"].endswith(address)
    assert "Accept" in answer.headers["Vary"]
    assert client.get(address, headers={"Accept": "text/html"}).mimetype == "text/html"


def test_signed_levels_have_their_anchor(client):
    page = client.get("/competencies/verifiable-content/v1").text
    assert all(f'id="level-{level}"' in page for level in (1, 2, 3, 4))


def test_a_placeholder_says_that_it_is_one(client):
    placeholder = next(one for one in CONTENT["resources"] if one["placeholder"])
    written = next(one for one in CONTENT["resources"] if not one["placeholder"])
    assert "A placeholder" in client.get(f"/resources/{placeholder['id']}").text
    page = client.get(f"/resources/{written['id']}").text
    assert "A placeholder" not in page
    assert "<h2>What you will do</h2>" in page


@pytest.mark.parametrize(
    "address",
    [
        "/badges/x",
        "/badges/first-steps/v9",
        "/roles/x",
        "/paths/x",
        "/competencies/x",
        "/frameworks/x",
        "/resources/x",
    ],
)
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_markdown_can_carry_no_script():
    hostile = "<script>x</script> [a](javascript:alert(1)) <img src=x onerror=y> **good** ![p](https://t.example/1.png)"
    html = rich_text(hostile)
    assert "<script" not in html
    assert "<img" not in html
    assert "href" not in html
    assert "<strong>good</strong>" in html


@pytest.mark.parametrize(
    "address", [*LISTS, "/badges/first-steps", "/roles/community-organiser", "/paths/newcomer-packet"]
)
def test_a_page_costs_few_queries_however_much_there_is(client, address):
    statements = []

    def count(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", count)
    try:
        client.get(address)
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", count)
    assert len(statements) <= 16
