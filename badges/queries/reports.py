"""Reports and what they are about. A list costs the same number of queries, however long it is."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from badges.models import (
    Achievement,
    AchievementVersion,
    Claim,
    Credential,
    Endorsement,
    EndorsementState,
    Report,
    ReportKind,
    ReportState,
)
from badges.queries.awards import MOST_PAGES, PAGE_ROWS, Page
from foundation.addresses import assessment_path, badge_path, credential_path, endorsement_path, group_path
from foundation.audit import AuditEvent
from foundation.db import session
from foundation.errors import NotFoundError
from issuers.models import Issuer, IssuerKind


@dataclass(frozen=True, slots=True)
class Reported:
    """What a report is about.

    `group_id`: whose stewards look at it; None: trust and safety alone. `concerned`: the people whose
    matter it is. `name`: texts of the badge by language, or the name of a group. `written`: what somebody
    wrote that may have to be judged. `slug`: of the badge, "" for a group.
    """

    kind: ReportKind
    id: UUID
    group_id: UUID | None
    concerned: frozenset[UUID]
    path: str
    name: Mapping[str, Any]
    slug: str = ""
    written: str = ""
    row: Credential | Endorsement | Claim | None = None


Found = dict[UUID, Reported]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """How things of an upper room are reported: reading them by id, and which of them concern a person."""

    read: Callable[[Collection[UUID]], Found]
    of_person: Callable[[UUID], Select[UUID]]


_ELSEWHERE: dict[str, Elsewhere] = {}


def also_reported(kind: ReportKind, elsewhere: Elsewhere) -> None:
    """Let things of an upper room be reported too. Said once, when the application is put together."""
    _ELSEWHERE[kind] = elsewhere


def report_by_id(report_id: UUID) -> Report:
    """Give one report as it stands now. Raises NotFoundError."""
    found = session().get(Report, report_id, populate_existing=True)
    if found is None:
        raise NotFoundError
    return found


def open_report_of(person_id: UUID, kind: str, subject_id: UUID) -> Report | None:
    """Give the report that this person made of this thing and that is still open."""
    query = select(Report).where(
        Report.made_by == person_id,
        Report.kind == kind,
        Report.subject_id == subject_id,
        Report.state == ReportState.OPEN,
    )
    return session().scalar(query.limit(1))


def reports_of_group(group_id: UUID, reader: UUID | None, *, page: int = 1) -> Page[Report]:
    """Give the reports that a group's stewards look at: open ones first, none about the reader."""
    return _paged(and_(Report.group_id == group_id, _not_about(reader)), page)


def open_number(group_id: UUID, reader: UUID | None) -> int:
    """Give how many reports of a group nobody has answered yet, without those about the reader."""
    open_ = (Report.group_id == group_id, Report.state == ReportState.OPEN, _not_about(reader))
    return session().scalar(select(func.count()).select_from(Report).where(*open_)) or 0


def all_reports(reader: UUID | None, *, page: int = 1) -> Page[Report]:
    """Give every report, for trust and safety: open ones first, none about the reader."""
    return _paged(_not_about(reader), page)


def reported(kind: str, subject_id: UUID) -> Reported:
    """Give what a report of this kind would be about. Raises NotFoundError."""
    found = reported_by_kind([(kind, subject_id)]).get(subject_id)
    if found is None:
        raise NotFoundError
    return found


def reported_by_kind(wanted: Iterable[tuple[str, UUID]]) -> Found:
    """Give id -> what it is, for things of several kinds; what is gone is left out. One query per kind."""
    ids: dict[str, set[UUID]] = {}
    for kind, subject_id in wanted:
        ids.setdefault(kind, set()).add(subject_id)
    found: Found = {}
    for kind, some in ids.items():
        reader = _READERS.get(kind) or (_ELSEWHERE[kind].read if kind in _ELSEWHERE else None)
        found.update(reader(some) if reader else {})
    return found


def history(report: Report) -> Sequence[AuditEvent]:
    """Give what was done about a report and with what it is about, oldest first."""
    about = AuditEvent.subject.in_([str(report.id), str(report.subject_id)])
    query = select(AuditEvent).where(about, AuditEvent.action.in_(HISTORY)).order_by(AuditEvent.id)
    return session().scalars(query.limit(PAGE_ROWS)).all()


HISTORY = (
    "badges.report.make",
    "badges.report.answer",
    "badges.credential.hold",
    "badges.credential.release",
    "badges.credential.suppress",
    "badges.credential.unsuppress",
    "badges.credential.revoke",
    "badges.endorsement.suppress",
    "badges.endorsement.unsuppress",
    "badges.endorsement.withdraw",
)


