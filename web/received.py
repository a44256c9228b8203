"""What a badge from anywhere says of itself, for showing: plain text only, nothing is ever fetched.

Every value is a stranger's: it may be missing, of another kind, or very long.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from credentials.verify.case import listed
from credentials.verify.checks import structure
from credentials.verify.dates import begin_and_end, instant

MOST_CHARACTERS = 2_000
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+")
_URN = re.compile("urn:uuid:([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})")
_OWN_PICTURES = "/achievements/"


@dataclass(frozen=True, slots=True)
class Received:
    """The badge by its own words. `picture` is a source that the page may show, "" when there is none.

    `type` is its achievementType. `picture_link` is the address of a picture that lies elsewhere and is not
    loaded. An endorsement (`is_endorsement`) says `comment` of the thing with the id `about`; `about_link` is
    the page of a badge with that id, if it is one of ours.
    """

    name: str
    description: str
    criteria: str
    criteria_link: str
    picture: str
    picture_link: str
    begins: datetime | None
    ends: datetime | None
    awarded: datetime | None
    id: str
    type: str
    is_endorsement: bool = False
    about: str = ""
    about_link: str = ""
    comment: str = ""


def received(document: Mapping[str, object], base_url: str) -> Received:
    """Give what the document says; `base_url` is where pictures of our own lie."""
    subject = _object(document.get("credentialSubject"))
    achievement = achievement_of(document)
    criteria = _object(achievement.get("criteria"))
    begin, end = begin_and_end(document)
    picture, link = _picture(achievement, base_url)
    return Received(
        name=_text(achievement.get("name")) or _text(document.get("name")),
        description=_text(achievement.get("description")),
        criteria=_text(criteria.get("narrative")),
        criteria_link=_text(criteria.get("id")),
        picture=picture,
        picture_link=link,
        begins=instant(begin),
        ends=instant(end),
        awarded=instant(document.get("awardedDate")),
        id=_text(document.get("id")),
        type=_text(achievement.get("achievementType")),
        is_endorsement=structure.kind_of(document) == "EndorsementCredential",
        about=_text(subject.get("id")),
        about_link=_page_of(_text(subject.get("id"))),
        comment=_text(subject.get("endorsementComment")),
    )


def achievement_of(document: Mapping[str, object]) -> Mapping[str, object]:
    """Give the achievement that a badge is about, as it says; an empty object where there is none."""
    return _object(_object(document.get("credentialSubject")).get("achievement"))


def _page_of(urn: str) -> str:
    """Give where a badge with this id has its page, if it is one of ours."""
    found = _URN.fullmatch(urn)
    return f"/credentials/{found.group(1)}" if found else ""


def _object(value: object) -> Mapping[str, object]:
    """Give the first object in a member that may be absent, single or an array."""
    return next((one for one in listed(value) if isinstance(one, Mapping)), {})


def _text(value: object) -> str:
    return value[:MOST_CHARACTERS] if isinstance(value, str) else ""


def _picture(achievement: Mapping[str, object], base_url: str) -> tuple[str, str]:
    image = achievement.get("image")
    address = image if isinstance(image, str) else _object(image).get("id")
    if not isinstance(address, str):
        return "", ""
    if _PICTURE.fullmatch(address):
        return address, ""
    if address.startswith(base_url + _OWN_PICTURES):
        return address.removeprefix(base_url), ""
    return "", _text(address)
