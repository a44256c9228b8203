"""What every test can ask for: an application with an empty, migrated database, on SQLite and PostgreSQL."""

import gc
import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from foundation import clock
from foundation.db import Base, db
from tests.postgres import WheelPostgres
from web.assembly import create_app

BACKENDS = ("sqlite", "postgresql")
_LONG = ("journeys/test_every_page", "")
_server: list[WheelPostgres] = []


def pytest_configure(config: pytest.Config) -> None:
    """Start one PostgreSQL for all workers, unless an address is given."""
    gc.set_threshold(100_000, 20, 20)  # a tenth of the time went into looking for rubbish that was not there
    os.environ.setdefault("BARNSTAR_TEST_RUN", uuid.uuid4().hex[:8])
    if hasattr(config, "workerinput") or os.environ.get("TEST_DATABASE_URL") or config.option.collectonly:
        return
    server = WheelPostgres()
    _server.append(server)
    os.environ["TEST_DATABASE_URL"] = server.start()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the module that takes minutes, so that it does not run alone at the end."""
    items.sort(key=lambda item: next(at for at, part in enumerate(_LONG) if part in item.nodeid))


def pytest_unconfigure() -> None:
    """Stop what was started."""
    while _server:
        _server.pop().stop()


def fresh_environ(folder: Path, database_url: str) -> dict[str, str]:
    """Give the settings of a test application."""
    return {"BARNSTAR_INSTANCE": str(folder), "DATABASE_URL": database_url, "BARNSTAR_RATE_LIMITS": "off"}


def _new_postgres_database() -> str:
    server = sa.make_url(os.environ["TEST_DATABASE_URL"])
    name = f"t_{uuid.uuid4().hex}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    engine.dispose()
    return server.set(database=name).render_as_string(hide_password=False)


@dataclass
class Backend:
    """One application on one kind of database, emptied before each test."""

    app: Flask
    template: Path | None

    def empty(self) -> None:
        """Put the database back to just migrated."""
        with self.app.app_context():
            db.session.remove()
            if self.template is None:
                # Seventy times as quick as TRUNCATE for tables with few rows; a replica asks no trigger.
                names = [table.name for table in Base.metadata.sorted_tables]
                with db.engine.begin() as connection:
                    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
                    connection.exec_driver_sql("; ".join(f'DELETE FROM "{name}"' for name in names))
                return
            db.engine.dispose()
            database = Path(str(db.engine.url.database))
            for suffix in ("-wal", "-shm"):
                Path(f"{database}{suffix}").unlink(missing_ok=True)
            shutil.copyfile(self.template, database)


def _make(kind: str, folder: Path) -> Backend:
    url = f"sqlite:///{folder / 'test.sqlite3'}" if kind == "sqlite" else _new_postgres_database()
    app = create_app(fresh_environ(folder, url))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()
    if kind == "postgresql":
        return Backend(app, None)
    template = folder / "template.sqlite3"
    source = sa.create_engine(url)
    with source.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
        connection.exec_driver_sql(f"VACUUM INTO '{template}'")
    source.dispose()
    return Backend(app, template)


@pytest.fixture(scope="session")
def backends(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Backend]]:
    """The applications of this worker, made when first asked for."""
    made = _Lazy(tmp_path_factory)
    yield made
    for backend in made.values():
        with backend.app.app_context():
            db.engine.dispose()


class _Lazy(dict[str, Backend]):
    def __init__(self, factory: pytest.TempPathFactory) -> None:
        super().__init__()
        self._factory = factory

    def __missing__(self, kind: str) -> Backend:
        self[kind] = _make(kind, self._factory.mktemp(kind))
        return self[kind]


@pytest.fixture(params=BACKENDS)
def app(request: pytest.FixtureRequest, backends: dict[str, Backend]) -> Iterator[Flask]:
    """An application with an empty database and its context pushed, once on each kind of database."""
    yield from _opened(backends[request.param])


@pytest.fixture
def sqlite_app(backends: dict[str, Backend]) -> Iterator[Flask]:
    """The same on SQLite only, for what does not depend on the database (pages, words, looks)."""
    yield from _opened(backends["sqlite"])


def _opened(backend: Backend) -> Iterator[Flask]:
    backend.empty()
    fetch = backend.app.extensions["fetch"]
    with backend.app.app_context():
        yield backend.app
        db.session.remove()
    backend.app.extensions["fetch"] = fetch  # a test may put a small foreign world in its place
    clock.set_source(None)
