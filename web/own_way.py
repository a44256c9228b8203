"""One's own way, put together for pages: the gap to a role, how far one is on a path. Reads only.

What is asked for once is asked for all roles and paths of a page, so pages cost the same however much
they show.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from badges.queries.proofs import HeldBadge, Proof, held_badges, proofs
from competencies import queries as competencies
from competencies.gap import Gap, Readiness, Shown, asked_for, levels, readiness
from competencies.models import Competency, Role, RoleVersion
from competencies.next_steps import Catalogue, UsefulStep, nothing_closes, useful_steps
from competencies.queries import latest, stances
from foundation import clock
from pathways import queries as pathways
from pathways.models import Enrolment, EnrolmentState, Path, PathVersion, Resource
from pathways.progress import BADGE, Progress, Step, progress, steps_of
from web.connections import level_titles

Texts = Mapping[str, str]


class Ground:
    """What all of a person's way stands on, each read once and only when a page needs it."""

    def __init__(self, person_id: UUID) -> None:
        self.person_id = person_id
        self.now: datetime = clock.now()

    @cached_property
    def proofs(self) -> Mapping[str, Proof]:
        """Every badge and level in force, by slug."""
        return {one.slug: one for one in proofs()}

    @cached_property
    def paths(self) -> Sequence[Path]:
        """Every path."""
        return pathways.paths()

    @cached_property
    def shown(self) -> Mapping[str, Shown]:
        """What the person can show now, by competency."""
        return competencies.shown_levels(self.person_id)

    @cached_property
    def held(self) -> Sequence[HeldBadge]:
        """The badges that the person holds now."""
        return held_badges(self.person_id, self.now)

    @cached_property
    def ticked(self) -> Mapping[UUID, set[str]]:
        """The steps that the person did, by path."""
        return pathways.ticked(self.person_id)

    @cached_property
    def topics(self) -> Mapping[str, pathways.Topic]:
        """Everything to learn from, by slug, without its text."""
        return {one.slug: one for one in pathways.topics()}

    @cached_property
    def catalogue(self) -> Catalogue:
        """All that can close a gap."""
        return pathways.catalogue(self.proofs.values(), self.paths, self.topics.values())

    @cached_property
    def own_levels(self) -> Mapping[str, int]:
        """What the person says of themselves, by competency: beside what they can show, never counted."""
        return stances.own_levels(self.person_id)

    def held_badge(self, slug: str) -> HeldBadge | None:
        """Give the badge of that slug if the person holds it."""
        return next((one for one in self.held if one.slug == slug), None)

    def shown_by(self, shown: Shown | None) -> HeldBadge | None:
        """Give the badge that shows a level."""
        return next((one for one in self.held if shown is not None and one.urn == shown.source), None)

    def path(self, slug: str | None) -> Path | None:
        """Give a path by its slug."""
        return next((one for one in self.paths if one.slug == slug), None)


@dataclass(frozen=True, slots=True)
class RoleWay:
    """A role beside what the person can show, by the version in force now. `unclosed`: nothing closes it."""

    role: Role
    version: RoleVersion
    readiness: Readiness
    steps: tuple[UsefulStep, ...]
    unclosed: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class RequirementView:
    """One requirement: what is needed, what is held, by which badge; and the badges that close the gap.

    `titles`: of the four levels, level 1 first. `own`: what the person says of themselves, shown beside and
    never counted. `alone`: the level on its own, without any other.
    """

    gap: Gap
    competency: Competency
    titles: Sequence[Texts]
    shown: Shown | None
    badge: HeldBadge | None
    own: int | None
    closing: Sequence[Proof]
    alone: Proof | None


@dataclass(frozen=True, slots=True)
class PathWay:
    """A path and how far the person is on it; `enrolment` None: not followed."""

    path: Path
    version: PathVersion
    enrolment: Enrolment | None
    progress: Progress
    resources: Mapping[str, Resource]

    @property
    def state(self) -> str:
        """Where the person stands: as was written down, or completed by what they did meanwhile."""
        if self.enrolment is None:
            return "open"
        is_done = self.enrolment.state == EnrolmentState.STARTED and self.progress.is_complete
        return EnrolmentState.COMPLETED.value if is_done else self.enrolment.state


def role_way(role: Role, ground: Ground) -> RoleWay:
    """Give how far the person is from a role, and the most useful steps towards it."""
    version, held = latest(role), levels(ground.shown)
    found = readiness(asked_for(version.requirements), held)
    steps = useful_steps(found.gaps, held, ground.catalogue)
    return RoleWay(role, version, found, steps, nothing_closes(found.gaps, ground.catalogue))


def requirement_views(way: RoleWay, ground: Ground) -> list[RequirementView]:
    """Give the requirements of a role for its page, needed ones first; three queries."""
    wanted = competencies.competencies_by_slug({gap.competency for gap in way.readiness.gaps})
    frameworks = competencies.frameworks_by_id(
        {one.framework_id for one in wanted.values() if one.framework_id}
    )
    return [
        RequirementView(
            gap=gap,
            competency=wanted[gap.competency],
            titles=level_titles(wanted[gap.competency], frameworks),
            shown=(shown := ground.shown.get(gap.competency)),
            badge=ground.shown_by(shown),
            own=ground.own_levels.get(gap.competency),
            closing=_closing(gap, ground.proofs.values()),
            alone=_alone(gap, ground.proofs.values()),
        )
        for gap in sorted(way.readiness.gaps, key=lambda one: not one.must)
        if gap.competency in wanted
    ]


def path_way(
    path: Path, enrolment: Enrolment | None, resources: Mapping[str, Resource], ground: Ground
) -> PathWay:
    """Give how far the person is on a path; `resources` are at least those of its steps."""
    version = latest(path)
    minutes = {slug: one.body.get("duration_minutes") or 0 for slug, one in resources.items()}
    done = ground.ticked.get(path.id, set())
    held = {one.slug for one in ground.held}
    found = progress(steps_of(version.steps, minutes), done, held)
    return PathWay(path, version, enrolment, found, resources)


def path_ways(ground: Ground) -> list[PathWay]:
    """Give the paths that the person follows, the last touched first."""
    followed = pathways.enrolments(ground.person_id)
    versions = [latest(one.path) for one in followed]
    wanted = {step["ref"] for one in versions for step in one.steps if step["kind"] == "resource"}
    resources = {one.slug: one for one in pathways.resources(wanted)}
    return [path_way(one.path, one, resources, ground) for one in followed]


def step_texts(way: PathWay, step: Step, ground: Ground) -> Mapping[str, Any]:
    """Give what a step is called, in all its languages."""
    if step.kind == BADGE:
        proof = ground.proofs.get(step.ref)
        return proof.name if proof else {}
    if step.ref in way.resources:
        return dict(way.resources[step.ref].body["title"])
    return next((dict(one.get("text") or {}) for one in way.version.steps if one["id"] == step.id), {})


def _closing(gap: Gap, found: Iterable[Proof]) -> list[Proof]:
    return [
        one
        for one in found
        if one.counts_towards_roles and not one.is_level and one.proves.get(gap.competency, 0) >= gap.required
    ]


def _alone(gap: Gap, found: Iterable[Proof]) -> Proof | None:
    wanted = {gap.competency: gap.required}
    return next((one for one in found if one.is_level and one.proves == wanted), None)
