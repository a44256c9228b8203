"""Serving: migrate, announce, and run waitress with the background jobs in the same process."""

import logging
import time
from collections.abc import Callable
from typing import Any

import click
from flask import Flask, current_app
from flask_migrate import upgrade

from foundation.addresses import settings
from foundation.jobs import Engine
from foundation.log import init_log
from web.demo.people import demo_people
from web.letters import HANDLERS
from web.receiving import patient_server

# Far more than the application takes. What is still bigger is never kept, and answered all the same.
MOST_RECEIVED_BYTES = 128 * 1024 * 1024
# Idle browsers soon take waitress's own hundred, and nobody is let in. A process may mostly open 1024 files.
MOST_CONNECTIONS = 900
RECEIVED_AT_ONCE_BYTES = (
    128 * 1024
)  # sixteen times waitress's own: big files keep the one loop busy less long


def step(said: str, work: Callable[[], object]) -> None:
    """Do one step, saying what it is and how long it took."""
    click.echo(f"» {said}")
    began = time.monotonic()
    work()
    click.echo(f"  done in {time.monotonic() - began:.1f} s")


def migrate() -> None:
    """Bring the database to the newest shape."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    step("bringing the database up to date", upgrade)


def announce(*, demo: bool) -> None:
    """Say where everything is, before the server takes the terminal."""
    here = settings()
    click.echo(f"\nBarnstar: {here.base_url}")
    if demo and here.demo:
        click.echo("\nTry it as one of these made-up people (one click):")
        for person in demo_people():
            click.echo(f"  {person.user_name:<24} {here.base_url}/demo/sign-in/{person.key}")
    click.echo(f"\nMail goes to: {here.mail}\nStop with Ctrl-C.\n")


def bound(app: Flask, host: str, port: int, threads: int) -> Any:
    """Give the server as it is run here, bound to its address."""
    return patient_server(
        app,
        host=host,
        port=port,
        threads=threads,
        ident=None,
        max_request_body_size=MOST_RECEIVED_BYTES,
        recv_bytes=RECEIVED_AT_ONCE_BYTES,
        connection_limit=MOST_CONNECTIONS,
        asyncore_use_poll=True,  # select() fails at the 1024th file
    )


def serve(app: Flask) -> None:
    """Serve until interrupted."""
    init_log(logging.WARNING)
    here = app.extensions["settings"]
    engine = Engine(app, HANDLERS)
    engine.start()
    try:
        bound(app, here.host, here.port, here.threads).run()
    finally:
        engine.stop()
        current_app.logger.info("stopped")
