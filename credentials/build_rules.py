"""What is never built, because a verifier would refuse it: the rules of verification, and a few more.

`credentials.verify.checks.structure` judges the structure, as of what others give us; here is what only an
issuer must keep (OB 3.0: Issuer conformance, Serialization, Extending the data model), and last what signing
itself would refuse.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

import orjson

from credentials import status, unwrap
from credentials.canonical import canonicalise_checked, check_fixpoint
from credentials.canonical.issue_rules import is_doubtful
from credentials.contexts import BUNDLED
from credentials.errors import CannotBuildError, CredentialError
from credentials.json_pointer import Path, escaped, pointer_of
from credentials.model import ACHIEVEMENT_SCHEMA, ENDORSEMENT_SCHEMA, Purpose
from credentials.model.achievement import LANGUAGE_CODE
from credentials.proofs import jwt
from credentials.strict_json import MAX_INTEGER_DIGITS
from credentials.verify.case import listed
from credentials.verify.checks import structure
from credentials.verify.kinds import is_uri

_OWN_SCHEMAS = frozenset({ACHIEVEMENT_SCHEMA, ENDORSEMENT_SCHEMA})
_PURPOSES = frozenset(get_args(Purpose))
# The rest of what is read is for proofs, and for who writes the same JSON with line ends and indents.
_MAX_BYTES = unwrap.MAX_BYTES - 60_000
# The rest of a token is for its header and claims, and the signature of a long RSA key.
_MAX_TOKEN_BYTES = jwt.CHARACTERS_MAX * 3 // 4 - 4_000
_BEYOND_INTEGERS = 10**MAX_INTEGER_DIGITS
# Words of `_walk_problems`, as the names of members begin.
_TELLING = (b'"endorsement', b'"jti"', b'"latitude"', b'"longitude"')
_OLDER_LIST = ["1EdTechRevocationList"]

Problem = tuple[str, str]  # a code and the JSON pointer of the place


def require_sound(document: Mapping[str, Any], *, is_token: bool) -> None:
    """Return when the unsigned credential may be signed. Raises `CannotBuildError` with all problems."""
    problems = [*_context_problems(document), *structure.problems(document), *_rule_problems(document)]
    written = _written(document)
    refuse([*problems, *_word_problems(document, written, is_token=is_token)])
    refuse(_length_problems(document, written, _MAX_TOKEN_BYTES if is_token else _MAX_BYTES))


def require_safe(document: Mapping[str, Any], *, is_token: bool = True) -> None:
    """Return when every word of the document is signed as it reads. Raises `CannotBuildError`."""
    try:
        if is_token:  # who signs one makes nothing canonical, who verifies it does
            check_fixpoint(document)
        else:
            canonicalise_checked(document, at_issue=True)
    except CredentialError as error:
        pointer = str(error.facts.get("pointer", ""))
        told = [{"code": error.code, "pointer": pointer}]
        raise CannotBuildError(error.code, **{**error.facts, "pointer": pointer, "problems": told}) from error


def require_sound_part(members: Mapping[str, Any], kind: str) -> None:
    """Return when an Achievement or a Profile may stand in a credential. Raises as `require_sound`."""
    problems = [*structure.part_problems(members, kind), *_walk_problems(members, None, is_token=True)]
    refuse([*problems, *(_achievement_problems(members, "") if kind == "Achievement" else ())])
    refuse(_length_problems(members, _written(members), _MAX_BYTES))


def refuse(problems: list[Problem]) -> None:
    """Return when there are no problems. Raises `CannotBuildError` with the first, and with all of them."""
    if problems:
        (code, pointer), *_ = problems
        told = [{"code": each, "pointer": place} for each, place in problems]
        raise CannotBuildError(code, pointer=pointer, problems=told)


def scalar_problem(value: object) -> str | None:
    """Give the code for a value that JSON has no word for, or none that everybody reads; None for others."""
    match value:
        case None | bool():
            return None
        case int() if value.__class__ is int:
            return None if -_BEYOND_INTEGERS < value < _BEYOND_INTEGERS else "integer_too_long"
        case float() if value.__class__ is float:
            return None if math.isfinite(value) else "not_number"
    return "not_json"


def _context_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Further contexts are bundled here: of others nobody could tell what their words mean."""
    named = listed(document.get("@context"))
    for place, url in enumerate(named):
        if not isinstance(url, str):
            yield "not_text", f"/@context/{place}"
        elif url in named[:place]:
            yield "context_repeated", f"/@context/{place}"
        elif url not in BUNDLED:
            yield "unknown_context", f"/@context/{place}"


