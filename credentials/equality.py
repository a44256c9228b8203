"""When two credentials are the same one, and which is the newer (Open Badges 3.0, comparing credentials)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from urllib.parse import unquote

from credentials.instants import read_instant

Age = Literal["newer", "older", "as_old"]


def identity_of(document: Mapping[str, object]) -> tuple[str, str] | None:
    """Give (issuer id, credential id), percent-decoded and trimmed: equal pairs are one credential.

    None when either is missing: then nothing can be said about sameness.
    """
    issuer = document.get("issuer")
    issuer_id = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    credential_id = document.get("id")
    if not isinstance(issuer_id, str) or not isinstance(credential_id, str):
        return None
    pair = unquote(issuer_id).strip(), unquote(credential_id).strip()
    return pair if all(pair) else None


def are_same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Tell whether both documents are representations of one credential (OB 3.0, comparing credentials)."""
    identity = identity_of(one)
    return identity is not None and identity == identity_of(other)


def age_of(one: Mapping[str, object], other: Mapping[str, object]) -> Age:
    """Give whether `one` is the newer or older representation, by the instants of validFrom.

    Raises `UnreadableError("time_invalid")` when either has none that can be read.

    See OB 3.0, comparing credentials.
    """
    ours, theirs = _begin(one), _begin(other)
    if ours == theirs:
        return "as_old"
    return "newer" if ours > theirs else "older"


def _begin(document: Mapping[str, object]) -> datetime:
    return read_instant(document.get("validFrom", document.get("issuanceDate")))
