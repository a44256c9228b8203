"""Public pages of roles together: the outline with the picture of overlaps, and two beside each other."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from competencies import queries as competencies
from competencies.adaptation import requirements_of
from competencies.comparison import compare as compared
from competencies.comparison import overlaps
from competencies.models import Role, RoleVersion
from competencies.queries import adapting as known
from competencies.queries import outline as outlines
from foundation.errors import NotFoundError
from issuers import queries as issuers
from web import role_views
from web.language import direction, language, plain
from web.overlap_picture import overlap_picture
from web.role_words import difference_sentences

blueprint = Blueprint("role_outline", __name__)

SEE_OTHER = 303
MOST_NUMBER = 1_000_000  # a version or page beyond is not there, whatever somebody typed


@blueprint.get("/roles/outline")
def outline() -> str:
    """Show which role asks for which competency, of one group or domain if asked, and where roles overlap."""
    group, area = request.args.get("group", ""), request.args.get("area", "")
    owner = issuers.group_by_slug(group) if group else None
    if group and owner is None:
        raise NotFoundError
    found = outlines.outline(owner.id if owner else None, area, _number("page") or 1)
    return render_template(
        "roles/outline.html",
        found=found,
        groups=[("", _("All groups")), *((one.slug, one.name) for one in issuers.groups())],
        areas=[("", _("All areas")), *((one.key, plain(one.title)) for one in outlines.areas())],
        group=group,
        area=area,
        at=lambda page: url_for("role_outline.outline", group=group or None, area=area or None, page=page),
        **_overlaps(found),
    )


def _overlaps(found: outlines.Outline) -> dict[str, Any]:
    """Give the picture of overlaps and the same in words; of the competencies that the page shows."""
    names = {one.slug: plain(one.versions[-1].title) for one, _needs in found.rows}
    roles = [
        {one.slug: need["level"] for one, needs in found.rows if (need := needs[index])}
        for index in range(len(found.roles))
    ]
    pairs = overlaps(roles)
    picture = overlap_picture(
        [(plain(role.versions[-1].title), len(one)) for role, one in zip(found.roles, roles, strict=True)],
        pairs,
        title=_("Where roles overlap"),
        description=_("Each dot says how many competencies two roles share. The table below says the same."),
        mirrored=direction(language()) == "rtl",
    )
    shared = [(one, [names[slug] for slug in one.shared]) for one in pairs if one.shared]
    return {"picture": picture, "shared": shared, "sizes": [len(one) for one in roles]}


@blueprint.get("/roles/<slug>/compare")
def choose(slug: str) -> str | Response:
    """Lead to the comparison with the role that was chosen; without one, ask for it."""
    role, other = competencies.role(slug), request.args.get("with", "")
    if other:
        number = competencies.role(other).versions[-1].number
        there = url_for("role_outline.compare", slug=slug, other=other)
        return redirect(f"{there}?from={max(1, number - 1)}" if other == slug else there, SEE_OTHER)
    return render_template(
        "roles/compare_with.html", role=role, version=role.versions[-1], roles=competencies.roles_in_force()
    )


@blueprint.get("/roles/<slug>/compare/<other>")
def compare(slug: str, other: str) -> str:
    """Show two roles, or two versions of one, requirement by requirement, with the differences in words."""
    first, second = _side(slug, "from"), _side(other, "to")
    rows = compared(requirements_of(first[1].requirements), requirements_of(second[1].requirements))
    titles = competencies.competencies_by_slug({one.competency for one in rows})
    return render_template(
        "roles/compare.html",
        sides=(first, second),
        rows=[
            (
                one,
                titles[one.competency].versions[-1].title if one.competency in titles else {},
                difference_sentences(one),
            )
            for one in rows
        ],
        owners=role_views.owners_of([first[0], second[0]]),
    )


def _side(slug: str, name: str) -> tuple[Role, RoleVersion]:
    role = competencies.role(slug)
    return role, known.role_version(role, _number(name))


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    if not text:
        return None
    if not text.isdecimal() or len(text) > len(str(MOST_NUMBER)):
        raise NotFoundError
    return int(text)
