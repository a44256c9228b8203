"""How each standard marks its credential in a picture (Open Badges 3.0, CLR 2.0 and 2.0 baking)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Standard = Literal["ob3", "clr2", "ob2"]


@dataclass(frozen=True, slots=True)
class Mark:
    """The keyword of a PNG chunk, and the element of an SVG by namespace, name and our prefix for it."""

    keyword: bytes
    namespace: str
    element: str
    prefix: str


# "ob2" is everything before 3.0, from 1.1 on in iTXt, earlier an address in tEXt. It is read, never written.
MARKS: Mapping[Standard, Mark] = {
    "ob3": Mark(b"openbadgecredential", "https://purl.imsglobal.org/ob/v3p0", "credential", "openbadges"),
    "clr2": Mark(b"clrcredential", "https://purl.imsglobal.org/clr/v2p0", "credential", "clr"),
    "ob2": Mark(b"openbadges", "http://openbadges.org", "assertion", "openbadges"),
}


@dataclass(frozen=True, slots=True)
class Baked:
    """What a picture carries: the credential's bytes and the standard whose mark it has.

    `address` is where an SVG of an older badge says that the hosted copy of its `content` is.
    """

    standard: Standard
    content: bytes
    address: str | None = None
