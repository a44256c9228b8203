"""`verify`: one credential, an offline bundle, or each file of a folder."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from credentials import bundle, receipt
from credentials.cli import files
from credentials.cli.key_files import Method, published, read_method
from credentials.cli.occasions import Occasion
from credentials.cli.surroundings import (
    EXIT_COULD_NOT_FINISH,
    EXIT_DO_NOT_RELY,
    EXIT_DONE,
    EXIT_UNREADABLE,
    Once,
    Surroundings,
    attempted,
    worst,
)
from credentials.cli.usage import forbid, moment
from credentials.cli.wording import as_text, dumped, error_as_json, one_line
from credentials.errors import CredentialError, UnreadableError
from credentials.fetch import Fetch, offline
from credentials.verify import Report, Verdict, verify
from credentials.verify.knowledge import Knowledge
from credentials.verify.policy import POLICIES
from credentials.verify.proven_lists import ProvenListsCache

EXIT_CODES: Mapping[Verdict, int] = {
    Verdict.GENUINE: EXIT_DONE,
    Verdict.DO_NOT_RELY: EXIT_DO_NOT_RELY,
    Verdict.COULD_NOT_FINISH: EXIT_COULD_NOT_FINISH,
}

# A bundle brings its own answers and their time, and is packed already.
_NOT_FOR_BUNDLES = ("as_of", "key", "bundle", "challenge", "domain")


class Checker:
    """Verifies files as the options say; what one file's check has fetched serves the next."""

    def __init__(self, options: argparse.Namespace, around: Surroundings) -> None:
        """Raises `UnreadableError` for a time or a key that cannot be read."""
        self._options = options
        self._now = moment(options.now, around.now)
        self._as_of = moment(options.as_of, None)
        self._fetch = _fetch(options, around)
        self._knowledge = Knowledge(lists=ProvenListsCache())

    def check(self, data: bytes) -> Report:
        """Give the report on one file. Raises `UnreadableError`, `UsageError` for options beside a bundle."""
        if bundle.is_bundle(data):
            return self._bundle(data)
        return self._credential(data)

    def _credential(self, data: bytes) -> Report:
        options = self._options
        recorder = bundle.record(self._fetch, now=self._now) if options.bundle is not None else None
        fetch, policy = recorder or self._fetch, POLICIES[options.policy]
        report = verify(
            data,
            fetch=fetch,
            now=self._now,
            as_of=self._as_of,
            recipient=options.recipient,
            recipient_type=options.recipient_type,
            policy=policy,
            knowledge=self._knowledge if recorder is None else Knowledge(),
        )
        occasion = Occasion(options.challenge, options.domain)
        report = occasion.judged(report, data, fetch, now=self._as_of or self._now, policy=policy)
        self._keep(data, report, recorder)
        return report

    def _bundle(self, data: bytes) -> Report:
        options = self._options
        forbid(options, _NOT_FOR_BUNDLES, "does not go with a bundle")
        report = bundle.verify_bundle(
            data,
            now=self._now,
            trusted=options.trust,
            fetch=self._fetch if options.offline is None else None,
            recipient=options.recipient,
            recipient_type=options.recipient_type,
            policy=POLICIES[options.policy],
        )
        self._keep(data, report, None)
        return report

    def _keep(self, data: bytes, report: Report, recorder: bundle.Recorder | None) -> None:
        """Write the receipt and the bundle that were asked for."""
        options = self._options
        sealer = read_method(options.sign_with) if options.sign_with is not None else None
        token = self._receipt(data, report, sealer) if options.receipt is not None else None
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
    _refuse_idle(options)
    checker, name = Checker(options, around), _input(options)
    if files.is_folder(name):
        return _run_folder(name, checker, options)
    data = files.read(name)
    if not bundle.is_bundle(data):
        forbid(options, ("trust",), "goes with a bundle only")
    report = checker.check(data)
    told = dumped(report.as_json()) if options.json else "\n".join(as_text(report))
    files.write(options.output, told.encode() + b"\n")
    return EXIT_CODES[report.verdict]


def _refuse_idle(options: argparse.Namespace) -> None:
    """Raise `UsageError` for an option that nothing would come of."""
    if options.offline is not None:
        forbid(options, ("also_fetch",), "does not go with --offline")
    if options.recipient is None:
        forbid(options, ("recipient_type",), "goes with --recipient only")
    if options.receipt is None and options.bundle is None:
        forbid(options, ("sign_with",), "goes with --receipt or --bundle only")


def _run_folder(name: str, checker: Checker, options: argparse.Namespace) -> int:
    if options.bundle is not None or options.receipt is not None:
        raise UnreadableError("one_file_only", file=name)
    lines, codes = [], []
    for place in files.members(name):
        result = _result(place, checker)
        codes.append(EXIT_UNREADABLE if isinstance(result, CredentialError) else EXIT_CODES[result.verdict])
        lines.append(_json_line(place, result) if options.json else one_line(place.name, result))
    files.write(options.output, "".join(f"{line}\n" for line in lines).encode())
    return worst(codes)


def _result(place: Path, checker: Checker) -> Report | CredentialError:
    return attempted(lambda: checker.check(files.read(str(place))))


def _json_line(place: Path, result: Report | CredentialError) -> str:
    told = error_as_json(result) if isinstance(result, CredentialError) else result.as_json()
    return dumped({"file": place.name, **told}, indent=None)


def _input(options: argparse.Namespace) -> str:
    """Give the input, which may also stand after `--offline`. Raises `UnreadableError`."""
    if not isinstance(options.offline, str):
        return files.given(options)
    if options.input is not None or options.file is not None:
        raise UnreadableError("one_file_only", file=options.offline)
    if not options.offline:
        raise UnreadableError("input_missing")
    return options.offline


def _fetch(options: argparse.Namespace, around: Surroundings) -> Fetch:
    asked = around.outbound(frozenset(options.also_fetch or ())) if options.offline is None else offline
    return Once(asked, {} if options.key is None else published(options.key))
