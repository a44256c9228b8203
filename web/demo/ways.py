"""Where two people of the made-up movement are on their way: roles aimed at, paths begun. Loads once."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from accounts import queries as people
from competencies.services import aiming
from foundation.db import session
from pathways.models import Enrolment
from pathways.services import following


@dataclass(frozen=True, slots=True)
class Begun:
    """A path that somebody follows: the steps that are done, and whether it rests."""

    path: str
    steps: tuple[str, ...]
    is_paused: bool = False


AIMS = {"p2": ("community-organiser",), "p5": ("community-organiser", "peer-mentor")}
FOLLOWED = {
    "p2": (Begun("mentor-path", ("listening", "mentor-agreement")),),
    "p5": (
        Begun("newcomer-packet", ("wiki-basics",), is_paused=True),
        Begun("editor-to-organiser", ("talk-pages", "welcome-routine")),
    ),
}


def load(people_ids: Mapping[str, UUID]) -> None:
    """Load the ways of those who have begun none; whoever was tried out since is left alone."""
    for key, paths in FOLLOWED.items():
        if _has_begun(people_ids[key]):
            continue
        actor = people.actor_of(people_ids[key])
        for role in AIMS[key]:
            aiming.aim(actor, role)
        for begun in paths:
            following.follow(actor, begun.path)
            for step in begun.steps:
                following.tick(actor, begun.path, step)
            if begun.is_paused:
                following.pause(actor, begun.path)


def _has_begun(person_id: UUID) -> bool:
    """Tell whether the person ever followed a path; one that was left counts too."""
    return session().scalars(select(Enrolment.id).where(Enrolment.person_id == person_id)).first() is not None
