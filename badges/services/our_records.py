"""What our records add to a report: why a badge was withdrawn, reviews, and known names that look alike.

That a badge is under review stands in no signed status: only the service that gave it can tell. No group gets
a name like that of another one now, but older names and lists still have some.
"""

from collections.abc import Mapping
from functools import lru_cache

from badges.queries import awards
from badges.services import known_signers
from credentials.instants import timestamp
from credentials.verify.names import skeleton
from credentials.verify.report import Finding, IssuerView, Outcome, Report
from foundation import clock

_REVIEWED = frozenset({"under_review", "inner_under_review"})


def told(report: Report) -> Report:
    """Give the report, and those on what is inside, with what our records add."""
    inner = tuple(told(one) for one in report.inner)
    return _with_review(_with_reason(_with_warning(report._replace(inner=inner) if inner else report)))


def _with_warning(report: Report) -> Report:
    """Warn where another one that we know is called nearly as the issuer is: in the badge, or today."""
    other = _another(report.issuer)
    if other is None:
        return report
    warning = Finding("issuer", Outcome.UNDETERMINED, "known_names_alike", {"known_name": other})
    return report._replace(warnings=(warning, *report.warnings))


def _another(issuer: IssuerView | None) -> str | None:
    if issuer is None or issuer.known is None:
        return None
    looks = _by_look(known_signers.names_beside(issuer))
    found = (looks.get(_look(name)) for name in (issuer.known_name, issuer.claimed_name) if name)
    return next((one for one in found if one), None)


@lru_cache(maxsize=64)  # of those whose badges are checked; the names are the same ones nearly every time
def _by_look(names: tuple[str, ...]) -> Mapping[str, str]:
    return {look: name for name in names if (look := _look(name))}


_look = lru_cache(maxsize=4096)(skeleton)


def _with_reason(report: Report) -> Report:
    """Add when and why a badge was withdrawn here. Asked only of one that is found to be: not of others."""
    issuer, is_revoked = report.issuer, any(_is_revoked(one) for one in report.findings)
    if issuer is None or not is_revoked or not _is_proven(report):
        return report
    withdrawal = awards.withdrawal_of(str(report.document.get("id")), issuer.id)
    if withdrawal is None:
        return report
    reason, moment = withdrawal
    facts = {"withdrawn_for": reason, "withdrawn_at": timestamp(moment)}
    findings = (
        one._replace(facts={**one.facts, **facts}) if _is_revoked(one) else one for one in report.findings
    )
    return report._replace(findings=tuple(findings))


def _with_review(report: Report) -> Report:
    """Warn of a badge given here that is under review today; and of what has such a badge inside.

    A bundle is told of it too: whoever reads it is to know, whenever it was made.
    """
    if _is_under_review(report):
        check, code = "status", "under_review"
    elif any(warning.code in _REVIEWED for one in report.inner for warning in one.warnings):
        check, code = "inner", "inner_under_review"
    else:
        return report
    warning = Finding(check, Outcome.UNDETERMINED, code, source="here", at=clock.now())
    return report._replace(warnings=(warning, *report.warnings))


def _is_under_review(report: Report) -> bool:
    if report.issuer is None or not _is_proven(report):
        return False
    return awards.is_under_review(str(report.document.get("id")), report.issuer.id)


def _is_revoked(finding: Finding) -> bool:
    return finding.check == "status" and finding.code == "revoked"


def _is_proven(report: Report) -> bool:
    passed = {one.check for one in report.findings if one.outcome is Outcome.PASSED}
    return {"proof", "issuer"} <= passed
