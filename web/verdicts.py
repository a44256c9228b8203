"""A verification report as a page shows it: headline sentences, one row per check, the issuer apart."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from credentials.verify import Finding, Outcome, Report, Verdict, first_reason
from web.findings import ISOLATE, POP, Sentence, check_name, explain, source_name
from web.language import moment


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list: what was checked, how it ended, in words, where and when."""

    name: str
    outcome: str
    text: str
    todo: str
    source: str
    at: datetime | None
    check: str
    code: str
    comment: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A report in the reader's language. `reason` is the one sentence that comes first."""

    verdict: str
    reason: Sentence
    also: str
    issuer_name: str
    issuer_id: str
    issuer_known: str
    is_signed: bool
    checks: tuple[Row, ...]
    endorsements: tuple[Row, ...]
    warnings: tuple[Row, ...]


def shown(report: Report) -> Shown:
    """Give everything that the result page says about a report."""
    rows = [_row(finding) for finding in report.findings]
    view = report.issuer
    return Shown(
        verdict=report.verdict.value,
        reason=reason_of(report),
        also=_also(report),
        issuer_name=(view.known_name or view.claimed_name) if view else "",
        issuer_id=view.id if view else "",
        issuer_known=(view.known or "") if view else "",
        is_signed=_passed(report, "proof") and _passed(report, "issuer"),
        checks=tuple(row for row in rows if row.check != "endorsements"),
        endorsements=tuple(row for row in rows if row.check == "endorsements"),
        warnings=tuple(_row(finding) for finding in report.warnings),
    )


def _row(finding: Finding) -> Row:
    sentence = explain(finding)
    return Row(
        name=check_name(finding.check),
        outcome=finding.outcome.value,
        text=sentence.happened,
        todo=sentence.todo,
        source=source_name(finding.source),
        at=finding.at,
        check=finding.check,
        code=finding.code,
        comment=str(finding.facts.get("comment", "")) if finding.outcome is Outcome.PASSED else "",
    )


def reason_of(report: Report) -> Sentence:
    """Give the sentence of the headline: for a genuine badge who signed it, else why it is not one."""
    finding = first_reason(report.findings)
    if report.verdict is not Verdict.GENUINE and finding is not None:
        return explain(finding)
    view = report.issuer
    if view is not None and view.known is not None:
        signed = _("Signed by %(issuer)s, and unchanged since.", issuer=_isolated(view.known_name or ""))
    else:
        signed = _("Signed by the issuer that it names, and unchanged since.")
    return Sentence(str(signed), "")


def _also(report: Report) -> str:
    """Give the second sentence: whether it was withdrawn, or what did pass all the same."""
    if report.verdict is Verdict.GENUINE:
        if _passed(report, "status"):
            return str(_("Not withdrawn as of %(time)s.", time=moment(report.checked_at)))
        return str(_("The issuer keeps no list of withdrawn badges, so nobody can tell whether it was."))
    if report.verdict is Verdict.COULD_NOT_FINISH:
        good = [check_name(one.check) for one in report.findings if one.outcome is Outcome.PASSED]
        finding = first_reason(report.findings)
        stuck = _("Not finished: %(check)s.", check=check_name(finding.check)) if finding else ""
        passed = _("What did pass: %(checks)s.", checks=", ".join(good)) if good else _("Nothing passed yet.")
        return f"{stuck} {passed}".strip()
    return ""


def _passed(report: Report, check: str) -> bool:
    return any(one.check == check and one.outcome is Outcome.PASSED for one in report.findings)


def _isolated(text: str) -> str:
    return f"{ISOLATE}{text}{POP}"
