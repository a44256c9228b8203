"""How results are told on a terminal, and as JSON."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from credentials.cli.usage import UsageError
from credentials.errors import CredentialError
from credentials.instants import timestamp
from credentials.verify import Finding, Outcome, Report, Verdict, first_reason

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
_SHOWN = 300

Told = Callable[[], Iterator[str]]


def plain(value: object) -> str:
    """Quote a stranger's text so that it cannot drive the terminal or hide itself."""
    return ascii(value)[:_SHOWN]


def complaint(error: CredentialError) -> str:
    """Give the line for what could not be done."""
    if isinstance(error, UsageError):
        return error.told
    return f"{error.code.replace('_', ' ')}{_explained(error.facts)}"


def complaints(error: CredentialError) -> Iterator[str]:
    """Give a line for each problem of a document, else the one for what could not be done."""
    facts = dict(error.facts)
    problems = facts.pop("problems", None)
    if not isinstance(problems, list):
        yield complaint(error)
        return
    facts.pop("pointer", None)
    explained = _explained(facts) if len(problems) == 1 else ""
    for problem in problems:
        yield f"{problem['code'].replace('_', ' ')} at {plain(problem['pointer'])}{explained}"


def error_as_json(error: CredentialError) -> dict[str, Any]:
    """Give an error as JSON values."""
    return {"error": error.code, "facts": dict(error.facts)}


def as_text(report: Report) -> Iterator[str]:
    """Give the lines of a report."""
    yield _HEADLINES[report.verdict]
    reason = first_reason(report.findings)
    if reason is not None:
        yield f"Reason: {reason.check}: {reason.code.replace('_', ' ')}"
    if report.issuer is not None:
        yield f"Issuer: {plain(report.issuer.id)}, calls itself {plain(report.issuer.claimed_name)}"
    of = f", as of {timestamp(report.as_of)}" if report.as_of else ""
    yield f"Checked at {timestamp(report.checked_at)}{of}, read as {report.form} ({report.standard})."
    yield from finding_lines(report.findings, report.warnings)
    for at, inner in enumerate(report.inner):
        yield f"Credential {at} inside:"
        yield from (f"  {line}" for line in as_text(inner))


def finding_lines(findings: Sequence[Finding], warnings: Sequence[Finding] = ()) -> Iterator[str]:
    """Give one line per finding."""
    yield from (_line(_MARKS[finding.outcome], finding) for finding in findings)
    yield from (_line("warning", finding) for finding in warnings)


def one_line(name: str, result: Report | CredentialError) -> str:
    """Give the line of one file of a folder."""
    if isinstance(result, CredentialError):
        return f"unreadable        {plain(name)}  {complaint(result)}"
    reason = first_reason(result.findings)
    told = f"  {reason.check}: {reason.code.replace('_', ' ')}" if reason else ""
    return f"{result.verdict.value:17} {plain(name)}{told}"


def section(title: str, told: Told) -> Iterator[str]:
    """Give the lines of a section, under its title when there are any; what breaks says why."""
    lines: list[str] = []
    try:
        lines.extend(told())
    except CredentialError as error:
        lines.append(f"  {complaint(error)}")
    if lines:
        yield f"{title}:"
        yield from lines


def dumped(value: object, *, indent: int | None = 2) -> str:
    """Give JSON text in ASCII, so that no terminal takes it for something else."""
    return json.dumps(value, ensure_ascii=True, indent=indent, default=str)


def _line(mark: str, finding: Finding) -> str:
    return f"  {mark:8} {finding.check:13} {finding.code.replace('_', ' ')}{_explained(finding.facts)}"


def _explained(facts: Mapping[str, object]) -> str:
    told = ", ".join(f"{name}: {_value(value)}" for name, value in facts.items())
    return f" ({told})" if told else ""


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return " ".join(map(plain, value))[:_SHOWN]
    return plain(value)
