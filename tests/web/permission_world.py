"""The stage of the permission tables as a file, to which the database is put back after each change."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foundation.db import db
from tests.web.permission_stage import Stage, set_up


@dataclass
class World:
    """The stage, and the file that it is kept in."""

    stage: Stage
    kept: Path
    is_changed: bool = True

    def put_back(self) -> None:
        if not self.is_changed:
            return
        database = Path(str(db.engine.url.database))
        db.session.remove()
        db.engine.dispose()
        for suffix in ("-wal", "-shm"):
            Path(f"{database}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self.kept, database)
        self.is_changed = False


def kept_world(backends: Any, folder: Path, more: Callable[[Stage], object] = lambda stage: stage) -> World:
    """Set the stage, do `more` with it, and keep all that."""
    backend = backends["sqlite"]
    backend.empty()
    with backend.app.app_context():
        stage = set_up()
        more(stage)
        database = str(db.engine.url.database)
        db.session.remove()
    kept = folder / "kept.sqlite3"
    with closing(sqlite3.connect(database)) as source:
        source.execute(f"VACUUM INTO '{kept}'")
    return World(stage, kept)