def _paged(wanted: ColumnElement[bool], page: int) -> Page[Report]:
    query = (
        select(Report).where(wanted).order_by(Report.state.desc(), Report.made_at.desc(), Report.id.desc())
    )
    number = min(max(page, 1), MOST_PAGES)
    rows = session().scalars(query.offset((number - 1) * PAGE_ROWS).limit(PAGE_ROWS + 1)).all()
    return Page(rows[:PAGE_ROWS], number, len(rows) > PAGE_ROWS)


def _not_about(person_id: UUID | None) -> ColumnElement[bool]:
    """Whom a report concerns does not read it: not even who sits where reports are read."""
    if person_id is None:
        return true()
    credentials = select(Credential.id).where(Credential.person_id == person_id)
    claims = select(Claim.id).where(Claim.person_id == person_id)
    mine = or_(Endorsement.holder_id == person_id, Endorsement.endorser_id == person_id)
    endorsements = select(Endorsement.id).where(mine)
    elsewhere = [one.of_person(person_id) for one in _ELSEWHERE.values()]
    every = (credentials, claims, endorsements, *elsewhere)
    return and_(*(Report.subject_id.not_in(one) for one in every))


def _people(*ids: UUID | None) -> frozenset[UUID]:
    return frozenset(one for one in ids if one is not None)


def _credentials(ids: Collection[UUID]) -> Found:
    texts = selectinload(Credential.version).joinedload(AchievementVersion.achievement)
    query = select(Credential).where(Credential.id.in_(ids)).options(texts, joinedload(Credential.award))
    return {
        one.id: Reported(
            ReportKind.CREDENTIAL,
            one.id,
            one.issuer_id,
            _people(one.person_id),
            credential_path(one.id),
            one.version.name,
            one.version.achievement.slug,
            one.award.reason,
            one,
        )
        for one in session().scalars(query.execution_options(populate_existing=True))
    }


def _endorsements_as(kind: ReportKind) -> Callable[[Collection[UUID]], Found]:
    def read(ids: Collection[UUID]) -> Found:
        texts = selectinload(Endorsement.version).joinedload(AchievementVersion.achievement)
        query = select(Endorsement).where(Endorsement.id.in_(ids)).options(texts)
        return {
            one.id: Reported(
                kind,
                one.id,
                one.group_id,
                _people(one.endorser_id, one.holder_id),
                endorsement_path(one.id),
                one.version.name,
                one.version.achievement.slug,
                one.comment if kind is ReportKind.ENDORSEMENT else one.message,
                one,
            )
            for one in session().scalars(query.execution_options(populate_existing=True))
            if kind is ReportKind.ENDORSEMENT_REQUEST or one.state not in _UNSIGNED
        }

    return read


_UNSIGNED = {
    EndorsementState.REQUESTED,
    EndorsementState.OFFERED,
    EndorsementState.DRAFTED,
    EndorsementState.LAPSED,
}


def _claims(ids: Collection[UUID]) -> Found:
    texts = selectinload(Claim.version).joinedload(AchievementVersion.achievement)
    return {
        one.id: Reported(
            ReportKind.CLAIM,
            one.id,
            one.issuer_id,
            _people(one.person_id),
            assessment_path(one.id),
            one.version.name,
            one.version.achievement.slug,
            "",
            one,
        )
        for one in session().scalars(select(Claim).where(Claim.id.in_(ids)).options(texts))
    }


def _badges(ids: Collection[UUID]) -> Found:
    query = select(Achievement).where(Achievement.id.in_(ids)).options(selectinload(Achievement.versions))
    return {
        one.id: Reported(
            ReportKind.BADGE,
            one.id,
            one.owner_id,
            frozenset(),
            badge_path(one.slug),
            one.versions[-1].name,
            one.slug,
        )
        for one in session().scalars(query)
    }


def _groups(ids: Collection[UUID]) -> Found:
    """A report about a group is not read by the group itself."""
    query = select(Issuer).where(Issuer.id.in_(ids), Issuer.kind == IssuerKind.GROUP.value)
    return {
        one.id: Reported(
            ReportKind.GROUP, one.id, None, frozenset(), group_path(one.slug), {one.language: one.name}
        )
        for one in session().scalars(query)
    }


_READERS: Mapping[str, Callable[[Collection[UUID]], Found]] = {
    ReportKind.CREDENTIAL: _credentials,
    ReportKind.ENDORSEMENT: _endorsements_as(ReportKind.ENDORSEMENT),
    ReportKind.ENDORSEMENT_REQUEST: _endorsements_as(ReportKind.ENDORSEMENT_REQUEST),
    ReportKind.CLAIM: _claims,
    ReportKind.BADGE: _badges,
    ReportKind.GROUP: _groups,
}
