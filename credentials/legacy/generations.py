"""Which generation of the older standard a document belongs to, told by its looks alone."""

from collections.abc import Mapping
from typing import Literal

Generation = Literal["2.0", "1.1", "1.0", "0.5"]

_CONTEXTS: Mapping[str, Generation] = {
    "https://w3id.org/openbadges/v2": "2.0",
    "https://openbadgespec.org/v2/context.json": "2.0",
    "https://w3id.org/openbadges/v1": "1.1",
    "https://openbadgespec.org/v1/context.json": "1.1",
}


def is_legacy(document: Mapping[str, object]) -> bool:
    """Tell whether this is a document of Open Badges 2.1 or older. One that is also newer is not."""
    return generation(document) is not None


def generation(document: Mapping[str, object]) -> Generation | None:
    """Give the generation of an older document: by its context, or by its shape when it has none.

    2.1 changed the API only, its badges are those of 2.0. Before 1.1 there was no context; before 1.0 the
    recipient was a text and the issuer stood inside the badge.
    """
    if "credentialSubject" in document:
        return None
    if "@context" in document:
        return _by_context(document["@context"])
    if not {"recipient", "badge"} <= document.keys():
        return None
    return "0.5" if isinstance(document["recipient"], str) else "1.0"


def standard(of: Generation) -> str:
    """Give "ob2" or "ob1", as a `Report` says it."""
    return "ob2" if of == "2.0" else "ob1"


def _by_context(context: object) -> Generation | None:
    named = context if isinstance(context, list) else [context]
    known = [_CONTEXTS[name] for name in named if isinstance(name, str) and name in _CONTEXTS]
    return known[0] if known else None
