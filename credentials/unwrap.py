"""Finds the credential in whatever a person hands in: JSON, compact JWS, baked PNG, baked SVG.

The kind is told by the first bytes. What could be read in two ways is refused: two credentials in one
picture, a picture that goes on after its end, a copy that names another address than its picture.
"""

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from credentials import strict_json
from credentials.baking import Baked, Standard, png, read_png, read_svg
from credentials.errors import BakingError, UnreadableError
from credentials.proofs import jose

Form = Literal["json", "jws", "png", "svg"]

MAX_BYTES = 700_000  # in JSON, which repeats what many share; the canonical form says it once
ESCAPES_MAX = 65_536  # of a JSON text: each costs as much as some ten letters

RECEIPT = "VerificationReceipt"  # the type of what `receipt.as_json` writes

# Claims that the JWT form adds beside the members of a credential (Open Badges 3.0, 8.2).
JWT_CLAIMS = frozenset({"iss", "sub", "jti", "nbf", "exp", "iat", "aud"})

_SPACE = b" \t\r\n"
_BOM = b"\xef\xbb\xbf"
_ZIP = b"PK\x03\x04"
# VC Data Model 2.0, 4.13: an enveloped credential or presentation is a data URI.
_ENVELOPE = re.compile(rb"data:application/(?:(?:vc|vp)\+)?jwt,")
_ENVELOPED = ("EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation")
_WEB_ADDRESS = re.compile(rb"https?://[\x21-\x7e]{1,2000}")


class Unwrapped(NamedTuple):
    """A credential taken out of its carrier.

    `form` is the carrier, `document` the credential as JSON (without the claims of a token), `opened` the
    compact JWS when there is one, `raw` the credential's own bytes, out of the picture but unchanged.
    `standard` is the one whose mark the picture has, None outside of pictures. `url` is where the picture
    of an older badge says that its hosted copy is; when it says no more than that, `document` is empty.
    """

    form: Form
    document: Mapping[str, object]
    opened: jose.Token | None
    raw: bytes
    standard: Standard | None = None
    url: str | None = None

    @property
    def token(self) -> str | None:
        """The compact JWS, None when there is none."""
        return None if self.opened is None else self.opened.text


def unwrap(data: bytes, is_known: strict_json.IsKnown | None = None) -> Unwrapped:
    """Give the credential in `data`, whose kind is recognised by its first bytes.

    `is_known` as in `strict_json.loads`, asked about a document that comes as JSON and in no picture.
    Raises `UnreadableError`: unknown_kind, not_an_object, is_bundle (an offline bundle, which holds more
    than a credential), address_differs (a copy baked with the address of another one), envelope_ambiguous
    (an envelope that says more than the token in it), receipt_unsigned (what a receipt says, without its
    signature), a code of `strict_json.loads`, of `baking.read_png` or of `baking.read_svg`, or of a JWS that
    cannot be decoded.

    See OB 3.0, file formats and baking.
    """
    trimmed = data.removeprefix(_BOM).strip(_SPACE)
    if trimmed.startswith(b"{"):
        return _credential(None, trimmed, is_known)
    if data.startswith(_ZIP):
        raise UnreadableError("is_bundle")
    try:
        if data.startswith(png.SIGNATURE):
            return _from_picture("png", read_png(data))
        if trimmed.startswith(b"<"):
            return _from_picture("svg", read_svg(data))
    except BakingError as error:
        raise UnreadableError(error.code, **error.facts) from error
    return _credential(None, trimmed)


def _from_picture(carrier: Form, baked: Baked) -> Unwrapped:
    trimmed = baked.content.removeprefix(_BOM).strip(_SPACE)
    if baked.standard == "ob2" and _WEB_ADDRESS.fullmatch(trimmed):
        return Unwrapped(carrier, {}, None, baked.content, baked.standard, trimmed.decode())
    found = _credential(carrier, baked.content)
    if baked.address is not None:
        _check_address(found.document, baked.address)
    return found._replace(standard=baked.standard, url=baked.address)


def _check_address(document: Mapping[str, object], address: str) -> None:
    """Refuse a copy that says to be hosted elsewhere than the element around it says."""
    verify = document.get("verify")
    named = document.get("id") or (verify.get("url") if isinstance(verify, Mapping) else None)
    if named is not None and named != address:
        raise UnreadableError("address_differs", address=address[:200], id=str(named)[:200])


def _credential(carrier: Form | None, raw: bytes, is_known: strict_json.IsKnown | None = None) -> Unwrapped:
    trimmed = raw.removeprefix(_BOM).strip(_SPACE)
    if trimmed.startswith((b"{", b"[")):
        _refuse_escapes(trimmed)
        document = _object(strict_json.loads(trimmed, max_bytes=MAX_BYTES, is_known=is_known))
        _refuse_receipt(document)
        envelope = _envelope(document)
        if envelope is None:
            return Unwrapped(carrier or "json", document, None, raw)
        trimmed = envelope
    enveloped = _ENVELOPE.match(trimmed)
    token = trimmed if enveloped is None else trimmed[enveloped.end() :]
    read = jose.opened(token) if len(token) <= jose.CHARACTERS_MAX else None
    if read is None:
        raise UnreadableError("unknown_kind")
    own = raw if enveloped is None else token
    return Unwrapped(carrier or "jws", _in_token(read.payload), read, own)


def _refuse_escapes(text: bytes) -> None:
    if len(text) > ESCAPES_MAX and text.count(b"\\") > ESCAPES_MAX:
        raise UnreadableError("too_big", max_escapes=ESCAPES_MAX)


def _refuse_receipt(document: Mapping[str, object]) -> None:
    """What a receipt says, by itself or as the claims of its token, is no credential and signed by nobody."""
    told = document.get("receipt", document)
    if "@context" not in document and isinstance(told, Mapping) and told.get("type") == RECEIPT:
        raise UnreadableError("receipt_unsigned")


def _envelope(document: Mapping[str, object]) -> bytes | None:
    """Give the data URI of a document that is no more than an envelope around a token."""
    types, address = document.get("type"), document.get("id")
    named = types if isinstance(types, list) else [types]
    if not isinstance(address, str) or not [name for name in named if name in _ENVELOPED]:
        return None
    extra = sorted(document.keys() - {"@context", "id", "type"})
    if extra:  # they would be shown beside a token that does not sign them
        raise UnreadableError("envelope_ambiguous", members=[name[:50] for name in extra[:5]])
    return address.encode()


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise UnreadableError("not_an_object")
    return value


def _in_token(claims: Mapping[str, object]) -> Mapping[str, object]:
    """Give the credential in a token: its `vc` claim (the older data model), or what is no claim."""
    inner = claims.get("vc")
    if inner is not None:
        return _object(inner)
    return {name: value for name, value in claims.items() if name not in JWT_CLAIMS}
