"""Carrying a credential away in four forms, and showing it to everybody or not."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from uuid import UUID

from badges import pictures
from badges.models import AchievementVersion, Credential
from badges.queries import achievements, awards
from badges.services import signing
from badges.standing import is_open_to_all
from competencies.wording import in_language
from credentials.baking import bake_png, bake_svg
from foundation import audit, clock
from foundation.db import transaction
from foundation.errors import ConflictError, NotFoundError
from foundation.policy import Action, Actor, Scope, may, require
from issuers import queries as issuers


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
        return signing.token_of(credential.urn, credential.issuer_id)
    body = _stored(credential, Form.JSON)
    if wanted == Form.JSON:
        return body
    png, svg = _picture(credential.version)
    return bake_png(png, body) if wanted == Form.PNG else bake_svg(svg, body, is_jws=False)


def visible(actor: Actor, credential_id: UUID) -> Credential:
    """Give a credential that this actor may see: a public one, one's own, one of one's group.

    One that moderators keep out of sight stays visible to its holder, its group and to them. Raises
    NotFoundError for a private one, as if it did not exist.
    """
    credential = awards.credential_by_id(credential_id)
    own = Scope(person_id=credential.person_id, group_id=credential.issuer_id)
    if is_open_to_all(credential) or may(actor, Action.CREDENTIAL_KEEP, own):
        return credential
    if may(actor, Action.AWARD_SEE, own):
        return credential
    if credential.suppressed_at is not None and may(actor, Action.CREDENTIAL_SUPPRESS, own):
        return credential
    raise NotFoundError


def kept(actor: Actor, credential_id: UUID) -> Credential:
    """Give a credential to its holder only, for a download or a choice. Raises NotFoundError."""
    credential = awards.credential_by_id(credential_id)
    require(actor, Action.CREDENTIAL_KEEP, Scope(person_id=credential.person_id))
    return credential


def publish(actor: Actor, credential_id: UUID) -> None:
    """Make the page of a credential public. Only the holder can; doing it twice is harmless.

    Raises NotFoundError, ConflictError("given_up").
    """
    with _change(actor, credential_id) as credential:
        if credential.given_up_at is not None:
            raise ConflictError("given_up")
        if credential.public_at is None:
            credential.public_at = clock.now()
            _note(actor, "badges.credential.publish", credential)


def unpublish(actor: Actor, credential_id: UUID) -> None:
    """Make the page of a credential private again."""
    with _change(actor, credential_id) as credential:
        if credential.public_at is not None:
            credential.public_at = None
            _note(actor, "badges.credential.unpublish", credential)


def hide(actor: Actor, credential_id: UUID) -> None:
    """Put a credential away, out of the holder's own list; who can see its page does not change."""
    with _change(actor, credential_id) as credential:
        if credential.hidden_at is None:
            credential.hidden_at = clock.now()
            _note(actor, "badges.credential.hide", credential)


def bring_back(actor: Actor, credential_id: UUID) -> None:
    """Put a hidden credential back into the holder's own list."""
    with _change(actor, credential_id) as credential:
        if credential.hidden_at is not None:
            credential.hidden_at = None
            _note(actor, "badges.credential.bring_back", credential)


@contextmanager
def _change(actor: Actor, credential_id: UUID) -> Iterator[Credential]:
    """Give the holder's own credential inside one transaction."""
    with transaction():
        credential = awards.credential_to_change(credential_id)
        require(actor, Action.CREDENTIAL_KEEP, Scope(person_id=credential.person_id))
        yield credential


def _note(actor: Actor, action: str, credential: Credential) -> None:
    audit.record(actor, action, credential.id, about=credential.person_id)


def _stored(credential: Credential, wanted: Form) -> bytes:
    body: bytes | None = issuers.signed_body(credential.urn, wanted.value)
    if body is None:
        raise NotFoundError
    return body


def _picture(version: AchievementVersion) -> tuple[bytes, bytes]:
    """Give the picture of a version as PNG and as SVG; one uploaded as pixels stands inside its SVG."""
    image = version.image
    if "picture" not in image:
        title = in_language(image.get("alt", {}), "en")
        drawn, shape = (image["template"], image["colour"]), image.get("shape", "")
        svg = pictures.template_svg(*drawn, title=title, shape=shape)
        return pictures.template_png(*drawn, shape), svg.encode()
    uploaded = achievements.picture(UUID(str(image["picture"])))
    if uploaded is None:
        raise NotFoundError
    return uploaded.png, pictures.wrapped_svg(uploaded.png).encode()
