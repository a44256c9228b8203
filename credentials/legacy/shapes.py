"""What the objects of an older badge must have, as a table (Open Badges 2.0, "Open Badges vocabulary").

A member is written as its kind; `!` says that 2.0 requires it, `*` that several are allowed. A kind is a
class of this table or one of: text, iri, web, types, bool, date, image, linked. Members that the table does
not name are free. Before 2.0 less was required (`_REQUIRED_BEFORE`), and dates were freer.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from credentials.legacy.badge import Badge
from credentials.legacy.generations import Generation
from credentials.legacy.linked import is_web
from credentials.legacy.moments import moment
from credentials.legacy.normal import Members
from credentials.legacy.proven import not_checked
from credentials.verify.case import listed
from credentials.verify.report import Finding, Outcome

MAX_PROBLEMS = 20

_Kinds = Mapping[str, str]
_Problem = tuple[str, str]  # a code and the JSON pointer of the place


def _table(members: str) -> _Kinds:
    return dict(member.split(":", 1) for member in members.split())


_SHAPES: Mapping[str, _Kinds] = {
    "Assertion": _table(
        "id:iri! type:types! recipient:IdentityObject! badge:linked! verification:VerificationObject! "
        "issuedOn:date! expires:date image:image evidence:Evidence* narrative:text revoked:bool "
        "revocationReason:text"
    ),
    "BadgeClass": _table(
        "id:iri! type:types! name:text! description:text! image:image! criteria:Criteria! issuer:linked! "
        "alignment:AlignmentObject* tags:text*"
    ),
    "Profile": _table(
        "id:iri! type:types! name:text! url:web! email:text! description:text image:image telephone:text "
        "revocationList:web"
    ),
    "IdentityObject": _table("type:types! identity:text! hashed:bool! salt:text"),
    "VerificationObject": _table("type:types! creator:linked url:web"),
    "AlignmentObject": _table(
        "targetName:text! targetUrl:web! targetDescription:text targetFramework:text targetCode:text"
    ),
    "Criteria": _table("id:iri narrative:text"),
    "Evidence": _table("id:iri narrative:text name:text description:text genre:text audience:text"),
    "Image": _table("id:iri caption:text author:iri"),
}
_REQUIRED_BEFORE: Mapping[Generation, Mapping[str, str]] = {
    "1.1": {
        "Assertion": "recipient badge verification issuedOn",
        "BadgeClass": "name description image criteria issuer",
        "Profile": "name url",
    },
    "0.5": {
        "Assertion": "recipient badge",
        "BadgeClass": "name image criteria issuer",
        "Profile": "name url",
    },
}
_TYPES: Mapping[str, frozenset[str]] = {
    "Assertion": frozenset({"Assertion"}),
    "BadgeClass": frozenset({"BadgeClass"}),
    "Profile": frozenset({"Profile", "Issuer"}),
}
_OR_ADDRESS = frozenset({"Criteria", "Evidence"})  # classes for which an address may stand


def check(badge: Badge) -> Finding:
    """Give well_formed, or FAILED with all problems in the Assertion, its BadgeClass and its issuer.

    What could not be had is not judged: then it is UNDETERMINED `linked_unreachable`, or `not_checked` when
    nobody was asked for it.
    """
    problems = list(islice(_problems(badge), MAX_PROBLEMS))
    if problems:
        shown = [{"code": code, "pointer": pointer} for code, pointer in problems]
        return Finding("structure", Outcome.FAILED, problems[0][0], {"problems": shown})
    if badge.error is not None:
        facts = {"reason": badge.error.code, **badge.error.facts}
        return Finding("structure", Outcome.UNDETERMINED, "linked_unreachable", facts)
    if not badge.is_whole:
        return not_checked("structure")
    facts = {"kind": "Assertion", "version": badge.generation}
    return Finding("structure", Outcome.PASSED, "well_formed", facts)


def _problems(badge: Badge) -> Iterator[_Problem]:
    walk = _Walk(badge.generation)
    yield from walk.members(badge.assertion, "Assertion", "")
    image = badge.assertion.get("image")
    if badge.generation == "2.0" and isinstance(image, str) and image.startswith("data:"):
        yield "image_embedded", "/image"
    if badge.is_whole and badge.error is None:
        yield from walk.members(badge.badge_class, "BadgeClass", "/badge")
        yield from walk.members(badge.issuer, "Profile", "/badge/issuer")


class _Walk:
    """Goes through objects by the table, for one generation."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._simple: Mapping[str, Callable[[object], bool]] = {
            "text": lambda value: isinstance(value, str),
            "iri": lambda value: isinstance(value, str) and ":" in value,
            "web": lambda value: isinstance(value, str) and is_web(value),
            "types": lambda value: bool(value) and all(isinstance(name, str) for name in listed(value)),
            "bool": lambda value: isinstance(value, bool),
            "date": lambda value: moment(value, generation) is not None,
            "linked": lambda value: isinstance(value, Mapping | str),
            "image": _is_image,
        }

    def members(self, given: Members, name: str, pointer: str) -> Iterator[_Problem]:
        """Give the problems of one object of the class `name`."""
        kinds = _SHAPES[name]
        for member in self._required(name):
            if given.get(member) in (None, ""):
                yield "missing", f"{pointer}/{member}"
        if "type" in given and name in _TYPES and not _has_type(given["type"], _TYPES[name]):
            yield "wrong_type", f"{pointer}/type"
        for member, kind in kinds.items():
            if given.get(member) is not None:
                yield from self._value(given[member], kind.rstrip("!"), f"{pointer}/{member}")

    def _required(self, name: str) -> list[str]:
        generation: Generation = "1.1" if self._generation == "1.0" else self._generation
        before = _REQUIRED_BEFORE.get(generation, {}).get(name)
        if before is not None:
            return before.split()
        return [member for member, kind in _SHAPES[name].items() if kind.endswith("!")]

    def _value(self, value: object, kind: str, pointer: str) -> Iterator[_Problem]:
        if kind.endswith("*"):
            several = isinstance(value, list)
            for at, entry in enumerate(listed(value)):
                yield from self._value(entry, kind[:-1], f"{pointer}/{at}" if several else pointer)
        elif kind in self._simple:
            if not self._simple[kind](value):
                yield "wrong_kind", pointer
        elif isinstance(value, Mapping):
            yield from self.members(value, kind, pointer)
        elif not (kind in _OR_ADDRESS and isinstance(value, str)):
            yield "wrong_kind", pointer


def _is_image(value: object) -> bool:
    if isinstance(value, Mapping):
        return isinstance(value.get("id"), str)
    return isinstance(value, str) and value != ""


def _has_type(given: object, wanted: frozenset[str]) -> bool:
    return any(name in wanted for name in listed(given) if isinstance(name, str))
