"""Who acts in this request: set once by the web layer, read by routes and pages, never by services."""

from flask import g

from foundation.policy import NOBODY, Actor


def current_actor() -> Actor:
    """Give the actor of this request; NOBODY when nobody is signed in."""
    found: Actor = g.get("actor", NOBODY)
    return found


def set_actor(actor: Actor) -> None:
    """Say who acts, for the rest of this request."""
    g.actor = actor
