"""A framework of 20 000 items: how long it takes to import and to serve, and how much memory each needs.

Each part runs in a process of its own, so that what it needs at most is its own.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import orjson
from flask import Flask
from flask_migrate import upgrade

from accounts import queries as people
from accounts.services import joining
from benchmarks import targets
from benchmarks.measuring import tell
from competencies.services import reference_rows, referencing
from foundation.db import db
from issuers.services import registering
from web.assembly import create_app

ITEMS = 20_000
BRANCHES = 200
IMPORT_SECONDS, SERVE_SECONDS, MEGABYTES = 60, 2, 300
_KIBIBYTES = 1024
_BASE = "https://frameworks.example.org/ims/case/v1p1"
_WHEN = "2024-05-01T10:00:00+00:00"


def _uuid(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name))


def _core(kind: str, name: str) -> dict[str, Any]:
    return {"identifier": _uuid(name), "uri": f"{_BASE}/{kind}/{_uuid(name)}", "lastChangeDateTime": _WHEN}


def _node(kind: str, name: str) -> dict[str, Any]:
    return {"title": name, "identifier": _uuid(name), "uri": f"{_BASE}/{kind}/{_uuid(name)}"}


def package(items: int = ITEMS) -> bytes:
    """Give a package of so many items, each below a branch, with texts of the usual length."""
    return orjson.dumps(
        {
            "CFDocument": {
                **_core("CFDocuments", "document"),
                "caseVersion": "1.1",
                "creator": "Bench",
                "title": "Twenty thousand skills",
            },
            "CFItems": [_item(number) for number in range(items)],
            "CFAssociations": [_place(number) for number in range(items)],
        }
    )


def _item(number: int) -> dict[str, Any]:
    said = (
        f"Shows in practice that the skill with the number {number} is understood and used with others. " * 2
    )
    return {
        **_core("CFItems", f"item {number}"),
        "fullStatement": said,
        "abbreviatedStatement": f"Skill {number}",
        "humanCodingScheme": f"S.{number}",
        "CFItemType": "Skill",
        "language": "en",
        "educationLevel": ["09", "10"],
    }


def _place(number: int) -> dict[str, Any]:
    parent = ("CFDocuments", "document") if number < BRANCHES else ("CFItems", f"item {number % BRANCHES}")
    return {
        **_core("CFAssociations", f"place {number}"),
        "associationType": "isChildOf",
        "sequenceNumber": number,
        "originNodeURI": _node("CFItems", f"item {number}"),
        "destinationNodeURI": _node(*parent),
    }


def measure() -> None:
    """Print what importing, and importing again, and serving take."""
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder, "package.json")
        given.write_bytes(package())
        tell(part="case", items=ITEMS, package_megabytes=round(given.stat().st_size / 1e6, 1))
        for name, work, most in (
            ("import", _import, IMPORT_SECONDS),
            ("import again", _import, IMPORT_SECONDS),
            ("serve", _serve, SERVE_SECONDS),
        ):
            seconds, megabytes = _apart(work, folder)
            targets.tell_ratio(f"case: {name}, seconds", seconds, at_most=most)
            targets.tell_ratio(f"case: {name}, megabytes over the base", megabytes, at_most=MEGABYTES)


def _apart(work: Callable[[Flask, Path], Iterator[None]], folder: str) -> tuple[float, float]:
    """Give the seconds and the megabytes over the base that `work` takes in a fresh process."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=_measured, args=(work, folder, theirs))
    child.start()
    found: tuple[float, float] = ours.recv()
    child.join()
    return found


def _measured(work: Callable[[Flask, Path], Iterator[None]], folder: str, told: Connection) -> None:
    """`work` prepares, yields, and does what is measured."""
    app = create_app({"BARNSTAR_INSTANCE": folder, "BARNSTAR_RATE_LIMITS": "off"})
    with app.app_context():
        upgrade()
        steps = work(app, Path(folder, "package.json"))
        next(steps)
        base, began = _peak(), time.perf_counter()
        for _ in steps:
            pass
        told.send((time.perf_counter() - began, (_peak() - base) / _KIBIBYTES))
        db.session.remove()


def _peak() -> float:
    """Give the most memory that this process had, in KiB (macOS tells bytes)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / _KIBIBYTES if sys.platform == "darwin" else float(peak)


def _import(_app: Flask, given: Path) -> Iterator[None]:
    """Look the file over, confirm it, and write it as the job does."""
    person = people.person_by_name("Bench steward")
    person_id = person.id if person else joining.make_person(user_name="Bench steward", language="en")
    if person is None:
        words = {"name": "Bench", "description": "", "url": None, "language": "en"}
        registering.make_first_group(**words, steward_id=person_id)
    actor = people.actor_of(person_id)
    yield
    load = referencing.stage(actor, group_id=next(iter(actor.stewards)), given=given.read_bytes())
    load_id = load.id
    referencing.confirm(actor, load_id)
    reference_rows.work(load_id, seconds=float("inf"))
    if referencing.see(actor, load_id).state != "done":
        raise RuntimeError(referencing.see(actor, load_id).summary[:2_000])


def _serve(app: Flask, _given: Path) -> Iterator[None]:
    """Ask for the package and take it as it comes."""
    client = app.test_client()
    client.get("/healthz")
    yield
    answer = client.get(f"/ims/case/v1p1/CFPackages/{_uuid('document')}", buffered=False)
    length = sum(len(part) for part in answer.iter_encoded())
    answer.close()
    if length < ITEMS:
        raise RuntimeError(length)
