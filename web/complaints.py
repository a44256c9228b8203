"""Errors as people meet them: a page that says what happened and what to do, or a problem document."""

from typing import Any

from flask import Flask, Response, jsonify, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as WerkzeugResponse

from credentials.errors import CredentialError
from foundation.errors import ServiceError, SignInNeededError
from foundation.problems import MEDIA_TYPE, as_problem, status_of
from web.sentences import complaint

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


def _ours(error: Exception) -> Answer:
    if wants_json():
        return problem_response(as_problem(error))
    if isinstance(error, SignInNeededError) and request.method == "GET":
        return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")))
    page = render_template("errors/problem.html", **complaint(getattr(error, "code", ""), status_of(error)))
    return page, status_of(error)


def _http(error: HTTPException) -> Answer:
    status = error.code or 500
    if status < 400:  # noqa: PLR2004 - a redirect raised as an exception is an answer
        return error.get_response()
    code = "form_expired" if isinstance(error, CSRFError) else f"http_{status}"
    if wants_json():
        title = error.name
        return problem_response(
            {"type": f"about:blank#{code}", "title": title, "status": status, "code": code}
        )
    return render_template("errors/problem.html", **complaint(code, status)), status


def init_complaints(app: Flask) -> None:
    """One handler for our errors, one for HTTP's own."""
    app.register_error_handler(ServiceError, _ours)
    app.register_error_handler(CredentialError, _ours)
    app.register_error_handler(HTTPException, _http)
