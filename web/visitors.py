"""Who is visiting: the session cookie for pages, a bearer token for programs; and signing in and out."""

from typing import Any
from uuid import UUID

from flask import Flask, Request, Response, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

from accounts import queries
from competencies.services import visits
from foundation.acting import current_actor, set_actor
from foundation.policy import NOBODY, Action, Scope, may
from issuers import queries as issuers


def sign_in(person_id: UUID) -> None:
    """Begin a session for a person; what the visit held before is dropped (no session fixation)."""
    spoken = session.get("language")
    session.clear()
    person = queries.person(person_id)
    session["person"], session["stamp"] = str(person_id), person.stamp if person else -1
    if spoken:
        session["language"] = spoken
    set_actor(issuers.with_delegations(queries.actor_of(person_id)))
    visits.note(person_id)


def sign_out() -> None:
    """End the session."""
    session.clear()
    set_actor(NOBODY)


def _person_of_cookie() -> UUID | None:
    found = session.get("person")
    if found is None:
        return None
    person = queries.person(UUID(found))
    if person is None or person.stamp != session.get("stamp"):
        session.clear()
        return None
    return person.id


def _person_of_bearer() -> UUID | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return queries.person_of_token(token.strip()) if scheme.lower() == "bearer" and token else None


class _Sessions(SecureCookieSessionInterface):
    """Sessions are for pages; the API never looks at cookies, so it needs no CSRF token."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return self.session_class() if _is_of_api(request) else super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not _is_of_api(request):
            super().save_session(app, session, response)


def _is_of_api(asked: Request) -> bool:
    return asked.path.startswith("/api/")


def init_visitors(app: Flask) -> None:
    """Say at the start of every request who acts."""
    app.session_interface = _Sessions()

    @app.before_request
    def _recognise() -> None:
        set_actor(NOBODY)
        g.pop("language", None)
        if request.path == "/healthz":
            return
        person_id = _person_of_bearer() if _is_of_api(request) else _person_of_cookie()
        if person_id:
            set_actor(issuers.with_delegations(queries.actor_of(person_id)))

    @app.context_processor
    def _acting() -> dict[str, Any]:
        actor = current_actor()
        return {"actor": actor, "may": lambda action, **scope: may(actor, Action(action), Scope(**scope))}
