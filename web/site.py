"""The site: every page, registered once."""

from flask import Flask

from foundation.config import Settings
from web.pages import (
    assessing,
    awards,
    browse,
    claims,
    collections,
    define,
    demo,
    documents,
    endorsing,
    groups,
    health,
    lost_keys,
    notices,
    offers,
    outside,
    own_data,
    passport,
    people,
    reports,
    settings,
    shared,
    sharing,
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
    awards.blueprint,
    offers.blueprint,
    passport.blueprint,
    way.blueprint,
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
    reports.blueprint,
    health.blueprint,
)


def init_pages(app: Flask, settings: Settings) -> None:
    """Register the pages. One-click sign-in exists only for a demo on one's own machine."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if settings.demo:
        app.register_blueprint(demo.blueprint)
