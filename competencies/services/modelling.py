"""A group works out a role of its own, one small step after the other; what each step leaves is kept.

Who says with `seen` (its mark) what they have read is told when it is not so any more:
ConflictError("draft_changed").
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from accounts import queries as people
from competencies.adaptation import REASON_MAX, WEIGHTS
from competencies.modelling import STEPS, TEXTS, is_done, names_somebody
from competencies.models import Competency, Role, RoleModelling
from competencies.queries.adapting import modelling_mark
from competencies.services import publishing
from competencies.services.adapting import FIRST_DAY, decision
from competencies.services.defining import REQUIREMENTS_MAX, define_role
from competencies.wording import LANGUAGES, LEVELS, TEXT_MAX, TITLE_MAX, refuse
from foundation import clock
from foundation.audit import record
from foundation.db import session, transaction
from foundation.errors import ConflictError, NotFoundError, Problem, invalid
from foundation.policy import Action, Actor, Scope, require
from foundation.text import clean, clean_line


def begin(actor: Actor, *, group_id: UUID, title: str, language: str) -> RoleModelling:
    """Begin to work out a role. Raises InvalidError at /title, /language, and those of `require`."""
    with transaction():
        require(actor, Action.ROLE_DEFINE, Scope(group_id=group_id))
        name, now = clean_line(title), clock.now()
        refuse(_text_problems("/title", name, TITLE_MAX))
        if language not in LANGUAGES:
            raise invalid("/language", "language_unknown", languages=list(LANGUAGES))
        made = RoleModelling(
            group_id=group_id,
            title=name,
            language=language,
            texts={},
            requirements=[],
            begun_at=now,
            changed_at=now,
        )
        session().add(made)
        session().flush()
        record(actor, "competencies.modelling.begin", made.id, group_id=group_id)
        return made


def write(
    actor: Actor, modelling_id: UUID, step: str, texts: Mapping[str, str], *, seen: str | None = None
) -> RoleModelling:
    """Keep the texts of one step: context, tasks or trial. Raises InvalidError at /<text>, NotFoundError."""
    with transaction():
        found = _open(actor, modelling_id, seen)
        if step not in {"context", "tasks", "trial"}:
            raise NotFoundError
        kept = {name: clean(texts.get(name, "")) for name in TEXTS[step]}
        refuse(_step_problems(found, step, kept))
        return _kept(actor, found, step, kept)


def choose(
    actor: Actor, modelling_id: UUID, chosen: Sequence[Mapping[str, str]], *, seen: str | None = None
) -> RoleModelling:
    """Keep the competencies that the tasks need: [{competency (slug), reason (text)}].

    Levels chosen before stay. Raises InvalidError at /chosen, /chosen/<index>/competency or /reason.
    """
    with transaction():
        found = _open(actor, modelling_id, seen)
        refuse(_choice_problems(chosen))
        before = {one["competency"]: one for one in found.requirements}
        found.requirements = [
            before.get(one["competency"], {"competency": one["competency"], "must": True, "weight": 1})
            | {"reason": clean(one["reason"])}
            for one in chosen
        ]
        return _kept(actor, found, "competencies", {})


def set_levels(
    actor: Actor,
    modelling_id: UUID,
    levels: Sequence[Mapping[str, Any]],
    *,
    text: str,
    seen: str | None = None,
) -> RoleModelling:
    """Keep how far each chosen competency goes: [{level 1-4, must, weight}], in order; and why (text).

    Raises ConflictError("draft_changed") where `competency` is said and other ones are chosen meanwhile.
    """
    with transaction():
        found = _open(actor, modelling_id, seen)
        _same_choice(found, levels)
        why = clean(text)
        refuse(_level_problems(found, levels, why))
        found.requirements = [
            {**one, "level": set_["level"], "must": bool(set_["must"]), "weight": set_["weight"]}
            for one, set_ in zip(found.requirements, levels, strict=True)
        ]
        return _kept(actor, found, "levels", {"levels": why})


def adopt(
    actor: Actor,
    modelling_id: UUID,
    *,
    title: str,
    purpose: str,
    adopted_by: str,
    adopted_on: date,
    seen: str | None = None,
) -> Role:
    """Publish the role that was worked out, with the day of its review, and give it.

    Raises ConflictError("step_missing"), InvalidError (/title, /purpose, /adopted_by, /adopted_on).
    """
    with transaction():
        found = _open(actor, modelling_id, seen)
        missing = [one for one in STEPS[:5] if not _is_done(found, one)]
        if missing:
            raise ConflictError("step_missing", step=missing[0])
        decided = decision(adopted_by, adopted_on)
        adopted = {"by": adopted_by, "on": adopted_on.isoformat()}
        adopted |= {"review_due": decided["review_due"].isoformat()}
        shape = _shape(found, clean_line(title), clean(purpose))
        role = define_role(actor, group_id=found.group_id, adoption=adopted, **shape)
        found.role_id, found.title = role.id, clean_line(title)
        for name, value in decided.items():
            setattr(found, name, value)
        _kept(actor, found, "adopt", {"purpose": clean(purpose)})
        return role


def review(
    actor: Actor,
    modelling_id: UUID,
    *,
    text: str,
    adopted_by: str,
    adopted_on: date,
    seen: str | None = None,
) -> RoleModelling:
    """Keep what the review found, and that the role holds for another year.

    Raises ConflictError("step_missing") before the role is adopted, InvalidError at /review and the decision.
    """
    with transaction():
        found = _mine(actor, modelling_id)
        if found.role_id is None:
            raise ConflictError("step_missing", step="adopt")
        publishing.unchanged(seen, modelling_mark(found))
        said = clean(text)
        refuse(_text_problems("/review", said))
        decided = decision(adopted_by, adopted_on, earliest=found.adopted_on or FIRST_DAY)
        for name, value in decided.items():
            setattr(found, name, value)
        return _kept(actor, found, "review", {"review": said})


def forget(actor: Actor, modelling_id: UUID, *, seen: str | None = None) -> None:
    """Drop a role that is not adopted, with everything written for it."""
    with transaction():
        found = _open(actor, modelling_id, seen)
        session().delete(found)
        record(actor, "competencies.modelling.forget", modelling_id, group_id=found.group_id)


def _mine(actor: Actor, modelling_id: UUID) -> RoleModelling:
    query = select(RoleModelling).where(RoleModelling.id == modelling_id).with_for_update()
    found = session().scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFoundError
    require(actor, Action.ROLE_DEFINE, Scope(group_id=found.group_id))
    return found


def _open(actor: Actor, modelling_id: UUID, seen: str | None) -> RoleModelling:
    found = _mine(actor, modelling_id)
    if found.role_id is not None:
        raise ConflictError("adopted_already")
    publishing.unchanged(seen, modelling_mark(found))
    return found


def _is_done(found: RoleModelling, step: str) -> bool:
    return is_done(step, found.texts, found.requirements, adopted=found.role_id is not None)


def _kept(actor: Actor, found: RoleModelling, step: str, texts: Mapping[str, str]) -> RoleModelling:
    found.texts = {**found.texts, **texts}
    found.changed_at = clock.now()
    record(actor, "competencies.modelling.write", found.id, group_id=found.group_id, facts={"step": step})
    return found


def _shape(found: RoleModelling, title: str, purpose: str) -> Any:
    language = found.language
    needs = [{**one, "reason": {language: one["reason"]}} for one in found.requirements]
    texts = {"title": {language: title}, "purpose": {language: purpose}}
    return {**texts, "requirements": needs, "term_guidance_months": None, "reviewed": [language]}


def _text_problems(pointer: str, text: str, longest: int = TEXT_MAX) -> Iterator[Problem]:
    if not text:
        yield Problem(pointer, "text_missing")
    elif len(text) > longest:
        yield Problem(pointer, "text_too_long", {"longest": longest})


def _step_problems(found: RoleModelling, step: str, texts: Mapping[str, str]) -> Iterator[Problem]:
    names = [one.user_name for one in people.seats_of_group(found.group_id) if one.user_name]
    for name, text in texts.items():
        yield from _text_problems(f"/{name}", text)
        if step == "trial" and names_somebody(text, names):
            yield Problem(f"/{name}", "names_somebody")


def _choice_problems(chosen: Sequence[Mapping[str, str]]) -> Iterator[Problem]:
    if not chosen:
        yield Problem("/chosen", "too_few", {"least": 1})
    if len(chosen) > REQUIREMENTS_MAX:
        yield Problem("/chosen", "too_many", {"most": REQUIREMENTS_MAX})
    names = [one.get("competency") for one in chosen]
    there = set(session().scalars(select(Competency.slug).where(Competency.slug.in_(names))))
    for index, one in enumerate(chosen):
        if names[index] not in there:
            yield Problem(f"/chosen/{index}/competency", "competency_unknown")
        elif names[index] in names[:index]:
            yield Problem(f"/chosen/{index}/competency", "duplicate")
        yield from _text_problems(f"/chosen/{index}/reason", clean(one.get("reason", "")), REASON_MAX)


def _same_choice(found: RoleModelling, levels: Sequence[Mapping[str, Any]]) -> None:
    for one, asked in zip(levels, found.requirements, strict=False):
        if one.get("competency", asked["competency"]) != asked["competency"]:
            raise ConflictError("draft_changed")


def _level_problems(
    found: RoleModelling, levels: Sequence[Mapping[str, Any]], text: str
) -> Iterator[Problem]:
    if not found.requirements or len(levels) != len(found.requirements):
        yield Problem("/levels", "wrong_count")
    for index, one in enumerate(levels):
        if one.get("level") not in LEVELS:
            yield Problem(f"/levels/{index}/level", "level_unknown")
        if one.get("weight") not in WEIGHTS:
            yield Problem(f"/levels/{index}/weight", "out_of_range", {"from": 1, "to": WEIGHTS[-1]})
    yield from _text_problems("/text", text)
