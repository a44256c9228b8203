"""The one next step of a person, found from everything that waits, and ready for a page. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from badges.claim_steps import Holder
from badges.claim_steps import next_step as next_of_claim
from badges.models import Award, Claim, Endorsement, EndorsementState
from badges.queries import claims, endorsements
from badges.services import claiming
from foundation.addresses import claim_path, endorsement_path
from foundation.policy import Actor
from pathways.models import EnrolmentState
from pathways.next_step import (
    ClaimStanding,
    GapStep,
    Keeper,
    NextKind,
    NextStep,
    PathStep,
    Situation,
    next_step,
)
from pathways.progress import BADGE
from web.own_way import Ground, PathWay, RoleWay, step_texts
from web.pages.claims import facts_of

_KEEPERS = {Holder.CLAIMANT: Keeper.LEARNER, Holder.ENDORSER: Keeper.ENDORSER}


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with its next step (code) and who holds that."""

    claim: Claim
    code: str
    holder: Holder


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for an answer or an end: offers, claims, endorsements to answer and to write."""

    offers: Sequence[Award]
    claims: Sequence[ClaimRow]
    to_answer: Sequence[Endorsement]
    to_write: Sequence[Endorsement]


@dataclass(frozen=True, slots=True)
class NextView:
    """The next step with what it is called and where it is done; `other`: another way to the same end."""

    step: NextStep
    name: Mapping[str, Any]
    address: str
    part_of: Mapping[str, Any]
    minutes: int = 0
    other: str = ""


def waiting_for(actor: Actor, person_id: UUID) -> Waiting:
    """Give what waits for a person."""
    theirs = endorsements.for_holder(person_id)
    return Waiting(
        offers=claiming.inbox(actor),
        claims=claim_rows(person_id),
        to_answer=[one for one in theirs if one.state == EndorsementState.SIGNED],
        to_write=endorsements.to_write(person_id),
    )


def claim_rows(person_id: UUID) -> list[ClaimRow]:
    """Give the claims of a person that are not over, the last changed first."""
    found = claims.claims_of(person_id)
    states, became = claims.endorsement_states(found), claims.award_states(found)
    rows = [ClaimRow(one, *next_of_claim(facts_of(one, states[one.id], became.get(one.id)))) for one in found]
    return [row for row in rows if row.holder is not Holder.NOBODY]


def next_view(
    waiting: Waiting, paths: Sequence[PathWay], roles: Sequence[RoleWay], ground: Ground
) -> NextView:
    """Give the one next step."""
    step = next_step(_situation(waiting, paths, roles))
    if isinstance(step.step, PathStep):
        return _of_path(step, step.step, paths, ground)
    if isinstance(step.step, GapStep):
        return _of_gap(step, step.step, roles, ground)
    return _of_waiting(step, waiting)


def _situation(waiting: Waiting, paths: Sequence[PathWay], roles: Sequence[RoleWay]) -> Situation:
    return Situation(
        offers=tuple(str(one.id) for one in waiting.offers),
        endorsements=tuple(str(one.id) for one in waiting.to_answer),
        claims=tuple(_standing(row) for row in waiting.claims if row.code != "accept_badge"),
        steps=tuple(
            PathStep(way.path.slug, following.id, following.ref if following.kind == BADGE else None)
            for way in paths
            if way.state == EnrolmentState.STARTED and (following := way.progress.next_step) is not None
        ),
        gaps=tuple(
            GapStep(way.role.slug, step.badge, step.path, step.is_open, step.resource, step.leads_to)
            for way in roles
            for step in way.steps
        ),
    )


def _standing(row: ClaimRow) -> ClaimStanding:
    keeper = _KEEPERS.get(row.holder, Keeper.ASSESSOR)
    return ClaimStanding(str(row.claim.id), row.claim.version.achievement.slug, row.claim.state, keeper)


def _of_path(step: NextStep, on: PathStep, paths: Sequence[PathWay], ground: Ground) -> NextView:
    way = next(one for one in paths if one.path.slug == on.path)
    here = next(one.step for one in way.progress.steps if one.step.id == on.step)
    address = url_for("way.path", slug=on.path, _anchor=on.step)
    if on.badge and on.badge in ground.proofs and ground.proofs[on.badge].is_open:
        address = url_for("claims.new", badge=on.badge, path=on.path)
    return NextView(step, step_texts(way, here, ground), address, way.version.title, here.minutes)


def _of_gap(step: NextStep, towards: GapStep, roles: Sequence[RoleWay], ground: Ground) -> NextView:
    """Claim the badge, or learn for it: by the path to it, else from something to read."""
    role = next(one for one in roles if one.role.slug == towards.role)
    path, topic = ground.path(towards.path), ground.topics.get(towards.resource or "")
    learn = url_for("way.path", slug=path.slug) if path else f"/resources/{topic.slug}" if topic else ""
    if towards.badge is None:
        return NextView(step, topic.title if topic else {}, learn, role.version.title)
    name = ground.proofs[towards.badge].name
    if not towards.is_open:
        return NextView(step, name, learn, role.version.title)
    own_path = None if towards.leads_to else towards.path
    claim = url_for("claims.new", badge=towards.badge, path=own_path, role=towards.role)
    return NextView(step, name, claim, role.version.title, other=learn)


def _of_waiting(step: NextStep, waiting: Waiting) -> NextView:
    if step.kind is NextKind.CHOOSE:
        return NextView(step, {}, url_for("browse.roles"), {}, other=url_for("browse.paths"))
    if step.kind is NextKind.ANSWER_OFFER:
        offer = next(one for one in waiting.offers if str(one.id) == step.key)
        return NextView(step, offer.version.name, url_for("offers.inbox_offer", award_id=offer.id), {})
    if step.kind is NextKind.ANSWER_ENDORSEMENT:
        said = next(one for one in waiting.to_answer if str(one.id) == step.key)
        return NextView(step, said.version.name, endorsement_path(said.id), {})
    row = next(one for one in waiting.claims if str(one.claim.id) == step.key)
    return NextView(step, row.claim.version.name, claim_path(row.claim.id), {})
