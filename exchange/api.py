"""The JSON API: the `Api` object with its OpenAPI 3.1 document, and the room's resources under it."""

# mypy: disable-error-code="misc"
# Its base class carries no types.

from flask import Flask
from flask_smorest import Api
from flask_wtf import CSRFProtect

from badges.routes.achievements import blueprint as achievements
from badges.routes.awards import blueprint as awards
from badges.routes.frameworks import blueprint as framework_publishing
from competencies.routes.adapting import blueprint as adapted_roles
from competencies.routes.frameworks import blueprint as frameworks
from competencies.routes.kept import blueprint as kept
from competencies.routes.needs import blueprint as needs
from competencies.routes.openness import blueprint as openness
from competencies.routes.plans import blueprint as plans
from competencies.routes.published import competencies_blueprint, roles_blueprint
from competencies.routes.references import blueprint as references
from competencies.routes.references import imports_blueprint as reference_imports
from exchange import case
from exchange.readiness import blueprint as readiness
from exchange.verification import blueprint as verification
from foundation.problems import MEDIA_TYPE
from mentoring.routes.inviting import blueprint as nomination_links
from mentoring.routes.near import blueprint as near
from mentoring.routes.nominations import blueprint as nominations
from mentoring.routes.thanks import blueprint as thanks
from pathways.routes import blueprint as paths
from schemas.problems import ProblemSchema

BLUEPRINTS = (
    verification,
    achievements,
    awards,
    competencies_blueprint,
    roles_blueprint,
    frameworks,
    framework_publishing,
    references,
    reference_imports,
    adapted_roles,
    paths,
    readiness,
    kept,
    plans,
    needs,
    openness,
    near,
    nomination_links,
    nominations,
    thanks,
)


class _OwnApi(Api):
    """Describes errors as they are told here (`web.complaints`): as problem details."""

    ERROR_SCHEMA = ProblemSchema

    def _register_responses(self) -> None:
        self.DEFAULT_RESPONSE_CONTENT_TYPE = MEDIA_TYPE  # of errors; the class has that of everything else
        super()._register_responses()
        del self.DEFAULT_RESPONSE_CONTENT_TYPE


def init_api(app: Flask, csrf: CSRFProtect) -> None:
    """Register the resources. They never look at cookies, so they need no CSRF token."""
    app.config.update(
        API_TITLE="Barnstar",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )
    csrf.exempt(case.blueprint)
    app.register_blueprint(case.blueprint)  # a standard of its own, with an OpenAPI document of its own
    api = _OwnApi(app)
    api.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    for blueprint in BLUEPRINTS:
        csrf.exempt(blueprint)
        api.register_blueprint(blueprint, name=f"api_{blueprint.name}")
