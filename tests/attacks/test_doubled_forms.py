"""Every form sent twice at the same moment, as by an impatient hand: never a failure of ours."""

import threading
from typing import Any

import pytest
from flask import Flask

from foundation.db import db
from tests.web.permission_forms import FORMS
from tests.web.permission_stage import set_up
from tests.web.permission_table import TABLE
from tests.web.visiting import client_of

MOVED_ON = 303
LAST = ("own_data.leave_now", "people.end_sessions", "collections.delete", "passport.give_up")


@pytest.fixture
def stage(app: Flask):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield set_up()
    app.config["PROPAGATE_EXCEPTIONS"] = None


def sent_at_once(app: Flask, clients: list[Any], path: str, form: dict[str, str]) -> list[int]:
    db.session.remove()
    gate, found = threading.Barrier(len(clients)), []

    def send(client: Any) -> None:
        gate.wait()
        answer = client.post(path, data=form)
        found.append(answer.status_code)
        answer.close()

    threads = [threading.Thread(target=send, args=(client,)) for client in clients]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def test_no_form_that_is_sent_twice_at_once_fails(app, stage):
    rows = [row for row in TABLE.items() if row[0][1] == "POST" and row[0][0] not in LAST]
    rows += [row for row in TABLE.items() if row[0][1] == "POST" and row[0][0] in LAST]
    broken = {}
    for (endpoint, _method, path), statuses in rows:
        role = next(
            (one for one, status in statuses.items() if status == MOVED_ON and one != "stranger"), None
        )
        if role is None:
            continue
        form = {name: value.format(**stage.names) for name, value in FORMS.get(endpoint, {}).items()}
        clients = [client_of(app, stage.who[role]) for _ in range(3)]
        found = sent_at_once(app, clients, path.format(**stage.names), form)
        if any(status >= 500 for status in found):
            broken[endpoint] = found
    assert broken == {}
