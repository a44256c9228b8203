"""Pages of a holder: the passport, and one page per badge, private until the holder makes it public."""

from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson
from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response as WerkzeugResponse

from accounts import queries as people
from badges.models import Credential
from badges.queries import achievements, awards
from badges.services import carrying, claiming, verifying
from badges.services.carrying import MEDIA_TYPES, Form
from credentials.verify.report import Report
from foundation import clock
from foundation.acting import current_actor
from foundation.addresses import absolute, achievement_image_path, credential_path
from foundation.db import session
from foundation.errors import NotFoundError, SignInNeededError
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, may
from issuers import queries as issuers
from issuers.models import Issuer
from web.complaints import wants_json
from web.pages.award_words import revocation_reason
from web.verdicts import shown

blueprint = Blueprint("passport", __name__)

Page = str | WerkzeugResponse
SEE_OTHER = 303
FRESH_SECONDS = 60  # a page of a much-visited badge checks its signature once a minute, and says when
MOST_FRESH = 256
USER_NAME_TYPE = "userName"  # OB 3.0, IdentifierTypeEnum


@blueprint.get("/passport")
def passport() -> str:
    """Show the badges of whoever is signed in."""
    actor = current_actor()
    if actor.person_id is None:
        raise SignInNeededError
    page = awards.credentials_of(actor.person_id, page=max(1, request.args.get("page", 1, int)))
    givers = {one.issuer_id for one in page.rows}
    return render_template(
        "passport/passport.html",
        page=page,
        issuers={one.id: one for one in session().scalars(select(Issuer).where(Issuer.id.in_(givers)))},
        waiting=len(claiming.inbox(actor)),
        standing=lambda one: _standing(one, clock.now()),
    )


@blueprint.get("/credentials/<uuid:credential_id>")
def credential(credential_id: UUID) -> Page:
    """Show one badge: to its holder and group, to everybody once it is public; as JSON by Accept."""
    row = carrying.visible(current_actor(), credential_id)
    if wants_json():
        return _file(row, Form.JSON, download=False)
    body = carrying.form(row, Form.JSON)
    document = orjson.loads(body)
    answer = Response(render_template("passport/credential.html", **_facts(row, body, document)))
    if row.public_at is None:
        answer.headers["X-Robots-Tag"] = "noindex"
    answer.vary.update(("Accept", "Accept-Language", "Cookie"))
    return answer


@blueprint.get("/credentials/<uuid:credential_id>/badge.<suffix>")
def download(credential_id: UUID, suffix: str) -> Response:
    """Give a file of a badge to whoever may see its page."""
    if suffix not in tuple(Form):
        raise NotFoundError
    return _file(carrying.visible(current_actor(), credential_id), Form(suffix), download=True)


@blueprint.post("/credentials/<uuid:credential_id>/publish")
@limiter.limit(WRITE)
def publish(credential_id: UUID) -> WerkzeugResponse:
    """Make the page public."""
    carrying.publish(current_actor(), credential_id)
    flash(_("The page is public now: everybody who has its address can see it."), "success")
    return _back(credential_id)


@blueprint.post("/credentials/<uuid:credential_id>/unpublish")
@limiter.limit(WRITE)
def unpublish(credential_id: UUID) -> WerkzeugResponse:
    """Make the page private again."""
    carrying.unpublish(current_actor(), credential_id)
    flash(_("The page is private again. Files that you gave away still work."), "success")
    return _back(credential_id)


def _back(credential_id: UUID) -> WerkzeugResponse:
    return redirect(url_for("passport.credential", credential_id=credential_id), SEE_OTHER)


def _file(row: Credential, form: Form, *, download: bool) -> Response:
    answer = Response(carrying.form(row, form), content_type=MEDIA_TYPES[form])
    if download:
        name = f"{row.version.achievement.slug}.{form.value}"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.vary.update(("Accept", "Cookie"))
    return answer


def _facts(row: Credential, body: bytes, document: dict[str, Any]) -> dict[str, Any]:
    """Give everything that the page of a badge says; queries do not grow with what it holds."""
    actor, version, now = current_actor(), row.version, clock.now()
    is_holder = may(actor, Action.CREDENTIAL_KEEP, Scope(person_id=row.person_id))
    image = achievement_image_path(version.achievement_id, version.number, "png")
    report = _report(row, body, now)
    return {
        "credential": row,
        "version": version,
        "issuer": issuers.issuer(row.issuer_id),
        "is_holder": is_holder,
        "is_steward": may(actor, Action.AWARD_SEE, Scope(group_id=row.issuer_id)),
        "holder_name": _holder_name(row, document, is_holder=is_holder),
        "standing": _standing(row, now),
        "reason_withdrawn": revocation_reason(row.revocation_reason),
        "evidence": [] if row.revoked_at else document.get("evidence", []),
        "proven": achievements.proven_by(version),
        "role": awards.role_title(row.award.role_slug) if row.award.role_slug else None,
        "report": report,
        "shown": shown(report),
        "image": image,
        "image_address": absolute(image),
        "address": absolute(credential_path(row.id)),
        "is_new": is_holder and request.args.get("new") == "1",
    }


def _holder_name(row: Credential, document: dict[str, Any], *, is_holder: bool) -> str:
    """Give the user name only to the holder, or where the holder put it into the badge."""
    subject = document.get("credentialSubject", {})
    named = any(one.get("identityType") == USER_NAME_TYPE for one in subject.get("identifier", []))
    person = people.person(row.person_id) if row.person_id and (named or is_holder) else None
    return (person.user_name or "") if person else ""


def _standing(row: Credential, now: datetime) -> str:
    """Give withdrawn, review, expired or valid, whichever comes first."""
    if row.revoked_at is not None:
        return "withdrawn"
    if row.held_at is not None:
        return "review"
    return "expired" if row.valid_until is not None and row.valid_until <= now else "valid"


def _report(row: Credential, body: bytes, now: datetime) -> Report:
    """Give the report of our own verifier on the stored bytes; withdrawing makes a fresh one at once."""
    return _checked(body, row.revoked_at, int(now.timestamp()) // FRESH_SECONDS)


@lru_cache(maxsize=MOST_FRESH)
def _checked(body: bytes, _revoked_at: datetime | None, _minute: int) -> Report:
    return verifying.verify(body)
