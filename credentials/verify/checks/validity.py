"""Validity: now is between the credential's first and last instant."""

from credentials.instants import is_ahead
from credentials.verify.case import Case
from credentials.verify.dates import begin_and_end, instant
from credentials.verify.report import Finding, Outcome


def check(case: Case) -> Finding:
    """Give not_yet_valid, expired, inverted (ends before it begins), bad_date or in_time.

    A start up to 5 minutes ahead of `now` counts as begun; `validUntil` itself is the last valid instant.
    Without a start it has always been valid (VCDM 2.0, 4.9); that a badge needs one, `structure` says.
    """
    begin, end = begin_and_end(case.document)
    first, last = instant(begin), instant(end)
    facts = {"from": begin, "until": end}
    if (begin is not None and first is None) or (end is not None and last is None):
        return Finding("validity", Outcome.FAILED, "bad_date", facts, at=case.now)
    if first is not None and last is not None and last < first:
        return Finding("validity", Outcome.FAILED, "inverted", facts, at=case.now)
    if last is not None and case.now > last:
        return Finding("validity", Outcome.FAILED, "expired", facts, at=case.now)
    if first is not None and is_ahead(first, case.now):
        return Finding("validity", Outcome.FAILED, "not_yet_valid", facts, at=case.now)
    return Finding("validity", Outcome.PASSED, "in_time", facts, at=case.now)
