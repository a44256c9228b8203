"""The server itself, over a real socket: bodies that are far too big are answered and never kept."""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from threading import Thread
from typing import Any

import pytest
from flask import Flask

from accounts.services import tokens
from tests.badges import definitions
from web.receiving import MOST_PASSED_BYTES, patient_server
from web.server import bound

KEPT_BYTES = 8 * 1024**2
TWO_GIGABYTES = 2 * 1024**3
BLOCK = b"x" * 65_536


@pytest.fixture
def address(sqlite_app: Flask) -> Iterator[tuple[str, int]]:
    """A server that keeps at most so many bytes of one request."""
    yield from running(
        patient_server(
            sqlite_app, host="127.0.0.1", port=0, threads=2, max_request_body_size=KEPT_BYTES, _start=True
        )
    )


@pytest.fixture
def as_run(sqlite_app: Flask) -> Iterator[tuple[str, int]]:
    """The server with the settings that it is run with."""
    yield from running(bound(sqlite_app, "127.0.0.1", 0, 2))


def running(server: Any) -> Iterator[tuple[str, int]]:
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield ("127.0.0.1", server.effective_port)
    server.task_dispatcher.shutdown()
    server.trigger.pull_trigger(lambda: server.asyncore.close_all(server._map, ignore_all=True))
    thread.join(5)
    assert not thread.is_alive()


def head(length: int, *more: str) -> bytes:
    lines = (
        "POST /verify HTTP/1.1",
        "Host: localhost",
        "Content-Type: multipart/form-data; boundary=x",
        f"Content-Length: {length}",
        *more,
    )
    return "\r\n".join((*lines, "", "")).encode()


def answer(connection: socket.socket) -> tuple[int, str]:
    """Read one answer."""
    with connection.makefile("rb") as stream:
        status = int(stream.readline().split()[1])
        length = 0
        for line in iter(stream.readline, b"\r\n"):
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        return status, stream.read(length).decode()


def is_kind(told: tuple[int, str]) -> bool:
    return told[0] == 413 and "<h1>" in told[1] and "too big" in told[1]


def test_hundreds_of_idle_visitors_keep_nobody_out(as_run):
    with ExitStack() as idle:
        for _ in range(300):
            idle.enter_context(socket.create_connection(as_run, timeout=10))
        with socket.create_connection(as_run, timeout=10) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert answer(connection)[0] == 200


def test_two_gigabytes_are_answered_by_a_page_before_any_of_them_came(address):
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(head(TWO_GIGABYTES))
        assert is_kind(answer(connection))


def test_who_sends_all_of_it_gets_the_answer_and_goes_on_with_the_same_connection(address):
    blocks = 4 * KEPT_BYTES // len(BLOCK)
    with socket.create_connection(address, timeout=20) as connection:
        connection.sendall(head(blocks * len(BLOCK)))
        for _ in range(blocks):
            connection.sendall(BLOCK)
        assert is_kind(answer(connection))
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert answer(connection)[0] == 200


def test_who_asks_for_leave_first_is_answered_as_well(address):
    with socket.create_connection(address, timeout=20) as connection:
        connection.sendall(head(2 * KEPT_BYTES, "Expect: 100-continue"))
        assert connection.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
        for _ in range(2 * KEPT_BYTES // len(BLOCK)):
            connection.sendall(BLOCK)
        assert is_kind(answer(connection))


def test_what_no_person_sends_is_refused_and_the_connection_closed(address):
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(head(MOST_PASSED_BYTES + 1))
        assert answer(connection)[0] == 413
        assert connection.recv(1) == b""


def test_a_program_that_sends_two_hundred_megabytes_is_told_how_much_fits(sqlite_app, address):
    steward, _ = definitions.group()
    length = 200 * 1024**2
    lines = head(length).replace(b"/verify", b"/api/v1/groups/workshop/reference-imports")
    token = f"Authorization: Bearer {tokens.make(steward, label='A program')}\r\n\r\n"
    with socket.create_connection(address, timeout=60) as connection:
        connection.sendall(lines.removesuffix(b"\r\n") + token.encode())
        for _ in range(length // len(BLOCK)):
            connection.sendall(BLOCK)
        status, told = answer(connection)
    problem = json.loads(told)
    assert (status, problem["code"], problem["facts"]) == (413, "file_too_big", {"megabytes": 64})


def test_what_fits_is_received_whole(address):
    body: Any = b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--x--\r\n"
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(head(len(body)) + body)
        assert answer(connection)[0] != 413
