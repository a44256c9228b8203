"""Conformance: whether a document is built as the standard says to which it belongs."""

from collections.abc import Iterator, Mapping
from itertools import islice

from credentials import clr, contexts
from credentials.verify.case import Case, listed
from credentials.verify.checks import structure
from credentials.verify.dates import begin_and_end, instant
from credentials.verify.kinds import is_uri
from credentials.verify.report import Finding, Outcome
from credentials.verify.standards import Standard


def check(case: Case, standard: Standard) -> Finding:
    """Give the finding on structure: as `checks.structure`, for any kind of credential.

    A credential that is no Open Badge at all is UNDETERMINED not_an_open_badge, unless the policy accepts
    it: its signature can be good, what it says is not ours to judge.
    """
    if standard == "ob3":
        return structure.check(case)
    problems = clr.problems(case.document) if standard == "clr2" else _plain(case.document)
    if problems:
        shown = [{"code": code, "pointer": pointer} for code, pointer in problems]
        return Finding("structure", Outcome.FAILED, problems[0][0], {"problems": shown})
    if standard == "clr2":
        return Finding("structure", Outcome.PASSED, "well_formed", {"kind": "ClrCredential"})
    types = [name for name in listed(case.document.get("type")) if isinstance(name, str)]
    if case.policy.accepts_plain_credentials:
        return Finding("structure", Outcome.PASSED, "well_formed", {"kind": "VerifiableCredential"})
    return Finding("structure", Outcome.UNDETERMINED, "not_an_open_badge", {"types": types[:10]})


def _plain(document: Mapping[str, object]) -> list[structure.Problem]:
    return list(islice(_plain_problems(document), structure.MAX_PROBLEMS))


def _plain_problems(document: Mapping[str, object]) -> Iterator[structure.Problem]:
    """VC Data Model 2.0, section 4 (and 1.1 by its own names of the dates)."""
    named = listed(document.get("@context"))
    if named[:1] not in ([contexts.CREDENTIALS_V2], [contexts.CREDENTIALS_V1]):
        yield "context_first", "/@context/0"
    if "id" in document and not is_uri(document["id"]):
        yield "id_not_absolute", "/id"
    issuer = document.get("issuer")
    if not is_uri(issuer.get("id") if isinstance(issuer, Mapping) else issuer):
        yield "missing" if issuer is None else "not_uri", "/issuer"
    subjects = listed(document.get("credentialSubject"))
    if not subjects or not all(isinstance(subject, Mapping) and subject for subject in subjects):
        yield "missing", "/credentialSubject"
    yield from _date_problems(document)
    for name in ("credentialStatus", "credentialSchema", "refreshService", "termsOfUse", "evidence"):
        for entry in listed(document.get(name)):
            if not isinstance(entry, Mapping) or not listed(entry.get("type")):
                yield "missing", f"/{name}/type"


def _date_problems(document: Mapping[str, object]) -> Iterator[structure.Problem]:
    names = ("issuanceDate", "expirationDate", "validFrom", "validUntil")
    for name in names:
        if name in document and instant(document[name]) is None:
            yield "not_date", f"/{name}"
    if structure.is_first_edition(document) and begin_and_end(document)[0] is None:
        yield "missing", "/issuanceDate"
