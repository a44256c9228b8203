"""Endorsements: each one inside a badge is a credential of its own and gets a result of its own.

They never change the headline: a false endorsement does not make a true badge false, and a true one does
not make it truer. One about something else is never shown as support.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from credentials.errors import CredentialError
from credentials.unwrap import unwrap
from credentials.verify.case import Case, listed
from credentials.verify.policy import first_reason, verdict
from credentials.verify.report import Finding, Outcome, Verdict

MAX_ENDORSEMENTS = 10  # each costs a canonicalisation and a signature check

_TYPE = "EndorsementCredential"
_MEMBERS = frozenset({"endorsement", "endorsementJwt"})

Examine = Callable[[Case], Sequence[Finding]]
_Carriers = list[tuple[str, Mapping[str, object]]]  # with their pointers

_NONE = Finding("endorsements", Outcome.NOT_APPLICABLE, "no_endorsements")
_RESULTS = {
    Verdict.GENUINE: (Outcome.PASSED, "endorsement_good"),
    Verdict.DO_NOT_RELY: (Outcome.FAILED, "endorsement_false"),
    Verdict.COULD_NOT_FINISH: (Outcome.UNDETERMINED, "endorsement_unfinished"),
}


def check(case: Case, examine: Examine) -> list[Finding]:
    """Give one finding per endorsement of the credential, its achievements, and every Profile in it.

    `examine` gives the findings of one endorsement. Those which endorsers carry themselves (depth two)
    are not followed. Facts: pointer, endorser, name, reason.
    """
    found = list(_embedded(case))
    if not found:
        return [_NONE]
    findings = [_one(case, place, about, given, examine) for place, about, given in found[:MAX_ENDORSEMENTS]]
    if len(found) > MAX_ENDORSEMENTS:
        facts = {"count": len(found), "max": MAX_ENDORSEMENTS}
        findings.append(Finding("endorsements", Outcome.UNDETERMINED, "too_many_endorsements", facts))
    return findings


def are_embedded(case: Case) -> bool:
    """Tell whether the credential carries any endorsement."""
    return next(_embedded(case), None) is not None


def _embedded(case: Case) -> Iterator[tuple[str, object, object]]:
    """Give (pointer, id of the endorsed thing, endorsement) for all endorsements of the badge."""
    for pointer, carrier in _carriers(case):
        if _MEMBERS.isdisjoint(carrier):
            continue
        for member in ("endorsement", "endorsementJwt"):
            if member in carrier:
                for at, given in enumerate(listed(carrier[member])):
                    yield f"{pointer}/{member}/{at}", carrier.get("id"), given


def _carriers(case: Case) -> _Carriers:
    """Give every object that may be endorsed (Open Badges 3.0: Achievement, Profile, and the credential)."""
    subject = case.subject
    found: _Carriers = [("", case.document)]
    given = subject.get("achievement")
    if isinstance(given, list):  # a record has several
        for at, achievement in enumerate(given):
            _add_achievement(found, f"/credentialSubject/achievement/{at}", achievement)
    else:
        _add_achievement(found, "/credentialSubject/achievement", given)
    _add_profiles(found, "/credentialSubject/source", subject.get("source"))
    _add_profiles(found, "/issuer", case.document.get("issuer"))
    return found


def _add_achievement(found: _Carriers, pointer: str, achievement: object) -> None:
    if isinstance(achievement, dict):
        found.append((pointer, achievement))
        _add_profiles(found, f"{pointer}/creator", achievement.get("creator"))


def _add_profiles(found: _Carriers, pointer: str, profile: object) -> None:
    while isinstance(profile, dict):
        found.append((pointer, profile))
        pointer, profile = f"{pointer}/parentOrg", profile.get("parentOrg")


def _one(case: Case, place: str, about: object, given: object, examine: Examine) -> Finding:
    facts: dict[str, object] = {"pointer": place}
    try:
        endorsement = _opened(case, given)
    except CredentialError as error:
        return Finding(
            "endorsements", Outcome.FAILED, "endorsement_unreadable", {**facts, "reason": error.code}
        )
    facts |= _endorser(endorsement)
    if _TYPE not in listed(endorsement.document.get("type")):  # a badge says nothing of what it was put into
        return Finding("endorsements", Outcome.FAILED, "endorsement_other_type", facts, at=case.now)
    if endorsement.subject.get("id") != about:
        return Finding("endorsements", Outcome.FAILED, "endorses_something_else", facts, at=case.now)
    findings = examine(endorsement)
    outcome, code = _RESULTS[verdict(findings, case.policy)]
    reason = first_reason(findings, case.policy)
    if reason is not None:
        facts |= {"failed_check": reason.check, "reason": reason.code}
    return Finding("endorsements", outcome, code, facts, at=case.now)


def _opened(case: Case, given: object) -> Case:
    if isinstance(given, str):
        unwrapped = unwrap(given.encode("utf-8", "replace"))
        return case._replace(document=unwrapped.document, token=unwrapped.opened, recipient=None)
    document = given if isinstance(given, Mapping) else {}
    return case._replace(document=document, token=None, recipient=None)


def _endorser(endorsement: Case) -> dict[str, object]:
    issuer = endorsement.document.get("issuer")
    name = issuer.get("name") if isinstance(issuer, Mapping) else None
    comment = endorsement.subject.get("endorsementComment")
    return {
        "endorser": endorsement.issuer_id,
        "name": name if isinstance(name, str) else "",
        "comment": comment if isinstance(comment, str) else "",
    }
