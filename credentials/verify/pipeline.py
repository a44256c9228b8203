"""The one entry of verification: bytes in, a `Report` out, whichever standard the bytes belong to."""

from collections.abc import Mapping
from datetime import datetime

from credentials import legacy
from credentials import unwrap as carriers
from credentials.canonical import budget
from credentials.errors import CredentialError, UnreadableError
from credentials.fetch import Fetch
from credentials.once import Remembering
from credentials.verify import containers, presentations, recognition
from credentials.verify.case import Budgeted, Case
from credentials.verify.examination import Examination, examine, not_checked
from credentials.verify.knowledge import NOTHING, IssuerLookup, Knowledge
from credentials.verify.policy import STANDARD, Policy, verdict
from credentials.verify.report import Finding, IssuerView, Outcome, Report, Verdict
from credentials.verify.standards import Standard, standard_of
from credentials.verify.warning_signs import name_warnings, warnings

MAX_FETCHES = 4  # key document, status list, and two more for all that is inside


def verify(
    data: bytes,
    *,
    fetch: Fetch,
    now: datetime,
    recipient: str | None = None,
    recipient_type: str | None = None,
    policy: Policy = STANDARD,
    knowledge: Knowledge = NOTHING,
    as_of: datetime | None = None,
    heard_at: datetime | None = None,
) -> Report:
    """Verify a credential of any standard in any form: JSON, compact JWS, baked PNG or baked SVG.

    `recipient` is an e-mail address, id or user name to compare with; `recipient_type` its identifier type
    (`emailAddress`, `ext:phone`), None to go by its look. `as_of` judges an earlier time, for which status
    lists are asked with `timestamp`. `heard_at` is when the answers of `fetch` were given, where it replays a
    recording: status is then of that time, dates are judged `now`. All times are aware.

    A bad credential is a finding; only unreadable bytes raise, as `UnreadableError`, and a time without zone.

    See OB 3.0, verification and validation.
    """
    for moment in (now, as_of, heard_at):
        if moment is not None and moment.tzinfo is None:
            raise CredentialError("time_without_zone")
    glance = recognition.Glance()
    unwrapped = carriers.unwrap(data, glance)
    is_address_only = not unwrapped.document and unwrapped.url is not None
    standard = "legacy" if is_address_only else standard_of(unwrapped.document)
    case = Case(
        document=unwrapped.document,
        token=unwrapped.opened,
        fetch=Budgeted(fetch, MAX_FETCHES, knowledge.is_own),
        now=as_of or now,
        recipient=recipient,
        raw=unwrapped.raw,
        policy=policy,
        knowledge=knowledge,
        recipient_type=recipient_type,
        heard_at=heard_at,
        asked_at=None if as_of is None else now,
        recognised=glance.recognised,
    )
    with budget.Bounded(), Remembering():
        report = _older(case, unwrapped) if standard == "legacy" else _report(case, standard, unwrapped.form)
    if glance.recognised is None and standard == "ob3":
        glance.remember(report)
    other_time = as_of or heard_at
    return report if other_time is None else report._replace(checked_at=now, as_of=other_time)


def _report(
    case: Case,
    standard: Standard,
    form: str,
    *,
    is_outer: bool = True,
    is_shown: bool = False,
    voucher: str | None = None,
) -> Report:
    """Give the report on one document; what it carries is verified by itself, one level deep.

    A record that `is_shown` in a presentation is as deep as one that comes by itself.
    """
    if standard == "vp":
        examined = presentations.examine(case)
    else:
        examined = examine(case, standard, is_outer=is_outer, voucher=voucher)
    findings, judged = examined.findings, examined.case
    inner: tuple[Report, ...] = ()
    if standard in containers.CARRIERS:
        is_opened = is_outer or (is_shown and standard == "clr2")
        inner, told = _inner(examined, standard) if is_opened else ((), not_checked("inner"))
        asked = containers.recipient(inner) if standard == "vp" else None
        findings = [*findings, *([] if asked is None else [asked]), told]
    # A presentation is issued by nobody: whom it carries is told by the reports on what it carries.
    issuer_id = "" if standard == "vp" else judged.issuer_id
    view = _issuer_view(issuer_id, _claimed_name(judged.document), case.knowledge.issuer_lookup)
    return Report(
        verdict=verdict(findings, containers.policy_for(standard, case.policy)),
        findings=tuple(findings),
        issuer=view,
        warnings=warnings(judged, view, findings, case.knowledge.known_names),
        document=judged.document,
        form=form,
        checked_at=case.now,
        standard=standard,
        policy=case.policy.name,
        raw=case.raw,
        view=presentations.view(judged.document) if standard == "vp" else judged.document,
        inner=inner,
    )


