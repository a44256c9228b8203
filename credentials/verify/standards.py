"""Which standard a document belongs to, told by its looks; it decides by whose rules it is read."""

from collections.abc import Mapping
from typing import Literal

from credentials import legacy
from credentials.errors import UnreadableError
from credentials.verify.case import listed
from credentials.verify.checks.structure import OPEN_BADGES_CONTEXT, kind_of

Standard = Literal["ob3", "ob2", "ob1", "clr2", "vc", "vp"]


def standard_of(document: Mapping[str, object]) -> Standard | Literal["legacy"]:
    """Give the standard; "legacy" for an older badge, whose examination tells its generation.

    What says that it is a badge, by a type or a context of Open Badges, is read as one, however broken.
    Raises `UnreadableError("not_a_credential")`.
    """
    if kind_of(document) is not None:
        return "ob3"
    types = listed(document.get("type"))
    if "VerifiablePresentation" in types:
        return "vp"
    if legacy.is_legacy(document):
        return "legacy"
    if "VerifiableCredential" not in types and not {"@context", "credentialSubject"} <= document.keys():
        raise UnreadableError("not_a_credential")
    if "ClrCredential" in types:
        return "clr2"
    return "ob3" if _names_open_badges(document) or "VerifiableCredential" not in types else "vc"


def _names_open_badges(document: Mapping[str, object]) -> bool:
    named = (name for name in listed(document.get("@context")) if isinstance(name, str))
    return any(OPEN_BADGES_CONTEXT.fullmatch(name) for name in named)
