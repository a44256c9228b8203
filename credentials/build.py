"""From values of `credentials.model` to JSON-ready documents (OB 3.0, serialization and data model).

Arrays stay arrays even with one member, nulls and empty arrays are omitted, times are whole seconds in UTC.
What a verifier would refuse is not built: every function here raises `CannotBuildError` with the code and the
JSON pointer of the first problem, and all of them in `problems`.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from credentials import build_rules, model, status
from credentials.contexts import CREDENTIALS_V2, EXTENSIONS, OPEN_BADGES
from credentials.errors import CannotBuildError, StatusListError
from credentials.instants import timestamp
from credentials.verify.case import listed

# The value of `type`, where it is not an array with the name of the class: text where it is exactly one word,
# None where there need not be any.
_TYPES: Mapping[type, str | tuple[str, ...] | None] = {
    model.Image: "Image",
    model.IdentityObject: "IdentityObject",
    model.IdentifierEntry: "IdentifierEntry",
    model.GeoCoordinates: "GeoCoordinates",
    model.RefreshService: "1EdTechCredentialRefresh",
    model.RevocationList: "1EdTechRevocationList",
    model.Criteria: None,
    model.AchievementCredential: ("VerifiableCredential", "OpenBadgeCredential"),
    model.EndorsementCredential: ("VerifiableCredential", "EndorsementCredential"),
}
_EXTENSION_TYPES = frozenset(
    {"1EdTechJsonSchemaValidator2019", "1EdTechCredentialRefresh", "1EdTechRevocationList"}
)
_TYPED_MEMBERS = ("credentialSchema", "credentialStatus", "refreshService", "termsOfUse")
_CLOSED = frozenset({model.Image, model.IdentityObject, model.IdentifierEntry})
_NOT_MEMBERS = frozenset({"further_types", "extra", "contexts", "type"})


def achievement_credential(c: model.AchievementCredential, *, as_token: bool = False) -> dict[str, Any]:
    """Give the unsigned AchievementCredential (OB 3.0, AchievementCredential).

    `as_token` is for a credential that will be signed as VC-JWT: only there may `endorsement_jwt` stand.
    """
    return _credential(c, c.contexts, as_token=as_token)


def endorsement_credential(c: model.EndorsementCredential, *, as_token: bool = False) -> dict[str, Any]:
    """Give the unsigned EndorsementCredential (OB 3.0, EndorsementCredential); `as_token` as above."""
    return _credential(c, c.contexts, as_token=as_token)


def achievement(a: model.Achievement) -> dict[str, Any]:
    """Give one Achievement without `@context`, as it stands inside a credential."""
    return _part(a, "Achievement")


def profile(p: model.Profile) -> dict[str, Any]:
    """Give one Profile without `@context`, as it stands inside a credential."""
    return _part(p, "Profile")


def _credential(
    credential: model.AchievementCredential | model.EndorsementCredential,
    further: tuple[str, ...],
    *,
    as_token: bool,
) -> dict[str, Any]:
    writing = _Writing()
    members = writing.members(credential)
    own = [EXTENSIONS] if _has_extension_type(members) and EXTENSIONS not in further else []
    document = {"@context": [CREDENTIALS_V2, OPEN_BADGES, *own, *further], **members}
    build_rules.require_sound(document, is_token=as_token)
    # An embedded proof is made in safe mode, a token is not; words of one's own get their pointer here.
    if as_token or writing.has_own_words:
        build_rules.require_safe(document)
    return document


def _part(value: model.Achievement | model.Profile, kind: str) -> dict[str, Any]:
    members = _Writing().members(value)
    build_rules.require_sound_part(members, kind)
    return members


def _has_extension_type(document: Mapping[str, Any]) -> bool:
    entries: list[Any] = [entry for name in _TYPED_MEMBERS for entry in listed(document.get(name))]
    return not _EXTENSION_TYPES.isdisjoint(kind for entry in entries for kind in listed(entry["type"]))


class _Writing:
    """Writes values as JSON, and remembers whether any word in them did not come out of this module."""

    def __init__(self) -> None:
        self.has_own_words = False

    def members(self, value: Any) -> dict[str, Any]:
        if value.__class__ is model.CredentialStatus:
            return self._extended(value, _status(value))
        members: dict[str, Any] = {}
        for name, key in _names(value.__class__):
            if not name:
                members.update(_typed(value))
                continue
            given = getattr(value, name)
            if given is not None and given != ():
                members[key] = given if given.__class__ is str else self._value(given)
        return self._extended(value, members)

    def _value(self, given: Any) -> Any:
        match given:
            case tuple():
                return [member if member.__class__ is str else self._value(member) for member in given]
            case datetime():
                return timestamp(given)
            case date():
                return given.isoformat()
        if is_dataclass(given):
            return self.members(given)
        self.has_own_words |= isinstance(given, Mapping)
        return given

    def _extended(self, value: Any, members: dict[str, Any]) -> dict[str, Any]:
        """Add the members of one's own. Raises `CannotBuildError("member_taken")`."""
        if value.__class__ not in _CLOSED and (value.extra or value.further_types):
            self.has_own_words = True
            taken = {"type", *members, *(key for _, key in _names(value.__class__))} & value.extra.keys()
            if taken:
                raise CannotBuildError("member_taken", members=sorted(taken))
            members.update(value.extra)
        self.has_own_words |= value.__class__ is model.TermsOfUse
        return members


def _status(given: model.CredentialStatus) -> dict[str, Any]:
    try:
        members = status.entry(
            given.status_list_credential,
            given.status_list_index,
            purpose=given.status_purpose,
            messages=given.status_message,
            reference=given.status_reference,
        )
    except StatusListError as error:
        raise CannotBuildError(error.code, pointer="/credentialStatus", **error.facts) from error
    if given.further_types:
        members["type"] = [members["type"], *given.further_types]
    return members


@cache
def _names(cls: type[Any]) -> tuple[tuple[str, str], ...]:
    """Pairs of attribute and JSON member, `id` first, `type` next."""
    names = [(field.name, _camel(field.name)) for field in fields(cls) if field.name not in _NOT_MEMBERS]
    names.sort(key=lambda name: name[0] != "id")
    names.insert(1 if names[0][0] == "id" else 0, ("", "type"))
    return tuple(names)


def _typed(value: Any) -> dict[str, str | list[str]]:
    cls = value.__class__
    own = getattr(value, "type", None) or _TYPES.get(cls, (cls.__name__,))
    further = getattr(value, "further_types", ())
    if further:
        names = own if isinstance(own, tuple) else (own or cls.__name__,)
        return {"type": [*names, *further]}
    if own is None:
        return {}
    return {"type": own if isinstance(own, str) else list(own)}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
