"""What the CASE service gives: our own published frameworks and the imported ones, one thing at a time."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import orjson

from competencies.models import ReferenceFramework
from competencies.queries import case_own, references
from foundation.db import snapshot

Json = dict[str, Any]
SETS = ("CFConcepts", "CFSubjects", "CFItemTypes")  # given with what stands below them


def documents() -> list[Json]:
    """Give every CFDocument: our own, then the imported ones by title."""
    imported = (orjson.loads(one.document) for one in references.frameworks())
    return [*case_own.documents(), *(case_own.with_package_link(one) for one in imported)]


def document(identifier: UUID) -> Json | None:
    """Give one CFDocument, or None. Of several copies the first is given (`references.rank`)."""
    package = case_own.package_with(identifier)
    if package is not None and package["CFDocument"]["identifier"] == str(identifier):
        return case_own.with_package_link(package["CFDocument"])
    found = references.framework_or_none(identifier)
    return case_own.with_package_link(orjson.loads(found.document)) if found else None


def own_package(identifier: UUID) -> Json | None:
    """Give the CFPackage of a framework of ours, or None."""
    package = case_own.package_with(identifier)
    is_its = package is not None and package["CFDocument"]["identifier"] == str(identifier)
    return package if is_its else None


def imported_package(identifier: UUID, owner_id: UUID | None = None) -> Iterator[bytes]:
    """Give the CFPackage of an imported framework in pieces, as it stood at one moment.

    It is the copy of a group, or else the first one.

    Only a few rows at a time are in memory. Gives nothing when the framework is not there.
    """
    with snapshot():
        found = references.framework_or_none(identifier, owner_id)
        if found is None:
            return
        frame = orjson.loads(found.frame)
        yield b'{"CFDocument":' + found.document.encode()
        for name in frame["lists"]:
            yield from _list_of(found, name)
        if frame["definitions"] is not None:
            yield from _definitions_of(found, frame["definitions"])
        yield from _rest(frame["rest"], b"}")


def item(identifier: UUID) -> Json | None:
    """Give one CFItem, or None."""
    found = _own("CFItems", identifier)
    if found is not None:
        return found
    row = references.item_or_none(identifier)
    return {**orjson.loads(row.body), "CFDocumentURI": _link_to(row.framework)} if row else None


def association(identifier: UUID) -> Json | None:
    """Give one CFAssociation, or None."""
    found = _own("CFAssociations", identifier)
    if found is not None:
        return found
    row = references.association(identifier)
    return {**orjson.loads(row[1]), "CFDocumentURI": _link_to(row[0])} if row else None


def associations_of(identifier: UUID) -> Json | None:
    """Give the CFAssociationSet of an item: itself and everything that it is associated with; or None."""
    found = item(identifier)
    if found is None:
        return None
    package = case_own.package_with(identifier)
    own = [one for one in package["CFAssociations"] if _touches(one, str(identifier))] if package else []
    imported = [orjson.loads(one) for one in references.all_associations(identifier)]
    return {"CFItem": found, "CFAssociations": own + imported}


def rubric(identifier: UUID) -> Json | None:
    """Give one CFRubric, or None."""
    package = case_own.package_with(identifier)
    found = _with_identifier(package["CFRubrics"], identifier) if package else None
    if found is not None:
        return found
    row = references.part("CFRubrics", identifier)
    return orjson.loads(row[1]) if row else None


def definition(kind: str, identifier: UUID) -> Json | None:
    """Give one definition, those of `SETS` with what stands below them; or None."""
    package = case_own.package_with(identifier)
    rows: list[Json] = package["CFDefinitions"].get(kind, []) if package else []
    if _with_identifier(rows, identifier) is None:
        row = references.part(kind, identifier)
        if row is None:
            return None
        rows = [orjson.loads(one) for one in references.parts(row[0], kind)]
    found = _with_identifier(rows, identifier)
    if found is None or kind not in SETS:
        return found
    return {kind: [found, *(one for one in rows if _is_below(one, found))]}


def _own(name: str, identifier: UUID) -> Json | None:
    package = case_own.package_with(identifier)
    if package is None:
        return None
    found, about = _with_identifier(package[name], identifier), package["CFDocument"]
    link = {part: about[part] for part in ("title", "identifier", "uri")}
    return {**found, "CFDocumentURI": link} if found else None


def _with_identifier(rows: list[Json], identifier: UUID) -> Json | None:
    return next((one for one in rows if one["identifier"] == str(identifier)), None)


def _touches(association: Mapping[str, Any], identifier: str) -> bool:
    ends = (association["originNodeURI"], association["destinationNodeURI"])
    return any(one["identifier"] == identifier for one in ends)


def _is_below(one: Mapping[str, Any], top: Mapping[str, Any]) -> bool:
    """Tell by the hierarchy codes, such as 2 and 2.1, or A and A-1."""
    code, above = str(one["hierarchyCode"]), str(top["hierarchyCode"])
    if not above or code == above or not code.startswith(above):
        return False
    return not code[len(above)].isalnum()


def _link_to(framework: ReferenceFramework) -> dict[str, str]:
    about = orjson.loads(framework.document)
    return {part: about[part] for part in ("title", "identifier", "uri")}


def _list_of(found: ReferenceFramework, name: str) -> Iterator[bytes]:
    yield f',"{name}":['.encode()
    waiting: list[str] = []
    is_first = True
    for body in references.bodies(found, name):
        waiting.append(body)
        if len(waiting) == references.ROWS_AT_ONCE:
            yield (b"" if is_first else b",") + ",".join(waiting).encode()
            waiting, is_first = [], False
    if waiting:
        yield (b"" if is_first else b",") + ",".join(waiting).encode()
    yield b"]"


def _definitions_of(found: ReferenceFramework, frame: Mapping[str, Any]) -> Iterator[bytes]:
    rows = {
        name: [orjson.Fragment(body) for body in references.parts(found, name)] for name in frame["lists"]
    }
    yield b',"CFDefinitions":' + orjson.dumps({**rows, **frame["rest"]})


def _rest(rest: Mapping[str, Any], end: bytes) -> Iterator[bytes]:
    for name, value in rest.items():
        yield b"," + orjson.dumps(name) + b":" + orjson.dumps(value)
    yield end
