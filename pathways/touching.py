"""What an edit of a framework touches: badges for levels follow; other badges, roles and paths stay."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from badges.models import Achievement
from badges.queries import achievements
from competencies import queries as competencies
from competencies import tree_diff
from competencies.draft_tree import Tree, ids
from competencies.models import Role
from competencies.queries import latest
from competencies.tree_diff import Change
from pathways import queries as pathways
from pathways.models import Path
from pathways.progress import BADGE


@dataclass(frozen=True, slots=True)
class Impact:
    """What an edit touches: badges that prove a changed competency, roles that need it, paths to them.

    `levels`: badges for levels of competencies; these get a new version.
    """

    levels: Sequence[Achievement]
    badges: Sequence[Achievement]
    roles: Sequence[Role]
    paths: Sequence[Path]


def touched_by(changes: Sequence[Change], before: Tree, following: Collection[str]) -> Impact:
    """Give the badges, roles and paths that an edit touches; other names of levels touch every competency.

    `following`: the competencies (slugs) whose levels get a new version.
    """
    slugs = ids(before) if tree_diff.levels_differ(changes) else tree_diff.touched(changes)
    badges = [
        one
        for one in achievements.badges()
        if any(proof["competency"] in slugs for proof in latest(one).proves)
    ]
    roles = [
        one
        for one in competencies.roles_in_force()
        if any(need["competency"] in slugs for need in latest(one).requirements)
    ]
    levels = achievements.levels_of(following)
    names = ({one.slug for one in (*badges, *levels)}, {one.slug for one in roles})
    paths = [one for one in pathways.paths() if _leads_to(one, *names)] if any(names) else []
    return Impact(levels, badges, roles, paths)


def _leads_to(path: Path, badges: set[str], roles: set[str]) -> bool:
    version = latest(path)
    steps = {one["ref"] for one in version.steps if one["kind"] == BADGE}
    return bool(badges & (steps | set(version.leads_to_badges)) or roles & set(version.leads_to_roles))
