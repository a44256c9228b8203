"""The JSON API: the `Api` object with its OpenAPI 3.1 document, and the room's resources under it."""

from flask import Flask
from flask_smorest import Api
from flask_wtf import CSRFProtect

from badges.routes.achievements import blueprint as achievements
from badges.routes.awards import blueprint as awards
from competencies.routes import competencies_blueprint, roles_blueprint
from exchange.verification import blueprint as verification
from pathways.routes import blueprint as paths

BLUEPRINTS = (verification, achievements, awards, competencies_blueprint, roles_blueprint, paths)


def init_api(app: Flask, csrf: CSRFProtect) -> None:
    """Register the resources. They never look at cookies, so they need no CSRF token."""
    app.config.update(
        API_TITLE="Barnstar",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = Api(app)
    api.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    for blueprint in BLUEPRINTS:
        csrf.exempt(blueprint)
        api.register_blueprint(blueprint, name=f"api_{blueprint.name}")
