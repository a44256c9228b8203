"""Migrations lose nothing: the traps of batch changes, half-applied changes and hidden types are closed."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import check, downgrade, upgrade

from accounts.services import joining
from foundation.db import db, session, transaction
from issuers.models import SignedDocument
from issuers.services import registering, storing

ROOT = Path(__file__).parents[2]
HEAD = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9002", "{previous}", None, None


def upgrade():
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "migrations", tmp_path / "migrations")
    return tmp_path / "migrations"


def newest(folder: Path) -> str:
    return max(path.name for path in (folder / "versions").glob("*.py")).partition("_")[0]


def add_revision(folder: Path, body: str) -> None:
    text = HEAD.format(previous=newest(folder)) + body + "\n\ndef downgrade():\n    pass\n"
    (folder / "versions/9002_tried.py").write_text(text, encoding="utf-8")


def count(table: str) -> int:
    db.session.rollback()
    return int(session().execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one())


@pytest.fixture
def restored(app: Flask):
    """Put the shape back that all other tests need (the SQLite file is replaced before each test)."""
    yield app
    db.session.remove()
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.execute(sa.text("DROP SCHEMA public CASCADE"))
            connection.execute(sa.text("CREATE SCHEMA public"))
        upgrade()


def test_the_models_and_the_migrations_agree(app):
    check()


def test_down_and_up_again_gives_the_same_shape(app):
    downgrade(revision="base")
    assert set(sa.inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade()
    check()


def test_recreating_a_parent_table_keeps_its_children(restored, folder):
    joined = joining.join(user_name="Somebody", password="a long enough one", language="en")
    before = count("recovery_code")
    add_revision(
        folder,
        '    with op.batch_alter_table("person") as batch:\n'
        '        batch.alter_column("language", type_=sa.String(6), existing_type=sa.String(5))\n',
    )
    upgrade(directory=str(folder))
    assert joined.person_id
    assert count("recovery_code") == before > 0


def test_a_migration_that_fails_leaves_nothing_behind(restored, folder):
    add_revision(
        folder, '    op.create_table("half", sa.Column("id", sa.Integer))\n    raise RuntimeError("stop")\n'
    )
    with pytest.raises((RuntimeError, SystemExit)):  # the command turns errors into an exit
        upgrade(directory=str(folder))
    db.session.remove()
    assert "half" not in sa.inspect(db.engine).get_table_names()


def test_our_own_column_types_are_written_with_their_import():
    first = next((ROOT / "migrations/versions").glob("0001*.py")).read_text(encoding="utf-8")
    assert "import foundation.columns" in first
    assert "foundation.columns.JsonDoc()" in first


def test_the_database_refuses_to_change_a_signed_document(app):
    group_id = registering.make_first_group(name="Group", description="", url=None, language="en")
    storing.keep("urn:uuid:1", "json", group_id, b"{}")
    with pytest.raises(sa.exc.DatabaseError, match="final"), transaction() as write:
        write.execute(sa.update(SignedDocument).values(body=b"[]"))
    assert session().scalars(sa.select(SignedDocument.body)).one() == b"{}"
