"""What is never built, because a verifier would refuse it: the rules of verification, and a few more.

`credentials.verify.checks.structure` judges the structure, as of what others give us; here is what only an
issuer must keep (OB 3.0: Issuer conformance, Serialization, Extending the data model).
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

import orjson

from credentials import unwrap
from credentials.canonical import check_fixpoint
from credentials.contexts import BUNDLED, CREDENTIALS_V2, EXTENSIONS, OPEN_BADGES
from credentials.errors import CannotBuildError, CredentialError
from credentials.model import ACHIEVEMENT_SCHEMA, ENDORSEMENT_SCHEMA, Purpose
from credentials.verify.case import listed
from credentials.verify.checks import structure

_STANDARD = frozenset({CREDENTIALS_V2, OPEN_BADGES, EXTENSIONS})
_OWN_SCHEMAS = frozenset({ACHIEVEMENT_SCHEMA, ENDORSEMENT_SCHEMA})
_PURPOSES = frozenset(get_args(Purpose))
# The rest of what is read is for proofs, and for who writes the same JSON with line ends and indents.
_MAX_BYTES = unwrap.MAX_BYTES - 60_000

Problem = tuple[str, str]  # a code and the JSON pointer of the place


def require_sound(document: Mapping[str, Any], *, is_token: bool) -> None:
    """Return when the unsigned credential may be signed. Raises `CannotBuildError` with all problems."""
    problems = [*_context_problems(document), *structure.problems(document), *_rule_problems(document)]
    problems += _walk_problems(document, document["id"], is_token=is_token)
    _refuse(problems)
    _refuse(_length_problems(document))


def require_sound_part(members: Mapping[str, Any], kind: str) -> None:
    """Return when an Achievement or a Profile may stand in a credential. Raises as `require_sound`."""
    _refuse([*structure.part_problems(members, kind), *_walk_problems(members, None, is_token=True)])


def require_safe(document: Mapping[str, Any]) -> None:
    """Return when a context defines every word. Raises `CannotBuildError` with the code of the safe mode."""
    try:
        check_fixpoint(document)
    except CredentialError as error:
        raise CannotBuildError(error.code, **error.facts) from error


def _refuse(problems: list[Problem]) -> None:
    if problems:
        (code, pointer), *_ = problems
        told = [{"code": each, "pointer": place} for each, place in problems]
        raise CannotBuildError(code, pointer=pointer, problems=told)


def _context_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Further contexts are bundled here, and a schema describes their words as well (both are a MUST)."""
    named = document["@context"]
    for place, url in enumerate(named):
        if url in named[:place]:
            yield "context_repeated", f"/@context/{place}"
        elif url not in BUNDLED:
            yield "unknown_context", f"/@context/{place}"
    if not _STANDARD.issuperset(named) and "credentialSchema" not in document:
        yield "schema_missing", "/credentialSchema"


def _rule_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Give what is against a rule for issuers; the structure may be wrong as well."""
    if not document["issuer"].get("name"):
        yield "missing", "/issuer/name"
    if "validUntil" in document and document["validUntil"] <= document["validFrom"]:
        yield "validity_empty", "/validUntil"
    if "credentialSchema" in document:
        known = {schema["id"] for schema in document["credentialSchema"]}
        if known.isdisjoint(_OWN_SCHEMAS):
            yield "schema_missing", "/credentialSchema"
    achievement = document["credentialSubject"].get("achievement")
    if achievement is not None and not {"id", "narrative"} & achievement["criteria"].keys():
        yield "criteria_empty", "/credentialSubject/achievement/criteria"
    yield from _status_problems(document.get("credentialStatus", {}))


def _status_problems(entry: Mapping[str, Any]) -> Iterator[Problem]:
    """Bitstring Status List 1.0, 2.1: the purposes there are, and the one that needs messages."""
    purpose = entry.get("statusPurpose")
    if purpose is not None and purpose not in _PURPOSES:
        yield "unknown_word", "/credentialStatus/statusPurpose"
    if purpose == "message" and "statusMessage" not in entry:
        yield "missing", "/credentialStatus/statusMessage"


def _walk_problems(document: Mapping[str, Any], own_id: str | None, *, is_token: bool) -> Iterator[Problem]:
    """Give what may stand nowhere in the document."""
    stack: list[tuple[Any, str]] = [(document, "")]
    while stack:
        value, pointer = stack.pop()
        members: Iterable[tuple[object, Any]] = ()
        if isinstance(value, float) and not math.isfinite(value):
            yield "not_number", pointer
        elif isinstance(value, list):
            members = enumerate(value)
        elif isinstance(value, Mapping):
            yield from _object_problems(value, pointer, own_id, is_token)
            members = value.items()
        stack += [(entry, f"{pointer}/{name}") for name, entry in members if entry.__class__ is not str]


def _length_problems(document: Mapping[str, Any]) -> list[Problem]:
    """What is said in many places is once in the canonical form, and each time in the JSON that is read."""
    try:
        is_too_big = len(orjson.dumps(document)) > _MAX_BYTES
    except TypeError:  # what JSON cannot say, or a lone surrogate: told when it is signed
        return []
    return [("too_big", "")] if is_too_big else []


def _object_problems(
    value: Mapping[str, Any], pointer: str, own_id: str | None, is_token: bool
) -> Iterator[Problem]:
    if "endorsementJwt" in value and not is_token:
        yield "endorsement_jwt_outside_token", f"{pointer}/endorsementJwt"
    # A node described in two places is one node in the graph: its holder could move members from the one to
    # the other, out of the sight of those who read them, and the signature would still hold.
    # A service at the credential's own address says no more than that it is one.
    if pointer and own_id is not None and value.get("id") == own_id and not value.keys() <= {"id", "type"}:
        yield "described_twice", f"{pointer}/id"
    for at, endorsement in enumerate(listed(value.get("endorsement"))):
        if not isinstance(endorsement, Mapping) or "proof" not in endorsement:
            yield "endorsement_unsigned", f"{pointer}/endorsement/{at}"
