"""Documents for programs at the addresses that stand in signed badges: issuers, keys, lists, editions.

They carry no cookie, may be read from any site, and each says how long it may be kept.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
from flask import Blueprint, Response, make_response, redirect, render_template, request

from badges.models import AchievementVersion
from badges.queries import achievements
from competencies.queries import latest
from credentials import build
from credentials.contexts import CREDENTIALS_V2, OPEN_BADGES
from foundation.addresses import badge_path
from foundation.errors import NotFoundError, ServiceError
from foundation.limits import VERIFY, limiter
from foundation.problems import as_problem
from issuers import queries as issuers
from issuers.services import publishing, status_history
from web.complaints import problem_response
from web.signed_by import who_vouches

blueprint = Blueprint("documents", __name__)

BRIEF = "public, max-age=60"
# The past does not change, but its signer may turn out to have lost the key: no copy outlives a day.
A_DAY = "public, max-age=86400"
FOR_EVER = "public, max-age=31536000, immutable"
# A picture opened on its own may run nothing and reach nothing.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"

_FOR_PROGRAMS = (
    "application/json",
    "application/ld+json",
    "application/vc",
    "application/vc+ld+json",
    "application/did+json",
)


@blueprint.get("/issuers/<uuid:issuer_id>")
def issuer(issuer_id: UUID) -> Response:
    """Show who signs, for people; or the Profile for programs (OB 3.0, Profile)."""
    found = issuers.issuer(issuer_id)
    if found is None:
        raise NotFoundError
    if wants_document():
        return _negotiated(_document({"@context": _CONTEXTS, **publishing.profile(issuer_id)}))
    keys = publishing.jwks(issuer_id)["keys"]
    page = render_template("browse/issuer.html", issuer=found, keys=keys, who_vouches=who_vouches)
    return _negotiated(make_response(page))


@blueprint.get("/issuers/<uuid:issuer_id>/did.json")
def did_document(issuer_id: UUID) -> Response:
    """Give the DID document of an issuer, with every key that still verifies."""
    return _document(publishing.did_document(issuer_id), "application/did+json")


@blueprint.get("/issuers/<uuid:issuer_id>/jwks.json")
def jwks(issuer_id: UUID) -> Response:
    """Give the same keys as a JWK Set."""
    return _document(publishing.jwks(issuer_id), "application/jwk-set+json")


@blueprint.get("/issuers/<uuid:issuer_id>/status/<int(max=2147483647):number>")
@limiter.limit(VERIFY, exempt_when=lambda: "timestamp" not in request.args)
def status_list(issuer_id: UUID, number: int) -> Response:
    """Give the issuer's signed copy of a status list, as the bytes that were signed.

    With `timestamp` it is the list as it was then (Bitstring Status List 1.0, section 4).
    """
    if "timestamp" in request.args:
        return _past_list(issuer_id, number)
    body = publishing.status_list_body(issuer_id, number)
    if body is None:
        raise NotFoundError
    return _served(body, "application/vc", BRIEF)


@blueprint.get("/achievements/<uuid:achievement_id>", defaults={"language": None})
@blueprint.get("/achievements/<uuid:achievement_id>/<any(en,sv,es,ar):language>")
def achievement(achievement_id: UUID, language: str | None) -> Response:
    """Give an edition for programs (in English, else the first there is); people go to the badge's page."""
    found = achievements.achievement_by_id(achievement_id)
    if wants_document():
        return _negotiated(_document(_edition(latest(found), language)))
    address = badge_path(found.slug) + (f"?lang={language}" if language else "")
    return _negotiated(make_response(redirect(address, 303)))


@blueprint.get("/achievements/<uuid:achievement_id>/v<int(max=2147483647):number>")
def achievement_version(achievement_id: UUID, number: int) -> Response:
    """Give one published version: its page, which has the anchors that signed badges point to."""
    version = achievements.achievement_version(achievement_id, number)
    if wants_document():
        return _negotiated(_document(_edition(version, None)))
    address = f"{badge_path(version.achievement.slug)}/v{number}"
    return _negotiated(make_response(redirect(address, 303)))


@blueprint.get(
    "/achievements/<uuid:achievement_id>/v<int(max=2147483647):number>/image.<any(png,svg):suffix>"
)
def picture(achievement_id: UUID, number: int, suffix: str) -> Response:
    """Give the picture of a published version. It never changes."""
    png, svg = achievements.image_of(achievements.achievement_version(achievement_id, number))
    if suffix == "png":
        return _served(png, "image/png", FOR_EVER)
    response = _served(svg.encode(), "image/svg+xml", FOR_EVER)
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    return response


def wants_document() -> bool:
    """Tell whether the visitor is a program: the Accept header prefers JSON in any of its forms to HTML."""
    best = request.accept_mimetypes.best_match(("text/html", *_FOR_PROGRAMS))
    return best not in {"text/html", None}


_CONTEXTS = [CREDENTIALS_V2, OPEN_BADGES]


def _edition(version: AchievementVersion, language: str | None) -> dict[str, Any]:
    # The languages come in the order of the house, English first.
    chosen = language or next(iter(achievements.signable_languages(version)), None)
    if chosen is None:
        raise NotFoundError
    return {"@context": _CONTEXTS, **build.achievement(achievements.edition_of(version, chosen))}


def _document(document: Mapping[str, Any], content_type: str = "application/json") -> Response:
    return _served(orjson.dumps(document), content_type, BRIEF)


def _served(body: bytes, content_type: str, keep: str) -> Response:
    response = Response(body, content_type=content_type)
    response.headers["Cache-Control"] = keep
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.add_etag()
    return response.make_conditional(request)  # type: ignore[return-value] # it gives the same object


def _past_list(issuer_id: UUID, number: int) -> Response:
    """Only programs ask for the past, whatever they accept: what cannot be had is a problem document."""
    try:
        moment = status_history.moment_asked(request.args.getlist("timestamp"))
        if moment is None:
            raise NotFoundError
        past = status_history.status_list_at(issuer_id, number, moment)
    except ServiceError as error:
        answer = problem_response(as_problem(error))
        answer.headers["Access-Control-Allow-Origin"] = "*"
        return answer
    return _served(past.body, "application/vc", A_DAY if past.is_settled else BRIEF)


def _negotiated(response: Response) -> Response:
    """Say that the answer depends on what was asked for."""
    response.vary.add("Accept")
    return response
