"""The site: every page, registered once."""

from flask import Flask

from foundation.config import Settings
from web.pages import (
    awards,
    browse,
    define,
    demo,
    documents,
    groups,
    health,
    offers,
    passport,
    people,
    verify,
)

BLUEPRINTS = (
    browse.blueprint,
    verify.blueprint,
    documents.blueprint,
    people.blueprint,
    groups.blueprint,
    define.blueprint,
    awards.blueprint,
    offers.blueprint,
    passport.blueprint,
    health.blueprint,
)


def init_pages(app: Flask, settings: Settings) -> None:
    """Register the pages. One-click sign-in exists only for a demo on one's own machine."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if settings.demo:
        app.register_blueprint(demo.blueprint)
