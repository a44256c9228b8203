"""Recipient: is the badge about the person whom the asker has in mind? Looked at only when asked."""

import re
from collections.abc import Mapping, Sequence

from credentials import identity
from credentials.verify.case import Case, listed
from credentials.verify.report import Finding, Outcome

_EMAIL = re.compile(r"[^@\s:]+@[^@\s]+")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_NAME_TYPES = ("userName", "accountId", "name")
_NOT_ASKED = Finding("recipient", Outcome.NOT_APPLICABLE, "not_asked")

MAX_IDENTIFIERS = 50  # each costs two hashes


def check(case: Case) -> Finding:
    """Give recipient_matches, recipient_differs, or NOT_APPLICABLE when nobody was asked about.

    A badge that names nobody of that kind is recipient_not_said, undetermined: it neither confirms nor
    denies. So is one whose hash we do not compare: identity_hash_unknown.

    `case.recipient` is an e-mail address, an id (any URI) or a user name, or anything at all of the type
    `case.recipient_type`; Open Badges 3.0, verifying the recipient. The fact `by` is "id" or the type of the
    identifier that matched.
    """
    wanted = case.recipient.strip() if case.recipient is not None else ""
    if not wanted:
        return _NOT_ASKED
    types = _types(wanted) if case.recipient_type is None else (case.recipient_type,)
    entries = [entry for entry in listed(case.subject.get("identifier")) if isinstance(entry, Mapping)]
    by = _matched(case, wanted, types, entries[:MAX_IDENTIFIERS])
    if by is not None:
        return Finding("recipient", Outcome.PASSED, "recipient_matches", {"by": by}, at=case.now)
    algorithm = _unknown_hash(entries, types)
    if algorithm is not None:
        facts = {"algorithm": algorithm[:20]}
        return Finding("recipient", Outcome.UNDETERMINED, "identity_hash_unknown", facts, at=case.now)
    if _says_nothing(case, entries, types):
        return Finding("recipient", Outcome.UNDETERMINED, "recipient_not_said", at=case.now)
    return Finding("recipient", Outcome.FAILED, "recipient_differs", at=case.now)


def _matched(
    case: Case, wanted: str, types: tuple[str, ...], entries: Sequence[Mapping[str, object]]
) -> str | None:
    """Give by what the wanted one is named: the first identifier of a fitting type that is the same."""
    if case.recipient_type is None and _is_id(case.subject.get("id"), wanted):
        return "id"
    for entry in entries:
        kind = entry.get("identityType")
        # A URI may be kept under any type; the value itself says what it is.
        is_fitting = isinstance(kind, str) and (not types or kind in types)
        if is_fitting and identity.matches(entry, wanted, str(kind)):
            return str(kind)
    return None


def _is_id(given: object, wanted: str) -> bool:
    """Tell whether an id is the wanted one; people write a mail address in letters of any case."""
    if given in (wanted, f"mailto:{wanted}"):
        return True
    is_mail = isinstance(given, str) and given[:7].lower() == "mailto:"
    return is_mail and str(given)[7:].lower() == wanted.removeprefix("mailto:").lower()


def _unknown_hash(entries: Sequence[Mapping[str, object]], types: tuple[str, ...]) -> str | None:
    """Give the algorithm of a fitting identifier that is hashed with another one than SHA-256."""
    for entry in entries:
        stored = entry.get("identityHash")
        if entry.get("hashed") is True and (not types or entry.get("identityType") in types):
            algorithm, dollar, _digest = str(stored).partition("$")
            if dollar and algorithm.lower() != "sha256":
                return algorithm
    return None


def _says_nothing(case: Case, entries: Sequence[Mapping[str, object]], types: tuple[str, ...]) -> bool:
    """Tell whether the badge keeps silent on what was asked: few ids tell anything about a name."""
    tells = "emailAddress" in types and str(case.subject.get("id", "")).lower().startswith("mailto:")
    return bool(types) and not tells and not any(entry.get("identityType") in types for entry in entries)


def _types(wanted: str) -> tuple[str, ...]:
    """Give the identifier types under which a value of this look is kept, none for a URI."""
    if _EMAIL.fullmatch(wanted):
        return ("emailAddress",)
    return () if _URI.fullmatch(wanted) else _NAME_TYPES
