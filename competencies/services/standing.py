"""Publish versions of a framework: each names which version of which competency stands where."""

from collections.abc import Mapping, Sequence
from typing import Any

from competencies.models import Framework, FrameworkVersion
from competencies.queries import trees
from competencies.services import publishing
from foundation.audit import record
from foundation.policy import Actor

_WORDS = ("title", "description", "domains", "levels", "vocabularies", "reviewed")


def publish(
    actor: Actor,
    framework: Framework,
    words: Mapping[str, Any],
    members: Sequence[Mapping[str, Any]],
    source: str | None = None,
) -> FrameworkVersion | None:
    """Give the next version, with `words` and `members` (`FrameworkVersion`); None where it says nothing new.

    The caller has asked who may and what fits, and holds the framework.
    """
    content = {**words, "members": list(members)}
    version = publishing.publish(framework, FrameworkVersion, content, source=source)
    if version is not None:
        facts = {"number": version.number, "competencies": len(members)}
        record(actor, "framework.published", framework.id, group_id=framework.owner_id, facts=facts)
    return version


def follow(actor: Actor, framework: Framework) -> FrameworkVersion | None:
    """Give the version that says what stands in the framework now, after one of its competencies changed."""
    newest = framework.versions[-1]
    words = {name: getattr(newest, name) for name in _WORDS}
    return publish(actor, framework, words, trees.standing(framework, newest.domains), newest.source)
