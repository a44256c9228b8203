"""What a group says of itself, so that readers see why a role differs there."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson

from competencies.models import ContextProfile
from competencies.queries import adapting as known
from competencies.services.publishing import unchanged
from foundation import clock
from foundation.audit import record
from foundation.db import session, transaction
from foundation.errors import InvalidError, Problem
from foundation.policy import Action, Actor, Scope, require
from foundation.text import clean, clean_line
from issuers import queries as issuers

KINDS = ("user_group", "chapter", "thematic", "language_community", "hub", "other")
CONNECTIVITY = ("good", "changing", "little")
LANGUAGES_MAX = 200
CONSTRAINTS_MAX = 1000


def describe(
    actor: Actor,
    *,
    group_id: UUID,
    kind: str,
    connectivity: str,
    languages: str = "",
    constraints: str = "",
    seen: str | None = None,
) -> ContextProfile:
    """Say what a group is like. Raises InvalidError with pointers, and those of `require`.

    ConflictError("draft_changed") when it does not say any more what was `seen` (the mark of that).
    """
    with transaction():
        require(actor, Action.ROLE_DEFINE, Scope(group_id=group_id))
        issuers.hold(group_id)
        unchanged(seen, context_mark(known.context(group_id)))
        words = {"languages": clean_line(languages), "constraints": clean(constraints)}
        _refuse(kind, connectivity, words)
        found = known.context(group_id)
        if found is None:
            found = ContextProfile(group_id=group_id)
            session().add(found)
        found.kind, found.connectivity, found.changed_at = kind, connectivity, clock.now()
        found.languages, found.constraints = words["languages"], words["constraints"]
        session().flush()
        record(actor, "competencies.context.describe", group_id, group_id=group_id)
        return found


def profile_values(profile: ContextProfile | None) -> dict[str, Any]:
    """Give a context as plain values, to be kept with what was decided in it; {} where none was written."""
    names = ("kind", "connectivity", "languages", "constraints")
    return {name: getattr(profile, name) for name in names} if profile else {}


def context_mark(profile: ContextProfile | None) -> str:
    """Give a short mark of what a group says of itself: another one means that somebody has changed it."""
    said = orjson.dumps(profile_values(profile), option=orjson.OPT_SORT_KEYS)
    return sha256(said).hexdigest()[:16]


def _refuse(kind: str, connectivity: str, words: Mapping[str, str]) -> None:
    problems = []
    if kind not in KINDS:
        problems.append(Problem("/kind", "unknown"))
    if connectivity not in CONNECTIVITY:
        problems.append(Problem("/connectivity", "unknown"))
    for name, most in (("languages", LANGUAGES_MAX), ("constraints", CONSTRAINTS_MAX)):
        if len(words[name]) > most:
            problems.append(Problem(f"/{name}", "text_too_long", {"longest": most}))
    if problems:
        raise InvalidError(problems)
