"""Public pages about what can be earned: badges, roles, paths, competencies, and how they hang together."""

from uuid import UUID

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from badges.models import Achievement, AchievementVersion
from badges.queries import achievements, recognitions
from badges.rules import KINDS
from competencies import queries as competencies
from competencies.gap import levels
from competencies.models import Role, RoleVersion
from competencies.queries import adapting, latest
from foundation import addresses
from foundation.acting import current_actor
from foundation.errors import NotFoundError
from issuers import queries as issuers
from issuers.models import Issuer
from pathways import queries as pathways
from pathways.models import Path, Resource
from web import connections, role_views, role_words
from web.language import language
from web.pages.define_words import type_word, word
from web.pages.documents import wants_document
from web.rich_text import rich_text
from web.role_words import origin_word

blueprint = Blueprint("browse", __name__)

BADGES_ON_HOME = 6


@blueprint.app_template_global()
def picture_address(version: AchievementVersion) -> str:
    """Give templates the address of a badge's picture."""
    return connections.picture_address(version)


blueprint.app_template_global("latest")(latest)
blueprint.app_template_filter("word")(word)
blueprint.app_template_global("type_word")(type_word)


def _owners() -> dict[UUID, Issuer]:
    return {group.id: group for group in issuers.groups()}


@blueprint.get("/")
def home() -> str:
    """Show what this is, three doors, and a few badges."""
    badges = achievements.badges()[:BADGES_ON_HOME]
    return render_template("browse/home.html", badges=badges, owners=_owners())


@blueprint.get("/about")
def about() -> str:
    """Show what this is for somebody who never heard of it."""
    return render_template("browse/about.html")


@blueprint.get("/overview")
def overview() -> str:
    """Show how competencies, badges, paths and roles hang together."""
    found = connections.strands(
        competencies.competencies(), achievements.badges(), pathways.paths(), competencies.roles_in_force()
    )
    return render_template("browse/overview.html", strands=list(found))


@blueprint.get("/badges")
def badges() -> str:
    """Show the badges, of one kind or one group if asked."""
    owners = _owners()
    kind, group = request.args.get("kind", ""), request.args.get("group", "")
    found = achievements.badges()
    givers = {badge.owner_id for badge in found}
    shown = [
        badge for badge in found if kind in {"", badge.kind} and group in {"", owners[badge.owner_id].slug}
    ]
    return render_template(
        "browse/badges.html",
        badges=shown,
        owners=owners,
        kinds=[(one, word(one)) for one in KINDS],
        groups=[(owner.slug, owner.name) for owner in owners.values() if owner.id in givers],
        kind=kind,
        group=group,
    )


@blueprint.get("/badges/<slug>", defaults={"number": None})
@blueprint.get("/badges/<slug>/v<int(max=2147483647):number>")
def badge(slug: str, number: int | None) -> str:
    """Show what a badge means, how one earns it, where it leads; the version in force or an earlier one."""
    found = achievements.achievement(slug)
    version = _version(found, number)
    return render_template(
        "browse/badge.html",
        badge=found,
        version=version,
        proven=achievements.proven_by(version),
        signable=achievements.signable_languages(version),
        issuer=issuers.issuer(found.owner_id),
        is_given=number is None and recognitions.can_be_given(version),
        paths=pathways.paths_with_badge(slug),
        roles=connections.roles_reached(found, competencies.roles_in_force()),
    )


def _version(found: Achievement, number: int | None) -> AchievementVersion:
    wanted = len(found.versions) if number is None else number
    for version in found.versions:
        if version.number == wanted:
            return version
    raise NotFoundError


@blueprint.get("/roles")
def roles() -> str:
    """Show the roles."""
    found = competencies.roles_in_force()
    origins = adapting.origins(found)
    return render_template(
        "browse/roles.html", roles=found, owners=_owners(), origins=origins, origin_word=origin_word
    )


@blueprint.get("/roles/<slug>", defaults={"number": None})
@blueprint.get("/roles/<slug>/v<int(max=2147483647):number>")
def role(slug: str, number: int | None) -> Response:
    """Show what a role asks for and what closes each requirement; or the same for programs."""
    found = competencies.role(slug)
    version = adapting.role_version(found, number)
    if wants_document():
        return _by_accept(jsonify(_role_document(found, version)))
    wanted = competencies.competencies_by_slug({one["competency"] for one in version.requirements})
    frameworks = competencies.frameworks_by_id(
        {one.framework_id for one in wanted.values() if one.framework_id}
    )
    needs = list(connections.needs(version.requirements, wanted, frameworks, achievements.badges()))
    closing = {badge.slug for need in needs for badge in need.badges}
    page = render_template(
        "browse/role.html",
        role=found,
        version=version,
        about=role_views.about(found, version),
        words=role_words,
        needs=needs,
        own=_own_levels([need.competency.slug for need in needs]),
        issuer=issuers.issuer(found.owner_id),
        paths=[one for one in pathways.paths() if _leads_to(one, slug, closing)],
    )
    return _by_accept(make_response(page))


