"""What a reader should know although it decides nothing: odd names, older forms, false endorsements.

A warning is a `Finding` apart from the checks; its outcome is UNDETERMINED, for a person to judge.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from credentials import contexts
from credentials.errors import CredentialError
from credentials.key_history import Worth
from credentials.proofs import jose, jwt
from credentials.verify.case import Case, listed
from credentials.verify.checks.proof import suite_warning
from credentials.verify.checks.structure import OPEN_BADGES_CONTEXT, is_first_edition
from credentials.verify.knowledge import KnownNames
from credentials.verify.names import hidden_characters, imitated, is_plain_latin, mixed_scripts
from credentials.verify.report import Finding, IssuerView, Outcome

_EXPECTED_CLAIMS = ("iss", "nbf", "jti")
_PLAIN_TYPES = (None, "JWT")
_CURRENT = [contexts.CREDENTIALS_V2, contexts.OPEN_BADGES]
_OTHER_STATUS = frozenset({"newer_version_available", "status_message"})
_NOTED = frozenset({"beside", "tolerated"})


def warnings(
    case: Case, issuer: IssuerView | None, findings: Sequence[Finding], known_names: KnownNames | None
) -> tuple[Finding, ...]:
    """Give all warnings about a credential, those about the issuer's name first."""
    found = [] if issuer is None else list(name_warnings(issuer, known_names))
    for finding in findings:
        tell = _TOLD_BY.get(finding.check)
        if tell is not None:
            found += tell(finding)
    if case.token is not None or case.document.get("@context") != _CURRENT:
        found += _form_warnings(case)
    return tuple(found)


def _warning(check: str, code: str, **facts: object) -> Finding:
    return Finding(check, Outcome.UNDETERMINED, code, facts)


def name_warnings(issuer: IssuerView, known_names: KnownNames | None) -> Iterator[Finding]:
    """Give the warnings about the name that an issuer claims for itself."""
    name = issuer.claimed_name
    if not name:
        yield _warning("issuer", "issuer_without_name")
    if not is_plain_latin(name):
        if hidden := hidden_characters(name):
            yield _warning("issuer", "hidden_characters", characters=list(hidden))
        if scripts := mixed_scripts(name):
            yield _warning("issuer", "mixed_scripts", scripts=list(scripts))
    if issuer.known is None and known_names is not None:
        known = imitated(name, known_names())
        if known is not None:
            yield _warning("issuer", "name_imitated", known_name=known)


def _form_warnings(case: Case) -> Iterator[Finding]:
    named = [one for one in listed(case.document.get("@context")) if isinstance(one, str)]
    editions = [one for one in named if OPEN_BADGES_CONTEXT.fullmatch(one)]  # none in what is no badge
    if is_first_edition(case.document):
        yield _warning("structure", "older_data_model")
    elif editions and contexts.OPEN_BADGES not in editions:
        yield _warning("structure", "older_context", context=str(editions[:1]))
    if case.token is not None:
        yield from _token_warnings(case, case.token)


def _token_warnings(case: Case, token: jose.Token) -> Iterator[Finding]:
    try:
        parsed = jwt.read(jose.parse_opened(token))
    except CredentialError:
        return
    claims: Mapping[str, object] = parsed.payload
    if parsed.header.get("typ") not in _PLAIN_TYPES or any(name not in claims for name in _EXPECTED_CLAIMS):
        yield _warning("proof", "vc_jose_form")
    elif "sub" not in claims:
        yield _warning("proof", "token_without_subject", subject=str(case.subject.get("id", ""))[:200])


# These give an empty tuple for the badge of which there is nothing to tell, which is nearly every one.


def _told_by_issuer(finding: Finding) -> Iterable[Finding]:
    return (_warning("issuer", finding.code, **finding.facts),) if finding.code == Worth.RECORDED else ()


def _told_by_proof(finding: Finding) -> Iterable[Finding]:
    further = suite_warning(finding)
    return () if further is None else (further,)


def _told_by_status(finding: Finding) -> Iterable[Finding]:
    """Give what the status lists say beside withdrawal, and what a policy let pass, of every entry."""
    has_more = finding.code in _OTHER_STATUS or not _NOTED.isdisjoint(finding.facts)
    return _beside_status(finding) if has_more else ()


def _beside_status(finding: Finding) -> Iterator[Finding]:
    facts = dict(finding.facts)
    beside = facts.pop("beside", None)
    yield from _status_notes(finding.code, facts, _OTHER_STATUS)
    for note in beside if isinstance(beside, list) else []:
        noted = dict(note)
        yield from _status_notes(noted.pop("code"), noted, {*_OTHER_STATUS, "status_message_unavailable"})


def _status_notes(code: str, facts: Mapping[str, object], told: AbstractSet[str]) -> Iterator[Finding]:
    if code in told:
        yield _warning("status", code, **facts)
    tolerated = facts.get("tolerated")
    for sign in tolerated if isinstance(tolerated, list) else []:
        yield _warning("status", sign, purpose=facts.get("purpose"))


def _told_by_endorsement(finding: Finding) -> Iterable[Finding]:
    if finding.outcome not in (Outcome.FAILED, Outcome.UNDETERMINED) or finding.code == "not_checked":
        return ()
    return (_warning("endorsements", finding.code, **finding.facts),)


_TOLD_BY: Mapping[str, Callable[[Finding], Iterable[Finding]]] = {
    "issuer": _told_by_issuer,
    "proof": _told_by_proof,
    "status": _told_by_status,
    "endorsements": _told_by_endorsement,
}
