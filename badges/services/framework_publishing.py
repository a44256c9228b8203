"""Publish the draft of a framework with a badge for each level of its competencies, all or nothing."""

from dataclasses import replace

from badges.services.levels import ensure_level_achievements
from competencies.models import Framework
from competencies.services.framework_publishing import publish_tree
from foundation.db import transaction
from foundation.errors import InvalidError
from foundation.policy import Actor


def publish_framework(actor: Actor, slug: str, *, revision: int) -> Framework:
    """Give the framework with what its draft says in force. Raises as `publish_tree`.

    A level that could not be signed raises InvalidError too; `/competencies/<id>/...` says which.
    """
    with transaction():
        done = publish_tree(actor, slug, revision=revision)
        for competency in done.to_follow:
            _follow(actor, competency)
        return done.framework


def _follow(actor: Actor, competency: str) -> None:
    try:
        ensure_level_achievements(actor, competency)
    except InvalidError as error:
        found = [replace(one, pointer=f"/competencies/{competency}{one.pointer}") for one in error.problems]
        raise InvalidError(found) from error
