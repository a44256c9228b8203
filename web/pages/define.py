"""Pages on which a steward writes badges, competencies and roles. Everything published is a new version."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as WerkzeugResponse

from badges.models import Achievement, AchievementKind
from badges.pictures import COLOURS, TEMPLATES, template_svg
from badges.queries import achievements
from badges.services import defining as badge_services
from badges.services import levels as level_services
from competencies import queries as competencies
from competencies.models import Competency, Role
from competencies.queries import adapting
from competencies.services import defining as competency_services
from foundation.acting import current_actor
from foundation.addresses import adaptation_path, badge_path, competency_path, role_path
from foundation.errors import ConflictError, InvalidError, NotFoundError, Problem
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, require
from issuers import queries as issuers
from issuers.models import Issuer
from web.language import CODES, language, plain
from web.pages import define_badge, define_beside, define_competency, define_role
from web.pages.define_typed import Rows, Typed, read_form
from web.pages.define_words import choices, errors_by_field, word
from web.pages.field_words import names_of
from web.seen import CONFLICT, mark_sent, require_clash

blueprint = Blueprint("define", __name__)

Answer = str | tuple[str, int] | WerkzeugResponse
Saved = Achievement | Competency | Role
Begin = Callable[[Any], Typed]  # of a version; of None where the thing is new
DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Page:
    """One form: its template, the group it writes for, what stood before, how it starts and is saved.

    `begin` gives it filled, also as an earlier version was.
    """

    template: str
    group: Issuer
    texts: tuple[str, ...]
    rows: tuple[Rows, ...]
    begin: Begin
    save: Callable[[Typed], Saved]
    address: Callable[[str], str]
    thing: Any = None
    lists: dict[str, Any] = field(default_factory=dict)


@blueprint.route("/groups/<slug>/badges/new", methods=["GET", "POST"])
@limiter.limit(WRITE, methods=["POST"])
def new_badge(slug: str) -> Answer:
    """Show the form of a new badge; publish it."""
    group = _own_group(slug, Action.ACHIEVEMENT_DEFINE)
    group_id = group.id

    def save(typed: Typed) -> Saved:
        return badge_services.define_achievement(
            current_actor(), group_id=group_id, kind=typed.text("kind"), **define_badge.shape_of(typed)
        )

    return _answer(_badge_page(group, lambda _none: define_badge.blank(), save))


@blueprint.route("/badges/<slug>/edit", methods=["GET", "POST"])
@limiter.limit(WRITE, methods=["POST"])
def edit_badge(slug: str) -> Answer:
    """Show a badge in its form; publish what was changed as its next version."""
    badge = achievements.achievement(slug)
    group = _owner(badge.owner_id, Action.ACHIEVEMENT_DEFINE)
    if badge.kind == AchievementKind.COMPETENCY_LEVEL:
        raise NotFoundError  # its competency is edited instead
    version = badge.versions[-1]

    def save(typed: Typed) -> Saved:
        shape = define_badge.shape_of(typed, version)
        return badge_services.revise_achievement(current_actor(), slug, seen=mark_sent(), **shape)

    return _answer(_badge_page(group, define_badge.filled, save, badge))


@blueprint.route("/groups/<slug>/competencies/new", methods=["GET", "POST"])
@limiter.limit(WRITE, methods=["POST"])
def new_competency(slug: str) -> Answer:
    """Show the form of a new competency; publish it with a badge for each of its levels."""
    group = _own_group(slug, Action.COMPETENCY_DEFINE)
    group_id = group.id
    own = [one for one in competencies.frameworks() if one.owner_id == group_id]
    places = define_competency.new_places(own)

    def save(typed: Typed) -> Saved:
        framework, _, domain = define_competency.chosen_place(typed, places).partition(":")
        return level_services.define_competency_with_levels(
            current_actor(),
            group_id=group_id,
            code=typed.text("code"),
            framework=framework or None,
            domain=domain,
            **define_competency.shape_of(typed),
        )

    return _answer(_competency_page(group, lambda _none: define_competency.blank(), save, places))


@blueprint.route("/competencies/<slug>/edit", methods=["GET", "POST"])
@limiter.limit(WRITE, methods=["POST"])
def edit_competency(slug: str) -> Answer:
    """Show a competency in its form; publish what was changed, and its levels with it."""
    competency = competencies.competency(slug)
    group = _owner(competency.owner_id, Action.COMPETENCY_DEFINE)
    framework_id = competency.framework_id
    found = competencies.frameworks_by_id({framework_id}) if framework_id else {}
    places = define_competency.places_of(found.get(framework_id) if framework_id else None)

    def save(typed: Typed) -> Saved:
        return level_services.revise_competency_with_levels(
            current_actor(),
            slug,
            code=typed.text("code"),
            domain=define_competency.chosen_place(typed, places) or None,
            seen=mark_sent(),
            **define_competency.shape_of(typed),
        )

    def begin(version: Any) -> Typed:
        return define_competency.filled(competency, version)

    return _answer(_competency_page(group, begin, save, places, competency))


@blueprint.route("/groups/<slug>/roles/new", methods=["GET", "POST"])
@limiter.limit(WRITE, methods=["POST"])
def new_role(slug: str) -> Answer:
    """Show the form of a new role; publish it."""
    group = _own_group(slug, Action.ROLE_DEFINE)
    group_id, spoken = group.id, _spoken(group)

    def save(typed: Typed) -> Saved:
        return competency_services.define_role(
            current_actor(), group_id=group_id, needs_reasons=True, **define_role.shape_of(typed, spoken)
        )

    return _answer(_role_page(group, lambda _none: define_role.blank(), save))


@blueprint.route("/roles/<slug>/edit", methods=["GET", "POST"])
@limiter.limit(WRITE, methods=["POST"])
def edit_role(slug: str) -> Answer:
    """Show a role in its form; publish what was changed as its next version. Adapted ones have a page."""
    role = competencies.role(slug)
    group = _owner(role.owner_id, Action.ROLE_DEFINE)
    adapted, version, spoken = adapting.adaptation_of(role), role.versions[-1], _spoken(group)
    if adapted is not None:
        return redirect(adaptation_path(group.slug, adapted.id), 303)

    def save(typed: Typed) -> Saved:
        shape = define_role.shape_of(typed, spoken, version)
        seen = mark_sent()
        return competency_services.revise_role(current_actor(), slug, needs_reasons=True, seen=seen, **shape)

    return _answer(_role_page(group, lambda one: define_role.filled(one, spoken), save, role))


@blueprint.get("/pictures/template/<template>/<colour>.svg")
def template_picture(template: str, colour: str) -> Response:
    """Show one of our pictures in one of our colours."""
    if template not in TEMPLATES or colour not in COLOURS:
        raise NotFoundError
    drawn = Response(template_svg(template, colour), mimetype="image/svg+xml")
    drawn.cache_control.public, drawn.cache_control.max_age = True, DAY_SECONDS
    return drawn


@blueprint.get("/pictures/<uuid:picture_id>.png")
def uploaded_picture(picture_id: UUID) -> Response:
    """Show an uploaded picture to the stewards of the group that uploaded it."""
    found = achievements.picture(picture_id)
    if found is None:
        raise NotFoundError
    require(current_actor(), Action.ACHIEVEMENT_DEFINE, Scope(group_id=found.owner_id))
    return Response(found.png, mimetype="image/png")


def _own_group(slug: str, action: Action) -> Issuer:
    group = issuers.group_by_slug(slug)
    if group is None:
        raise NotFoundError
    require(current_actor(), action, Scope(group_id=group.id))
    return group


def _owner(owner_id: UUID, action: Action) -> Issuer:
    require(current_actor(), action, Scope(group_id=owner_id))
    owner = issuers.issuer(owner_id)
    if owner is None:
        raise NotFoundError
    return owner


def _badge_page(group: Issuer, begin: Begin, save: Callable[[Typed], Saved], thing: Any = None) -> Page:
    lists = {"competencies": _competency_options(), "templates": TEMPLATES, "colours": tuple(COLOURS)}
    parts = (define_badge.TEXTS, define_badge.ROWS)
    return Page("define/badge.html", group, *parts, begin, save, badge_path, thing, lists)


def _competency_page(
    group: Issuer,
    begin: Begin,
    save: Callable[[Typed], Saved],
    places: Sequence[tuple[str, str]],
    thing: Any = None,
) -> Page:
    lists = {"areas": places}  # the layout has its own `places`
    parts = (define_competency.TEXTS, define_competency.ROWS)
    return Page("define/competency.html", group, *parts, begin, save, competency_path, thing, lists)


def _role_page(group: Issuer, begin: Begin, save: Callable[[Typed], Saved], thing: Any = None) -> Page:
    lists = {"competencies": _competency_options()}
    parts = (define_role.TEXTS, define_role.ROWS)
    return Page("define/role.html", group, *parts, begin, save, role_path, thing, lists)


def _competency_options() -> list[tuple[str, str]]:
    found = [(one.slug, plain(one.versions[-1].title)) for one in competencies.competencies()]
    return [("", gettext("Choose a competency")), *sorted(found, key=lambda option: option[1].casefold())]


def _answer(page: Page) -> Answer:
    """Show the form, or publish what was typed; what does not fit comes back with the sentences beside it."""
    if request.method == "GET":
        newest = page.thing.versions[-1] if page.thing else None
        return _shown(page, page.begin(newest), {}, _mark(page))
    typed = read_form(request.form, page.rows)
    errors = _keep_upload(page, typed)
    if "more" in request.form:
        return _shown(page, typed, errors, mark_sent())
    if not errors:
        before = len(page.thing.versions) if page.thing else 0
        try:
            saved = page.save(typed)
        except InvalidError as error:
            errors = errors_by_field(error, page.texts, _spoken(page.group))
        except ConflictError as error:
            require_clash(error)
            return _clashed(page, typed), CONFLICT
        else:
            return _published(page, saved, before)
    return _shown(page, typed, errors, mark_sent()), 422


def _mark(page: Page) -> str:
    return competencies.version_mark(page.thing) if page.thing else ""


def _clashed(page: Page, typed: Typed) -> str:
    """Show what was typed, and beside it what somebody else has published since it was read."""
    errors = define_beside.beside(page.thing, page.begin, mark_sent(), typed)
    return _shown(page, typed, errors, _mark(page), clashed=True)


def _keep_upload(page: Page, typed: Typed) -> dict[str, str]:
    """Store an uploaded picture at once, so that it is not lost when another field needs mending."""
    upload = request.files.get("upload")
    if upload is None or not upload.filename:
        return {}
    try:
        picture = badge_services.add_picture(
            current_actor(), group_id=page.group.id, upload=upload.stream.read()
        )
    except InvalidError as error:
        refused = InvalidError([Problem("/upload", one.code, one.facts) for one in error.problems])
        return errors_by_field(refused, page.texts, _spoken(page.group))
    typed.fields |= {"picture": str(picture.id), "look": "picture"}
    return {}


def _published(page: Page, saved: Saved, before: int) -> WerkzeugResponse:
    number = len(saved.versions)
    if number == before:
        flash(gettext("Nothing had changed, so no new version was made."))
    else:
        flash(gettext("Version %(number)s is published.", number=number), "success")
    return redirect(page.address(saved.slug), 303)


def _shown(page: Page, typed: Typed, errors: dict[str, str], seen: str, *, clashed: bool = False) -> str:
    return render_template(
        page.template,
        group=page.group,
        thing=page.thing,
        versions=list(reversed(page.thing.versions)) if page.thing else [],
        next_number=len(page.thing.versions) + 1 if page.thing else 1,
        typed=typed,
        errors=errors,
        seen=seen,
        clashed=clashed,
        compared=names_of(errors, gettext("What the holder has shown")) if clashed else {},
        spoken=_spoken(page.group),
        word=word,
        picture_url=_picture_url(typed),
        **choices(),
        **page.lists,
    )


def _spoken(group: Issuer) -> str:
    """Give the language whose texts stand open: the group's own, where our pages speak it."""
    return group.language if group.language in CODES else language()


def _picture_url(typed: Typed) -> str:
    """Give the address of an uploaded picture, "" when there is none."""
    picture = typed.text("picture")
    if not define_badge.is_picture_id(picture):
        return ""
    return url_for("define.uploaded_picture", picture_id=UUID(picture))
