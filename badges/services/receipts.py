"""What somebody takes along from a verification: a dated receipt, or a bundle to check without a network.

Both are made from the credential on request and given away; nothing is stored about it. A receipt that
comes back is read here too.
"""

from dataclasses import dataclass, replace

from badges.services import known_signers, our_records, own_word, verifying
from badges.services.own_word import Speaker
from credentials import bundle, receipt
from credentials.errors import CredentialError, ProofError
from credentials.proofs import jose
from credentials.receipt import Receipt
from credentials.verify import Report, pipeline
from foundation import clock

MOST_RECEIPT_BYTES = 200_000  # fifty findings with their facts are far below


@dataclass(frozen=True, slots=True)
class Reading:
    """A receipt that its service did sign.

    `is_ours` tells whether that is this service, `known_name` what a service that we know is called ("" for
    a stranger), `fits` whether it is about the file that was given with it (None: there was none).
    """

    receipt: Receipt
    is_ours: bool
    known_name: str
    fits: bool | None


def receipt_of(given: bytes, *, recipient: str | None = None) -> str:
    """Verify a credential now and give the signed receipt (compact JWS). Raises UnreadableError."""
    by = own_word.speaker()
    return _signed(verifying.verify(given, recipient=recipient), given, by)


def bundle_of(given: bytes, *, recipient: str | None = None) -> bytes:
    """Verify a credential now and give the sealed bundle (zip) with its receipt.

    Raises UnreadableError, CredentialError("too_many_documents").
    """
    by, now = own_word.speaker(), clock.now()
    recorder = bundle.record(verifying.fetch(), now=now)
    # A list that was proven a moment ago would spare questions whose answers belong into the bundle.
    knowledge = replace(known_signers.knowledge(), lists=None)
    found = pipeline.verify(given, fetch=recorder, now=now, recipient=recipient or None, knowledge=knowledge)
    report = our_records.told(found)
    return bundle.write(
        given,
        report,
        recorder,
        receipt=_signed(report, given, by),
        signer=by.signer,
        kid=by.method,
        sealer=by.id,
    )


def is_receipt(given: bytes) -> bool:
    """Tell whether the bytes are a receipt by their own word, rather than a credential."""
    if len(given) > MOST_RECEIPT_BYTES:
        return False
    try:
        return jose.parse(_text(given)).header.get("typ") == receipt.TYPE
    except CredentialError:
        return False


def read(given: bytes, about: bytes | None = None) -> Reading:
    """Give a receipt that was signed by the service it names; `about` is the file it should be about.

    Raises ProofError and UnreadableError for one that is not to be relied on, another CredentialError where
    its service's key could not be had.
    """
    token = _text(given)
    read = receipt.check(token, now=clock.now(), key=own_word.key_of(token, verifying.fetch()))
    known = known_signers.knowledge().issuer_lookup
    label = known(read.service) if known is not None else None
    return Reading(
        receipt=read,
        is_ours=own_word.is_ours(read.service),
        known_name=label[1] if label is not None else "",
        fits=None if about is None else _is_about(read, about),
    )


def _is_about(read: Receipt, file: bytes) -> bool:
    """Tell whether a receipt is about a file, or about the credential in the bundle that the file is."""
    if not bundle.is_bundle(file):
        return receipt.matches(read, file)
    try:
        inside = bundle.read(file).credential
    except CredentialError:
        return False
    return receipt.matches(read, file) or receipt.matches(read, inside)


def _signed(report: Report, given: bytes, by: Speaker) -> str:
    made = receipt.make(report, given, service=by.id)
    return receipt.sign(made, by.signer, kid=by.method)


def _text(given: bytes) -> str:
    try:
        return given.decode("ascii").strip()
    except UnicodeDecodeError as error:
        raise ProofError("not_a_compact_jws") from error
