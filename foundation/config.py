"""Settings: everything that can be told from outside, read once from the environment.

A wrong or unsafe setting stops the start with `ConfigError`. `docs/running.md` has a heading for
each name in `SETTINGS` (held by a test).
"""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

SETTINGS = (
    "HOST",
    "PORT",
    "DATABASE_URL",
    "BARNSTAR_BASE_URL",
    "BARNSTAR_INSTANCE",
    "BARNSTAR_MASTER_KEY_FILE",
    "BARNSTAR_SECRET_KEY_FILE",
    "BARNSTAR_MAIL",
    "BARNSTAR_MAIL_FROM",
    "BARNSTAR_DEMO",
    "BARNSTAR_RATE_LIMITS",
    "BARNSTAR_FETCH_ALSO",
    "BARNSTAR_KNOWN_ISSUERS",
    "BARNSTAR_TRUSTED_PROXIES",
    "BARNSTAR_THREADS",
    "BARNSTAR_PROTECTED_REGIONS",
    "BARNSTAR_OAUTH_ISSUER",
    "BARNSTAR_OAUTH_AUTHORIZE_URL",
    "BARNSTAR_OAUTH_TOKEN_URL",
    "BARNSTAR_OAUTH_PROFILE_URL",
    "BARNSTAR_OAUTH_CLIENT_ID",
    "BARNSTAR_OAUTH_CLIENT_SECRET_FILE",
    "BARNSTAR_OAUTH_LABEL",
    "BARNSTAR_OAUTH_STATE_URL",
)
OAUTH = "BARNSTAR_OAUTH_"
OAUTH_NEEDED = ("ISSUER", "AUTHORIZE_URL", "TOKEN_URL", "PROFILE_URL", "CLIENT_ID", "CLIENT_SECRET_FILE")
OAUTH_OPTIONAL = ("LABEL", "STATE_URL")
MOST_OAUTH_CHARACTERS = 200  # as the column that keeps the issuer
MOST_LABEL_CHARACTERS = 40  # it stands on a button
MOST_SECRET_BYTES = 1024
LOCAL_NAMES = {"localhost", "localhost.localdomain"}


class ConfigError(Exception):
    """A setting is wrong or unsafe; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class OutsideProvider:
    """Where people have an account that may sign in here too (OAuth 2.0, authorization code).

    People are known by (`issuer`, their `sub` there). `state_url` is the action API of the central wiki,
    asked once a day for renames and locks, or None.
    """

    issuer: str
    authorize_url: str
    token_url: str
    profile_url: str
    client_id: str
    client_secret: str = field(repr=False)
    label: str = "Wikimedia"
    state_url: str | None = None
    patience_seconds: float = 10.0  # for all calls of one sign-in: a thread of ours waits, and a person


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings, checked. Paths are absolute; `base_url` has no slash at its end."""

    host: str
    port: int
    base_url: str
    instance: Path
    database_url: str
    master_key_file: Path
    secret_key_file: Path
    mail: str
    mail_from: str
    demo: bool
    rate_limits: bool
    fetch_also: frozenset[str]
    known_issuers: Path | None
    trusted_proxies: int
    threads: int
    protected_regions: frozenset[str] = frozenset()
    outside: OutsideProvider | None = None

    @property
    def is_local(self) -> bool:
        """Tell whether the base URL is this machine only."""
        return is_loopback(urlsplit(self.base_url).hostname or "")

    @property
    def is_https(self) -> bool:
        """Tell whether the public address is https; issuers are did:web then, did:key otherwise."""
        return self.base_url.startswith("https://")

    @property
    def user_agent(self) -> str:
        """Give how we introduce ourselves to other servers: where we are, and whom to write to, in ASCII."""
        contact = parseaddr(self.mail_from)[1].encode("ascii", "ignore").decode()
        return f"Barnstar (+{self.base_url}; {contact})"


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address means this machine."""
    if host.lower() in LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def read_settings(environ: Mapping[str, str], root: Path) -> Settings:
    """Give the settings of an environment; relative paths start at `root`. Raises ConfigError."""
    instance = (root / environ.get("BARNSTAR_INSTANCE", "instance")).resolve()
    host, port = environ.get("HOST", "127.0.0.1"), _number(environ, "PORT", 8000, 1, 65535)
    base_url = _base_url(environ, port)
    settings = Settings(
        host=host,
        port=port,
        base_url=base_url,
        instance=instance,
        database_url=_database(environ.get("DATABASE_URL", f"sqlite:///{instance / 'barnstar.sqlite3'}")),
        master_key_file=root / environ.get("BARNSTAR_MASTER_KEY_FILE", str(instance / "master.key")),
        secret_key_file=root / environ.get("BARNSTAR_SECRET_KEY_FILE", str(instance / "secret.key")),
        mail=environ.get("BARNSTAR_MAIL", str(instance / "mail")),
        mail_from=environ.get("BARNSTAR_MAIL_FROM", f"barnstar@{urlsplit(base_url).hostname}"),
        demo=_demo(environ, host, base_url),
        rate_limits=_switch(environ, "BARNSTAR_RATE_LIMITS", default=True),
        fetch_also=frozenset(origin.rstrip("/") for origin in environ.get("BARNSTAR_FETCH_ALSO", "").split()),
        known_issuers=_optional_path(environ, "BARNSTAR_KNOWN_ISSUERS", root),
        trusted_proxies=_number(environ, "BARNSTAR_TRUSTED_PROXIES", 0, 0, 5),
        threads=_number(environ, "BARNSTAR_THREADS", 8, 1, 64),
        protected_regions=_protected_regions(environ),
        outside=_outside(environ, root),
    )
    _refuse_unsafe(settings)
    return settings


def _refuse_unsafe(settings: Settings) -> None:
    """Stop before anything is served with a setting that only a demo on one's own machine may have."""
    if settings.demo and not (settings.is_local and is_loopback(settings.host)):
        raise ConfigError("BARNSTAR_DEMO: one-click sign-in is only for a loopback HOST and base URL")
    if settings.fetch_also and not settings.is_local:
        raise ConfigError("BARNSTAR_FETCH_ALSO: only while BARNSTAR_BASE_URL is a loopback address")
    if not settings.is_https and not settings.is_local:
        raise ConfigError("BARNSTAR_BASE_URL: use https for anything but this machine")


