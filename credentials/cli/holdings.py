"""Offline bundles and receipts for `inspect`: what they say, and by whose word."""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from credentials import receipt, statements
from credentials.bundle import Bundle, Recorded
from credentials.cli.wording import complaint, finding_lines, plain
from credentials.errors import CredentialError
from credentials.fetch import offline
from credentials.instants import timestamp
from credentials.proofs import jose


def is_receipt(token: str) -> bool:
    """Tell whether a token says to be a receipt."""
    try:
        return jose.header_of(token).get("typ") == receipt.TYPE
    except CredentialError:
        return False


def plain_receipt(given: object) -> Iterator[str]:
    """Give the lines on a receipt that nobody signed, or on the claims of one without their signature."""
    yield "  signature     none"
    found = given.get("receipt", given) if isinstance(given, dict) else given
    yield from _receipt(receipt.read(found))


def signed_receipt(token: str, now: datetime) -> Iterator[str]:
    """Give the lines on a receipt in a token; whose key is not in its name is not asked for it."""
    yield f"  signed by     {plain(statements.pretended(token)[0])}"
    try:
        receipt.check(token, now=now, fetch=offline)
        yield "  signature     good"
    except CredentialError as error:
        yield f"  signature     {complaint(error)}"
    yield from _receipt(receipt.read(jose.parse(token).payload.get("receipt")))


def _receipt(said: receipt.Receipt) -> Iterator[str]:
    of = f", as of {timestamp(said.as_of)}" if said.as_of else ""
    issuer = (
        f"{plain(said.issuer.id)}, calls itself {plain(said.issuer.claimed_name)}" if said.issuer else "-"
    )
    yield f"  service       {plain(said.service)}"
    yield f"  checked at    {timestamp(said.checked_at)}{of}"
    yield f"  verdict       {said.verdict.value}, policy {plain(said.policy)}"
    yield f"  credential    {plain(said.credential_id)}, sha256 {plain(said.credential_sha256)}"
    yield f"  issuer        {issuer}"
    yield f"  file          {said.size_bytes} bytes, read as {plain(said.form)}, sha256 {plain(said.sha256)}"
    yield f"  recipient     {said.recipient}"
    yield from (f"  {line}" for line in finding_lines(said.findings, said.warnings))
    for digest, verdict in said.inner:
        yield f"  inside        {verdict.value}, sha256 {plain(digest)}"


def bundled(packed: Bundle) -> Iterator[str]:
    """Give the lines on a bundle: its time and seal, both by its maker's word, and all that is in it."""
    sealer = "nobody" if packed.seal is None else plain(statements.pretended(packed.seal)[0])
    yield f"  made at       {timestamp(packed.made_at)}"
    yield f"  sealed by     {sealer}"
    yield f"  receipt       {'none' if packed.receipt is None else 'one, below'}"
    yield f"  credential    {_sized(packed.credential)}, below"
    for document in packed.documents:
        yield from _document(document)


def _document(document: Recorded) -> Iterator[str]:
    yield f"  document      {plain(document.url)}"
    yield f"    answered    by {plain(document.answered_by)} at {timestamp(document.at)}"
    yield f"    as          {plain(document.content_type)}, {_sized(document.body)}"


def _sized(body: bytes) -> str:
    return f"{len(body)} bytes, sha256 {hashlib.sha256(body).hexdigest()}"
