"""Pages of one's own way: the next step, the gap to a role, a path step by step.

No address here holds an id of a person: everybody sees their own way and nobody else's.
"""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from competencies import queries as competencies
from competencies.queries import latest
from competencies.services import aiming
from foundation.acting import current_actor
from foundation.errors import SignInNeededError
from foundation.limits import WRITE, limiter
from issuers import queries as issuers
from pathways import queries as pathways
from pathways.progress import BADGE
from pathways.services import following
from web import claim_words, next_views, own_way
from web.language import said

blueprint = Blueprint("way", __name__, url_prefix="/way")

SEE_OTHER = 303


@blueprint.get("")
def overview() -> str:
    """Show the one next step, then the roles, paths, claims and endorsements of whoever is signed in."""
    ground = own_way.Ground(_person())
    waiting = next_views.waiting_for(current_actor(), ground.person_id)
    paths = own_way.path_ways(ground)
    roles = [own_way.role_way(one, ground) for one in competencies.aims(ground.person_id)]
    return render_template(
        "way/overview.html",
        next=next_views.next_view(waiting, paths, roles, ground),
        waiting=waiting,
        paths=paths,
        roles=roles,
        step_texts=lambda way, step: own_way.step_texts(way, step, ground),
        words=claim_words,
    )


@blueprint.get("/roles/<slug>")
def role(slug: str) -> str:
    """Show one's own gap to a role: every requirement beside what one can show, and what closes it."""
    ground, found = own_way.Ground(_person()), competencies.role(slug)
    way = own_way.role_way(found, ground)
    requirements = own_way.requirement_views(way, ground)
    titles = {one.competency.slug: one.competency for one in requirements}
    return render_template(
        "way/role.html",
        way=way,
        requirements=requirements,
        competency_title=lambda slug: said(latest(titles[slug]).title) if slug in titles else slug,
        ground=ground,
        is_aim=slug in {one.slug for one in competencies.aims(ground.person_id)},
    )


@blueprint.post("/roles/<slug>/aim")
@limiter.limit(WRITE)
def aim(slug: str) -> Response:
    """Aim at a role."""
    aiming.aim(current_actor(), slug)
    flash(_("You aim at this role now. Only you see that."), "success")
    return _to("way.role", slug)


@blueprint.post("/roles/<slug>/stop")
@limiter.limit(WRITE)
def stop_aiming(slug: str) -> Response:
    """Aim at a role no more."""
    aiming.stop_aiming(current_actor(), slug)
    flash(_("You do not aim at this role any more."), "success")
    return _to("way.role", slug)


@blueprint.get("/paths/<slug>")
def path(slug: str) -> str:
    """Show a path step by step: what is done, what is next, what is open."""
    ground, found = own_way.Ground(_person()), pathways.path(slug)
    resources = pathways.resources_of_path(latest(found))
    way = own_way.path_way(found, pathways.enrolment(ground.person_id, found.id), resources, ground)
    return render_template(
        "way/path.html",
        way=way,
        ground=ground,
        issuer=issuers.issuer(found.owner_id),
        step_texts=lambda step: own_way.step_texts(way, step, ground),
        claimed={row.claim.version.achievement.slug: row for row in _claims(ground.person_id, way)},
        words=claim_words,
    )


@blueprint.post("/paths/<slug>/follow")
@limiter.limit(WRITE)
def follow(slug: str) -> Response:
    """Follow a path, or come back to it."""
    following.follow(current_actor(), slug)
    return _to("way.path", slug)


@blueprint.post("/paths/<slug>/pause")
@limiter.limit(WRITE)
def pause(slug: str) -> Response:
    """Pause a path."""
    following.pause(current_actor(), slug)
    flash(_("This path is paused. What you did stays."), "success")
    return _to("way.path", slug)


@blueprint.post("/paths/<slug>/go-on")
@limiter.limit(WRITE)
def go_on(slug: str) -> Response:
    """Go on with a path."""
    following.go_on(current_actor(), slug)
    return _to("way.path", slug)


@blueprint.post("/paths/<slug>/leave")
@limiter.limit(WRITE)
def leave(slug: str) -> Response:
    """Leave a path."""
    following.leave(current_actor(), slug)
    flash(_("You left this path. If you come back, you go on where you were."), "success")
    return redirect(url_for("way.overview"), SEE_OTHER)


@blueprint.post("/paths/<slug>/steps/<step>/done")
@limiter.limit(WRITE)
def tick(slug: str, step: str) -> Response:
    """Say that a step is done."""
    following.tick(current_actor(), slug, step)
    return _to("way.path", slug, step)


@blueprint.post("/paths/<slug>/steps/<step>/open")
@limiter.limit(WRITE)
def untick(slug: str, step: str) -> Response:
    """Say that a step is not done after all."""
    following.untick(current_actor(), slug, step)
    return _to("way.path", slug, step)


def _person() -> UUID:
    person_id = current_actor().person_id
    if person_id is None:
        raise SignInNeededError
    return person_id


def _claims(person_id: UUID, way: own_way.PathWay) -> list[next_views.ClaimRow]:
    """Give the claims of a path's badges that are not over; none are looked for where it has no badge."""
    badges = {one.step.ref for one in way.progress.steps if one.step.kind == BADGE}
    rows = next_views.claim_rows(person_id) if badges else []
    return [row for row in rows if row.claim.version.achievement.slug in badges]


def _to(endpoint: str, slug: str, anchor: str | None = None) -> Response:
    return redirect(url_for(endpoint, slug=slug, _anchor=anchor), SEE_OTHER)
