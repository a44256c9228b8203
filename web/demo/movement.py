"""The made-up movement: a hub, two affiliates, people, awards accepted, offered and withdrawn. Loads once.

Everything goes through the same verbs that pages use, so the demo is real: keys, signatures, status
lists. Its content is marked as reviewed in all languages, because its fictional speakers did so.
"""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from accounts import queries as people
from accounts.models import SeatRole
from accounts.services import joining, safety, seats
from badges.models import Achievement, AchievementVersion, Award
from badges.services import awarding, claiming, withdrawing
from foundation import clock
from foundation.db import session
from foundation.policy import SYSTEM, Actor
from issuers import queries as issuers
from issuers.services import registering
from pathways import queries as paths
from pathways.services.loading import load_content
from web.demo import (
    affiliate,
    finding,
    frameworks,
    journey,
    needs,
    plans,
    references,
    roles,
    signals,
    ways,
)
from web.demo.people import demo_people

CONTENT = Path(__file__).parents[2] / "pathways" / "starter" / "content.json"
HUB = "Demo Volunteer Hub"
USER_GROUP = "Demo Riverside User Group"
LANGUAGES = ["en", "sv", "es", "ar"]
AGE = timedelta(days=425)  # 14 months: what was adopted at the beginning is due for another look


@dataclass(frozen=True, slots=True)
class Given:
    """One award of the demo: who gets what, why, and what became of it."""

    badge: str
    person: str
    reason: str
    accepted: bool = True
    revoked: str | None = None
    role: str | None = None
    path: str | None = None


GIVEN = (
    Given("first-steps", "p6", "Three careful first edits, each with a source.", path="newcomer-packet"),
    Given("first-steps", "p1", "A first month of steady small improvements."),
    Given("reliable-contributor", "p1", "Sources that stood after review, on eleven articles."),
    Given(
        "welcoming-host", "p2", "Welcomed forty people at the river photo walk.", role="community-organiser"
    ),
    Given("project-deliverer", "p2", "Delivered the library week as planned, and wrote down what failed."),
    Given("peer-mentor-badge", "p3", "Six months with two mentees.", role="peer-mentor", path="mentor-path"),
    Given("community-voice", "p3", "A radio talk that members found fair."),
    Given("partnership-builder", "p4", "The museum agreement, signed and kept.", role="partnership-lead"),
    Given("project-deliverer", "p4", "The scanning project."),
    Given("open-steward", "p4", "A year of open accounts."),
    Given("welcoming-host", "p5", "Tea and tables for every newcomer evening."),
    Given("first-steps", "p4", "Given twice by mistake.", revoked="issued_in_error"),
    Given("community-voice", "p1", "Wrote the yearly letter that everybody recognised.", accepted=False),
    Given("welcoming-host", "p3", "Two open evenings in two languages.", accepted=False),
)


def load() -> None:
    """Load what is not there yet; a second call changes nothing."""
    names = {one.key: one for one in demo_people()}
    content = _reviewed(json.loads(CONTENT.read_text(encoding="utf-8")))
    is_first = not any(one.name == HUB for one in issuers.groups())
    with clock.telling(clock.now() - AGE if is_first else clock.now()):
        ids = {key: _person(one.user_name, one.language) for key, one in names.items()}
        hub_id, user_group_id, affiliate_id = _groups(ids)
        load_content(SYSTEM, roles.document(content, user_group_id), owner_id=hub_id)
        affiliate.found(affiliate_id, ids, hub=finding.HUB_SLUG)
    for given in GIVEN:
        _give(given, people.actor_of(ids["steward"]), ids[given.person], names[given.person].user_name)
    ways.load(ids)
    journey.load(ids)
    finding.load(ids)
    frameworks.load(user_group_id, ids)
    roles.load(content, hub_id=hub_id, group_id=user_group_id, ids=ids)
    needs.load(ids, hub_id, user_group_id)
    plans.load(ids, hub_id=hub_id, group_id=user_group_id)
    affiliate.load(affiliate_id, ids)
    references.load(people.actor_of(ids["steward"]), hub_id)
    signals.load(ids)


def _groups(ids: Mapping[str, UUID]) -> tuple[UUID, UUID, UUID]:
    """Register the hub and its two affiliates with those who have a seat in them; give their ids."""
    hub_id = _group(HUB, ids["steward"])
    seats.give(ids["second-steward"], hub_id, SeatRole.STEWARD)
    for assessor in ("second-steward", "p4"):
        seats.give(ids[assessor], hub_id, SeatRole.ASSESSOR)
    safety.change(SYSTEM, ids["second-steward"], keeps=True)
    user_group_id = _group(USER_GROUP, ids["p2"], vouched_by=hub_id)
    seats.give(ids["p1"], user_group_id, SeatRole.ASSESSOR)
    return hub_id, user_group_id, _group(affiliate.NAME, ids[affiliate.STEWARD], vouched_by=hub_id)


def _person(user_name: str, language: str) -> UUID:
    found = people.person_by_name(user_name)
    return found.id if found else joining.make_person(user_name=user_name, language=language)


def _group(name: str, steward_id: UUID, *, vouched_by: UUID | None = None) -> UUID:
    found = next((one for one in issuers.groups() if one.name == name), None)
    if found:
        return found.id
    words = {"name": name, "description": _about(name), "url": None, "language": "en"}
    if vouched_by is None:
        return registering.make_first_group(**words, steward_id=steward_id)  # type: ignore[arg-type]
    group_id = registering.register_group(people.actor_of(steward_id), **words)  # type: ignore[arg-type]
    registering.vouch(SYSTEM, group_id)
    return group_id


def _about(name: str) -> str:
    return {
        HUB: "A made-up hub that keeps the reference framework and gives its badges.",
        USER_GROUP: "A made-up group of twelve volunteers along a river.",
        affiliate.NAME: affiliate.ABOUT,
    }[name]


def _reviewed(document: dict[str, Any]) -> dict[str, Any]:
    """Mark every text as reviewed in all languages, for the demo only."""
    copy = deepcopy(document)
    items = [copy["framework"], *copy["framework"]["competencies"]]
    for kind in ("roles", "badges", "learning_paths", "resources"):
        items += copy[kind]
    for item in items:
        item["reviewed"] = LANGUAGES
    return copy


def _was_given(badge: str, person_id: UUID) -> bool:
    """Tell whether an earlier start gave this, whatever became of it."""
    same = (Award.person_id == person_id, Achievement.slug == badge)
    query = select(Award.id).join(Award.version).join(AchievementVersion.achievement).where(*same)
    return session().scalars(query).first() is not None


def _give(given: Given, steward: Actor, person_id: UUID, user_name: str) -> None:
    if _was_given(given.badge, person_id):
        return
    award = awarding.award(
        steward,
        achievement=given.badge,
        recipient=user_name,
        reason=given.reason,
        role_slug=given.role,
        path_slug=given.path,
        path_title=paths.path(given.path).versions[-1].title if given.path else None,
    )
    if given.accepted:
        accepted = claiming.accept(people.actor_of(person_id), award.id)
        if given.revoked:
            withdrawing.revoke(steward, accepted.credential_id, reason=given.revoked, note="")