def _rule_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Give what is against a rule for issuers; the structure may be wrong as well."""
    issuer = document.get("issuer")
    if isinstance(issuer, str):
        yield "not_an_object", "/issuer"
    elif isinstance(issuer, Mapping) and not issuer.get("name"):
        yield "missing", "/issuer/name"
    begin, end = document.get("validFrom"), document.get("validUntil")
    if isinstance(begin, str) and isinstance(end, str) and end <= begin:
        yield "validity_empty", "/validUntil"
    if "credentialSchema" in document:
        schemas = _objects(document["credentialSchema"])
        if not any(str(schema.get("id")) in _OWN_SCHEMAS for _, schema in schemas):
            yield "schema_missing", "/credentialSchema"
    for _, subject in _objects(document.get("credentialSubject")):
        yield from _subject_problems(subject, "/credentialSubject")
    for _, entry in _objects(document.get("credentialStatus")):
        yield from _status_problems(entry, "/credentialStatus")


def _subject_problems(subject: Mapping[str, Any], pointer: str) -> Iterator[Problem]:
    for _, achievement in _objects(subject.get("achievement")):
        yield from _achievement_problems(achievement, f"{pointer}/achievement")
        yield from _result_problems(subject, achievement, pointer)


def _achievement_problems(achievement: Mapping[str, Any], pointer: str) -> Iterator[Problem]:
    for _, criteria in _objects(achievement.get("criteria")):
        if not (criteria.get("id") or criteria.get("narrative")):
            yield "criteria_empty", f"{pointer}/criteria"
    yield from _language_problems(achievement, pointer)
    for at, one in _objects(achievement.get("related")):
        yield from _language_problems(one, f"{pointer}/related/{at}")
    yield from _described_problems(achievement, pointer)


def _language_problems(value: Mapping[str, Any], pointer: str) -> Iterator[Problem]:
    language = value.get("inLanguage")
    if isinstance(language, str) and not LANGUAGE_CODE.fullmatch(language):
        yield "not_language", f"{pointer}/inLanguage"


def _described_problems(achievement: Mapping[str, Any], pointer: str) -> Iterator[Problem]:
    described = _objects(achievement.get("resultDescription"))
    yield from _repeated(described, f"{pointer}/resultDescription")
    levels = _levels(achievement)
    for at, one in described:
        here = f"{pointer}/resultDescription/{at}"
        yield from _repeated(_objects(one.get("rubricCriterionLevel")), f"{here}/rubricCriterionLevel")
        if "requiredLevel" in one and one["requiredLevel"] not in levels:
            yield "level_elsewhere", f"{here}/requiredLevel"


def _result_problems(
    subject: Mapping[str, Any], achievement: Mapping[str, Any], pointer: str
) -> Iterator[Problem]:
    """A level that was reached is one of the achievement's: the standard's sample has another result's."""
    levels = _levels(achievement)
    for at, result in _objects(subject.get("result")):
        if "achievedLevel" in result and result["achievedLevel"] not in levels:
            yield "level_elsewhere", f"{pointer}/result/{at}/achievedLevel"


def _levels(achievement: Mapping[str, Any]) -> list[Any]:
    """Give the ids of all levels of all results that an achievement describes."""
    described = _objects(achievement.get("resultDescription"))
    return [level.get("id") for _, one in described for _, level in _objects(one.get("rubricCriterionLevel"))]


def _objects(given: object) -> list[tuple[int, dict[str, Any]]]:
    """Give the objects among the values of a member, with their places."""
    return [(at, one) for at, one in enumerate(listed(given)) if isinstance(one, dict)]


def _repeated(objects: list[tuple[int, dict[str, Any]]], pointer: str) -> Iterator[Problem]:
    """To a graph, what has one id is one thing."""
    seen: list[Any] = []
    for at, one in objects:
        if "id" in one and one["id"] in seen:
            yield "id_repeated", f"{pointer}/{at}/id"
        seen.append(one.get("id"))


