"""The starter content, loaded for one made-up vouched group."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from foundation.db import db
from foundation.policy import SYSTEM
from issuers import queries
from issuers.services.registering import make_first_group
from pathways.services.loading import load_content

CONTENT = json.loads((Path(__file__).parents[2] / "pathways" / "starter" / "content.json").read_text("utf-8"))


def load_starter():
    """Give the group that the starter content belongs to; on SQLite, where a loaded database is kept."""
    if db.engine.dialect.name != "sqlite":
        return _loaded()
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
    return _group()


def _loaded():
    group_id = make_first_group(name="Cycle Workshop", description="We mend.", url=None, language="en")
    load_content(SYSTEM, CONTENT, owner_id=group_id)
    return _group()


def _group():
    return next(one for one in queries.groups() if one.name == "Cycle Workshop")
