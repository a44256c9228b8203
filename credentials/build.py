"""From values of `credentials.model` to JSON-ready documents (OB 3.0, serialization and data model).

Arrays stay arrays even with one member, nulls and empty arrays are omitted, times are whole seconds in UTC.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Any

from credentials import model, status
from credentials.contexts import CREDENTIALS_V2, OPEN_BADGES
from credentials.instants import timestamp

# The value of `type`: an exact string where the class is closed, else an array.
_TYPES: Mapping[type, str | tuple[str, ...] | None] = {
    model.Image: "Image",
    model.IdentityObject: "IdentityObject",
    model.Criteria: None,
    model.AchievementCredential: ("VerifiableCredential", "OpenBadgeCredential"),
    model.EndorsementCredential: ("VerifiableCredential", "EndorsementCredential"),
}


def achievement_credential(c: model.AchievementCredential) -> dict[str, Any]:
    """Give the unsigned AchievementCredential (OB 3.0, AchievementCredential)."""
    return _with_context(c)


def endorsement_credential(c: model.EndorsementCredential) -> dict[str, Any]:
    """Give the unsigned EndorsementCredential (OB 3.0, EndorsementCredential)."""
    return _with_context(c)


def achievement(a: model.Achievement) -> dict[str, Any]:
    """Give one Achievement without `@context`, as it stands inside a credential."""
    return _members(a)


def profile(p: model.Profile) -> dict[str, Any]:
    """Give one Profile without `@context`, as it stands inside a credential."""
    return _members(p)


def _with_context(value: object) -> dict[str, Any]:
    return {"@context": [CREDENTIALS_V2, OPEN_BADGES], **_members(value)}


def _members(value: Any) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, key in _names(value.__class__):
        if key == "type":
            members["type"] = _type(type(value))
            continue
        given = getattr(value, name)
        if given is not None and given != ():
            members[key] = _value(given)
    return members


def _value(given: Any) -> Any:
    match given:
        case model.CredentialStatus():
            return status.entry(given.status_list_credential, given.status_list_index)
        case datetime():
            return timestamp(given)
        case tuple():
            return [_value(member) for member in given]
    return _members(given) if is_dataclass(given) else given


@cache
def _names(cls: type[Any]) -> tuple[tuple[str, str], ...]:
    """Pairs of attribute and JSON member, with `type` after `id`."""
    names = [(field.name, _camel(field.name)) for field in fields(cls)]
    if _TYPES.get(cls, ()) is not None:
        names.insert(1 if names[0][1] == "id" else 0, ("", "type"))
    return tuple(names)


def _type(cls: type) -> str | list[str] | None:
    known = _TYPES.get(cls, (cls.__name__,))
    return list(known) if isinstance(known, tuple) else known


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
