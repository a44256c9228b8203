"""`issue`: signing one credential, or each in a folder."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson

from credentials import bulk, strict_json
from credentials.cli import files
from credentials.cli.key_files import Method, read_method
from credentials.cli.surroundings import EXIT_DONE, EXIT_UNREADABLE, Surroundings
from credentials.cli.wording import complaint
from credentials.errors import CannotBuildError, CredentialError, ProofError, UnreadableError
from credentials.instants import read_instant
from credentials.proofs import data_integrity, jwt
from credentials.verify.checks import structure

# The suite that fits a kind of key; an RSA key signs tokens only.
_SUITES: Mapping[str, str] = {
    "Ed25519": "eddsa-rdfc-2022",
    "P-256": "ecdsa-rdfc-2019",
    "P-384": "ecdsa-rdfc-2019",
}

Issued = bytes | CredentialError


@dataclass(frozen=True, slots=True)
class _Order:
    """How to sign: a token with the algorithm, or an embedded proof of the suite."""

    method: Method
    created: datetime
    suite: str
    algorithm: str | None
    is_w3c: bool
    mandatory: tuple[str, ...] | None


def run(options: argparse.Namespace, around: Surroundings) -> int:
    """Sign and write; a folder's files keep their names, with `.jwt` for tokens."""
    order, name = _order(options, around), files.given(options)
    if files.is_folder(name):
        return _run_folder(name, options.output, order)
    signed = _signed(_document(files.read(name)), order)
    files.write(options.output, signed + b"\n")
    return EXIT_DONE


def _order(options: argparse.Namespace, around: Surroundings) -> _Order:
    method = read_method(options.key)
    suite = options.suite or _SUITES.get(method.signer.public.kind, "")
    if not suite and options.jwt is None:
        raise ProofError("algorithm_mismatch", key=method.signer.public.kind)
    if options.jwt not in (None, method.signer.public.algorithm):
        raise ProofError("algorithm_mismatch", alg=options.jwt, key=method.signer.public.kind)
    return _Order(
        method=method,
        created=read_instant(options.created) if options.created else around.now,
        suite=suite,
        algorithm=options.jwt,
        is_w3c=options.w3c,
        mandatory=tuple(options.mandatory) if options.mandatory else None,
    )


def _run_folder(name: str, output: str | None, order: _Order) -> int:
    target = files.folder(output)
    places = files.members(name)
    code = EXIT_DONE
    for place, result in zip(places, _issued(places, order), strict=True):
        if isinstance(result, CredentialError):
            files.complain(f"{place.name!a}: {complaint(result)}")
            code = EXIT_UNREADABLE
        else:
            suffix = ".jwt" if order.algorithm else place.suffix
            files.write(str(target / (place.stem + suffix)), result)
    return code


def _issued(places: Sequence[Path], order: _Order) -> Iterator[Issued]:
    """Give the signed bytes of each file, or why there are none; many alike in a fraction of the time."""
    read = [_read(place, order) for place in places]
    if order.algorithm or order.suite != "eddsa-rdfc-2022":
        for given in read:
            yield given if isinstance(given, CredentialError) else _tried(given, order)
        return
    signed = bulk.issue_many(
        [given for given in read if not isinstance(given, CredentialError)],
        order.method.signer,
        verification_method=order.method.id,
        created=order.created,
    )
    for given in read:
        yield given if isinstance(given, CredentialError) else next(signed)


def _read(place: Path, order: _Order) -> Mapping[str, object] | CredentialError:
    try:
        document = _document(files.read(str(place)))
        _refuse_unsound(document, order)
    except CredentialError as error:
        return error
    return document


def _tried(document: Mapping[str, object], order: _Order) -> Issued:
    try:
        return _signed(document, order)
    except CredentialError as error:
        return error


def _document(data: bytes) -> Mapping[str, object]:
    value = strict_json.loads(data)
    if not isinstance(value, dict):
        raise UnreadableError("not_an_object")
    return value


def _signed(document: Mapping[str, object], order: _Order) -> bytes:
    _refuse_unsound(document, order)
    signer = order.method.signer
    if order.algorithm:
        sign = jwt.sign_w3c if order.is_w3c else jwt.sign
        return sign(document, signer, kid=order.method.id).encode()
    signed = data_integrity.sign(
        document,
        signer,
        verification_method=order.method.id,
        created=order.created,
        cryptosuite=order.suite,
        mandatory_pointers=order.mandatory,
    )
    return orjson.dumps(signed)


def _refuse_unsound(document: Mapping[str, object], order: _Order) -> None:
    """Raise `CannotBuildError` for what a verifier would refuse; of other kinds only the issuer is judged."""
    problems = structure.problems(document) if structure.kind_of(document) else []
    issuer = document.get("issuer")
    named = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    if named != order.method.controller:
        problems = [*problems, ("key_not_issuers", "/issuer")]
    if problems:
        (code, pointer), *_ = problems
        told = [{"code": each, "pointer": at} for each, at in problems]
        raise CannotBuildError(code, pointer=pointer, problems=told)
