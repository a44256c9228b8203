"""Roles of the made-up movement: one that the user group adapted, one that the hub worked out. Loads once.

After the user group adapted the reference role, the hub published a new version of it: so a notice waits. The
content of later starts has that version too, or loading it would go back to the first.
"""

from collections.abc import Mapping
from copy import deepcopy
from datetime import timedelta
from typing import Any
from uuid import UUID

from accounts import queries as people
from competencies.queries import adapting as known
from competencies.services import adapting, contexts, defining, modelling
from foundation import clock
from foundation.policy import Actor
from issuers import queries as issuers
from issuers.services import delegating
from pathways.content_items import role_shape

BASE = "community-organiser"
DECIDED_DAYS_AGO = 60
RENAMED = {"en": "The old name sounded like a boss.", "sv": "Det gamla namnet lät som en chef."}
WALK = {
    "title": "Photo walk host",
    "context": "We meet outdoors, in a town with many visitors. Half of us have never edited before.",
    "tasks": "Choose a route that everybody can walk.\nWelcome whoever comes.\nSay what may be photographed.",
    "levels": "One good walk is enough to begin with, so nothing is above level 2.",
    "person_a": "Has hosted four walks. Everything fits; level 2 for welcoming is right.",
    "person_b": "Knows the licences well but is shy. Would like to host together with somebody.",
    "purpose": "Takes people out to photograph, and brings the pictures home together.",
}
CHOSEN = (
    ("welcoming-volunteers", 2, True, "Half of the people come for the first time."),
    ("inclusive-safe-participation", 1, True, "The walk is open to everybody."),
    ("verifiable-content", 1, False, "Pictures need a true description."),
)
BEGUN = ("Radio voice", "We speak on a local radio once a month.")


def document(content: dict[str, Any], group_id: UUID) -> dict[str, Any]:
    """Give the content to load: with the newer version of the role once the group has adapted the first."""
    return _grown(content) if known.adaptations_of_group(group_id) else content


def load(content: dict[str, Any], *, hub_id: UUID, group_id: UUID, ids: Mapping[str, UUID]) -> None:
    """Load what is not there yet; a second call changes nothing."""
    hub, group = people.actor_of(ids["steward"]), people.actor_of(ids["p2"])
    if not known.adaptations_of_group(group_id):
        _adapt(group, group_id, content)
        (grown,) = (one for one in _grown(content)["roles"] if one["id"] == BASE)
        defining.revise_role(hub, BASE, **role_shape(grown))
        hub_row = issuers.issuer(hub_id)
        if hub_row is not None:
            delegating.delegate(group, group_id, hub=hub_row.slug)
    if not known.modellings_of_group(hub_id):
        _work_out(hub, hub_id)


def _adapt(steward: Actor, group_id: UUID, content: Mapping[str, Any]) -> None:
    contexts.describe(
        steward,
        group_id=group_id,
        kind="user_group",
        connectivity="little",
        languages="Svenska, Suomi, العربية",
        constraints="Twelve people with three working languages and little connection. Venues are borrowed.",
    )
    example = content["role_adaptations_example"][0]
    rename = {"op": "rename", "title": example["title_override"], "reason": RENAMED}
    adapting.adapt(
        steward,
        BASE,
        group_id=group_id,
        operations=[*example["changes"], rename],
        adopted_by=example["adopted_by"],
        adopted_on=clock.now().date(),
    )


def _grown(content: dict[str, Any]) -> dict[str, Any]:
    copy = deepcopy(content)
    for role in copy["roles"]:
        if role["id"] == BASE:
            role["term_guidance_months"] = 12
            for one in role["requirements"]:
                if one["competency"] == "evaluation-learning":
                    one["level"] = 2
    return copy


def _work_out(steward: Actor, hub_id: UUID) -> None:
    found = modelling.begin(steward, group_id=hub_id, title=WALK["title"], language="en")
    for step in ("context", "tasks"):
        modelling.write(steward, found.id, step, {step: WALK[step]})
    modelling.choose(steward, found.id, [{"competency": one[0], "reason": one[3]} for one in CHOSEN])
    levels = [{"level": level, "must": must, "weight": 1} for _slug, level, must, _why in CHOSEN]
    modelling.set_levels(steward, found.id, levels, text=WALK["levels"])
    tried = {name: WALK[name] for name in ("person_a", "person_b")}
    modelling.write(steward, found.id, "trial", tried)
    decided = clock.now().date() - timedelta(days=DECIDED_DAYS_AGO)
    modelling.adopt(
        steward,
        found.id,
        title=WALK["title"],
        purpose=WALK["purpose"],
        adopted_by="working_group",
        adopted_on=decided,
    )
    begun = modelling.begin(steward, group_id=hub_id, title=BEGUN[0], language="en")
    modelling.write(steward, begun.id, "context", {"context": BEGUN[1]})
