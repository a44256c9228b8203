"""Settings refuse to start when they are wrong or unsafe."""

from pathlib import Path

import pytest

from foundation.config import ConfigError, read_settings

ROOT = Path("/nowhere")


def test_other_servers_learn_where_we_are_and_whom_to_write_to():
    set_to = {"BARNSTAR_BASE_URL": "https://a.example", "BARNSTAR_MAIL_FROM": "Bärnstar <post@a.example>"}
    assert read_settings(set_to, ROOT).user_agent == "Barnstar (+https://a.example; post@a.example)"


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
        {"DATABASE_URL": "sqlite://"},
        {"DATABASE_URL": "sqlite:///:memory:"},
        {"BARNSTAR_PROTECTED_REGIONS": "south-asia"},
    ],
)
def test_an_unsafe_setting_is_refused_at_start(environ):
    with pytest.raises(ConfigError):
        read_settings(environ, ROOT)


def oauth(folder: Path, **changed: str) -> dict[str, str]:
    secret = folder / "oauth.secret"
    if not secret.exists():
        secret.write_text("the secret\n", encoding="utf-8")
        secret.chmod(0o600)
    values = {
        "ISSUER": "https://wiki.example",
        "AUTHORIZE_URL": "https://wiki.example/authorize",
        "TOKEN_URL": "https://wiki.example/token",
        "PROFILE_URL": "https://wiki.example/profile",
        "CLIENT_ID": "barnstar",
        "CLIENT_SECRET_FILE": "oauth.secret",
        **changed,
    }
    return {f"BARNSTAR_OAUTH_{name}": value for name, value in values.items() if value}


def test_accounts_from_elsewhere_are_off_unless_they_are_set(tmp_path):
    assert read_settings({}, tmp_path).outside is None
    outside = read_settings(oauth(tmp_path), tmp_path).outside
    assert outside is not None
    assert (outside.client_secret, outside.label, outside.state_url) == ("the secret", "Wikimedia", None)
    assert "the secret" not in repr(outside)


def test_a_provider_on_this_machine_may_speak_http(tmp_path):
    local = oauth(tmp_path, TOKEN_URL="http://127.0.0.1:9100/token", LABEL="Stand-in")
    assert read_settings(local, tmp_path).outside.label == "Stand-in"


@pytest.mark.parametrize(
    "changed",
    [
        {"ISSUER": ""},
        {"AUTHORIZE_URL": ""},
        {"TOKEN_URL": ""},
        {"PROFILE_URL": ""},
        {"CLIENT_ID": ""},
        {"CLIENT_SECRET_FILE": ""},
        {"ISSUER": "x" * 201},
        {"CLIENT_ID": "two\nlines"},
        {"LABEL": "x" * 41},
        {"TOKEN_URL": "http://wiki.example/token"},
        {"PROFILE_URL": "wiki.example/profile"},
        {"AUTHORIZE_URL": "https://user@wiki.example/authorize"},
        {"STATE_URL": "http://wiki.example/api.php"},
        {"TOKEN_URL": "https://[::1/token"},
        {"CLIENT_SECRET_FILE": "not-there"},
        {"CLIENT_SECRET_FILE": "."},
    ],
)
def test_half_a_provider_or_an_unsafe_one_is_refused_at_start(tmp_path, changed):
    with pytest.raises(ConfigError) as error:
        read_settings(oauth(tmp_path, **changed), tmp_path)
    assert "BARNSTAR_OAUTH_" in str(error.value)


@pytest.mark.parametrize("change", [lambda file: file.chmod(0o644), lambda file: file.write_text("")])
def test_a_secret_that_others_can_read_or_that_is_empty_is_refused(tmp_path, change):
    environ = oauth(tmp_path)
    change(tmp_path / "oauth.secret")
    with pytest.raises(ConfigError):
        read_settings(environ, tmp_path)


def test_a_label_alone_is_not_a_provider(tmp_path):
    with pytest.raises(ConfigError):
        read_settings({"BARNSTAR_OAUTH_LABEL": "Wikimedia"}, tmp_path)


def test_demo_sign_in_by_auto_is_only_for_this_machine():
    assert read_settings({"BARNSTAR_DEMO": "auto"}, ROOT).demo
    assert not read_settings({"BARNSTAR_DEMO": "auto", "HOST": "0.0.0.0"}, ROOT).demo  # noqa: S104
    away = {"BARNSTAR_DEMO": "auto", "BARNSTAR_BASE_URL": "https://badges.example.org"}
    assert not read_settings(away, ROOT).demo
