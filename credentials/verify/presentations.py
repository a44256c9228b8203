"""Presentations: who presents, and whether the holder proved it. What is presented is verified by itself."""

from collections.abc import Mapping

from credentials.errors import CredentialError, ProofError, UnreadableError, UnsafeDocumentError
from credentials.proofs import presentation
from credentials.verify.case import Case
from credentials.verify.checks import proof
from credentials.verify.examination import Examination, not_checked
from credentials.verify.report import Finding, Outcome

# All that a presentation itself has to say (VC Data Model 2.0, 4.13): nobody need have signed anything else.
_MEMBERS = frozenset({"@context", "id", "type", "holder", "verifiableCredential", "proof"})
# With these it poses as a credential, whose issuer nobody asked.
_OF_CREDENTIALS = ("issuer", "credentialSubject")


def view(document: Mapping[str, object]) -> dict[str, object]:
    """Give what may be shown of a presentation as its own."""
    return {name: value for name, value in document.items() if name in _MEMBERS}


def examine(case: Case) -> Examination:
    """Give the findings on the presentation itself (VC Data Model 2.0, 4.13), without what it carries.

    Proof: presented_by_holder, FAILED with the reason, or NOT_APPLICABLE holder_not_proven for a presentation
    without proof, which is no more than a folder. Nobody asked for it here, so that it may be a repetition.
    """
    try:
        _refuse_pose(case.document)
        presentation.read(case.document)
    except UnreadableError as error:
        form = Finding("structure", Outcome.FAILED, error.code, error.facts)
        return Examination([form, not_checked("proof")], case, is_proven=False)
    form = Finding("structure", Outcome.PASSED, "well_formed", {"kind": "VerifiablePresentation"})
    return Examination([form, _holder(case)], case, is_proven=False)


def _refuse_pose(document: Mapping[str, object]) -> None:
    for name in _OF_CREDENTIALS:
        if name in document:
            raise UnreadableError("presentation_malformed", pointer=f"/{name}")


def _holder(case: Case) -> Finding:
    if proof.is_missing(case):
        return Finding("proof", Outcome.NOT_APPLICABLE, "holder_not_proven")
    try:
        token = None if case.token is None else case.token.text
        shown = presentation.verify(case.document, case.fetch, now=case.now, token=token)
    except (ProofError, UnreadableError, UnsafeDocumentError) as error:
        return Finding("proof", Outcome.FAILED, error.code, error.facts, at=case.now)
    except CredentialError as error:
        return Finding("proof", Outcome.UNDETERMINED, error.code, error.facts, at=case.now)
    facts = {"holder": shown.holder, "methods": list(shown.methods)}
    return Finding("proof", Outcome.PASSED, "presented_by_holder", facts, at=case.now)