def _status_problems(entry: Mapping[str, Any], pointer: str) -> Iterator[Problem]:
    """Give what a verifier could not read in a status entry (Bitstring Status List 1.0, 2.1)."""
    if listed(entry.get("type")) == _OLDER_LIST:
        if "id" not in entry:
            yield "missing", f"{pointer}/id"
        return
    purpose = entry.get("statusPurpose")
    if purpose is not None and str(purpose) not in _PURPOSES:
        yield "unknown_word", f"{pointer}/statusPurpose"
    if purpose == "message" and "statusMessage" not in entry:
        yield "missing", f"{pointer}/statusMessage"
    try:
        read = status.read_entry(entry)
    except CredentialError as error:
        yield error.code, pointer
        return
    yield from _address_problems([read.list_url], f"{pointer}/statusListCredential")
    yield from _address_problems(read.references, f"{pointer}/statusReference")


def _address_problems(urls: Sequence[str], pointer: str) -> Iterator[Problem]:
    for url in urls:
        if not is_uri(url):
            yield "not_uri", pointer
        elif is_doubtful(url):
            yield "iri_invalid", pointer


def _written(document: Mapping[str, Any]) -> bytes | None:
    """Give the JSON text, None where half a character, which has no UTF-8, stands in it."""
    try:
        return orjson.dumps(document)
    except TypeError:
        return None


def _word_problems(
    document: Mapping[str, Any], written: bytes | None, *, is_token: bool
) -> Iterator[Problem]:
    """Give what may stand nowhere; few documents have a word in them for which all of it is looked at."""
    own_id = document.get("id")
    is_again = written is None or (isinstance(own_id, str) and written.count(own_id.encode()) > 1)
    if is_again or any(word in (written or b"") for word in _TELLING):
        yield from _walk_problems(document, own_id, is_token=is_token)


def _walk_problems(document: Mapping[str, Any], own_id: object, *, is_token: bool) -> Iterator[Problem]:
    """Give what may stand nowhere in the document."""
    stack: list[tuple[Any, Path]] = [(document, None)]
    while stack:
        value, path = stack.pop()
        kind = value.__class__
        if kind is dict:
            if path is not None and value.get("id") == own_id is not None:
                yield from _again_problems(value, path)
            if "endorsement" in value:
                yield from _endorsement_problems(value, path)
            if not is_token and ("endorsementJwt" in value or "jti" in value):
                yield from _late_problems(value, path)
            if "latitude" in value or "longitude" in value:
                yield from _degree_problems(value, path)
            stack += [(one, (path, name)) for name, one in value.items() if one.__class__ is not str]
        elif kind is list:
            stack += [(one, (path, at)) for at, one in enumerate(value) if one.__class__ is not str]


def _again_problems(value: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    # A node described in two places is one node in the graph: its holder could move members from the one to
    # the other, out of the sight of those who read them, and the signature would still hold.
    # A service at the credential's own address says no more than that it is one.
    if not value.keys() <= {"id", "type"}:
        yield "described_twice", f"{pointer_of(path)}/id"


def _endorsement_problems(value: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    for at, endorsement in enumerate(listed(value["endorsement"])):
        if not isinstance(endorsement, Mapping) or "proof" not in endorsement:
            yield "endorsement_unsigned", f"{pointer_of(path)}/endorsement/{at}"


def _late_problems(value: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    """The published contexts got these words late, so an embedded proof over them fails elsewhere."""
    if "endorsementJwt" in value:
        yield "endorsement_jwt_outside_token", f"{pointer_of(path)}/endorsementJwt"
    if "jti" in value:
        yield "term_too_new", f"{pointer_of(path)}/jti"


def _degree_problems(value: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    for name, most in (("latitude", 90), ("longitude", 180)):
        degrees = value.get(name)
        if isinstance(degrees, int | float) and not -most <= degrees <= most:
            yield "out_of_range", f"{pointer_of(path)}/{name}"


def _length_problems(document: Mapping[str, Any], written: bytes | None, most: int) -> list[Problem]:
    """What is said in many places is once in the canonical form, and each time in the JSON that is read."""
    if written is None:
        return list(_halved(document, ""))
    return [("too_big", "")] if len(written) > most else []


def _halved(value: object, pointer: str) -> Iterator[Problem]:
    """Give the texts with half of a surrogate pair in them."""
    if isinstance(value, str):
        if any("\ud800" <= character <= "\udfff" for character in value):
            yield "lone_surrogate", pointer
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from _halved(one, f"{pointer}/{at}")
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from _halved(name, pointer)
            yield from _halved(one, f"{pointer}/{escaped(name)}")
