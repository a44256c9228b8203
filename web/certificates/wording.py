"""What stands on a certificate and on a card, in words."""

from typing import Any

import orjson
from flask_babel import gettext as _

from badges.models import AchievementVersion, Credential
from badges.queries import achievements
from badges.services import carrying
from badges.services.carrying import Form
from badges.standing import state_of_accepted
from credentials.proofs import jwt
from foundation import clock
from foundation.addresses import absolute
from issuers import queries as issuers
from issuers.models import Issuer
from web.certificates import quick_response
from web.language import CODES, day, direction


def words(texts: dict[str, str], language: str) -> dict[str, Any]:
    """Give a text of content in a language where it has one, else in its first; with both marked."""
    code = next((one for one in (language, *CODES) if texts.get(one)), None)
    code = code or next(iter(texts), language)
    return {"text": texts.get(code, ""), "language": code, "rtl": direction(code) == "rtl"}


def standing_words(credential: Credential) -> str:
    """Give what has to be said first about a badge that is not in force; "" where all is well."""
    said = {
        "revoked": _("Withdrawn"),
        "given_up": _("Given up by its holder"),
        "on_hold": _("Under review"),
        "expired": _("Expired"),
    }
    if credential.suppressed_at is not None:
        return str(_("Under review"))
    return str(said.get(state_of_accepted(credential, clock.now()), ""))


def certificate_values(
    credential: Credential, issuer: Issuer, *, language: str, address: str | None, holder: str
) -> dict[str, Any]:
    """Give everything that a certificate says.

    `address`: where the badge can be looked at; None: nowhere, so that the page that checks files is named.
    """
    version = credential.version
    body = carrying.form(credential, Form.JSON)
    name = words(version.name, language)
    where = address or absolute("/verify")
    return {
        "title": _("Certificate: %(badge)s", badge=name["text"]),
        "description": words(version.description, language)["text"],
        "language": language,
        "rtl": direction(language) == "rtl",
        "group": issuer.name,
        "eyebrow": _("Certificate of a badge"),
        "picture": picture_of(version),
        "picture_alt": words(version.image["alt"], language)["text"] or name["text"],
        "name": name,
        "holder": _("held by %(name)s", name=holder) if holder else "",
        "given_by": _("given by %(group)s", group=issuer.name),
        "status": standing_words(credential),
        "summary": words(version.description, language),
        "criteria_title": _("What it takes to earn it"),
        "criteria": words(version.criteria, language),
        "facts": _facts(credential),
        "checked_at": _("Check this badge at") if address else _("Check the file of this badge at"),
        "address": where,
        "qr": quick_response.drawn(where, "svg").decode(),
        "qr_alt": _("Square code that leads to %(address)s", address=where),
        "notes": _notes(holder),
        "document": body.decode(),
        "file_name": f"{version.achievement.slug}.json",
        "file_description": _("The signed badge"),
    }


def card_values(credential: Credential, issuer: Issuer) -> dict[str, Any]:
    """Give what a card says, in the language in which the badge was signed."""
    language = credential.language
    name = words(credential.version.name, language)
    return {
        "language": language,
        "rtl": direction(language) == "rtl",
        "picture": picture_of(credential.version),
        "name": name["text"],
        "given_by": _("given by %(group)s", group=issuer.name),
        "line": day(credential.award.awarded_at),
        "status": standing_words(credential),
    }


def picture_of(version: AchievementVersion) -> str:
    """Give the picture of a badge as a drawing."""
    return achievements.image_of(version)[1]


def document_of(credential: Credential) -> dict[str, Any]:
    """Give the signed badge, read."""
    found: dict[str, Any] = orjson.loads(carrying.form(credential, Form.JSON))
    return found


def token_document_of(credential: Credential) -> dict[str, Any]:
    """Give the badge as its token says it, maybe with endorsements; as the file where none was made yet."""
    token = issuers.signed_body(credential.urn, "jwt")
    return document_of(credential) if token is None else dict(jwt.parse(token.decode()).document)


def _facts(credential: Credential) -> list[list[str]]:
    until = credential.valid_until
    return [
        [_("Given"), day(credential.award.awarded_at)],
        [_("Accepted"), day(credential.accepted_at)],
        [_("Valid until"), day(until) if until else _("no end")],
        [_("Number"), credential.urn],
    ]


def _notes(holder: str) -> list[str]:
    notes = [
        _(
            "This sheet is a copy. What counts is the signed badge, which is attached to this file; "
            "on paper, look it up at the address."
        ),
    ]
    if holder:
        notes.append(_("The name was printed at the wish of the holder. It is not part of the signed badge."))
    return notes
