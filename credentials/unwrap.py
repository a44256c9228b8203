"""Finds the credential in whatever a person hands in: JSON, compact JWS, baked PNG, baked SVG."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from credentials import strict_json
from credentials.baking import png, unbake_png, unbake_svg
from credentials.errors import BakingError, UnreadableError
from credentials.multibase import unb64url

Form = Literal["json", "jws", "png", "svg"]

MAX_TOKEN_BYTES = 1_500_000  # a credential of 1 MiB grows by a third in base64

# Claims that the JWT form adds beside the members of a credential (Open Badges 3.0, 8.2).
JWT_CLAIMS = frozenset({"iss", "sub", "jti", "nbf", "exp", "iat", "aud"})

_SPACE = b" \t\r\n"
_BOM = b"\xef\xbb\xbf"
_COMPACT_JWS = re.compile(rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """A credential taken out of its carrier.

    `form` is the carrier, `document` the credential as JSON (without the claims of a token), `token` the
    compact JWS when there is one, `raw` the credential's own bytes, out of the picture but unchanged.
    """

    form: Form
    document: Mapping[str, object]
    token: str | None
    raw: bytes


def unwrap(data: bytes) -> Unwrapped:
    """Give the credential in `data`, whose kind is recognised by its first bytes.

    Raises `UnreadableError`: unknown_kind, not_an_object, a code of `strict_json.loads`, of
    `baking.unbake_png` or of `baking.unbake_svg`, or of a JWS that cannot be decoded.
    """
    trimmed = data.removeprefix(_BOM).strip(_SPACE)
    try:
        if data.startswith(png.SIGNATURE):
            return _credential("png", unbake_png(data))
        if trimmed.startswith(b"<"):
            return _credential("svg", unbake_svg(data))
    except BakingError as error:
        raise UnreadableError(error.code, **error.facts) from error
    return _credential(None, trimmed)


def _credential(carrier: Form | None, raw: bytes) -> Unwrapped:
    trimmed = raw.removeprefix(_BOM).strip(_SPACE)
    if trimmed.startswith((b"{", b"[")):
        return Unwrapped(carrier or "json", _object(strict_json.loads(trimmed)), None, raw)
    if len(trimmed) <= MAX_TOKEN_BYTES and _COMPACT_JWS.fullmatch(trimmed):
        token = trimmed.decode()
        return Unwrapped(carrier or "jws", _payload(token), token, raw)
    raise UnreadableError("unknown_kind")


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise UnreadableError("not_an_object")
    return value


def _payload(token: str) -> Mapping[str, object]:
    """Give the credential in a token, also when its header is forbidden: that is for a check to tell."""
    payload = _object(strict_json.loads(unb64url(token.split(".")[1])))
    inner = payload.get("vc")  # the form of the older data model
    if inner is not None:
        return _object(inner)
    return {name: value for name, value in payload.items() if name not in JWT_CLAIMS}
