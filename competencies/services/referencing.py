"""Importing a framework from elsewhere: looked over first, confirmed, then written by a job.

What was sent is kept for a day as one compressed package; nothing is seen before all of it is written
(see `reference_rows`).
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import delete, select

from competencies.case.findings import Findings
from competencies.case.reading import Read, read_package
from competencies.case.shapes import DEFINITIONS, LISTS
from competencies.case.showing import code_of, title_of
from competencies.case.table_files import sample_csv, sample_xlsx
from competencies.case.tables import SAMPLE, About, read_table
from competencies.case.tree import Tree, check
from competencies.models import ReferenceFramework, ReferenceLoad
from competencies.models.references import LoadState
from competencies.queries import case_own, references
from competencies.services.reference_rows import JOB, find_taken, forget_rows, rows_of
from competencies.wording import TITLE_MAX
from foundation import clock, jobs
from foundation.addresses import absolute, group_path
from foundation.audit import record
from foundation.columns import uuid7
from foundation.db import session, transaction
from foundation.errors import ConflictError, NotFoundError, invalid
from foundation.policy import Action, Actor, Scope, require
from foundation.text import clean_line
from issuers import queries as issuers

TEND = "reference.tend"
KEPT = timedelta(hours=24)  # what was sent and not confirmed
EDITION_MAX = 40
SHOWN_ITEMS = 12  # the tree's beginning, to see whether it was read rightly
_QUICK = 1  # compression: the text is kept for a day


@dataclass(frozen=True, slots=True)
class Said:
    """What the form says of a framework that comes as a table."""

    title: str = ""
    edition: str = ""
    language: str = "en"


def stage(
    actor: Actor,
    *,
    group_id: UUID,
    given: bytes,
    said: Said | None = None,
    source_url: str | None = None,
) -> ReferenceLoad:
    """Give what was sent, looked over and kept for a day; with problems it can only be looked at.

    A table (CSV or XLSX) needs `said`. Raises InvalidError with pointers into the form, and as `require`.
    """
    require(actor, Action.COMPETENCY_DEFINE, Scope(group_id=group_id))
    found = looked_over(group_id, given, said or Said())
    now = clock.now()
    with transaction() as db_session:
        made = ReferenceLoad(
            id=uuid7(), group_id=group_id, source_url=source_url, done=0, made_at=now, changed_at=now, **found
        )
        db_session.add(made)
        note_looked_over(actor, made)
        return made


def looked_over(group_id: UUID, given: bytes, said: Said) -> dict[str, Any]:
    """Give what an import keeps of a file, as values of its row. Raises InvalidError as `stage`."""
    read, tree = _read(group_id, given, said), Tree()
    if read.package is not None:
        tree = check(read.package, read.findings)
        _standing(group_id, read.package, read)
    is_good = read.findings.is_good and read.package is not None
    return {
        "state": LoadState.STAGED,
        "identifier": _identifier(read.package) if is_good else None,
        "summary": orjson.dumps(_summary(read, tree, said)).decode(),
        "body": zlib.compress(orjson.dumps(read.package), _QUICK) if is_good else None,
        "total": rows_of(read.package) if is_good and read.package else 0,
    }


def note_looked_over(actor: Actor, made: ReferenceLoad) -> None:
    """Write down that a file was looked over, in the open transaction."""
    facts = {"problems": orjson.loads(made.summary)["problem_count"]}
    record(actor, "reference.look_over", made.id, group_id=made.group_id, facts=facts)


def confirm(actor: Actor, load_id: UUID) -> ReferenceLoad:
    """Give the import, which a job now writes. Raises ConflictError when it is not there to confirm."""
    with transaction() as db_session:
        made = _locked(actor, load_id)
        if made.state != LoadState.STAGED or made.body is None:
            raise ConflictError("import_not_ready")
        made.state, made.changed_at = LoadState.WAITING, clock.now()
        jobs.ask(JOB, {"load_id": str(made.id)}, key=f"reference:{made.id}")
        db_session.flush()
        record(actor, "reference.import", made.id, group_id=made.group_id, facts={"rows": made.total})
        return made


def drop(actor: Actor, load_id: UUID) -> None:
    """Forget what was sent. Raises ConflictError while it is being written."""
    with transaction() as db_session:
        made = _locked(actor, load_id)
        if made.state == LoadState.WAITING:
            raise ConflictError("import_running")
        db_session.delete(made)
        record(actor, "reference.drop", made.id, group_id=made.group_id)


def see(actor: Actor, load_id: UUID) -> ReferenceLoad:
    """Give an import to a steward of its group. Raises NotFoundError for others."""
    found = references.load(load_id)
    require(actor, Action.COMPETENCY_DEFINE, Scope(group_id=found.group_id))
    return found


def remove(actor: Actor, identifier: UUID, group_id: UUID | None = None) -> None:
    """Take an imported framework away with everything in it: the copy of a group, or else the first one."""
    with transaction() as db_session:
        found = references.framework(identifier, group_id)
        require(actor, Action.COMPETENCY_DEFINE, Scope(group_id=found.owner_id))
        owner_id, load_id, facts = found.owner_id, found.load_id, {"items": found.item_count}
        gone = delete(ReferenceFramework).where(ReferenceFramework.id == found.id)
        if db_session.scalar(gone.returning(ReferenceFramework.id)) is None:  # somebody sent the form twice
            raise NotFoundError
        forget_rows(load_id)
        record(actor, "reference.remove", identifier, group_id=owner_id, facts=facts)


def tend() -> None:
    """Forget what nobody confirmed within a day, and what is finished, with rows that nobody sees."""
    before = clock.now() - KEPT
    old = select(ReferenceLoad.id, ReferenceLoad.state).where(ReferenceLoad.changed_at < before)
    for load_id, state in session().execute(old).all():
        with transaction() as db_session:
            if state != LoadState.DONE:
                forget_rows(load_id)
            db_session.execute(delete(ReferenceLoad).where(ReferenceLoad.id == load_id))


def template(kind: str) -> bytes:
    """Give the file to start a table from, as "csv" or "xlsx"."""
    return sample_xlsx(SAMPLE) if kind == "xlsx" else sample_csv(SAMPLE)


def _locked(actor: Actor, load_id: UUID) -> ReferenceLoad:
    query = select(ReferenceLoad).where(ReferenceLoad.id == load_id).with_for_update()
    found = session().scalar(query.execution_options(populate_existing=True))
    group_id = found.group_id if found else None
    require(actor, Action.COMPETENCY_DEFINE, Scope(group_id=group_id))
    return found or references.load(load_id)


def _read(group_id: UUID, given: bytes, said: Said) -> Read:
    if not given.strip():
        raise invalid("/file", "file_empty")
    if given.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        return read_package(given)
    return read_table(given, _about(group_id, said))


def _about(group_id: UUID, said: Said) -> About:
    group = issuers.issuer(group_id)
    title, edition = clean_line(said.title), clean_line(said.edition)
    if not title:
        raise invalid("/title", "text_missing")
    for pointer, text, longest in (("/title", title, TITLE_MAX), ("/edition", edition, EDITION_MAX)):
        if len(text) > longest:
            raise invalid(pointer, "text_too_long", longest=longest)
    return About(
        title=title,
        creator=group.name if group else "",
        edition=edition,
        language=said.language,
        home=absolute(group_path(group.slug if group else "")) + "/reference",
        now=clock.now(),
    )


def _identifier(package: Mapping[str, Any] | None) -> UUID | None:
    return UUID(package["CFDocument"]["identifier"]) if package else None


def _standing(group_id: UUID, package: Mapping[str, Any], read: Read) -> None:
    """Find what is here already: of our own frameworks, or in another framework that the group brought in.

    What other groups brought in keeps nobody from anything: they may have taken identifiers of others.
    """
    findings = read.findings
    if not findings.is_good:
        return
    if case_own.own_among([UUID(package["CFDocument"]["identifier"])]):
        findings.problem("/CFDocument/identifier", "own_framework")
        return
    items = [UUID(one["identifier"]) for one in package.get("CFItems", ())]
    find_taken(group_id, package, case_own.own_among(items), findings, read.rows)


def _summary(read: Read, tree: Tree, said: Said) -> dict[str, Any]:
    """Give what the page of an import shows, as JSON values."""
    package, found = read.package or {}, read.findings
    document = package.get("CFDocument", {})
    definitions = package.get("CFDefinitions", {})
    counts = {name: len(package.get(name, ())) for name in LISTS}
    counts |= {name: len(definitions.get(name, ())) for name in DEFINITIONS}
    return {
        "version": read.version,
        "title": clean_line(document.get("title") or said.title),
        "creator": clean_line(document.get("creator") or ""),
        "edition": clean_line(document.get("version") or ""),
        "counts": counts,
        "beginning": _beginning(package, tree) if found.is_good else [],
        "problem_count": found.problem_count,
        "problems": [one.as_json() for one in found.problems],
        "note_count": found.note_count,
        "notes": _grouped(found),
    }


def _grouped(found: Findings) -> list[dict[str, Any]]:
    """Give each kind of note once, with where it stands first and how often it was seen."""
    kinds: dict[str, dict[str, Any]] = {}
    for one in found.notes:
        kinds.setdefault(one.code, {**one.as_json(), "count": 0})["count"] += 1
    return list(kinds.values())


def _beginning(package: Mapping[str, Any], tree: Tree) -> list[dict[str, Any]]:
    """Give the first items as the tree goes, each with its depth."""
    items = {one["identifier"]: one for one in package.get("CFItems", ())}
    below: dict[str | None, list[str]] = {}
    for child, place in tree.places.items():
        below.setdefault(place.parent, []).append(child)
    found: list[dict[str, Any]] = []
    waiting = [(0, name) for name in reversed(below.get(None, [])[:SHOWN_ITEMS])]
    while waiting and len(found) < SHOWN_ITEMS:
        depth, name = waiting.pop()
        found.append({"depth": depth, "text": title_of(items[name]), "code": code_of(items[name])})
        waiting += [(depth + 1, one) for one in reversed(below.get(name, [])[:SHOWN_ITEMS])]
    return found
