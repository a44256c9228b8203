"""A verification report as a page shows it: headline sentences, one row per check, the issuer apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from credentials.verify import Finding, Outcome, Report, Verdict, first_reason
from web.findings import ISOLATE, POP, Sentence, check_name, explain, source_name
from web.kinds_shown import Kind, check_of, has_passed, is_hosted, kind_of, word_for
from web.language import comma, moment


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
    """A report in the reader's language. `reason` is the one sentence that comes first.

    `is_hosted`: no signature, but the issuer's own site confirms it. `presenter` is the proven id of who put
    a collection together. `notes` say what was looked at, where that is not just the badge as of now.
    """

    verdict: str
    kind: Kind
    notes: tuple[str, ...]
    reason: Sentence
    also: str
    issuer_name: str
    issuer_id: str
    issuer_known: str
    is_signed: bool
    is_hosted: bool
    presenter: str
    checks: tuple[Row, ...]
    endorsements: tuple[Row, ...]
    warnings: tuple[Row, ...]


def shown(report: Report) -> Shown:
    """Give everything that the result page says about a report."""
    rows = [_row(report, finding) for finding in report.findings]
    view = report.issuer
    return Shown(
        verdict=report.verdict.value,
        kind=kind_of(report),
        notes=tuple(_notes(report)),
        reason=reason_of(report),
        also=_also(report),
        issuer_name=(view.known_name or view.claimed_name) if view else "",
        issuer_id=view.id if view else "",
        issuer_known=(view.known or "") if view else "",
        is_signed=has_passed(report, "proof") and has_passed(report, "issuer"),
        is_hosted=is_hosted(report),
        presenter=_presenter(report),
        checks=tuple(row for row in rows if row.check != "endorsements"),
        endorsements=tuple(row for row in rows if row.check == "endorsements"),
        warnings=tuple(_row(report, finding) for finding in report.warnings),
    )


def row_of(finding: Finding, sentence: Sentence) -> Row:
    """Give the line of a finding."""
    return Row(
        name=check_name(check_of(finding)),
        outcome=finding.outcome.value,
        text=sentence.happened,
        todo=sentence.todo,
        source=source_name(finding.source),
        at=finding.at,
        check=finding.check,
        code=finding.code,
        comment=str(finding.facts.get("comment", "")) if finding.outcome is Outcome.PASSED else "",
    )


def _row(report: Report, finding: Finding) -> Row:
    return row_of(finding, explain(finding, word_for(report, finding)))


def reason_of(report: Report) -> Sentence:
    """Give the sentence of the headline: for a genuine badge who signed it, else why it is not one."""
    finding = first_reason(report.findings)
    if report.verdict is not Verdict.GENUINE and finding is not None:
        return explain(finding, word_for(report, finding))
    return Sentence(_what_is_good(report), "")


def _what_is_good(report: Report) -> str:
    if report.standard == "vp":
        return str(_("Every badge in it is genuine."))
    view = report.issuer
    issuer = _isolated(view.known_name or "") if view is not None and view.known is not None else ""
    if is_hosted(report):
        if issuer:
            return str(_("Confirmed by the site of %(issuer)s.", issuer=issuer))
        return str(_("Confirmed by the site of the issuer that it names."))
    if issuer:
        return str(_("Signed by %(issuer)s, and unchanged since.", issuer=issuer))
    return str(_("Signed by the issuer that it names, and unchanged since."))


def _notes(report: Report) -> Iterator[str]:
    if any(one.check == "refresh" and one.code == "refreshed" for one in report.findings):
        yield str(
            _(
                "The issuer has a newer version of it. That newer version is what we checked and what you "
                "see here; the file that was handed in is older."
            )
        )
    if report.as_of is not None:
        told = _(
            "This comes from a bundle: it shows how things stood on %(time)s, when the bundle was made. "
            "To know how they stand today, check the badge itself.",
            time=moment(report.as_of),
        )
        yield str(told)


def _presenter(report: Report) -> str:
    found = (one for one in report.findings if one.code == "presented_by_holder")
    return next((str(one.facts.get("holder") or "") for one in found), "")


def _also(report: Report) -> str:
    """Give the second sentence: whether it was withdrawn, or what did pass all the same."""
    if report.verdict is Verdict.GENUINE:
        if report.standard == "vp":
            return ""
        if has_passed(report, "status"):
            return str(_("Not withdrawn as of %(time)s.", time=moment(report.as_of or report.checked_at)))
        return str(_("The issuer keeps no list of withdrawn badges, so nobody can tell whether it was."))
    if report.verdict is Verdict.COULD_NOT_FINISH:
        good = [check_name(check_of(one)) for one in report.findings if one.outcome is Outcome.PASSED]
        finding = first_reason(report.findings)
        stuck = _("Not finished: %(check)s.", check=check_name(check_of(finding))) if finding else ""
        names = comma().join(good)
        passed = _("What did pass: %(checks)s.", checks=names) if good else _("Nothing passed yet.")
        return f"{stuck} {passed}".strip()
    return ""


def _isolated(text: str) -> str:
    return f"{ISOLATE}{text}{POP}"