def _inner(outer: Examination, standard: Standard) -> tuple[tuple[Report, ...], Finding]:
    given = containers.carried(outer.case, standard)
    voucher = _voucher(outer) if standard == "clr2" else None
    is_asked = standard == "vp"
    reports = tuple(
        _inner_report(outer.case, one, voucher, is_asked=is_asked) for one in given[: containers.MAX_INNER]
    )
    return reports, containers.summary(reports, len(given))


def _voucher(outer: Examination) -> str | None:
    """Give who signed a record; "" where that could not be told, None where nobody did."""
    if outer.is_proven:
        return outer.case.issuer_id
    is_open = any(one.check == "proof" and one.outcome is Outcome.UNDETERMINED for one in outer.findings)
    return "" if is_open else None


def _inner_report(outer: Case, given: object, voucher: str | None, *, is_asked: bool) -> Report:
    try:
        case, form = containers.opened(outer, given, is_asked=is_asked)
        standard = standard_of(case.document)
    except UnreadableError as error:
        return _unreadable(outer, given, error)
    if standard == "legacy":  # it would ask its own server, which nobody has signed for
        return _unreadable(outer, given, UnreadableError("open_badges_2"))
    return _report(case, standard, form, is_outer=False, is_shown=is_asked, voucher=voucher)


def _unreadable(outer: Case, given: object, error: UnreadableError) -> Report:
    """Give the report on what a record or presentation carries in the place of a credential."""
    finding = Finding("structure", Outcome.FAILED, error.code, error.facts)
    return Report(
        verdict=Verdict.DO_NOT_RELY,
        findings=(finding,),
        issuer=None,
        warnings=(),
        document=given if isinstance(given, Mapping) else {},
        form="json",
        checked_at=outer.now,
        standard="vc",
        policy=outer.policy.name,
    )


def _older(case: Case, unwrapped: carriers.Unwrapped) -> Report:
    """Give the report on a badge of Open Badges 2.1 or older, which is verified by rules of its own."""
    told = legacy.examine(
        unwrapped,
        fetch=case.fetch,
        now=case.now,
        recipient=case.recipient,
        recipient_type=case.recipient_type,
        knowledge=case.knowledge,
    )
    view = _issuer_view(told.issuer_id, told.issuer_name, case.knowledge.issuer_lookup)
    names = () if view is None else tuple(name_warnings(view, case.knowledge.known_names))
    return Report(
        verdict=verdict(told.findings, case.policy),
        findings=told.findings,
        issuer=view,
        warnings=(*names, *told.warnings),
        document=told.document,
        form=unwrapped.form,
        checked_at=case.now,
        standard=told.standard,
        policy=case.policy.name,
        raw=unwrapped.raw,
        view=told.view,
    )


def _issuer_view(issuer_id: str, name: str, issuer_lookup: IssuerLookup | None) -> IssuerView | None:
    if not issuer_id:
        return None
    known = issuer_lookup(issuer_id) if issuer_lookup else None
    return IssuerView(issuer_id, name, *known) if known else IssuerView(issuer_id, name)


def _claimed_name(document: Mapping[str, object]) -> str:
    named = document.get("issuer")
    name = named.get("name") if isinstance(named, dict) else None
    return name if isinstance(name, str) else ""
