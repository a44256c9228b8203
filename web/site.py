"""The site: every page, registered once."""

from flask import Flask

from competencies import places
from foundation.config import ConfigError, Settings
from web.pages import (
    adapt,
    assessing,
    assessment,
    awards,
    browse,
    claims,
    collections,
    define,
    demo,
    documents,
    draft_forms,
    draft_translating,
    drafts,
    endorsing,
    frameworks,
    groups,
    health,
    held,
    initiatives,
    kept,
    lost_keys,
    near,
    needs,
    nomination_links,
    nominations,
    notices,
    offers,
    openness,
    outside,
    own_data,
    passport,
    people,
    plan,
    reference_imports,
    references,
    reports,
    role_model,
    role_outline,
    role_settings,
    settings,
    shared,
    sharing,
    signals,
    skills,
    team,
    thanks,
    verify,
    way,
)

BLUEPRINTS = (
    browse.blueprint,
    verify.blueprint,
    documents.blueprint,
    people.blueprint,
    groups.blueprint,
    lost_keys.blueprint,
    define.blueprint,
    frameworks.blueprint,
    drafts.blueprint,
    draft_forms.blueprint,
    draft_translating.blueprint,
    adapt.blueprint,
    role_model.blueprint,
    role_outline.blueprint,
    role_settings.blueprint,
    awards.blueprint,
    offers.blueprint,
    passport.blueprint,
    way.blueprint,
    kept.blueprint,
    held.blueprint,
    team.blueprint,
    plan.blueprint,
    claims.blueprint,
    assessing.blueprint,
    endorsing.blueprint,
    sharing.blueprint,
    collections.blueprint,
    shared.blueprint,
    outside.blueprint,
    own_data.blueprint,
    settings.blueprint,
    notices.blueprint,
    references.blueprint,
    reference_imports.blueprint,
    reports.blueprint,
    openness.blueprint,
    near.blueprint,
    nomination_links.blueprint,
    nominations.blueprint,
    thanks.blueprint,
    signals.blueprint,
    assessment.blueprint,
    initiatives.blueprint,
    needs.blueprint,
    skills.blueprint,
    health.blueprint,
)


def init_pages(app: Flask, settings: Settings) -> None:
    """Register the pages. One-click sign-in exists only for a demo on one's own machine.

    Raises ConfigError for a protected region that there is not.
    """
    if unknown := places.unknown(settings.protected_regions):
        raise ConfigError(f"BARNSTAR_PROTECTED_REGIONS: no such region: {', '.join(unknown)}")
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if settings.demo:
        app.register_blueprint(demo.blueprint)
