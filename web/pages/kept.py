"""Pages of what one kept of one's own readiness. Only its owner sees it; nothing alters it later."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from competencies import queries as competencies
from competencies.queries import kept
from competencies.services import keeping
from foundation.acting import current_actor
from foundation.errors import SignInNeededError
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, require
from web.own_way import Ground

blueprint = Blueprint("kept", __name__, url_prefix="/way")

SEE_OTHER = 303


@blueprint.get("/kept")
def all_kept() -> str:
    """List what was kept, newest first."""
    person_id = current_actor().person_id
    if person_id is None:
        raise SignInNeededError
    return render_template("way/kept.html", kept=kept.snapshots(person_id))


@blueprint.get("/kept/<uuid:snapshot_id>")
def one(snapshot_id: UUID) -> str:
    """Show one, as it was then."""
    found = kept.snapshot(snapshot_id)
    require(current_actor(), Action.READINESS_KEEP, Scope(person_id=found.person_id))
    held = {badge.urn: badge for badge in Ground(found.person_id).held}
    return render_template(
        "way/kept_one.html",
        kept=found,
        sources={row["competency"]: row["source"] for row in found.held},
        held=held,
        framework_titles=_framework_titles(),
    )


def _framework_titles() -> dict[tuple[str, int], dict[str, str]]:
    """Give (slug, version) -> title of every published framework."""
    return {
        (one.slug, version.number): version.title
        for one in competencies.frameworks()
        for version in one.versions
    }


@blueprint.post("/roles/<slug>/keep")
@limiter.limit(WRITE)
def keep(slug: str) -> Response:
    """Keep one's readiness for a role as it is now."""
    row = keeping.keep(current_actor(), slug)
    flash(_("Kept as of today. Later changes of the role or of your badges do not change it."), "success")
    return redirect(url_for("kept.one", snapshot_id=row.id), SEE_OTHER)


@blueprint.post("/kept/<uuid:snapshot_id>/delete")
@limiter.limit(WRITE)
def delete(snapshot_id: UUID) -> Response:
    """Delete one."""
    keeping.forget(current_actor(), snapshot_id)
    flash(_("Deleted."), "success")
    return redirect(url_for("kept.all_kept"), SEE_OTHER)
