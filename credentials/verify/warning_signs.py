"""What a reader should know although it decides nothing: odd names, older forms, false endorsements.

A warning is a `Finding` apart from the checks; its outcome is UNDETERMINED, for a person to judge.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from credentials import contexts
from credentials.errors import CredentialError
from credentials.proofs import jwt
from credentials.verify.case import Case, listed
from credentials.verify.checks.structure import is_first_edition
from credentials.verify.names import hidden_characters, imitated, mixed_scripts
from credentials.verify.report import Finding, IssuerView, Outcome

KnownNames = Callable[[], Iterable[str]]

_EXPECTED_CLAIMS = ("iss", "nbf", "jti")
_PLAIN_TYPES = (None, "JWT")


def warnings(
    case: Case, issuer: IssuerView | None, findings: Sequence[Finding], known_names: KnownNames | None
) -> tuple[Finding, ...]:
    """Give all warnings about a credential, those about the issuer's name first."""
    found: list[Finding] = []
    if issuer is not None:
        found += _name_warnings(issuer, known_names)
    found += _form_warnings(case)
    found += [_warning("endorsements", finding.code, **finding.facts) for finding in _false(findings)]
    return tuple(found)


def _warning(check: str, code: str, **facts: object) -> Finding:
    return Finding(check, Outcome.UNDETERMINED, code, facts)


def _name_warnings(issuer: IssuerView, known_names: KnownNames | None) -> Iterator[Finding]:
    name = issuer.claimed_name
    if not name:
        yield _warning("issuer", "issuer_without_name")
    if hidden := hidden_characters(name):
        yield _warning("issuer", "hidden_characters", characters=list(hidden))
    if scripts := mixed_scripts(name):
        yield _warning("issuer", "mixed_scripts", scripts=list(scripts))
    if issuer.known is None and known_names is not None:
        known = imitated(name, known_names())
        if known is not None:
            yield _warning("issuer", "name_imitated", known_name=known)


def _form_warnings(case: Case) -> Iterator[Finding]:
    named = listed(case.document.get("@context"))
    if is_first_edition(case.document):
        yield _warning("structure", "older_data_model")
    elif contexts.OPEN_BADGES not in named:
        yield _warning("structure", "older_context", context=str(named[1:2]))
    if case.token is not None:
        yield from _token_warnings(case, case.token)


def _token_warnings(case: Case, token: str) -> Iterator[Finding]:
    try:
        parsed = jwt.parse(token)
    except CredentialError:
        return
    claims: Mapping[str, object] = parsed.payload
    if parsed.header.get("typ") not in _PLAIN_TYPES or any(name not in claims for name in _EXPECTED_CLAIMS):
        yield _warning("proof", "vc_jose_form")
    elif "sub" not in claims:
        yield _warning("proof", "token_without_subject", subject=str(case.subject.get("id", ""))[:200])


def _false(findings: Sequence[Finding]) -> list[Finding]:
    bad = (Outcome.FAILED, Outcome.UNDETERMINED)
    return [
        finding
        for finding in findings
        if finding.check == "endorsements" and finding.outcome in bad and finding.code != "not_checked"
    ]
