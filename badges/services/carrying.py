"""Carrying a credential away in four forms, and showing it to everybody or not."""

from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson

from badges import pictures
from badges.models import AchievementVersion, Credential
from badges.queries import achievements, awards
from competencies.wording import in_language
from credentials.baking import bake_png, bake_svg
from credentials.proofs import jwt
from foundation import audit, clock
from foundation.db import transaction
from foundation.errors import NotFoundError
from foundation.policy import Action, Actor, Scope, may, require
from issuers import queries as issuers
from issuers.services import keys, storing


class Form(StrEnum):
    """How a credential is carried; the value is the end of the file name."""

    JSON = "json"
    JWT = "jwt"
    PNG = "png"
    SVG = "svg"


MEDIA_TYPES = {
    Form.JSON: "application/vc+ld+json",
    Form.JWT: "application/vc+jwt",
    Form.PNG: "image/png",
    Form.SVG: "image/svg+xml",
}


def form(credential: Credential, wanted: str) -> bytes:
    """Give the file of a credential: the signed JSON as stored, a VC-JWT, or a picture with the JSON in it.

    Who may have it is asked before, by `visible`. Raises NotFoundError for another form.
    """
    if wanted not in tuple(Form):
        raise NotFoundError
    if wanted == Form.JWT:
        return _jwt(credential)
    body = _stored(credential, Form.JSON)
    if wanted == Form.JSON:
        return body
    png, svg = _picture(credential.version)
    return bake_png(png, body) if wanted == Form.PNG else bake_svg(svg, body, is_jws=False)


def visible(actor: Actor, credential_id: UUID) -> Credential:
    """Give a credential that this actor may see: a public one, one's own, one of one's group.

    Raises NotFoundError for a private one, as if it did not exist.
    """
    credential = awards.credential_by_id(credential_id)
    own = Scope(person_id=credential.person_id, group_id=credential.issuer_id)
    is_open = credential.public_at is not None
    if is_open or may(actor, Action.CREDENTIAL_KEEP, own) or may(actor, Action.AWARD_SEE, own):
        return credential
    raise NotFoundError


def kept(actor: Actor, credential_id: UUID) -> Credential:
    """Give a credential to its holder only, for a download or a choice. Raises NotFoundError."""
    credential = awards.credential_by_id(credential_id)
    require(actor, Action.CREDENTIAL_KEEP, Scope(person_id=credential.person_id))
    return credential


def publish(actor: Actor, credential_id: UUID) -> None:
    """Make the page of a credential public. Only the holder can; doing it twice is harmless."""
    with transaction():
        credential = kept(actor, credential_id)
        if credential.public_at is None:
            credential.public_at = clock.now()
            audit.record(actor, "badges.credential.publish", credential.id)


def unpublish(actor: Actor, credential_id: UUID) -> None:
    """Make the page of a credential private again."""
    with transaction():
        credential = kept(actor, credential_id)
        if credential.public_at is not None:
            credential.public_at = None
            audit.record(actor, "badges.credential.unpublish", credential.id)


def _stored(credential: Credential, wanted: Form) -> bytes:
    body: bytes | None = issuers.signed_body(credential.urn, wanted.value)
    if body is None:
        raise NotFoundError
    return body


def _jwt(credential: Credential) -> bytes:
    """Sign the same claims once more as VC-JWT, on first request; from then on it is the stored one."""
    known: bytes | None = issuers.signed_body(credential.urn, Form.JWT.value)
    if known is not None:
        return known
    with transaction():
        document: dict[str, Any] = orjson.loads(_stored(credential, Form.JSON))
        document.pop("proof")
        signer, method = keys.token_signer_of(credential.issuer_id)
        token = jwt.sign(document, signer, kid=method).encode()
        kept_body: bytes = storing.keep(credential.urn, Form.JWT.value, credential.issuer_id, token)
        return kept_body


def _picture(version: AchievementVersion) -> tuple[bytes, bytes]:
    """Give the picture of a version as PNG and as SVG; one uploaded as pixels stands inside its SVG."""
    image = version.image
    if "picture" not in image:
        title = in_language(image.get("alt", {}), "en")
        svg = pictures.template_svg(image["template"], image["colour"], title=title)
        return pictures.template_png(image["template"], image["colour"]), svg.encode()
    uploaded = achievements.picture(UUID(str(image["picture"])))
    if uploaded is None:
        raise NotFoundError
    return uploaded.png, pictures.wrapped_svg(uploaded.png).encode()
