"""From values of `credentials.model` to JSON-ready documents (OB 3.0, serialization and data model).

Arrays stay arrays even with one member, nulls and empty arrays are omitted, times are whole seconds in UTC.
What a verifier would refuse is not built: every function here raises `CannotBuildError` with the code and the
JSON pointer of the first problem, and all of them in `problems`. It does so for values of other Python types
than the model names, too. A credential that is built can be signed.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from credentials import build_rules, model, status
from credentials.build_rules import Problem
from credentials.contexts import CREDENTIALS_V2, EXTENSIONS, OPEN_BADGES
from credentials.errors import CredentialError
from credentials.instants import timestamp
from credentials.json_pointer import escaped
from credentials.strict_json import MAX_DEPTH
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
_NOT_MEMBERS = frozenset({"further_types", "extra", "contexts"})


def achievement_credential(c: model.AchievementCredential, *, as_token: bool = False) -> dict[str, Any]:
    """Give the unsigned AchievementCredential (OB 3.0, AchievementCredential).

    `as_token` is for a credential that will be signed as VC-JWT: only there may `endorsement_jwt` stand.
    The standard lets `issuer` be an address alone; that is verified here and never built, because who shows
    a badge must show its issuer's name, and the public validator of 1EdTech refuses a bare address.
    """
    return _credential(c, model.AchievementCredential, as_token=as_token)


def endorsement_credential(c: model.EndorsementCredential, *, as_token: bool = False) -> dict[str, Any]:
    """Give the unsigned EndorsementCredential (OB 3.0, EndorsementCredential); `as_token` as above."""
    return _credential(c, model.EndorsementCredential, as_token=as_token)


def achievement(a: model.Achievement) -> dict[str, Any]:
    """Give one Achievement without `@context`, as it stands inside a credential (OB 3.0, Achievement)."""
    return _part(a, model.Achievement)


def profile(p: model.Profile) -> dict[str, Any]:
    """Give one Profile without `@context`, as it stands inside a credential."""
    return _part(p, model.Profile)


def _credential(
    credential: model.AchievementCredential | model.EndorsementCredential,
    kind: type[model.AchievementCredential | model.EndorsementCredential],
    *,
    as_token: bool,
) -> dict[str, Any]:
    writing = _Writing()
    members = writing.whole(credential, kind)
    further = writing.array(credential.contexts, "/@context")
    build_rules.refuse(writing.problems)
    own = [EXTENSIONS] if _has_extension_type(members) and EXTENSIONS not in further else []
    document = {"@context": [CREDENTIALS_V2, OPEN_BADGES, *own, *further], **members}
    build_rules.require_sound(document, is_token=as_token)
    build_rules.require_safe(document, is_token=as_token)
    return document


def _part(value: model.Achievement | model.Profile, kind: type[Any]) -> dict[str, Any]:
    writing = _Writing()
    members = writing.whole(value, kind)
    build_rules.refuse(writing.problems)
    build_rules.require_sound_part(members, kind.__name__)
    return members


def _has_extension_type(members: Mapping[str, Any]) -> bool:
    entries = [entry for name in _TYPED_MEMBERS for entry in listed(members.get(name))]
    kinds = [kind for entry in entries if isinstance(entry, dict) for kind in listed(entry.get("type"))]
    return any(isinstance(kind, str) and kind in _EXTENSION_TYPES for kind in kinds)


class _Writing:
    """Writes values as JSON; what has none, or not the one that its place wants, goes to `problems`."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def whole(self, value: Any, kind: type[Any]) -> dict[str, Any]:
        """Give the members of what a caller gave. Raises `CannotBuildError("wrong_type")`."""
        if not isinstance(value, kind):
            build_rules.refuse([("wrong_type", "")])
        return self._object(value, "")

    def array(self, given: Any, pointer: str) -> list[Any]:
        """Give an array; it is empty for what is no tuple."""
        if not isinstance(given, tuple):
            self.problems.append(("not_array", pointer))
            return []
        return [
            member if member.__class__ is str else self._single(member, f"{pointer}/{at}")
            for at, member in enumerate(given)
        ]

    def _object(self, value: Any, pointer: str) -> dict[str, Any]:
        if self._is_too_deep(pointer):
            return {}
        is_status = value.__class__ is model.CredentialStatus
        members = self._status(value, pointer) if is_status else self._members(value, pointer)
        if value.__class__ not in _CLOSED and (value.further_types or value.extra):
            self._extend(members, value, pointer)
        return members

    def _members(self, value: Any, pointer: str) -> dict[str, Any]:
        members: dict[str, Any] = {}
        for name, key, wanted in _names(value.__class__):
            if not name:
                members |= _typed(value.__class__)
                continue
            given = getattr(value, name)
            kind = given.__class__
            if kind is str and wanted is None:
                members[key] = given
            elif given is not None and (kind is not tuple or given):
                members[key] = self._member(given, wanted, f"{pointer}/{key}")
        return members

    def _member(self, given: Any, wanted: type | None, pointer: str) -> Any:
        if wanted is None:
            return self._single(given, pointer)
        return self.array(given, pointer) if wanted is tuple else self._moment(given, wanted, pointer)

    def _moment(self, given: Any, wanted: type, pointer: str) -> str | None:
        """Give a time or a day. To Python a time is a day as well, to the standard it is none."""
        if not isinstance(given, date) or isinstance(given, datetime) is not (wanted is datetime):
            self.problems.append(("not_date", pointer))
            return None
        try:
            return timestamp(given) if isinstance(given, datetime) else given.isoformat()
        except CredentialError as error:
            self.problems.append((error.code, pointer))
        except OverflowError:  # in UTC it is before the first year, or after the last
            self.problems.append(("not_date", pointer))
        return None

    def _single(self, given: Any, pointer: str) -> Any:
        if isinstance(given, model.Extensible) or given.__class__ in _CLOSED:
            return self._object(given, pointer)
        return self._json(given, pointer)

    def _json(self, given: Any, pointer: str) -> Any:
        """Give a copy of what should be JSON already."""
        if given.__class__ is str:
            return given
        code = build_rules.scalar_problem(given)
        if code is None:
            return given
        if isinstance(given, str):
            return str.__str__(given)  # an enumeration would give its own name
        if isinstance(given, list | Mapping):
            return self._container(given, pointer)
        self.problems.append((code, pointer))
        return None

    def _container(self, given: list[Any] | Mapping[Any, Any], pointer: str) -> Any:
        if self._is_too_deep(pointer):
            return None
        if isinstance(given, list):
            return [self._json(member, f"{pointer}/{at}") for at, member in enumerate(given)]
        if not all(isinstance(name, str) for name in given):
            self.problems.append(("not_json", pointer))
            return {}
        # As of texts: an enumeration would give its own name.
        named = {str.__str__(name): member for name, member in given.items()}
        return {name: self._json(member, f"{pointer}/{escaped(name)}") for name, member in named.items()}

    def _is_too_deep(self, pointer: str) -> bool:
        is_too_deep = pointer.count("/") >= MAX_DEPTH
        if is_too_deep:
            self.problems.append(("too_deep", pointer))
        return is_too_deep

    def _extend(self, members: dict[str, Any], value: Any, pointer: str) -> None:
        """Add the types and members of one's own."""
        if value.further_types:
            names = listed(members.get("type")) or [value.__class__.__name__]
            members["type"] = [*names, *self.array(value.further_types, f"{pointer}/type")]
        extra = self._json(value.extra or {}, pointer)
        if not isinstance(extra, dict):
            self.problems.append(("not_an_object", pointer))
            return
        taken = {"type", *members, *(key for _, key, _ in _names(value.__class__))} & extra.keys()
        self.problems += [("member_taken", f"{pointer}/{escaped(name)}") for name in sorted(taken)]
        members.update(extra)

    def _status(self, given: model.CredentialStatus, pointer: str) -> dict[str, Any]:
        if given.status_list_index.__class__ is not int:
            self.problems.append(("index_invalid", f"{pointer}/statusListIndex"))
            return {}
        messages = self.array(given.status_message, f"{pointer}/statusMessage")
        try:
            members = status.entry(
                given.status_list_credential,
                given.status_list_index,
                purpose=given.status_purpose,
                messages=messages,
                reference=given.status_reference,
            )
        except CredentialError as error:
            self.problems.append((error.code, pointer))
            return {}
        written: dict[str, Any] = self._json(members, pointer)
        return written


@cache
def _names(cls: type[Any]) -> tuple[tuple[str, str, type | None], ...]:
    """Give attribute, JSON member and what is wanted, `id` first; no attribute for what the class tells."""
    hints = get_type_hints(cls)
    names: list[tuple[str, str, type | None]] = [
        (field.name, _camel(field.name), _wanted(hints[field.name]))
        for field in fields(cls)
        if field.name not in _NOT_MEMBERS
    ]
    names.sort(key=lambda name: name[0] != "id")
    if not any(key == "type" for _, key, _ in names):
        names.insert(1 if names[0][0] == "id" else 0, ("", "type", None))
    return tuple(names)


def _wanted(hint: Any) -> type | None:
    """Give what a field must be to be written: an array, a time or a day; None for what the rules judge."""
    kinds = {get_origin(kind) or kind for kind in (hint, *get_args(hint))}
    return next((kind for kind in (tuple, datetime, date) if kind in kinds), None)


def _typed(cls: type[Any]) -> dict[str, Any]:
    own = _TYPES.get(cls, (cls.__name__,))
    if own is None:
        return {}
    return {"type": list(own) if isinstance(own, tuple) else own}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
