"""Recipient: is the badge about the person whom the asker has in mind? Looked at only when asked."""

import re
from collections.abc import Mapping, Sequence

from credentials import identity
from credentials.verify.case import Case, listed
from credentials.verify.report import Finding, Outcome

_EMAIL = re.compile(r"[^@\s:]+@[^@\s]+")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_NAME_TYPES = ("userName", "accountId", "name")


def check(case: Case) -> Finding:
    """Give recipient_matches, recipient_differs, or NOT_APPLICABLE when nobody was asked about.

    A badge with an opaque subject that names nobody of that kind is recipient_not_said, undetermined:
    it neither confirms nor denies.

    `case.recipient` is an e-mail address, an id (any URI) or a user name; Open Badges 3.0, 9.3.
    """
    wanted = case.recipient
    if wanted is None or not wanted.strip():
        return Finding("recipient", Outcome.NOT_APPLICABLE, "not_asked")
    wanted = wanted.strip()
    types = _types(wanted)
    by_id = case.subject.get("id") in (wanted, f"mailto:{wanted}")
    entries = [entry for entry in listed(case.subject.get("identifier")) if isinstance(entry, Mapping)]
    if by_id or any(identity.matches(entry, wanted, kind) for entry in entries for kind in types):
        return Finding("recipient", Outcome.PASSED, "recipient_matches", at=case.now)
    if _says_nothing(case, entries, types):
        return Finding("recipient", Outcome.UNDETERMINED, "recipient_not_said", at=case.now)
    return Finding("recipient", Outcome.FAILED, "recipient_differs", at=case.now)


def _says_nothing(case: Case, entries: Sequence[Mapping[str, object]], types: tuple[str, ...]) -> bool:
    """Tell whether the badge keeps silent on what was asked: an opaque id tells nothing about a name."""
    opaque = str(case.subject.get("id", "urn:uuid:")).startswith("urn:uuid:")
    return bool(types) and opaque and not any(entry.get("identityType") in types for entry in entries)


def _types(wanted: str) -> tuple[str, ...]:
    """Give the identifier types under which a value of this look is kept."""
    if _EMAIL.fullmatch(wanted):
        return ("emailAddress",)
    return () if _URI.fullmatch(wanted) else _NAME_TYPES
