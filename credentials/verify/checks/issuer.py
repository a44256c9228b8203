"""Issuer: the keys that signed are those of the issuer whom the document names, and were good at the time."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import orjson

from credentials.errors import CredentialError
from credentials.instants import read_instant, timestamp
from credentials.key_history import KeyHistory, Worth, worth
from credentials.proofs import jose, jwt
from credentials.resolve import VerificationMethod, resolve_method
from credentials.verify.case import Case, listed
from credentials.verify.report import Finding, Outcome

# Reasons of a failed proof which say that somebody else signed.
NOT_THE_ISSUERS = frozenset({"key_not_issuers", "method_not_listed", "method_not_for_assertion"})

_WITHOUT_HISTORY = ("did:key:", "did:jwk:")  # these are the key itself, and no document tells of its life

# The worst first: one bad key among the signers is enough.
_OUTCOMES: Mapping[Worth, Outcome] = {
    Worth.COMPROMISED: Outcome.FAILED,
    Worth.RETIRED: Outcome.FAILED,
    Worth.EARLY: Outcome.FAILED,
    Worth.UNKNOWN: Outcome.UNDETERMINED,
    Worth.RECORDED: Outcome.PASSED,
}


@dataclass(frozen=True, slots=True)
class Signing:
    """One signature by the issuer: with which method, when by its own word, judged by which history."""

    method: VerificationMethod
    created: datetime | None
    history: KeyHistory
    is_known: bool


def check(case: Case, proof: Finding) -> Finding:
    """Give issuer_bound when every proof is by a key of the issuer that was good when it signed.

    A proof is only verified with a key that the issuer lists for assertions, so a good proof binds; then
    the dated history of each key is asked, of the caller or else of the key document. FAILED
    key_compromised, key_retired, key_not_yet_active, method_not_for_assertion; UNDETERMINED
    signing_time_unknown; PASSED recorded_before_compromise. Facts: id, method, signed_at, and the date of
    the history that decided. Who the issuer *is* remains another question: see `IssuerView`.
    """
    facts = {"id": case.issuer_id}
    if proof.outcome is Outcome.PASSED:
        return _by_history(case) or Finding("issuer", Outcome.PASSED, "issuer_bound", facts, at=case.now)
    if proof.code in NOT_THE_ISSUERS:
        return Finding("issuer", Outcome.FAILED, proof.code, {**facts, **proof.facts}, at=case.now)
    return Finding("issuer", Outcome.UNDETERMINED, "not_checked", facts)


def _by_history(case: Case) -> Finding | None:
    """Give what the lives of the keys have to say, None when that is nothing."""
    if case.knowledge.key_history is None and case.issuer_id.startswith(_WITHOUT_HISTORY):
        return None
    judged = [(_worth(case, signing), signing) for signing in _signings(case)]
    if not judged:
        return None
    for code, outcome in _OUTCOMES.items():
        for found, signing in judged:
            if found is code:
                return _finding(case, outcome, found, signing)
    return None


def _finding(case: Case, outcome: Outcome, code: Worth, signing: Signing) -> Finding:
    history = signing.history
    told = {
        "signed_at": signing.created,
        "active_from": history.active_from if code is Worth.EARLY else None,
        "retired_at": history.retired_at if code in (Worth.RETIRED, Worth.UNKNOWN) else None,
        "compromised_at": history.compromised_at,
    }
    times = {name: timestamp(moment) for name, moment in told.items() if moment is not None}
    facts = {"id": case.issuer_id, "method": signing.method.id, **times}
    source = "here" if signing.is_known else "document"
    return Finding("issuer", outcome, code.value, facts, source=source, at=case.now)


def _worth(case: Case, signing: Signing) -> Worth:
    recorded_at = _recorded_at(case) if signing.history.compromised_at is not None else None
    return worth(signing.history, created=signing.created, recorded_at=recorded_at)


def _signings(case: Case) -> Iterator[Signing]:
    """Give the issuer's signatures whose key has a history.

    All proofs that name a key of the issuer count, also those of a suite that nobody could check: another
    proof can make matters worse, never better.
    """
    if case.token is not None:
        method = jwt.signing_method(jose.header_of(case.token.text), case.issuer_id, case.fetch)
        history, is_known = _history(case, method)
        if history is not None:
            yield _token_signing(case.token, method, history, is_known)
    for proof in listed(case.document.get("proof")):
        if isinstance(proof, Mapping):
            yield from _proof_signing(case, proof)


def _token_signing(
    token: jose.Token, method: VerificationMethod, history: KeyHistory, is_known: bool
) -> Signing:
    parsed = jwt.read(jose.parse_opened(token))
    # `nbf` is when the credential begins, perhaps long before it was signed: it shows no key too young.
    if "iat" not in parsed.payload:
        history = KeyHistory(retired_at=history.retired_at, compromised_at=history.compromised_at)
    return Signing(method, jwt.signed_at(parsed), history, is_known)


def _proof_signing(case: Case, proof: Mapping[str, object]) -> Iterator[Signing]:
    try:
        method = resolve_method(str(proof.get("verificationMethod")), case.issuer_id, case.fetch)
        created = read_instant(proof["created"]) if "created" in proof else None
    except CredentialError:
        return  # not the issuer's, or of a kind unknown here; the check of the proof has its say on that
    history, is_known = _history(case, method)
    if history is not None:
        yield Signing(method, created, history, is_known)


def _history(case: Case, method: VerificationMethod) -> tuple[KeyHistory | None, bool]:
    """Give the life of a key, and whether the caller told it; what its document says of a loss is kept."""
    known = case.knowledge.key_history(method) if case.knowledge.key_history is not None else None
    is_lost = method.history is not None and method.history.compromised_at is not None
    if known is None or (known.compromised_at is None and is_lost):
        return method.history, False
    return known, True


def _recorded_at(case: Case) -> datetime | None:
    """Give when the caller recorded this credential: in these bytes, or in the bytes we would write it in."""
    recorded = case.knowledge.recorded
    if recorded is None:
        return None
    # A token is its text; a document is what it says, and white space added by a carrier says nothing.
    own = orjson.dumps(case.document) if case.token is None else case.token.text.encode()
    found = [recorded(hashlib.sha256(text).digest()) for text in (case.raw, own)]
    return min((moment for moment in found if moment is not None), default=None)
