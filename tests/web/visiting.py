"""Clients that are signed in as somebody of the stage, and letters as they were sent."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from flask import Flask, g
from flask.testing import FlaskClient

from accounts import queries as people
from foundation import jobs
from foundation.mail import Letter
from foundation.policy import Actor
from web.letters import HANDLERS

__all__ = ["Carrier", "Letter", "client_of", "read", "run_jobs", "visitor"]


class Carrier:
    """A fake of the outer protocol only: keeps finished messages as bytes would arrive."""

    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []

    def send(self, message: EmailMessage) -> None:
        self.sent.append(message_from_bytes(bytes(message), policy=policy.default))


def run_jobs(app: Flask) -> list[EmailMessage]:
    """Do everything that is due, and give the letters that were sent."""
    carrier, own = Carrier(), app.extensions["mail"]
    app.extensions["mail"] = carrier
    try:
        jobs.run_due(HANDLERS)
    finally:
        app.extensions["mail"] = own
    return carrier.sent


def read(message: EmailMessage, kind: str = "plain") -> str:
    body = message.get_body((kind,))
    assert body is not None
    return body.get_content()


def visitor(app: Flask) -> FlaskClient:
    """Nobody in particular."""
    for name in ("actor", "language"):
        g.pop(name, None)
    return app.test_client()


def client_of(app: Flask, actor: Actor) -> FlaskClient:
    """A browser in which this person is signed in."""
    client = visitor(app)
    assert actor.person_id is not None
    person = people.person(actor.person_id)
    assert person is not None
    with client.session_transaction() as cookie:
        cookie["person"], cookie["stamp"] = str(person.id), person.stamp
    return client
