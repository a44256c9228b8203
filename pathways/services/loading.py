"""Load a content file: whole, or not at all. Loading the same file again changes nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from badges.models import Achievement
from badges.services.defining import define_achievement, revise_achievement
from badges.services.levels import ensure_level_achievements
from competencies.models import Competency, Framework, Role
from competencies.services import publishing
from competencies.services.defining import define_role, revise_role
from competencies.services.frameworks import define_framework, revise_framework
from foundation import clock
from foundation.audit import record
from foundation.db import session, transaction
from foundation.errors import InvalidError, Problem
from foundation.policy import Action, Actor, Scope, require
from pathways import content_items as shapes
from pathways.content_check import Known, problems
from pathways.models import Path, PathVersion, Resource


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many items of each list the file had; `levels` are the achievements made of competency levels."""

    frameworks: int
    competencies: int
    levels: int
    roles: int
    badges: int
    resources: int
    paths: int


def load_content(actor: Actor, document: Any, *, owner_id: UUID) -> Loaded:
    """Give what was loaded for the group `owner_id` from a parsed content file.

    Raises InvalidError with all problems as JSON Pointers into the file, and as
    `require`; nothing is written then.
    """
    with transaction():
        require(actor, Action.CONTENT_LOAD, Scope(group_id=owner_id))
        if found := problems(document, _known()) or list(_taken(document, owner_id)):
            raise InvalidError(found)
        # Who may load for a group acts as its steward while loading.
        steward = replace(actor, stewards=actor.stewards | {owner_id})
        loaded = _Loader(steward, owner_id, document).load()
        record(actor, "content.loaded", owner_id, group_id=owner_id)
        return loaded


class _Loader:
    """One file on its way into the database."""

    def __init__(self, actor: Actor, owner_id: UUID, document: Mapping[str, Any]) -> None:
        self.actor, self.owner_id, self.document = actor, owner_id, document

    def load(self) -> Loaded:
        """Write every list, lower things first, since the upper ones refer to them."""
        framework = self.document.get("framework")
        competencies = framework["competencies"] if framework else []
        self._each("/framework", [framework] if framework else [], self._framework, single=True)
        levels = [ensure_level_achievements(self.actor, one["id"]) for one in competencies]
        return Loaded(
            frameworks=1 if framework else 0,
            competencies=len(competencies),
            levels=sum(len(one) for one in levels),
            roles=self._list("roles", self._role),
            badges=self._list("badges", self._badge),
            resources=self._list("resources", self._resource),
            paths=self._list("learning_paths", self._path),
        )

    def _list(self, name: str, write: Callable[[Mapping[str, Any]], object]) -> int:
        items = self.document.get(name, [])
        self._each(f"/{name}", items, write)
        return len(items)

    def _each(
        self,
        at: str,
        items: Sequence[Mapping[str, Any]],
        write: Callable[[Mapping[str, Any]], object],
        *,
        single: bool = False,
    ) -> None:
        """Write all items of a list, or raise what is wrong with any of them, with pointers into the file."""
        found: list[Problem] = []
        for index, item in enumerate(items):
            try:
                write(item)
            except InvalidError as error:
                place = at if single else f"{at}/{index}"
                found += [replace(one, pointer=f"{place}{one.pointer}") for one in error.problems]
        if found:
            raise InvalidError(found)

    def _framework(self, item: Mapping[str, Any]) -> object:
        shape = shapes.framework_shape(item, self.document)
        placed = [shapes.placed_shape(one) for one in item["competencies"]]
        if publishing.is_taken(Framework, item["id"]):
            return revise_framework(self.actor, item["id"], competencies=placed, **shape)
        return define_framework(
            self.actor, group_id=self.owner_id, slug=item["id"], competencies=placed, **shape
        )

    def _role(self, item: Mapping[str, Any]) -> object:
        shape = shapes.role_shape(item)
        if publishing.is_taken(Role, item["id"]):
            role = revise_role(self.actor, item["id"], **shape)
        else:
            role = define_role(self.actor, group_id=self.owner_id, slug=item["id"], **shape)
        role.is_reference = True
        return role

    def _badge(self, item: Mapping[str, Any]) -> object:
        shape = shapes.badge_shape(item)
        if publishing.is_taken(Achievement, item["id"]):
            return revise_achievement(self.actor, item["id"], **shape)
        return define_achievement(
            self.actor, group_id=self.owner_id, kind=item["kind"], slug=item["id"], **shape
        )

    def _resource(self, item: Mapping[str, Any]) -> None:
        known = session().scalar(select(Resource).where(Resource.slug == item["id"]))
        if known is None:
            known = Resource(slug=item["id"], owner_id=self.owner_id, body={}, changed_at=clock.now())
            session().add(known)
        if known.body != dict(item):
            known.body, known.changed_at = dict(item), clock.now()
        session().flush()

    def _path(self, item: Mapping[str, Any]) -> None:
        path = session().scalar(select(Path).where(Path.slug == item["id"]))
        if path is None:
            path = Path(slug=item["id"], owner_id=self.owner_id)
            publishing.store_new(path)
        publishing.publish(path, PathVersion, shapes.path_content(item, self.document))


def _known() -> Known:
    """What is in the database already, for references."""
    minutes = {one.slug: one.body["duration_minutes"] for one in session().scalars(select(Resource))}
    return Known(
        competencies=frozenset(session().scalars(select(Competency.slug))),
        roles=frozenset(session().scalars(select(Role.slug))),
        badges=frozenset(session().scalars(select(Achievement.slug))),
        resource_minutes=minutes,
    )


def _taken(document: Mapping[str, Any], owner_id: UUID) -> Iterator[Problem]:
    """Ids in the file that belong to another group, or to another kind of thing, in the database."""
    framework = document.get("framework")
    if framework:
        if _is_foreign(Framework, framework["id"], owner_id):
            yield Problem("/framework/id", "slug_taken")
        for index, one in enumerate(framework["competencies"]):
            if _is_foreign(Competency, one["id"], owner_id):
                yield Problem(f"/framework/competencies/{index}/id", "slug_taken")
    lists = {"roles": Role, "badges": Achievement, "resources": Resource, "learning_paths": Path}
    for name, kind in lists.items():
        for index, one in enumerate(document.get(name, ())):
            if _is_foreign(kind, one["id"], owner_id):
                yield Problem(f"/{name}/{index}/id", "slug_taken")


def _is_foreign(kind: Any, slug: str, owner_id: UUID) -> bool:
    owner = session().scalar(select(kind.owner_id).where(kind.slug == slug))
    return owner is not None and owner != owner_id
