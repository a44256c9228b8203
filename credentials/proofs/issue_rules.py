"""What a document with an embedded proof must not hold when it is signed here."""

from collections.abc import Iterator, Mapping
from typing import Any

from credentials.errors import UnsafeDocumentError

# The published context got these terms in place, years after its address: a verifier with an older copy finds
# them undefined and refuses the proof. In a token they are no matter, since nothing is canonicalised there.
LATE_TERMS = ("endorsementJwt", "jti")
_MARKS = (b"vocab.html#endorsementJwt> ", b"assignments/jwt#jti> ")  # the ends of their addresses


def check_members(document: Mapping[str, Any], canonical: bytes) -> None:
    """Raise `UnsafeDocumentError("term_too_new")` with a pointer for a member that older contexts lack.

    `canonical` is the document's N-Quads, in which the terms' addresses are found sooner: looking there first
    spares nearly every document the walk.
    """
    if _MARKS[0] in canonical or _MARKS[1] in canonical:
        for pointer in late_members(document):
            raise UnsafeDocumentError("term_too_new", pointer=pointer)


def late_members(value: Any, pointer: str = "") -> Iterator[str]:
    """Give the JSON pointers of members that older contexts lack."""
    if isinstance(value, Mapping):
        for name, member in value.items():
            if name in LATE_TERMS:
                yield f"{pointer}/{name}"
            elif name != "@context":
                yield from late_members(member, f"{pointer}/{name}")
    elif isinstance(value, list):
        for place, member in enumerate(value):
            yield from late_members(member, f"{pointer}/{place}")
