"""Errors as people meet them: a page that says what happened and what to do, or a problem document."""

from collections.abc import Iterator
from typing import Any

from flask import Flask, Response, jsonify, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import BadHost, HTTPException, MethodNotAllowed, TooManyRequests
from werkzeug.wrappers import Response as WerkzeugResponse

from accounts import queries
from credentials.errors import CredentialError
from foundation.acting import current_actor
from foundation.db import db, is_clash, is_gone
from foundation.errors import ConflictError, NotFoundError, ServiceError, SignInNeededError
from foundation.problems import MEDIA_TYPE, as_problem, status_of
from web import visitors
from web.sentences import complaint
from web.too_often import too_often

_PLACES = {"json", "query", "form", "files"}
Answer = Response | WerkzeugResponse | tuple[str, int]


def wants_json() -> bool:
    """Tell whether the visitor is a program: an API address, or an Accept header without HTML."""
    if request.path.startswith("/api/"):
        return True
    best = request.accept_mimetypes.best_match(("text/html", "application/json", "application/ld+json"))
    return best not in {"text/html", None}


def problem_response(problem: dict[str, Any]) -> Response:
    """Give an RFC 9457 answer."""
    response = jsonify(problem)
    response.status_code, response.mimetype = problem["status"], MEDIA_TYPE
    return response


def answer_to(error: Exception) -> Answer:
    """Give what is said about an error of ours: a page, a problem document, or the way to sign in."""
    if wants_json():
        return problem_response(as_problem(error))
    if isinstance(error, SignInNeededError) and request.method == "GET":
        return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")))
    page = render_template("errors/problem.html", **complaint(getattr(error, "code", ""), status_of(error)))
    return page, status_of(error)


def _http(error: HTTPException) -> Answer:
    if isinstance(error, BadHost):
        return error.get_response()  # no address can be made for a page of ours
    status = error.code or 500
    if status < 400:  # noqa: PLR2004 - a redirect raised as an exception is an answer
        return error.get_response()
    answer = _http_answer(error, status)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))  # RFC 9110, 15.5.6
    return answer


def _http_answer(error: HTTPException, status: int) -> Response:
    code = "form_expired" if isinstance(error, CSRFError) else f"http_{status}"
    if wants_json():
        problem = {"type": f"about:blank#{code}", "title": error.name, "status": status, "code": code}
        return problem_response({**problem, **_misfits(error)})
    told = too_often() if isinstance(error, TooManyRequests) else complaint(code, status)
    return make_response(render_template("errors/problem.html", **told), status)


def _misfits(error: HTTPException) -> dict[str, Any]:
    """Give what a schema found wrong, as JSON pointers."""
    places: dict[str, Any] = getattr(error, "data", None) or {}
    return {"errors": list(_pointers(places["messages"], ""))} if places.get("messages") else {}


def _pointers(found: Any, pointer: str) -> Iterator[dict[str, str]]:
    if isinstance(found, dict):
        for name, inner in found.items():
            # The first key is where it was looked for (json, query), which is not part of the document.
            yield from _pointers(inner, f"{pointer}/{name}" if pointer or name not in _PLACES else "")
    elif isinstance(found, list):
        for one in found:
            yield from _pointers(one, pointer)
    else:
        yield {"pointer": pointer, "code": "misfit", "detail": str(found)}


def _of_database(error: SQLAlchemyError) -> Answer:
    """Tell of what others did at the same moment; anything else is our mistake.

    Who left while another of their requests was at work is a stranger now: it wanted to write what hangs on
    the person's row, which is gone. Of two that clash the second is told. Nothing was stored in either case.
    What somebody deleted before it could be answered for is not found, even where it had been stored.
    """
    person_id = current_actor().person_id
    db.session.rollback()
    if person_id is not None and queries.person(person_id) is None:
        visitors.sign_out()
        return answer_to(SignInNeededError())
    if is_clash(error):
        return answer_to(ConflictError())
    if is_gone(error):
        return answer_to(NotFoundError())
    raise error


def init_complaints(app: Flask) -> None:
    """One handler for our errors, one for HTTP's own, one for who left in the meantime."""
    app.register_error_handler(ServiceError, answer_to)
    app.register_error_handler(CredentialError, answer_to)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SQLAlchemyError, _of_database)
