"""`inspect`: everything that can be told about one file without asking anybody, for who debugs."""

import argparse
import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial

from credentials import bundle, canonical, strict_json
from credentials import unwrap as carriers
from credentials.cli import files, holdings, proof_details
from credentials.cli.surroundings import EXIT_DONE, Surroundings
from credentials.cli.usage import moment
from credentials.cli.wording import Told, as_text, dumped, plain, section
from credentials.errors import UnreadableError
from credentials.fetch import offline
from credentials.proofs import jose
from credentials.proofs.chains import proofs_of
from credentials.verify import Report, verify
from credentials.verify.checks import structure

Sections = Iterator[tuple[str, Told]]


def run(options: argparse.Namespace, around: Surroundings) -> int:
    """Print what the file is: a credential with all that is hashed and found, a bundle, or a receipt."""
    data = files.read(files.given(options))
    now = moment(options.now, around.now)
    lines = [line for title, told in _sections(data, now) for line in section(title, told)]
    files.write(options.output, "".join(f"{line}\n" for line in lines).encode("ascii", "backslashreplace"))
    return EXIT_DONE


def _sections(data: bytes, now: datetime) -> Sections:
    if bundle.is_bundle(data):
        return _of_bundle(data, now)
    try:
        unwrapped = carriers.unwrap(data)
    except UnreadableError as error:
        if error.code != "receipt_unsigned":
            raise
        return _of_receipt(partial(holdings.plain_receipt, strict_json.loads(data)))
    if unwrapped.token is not None and holdings.is_receipt(unwrapped.token):
        return _of_receipt(partial(holdings.signed_receipt, unwrapped.token, now))
    return _of_credential(data, unwrapped, partial(verify, data, fetch=offline, now=now))


def _of_receipt(told: Told) -> Sections:
    yield "receipt of a check, no credential", told


def _of_bundle(data: bytes, now: datetime) -> Sections:
    packed = bundle.read(data)
    yield "offline bundle", partial(holdings.bundled, packed)
    if packed.receipt is not None:
        yield "receipt inside", partial(holdings.signed_receipt, packed.receipt, now)
    unwrapped = carriers.unwrap(packed.credential)
    yield from _of_credential(packed.credential, unwrapped, partial(bundle.verify_bundle, data, now=now))


def _of_credential(data: bytes, unwrapped: carriers.Unwrapped, judged: partial[Report]) -> Sections:
    document = unwrapped.document
    yield "carrier", partial(_carrier, data, unwrapped)
    yield "structure", partial(_structure, document)
    yield "token", partial(_token, unwrapped.token)
    if not proofs_of(document):
        yield "canonical form (RDFC-1.0)", partial(_canonical, document)
    yield "proofs", partial(proof_details.of, document)
    yield "verdict and findings, asking nobody", lambda: (f"  {line}" for line in as_text(judged()))


def _carrier(data: bytes, unwrapped: carriers.Unwrapped) -> Iterator[str]:
    document = unwrapped.document
    yield f"  form          {unwrapped.form}"
    yield f"  id            {plain(document.get('id'))}"
    yield f"  type          {plain(document.get('type'))}"
    yield f"  contexts      {plain(document.get('@context'))}"
    yield f"  file          {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}"
    yield f"  credential    {len(unwrapped.raw)} bytes, sha256 {hashlib.sha256(unwrapped.raw).hexdigest()}"


def _structure(document: Mapping[str, object]) -> Iterator[str]:
    yield f"  kind          {structure.kind_of(document)}"
    for code, pointer in structure.problems(document):
        yield f"  {code.replace('_', ' '):28} {plain(pointer)}"


def _canonical(document: Mapping[str, object]) -> Iterator[str]:
    yield from proof_details.statements(canonical.canonicalise_checked(document), "sha256")


def _token(token: str | None) -> Iterator[str]:
    if token is None:
        return
    compact = jose.parse(token)
    yield f"  header        {dumped(dict(compact.header), indent=None)}"
    for claim in ("iss", "sub", "jti", "nbf", "exp", "iat", "aud", "nonce"):
        if claim in compact.payload:
            yield f"  {claim:13} {plain(compact.payload[claim])}"
    yield f"  signed bytes  sha256 {hashlib.sha256(compact.signing_input).hexdigest()}"
    yield f"  signature     {len(compact.signature)} bytes"
