"""Frameworks that are being written: the hub's next version, and the user group's own. Loads once.

The user group derived its own from the hub's and kept two areas in two languages. One English sentence
was changed since, so its Swedish one is outdated.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from accounts import queries as people
from competencies import draft_tree
from competencies.draft_tree import Tree
from competencies.queries import trees
from competencies.services import deriving, draft_edits, drafting
from competencies.wording import LANGUAGES as ALL_LANGUAGES
from foundation.policy import Actor

ORIGIN = "volunteer-movement-core"
KEPT_AREAS = ("volunteers", "conflict")
LANGUAGES = ("en", "sv")
TITLE = {"en": "What we do along the river", "sv": "Vad vi gör längs floden"}
MEDIATION = "Helps two sides to hear each other and to find a way on that both can say yes to."
STATEMENT = "Welcomes newcomers on the river bank, so that each finds a first task and somebody to ask."


def load(group_id: UUID, people_ids: Mapping[str, UUID]) -> None:
    """Begin the user group's draft and the hub's, unless they are there."""
    _write_on(people.actor_of(people_ids["steward"]))
    if not trees.drafts(group_id):
        _derive(people.actor_of(people_ids["p2"]), group_id)


def _write_on(steward: Actor) -> None:
    """Begin the hub's draft: one sentence is sharper, and one competency stands before another."""
    draft = drafting.begin(steward, ORIGIN)
    if draft.revision > 1:
        return
    said = draft_tree.find_competency(draft.tree, "mediation")["statement"]
    draft = draft_edits.write_competency(
        steward, ORIGIN, revision=1, competency="mediation", statement={**said, "en": MEDIATION}
    )
    draft_edits.move_competency(
        steward, ORIGIN, revision=draft.revision, competency="mediation", domain="conflict", at=0
    )


def _derive(steward: Actor, group_id: UUID) -> None:
    draft = deriving.derive(steward, ORIGIN, group_id=group_id, number=1)
    reduced = {**_in_languages(_with_areas(draft.tree)), "title": TITLE}
    draft = draft_edits.replace_tree(steward, draft.slug, revision=draft.revision, tree=reduced)
    draft = draft_edits.mark_reviewed(
        steward, draft.slug, revision=draft.revision, language="en", pointers=["/title"], reviewed=True
    )
    changed = draft.tree["domains"][0]["competencies"][0]
    draft_edits.write_competency(
        steward,
        draft.slug,
        revision=draft.revision,
        competency=changed["id"],
        statement={**changed["statement"], "en": STATEMENT},
    )


def _with_areas(tree: Tree) -> Tree:
    return {**tree, "domains": [one for one in tree["domains"] if one["id"] in KEPT_AREAS]}


def _in_languages(tree: Tree) -> Tree:
    """Give the tree with the texts of the two languages that the group speaks."""

    def kept(value: Any) -> Any:
        if isinstance(value, list):
            return [kept(one) for one in value]
        if not isinstance(value, dict):
            return value
        if value and set(value) <= set(ALL_LANGUAGES):
            return {one: value[one] for one in LANGUAGES if one in value}
        return {name: kept(one) for name, one in value.items()}

    found: Tree = kept(tree)
    return found
