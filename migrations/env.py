"""How migrations run. Four traps are closed here; each is held by a test.

1. On SQLite a batch change recreates the table, and ON DELETE CASCADE would empty its children:
   foreign keys are off while it runs, and checked before the commit.
2. SQLite's driver would leave DDL outside the transaction: our engine begins by hand, so a failed
   migration leaves nothing behind.
3. Our own column types are rendered with their import.
4. On PostgreSQL a migration waits at most four seconds for a lock.
"""

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

config = context.config
db = current_app.extensions["migrate"].db


def _render(kind, obj, autogen):
    """Name our column types in full."""
    if kind == "type" and type(obj).__module__ == "foundation.columns":
        autogen.imports.add("import foundation.columns")
        return f"foundation.columns.{type(obj).__name__}()"
    return False


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_item=_render,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL lock_timeout = '4s'"))
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"the migration breaks {len(broken)} references")


def _run() -> None:
    engine = db.engine
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        if engine.dialect.name == "sqlite":
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            _migrate(connection)
        finally:
            connection.rollback()
            if engine.dialect.name == "sqlite":
                raw.execute("PRAGMA foreign_keys=ON")


_run()
