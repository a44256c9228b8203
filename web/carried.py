"""The credential that a page carries along in its form, so that nothing about it has to be stored here.

It goes as base64: browsers rewrite the ends of lines in texts, and a receipt is about exact bytes.
"""

import base64
import binascii
import re
from dataclasses import dataclass

from badges.services import receipts
from credentials import bundle
from credentials.errors import CredentialError, UnreadableError
from credentials.unicode_forms import normalised
from credentials.unwrap import unwrap
from foundation.addresses import base_url
from web.received import received

MOST_CARRIED_BYTES = 90_000  # grows by a third in base64, and a page is to stay below 150 kB
MOST_STEM_CHARACTERS = 40

_TEXTS = frozenset({"json", "jws"})  # carried to the last byte; of a picture only the credential in it is


@dataclass(frozen=True, slots=True)
class Carried:
    """What the buttons below a result send: the credential's own bytes, and whose badge it should be.

    `text` is "" where there are no buttons; `is_too_big` says that this is why.
    """

    text: str
    recipient: str = ""
    is_too_big: bool = False


def carried(given: bytes, recipient: str = "") -> Carried:
    """Give the credential out of what was handed in: a file, a picture or a bundle, verified before."""
    try:
        file = out_of_bundle(given)
        found = unwrap(file)
        raw = file if found.form in _TEXTS else found.raw
        unwrap(raw)  # an older picture may hold no more than an address
    except CredentialError:
        return Carried("")
    if len(raw) > MOST_CARRIED_BYTES:
        return Carried("", is_too_big=True)
    return Carried(base64.b64encode(raw).decode(), recipient)


def holds_badge(given: bytes) -> bool:
    """Tell whether a credential can be read in a file: what was handed in beside a receipt."""
    try:
        return not receipts.is_receipt(given) and bool(unwrap(out_of_bundle(given)).raw)
    except CredentialError:
        return False


def file_stem(given: bytes) -> str:
    """Give the name of a badge as files bear it; "badge" where it has none in our letters."""
    try:
        name = received(unwrap(given).document, base_url()).name
    except CredentialError:
        name = ""
    letters = normalised("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", letters)[:MOST_STEM_CHARACTERS].strip("-") or "badge"


def out_of_bundle(given: bytes) -> bytes:
    """Give the file of the credential: what is in a bundle, else the file itself. Raises UnreadableError."""
    return bundle.read(given).credential if bundle.is_bundle(given) else given


def carried_receipt(token: bytes, about: bytes) -> Carried:
    """Give a receipt to be shown once more; none beside a badge, which would have to be carried too."""
    return Carried("" if about else base64.b64encode(token).decode())


def given_back(text: str) -> bytes:
    """Give the bytes that a page carried. Raises `UnreadableError("nothing_sent")`."""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnreadableError("nothing_sent") from error
    if not found:
        raise UnreadableError("nothing_sent")
    return found
