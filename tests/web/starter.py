"""The starter content, loaded for one made-up vouched group."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from foundation.db import Base, db
from foundation.policy import SYSTEM
from issuers import queries
from issuers.services.registering import make_first_group
from pathways.services.loading import load_content

CONTENT = json.loads((Path(__file__).parents[2] / "pathways" / "starter" / "content.json").read_text("utf-8"))
GROUP = "Cycle Workshop"


def load_starter():
    """Give the group that the starter content belongs to; it is loaded once and copied from then on."""
    if db.engine.dialect.name == "sqlite":
        _on_sqlite()
    else:
        _on_postgres()
    return next(one for one in queries.groups() if one.name == GROUP)


def _on_sqlite():
    database = Path(str(db.engine.url.database))
    kept = database.with_suffix(".starter")
    db.session.remove()
    db.engine.dispose()
    if kept.exists():
        for suffix in ("-wal", "-shm"):
            Path(f"{database}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(kept, database)
    else:
        _loaded()
        db.session.remove()
        with closing(sqlite3.connect(database)) as source:
            source.execute(f"VACUUM INTO '{kept}'")


def _on_postgres():
    db.session.remove()
    names = [table.name for table in Base.metadata.sorted_tables]
    with db.engine.begin() as connection:
        is_kept = connection.exec_driver_sql("SELECT to_regnamespace('starter')").scalar() is not None
    if not is_kept:
        _loaded()
        db.session.remove()
    with db.engine.begin() as connection:
        if is_kept:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            copies = [f'INSERT INTO "{name}" SELECT * FROM starter."{name}"' for name in names]
        else:
            copies = ["CREATE SCHEMA starter"]
            copies += [f'CREATE TABLE starter."{name}" AS TABLE "{name}"' for name in names]
        connection.exec_driver_sql("; ".join(copies))


def _loaded():
    group_id = make_first_group(name=GROUP, description="We mend.", url=None, language="en")
    load_content(SYSTEM, CONTENT, owner_id=group_id)
