"""Status: has the issuer withdrawn the badge? A list that cannot be had or trusted is never good news."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime

from credentials import status, strict_json
from credentials.errors import CredentialError, FetchError, StatusListError, UnreadableError, UnsupportedError
from credentials.fetch import ACCEPT_CREDENTIAL
from credentials.instants import read_instant
from credentials.key_history import Worth
from credentials.once import once
from credentials.status import StatusEntry, StatusList
from credentials.unwrap import unwrap
from credentials.verify.case import Case, listed
from credentials.verify.checks import issuer, proof
from credentials.verify.report import Finding, Outcome

MAX_ENTRIES = 4  # each may cost a fetch

_WITHDRAWN = {"revocation": "revoked", "suspension": "suspended"}
_TELLING = {"refresh": "newer_version_available", "message": "status_message"}
_LEGACY = "1EdTechRevocationList"
_LISTED = frozenset({"revokedCredential", "revokedCredentials"})  # some issuers write the plural
_BAD_FIRST = (Outcome.FAILED, Outcome.UNDETERMINED, Outcome.PASSED, Outcome.NOT_APPLICABLE)

_Result = tuple[Outcome, str, dict[str, object]]


def check(case: Case) -> Finding:
    """Give not_withdrawn, revoked, suspended, no_status, or UNDETERMINED with the reason.

    Reads BitstringStatusListEntry (Bitstring Status List 1.0, section 3.2) and the older
    1EdTechRevocationList. Of several entries the worst one is told, with what others note in the fact
    `beside` (code and facts of each), which becomes warnings. Entries that withdraw nothing are
    NOT_APPLICABLE whatever they say: newer_version_available, status_message, status_says_nothing,
    status_message_unavailable. Facts: purpose, index, problem (the standard's name of the error), value,
    message, references, tolerated (what the policy let pass).
    """
    given = case.document.get("credentialStatus")
    if given is None:
        return Finding("status", Outcome.NOT_APPLICABLE, "no_status")
    entries = listed(given)
    if len(entries) == 1:
        return _one(case, entries[0])
    if not 0 < len(entries) <= MAX_ENTRIES:
        return _trouble(StatusListError("status_malformed", entries=len(entries)), "document", case.now)
    told = [_one(case, entry) for entry in entries]
    worst = min(told, key=lambda found: _BAD_FIRST.index(found.outcome))
    beside = [{"code": one.code, **one.facts} for one in told if one is not worst and _is_worth_telling(one)]
    return worst._replace(facts={**worst.facts, "beside": beside}) if beside else worst


def _is_worth_telling(found: Finding) -> bool:
    """Tell whether an entry says more than that it withdraws nothing, so that no worse one may hide it."""
    is_note = found.outcome is Outcome.NOT_APPLICABLE and found.code != "status_says_nothing"
    return is_note or "tolerated" in found.facts


def _one(case: Case, entry: object) -> Finding:
    at = _moment(case)
    if not isinstance(entry, dict):
        return _trouble(StatusListError("status_malformed"), "document", at)
    source = _address(entry)
    try:
        outcome, code, facts = _legacy(case, entry) if _is_legacy(entry) else _bitstring(case, entry, at)
    except CredentialError as error:
        found = _trouble(error, source, at)
        return _untold(found) if _only_tells(entry) else found
    return Finding("status", outcome, code, facts, source, at)


def _only_tells(entry: Mapping[str, object]) -> bool:
    """Tell whether an entry of a kind that we know withdraws nothing; what another kind says nobody knows."""
    purpose = entry.get("statusPurpose")
    is_known = entry.get("type") in ("BitstringStatusListEntry", ["BitstringStatusListEntry"])
    return is_known and isinstance(purpose, str) and purpose in _TELLING


def _moment(case: Case) -> datetime:
    """Give the time that status is judged at; of the past a list can be asked for by whole seconds only."""
    if case.heard_at is not None:
        return case.heard_at
    return case.now if case.asked_at is None else case.now.replace(microsecond=0)


def _trouble(error: CredentialError, source: str, at: datetime) -> Finding:
    code, facts = error.code, dict(error.facts)
    if isinstance(error, FetchError):
        code, facts = "status_list_unreachable", {"reason": error.code, **facts}
    if code in status.PROBLEMS:
        facts["problem"] = status.PROBLEMS[code]
    return Finding("status", Outcome.UNDETERMINED, code, facts, source, at)


def _untold(found: Finding) -> Finding:
    """What only adds information takes nothing away when it cannot be had."""
    facts = {"reason": found.code, **found.facts}
    return Finding(
        "status", Outcome.NOT_APPLICABLE, "status_message_unavailable", facts, found.source, found.at
    )


def _bitstring(case: Case, given: Mapping[str, object], at: datetime) -> _Result:
    entry = status.read_entry(given)
    if entry.purpose not in _WITHDRAWN and entry.purpose not in _TELLING:
        raise UnsupportedError("status_purpose", purpose=entry.purpose[:100])
    issuer_id = case.issuer_id
    found = _trusted_list(case, entry.list_url, issuer_id, at)
    value = found.value(entry, now=at, allow_short=case.policy.accepts_short_lists)
    facts: dict[str, object] = {"purpose": entry.purpose, "index": entry.index}
    if found.is_short(entry) or found.issuer_id != issuer_id or found.id != entry.list_url:
        facts["tolerated"] = _tolerated(case, entry, found)
    if entry.messages is not None or entry.references:
        facts |= _words(entry, value)
    outcome, code = _meaning(entry.purpose, is_set=value != 0)
    return outcome, code, facts


def _meaning(purpose: str, *, is_set: bool) -> tuple[Outcome, str]:
    if purpose in _TELLING:
        return Outcome.NOT_APPLICABLE, _TELLING[purpose] if is_set else "status_says_nothing"
    return (Outcome.FAILED, _WITHDRAWN[purpose]) if is_set else (Outcome.PASSED, "not_withdrawn")


def _words(entry: StatusEntry, value: int) -> dict[str, object]:
    message = (entry.messages or {}).get(value, "undefined")
    told: dict[str, object] = {"value": hex(value)}
    if message != "undefined":  # the standard's placeholder for a value that is never used
        told["message"] = message[:500]
    if entry.references:
        told["references"] = [url[:500] for url in entry.references[:4]]
    return told


def _tolerated(case: Case, entry: StatusEntry, found: StatusList) -> list[str]:
    """Give what the letter of the standards would not let pass, as codes of warnings."""
    signs = (
        ("status_list_short", found.is_short(entry)),
        ("status_list_foreign", found.issuer_id != case.issuer_id),
        ("status_list_moved", found.id != entry.list_url),
    )
    return [code for code, is_so in signs if is_so]


def _trusted_list(case: Case, url: str, issuer_id: str, at: datetime) -> StatusList:
    """Give the list at `url` once it is shown to be the badge issuer's own, under its own address."""
    answer = case.fetch(
        status.address_at(url, at) if case.asked_at is not None else url, accept=ACCEPT_CREDENTIAL
    )
    body = answer.body
    found = once(("status list", url, issuer_id, at, body), lambda: _known_or_proven(case, url, body, at))
    if found.issuer_id != issuer_id or found.id != url:
        _check_fit(case, url, found.issuer_id, found.id)
    if answer.at is not None and case.heard_at is None and found.is_stale(case.now - answer.at):
        raise StatusListError("status_list_stale")
    return found


def _known_or_proven(case: Case, url: str, body: bytes, at: datetime) -> StatusList:
    lists, issuer_id = case.knowledge.lists, case.issuer_id
    if lists is None:
        return _proven(case, url, body, at)
    digest = hashlib.sha256(body).digest()
    kept = lists.find(digest, issuer_id, at)
    found = kept or _proven(case, url, body, at)
    if kept is None:
        lists.remember(digest, issuer_id, found, at)
    return found


def _proven(case: Case, url: str, body: bytes, at: datetime) -> StatusList:
    try:
        unwrapped = unwrap(body)
    except UnreadableError as error:
        raise StatusListError("status_list_unreadable", reason=error.code) from error
    served = Case(
        unwrapped.document,
        unwrapped.opened,
        case.fetch,
        _signed_by(case, unwrapped.document, at),
        raw=unwrapped.raw,
        policy=case.policy,
        knowledge=case.knowledge,
    )
    _check_fit(case, url, served.issuer_id, str(served.document.get("id", "")))  # before a key is asked for
    signature, signed = proof.check(served)
    for finding in (signature, issuer.check(signed, signature)):
        if finding.outcome is not Outcome.PASSED and not _is_own_word(case, url, finding):
            raise StatusListError("status_list_unproven", reason=finding.code)
    return status.read_list(signed.document)


def _signed_by(case: Case, document: Mapping[str, object], at: datetime) -> datetime:
    """Give the time at which a list's signature is judged.

    A list of the past may be signed only now that it is asked for, so its proof may be younger than `at`.
    """
    if case.asked_at is None:
        return at
    return min(case.asked_at, max([at, *_created(document)]))


def _created(document: Mapping[str, object]) -> Iterator[datetime]:
    for one in listed(document.get("proof")):
        if isinstance(one, Mapping):
            try:
                yield read_instant(one.get("created"))
            except UnreadableError:
                continue  # a proof without a time, or with a broken one, which its check tells of


def _is_own_word(case: Case, url: str, finding: Finding) -> bool:
    """Tell whether only the loss of the key speaks against a list that the caller itself gave out."""
    # A thief of the key cannot write what the caller answers: an issuer without another key keeps its list.
    is_own = case.knowledge.is_own
    return finding.code == Worth.COMPROMISED and is_own is not None and is_own(url)


def _check_fit(case: Case, url: str, issuer_id: str, list_id: str) -> None:
    if issuer_id != case.issuer_id and not case.policy.accepts_foreign_lists:
        raise StatusListError("status_list_other_issuer", issuer=issuer_id[:200])
    if list_id != url and not case.policy.accepts_moved_lists:
        raise StatusListError("status_list_other_address", id=list_id[:200])


def _legacy(case: Case, entry: Mapping[str, object]) -> _Result:
    """Look the credential id up in a 1EdTech revocation list (VCRL 1.0), trusted by its address."""
    url = entry.get("id")
    if not isinstance(url, str):
        raise StatusListError("entry_invalid")
    body = case.fetch(url).body
    named, reasons = once(("1EdTech list", url, body), lambda: _withdrawn(_served(body, url)))
    issuer_id = case.issuer_id if named is None else named
    if issuer_id != case.issuer_id:
        raise StatusListError("status_list_other_issuer", issuer=issuer_id[:200])
    credential_id = case.document.get("id")
    if isinstance(credential_id, str) and credential_id in reasons:
        return Outcome.FAILED, "revoked", {"reason": reasons[credential_id]}
    return Outcome.PASSED, "not_withdrawn", {"purpose": "revocation"}


def _withdrawn(served: Mapping[str, object]) -> tuple[str | None, Mapping[str, str]]:
    """Give whose list it is (None where it does not say), and why it withdraws which credentials."""
    reasons: dict[str, str] = {}
    for item in [item for name in sorted(_LISTED) for item in listed(served.get(name))]:
        entry = item if isinstance(item, Mapping) else {"id": item}
        name = entry.get("id")
        if isinstance(name, str) and entry.get("revoked", True) is not False:
            reasons.setdefault(name, str(entry.get("revocationReason", ""))[:500])
    if "issuer" not in served:
        return None, reasons
    issuer = served["issuer"]
    return str(issuer.get("id") if isinstance(issuer, Mapping) else issuer), reasons


def _served(body: bytes, url: str) -> Mapping[str, object]:
    try:
        found = strict_json.loads(body)
    except UnreadableError as error:
        raise StatusListError("status_list_unreadable", reason=error.code) from error
    if not isinstance(found, Mapping):
        raise StatusListError("status_list_unreadable", reason="not_an_object")
    # A page that is no list withdraws nothing, and clears nobody; a list of nothing may leave the member out.
    if _LISTED.isdisjoint(found) and not (found.get("id") == url and "issuer" in found):
        raise StatusListError("status_list_unreadable", reason="not_a_list")
    return found


def _is_legacy(entry: Mapping[str, object]) -> bool:
    return listed(entry.get("type")) == [_LEGACY]


def _address(entry: Mapping[str, object]) -> str:
    return str(entry.get("statusListCredential") or entry.get("id") or "document")[:500]
