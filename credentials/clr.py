"""Comprehensive Learner Record 2.0: a credential that carries credentials (https://www.imsglobal.org/spec/clr/v2p0).

Read here: what a ClrCredential must be, and which credentials it holds. Each of those has a proof of its own
and is verified by itself; one without a proof rests on the word of the record's issuer.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import chain, islice

from credentials.contexts import CREDENTIALS_V1, CREDENTIALS_V2
from credentials.verify.case import listed
from credentials.verify.checks import structure

CLR_CONTEXT = re.compile(r"https://purl\.imsglobal\.org/spec/clr/v2p0/context(?:-2\.\d+\.\d+)?\.json")
ASSOCIATION_TYPES = frozenset(
    {
        "exactMatchOf",
        "isChildOf",
        "isParentOf",
        "isPartOf",
        "isPeerOf",
        "isRelatedTo",
        "precedes",
        "replacedBy",
    }
)

_REQUIRED = ("id", "type", "name", "issuer", "credentialSubject")
_ASSOCIATION = frozenset({"type", "associationType", "sourceId", "targetId"})


def problems(document: Mapping[str, object]) -> list[structure.Problem]:
    """Give what is wrong with a ClrCredential, at most 20 (CLR 2.0, ClrCredential and ClrSubject)."""
    found = chain(_context_problems(document), _member_problems(document), _subject_problems(document))
    return list(islice(found, structure.MAX_PROBLEMS))


def carried(document: Mapping[str, object]) -> list[object]:
    """Give the credentials of a record as they stand in it, whatever they are (CLR 2.0, ClrSubject)."""
    subject = document.get("credentialSubject")
    return listed(subject.get("verifiableCredential")) if isinstance(subject, Mapping) else []


def _context_problems(document: Mapping[str, object]) -> Iterator[structure.Problem]:
    named = [*listed(document.get("@context")), None, None, None]
    if named[0] not in (CREDENTIALS_V2, CREDENTIALS_V1):
        yield "context_first", "/@context/0"
    if not isinstance(named[1], str) or not CLR_CONTEXT.fullmatch(named[1]):
        yield "context_second", "/@context/1"
    if not isinstance(named[2], str) or not structure.OPEN_BADGES_CONTEXT.fullmatch(named[2]):
        yield "context_third", "/@context/2"


def _member_problems(document: Mapping[str, object]) -> Iterator[structure.Problem]:
    begin = "issuanceDate" if structure.is_first_edition(document) else "validFrom"
    for name in (*_REQUIRED, begin):
        if name not in document:
            yield "missing", f"/{name}"
    if not {"VerifiableCredential", "ClrCredential"} <= {str(name) for name in listed(document.get("type"))}:
        yield "wrong_type", "/type"
    if not isinstance(document.get("partial", False), bool):
        yield "not_bool", "/partial"


def _subject_problems(document: Mapping[str, object]) -> Iterator[structure.Problem]:
    subject = document.get("credentialSubject")
    if not isinstance(subject, Mapping):
        yield "not_object", "/credentialSubject"
        return
    if "ClrSubject" not in listed(subject.get("type")):
        yield "wrong_type", "/credentialSubject/type"
    if not subject.get("id") and not listed(subject.get("identifier")):
        yield "subject_unidentified", "/credentialSubject"
    if not carried(document):
        yield "missing", "/credentialSubject/verifiableCredential"
    for name, kind in (("identifier", "IdentityObject"), ("achievement", "Achievement")):
        for at, part in enumerate(listed(subject.get(name))):
            yield from _part_problems(part, kind, f"/credentialSubject/{name}/{at}")
    for at, association in enumerate(listed(subject.get("association"))):
        yield from _association_problems(association, f"/credentialSubject/association/{at}")


def _part_problems(part: object, kind: str, pointer: str) -> Iterator[structure.Problem]:
    if not isinstance(part, Mapping):
        yield "not_object", pointer
        return
    for code, place in structure.part_problems(part, kind):
        yield code, pointer + place


def _association_problems(given: object, pointer: str) -> Iterator[structure.Problem]:
    if not isinstance(given, Mapping):
        yield "not_object", pointer
        return
    for name in sorted(_ASSOCIATION - given.keys()):
        yield "missing", f"{pointer}/{name}"
    for name in sorted(given.keys() - _ASSOCIATION):
        yield "unknown_member", f"{pointer}/{name}"
    if str(given.get("associationType", "isPartOf")) not in ASSOCIATION_TYPES:
        yield "unknown_word", f"{pointer}/associationType"
