"""The one entry of verification: bytes in, a `Report` out.

Structure and proof are gates: what a document says is only followed (status lists, endorsements) once it is
shown that the issuer said it, so that a forged badge cannot aim us at anybody.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from credentials import unwrap as carriers
from credentials.errors import CredentialError, UnreadableError
from credentials.fetch import Fetch
from credentials.verify.case import Budgeted, Case, listed
from credentials.verify.checks import endorsements, issuer, proof, recipient, status, structure, validity
from credentials.verify.policy import STANDARD, Policy, verdict
from credentials.verify.report import Finding, IssuerView, Outcome, Report
from credentials.verify.warning_signs import KnownNames, warnings

IssuerLookup = Callable[[str], tuple[str, str] | None]

MAX_FETCHES = 4  # key document, status list, and two more for endorsements

_OLDER_CONTEXTS = ("https://w3id.org/openbadges/v1", "https://w3id.org/openbadges/v2")


def verify(
    data: bytes,
    *,
    fetch: Fetch,
    now: datetime,
    recipient: str | None = None,
    issuer_lookup: IssuerLookup | None = None,
    known_names: KnownNames | None = None,
    policy: Policy = STANDARD,
    is_own: Callable[[str], bool] | None = None,
) -> Report:
    """Verify a credential in any form: JSON, compact JWS, baked PNG or baked SVG.

    `recipient` is an e-mail address, id or user name to compare with. `issuer_lookup` gives (label, name)
    for an issuer id that the caller knows; `known_names` gives names that no stranger may imitate; `is_own`
    tells addresses that the caller answers itself, which cost nobody anything. A bad credential is a
    finding; only unreadable bytes raise, as `UnreadableError`.
    """
    if now.tzinfo is None:
        raise CredentialError("time_without_zone")
    unwrapped = carriers.unwrap(data)
    _refuse_other_kinds(unwrapped.document)
    case = Case(unwrapped.document, unwrapped.token, Budgeted(fetch, MAX_FETCHES, is_own), now, recipient)
    findings = _examine(case, follow_endorsements=True)
    view = _issuer_view(case, issuer_lookup)
    return Report(
        verdict=verdict(findings, policy),
        findings=tuple(findings),
        issuer=view,
        warnings=warnings(case, view, findings, known_names),
        document=unwrapped.document,
        form=unwrapped.form,
        checked_at=now,
    )


def _refuse_other_kinds(document: object) -> None:
    """Refuse what is not a verifiable credential at all; an older badge gets a code of its own."""
    if not isinstance(document, dict):
        raise UnreadableError("not_an_object")
    named = listed(document.get("@context"))
    if any(context in _OLDER_CONTEXTS for context in named):
        raise UnreadableError("open_badges_2")
    is_typed = "VerifiableCredential" in listed(document.get("type"))
    if not is_typed and not {"@context", "credentialSubject"} <= document.keys():
        raise UnreadableError("not_a_credential")


def _examine(case: Case, *, follow_endorsements: bool) -> list[Finding]:
    form, signature, case = _gates(case)
    is_proven = signature.outcome is Outcome.PASSED and form.outcome is not Outcome.FAILED
    findings = [form, signature, issuer.check(case, signature), _status(case, is_proven)]
    if form.outcome is Outcome.FAILED:
        findings += [_not_checked("validity"), _not_checked("recipient")]
    else:
        findings += [validity.check(case), recipient.check(case)]
    if follow_endorsements:
        findings += _endorsements(case, is_proven)
    return findings


def _gates(case: Case) -> tuple[Finding, Finding, Case]:
    """Give the findings on structure and proof, and the case as it was signed."""
    form = structure.check(case)
    if form.outcome is Outcome.FAILED and not proof.is_missing(case):
        return form, _not_checked("proof"), case
    signature, signed = proof.check(case)
    if form.outcome is Outcome.FAILED:
        return form, signature, case
    # A good embedded proof was computed in safe mode; expanding the document again would double the cost.
    if case.token is not None or signature.outcome is not Outcome.PASSED:
        form = structure.safe_mode(case, form)
    if form.outcome is not Outcome.PASSED and signature.code == form.code:
        signature = _not_checked("proof")
    return form, signature, signed


def _status(case: Case, is_proven: bool) -> Finding:
    if is_proven or "credentialStatus" not in case.document:
        return status.check(case)
    return _not_checked("status")


def _endorsements(case: Case, is_proven: bool) -> Sequence[Finding]:
    if not is_proven and endorsements.are_embedded(case):
        return [_not_checked("endorsements")]
    return endorsements.check(case, lambda inner: _examine(inner, follow_endorsements=False))


def _not_checked(check: str) -> Finding:
    return Finding(check, Outcome.UNDETERMINED, "not_checked")


def _issuer_view(case: Case, issuer_lookup: IssuerLookup | None) -> IssuerView | None:
    if not case.issuer_id:
        return None
    named = case.document.get("issuer")
    name = named.get("name") if isinstance(named, dict) else None
    view = IssuerView(case.issuer_id, name if isinstance(name, str) else "")
    known = issuer_lookup(case.issuer_id) if issuer_lookup else None
    return replace(view, known=known[0], known_name=known[1]) if known else view
