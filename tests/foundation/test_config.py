"""Settings refuse to start when they are wrong or unsafe."""

from pathlib import Path

import pytest

from foundation.config import ConfigError, read_settings

ROOT = Path("/nowhere")


def test_an_unset_base_url_follows_the_port():
    assert read_settings({"PORT": "8123"}, ROOT).base_url == "http://localhost:8123"


@pytest.mark.parametrize(
    "environ",
    [
        {"BARNSTAR_DEMO": "on", "HOST": "0.0.0.0"},  # noqa: S104 - the case under test
        {"BARNSTAR_DEMO": "on", "BARNSTAR_BASE_URL": "https://badges.example.org"},
        {"BARNSTAR_BASE_URL": "http://badges.example.org"},
        {"BARNSTAR_BASE_URL": "badges.example.org"},
        {"BARNSTAR_BASE_URL": "https://badges.example.org/path"},
        {"BARNSTAR_FETCH_ALSO": "http://localhost:1", "BARNSTAR_BASE_URL": "https://badges.example.org"},
        {"PORT": "none"},
        {"PORT": "70000"},
        {"BARNSTAR_RATE_LIMITS": "maybe"},
    ],
)
def test_an_unsafe_setting_is_refused_at_start(environ):
    with pytest.raises(ConfigError):
        read_settings(environ, ROOT)


def test_demo_sign_in_by_auto_is_only_for_this_machine():
    assert read_settings({"BARNSTAR_DEMO": "auto"}, ROOT).demo
    assert not read_settings({"BARNSTAR_DEMO": "auto", "HOST": "0.0.0.0"}, ROOT).demo  # noqa: S104
    away = {"BARNSTAR_DEMO": "auto", "BARNSTAR_BASE_URL": "https://badges.example.org"}
    assert not read_settings(away, ROOT).demo
