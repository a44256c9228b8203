"""The permission table of the API, row by row and role by role; and that no address is missing in it."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask

from accounts.services import tokens
from tests.web.api_permission_bodies import BODIES
from tests.web.api_permission_table import DESCRIPTION, PUBLIC, TABLE
from tests.web.permission_stage import ROLES, Stage
from tests.web.permission_world import World, kept_world
from tests.web.visiting import visitor

API, NAME = "/api/v1", "api_"
REFUSED = 400


@dataclass
class Programs:
    """The world, and a token for whoever is somebody in it."""

    world: World
    keys: dict[str, str] = field(default_factory=dict)

    def status(self, app: Flask, role: str, method: str, path: str, body: Any = None) -> int:
        self.world.put_back()
        headers = {"Authorization": f"Bearer {self.keys[role]}"} if role in self.keys else {}
        sent = {} if method == "GET" else {"json": _filled(body or {}, self.world.stage.names)}
        there = API + path.format(**self.world.stage.names)
        answer = visitor(app).open(there, method=method, headers=headers, **sent)
        self.world.is_changed = method != "GET" and answer.status_code < REFUSED
        return answer.status_code


@pytest.fixture(scope="module")
def programs(backends, tmp_path_factory: pytest.TempPathFactory) -> Programs:
    keys: dict[str, str] = {}

    def with_keys(stage: Stage) -> None:
        keys.update({role: tokens.make(who, label="A program", days=7) for role, who in stage.who.items()})

    return Programs(kept_world(backends, tmp_path_factory.mktemp("stage"), with_keys), keys)


@pytest.mark.parametrize("role", ROLES)
def test_each_program_gets_what_the_table_says(sqlite_app: Flask, programs: Programs, role: str):
    programs.world.is_changed = True
    found, wanted = {}, {}
    for row, statuses in TABLE.items():
        endpoint, method, path = row
        found[row] = programs.status(sqlite_app, role, method, path, BODIES.get(endpoint))
        wanted[row] = statuses[role]
    assert found == wanted


@pytest.mark.parametrize(
    "path",
    ["/groups/{group}/near", "/groups/{group}/team", "/groups/{group}/nominations?page=0"],
)
def test_what_is_asked_wrongly_is_told_only_to_who_may_ask(sqlite_app: Flask, programs: Programs, path: str):
    programs.world.is_changed = True
    found = [
        programs.status(sqlite_app, role, "GET", path) for role in ("steward", "far_steward", "stranger")
    ]
    assert found == [422, 404, 401]


def test_every_route_of_the_api_stands_in_the_table_or_is_written_down_as_public(sqlite_app: Flask):
    known = {(endpoint, method) for endpoint, method, _ in TABLE}
    missing = [
        (rule.endpoint, method)
        for rule in sqlite_app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if rule.rule.startswith("/api/")
        and rule.endpoint != DESCRIPTION
        and rule.endpoint.removeprefix(NAME) not in PUBLIC
        and (rule.endpoint.removeprefix(NAME), method) not in known
    ]
    assert missing == []


def test_what_is_written_down_of_the_api_is_there(sqlite_app: Flask, programs: Programs):
    endpoints = {rule.endpoint.removeprefix(NAME) for rule in sqlite_app.url_map.iter_rules()}
    assert PUBLIC - endpoints == set()
    addresses = sqlite_app.url_map.bind("localhost")
    for endpoint, method, path in TABLE:
        address = API + path.format(**programs.world.stage.names).partition("?")[0]
        assert addresses.match(address, method)[0] == NAME + endpoint
    assert set(BODIES) <= {endpoint for endpoint, _, _ in TABLE}


def _filled(value: Any, names: dict[str, str]) -> Any:
    """Put the names of the stage into the texts of a body."""
    if isinstance(value, dict):
        return {name: _filled(one, names) for name, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, names) for one in value]
    return value.format(**names) if isinstance(value, str) else value
