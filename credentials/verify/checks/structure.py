"""Structure: a credential that Open Badges 3.0 describes, of which every word is signed.

Contexts in order, types, required members and their kinds (by the table in `shapes`), absolute ids,
no JSON-LD keywords, and the safe mode: an undefined term is a failure.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import chain, islice

from credentials import canonical, contexts
from credentials.errors import CredentialError, TooComplexError, UnknownContextError
from credentials.json_pointer import POINTER_MAX, Path, escaped, pointer_of
from credentials.proofs import jwt
from credentials.verify.case import Case, listed
from credentials.verify.fitting import fits
from credentials.verify.kinds import SIMPLE, is_uri, is_word
from credentials.verify.report import Finding, Outcome
from credentials.verify.shapes import SHAPES, WORDS, Shape

MAX_PROBLEMS = 20  # enough to mend a document by, few enough to show

OPEN_BADGES_CONTEXT = re.compile(r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(?:-3\.\d+\.\d+)?\.json")

_WELL_FORMED: Mapping[str | None, Finding] = {
    kind: Finding("structure", Outcome.PASSED, "well_formed", {"kind": kind})
    for kind in ("AchievementCredential", "EndorsementCredential")
}

Problem = tuple[str, str]  # a code and the JSON pointer of the place


def check(case: Case) -> Finding:
    """Give the finding on members and contexts: FAILED with all problems, or PASSED.

    A document that passes must still go through `safe_mode`, or through a proof that does the same.
    """
    found = problems(case.document) if case.body_hash is None else None
    if found:
        return Finding("structure", Outcome.FAILED, found[0][0], {"problems": _shown(found)})
    return _WELL_FORMED[kind_of(case.document)]


def safe_mode(case: Case, form: Finding) -> Finding:
    """Give `form` when every word of the document would be signed as it reads.

    Else FAILED (term_undefined, not_fixpoint, ...), or UNDETERMINED for an unknown context or a document that
    is too much to look at.
    """
    if case.token is not None and len(case.token.text) > jwt.CHARACTERS_MAX:
        return Finding("structure", Outcome.UNDETERMINED, "too_long", {"characters": len(case.token.text)})
    try:
        canonical.check_fixpoint({name: value for name, value in case.document.items() if name != "proof"})
    except (UnknownContextError, TooComplexError) as error:
        return Finding("structure", Outcome.UNDETERMINED, error.code, error.facts)
    except CredentialError as error:
        return Finding("structure", Outcome.FAILED, error.code, error.facts)
    return form


def problems(document: Mapping[str, object]) -> list[Problem]:
    """Give what is wrong with the members and contexts of a credential, 20 at most."""
    return list(islice(_problems(document, kind_of(document)), MAX_PROBLEMS))


def part_problems(value: Mapping[str, object], kind: str) -> list[Problem]:
    """Give what is wrong with one object of the class `kind` that stands by itself, 20 at most."""
    return list(islice(chain(_walk_problems(value), _object_problems(value, kind, "")), MAX_PROBLEMS))


def kind_of(document: Mapping[str, object]) -> str | None:
    """Give "AchievementCredential" or "EndorsementCredential", or None for any other document."""
    types = listed(document.get("type"))
    if "OpenBadgeCredential" in types or "AchievementCredential" in types:  # two names of one class
        return "AchievementCredential"
    return "EndorsementCredential" if "EndorsementCredential" in types else None


def is_first_edition(document: Mapping[str, object]) -> bool:
    """Tell whether the document is in the older data model (VCDM 1.1), read but never issued."""
    return listed(document.get("@context"))[:1] == [contexts.CREDENTIALS_V1]


def _shown(problems: list[Problem]) -> list[dict[str, str]]:
    return [{"code": code, "pointer": pointer} for code, pointer in problems]


def _problems(document: Mapping[str, object], kind: str | None) -> Iterator[Problem]:
    yield from _context_problems(document)
    if kind is None or "VerifiableCredential" not in listed(document.get("type")):
        yield "wrong_type", "/type"
    if kind is None:
        yield from _walk_problems(document)
        return
    if not fits(document, kind):
        yield from _walk_problems(document)
        yield from _object_problems(document, kind, "")
    yield from _rule_problems(document, kind)


def _context_problems(document: Mapping[str, object]) -> Iterator[Problem]:
    named = listed(document.get("@context"))
    if not named or named[0] not in (contexts.CREDENTIALS_V2, contexts.CREDENTIALS_V1):
        yield "context_first", "/@context/0"
    second = named[1] if len(named) > 1 else None
    if not isinstance(second, str) or not OPEN_BADGES_CONTEXT.fullmatch(second):
        yield "context_second", "/@context/1"


def _rule_problems(document: Mapping[str, object], kind: str) -> Iterator[Problem]:
    """Give what depends on more than one member."""
    begin = "issuanceDate" if is_first_edition(document) else "validFrom"
    if begin not in document:
        yield "missing", f"/{begin}"
    subject = document.get("credentialSubject")
    if kind != "AchievementCredential" or not isinstance(subject, Mapping):
        return
    if not subject.get("id") and not listed(subject.get("identifier")):
        yield "subject_unidentified", "/credentialSubject"
    yield from _result_problems(subject)


def _result_problems(subject: Mapping[str, object]) -> Iterator[Problem]:
    achievement = subject.get("achievement")
    described = listed(achievement.get("resultDescription")) if isinstance(achievement, Mapping) else []
    kinds = {
        str(entry.get("id")): entry.get("resultType") for entry in described if isinstance(entry, Mapping)
    }
    for position, result in enumerate(listed(subject.get("result"))):
        if not isinstance(result, Mapping) or "resultDescription" not in result:
            continue
        pointer = f"/credentialSubject/result/{position}"
        linked = str(result["resultDescription"])
        if linked not in kinds:
            yield "result_description_elsewhere", pointer + "/resultDescription"
        elif kinds[linked] == "Status" and "status" not in result:
            yield "missing", pointer + "/status"


def _walk_problems(document: Mapping[str, object]) -> Iterator[Problem]:
    """Refuse, at any depth, what lets the JSON and its graph tell two stories."""
    stack: list[tuple[object, Path, bool]] = [(document, None, True)]
    while stack:
        value, path, may_have_context = stack.pop()
        if value is None:
            yield "null_value", pointer_of(path)
        elif isinstance(value, list):
            stack.extend((entry, (path, at), may_have_context) for at, entry in enumerate(value))
        elif isinstance(value, Mapping):
            yield from _member_problems(value, path, may_have_context)
            stack.extend(
                (entry, (path, name), name == "endorsement")
                for name, entry in value.items()
                if name not in ("@context", "proof")
            )


def _member_problems(value: Mapping[str, object], path: Path, may_have_context: bool) -> Iterator[Problem]:
    for name, entry in value.items():
        if name == "@context" and not may_have_context:
            yield "nested_context", pointer_of((path, name))
        elif name.startswith("@") and name != "@context":
            code = "language_map" if name in ("@value", "@language", "@direction") else "keyword_forbidden"
            yield code, pointer_of((path, name))
        elif name == "id" and not is_uri(entry):
            yield "id_not_absolute", pointer_of((path, name))


def _object_problems(value: Mapping[str, object], kind: str, pointer: str) -> Iterator[Problem]:
    shape = SHAPES[kind]
    for name in shape.required:
        if name not in value:
            yield "missing", f"{pointer}/{name}"
    if "type" in value and not _has_type(value["type"], shape):
        yield "wrong_type", f"{pointer}/type"
    for name, entry in value.items():
        at = f"{pointer}/{escaped(name[:POINTER_MAX])}"
        if name in shape.members:
            yield from _member_kind_problems(entry, shape.members[name], at)
        elif shape.is_closed and name != "type":
            yield "unknown_member", at


def _has_type(types: object, shape: Shape) -> bool:
    if shape.is_closed:
        return types == shape.type
    names = listed(types)
    has_name = shape.type is None or shape.type in names
    return bool(names) and has_name and all(isinstance(name, str) for name in names)


def _member_kind_problems(value: object, kind: str, pointer: str) -> Iterator[Problem]:
    if not kind.endswith("*"):
        yield from _value_problems(value, kind, pointer)
        return
    for at, entry in enumerate(listed(value)):
        place = f"{pointer}/{at}" if isinstance(value, list) else pointer
        yield from _value_problems(entry, kind.removesuffix("*"), place)


def _value_problems(value: object, kind: str, pointer: str) -> Iterator[Problem]:
    if kind == "profile":
        kind = "uri" if isinstance(value, str) else "Profile"
    if kind in SHAPES:
        if isinstance(value, Mapping):
            yield from _object_problems(value, kind, pointer)
        else:
            yield "not_an_object", pointer
    elif kind in WORDS:
        if not is_word(value, kind):
            yield "unknown_word", pointer
    elif not SIMPLE[kind](value):
        is_map = kind == "text" and isinstance(value, Mapping)
        yield ("language_map" if is_map else f"not_{kind}"), pointer