def _own_levels(slugs: list[str]) -> dict[str, int]:
    """Give what whoever is signed in can show; nothing for strangers, whose page is kept."""
    person_id = current_actor().person_id
    if person_id is None:
        return {}
    held = levels(competencies.shown_levels(person_id))
    return {slug: held.get(slug, 0) for slug in slugs}


def _leads_to(path: Path, role_slug: str, badge_slugs: set[str]) -> bool:
    version = latest(path)
    return role_slug in version.leads_to_roles or bool(badge_slugs & set(version.leads_to_badges))


def _role_document(found: Role, version: RoleVersion) -> dict[str, object]:
    return {
        "id": addresses.absolute(addresses.role_path(found.slug)),
        "type": "ext:Role",
        "version": version.number,
        "title": version.title,
        "purpose": version.purpose,
        "requirements": [
            {
                "competency": addresses.absolute(addresses.competency_path(one["competency"])),
                "level": one["level"],
                "must": one["must"],
            }
            for one in version.requirements
        ],
    }


@blueprint.get("/paths")
def paths() -> str:
    """Show the learning paths, each with the need that it answers."""
    return render_template("browse/paths.html", paths=pathways.paths(), owners=_owners())


@blueprint.get("/paths/<slug>")
def path(slug: str) -> Response:
    """Show a path's need, steps, time and badge; or the same for programs."""
    found = pathways.path(slug)
    version = latest(found)
    resources = pathways.resources_of_path(version)
    if wants_document():
        return _by_accept(jsonify(_path_document(found, resources)))
    page = render_template(
        "browse/path.html",
        path=found,
        version=version,
        resources=resources,
        badges={one.slug: one for one in achievements.badges()},
        roles=[one for one in competencies.roles_in_force() if one.slug in version.leads_to_roles],
        issuer=issuers.issuer(found.owner_id),
    )
    return _by_accept(make_response(page))


def _path_document(found: Path, resources: dict[str, Resource]) -> dict[str, object]:
    version = latest(found)
    return {
        "id": addresses.absolute(addresses.path_path(found.slug)),
        "type": "ext:LearningPath",
        "version": version.number,
        "title": version.title,
        "summary": version.summary,
        "need": version.need,
        "minutes": version.stated_minutes,
        "steps": [
            {
                "kind": step["kind"],
                "required": step["required"],
                "title": resources[step["ref"]].body["title"]
                if step["ref"] in resources
                else step.get("text"),
                "ref": step["ref"],
            }
            for step in version.steps
        ],
        "badges": [addresses.absolute(addresses.badge_path(one)) for one in version.leads_to_badges],
        "roles": [addresses.absolute(addresses.role_path(one)) for one in version.leads_to_roles],
    }


@blueprint.get("/competencies")
def all_competencies() -> str:
    """Show every competency, by framework and domain."""
    return render_template(
        "browse/competencies.html",
        frameworks=competencies.frameworks(),
        competencies=competencies.competencies(),
    )


@blueprint.get("/frameworks/<slug>")
def framework(slug: str) -> str:
    """Show one framework: its domains, competencies and levels."""
    found = competencies.framework(slug)
    return render_template(
        "browse/framework.html",
        framework=found,
        version=latest(found),
        competencies=competencies.competencies(framework_id=found.id),
        issuer=issuers.issuer(found.owner_id),
    )


@blueprint.get("/competencies/<slug>", defaults={"number": None})
@blueprint.get("/competencies/<slug>/v<int(max=2147483647):number>")
def competency(slug: str, number: int | None) -> str:
    """Show what can be seen at each level; every level has the anchor that signed badges point to."""
    found = competencies.competency(slug)
    version = latest(found) if number is None else competencies.competency_version(slug, number)
    frameworks = competencies.frameworks_by_id({found.framework_id} if found.framework_id else set())
    return render_template(
        "browse/competency.html",
        competency=found,
        version=version,
        framework=frameworks.get(found.framework_id) if found.framework_id else None,
        levels=connections.level_titles(found, frameworks),
        level_badges=achievements.level_achievements(found.id),
        badges=achievements.badges_with_competency(slug),
        roles=competencies.roles_with_competency(slug),
        resources=[one for one in pathways.resources() if slug in one.body.get("competencies", ())],
    )


@blueprint.get("/resources/<slug>")
def resource(slug: str) -> str:
    """Show a learning text; a placeholder says that it is one."""
    found = pathways.resource(slug)
    texts = found.body.get("text") or {}
    code = (
        language() if texts.get(language()) else next((one for one in ("en", *texts) if texts.get(one)), "")
    )
    return render_template(
        "browse/resource.html",
        resource=found,
        body=found.body,
        text=rich_text(texts[code]) if code else "",
        text_language=code,
        competencies=competencies.competencies_by_slug(set(found.body.get("competencies", ()))),
        paths=[one for one in pathways.paths() if any(step["ref"] == slug for step in latest(one).steps)],
    )


def _by_accept(response: Response) -> Response:
    """Say that the answer depends on what was asked for."""
    response.vary.add("Accept")
    return response
