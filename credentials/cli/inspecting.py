"""`inspect`: everything that can be told about one credential without asking anybody, for who debugs."""

import argparse
import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from credentials import canonical
from credentials import unwrap as carriers
from credentials.cli import files
from credentials.cli.surroundings import EXIT_DONE, Surroundings
from credentials.cli.wording import complaint, dumped, finding_lines, plain
from credentials.errors import CredentialError
from credentials.fetch import offline
from credentials.instants import read_instant
from credentials.proofs import data_integrity, jose
from credentials.proofs.chains import proofs_of
from credentials.proofs.configuration import canonical_configuration
from credentials.verify import verify
from credentials.verify.checks import structure

_DIGESTS = ("sha256", "sha384")  # the second for P-384 keys


def run(options: argparse.Namespace, around: Surroundings) -> int:
    """Print form, canonical form, hashes, proofs and methods, problems of structure, and all findings."""
    data = files.read(files.given(options))
    unwrapped = carriers.unwrap(data)
    now = read_instant(options.now) if options.now else around.now
    sections = (
        ("carrier", lambda: _carrier(data, unwrapped)),
        ("structure", lambda: _structure(unwrapped.document)),
        ("canonical form (RDFC-1.0 of the document without proofs)", lambda: _canonical(unwrapped.document)),
        ("token", lambda: _token(unwrapped.token)),
        ("proofs", lambda: _proofs(unwrapped.document)),
        ("findings, asking nobody", lambda: finding_lines(verify(data, fetch=offline, now=now).findings)),
    )
    lines = [line for title, told in sections for line in _section(title, told)]
    files.write(options.output, "".join(f"{line}\n" for line in lines).encode("ascii", "backslashreplace"))
    return EXIT_DONE


def _section(title: str, told: Callable[[], Iterator[str]]) -> Iterator[str]:
    """Give the lines of a section, under its title when there are any; what breaks says why."""
    lines: list[str] = []
    try:
        lines.extend(told())
    except CredentialError as error:
        lines.append(f"  {complaint(error)}")
    if lines:
        yield f"{title}:"
        yield from lines


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
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    body = canonical.canonicalise_checked(unsecured)
    for line in body.decode().splitlines():
        yield f"  {line}"
    count = body.count(b"\n")
    yield f"  {count} statements, sha256 {hashlib.sha256(body).hexdigest()}"


def _token(token: str | None) -> Iterator[str]:
    if token is None:
        return
    compact = jose.parse(token)
    yield f"  header        {dumped(dict(compact.header), indent=None)}"
    for claim in ("iss", "sub", "jti", "nbf", "exp", "iat", "aud"):
        if claim in compact.payload:
            yield f"  {claim:13} {plain(compact.payload[claim])}"
    yield f"  signed bytes  sha256 {hashlib.sha256(compact.signing_input).hexdigest()}"
    yield f"  signature     {len(compact.signature)} bytes"


def _proofs(document: Mapping[str, object]) -> Iterator[str]:
    for at, proof in enumerate(proofs_of(document)):
        yield f"  proof {at}"
        if isinstance(proof, Mapping):
            yield from (f"    {line}" for line in _proof(document, proof))


def _proof(document: Mapping[str, object], proof: Mapping[str, Any]) -> Iterator[str]:
    for name, value in proof.items():
        yield f"{name:18} {plain(value)}"
    yield from _section("configuration", lambda: _configuration(document, proof))
    yield from _section("hashes", lambda: _hashes(document, proof))


def _configuration(document: Mapping[str, object], proof: Mapping[str, Any]) -> Iterator[str]:
    config = {name: value for name, value in proof.items() if name != "proofValue"}
    contexts = document.get("@context")
    lines = canonical_configuration(contexts, config, extra_contexts=None, at_issue=False, digest="sha256")
    for line in lines.decode().splitlines():
        yield f"  {line}"


def _hashes(document: Mapping[str, object], proof: Mapping[str, Any]) -> Iterator[str]:
    for digest in _DIGESTS:
        proof_hash, document_hash = data_integrity.hash_parts(document, proof, digest=digest)
        yield f"  {digest}  proof {proof_hash.hex()}"
        yield f"  {digest}  document {document_hash.hex()}"
