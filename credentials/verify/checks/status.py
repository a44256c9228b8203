"""Status: has the issuer withdrawn the badge? A list that cannot be had or trusted is never good news."""

from collections.abc import Mapping

from credentials import status, strict_json
from credentials.errors import CredentialError, FetchError, StatusListError, UnreadableError, UnsupportedError
from credentials.unwrap import unwrap
from credentials.verify.case import Case, listed
from credentials.verify.checks import proof
from credentials.verify.report import Finding, Outcome

_ACCEPT = "application/vc, application/vc+ld+json, application/json, application/vc+jwt, text/plain"
_WITHDRAWN = {"revocation": "revoked", "suspension": "suspended"}
_OTHER_PURPOSES = frozenset({"refresh", "message"})
_LEGACY = "1EdTechRevocationList"


def check(case: Case) -> Finding:
    """Give not_withdrawn, revoked, suspended, no_status, or UNDETERMINED with the reason.

    Reads BitstringStatusListEntry (Bitstring Status List 1.0, 3.2) and the older 1EdTechRevocationList.
    """
    entry = case.document.get("credentialStatus")
    if entry is None:
        return Finding("status", Outcome.NOT_APPLICABLE, "no_status")
    if not isinstance(entry, Mapping):
        return Finding("status", Outcome.UNDETERMINED, "status_malformed")
    source = _address(entry)
    try:
        outcome, code, facts = _legacy(case, entry) if _is_legacy(entry) else _bitstring(case, entry)
    except FetchError as error:
        facts = {"reason": error.code, **error.facts}
        return Finding("status", Outcome.UNDETERMINED, "status_list_unreachable", facts, source, case.now)
    except CredentialError as error:
        return Finding("status", Outcome.UNDETERMINED, error.code, error.facts, source, case.now)
    return Finding("status", outcome, code, facts, source, case.now)


_Result = tuple[Outcome, str, dict[str, object]]


def _bitstring(case: Case, given: Mapping[str, object]) -> _Result:
    entry = status.read_entry(given)
    facts: dict[str, object] = {"purpose": entry.purpose, "index": entry.index}
    if entry.purpose in _OTHER_PURPOSES:
        return Outcome.NOT_APPLICABLE, "status_says_nothing", facts
    if entry.purpose not in _WITHDRAWN:
        raise UnsupportedError("status_purpose", purpose=entry.purpose[:100])
    if status.check_list(_trusted_list(case, entry.list_url), entry, now=case.now):
        return Outcome.FAILED, _WITHDRAWN[entry.purpose], facts
    return Outcome.PASSED, "not_withdrawn", facts


def _trusted_list(case: Case, url: str) -> Mapping[str, object]:
    """Give the list at `url` once it is shown to be the badge issuer's own, under its own address."""
    try:
        unwrapped = unwrap(case.fetch(url, accept=_ACCEPT).body)
    except UnreadableError as error:
        raise StatusListError("status_list_unreadable", reason=error.code) from error
    served = Case(unwrapped.document, unwrapped.token, case.fetch, case.now)
    if served.issuer_id != case.issuer_id:
        raise StatusListError("status_list_other_issuer", issuer=served.issuer_id[:200])
    if served.document.get("id") != url:
        raise StatusListError("status_list_other_address", id=str(served.document.get("id"))[:200])
    finding, signed = proof.check(served)
    if finding.outcome is not Outcome.PASSED:
        raise StatusListError("status_list_unproven", reason=finding.code)
    return signed.document


def _legacy(case: Case, entry: Mapping[str, object]) -> _Result:
    """Look the credential id up in a 1EdTech revocation list (VCRL 1.0), trusted by its address."""
    url = entry.get("id")
    if not isinstance(url, str):
        raise StatusListError("entry_invalid")
    try:
        served = strict_json.loads(case.fetch(url).body)
    except UnreadableError as error:
        raise StatusListError("status_list_unreadable", reason=error.code) from error
    if not isinstance(served, Mapping):
        raise StatusListError("status_list_unreadable", reason="not_an_object")
    if served.get("issuer", case.issuer_id) != case.issuer_id:
        raise StatusListError("status_list_other_issuer", issuer=str(served.get("issuer"))[:200])
    revoked = listed(served.get("revokedCredential")) + listed(served.get("revokedCredentials"))
    for item in (item for item in revoked if isinstance(item, Mapping)):
        if item.get("id") == case.document.get("id") and item.get("revoked", True) is not False:
            return Outcome.FAILED, "revoked", {"reason": str(item.get("revocationReason", ""))[:500]}
    return Outcome.PASSED, "not_withdrawn", {"purpose": "revocation"}


def _is_legacy(entry: Mapping[str, object]) -> bool:
    return listed(entry.get("type")) == [_LEGACY]


def _address(entry: Mapping[str, object]) -> str:
    return str(entry.get("statusListCredential") or entry.get("id") or "document")[:500]
