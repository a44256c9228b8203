"""Verifying on the command line: `python -m credentials verify badge.png`.

Exit codes: 0 genuine, 1 do not rely on it, 2 could not finish checking, 3 unreadable.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from credentials.errors import CredentialError, FetchError, UnreadableError
from credentials.fetch import Fetch, Fetched
from credentials.instants import read_instant, timestamp
from credentials.unwrap import unwrap
from credentials.verify import Finding, Outcome, Report, Verdict, first_reason, verify

EXIT_CODES: Mapping[Verdict, int] = {
    Verdict.GENUINE: 0,
    Verdict.DO_NOT_RELY: 1,
    Verdict.COULD_NOT_FINISH: 2,
}
EXIT_UNREADABLE = 3

_HEADLINES: Mapping[Verdict, str] = {
    Verdict.GENUINE: "GENUINE: signed by the issuer named below and not changed since.",
    Verdict.DO_NOT_RELY: "DO NOT RELY ON THIS.",
    Verdict.COULD_NOT_FINISH: "COULD NOT FINISH CHECKING.",
}
_MARKS: Mapping[Outcome, str] = {
    Outcome.PASSED: "ok",
    Outcome.FAILED: "FAILED",
    Outcome.UNDETERMINED: "unknown",
    Outcome.NOT_APPLICABLE: "-",
}
_MAX_INPUT_BYTES = 6 * 1024 * 1024  # one over the largest picture that is read


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    options = _parser().parse_args(arguments)
    try:
        data = _read(options.file)
        return _unbake(data) if options.command == "unbake" else _verify(data, options)
    except CredentialError as error:
        _complain(error, as_json=getattr(options, "json", False))
        return EXIT_UNREADABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m credentials", description="Open Badges 3.0 by hand.")
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("verify", help="tell whether a badge is genuine")
    checking.add_argument("file", help="JSON, compact JWS, baked PNG or SVG; - for standard input")
    checking.add_argument("--json", action="store_true", help="print the report as JSON")
    checking.add_argument("--offline", action="store_true", help="ask nobody; the status stays unknown")
    checking.add_argument(
        "--now", metavar="T", help="judge as of this date-time, such as 2026-01-31T12:00:00Z"
    )
    checking.add_argument("--recipient", metavar="R", help="e-mail address, id or user name to compare with")
    checking.add_argument(
        "--also-fetch", metavar="ORIGIN", action="append", default=[], help="origin to trust"
    )
    unbaking = commands.add_parser("unbake", help="print the credential inside a picture")
    unbaking.add_argument("file", help="baked PNG or SVG; - for standard input")
    return parser


def _read(name: str) -> bytes:
    try:
        if name == "-":
            return sys.stdin.buffer.read(_MAX_INPUT_BYTES)
        with Path(name).open("rb") as file:
            return file.read(_MAX_INPUT_BYTES)
    except OSError as error:
        raise UnreadableError("file_unreadable", file=name, reason=error.strerror) from error


def _unbake(data: bytes) -> int:
    sys.stdout.buffer.write(unwrap(data).raw + b"\n")
    return 0


def _verify(data: bytes, options: argparse.Namespace) -> int:
    now = read_instant(options.now) if options.now else datetime.now(UTC)
    report = verify(data, fetch=_fetch(options), now=now, recipient=options.recipient)
    if options.json:
        print(json.dumps(_as_json(report), ensure_ascii=True, indent=2, default=str))
    else:
        print("\n".join(_as_text(report)))
    return EXIT_CODES[report.verdict]


def _fetch(options: argparse.Namespace) -> Fetch:
    if options.offline:
        return _offline
    from credentials.outbound import Guarded  # noqa: PLC0415 - offline, no module that opens sockets is loaded

    return Guarded(frozenset(options.also_fetch))


def _offline(
    url: str,
    *,
    accept: str = "application/json",  # noqa: ARG001 - the shape of Fetch
    redirects: int = 0,  # noqa: ARG001 - the shape of Fetch
    same_host: bool = True,  # noqa: ARG001 - the shape of Fetch
) -> Fetched:
    raise FetchError("offline", url=url)


def _as_json(report: Report) -> dict[str, object]:
    issuer = report.issuer
    return {
        "verdict": report.verdict.value,
        "form": report.form,
        "checked_at": timestamp(report.checked_at),
        "issuer": asdict(issuer) if issuer else None,
        "checks": [_finding_as_json(finding) for finding in report.findings],
        "warnings": [_finding_as_json(finding) for finding in report.warnings],
    }


def _finding_as_json(finding: Finding) -> dict[str, object]:
    return {
        "check": finding.check,
        "outcome": finding.outcome.value,
        "code": finding.code,
        "facts": dict(finding.facts),
        "source": finding.source,
        "at": timestamp(finding.at) if finding.at else None,
    }


def _as_text(report: Report) -> list[str]:
    lines = [_HEADLINES[report.verdict]]
    reason = first_reason(report.findings)
    if reason is not None:
        lines.append(f"Reason: {reason.check}: {reason.code.replace('_', ' ')}")
    if report.issuer is not None:
        lines.append(f"Issuer: {_plain(report.issuer.id)}, calls itself {_plain(report.issuer.claimed_name)}")
    lines.append(f"Checked at {timestamp(report.checked_at)}, read as {report.form}.")
    lines += [_line(_MARKS[finding.outcome], finding) for finding in report.findings]
    lines += [_line("warning", finding) for finding in report.warnings]
    return lines


def _line(mark: str, finding: Finding) -> str:
    facts = ", ".join(f"{name}: {_plain(value)}" for name, value in finding.facts.items())
    return f"  {mark:8} {finding.check:13} {finding.code.replace('_', ' ')}" + (
        f" ({facts})" if facts else ""
    )


def _plain(value: object) -> str:
    """Quote a stranger's text so that it cannot drive the terminal or hide itself."""
    return ascii(value)[:300]


def _complain(error: CredentialError, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"error": error.code, "facts": dict(error.facts)}, default=str))
    else:
        print(f"UNREADABLE: {error.code.replace('_', ' ')} {_plain(dict(error.facts))}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
