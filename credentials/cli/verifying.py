"""`verify`: one credential, an offline bundle, or each file of a folder."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from credentials import bundle, receipt
from credentials.cli import files
from credentials.cli.key_files import Method, published, read_method
from credentials.cli.surroundings import (
    EXIT_COULD_NOT_FINISH,
    EXIT_DO_NOT_RELY,
    EXIT_DONE,
    EXIT_UNREADABLE,
    Once,
    Surroundings,
    worst,
)
from credentials.cli.wording import as_text, dumped, error_as_json, one_line
from credentials.errors import CredentialError, UnreadableError
from credentials.fetch import Fetch, offline
from credentials.instants import read_instant
from credentials.verify import Report, Verdict, verify
from credentials.verify.knowledge import Knowledge
from credentials.verify.policy import POLICIES
from credentials.verify.proven_lists import ProvenListsCache

EXIT_CODES: Mapping[Verdict, int] = {
    Verdict.GENUINE: EXIT_DONE,
    Verdict.DO_NOT_RELY: EXIT_DO_NOT_RELY,
    Verdict.COULD_NOT_FINISH: EXIT_COULD_NOT_FINISH,
}


class Checker:
    """Verifies files as the options say; what one file's check has fetched serves the next."""

    def __init__(self, options: argparse.Namespace, around: Surroundings) -> None:
        """Raises `UnreadableError` for a time or a key that cannot be read."""
        self._options = options
        self._now = read_instant(options.now) if options.now else around.now
        self._as_of = read_instant(options.as_of) if options.as_of else None
        self._fetch = _fetch(options, around)
        self._knowledge = Knowledge(lists=ProvenListsCache())

    def check(self, data: bytes) -> Report:
        """Give the report on one file. Raises `UnreadableError`."""
        if bundle.is_bundle(data):
            return self._bundle(data)
        options = self._options
        recorder = bundle.record(self._fetch, now=self._now) if options.bundle else None
        report = verify(
            data,
            fetch=recorder or self._fetch,
            now=self._now,
            as_of=self._as_of,
            recipient=options.recipient,
            recipient_type=options.recipient_type,
            policy=POLICIES[options.policy],
            knowledge=Knowledge() if options.bundle else self._knowledge,
        )
        self._keep(data, report, recorder)
        return report

    def _bundle(self, data: bytes) -> Report:
        options = self._options
        return bundle.verify_bundle(
            data,
            now=self._now,
            trusted=options.trust,
            fetch=None if options.offline else self._fetch,
            recipient=options.recipient,
            recipient_type=options.recipient_type,
            policy=POLICIES[options.policy],
        )

    def _keep(self, data: bytes, report: Report, recorder: bundle.Recorder | None) -> None:
        """Write the receipt and the bundle that were asked for."""
        options = self._options
        sealer = read_method(options.sign_with) if options.sign_with else None
        token = self._receipt(data, report, sealer) if options.receipt else None
        if recorder is None:
            return
        packed = bundle.write(
            data,
            report,
            recorder,
            receipt=token,
            signer=sealer.signer if sealer else None,
            kid=sealer.id if sealer else "",
            sealer=sealer.controller if sealer else "",
        )
        files.write(options.bundle, packed)

    def _receipt(self, data: bytes, report: Report, sealer: Method | None) -> str | None:
        made = receipt.make(report, data, service=sealer.controller if sealer else "")
        token = receipt.sign(made, sealer.signer, kid=sealer.id) if sealer else None
        files.write(self._options.receipt, (token or dumped(receipt.as_json(made))).encode() + b"\n")
        return token


def run(options: argparse.Namespace, around: Surroundings) -> int:
    """Verify and tell; the exit code is the verdict, for a folder the worst one."""
    checker, name = Checker(options, around), _input(options)
    if files.is_folder(name):
        return _run_folder(name, checker, options)
    report = checker.check(files.read(name))
    told = dumped(report.as_json()) if options.json else "\n".join(as_text(report))
    files.write(options.output, told.encode() + b"\n")
    return EXIT_CODES[report.verdict]


def _run_folder(name: str, checker: Checker, options: argparse.Namespace) -> int:
    if options.bundle or options.receipt:
        raise UnreadableError("one_file_only", file=name)
    lines, codes = [], []
    for place in files.members(name):
        result = _result(place, checker)
        codes.append(EXIT_UNREADABLE if isinstance(result, CredentialError) else EXIT_CODES[result.verdict])
        lines.append(_json_line(place, result) if options.json else one_line(place.name, result))
    files.write(options.output, "".join(f"{line}\n" for line in lines).encode())
    return worst(codes)


def _result(place: Path, checker: Checker) -> Report | CredentialError:
    try:
        return checker.check(files.read(str(place)))
    except CredentialError as error:
        return error


def _json_line(place: Path, result: Report | CredentialError) -> str:
    told = error_as_json(result) if isinstance(result, CredentialError) else result.as_json()
    return dumped({"file": place.name, **told}, indent=None)


def _input(options: argparse.Namespace) -> str:
    """Give the input, which may also stand after `--offline`. Raises `UnreadableError`."""
    if not isinstance(options.offline, str):
        return files.given(options)
    if options.input or options.file:
        raise UnreadableError("one_file_only", file=options.offline)
    return options.offline


def _fetch(options: argparse.Namespace, around: Surroundings) -> Fetch:
    asked = offline if options.offline else around.outbound(frozenset(options.also_fetch))
    return Once(asked, published(options.key) if options.key else {})
