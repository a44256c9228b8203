"""Refresh: has the issuer a newer version of this credential? Asked once, and only of a proven credential."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from credentials import equality
from credentials.errors import CredentialError, FetchError, UnreadableError
from credentials.fetch import ACCEPT_CREDENTIAL
from credentials.unwrap import unwrap
from credentials.verify.case import Case, listed
from credentials.verify.report import Finding, Outcome

REFRESH_TYPE = "1EdTechCredentialRefresh"


class Proven(NamedTuple):
    """Steps 1 and 2 of a verification: the findings, and the case as it was signed."""

    form: Finding
    proof: Finding
    issuer: Finding
    case: Case

    @property
    def is_good(self) -> bool:
        """Tell whether the issuer said exactly this, with a key that was good."""
        is_signed = self.proof.outcome is self.issuer.outcome is Outcome.PASSED
        return is_signed and self.form.outcome is not Outcome.FAILED


def check(proven: Proven, prove: Callable[[Case], Proven]) -> tuple[Finding, Proven] | None:
    """Give the finding and what is to be judged from here on; None when no refresh is offered.

    PASSED refreshed (the newer version is judged) or already_newest; UNDETERMINED refresh_unreachable or
    refresh_refused with the reason, and the original is judged. VC Credential Refresh 1.0. The answer counts
    only when it is the same credential (id, issuer, subject, types), not older, and proven just as the
    original was, under the same policy; what refreshService it has itself is not asked.
    """
    case = proven.case
    service = _service(case.document)
    if service is None or not case.policy.follows_refresh:
        return None
    try:
        newer = _answer(case, service)
        if newer.document == case.document:
            return Finding("refresh", Outcome.PASSED, "already_newest", {}, service, case.now), proven
        again = prove(newer)
        _require_same(case.document, again)
    except CredentialError as error:
        code = "refresh_unreachable" if isinstance(error, FetchError) else "refresh_refused"
        facts = {"reason": error.code}
        return Finding("refresh", Outcome.UNDETERMINED, code, facts, service, case.now), proven
    facts = {"valid_from": str(newer.document.get("validFrom", newer.document.get("issuanceDate", "")))}
    return Finding("refresh", Outcome.PASSED, "refreshed", facts, service, case.now), again


def _service(document: Mapping[str, object]) -> str | None:
    for service in listed(document.get("refreshService")):
        if isinstance(service, Mapping) and REFRESH_TYPE in listed(service.get("type")):
            address = service.get("id")
            return address if isinstance(address, str) else None
    return None


def _answer(case: Case, service: str) -> Case:
    unwrapped = unwrap(case.fetch(service, accept=ACCEPT_CREDENTIAL).body)
    return case._replace(document=unwrapped.document, token=unwrapped.opened, raw=unwrapped.raw)


def _require_same(original: Mapping[str, object], again: Proven) -> None:
    """Raise unless the answer is a proven representation of the same credential, and not an older one."""
    newer = again.case.document
    if not again.is_good:
        bad = (again.form, again.proof, again.issuer)
        reason = next(finding for finding in bad if finding.outcome is not Outcome.PASSED)
        raise UnreadableError(reason.code)
    if not equality.are_same(original, newer) or _holder(original) != _holder(newer):
        raise UnreadableError("refresh_other_credential")
    if _types(original) != _types(newer):
        raise UnreadableError("refresh_other_credential")
    if equality.age_of(newer, original) == "older":
        raise UnreadableError("refresh_older")


def _holder(document: Mapping[str, object]) -> object:
    subject = document.get("credentialSubject")
    if not isinstance(subject, Mapping):
        return subject
    return subject.get("id") or listed(subject.get("identifier"))


def _types(document: Mapping[str, object]) -> set[str]:
    return {str(name) for name in listed(document.get("type"))}
