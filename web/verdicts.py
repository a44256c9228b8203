"""A verification report as a page shows it: headline sentences, one row per check, the issuer apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from credentials.verify import Finding, Outcome, Report, Verdict, first_reason
from web.check_words.phrases import ASK_IF_STANDS, LATER, LATER_OR_MOVED
from web.findings import Sentence, check_name, explain, source_name
from web.kinds_shown import Kind, check_of, has_passed, is_hosted, is_only_claimed, kind_of, word_for
from web.language import comma, moment
from web.signed_by import ALARMING, names, what_is_good

_LATER = (LATER, LATER_OR_MOVED, ASK_IF_STANDS)


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
    a collection together. `notes` say what was looked at, where that is not just the badge as of now; `as_of`
    is the time of which all of this is said then. `issuer_names` tells of another name of the issuer in
    the badge; `alarm` is the warning that comes before what is good, and not among `warnings`.
    """

    verdict: str
    kind: Kind
    notes: tuple[str, ...]
    reason: Sentence
    also: str
    issuer_name: str
    issuer_names: str
    issuer_id: str
    issuer_known: str
    is_signed: bool
    is_hosted: bool
    presenter: str
    checks: tuple[Row, ...]
    endorsements: tuple[Row, ...]
    warnings: tuple[Row, ...]
    alarm: Row | None
    as_of: datetime | None = None


def shown(report: Report) -> Shown:
    """Give everything that the result page says about a report."""
    rows = [_row(report, finding) for finding in report.findings]
    warnings = [_row(report, finding) for finding in report.warnings]
    alarm = _alarm(report, warnings)
    view = report.issuer
    issuer_name, issuer_names = names(report)
    return Shown(
        verdict=report.verdict.value,
        kind=kind_of(report),
        notes=tuple(_notes(report)),
        reason=reason_of(report),
        also=_also(report),
        issuer_name=issuer_name,
        issuer_names=issuer_names,
        issuer_id=view.id if view else "",
        issuer_known=(view.known or "") if view else "",
        is_signed=has_passed(report, "proof") and has_passed(report, "issuer"),
        is_hosted=is_hosted(report),
        presenter=_presenter(report),
        checks=tuple(row for row in rows if row.check != "endorsements"),
        endorsements=tuple(row for row in rows if row.check == "endorsements"),
        warnings=tuple(row for row in warnings if row is not alarm),
        alarm=alarm,
        as_of=report.as_of,
    )


def _alarm(report: Report, warnings: Sequence[Row]) -> Row | None:
    """Give the warning that has to come before anything good is said."""
    if report.verdict is not Verdict.GENUINE:
        return None
    return next((row for row in warnings if row.code in ALARMING), None)


def row_of(finding: Finding, sentence: Sentence, *, is_claimed: bool = False) -> Row:
    """Give the line of a finding; `is_claimed`: it passed by the word of an unproven file alone."""
    return Row(
        name=check_name(check_of(finding)),
        outcome="claimed" if is_claimed else finding.outcome.value,
        text=sentence.happened,
        todo=sentence.todo,
        source=source_name(finding.source),
        at=finding.at,
        check=finding.check,
        code=finding.code,
        comment=str(finding.facts.get("comment", "")) if finding.outcome is Outcome.PASSED else "",
    )


def _row(report: Report, finding: Finding) -> Row:
    return row_of(finding, _said(report, finding), is_claimed=is_only_claimed(report, finding))


def _said(report: Report, finding: Finding) -> Sentence:
    """Give the sentence for a finding. What a bundle lacks now, it lacks tomorrow."""
    said = explain(finding, word_for(report, finding))
    if report.as_of is None or finding.check == "bundle" or said.todo not in _LATER:
        return said
    todo = _("The bundle stays as it is, so trying again does not help. Check how the badge stands today.")
    return Sentence(said.happened, str(todo))


def reason_of(report: Report) -> Sentence:
    """Give the sentence of the headline: for a genuine badge who signed it, else why it is not one."""
    finding = first_reason(report.findings)
    if report.verdict is not Verdict.GENUINE and finding is not None:
        return _said(report, finding)
    return Sentence(what_is_good(report), "")


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
            "This comes from a bundle: it shows how things stood on %(time)s, when the bundle was made, "
            "and not how they stand today.",
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
        return str(_("This badge names no list of withdrawn badges, so nobody can tell whether it was."))
    if report.verdict is Verdict.COULD_NOT_FINISH:
        passed = [one for one in report.findings if one.outcome is Outcome.PASSED]
        good = [check_name(check_of(one)) for one in passed if not is_only_claimed(report, one)]
        finding = first_reason(report.findings)
        stuck = _("Not finished: %(check)s.", check=check_name(check_of(finding))) if finding else ""
        names = comma().join(good)
        rest = _("What did pass: %(checks)s.", checks=names) if good else _("Nothing passed yet.")
        return f"{stuck} {rest}".strip()
    return ""
