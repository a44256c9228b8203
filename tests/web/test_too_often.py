"""Who asks too often is told how many are possible and how long to wait, and is led back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from foundation.limits import limiter
from tests.conftest import fresh_environ
from web.assembly import create_app


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[Flask]:
    """A service that counts, as they all do outside of tests."""
    environ = fresh_environ(tmp_path, f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    app = create_app({**environ, "BARNSTAR_RATE_LIMITS": "on"}, tmp_path)
    app.config.update(WTF_CSRF_ENABLED=False)
    yield app
    limiter.reset()
    limiter.enabled = False


def check_often(app: Flask, **more):
    client = app.test_client()
    return [client.post("/verify", data={"text": "x"}, **more) for _ in range(31)][-1]


def test_the_page_leads_back_and_says_how_long_to_wait(limited):
    page = check_often(limited)
    assert page.status_code == 429
    assert "That was too often: 30 in a minute are possible here." in page.text
    assert "Time to wait: " in page.text
    assert "seconds." in page.text or "1 minute." in page.text
    assert 'href="/verify"' in page.text.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    ("came_from", "led_to"),
    [
        ("http://localhost/badges", "/badges"),
        ("https://elsewhere.example/badges", "/verify"),
        ("http://localhost/verify/receipt", "/verify"),
        ("http://localhost//elsewhere.example/badges", "/verify"),
        ("//[", "/verify"),
    ],
)
def test_the_way_back_is_a_page_of_ours_that_can_be_opened(limited, came_from, led_to):
    page = check_often(limited, headers={"Referer": came_from}).text
    assert f'href="{led_to}"' in page.partition("<main")[2].partition("</main>")[0]
