"""JCS, the JSON Canonicalization Scheme (RFC 8785)."""

from typing import Any

import rfc8785

from credentials.errors import CredentialError


def jcs(value: Any) -> bytes:
    """Give the one UTF-8 spelling of a JSON value.

    Raises `CredentialError("not_canonicalisable")` for what JSON in a double cannot hold (an integer beyond
    2^53, NaN), a lone surrogate, or a value that is no JSON.
    """
    try:
        return bytes(rfc8785.dumps(value))
    except (rfc8785.CanonicalizationError, UnicodeError, RecursionError) as error:
        raise CredentialError("not_canonicalisable") from error
