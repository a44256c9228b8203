"""Text forms of bytes: multibase base58btc and base64url, both read strictly.

A signature or key has exactly one spelling here, so that two different texts never mean the same bytes.
"""

import base64
import binascii
import re

import base58

from credentials.errors import UnreadableError

_BASE64URL = re.compile(r"[A-Za-z0-9_-]*\Z")


def encode_base58(data: bytes) -> str:
    """Give multibase base58btc: `z` and the digits (Controlled Identifiers 1.0, section 2.4)."""
    return "z" + base58.b58encode(data).decode("ascii")


def decode_base58(text: str, max_bytes: int = 128) -> bytes:
    """Give the bytes of a multibase base58btc text.

    `max_bytes` bounds the work, which grows with the square of the length.
    Raises `UnreadableError` for another prefix, a foreign character, or too many bytes.
    """
    # One byte needs at most 1.37 base58 digits.
    if not isinstance(text, str) or not text.startswith("z") or len(text) > max_bytes * 138 // 100 + 2:
        raise UnreadableError("multibase_invalid")
    try:
        # The package strips white space; our texts have one spelling only.
        data = base58.b58decode(text[1:]) if text.isascii() and text.isalnum() else None
    except ValueError as error:
        raise UnreadableError("multibase_invalid") from error
    if not data or len(data) > max_bytes:
        raise UnreadableError("multibase_invalid")
    return data


def b64url(data: bytes) -> str:
    """Give base64url without padding (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unb64url(text: str) -> bytes:
    """Give the bytes of base64url without padding.

    Raises `UnreadableError` for padding, white space, foreign characters, or spare bits that are not zero.
    """
    if not isinstance(text, str) or not _BASE64URL.match(text):
        raise UnreadableError("base64url_invalid")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise UnreadableError("base64url_invalid") from error
    if b64url(data) != text:
        raise UnreadableError("base64url_invalid")
    return data
