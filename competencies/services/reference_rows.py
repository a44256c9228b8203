"""Writing an import: so many rows at a time, each time in a transaction of its own, then switched on at once.

Every transaction writes the next rows and how far it is, so a worker that is killed loses nothing and of
two workers the second finds the rows done. Readers see the rows of a framework's `load_id` only.
"""

import time
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import delete, func, insert, select

from competencies.case.findings import Findings
from competencies.case.reading import EARLIER_VERSION
from competencies.case.shapes import DEFINITIONS
from competencies.case.showing import LANGUAGE_CHARACTERS, WORD_CHARACTERS, code_of, line_of, title_of
from competencies.case.tree import Tree, check
from competencies.models import (
    ReferenceAssociation,
    ReferenceFramework,
    ReferenceItem,
    ReferenceLoad,
    ReferencePart,
)
from competencies.models.references import LoadState
from competencies.queries import references
from foundation import clock, jobs
from foundation.audit import record
from foundation.columns import uuid7
from foundation.db import session, transaction
from foundation.policy import SYSTEM
from foundation.text import clean

JOB = "reference.load"
WORK_SECONDS = 20.0  # well inside the lease of a job; what is left is asked for anew
ROWS_AT_ONCE = 2_000  # a second at most, for which others who write have to wait
EDITION_CHARACTERS = 60
_ROW_TYPES = (ReferenceItem, ReferenceAssociation, ReferencePart)

Row = dict[str, Any]
Lists = list[tuple[str, Sequence[Mapping[str, Any]]]]


def rows_of(package: Mapping[str, Any]) -> int:
    """Give how many rows a package makes."""
    return sum(len(rows) for _, rows in _lists(package))


def work(load_id: UUID, *, seconds: float = WORK_SECONDS, at_once: int = ROWS_AT_ONCE) -> None:
    """Write the rows of an import that are left. May be killed at any time and run twice at once."""
    body = session().scalar(select(ReferenceLoad.body).where(ReferenceLoad.id == load_id))
    if body is None:
        return
    package = orjson.loads(zlib.decompress(body))
    tree, lists = check(package, Findings()), _lists(package)
    until = time.monotonic() + seconds
    while _write_more(load_id, lists, tree, package, at_once):
        if time.monotonic() > until:
            with transaction():
                jobs.ask(JOB, {"load_id": str(load_id)})
            return


def forget_rows(load_id: UUID) -> None:
    """Delete the rows of an import. Joins the open transaction."""
    with transaction() as db_session:
        for rows in _ROW_TYPES:
            db_session.execute(
                delete(rows).where(rows.load_id == load_id), execution_options={"synchronize_session": False}
            )


def _write_more(load_id: UUID, lists: Lists, tree: Tree, package: Mapping[str, Any], at_once: int) -> bool:
    """Write the next rows, or switch the framework on; tell whether there is more to do."""
    query = select(ReferenceLoad).where(ReferenceLoad.id == load_id).with_for_update()
    with transaction() as db_session:
        load = db_session.scalar(query.execution_options(populate_existing=True))
        if load is None or load.state != LoadState.WAITING:
            return False
        load.changed_at = clock.now()
        if load.done >= load.total:
            _switch_on(load, package)
            return False
        part = list(_part(lists, load.done, at_once))
        for row_type, row_values in _by_type(load.id, part, tree):
            db_session.execute(insert(row_type.__table__), row_values)
        load.done += len(part)
        return True


def _lists(package: Mapping[str, Any]) -> Lists:
    definitions = package.get("CFDefinitions") or {}
    found: Lists = [(name, package.get(name, ())) for name in ("CFItems", "CFAssociations", "CFRubrics")]
    return found + [(name, definitions.get(name, ())) for name in DEFINITIONS]


def _part(lists: Lists, start: int, most: int) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    """Give (list, place in it, thing) of so many things from the so-manieth of all lists on."""
    for name, rows in lists:
        for place in range(min(start, len(rows)), min(start + most, len(rows))):
            yield name, place, rows[place]
        most -= max(0, min(start + most, len(rows)) - start)
        start = max(0, start - len(rows))
        if most <= 0:
            return


def _by_type(
    load_id: UUID, part: Sequence[tuple[str, int, Mapping[str, Any]]], tree: Tree
) -> Iterator[tuple[type[Any], list[Row]]]:
    made: dict[type[Any], list[Row]] = {}
    for name, place, thing in part:
        core = {
            "load_id": load_id,
            "identifier": UUID(thing["identifier"]),
            "position": place,
            "body": orjson.dumps(thing).decode(),
        }
        if name == "CFItems":
            made.setdefault(ReferenceItem, []).append(core | _item(thing, tree))
        elif name == "CFAssociations":
            made.setdefault(ReferenceAssociation, []).append(core | _association(thing))
        else:
            made.setdefault(ReferencePart, []).append(core | {"kind": name})
    yield from made.items()


