"""What holds for every page."""

import re

import pytest

from web import server
from web.demo import movement

PUBLIC = (
    "/",
    "/badges",
    "/roles",
    "/paths",
    "/verify",
    "/groups",
    "/competencies",
    "/about",
    "/sign-in",
    "/join",
)


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("language", ["en", "sv", "es", "ar"])
def test_every_public_page_speaks_every_language(sqlite_app, path, language):
    answer = sqlite_app.test_client().get(f"{path}?lang={language}")
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    direction = "rtl" if language == "ar" else "ltr"
    assert re.search(rf'<html[^>]* lang="{language}"', page)
    assert re.search(rf'<html[^>]* dir="{direction}"', page)


@pytest.mark.parametrize("path", PUBLIC)
def test_security_headers_are_on_every_page(sqlite_app, path):
    headers = sqlite_app.test_client().get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_an_unknown_page_says_what_to_do(sqlite_app):
    answer = sqlite_app.test_client().get("/no-such-page")
    assert answer.status_code == 404
    assert "nothing at this address" in answer.get_data(as_text=True)


def test_demo_sign_in_does_not_exist_without_the_setting(sqlite_app):
    assert sqlite_app.test_client().get("/demo/sign-in/steward").status_code == 404
    for path in ("/", "/sign-in"):
        assert 'href="/demo"' not in sqlite_app.test_client().get(path).text


def test_the_service_says_that_it_is_well(sqlite_app):
    assert sqlite_app.test_client().get("/healthz").get_json() == {"status": "ok"}


def test_loading_the_demo_twice_changes_nothing(sqlite_app):
    from foundation.db import Base, session

    def counts():
        return {
            table.name: session().query(table).count()
            for table in Base.metadata.sorted_tables
            if table.name != "audit_event"
        }

    movement.load()
    first = counts()
    movement.load()
    assert counts() == first
    assert first["credential"] >= 12


@pytest.mark.parametrize("address", ["/verify", "/api/v1/verify"])
def test_fifty_megabytes_are_refused_with_words_and_not_by_the_bare_server(sqlite_app, address):
    body, kind = b"\0" * 50 * 1024 * 1024, "multipart/form-data; boundary=x"
    answer = sqlite_app.test_client().post(address, data=body, content_type=kind)
    assert answer.status_code == 413
    assert answer.mimetype == ("text/html" if address == "/verify" else "application/problem+json")
    assert server.MOST_RECEIVED_BYTES > 2 * 50 * 1024 * 1024
