"""The checks on an older badge that need nobody else: its times, its recipient, its endorsements."""

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from datetime import datetime

from credentials.instants import is_ahead, timestamp
from credentials.legacy.badge import Badge
from credentials.legacy.moments import moment
from credentials.verify.case import listed
from credentials.verify.report import Finding, Outcome

WEAK_ALGORITHM = "md5"  # of badges before 2.0; a match is told together with a warning

_ALGORITHMS: Mapping[str, Callable[[bytes], "hashlib._Hash"]] = {
    "sha256": hashlib.sha256,
    WEAK_ALGORITHM: lambda spelled: hashlib.md5(spelled, usedforsecurity=False),
}
_KINDS = {"emailAddress": "email", "ext:phone": "telephone"}
_EMAIL = re.compile(r"[^@\s:]+@[^@\s]+")
_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{4,}")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


def validity(badge: Badge, now: datetime) -> Finding:
    """Give in_time, not_yet_valid, expired, inverted or bad_date; `expires` itself is the last instant.

    Before 1.0 an Assertion needed no date of issue: then only its end is judged.
    """
    begin, end = badge.assertion.get("issuedOn"), badge.assertion.get("expires")
    first, last = moment(begin, badge.generation), moment(end, badge.generation)
    facts = {"from": _shown(first, begin), "until": _shown(last, end)}
    may_be_undated = badge.generation == "0.5" and begin is None
    if (first is None and not may_be_undated) or (last is None and end is not None):
        return Finding("validity", Outcome.FAILED, "bad_date", facts, at=now)
    if first is not None and last is not None and last < first:
        return Finding("validity", Outcome.FAILED, "inverted", facts, at=now)
    if last is not None and now > last:
        return Finding("validity", Outcome.FAILED, "expired", facts, at=now)
    if first is not None and is_ahead(first, now):
        return Finding("validity", Outcome.FAILED, "not_yet_valid", facts, at=now)
    return Finding("validity", Outcome.PASSED, "in_time", facts, at=now)


def recipient(badge: Badge, wanted: str | None, now: datetime, recipient_type: str | None = None) -> Finding:
    """Give recipient_matches, recipient_differs, recipient_not_said, or NOT_APPLICABLE `not_asked`.

    Hashed as in Open Badges 3.0, with SHA-256 or, in badges before 2.0, MD5. `recipient_type` is a type of
    3.0 (`emailAddress`, `ext:telephone`), None to go by the look. Facts: algorithm.
    """
    if wanted is None or not wanted.strip():
        return Finding("recipient", Outcome.NOT_APPLICABLE, "not_asked")
    wanted = wanted.strip()
    given = badge.assertion.get("recipient")
    if not isinstance(given, Mapping) or not isinstance(given.get("identity"), str):
        return Finding("recipient", Outcome.UNDETERMINED, "recipient_not_said", at=now)
    kinds = _types(wanted) if recipient_type is None else {_kind(recipient_type)}
    if kinds.isdisjoint(name for name in listed(given.get("type")) if isinstance(name, str)):
        return Finding("recipient", Outcome.UNDETERMINED, "recipient_not_said", at=now)
    algorithm = given["identity"].partition("$")[0].lower() if given.get("hashed") is True else "none"
    if algorithm != "none" and (algorithm not in _ALGORITHMS or _is_forbidden(algorithm, badge)):
        facts = {"algorithm": algorithm[:20]}
        return Finding("recipient", Outcome.UNDETERMINED, "identity_hash_unknown", facts, at=now)
    if _matches(given, wanted, algorithm):
        return Finding("recipient", Outcome.PASSED, "recipient_matches", {"algorithm": algorithm}, at=now)
    return Finding("recipient", Outcome.FAILED, "recipient_differs", at=now)


def endorsements(badge: Badge) -> Finding:
    """Give no_endorsements, or not_checked with their count: they are no part of an older badge's proof."""
    holders = (badge.assertion, badge.badge_class, badge.issuer)
    count = sum(len(listed(holder.get("endorsement"))) for holder in holders)
    if not count:
        return Finding("endorsements", Outcome.NOT_APPLICABLE, "no_endorsements")
    return Finding("endorsements", Outcome.UNDETERMINED, "not_checked", {"count": count})


def _shown(read: datetime | None, given: object) -> object:
    return given if read is None else timestamp(read)


def _kind(recipient_type: str) -> str:
    """Give what older editions call an identifier type; extensions keep their names."""
    return _KINDS.get(recipient_type, recipient_type.removeprefix("ext:"))


def _types(wanted: str) -> set[str]:
    """Give the recipient types under which a value of this look is kept."""
    if _EMAIL.fullmatch(wanted):
        return {"email"}
    if _PHONE.fullmatch(wanted):
        return {"telephone"}
    return {"url", "id"} if _URI.fullmatch(wanted) else set()


def _is_forbidden(algorithm: str, badge: Badge) -> bool:
    return algorithm == WEAK_ALGORITHM and badge.generation == "2.0"


def _matches(given: Mapping[str, object], wanted: str, algorithm: str) -> bool:
    """Compare in constant time, as typed and, for an e-mail address, in lower case."""
    stored, salt = str(given["identity"]), given.get("salt")
    is_email = "email" in listed(given.get("type"))
    spellings = (wanted, wanted.lower() if is_email else wanted)
    if algorithm == "none":
        stored = stored.lower() if is_email else stored
        return _equal(stored, spellings[1])
    salted = [(spelling + (salt if isinstance(salt, str) else "")) for spelling in spellings]
    digests = [_ALGORITHMS[algorithm](text.encode("utf-8", "surrogatepass")).hexdigest() for text in salted]
    matching = sum(_equal(stored.partition("$")[2].lower(), digest) for digest in digests)
    return matching > 0


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))
