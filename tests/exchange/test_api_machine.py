"""The JSON API attacked by a machine, from its own OpenAPI document, by everybody from stranger to steward.

Whatever is sent, nothing fails here, and every answer is what the document says. Half of the requests name
things that are there, so that they come behind the first "not found".
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.services import tokens
from competencies.queries import case_own
from foundation.db import db
from tests.competencies.case_samples import uuid
from tests.exchange.case_standard import IS_THERE, OPENAPI
from tests.web.permission_stage import set_up
from tests.world import World

ROLES = ("learner", "holder", "steward")  # besides a stranger
PARTS = {"people": 42, "groups": 42, "definitions": 47}  # how many operations each has at least
PEOPLE = {"me", "needs", "metrics", "initiatives", "openness", "near", "nominations", "thanks", "awards"}
FITTING, MISFITS = 4, 3  # requests of each operation that fit the document, and that do not
TEXTS = {"title", "purpose", "description", "statement", "criteria", "name", "reason", "descriptor"}
AIMED = 0.8  # of the places that could name something that is there
SEEN = ('"1"', '"x"', "*", "", "")  # "": what stands there now
ORDER = {"get": 0, "post": 1, "put": 2, "delete": 3}  # what takes away comes last
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# Where the stage has things: parameter or member -> what of the stage it may name.
KNOWN: dict[str, tuple[str, ...]] = {
    "achievement": ("=badge-unclaimed", "=badge-shown"),
    "adaptation_id": ("adaptation", "adopted"),
    "adopted_by": ("=board",),
    "award_id": ("own_award",),
    "consent_id": ("consent",),
    "credential_id": ("own", "open"),
    "delegation_id": ("lent",),
    "framework": ("=skills",),
    "group": ("group",),
    "group_id": ("group_id",),
    "hub": ("=far-away",),
    "holding_id": ("holding", "asked_holding"),
    "identifier": ("reference",),
    "initiative_id": ("initiative",),
    "line_id": ("plan_line",),
    "modelling_id": ("modelling",),
    "by_group": ("group", "=far-away"),
    "load_id": ("staged",),
    "nomination_id": ("nomination", "named"),
    "openness_id": ("opening",),
    "other": ("=guide", "=peer-mentor"),
    "person_id": ("assessor_id",),
    "parent": ("item",),
    "recipient": ("=Holder", "=kim@example.org"),
    "role": ("=guide", "=peer-mentor"),
    "snapshot_id": ("kept",),
    "thanks_id": ("thanks",),
    "user_name": ("=Holder", "=Endorser"),
    "competency": ("=citing",),
    "number": ("=1", "=2"),
    "language": ("=en", "=sv"),
    "source": ("=en",),
    "verb": ("=accept", "=decline"),
}
SLUGS = {
    "badges": ("=badge-shown", "=badge-unclaimed"),
    "competencies": ("=citing",),
    "frameworks": ("=skills",),
    "groups": ("group",),
    "me": ("=guide",),
    "paths": ("=newcomer-packet",),
    "roles": ("adapted", "=walker", "=guide"),
}


@dataclass
class Attack:
    """Everybody who sends, what they can name, and what went wrong, each kind once for each operation."""

    app: Flask
    headers: list[dict[str, str]]
    names: dict[str, str]
    sent: int = 0
    failures: dict[str, str] = field(default_factory=dict)

    def on(self, operation: Any, mode: GenerationMode, path: dict[str, str] | None = None) -> None:
        """Send requests of one operation. `path`: what stands in its address, when it is not to be chosen."""
        chance = Random(f"{operation.label} {mode}")
        is_fitting = mode == GenerationMode.POSITIVE
        if is_fitting and path is None:
            names = dict.fromkeys(re.findall(r"{(\w+)}", operation.path))
            path = {name: self.named(known[0]) for name, known in known_of(operation.path, names)}
        cases = operation.as_strategy(generation_mode=mode, feedback=NO_FEEDBACK, path_parameters=path)

        @settings(
            derandomize=True, database=None, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck), max_examples=FITTING if is_fitting else MISFITS,
        )  # fmt: skip
        @given(case=cases)
        def attack(case: Any) -> None:
            for place in (case.path_parameters, case.query, case.body):
                self.aim(operation.path, place, chance)
            is_marked = any(one.name == "If-Match" for one in operation.headers) and chance.random() < AIMED
            for one in self.headers:
                if is_marked:
                    case.headers["If-Match"] = chance.choice(SEEN) or self.mark(case, one)
                self.send(case, one)

        with suppress(Unsatisfiable):  # nothing of it could be sent wrongly
            attack()

    def mark(self, case: Any, headers: dict[str, str]) -> str:
        whole = "(/draft|/adaptation|/(?:adaptations|role-models)/[^/]+)/.*"
        there = re.sub(whole, r"\1", case.formatted_path)
        return self.app.test_client().get(there, headers=headers).headers.get("ETag") or '"1"'

    @property
    def told(self) -> str:
        """What went wrong, for people."""
        return "\n\n".join(self.failures.values())

    def named(self, known: str) -> str:
        return known.removeprefix("=") if known.startswith("=") else self.names[known]

    def aim(self, path: str, place: Any, chance: Random) -> None:
        """Let a part of a request name things that are there, in most of the places where it could."""
        if isinstance(place, list):
            for one in place:
                self.aim(path, one, chance)
        elif isinstance(place, dict):
            for name, one in place.items():
                if name in TEXTS and isinstance(one, dict) and chance.random() < AIMED:
                    place[name] = {"en": "Words enough for a sentence or two."}
                self.aim(path, one, chance)
            for name, known in known_of(path, place):
                if chance.random() < AIMED:
                    place[name] = self.named(chance.choice(known))

    def send(self, case: Any, headers: dict[str, str]) -> None:
        db.session.remove()
        self.sent += 1
        try:
            case.call_and_validate(checks=CHECKS, headers=headers)
        except FailureGroup as group:
            for one in group.exceptions:
                self.note(case, f"{one.title}: {one}")
        except Exception as error:  # noqa: BLE001 - a failure of ours, told at the end
            self.note(case, repr(error))

    def note(self, case: Any, what: str) -> None:
        kind = f"{case.operation.label} {what[:60]}"
        self.failures.setdefault(kind, f"{case.operation.label}: {what} {case.as_curl_command()}")


@pytest.fixture
def service(sqlite_app: Flask) -> Iterator[Flask]:
    sqlite_app.extensions["fetch"] = World().fetch
    sqlite_app.config["PROPAGATE_EXCEPTIONS"] = False
    yield sqlite_app
    sqlite_app.config["PROPAGATE_EXCEPTIONS"] = None


@pytest.mark.parametrize(("part", "operations"), PARTS.items())
def test_whatever_a_machine_sends_is_answered_as_described_and_never_fails(service, part, operations):
    stage = set_up()
    keys = [tokens.make(stage.who[role], label="A machine", days=7) for role in ROLES]
    attack = Attack(service, [{}, *({"Authorization": f"Bearer {key}"} for key in keys)], stage.names)
    found = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", service)
    every = [one.ok() for one in found.get_all_operations()]
    chosen = [one for one in every if part_of(one.path.split("/")[3]) == part]
    for one in sorted(chosen, key=lambda one: ORDER[one.method.lower()]):
        for mode in GenerationMode:
            attack.on(one, mode)
    assert len(chosen) >= operations
    assert attack.sent > len(chosen) * FITTING * len(attack.headers)
    assert not attack.failures, attack.told


@pytest.mark.skipif(not IS_THERE, reason="the standard's documents are not beside the repository")
def test_the_case_service_answers_a_machine_as_the_document_of_the_standard_says(service):
    stage = set_up()
    found = json.loads(OPENAPI.read_text())
    shapes = found["components"]["schemas"]
    for shape, name in (("CFDocumentSetDType", "CFDocuments"), ("CFAssociationSetDType", "CFAssociations")):
        assert shapes[shape]["properties"][name].pop("minItems") == 1  # and no answer for when there are none
    found["servers"] = [{"url": "http://localhost/ims/case/v1p1"}]
    schema = schemathesis.openapi.from_dict(found)
    schema.app = service
    own = case_own.documents()[0]["identifier"]
    attack = Attack(service, [{}], {})
    for one in schema.get_all_operations():
        for there in (stage.names["reference"], own, uuid("a1"), None):
            attack.on(one.ok(), GenerationMode.POSITIVE, {"sourcedId": there} if there else {})
    assert attack.sent > 50
    assert not attack.failures, attack.told


def part_of(first: str) -> str:
    """Give the part in which the addresses are that begin so: each takes its minutes on its own."""
    return "people" if first in PEOPLE else "groups" if first == "groups" else "definitions"


def known_of(path: str, place: dict[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
    slugs = SLUGS.get(path.split("/")[3] if path.count("/") > 2 else "", ())
    found = [(name, slugs if name == "slug" else KNOWN.get(name, ())) for name in place]
    return [(name, known) for name, known in found if known]
