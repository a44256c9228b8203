"""`create_app`: everything put together, once."""

import os
from collections.abc import Mapping
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from credentials.outbound import Guarded
from foundation import mail
from foundation.config import Settings, read_settings
from foundation.db import db, init_db
from foundation.fetch import HostLimits, OwnFirst
from foundation.limits import init_limits
from foundation.vault import Vault, read_secret_file
from web.headers import ALWAYS, POLICY

ROOT = Path(__file__).parent.parent
MOST_BODY_BYTES = 6 * 1024 * 1024  # a baked picture may have 5 MiB
MOST_FORM_BYTES = 2 * 1024 * 1024
MOST_FORM_PARTS = 400
DAY_SECONDS = 86_400

csrf = CSRFProtect()


def create_app(environ: Mapping[str, str] | None = None, root: Path = ROOT) -> Flask:
    """Give the application for an environment (the process's own by default). Raises ConfigError."""
    settings = read_settings(os.environ if environ is None else environ, root)
    settings.instance.mkdir(parents=True, exist_ok=True)
    app = Flask("barnstar", root_path=str(ROOT / "web"), static_folder=str(ROOT / "static"))
    _configure(app, settings)
    app.url_map.merge_slashes = False  # two slashes are no address of ours; a redirect would name any Host
    init_db(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), compare_type=True)
    csrf.init_app(app)
    init_limits(app, enabled=settings.rate_limits)
    _equip(app, settings)
    _open_doors(app, settings)
    _serve_files(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=read_secret_file(settings.secret_key_file),
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        # What people wrote must not get into our log. Threads bound the connections, two for each at most:
        # none may wait for another's second one.
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True, "max_overflow": -1},
        MAX_CONTENT_LENGTH=MOST_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_FORM_BYTES,
        MAX_FORM_PARTS=MOST_FORM_PARTS,
        SESSION_COOKIE_NAME="__Host-barnstar" if settings.is_https else "barnstar",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # Referrer-Policy no-referrer on share pages would break the check
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]


def _equip(app: Flask, settings: Settings) -> None:
    """Hang what the rooms ask for on the application: settings, vault, mail, network."""
    from badges.services.verifying import own_document  # noqa: PLC0415 - needs the extensions made here
    from competencies.case.reading import MOST_BYTES  # noqa: PLC0415 - imports the rooms
    from competencies.services import departing, reference_fetching  # noqa: PLC0415 - imports the rooms
    from mentoring.queries import reported  # noqa: PLC0415 - imports the rooms

    reported.register()
    departing.register()
    app.extensions["settings"] = settings
    app.extensions["vault"] = Vault(read_secret_file(settings.master_key_file))
    app.extensions["mail"] = mail.transport(settings.mail)
    remote = HostLimits(Guarded(also_origins=settings.fetch_also, user_agent=settings.user_agent))
    app.extensions["fetch"] = OwnFirst(settings.base_url, own_document, remote)
    app.extensions["fetch_packages"] = HostLimits(
        Guarded(
            also_origins=settings.fetch_also,
            user_agent=settings.user_agent,
            total_seconds=reference_fetching.SECONDS,
            max_bytes=MOST_BYTES,
        )
    )


def _serve_files(app: Flask) -> None:
    """Serve own files compressed, before Flask is asked; their addresses carry a digest of their content."""
    served = WhiteNoise(
        app.wsgi_app, max_age=DAY_SECONDS, allow_all_origins=False, add_headers_function=_protect_file
    )
    served.add_files(str(ROOT / "static"), prefix="static/")
    app.wsgi_app = served  # type: ignore[method-assign]


def _protect_file(headers: Headers, _path: str, _url: str) -> None:
    for name, value in {**ALWAYS, "Content-Security-Policy": POLICY}.items():
        headers[name] = value


def _open_doors(app: Flask, settings: Settings) -> None:
    """Register pages, API, commands, languages, headers and error pages."""
    from exchange.api import init_api  # noqa: PLC0415 - the doors import the rooms
    from exchange.metrics import WORDS  # noqa: PLC0415
    from web import (  # noqa: PLC0415
        assets,
        commands,
        complaints,
        headers,
        language,
        metric_words,
        once,
        page_cache,
        site,
        unstorable,
        visitors,
    )

    language.init_language(app)
    assets.register_assets(app)
    visitors.init_visitors(app)
    headers.init_headers(app, settings)
    unstorable.init_unstorable(app)
    once.init_once(app)
    page_cache.init_page_cache(app)
    site.init_pages(app, settings)
    app.extensions[WORDS] = metric_words.told
    init_api(app, csrf)
    complaints.init_complaints(app)  # after the API, whose library brings an error handler of its own
    commands.init_commands(app)
