"""The permission table, row by row and role by role; and that no address is missing in it."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.web.permission_forms import FORMS
from tests.web.permission_stage import ROLES
from tests.web.permission_table import API, PUBLIC, SIGN_IN, TABLE
from tests.web.permission_world import World, kept_world
from tests.web.visiting import client_of, visitor

REFUSED = 400


@pytest.fixture(scope="module")
def world(backends, tmp_path_factory: pytest.TempPathFactory) -> World:
    return kept_world(backends, tmp_path_factory.mktemp("stage"))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says(sqlite_app: Flask, world: World, role: str):
    world.is_changed = True
    found, wanted = {}, {}
    for row, statuses in TABLE.items():
        world.put_back()
        found[row], wanted[row] = _status(_asked(sqlite_app, world, role, row)), statuses[role]
    assert found == wanted


def _asked(app: Flask, world: World, role: str, row: tuple[str, str, str]) -> TestResponse:
    endpoint, method, path = row
    actor, names = world.stage.who.get(role), world.stage.names
    client = client_of(app, actor) if actor else visitor(app)
    form = {name: value.format(**names) for name, value in FORMS.get(endpoint, {}).items()}
    sent = {"data": form} if method == "POST" else {}
    answer = client.open(path.format(**names), method=method, **sent)
    world.is_changed = method != "GET" and answer.status_code < REFUSED
    answer.close()
    return answer


def _status(answer: TestResponse) -> int:
    """Being led to the way in is being asked to sign in."""
    led_in = answer.status_code in {302, 303} and (answer.location or "").startswith("/sign-in")
    return SIGN_IN if led_in else answer.status_code


def test_every_route_stands_in_the_table_or_is_written_down_as_public(sqlite_app: Flask):
    known = {(endpoint, method) for endpoint, method, _ in TABLE}
    missing = [
        (rule.endpoint, method)
        for rule in sqlite_app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if not rule.rule.startswith(API)
        and rule.endpoint not in PUBLIC
        and (rule.endpoint, method) not in known
    ]
    assert missing == []


def test_what_is_written_down_is_there(sqlite_app: Flask, world: World):
    endpoints = {rule.endpoint for rule in sqlite_app.url_map.iter_rules()}
    assert PUBLIC - endpoints == set()
    addresses = sqlite_app.url_map.bind("localhost")
    for endpoint, method, path in TABLE:
        address = path.format(**world.stage.names).partition("?")[0]
        assert addresses.match(address, method)[0] == endpoint
    assert set(FORMS) <= {endpoint for endpoint, _, _ in TABLE}