def _base_url(environ: Mapping[str, str], port: int) -> str:
    given = environ.get("BARNSTAR_BASE_URL", "").rstrip("/") or f"http://localhost:{port}"
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.hostname or _has_more(parts):
        raise ConfigError("BARNSTAR_BASE_URL: give scheme and host, such as https://badges.example.org")
    return given


def _has_more(parts: SplitResult) -> bool:
    return bool(parts.path or parts.query or parts.fragment or parts.username)


def _protected_regions(environ: Mapping[str, str]) -> frozenset[str]:
    """Regions that are only ever counted together: none, or at least two."""
    found = frozenset(environ.get("BARNSTAR_PROTECTED_REGIONS", "").split())
    if len(found) == 1:
        raise ConfigError("BARNSTAR_PROTECTED_REGIONS: name at least two regions; one alone hides nobody")
    return found


def _database(url: str) -> str:
    """SQLAlchemy speaks psycopg 3 under the plain name; the old alias is mended."""
    if url.rstrip("/") == "sqlite:" or url.endswith(":memory:"):
        raise ConfigError("DATABASE_URL: a database in memory forgets everything; give sqlite:///path")
    return "postgresql://" + url.removeprefix("postgres://") if url.startswith("postgres://") else url


def _number(environ: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    try:
        value = int(environ.get(name, "") or default)
    except ValueError as error:
        raise ConfigError(f"{name}: a whole number is needed") from error
    if not low <= value <= high:
        raise ConfigError(f"{name}: between {low} and {high}")
    return value


def _demo(environ: Mapping[str, str], host: str, base_url: str) -> bool:
    """`auto` means: only on this machine."""
    if environ.get("BARNSTAR_DEMO", "").lower() == "auto":
        return is_loopback(host) and is_loopback(urlsplit(base_url).hostname or "")
    return _switch(environ, "BARNSTAR_DEMO", default=False)


def _switch(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = environ.get(name, "").lower()
    if value not in {"", "on", "off"}:
        raise ConfigError(f"{name}: on or off")
    return default if not value else value == "on"


def _optional_path(environ: Mapping[str, str], name: str, root: Path) -> Path | None:
    value = environ.get(name, "")
    return root / value if value else None


def _outside(environ: Mapping[str, str], root: Path) -> OutsideProvider | None:
    """Give the provider of accounts from elsewhere: all of its settings are there, or none."""
    names = OAUTH_NEEDED + OAUTH_OPTIONAL
    given = {name: environ.get(OAUTH + name, "").strip() for name in names}
    if not any(given.values()):
        return None
    for name in OAUTH_NEEDED:
        if not given[name]:
            raise ConfigError(f"{OAUTH}{name}: needed with the other {OAUTH} settings")
    for name, value in given.items():
        if len(value) > MOST_OAUTH_CHARACTERS or not value.isprintable():
            raise ConfigError(f"{OAUTH}{name}: at most {MOST_OAUTH_CHARACTERS} characters that can be seen")
    if len(given["LABEL"]) > MOST_LABEL_CHARACTERS:
        raise ConfigError(f"{OAUTH}LABEL: at most {MOST_LABEL_CHARACTERS} characters")
    return OutsideProvider(
        issuer=given["ISSUER"],
        authorize_url=_secure_url("AUTHORIZE_URL", given["AUTHORIZE_URL"]),
        token_url=_secure_url("TOKEN_URL", given["TOKEN_URL"]),
        profile_url=_secure_url("PROFILE_URL", given["PROFILE_URL"]),
        client_id=given["CLIENT_ID"],
        client_secret=_client_secret(root / given["CLIENT_SECRET_FILE"]),
        label=given["LABEL"] or "Wikimedia",
        state_url=_secure_url("STATE_URL", given["STATE_URL"]) if given["STATE_URL"] else None,
    )


def _secure_url(name: str, url: str) -> str:
    """Secrets and tokens go there: https, unless it is this machine."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ConfigError(f"{OAUTH}{name}: not an address") from error
    is_secure = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    if not host or not is_secure or parts.username or parts.fragment or " " in url:
        raise ConfigError(f"{OAUTH}{name}: an https address is needed (http only on this machine)")
    return url


def _client_secret(path: Path) -> str:
    """Give the secret that the provider gave us, from a file that only its owner can read."""
    name = f"{OAUTH}CLIENT_SECRET_FILE"
    try:
        if path.stat().st_mode & 0o077:
            raise ConfigError(f"{name}: may be read by others: chmod 600")
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise ConfigError(f"{name}: cannot be read") from error
    if not secret or len(secret) > MOST_SECRET_BYTES or not secret.isprintable():
        raise ConfigError(f"{name}: one line with the secret is needed")
    return secret
