"""People of the made-up movement find each other: one may be found, some are named or thanked. Loads once."""

from collections.abc import Mapping
from uuid import UUID

from accounts import queries as people
from accounts.models import SeatRole
from accounts.services import seats
from badges.models import Provenance
from badges.services import claiming
from competencies.queries import openness
from competencies.services import opening
from foundation import clock
from foundation.policy import Actor
from issuers import queries as issuers
from mentoring.queries import nominations, thanks
from mentoring.services import nominating, thanking

HUB_SLUG = "demo-volunteer-hub"
FOUND, NAMED = "p3", "p5"
OPEN = ("p3", "p4", "p5")
WARM = "thanks-from-peers"


def load(ids: Mapping[str, UUID]) -> None:
    """Load what is not there yet; a second call changes nothing."""
    hub = issuers.group_by_slug(HUB_SLUG)
    if hub is None:
        return
    for key in (FOUND, NAMED):
        seats.give(ids[key], hub.id, SeatRole.MEMBER)
    for key in OPEN:
        if not openness.openings_of(ids[key], clock.now()):
            opening.open_up(_actor(ids, key), group=HUB_SLUG, months=12)
    _thank(ids)
    _name(ids)


def _thank(ids: Mapping[str, UUID]) -> None:
    _thanks(
        ids,
        "p6",
        NAMED,
        "You sat beside me for my first edit and let me find the button myself. I still edit.",
        recognition=WARM,
    )
    _thanks(ids, NAMED, "p2", "You put the chairs away with me at midnight and laughed the whole time.")
    _accept(ids)


def _accept(ids: Mapping[str, UUID]) -> None:
    """One says yes to the badge that came with thanks."""
    for one in claiming.inbox(_actor(ids, NAMED)):
        if one.provenance == Provenance.PEER:
            claiming.accept(_actor(ids, NAMED), one.id)


def _name(ids: Mapping[str, UUID]) -> None:
    """One that waits for its nominee, one to which the nominee said yes."""
    _nomination(
        ids,
        "p4",
        NAMED,
        "community-organiser",
        "Ran every newcomer evening this year, and asked two quiet people to run the last one with her.",
    )
    row_id = _nomination(
        ids,
        "p6",
        FOUND,
        "peer-mentor",
        "Went through my first three articles with me, line by line, and never once took the keyboard.",
    )
    if row_id is not None:
        nominating.accept(_actor(ids, FOUND), row_id)


def _thanks(ids: Mapping[str, UUID], giver: str, receiver: str, text: str, *, recognition: str = "") -> None:
    if thanks.given(ids[giver]) == ([], False):
        whom = {"user_name": _name_of(ids, receiver), "group": HUB_SLUG}
        row = thanking.thank(_actor(ids, giver), text=text, recognition=recognition, **whom)
        thanking.choose(_actor(ids, receiver), row.id, "shown")


def _nomination(ids: Mapping[str, UUID], nominator: str, nominee: str, role: str, seen: str) -> UUID | None:
    """Give the id of a new one; None where it was made before."""
    if nominations.made(ids[nominator]) != ([], False):
        return None
    cited = [str(one.row.id) for one in thanks.citable(ids[nominee], ids[nominator])]
    shape = {"user_name": _name_of(ids, nominee), "role": role, "citation": seen}
    return nominating.nominate(_actor(ids, nominator), **shape, cited=cited).id


def _name_of(ids: Mapping[str, UUID], key: str) -> str:
    found = people.person(ids[key])
    return (found.user_name if found else None) or ""


def _actor(ids: Mapping[str, UUID], key: str) -> Actor:
    return people.actor_of(ids[key])