def _item(thing: Mapping[str, Any], tree: Tree) -> Row:
    place = tree.places[thing["identifier"]]
    title, code, statement = title_of(thing), code_of(thing), clean(thing["fullStatement"])
    return {
        "parent": UUID(place.parent) if place.parent else None,
        "rank": place.rank,
        "child_count": tree.child_counts.get(thing["identifier"], 0),
        "code": code,
        "title": title,
        "statement": statement,
        "kind": line_of(thing.get("CFItemType"), WORD_CHARACTERS),
        "language": line_of(thing.get("language"), LANGUAGE_CHARACTERS),
        "sought": "\n".join(dict.fromkeys((code, title, statement))).casefold(),
    }


def _association(thing: Mapping[str, Any]) -> Row:
    return {
        "kind": thing["associationType"][:WORD_CHARACTERS],
        "origin": thing["originNodeURI"]["identifier"],
        "destination": thing["destinationNodeURI"]["identifier"],
    }


def _switch_on(load: ReferenceLoad, package: Mapping[str, Any]) -> None:
    """Let the framework show the rows of this import, unless the group has items of it by now elsewhere."""
    identifier, findings = UUID(package["CFDocument"]["identifier"]), Findings()
    if _is_taken(load, identifier):
        find_taken(load.group_id, package, set(), findings)
    if not findings.is_good:
        _fail(load, findings)
        return
    found = references.framework_or_none(identifier, load.group_id)
    if found is not None:
        forget_rows(found.load_id)
    _store(found, load, identifier, package)
    load.state, load.body = LoadState.DONE, None
    record(SYSTEM, "reference.imported", identifier, group_id=load.group_id, facts={"rows": load.total})


def _fail(load: ReferenceLoad, findings: Findings) -> None:
    """Keep what is wrong, by row, and nothing else."""
    forget_rows(load.id)
    problems = {
        "problem_count": findings.problem_count,
        "problems": [one.as_json() for one in findings.problems],
    }
    load.summary = orjson.dumps({**orjson.loads(load.summary), **problems}).decode()
    load.state, load.code, load.body = LoadState.FAILED, findings.problems[0].code, None


def find_taken(
    group_id: UUID,
    package: Mapping[str, Any],
    taken: Collection[UUID],
    findings: Findings,
    rows: Sequence[int] = (),
) -> None:
    """Find by row the items whose identifier is `taken`, or stands in another framework of the group.

    `rows`: where the items stand in a table.
    """
    document = UUID(package["CFDocument"]["identifier"])
    items = [UUID(one["identifier"]) for one in package.get("CFItems", ())]
    taken = references.elsewhere(items, group_id, document).union(taken)
    for index, identifier in enumerate(items):
        if identifier in taken:
            row = rows[index] if rows else index + 1
            at = f"/rows/{row}/identifier" if rows else f"/CFItems/{index}/identifier"
            findings.problem(at, "identifier_elsewhere", row)


def _is_taken(load: ReferenceLoad, identifier: UUID) -> bool:
    """Tell whether another framework of the group has an item with the identifier of one of ours."""
    own, theirs = ReferenceItem.__table__.alias("own"), ReferenceItem.__table__.alias("theirs")
    query = (
        select(func.count())
        .select_from(own)
        .join(theirs, theirs.c.identifier == own.c.identifier)
        .join(ReferenceFramework, ReferenceFramework.load_id == theirs.c.load_id)
        .where(
            own.c.load_id == load.id,
            ReferenceFramework.owner_id == load.group_id,
            ReferenceFramework.identifier != identifier,
        )
    )
    return bool(session().scalar(query))


def _store(
    found: ReferenceFramework | None, load: ReferenceLoad, identifier: UUID, package: Mapping[str, Any]
) -> None:
    document = package["CFDocument"]
    row = found or ReferenceFramework(id=uuid7(), identifier=identifier, owner_id=load.group_id)
    row.load_id, row.source_url, row.imported_at = load.id, load.source_url, clock.now()
    row.title, row.creator = clean(document["title"]) or str(identifier), clean(document["creator"])
    row.language = line_of(document.get("language"), LANGUAGE_CHARACTERS)
    row.edition = line_of(document.get("version"), EDITION_CHARACTERS)
    row.case_version = document.get("caseVersion", EARLIER_VERSION)
    row.document = orjson.dumps(document).decode()
    row.frame = orjson.dumps(_frame(package)).decode()
    row.item_count = len(package.get("CFItems", ()))
    if found is None:
        session().add(row)


def _frame(package: Mapping[str, Any]) -> dict[str, Any]:
    """Give which lists the package has, and what else stands beside them."""
    lists = ("CFItems", "CFAssociations", "CFRubrics")
    definitions = package.get("CFDefinitions")
    return {
        "lists": [name for name in lists if name in package],
        "rest": {
            name: value
            for name, value in package.items()
            if name not in {*lists, "CFDocument", "CFDefinitions"}
        },
        "definitions": None
        if definitions is None
        else {
            "lists": [name for name in DEFINITIONS if name in definitions],
            "rest": {name: value for name, value in definitions.items() if name not in DEFINITIONS},
        },
    }
