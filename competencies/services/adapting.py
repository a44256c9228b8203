"""A group adapts a role: prepares operations, adopts them, answers new versions of the base, reviews.

No one else has to agree. What was adopted stays, byte for byte, until the group itself decides anew.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from competencies.adaptation import (
    Content,
    Operation,
    attempt,
    reasons,
    rebased,
    stamped,
)
from competencies.adaptation_moves import ADOPTERS, REVIEW_MONTHS, AdaptationState, moved
from competencies.models import Competency, Role, RoleAdaptation, RoleVersion
from competencies.queries import adapting as known
from competencies.services import publishing
from competencies.services.contexts import profile_values
from competencies.services.defining import REQUIREMENTS_MAX
from competencies.services.role_notices import tell_adapters
from competencies.succession import months_after
from competencies.wording import new_slug, tidy
from foundation import clock
from foundation.audit import record
from foundation.db import session, transaction
from foundation.errors import ConflictError, InvalidError, NotFoundError, Problem, invalid
from foundation.policy import Action, Actor, Scope, require

FIRST_DAY = date(2000, 1, 1)  # nobody decided about a role before
FURTHEST_WEST = timedelta(hours=12)  # where a day ends when it has long ended at UTC
_MEMBERS = {
    "raise": ("op", "competency", "from", "to", "reason"),
    "lower": ("op", "competency", "from", "to", "reason"),
    "add": ("op", "competency", "level", "must", "weight", "reason"),
    "drop": ("op", "competency", "reason"),
    "rename": ("op", "title", "reason"),
}


def begin(actor: Actor, base: str, *, group_id: UUID) -> RoleAdaptation:
    """Give the group's adaptation of the role `base` (slug): the one that is there, or a new draft.

    Raises NotFoundError, ConflictError("own_role"), and those of `require`.
    """
    with transaction():
        require(actor, Action.ROLE_DEFINE, Scope(group_id=group_id))
        role = publishing.locked(Role, base)
        if role.owner_id == group_id:
            raise ConflictError("own_role")
        found = known.live_adaptation(group_id, role.id)
        if found is not None:
            return found
        number = role.versions[-1].number
        made = RoleAdaptation(
            group_id=group_id,
            base_role_id=role.id,
            base_number=number,
            operations=[],
            draft={"operations": [], "base_number": number},
            context={},
            state=AdaptationState.DRAFT.value,
            begun_at=clock.now(),
        )
        session().add(made)
        session().flush()
        record(actor, "competencies.adaptation.begin", made.id, group_id=group_id)
        return made


def prepare(
    actor: Actor, adaptation_id: UUID, operations: Sequence[Operation], *, seen: str | None = None
) -> RoleAdaptation:
    """Keep operations as a draft; what was adopted stays in force.

    Raises InvalidError with pointers, ConflictError("draft_changed") when it is not as `seen` (its mark) any
    more, and ConflictError("move_refused") for what was put aside.
    """
    with transaction():
        found = _mine(actor, adaptation_id)
        publishing.unchanged(seen, known.mark(found))
        moved(found.state, "adopt")  # nobody could adopt what is put aside
        number = int(found.draft.get("base_number", found.base_number))
        _made(found, operations, number)
        found.draft = {"operations": _tidied(operations), "base_number": number}
        record(actor, "competencies.adaptation.prepare", found.id, group_id=found.group_id)
        return found


def start_from_newest(actor: Actor, adaptation_id: UUID, *, seen: str | None = None) -> int:
    """Put a draft on the newest version of its base, and give how many operations did not fit any more.

    Raises ConflictError("move_refused") for what is adopted (that is answered by accepting or ignoring), and
    ConflictError("draft_changed") when it or its base is not as `seen` (the update mark) any more.
    """
    with transaction():
        found = _mine(actor, adaptation_id)
        publishing.unchanged(seen, _whole_mark(found))
        moved(found.state, "begin_again")
        version = known.role_by_id(found.base_role_id).versions[-1]
        operations = rebased(found.draft["operations"])
        _, problems = attempt(known.content_of(version), operations, _floors(version))
        wrong = {int(one.pointer.split("/")[2]) for one in problems}
        fitting = [one for index, one in enumerate(operations) if index not in wrong]
        found.draft = {"operations": fitting, "base_number": version.number}
        found.base_number = version.number
        record(actor, "competencies.adaptation.prepare", found.id, group_id=found.group_id)
        return len(wrong)


def forget_draft(actor: Actor, adaptation_id: UUID, *, seen: str | None = None) -> None:
    """Drop prepared changes; an adaptation that was never adopted is dropped whole.

    Raises ConflictError("draft_changed") when it or its base is not as `seen` (the update mark) any more.
    """
    with transaction():
        found = _mine(actor, adaptation_id)
        publishing.unchanged(seen, _whole_mark(found))
        record(actor, "competencies.adaptation.forget_draft", found.id, group_id=found.group_id)
        if found.state == AdaptationState.DRAFT:
            session().delete(found)
        else:
            found.draft = {}


def adopt(
    actor: Actor, adaptation_id: UUID, *, adopted_by: str, adopted_on: date, seen: str | None = None
) -> RoleAdaptation:
    """Adopt what was prepared, or what is in force for another year, and publish the role when it changed.

    Raises InvalidError (the draft does not fit, /adopted_by, /adopted_on), ConflictError("move_refused"), and
    ConflictError("draft_changed") when it is not as `seen` any more: nobody adopts what they have not read.
    """
    with transaction():
        found = _mine(actor, adaptation_id)
        publishing.unchanged(seen, known.mark(found))
        state = moved(found.state, "adopt")
        draft = found.draft or {"operations": found.operations, "base_number": found.base_number}
        number = int(draft["base_number"])
        base = known.role_version(known.role_by_id(found.base_role_id), number)
        decided = decision(adopted_by, adopted_on, earliest=(base.published_at - FURTHEST_WEST).date())
        _publish(actor, found, draft["operations"], number, decided)
        found.state, found.draft = state.value, {}
        for name, value in decided.items():
            setattr(found, name, value)
        facts = {"operations": len(found.operations)}
        record(actor, "competencies.adaptation.adopt", found.id, group_id=found.group_id, facts=facts)
        return found


def adapt(
    actor: Actor,
    base: str,
    *,
    group_id: UUID,
    operations: Sequence[Operation],
    adopted_by: str | None,
    adopted_on: date | None,
    seen: str | None = None,
) -> RoleAdaptation:
    """Begin, prepare and (when it is said who decided) adopt, all or nothing. Raises as these do.

    Where the group has prepared or adopted something already, it has to be as `seen`; None: nothing was seen.
    """
    with transaction():
        found = begin(actor, base, group_id=group_id)
        is_new = found.state == AdaptationState.DRAFT and not found.draft["operations"]
        if not is_new:
            publishing.unchanged(seen or "", _whole_mark(found))
        return change(actor, found.id, operations=operations, adopted_by=adopted_by, adopted_on=adopted_on)


def change(
    actor: Actor,
    adaptation_id: UUID,
    *,
    operations: Sequence[Operation],
    adopted_by: str | None,
    adopted_on: date | None,
    seen: str | None = None,
) -> RoleAdaptation:
    """Prepare and (when it is said who decided) adopt, all or nothing. Raises as these do.

    `seen`: the update mark, so that a new version of the base is told too.
    """
    with transaction():
        publishing.unchanged(seen, _whole_mark(_mine(actor, adaptation_id)))
        found = prepare(actor, adaptation_id, operations)
        if adopted_by is None:
            return found
        if adopted_on is None:
            raise invalid("/adopted_on", "missing")
        return adopt(actor, adaptation_id, adopted_by=adopted_by, adopted_on=adopted_on)


def decision(adopted_by: str, adopted_on: date, *, earliest: date = FIRST_DAY) -> dict[str, Any]:
    """Give who decided, when, and when to look again. Raises InvalidError at /adopted_by, /adopted_on.

    Nobody has decided before `earliest`: the day on which what is decided about was there.
    """
    if adopted_by not in ADOPTERS:
        raise invalid("/adopted_by", "unknown")
    if adopted_on > clock.now().date():
        raise invalid("/adopted_on", "in_the_future")
    if adopted_on < earliest:
        raise invalid("/adopted_on", "decided_too_early", day=earliest.isoformat())
    review_due = months_after(adopted_on, REVIEW_MONTHS)
    return {"adopted_by": adopted_by, "adopted_on": adopted_on, "review_due": review_due}


def attempt_update(found: RoleAdaptation, base: Role) -> tuple[list[dict[str, Any]], Content, list[Problem]]:
    """Give the operations as they would stand on the newest base, what they make, and the conflicts."""
    operations, version = rebased(found.operations), base.versions[-1]
    made, problems = attempt(known.content_of(version), operations, _floors(version))
    return operations, made, problems


def accept_update(
    actor: Actor, adaptation_id: UUID, *, leave_out: Collection[int] = (), seen: str | None = None
) -> RoleAdaptation:
    """Take over the newest version of the base: the operations, without those of `leave_out` (indices).

    Raises InvalidError with the conflicts that are left, ConflictError("no_update"), and
    ConflictError("draft_changed") when it or its base is not as `seen` (the update mark) any more.
    """
    with transaction():
        found = _mine(actor, adaptation_id)
        base = known.role_by_id(found.base_role_id)
        publishing.unchanged(seen, known.update_mark(found, base))
        number = _update_number(found, base)
        kept = [one for index, one in enumerate(rebased(found.operations)) if index not in leave_out]
        decided = {name: getattr(found, name) for name in ("adopted_by", "adopted_on", "review_due")}
        left_out = len(found.operations) - len(kept)
        _publish(actor, found, kept, number, decided)
        if found.draft:
            found.draft = {"operations": rebased(found.draft["operations"]), "base_number": number}
        facts = {"number": number, "left_out": left_out}
        record(actor, "competencies.adaptation.accept", found.id, group_id=found.group_id, facts=facts)
        return found


def ignore_update(actor: Actor, adaptation_id: UUID, *, seen: str | None = None) -> RoleAdaptation:
    """Stay with what was adapted until there is a newer version. Raises ConflictError as accepting does."""
    with transaction():
        found = _mine(actor, adaptation_id)
        base = known.role_by_id(found.base_role_id)
        publishing.unchanged(seen, known.update_mark(found, base))
        found.ignored_number = _update_number(found, base)
        facts = {"number": found.ignored_number}
        record(actor, "competencies.adaptation.ignore", found.id, group_id=found.group_id, facts=facts)
        return found


def retire(actor: Actor, adaptation_id: UUID, *, seen: str | None = None) -> RoleAdaptation:
    """Put an adapted role aside at its review; its page stays. Raises ConflictError("move_refused").

    ConflictError("draft_changed") when it or its base is not as `seen` (the update mark) any more.
    """
    with transaction():
        found = _mine(actor, adaptation_id)
        publishing.unchanged(seen, _whole_mark(found))
        found.state, found.draft = moved(found.state, "retire").value, {}
        record(actor, "competencies.adaptation.retire", found.id, group_id=found.group_id)
        return found


def _mine(actor: Actor, adaptation_id: UUID) -> RoleAdaptation:
    query = select(RoleAdaptation).where(RoleAdaptation.id == adaptation_id).with_for_update()
    found = session().scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFoundError
    require(actor, Action.ROLE_DEFINE, Scope(group_id=found.group_id))
    return found


def _whole_mark(found: RoleAdaptation) -> str:
    return known.update_mark(found, known.role_by_id(found.base_role_id))


def _update_number(found: RoleAdaptation, base: Role) -> int:
    number = known.waiting_update(found, base)
    if number is None or found.state == AdaptationState.DRAFT:
        raise ConflictError("no_update")
    return number


def _floors(version: RoleVersion) -> Any:
    return known.floors(one["competency"] for one in version.requirements)


def _made(found: RoleAdaptation, operations: Sequence[Operation], number: int) -> tuple[RoleVersion, Content]:
    """Give the version of the base and what the operations make of it. Raises InvalidError."""
    version = known.role_version(known.role_by_id(found.base_role_id), number)
    made, problems = attempt(known.content_of(version), operations, _floors(version))
    problems += _reasonless(operations)
    problems += _unknown(operations)
    if len(made.requirements) > REQUIREMENTS_MAX:
        problems.append(Problem("/operations", "too_many", {"most": REQUIREMENTS_MAX}))
    if problems:
        raise InvalidError(problems)
    return version, made


def _reasonless(operations: Sequence[Operation]) -> Iterator[Problem]:
    for index, one in enumerate(operations):
        if "reason" not in one:
            yield Problem(f"/operations/{index}/reason", "text_missing")


def _unknown(operations: Sequence[Operation]) -> Iterator[Problem]:
    added = {one.get("competency") for one in operations if one.get("op") == "add"}
    there = set(session().scalars(select(Competency.slug).where(Competency.slug.in_(added - {None, ""}))))
    for index, one in enumerate(operations):
        if one.get("op") == "add" and one.get("competency") and one["competency"] not in there:
            yield Problem(f"/operations/{index}/competency", "competency_unknown")


def _tidied(operations: Sequence[Operation]) -> list[dict[str, Any]]:
    """Give operations with what belongs to them, texts clean, and nothing else."""
    kept = [{name: one[name] for name in _MEMBERS[one["op"]] if name in one} for one in operations]
    for one in kept:
        for name in ("reason", "title"):
            if name in one:
                one[name] = tidy(one[name])
    return kept


def _publish(
    actor: Actor,
    found: RoleAdaptation,
    operations: Sequence[Operation],
    number: int,
    decided: Mapping[str, Any],
) -> None:
    """Compute the role from its base, and publish it as the next version when it says something new."""
    version, made = _made(found, operations, number)
    kept = stamped(known.content_of(version), _tidied(operations))
    base = known.role_by_id(found.base_role_id)
    role = known.role_by_id(found.role_id) if found.role_id else _new_role(found.group_id, made)
    content = {
        **_words(version, made, kept),
        "base": {"role": base.slug, "number": number},
        "operations": kept,
    }
    adoption = {
        "by": decided["adopted_by"],
        "on": decided["adopted_on"].isoformat(),
        "review_due": decided["review_due"].isoformat(),
    }
    published = publishing.publish(
        role, RoleVersion, content, adoption=adoption, published_by=actor.person_id
    )
    if published is not None:
        record(actor, "role.published", role.id, group_id=role.owner_id, facts={"number": published.number})
        tell_adapters(role, published.number)
    found.role_id, found.operations, found.base_number = role.id, kept, number
    found.context = profile_values(known.context(found.group_id))


def _new_role(group_id: UUID, made: Content) -> Role:
    role = Role(slug=new_slug(made.title, lambda name: publishing.is_taken(Role, name)), owner_id=group_id)
    publishing.store_new(role)
    return role


def _words(version: RoleVersion, made: Content, operations: Sequence[Operation]) -> dict[str, Any]:
    """Give the texts and requirements of the adapted role, each with its reason here or that of the base."""
    own = reasons(operations)
    before = {one["competency"]: one["reason"] for one in version.requirements if one.get("reason")}
    why = {**before, **own}
    requirements = [
        {"competency": one.competency, "level": one.level, "must": one.must, "weight": one.weight}
        | ({"reason": dict(why[one.competency])} if one.competency in why else {})
        for one in made.requirements
    ]
    return {
        "title": dict(made.title),
        "purpose": version.purpose,
        "requirements": requirements,
        "term_guidance_months": version.term_guidance_months,
        "reviewed": [code for code in version.reviewed if code in made.title],
    }
