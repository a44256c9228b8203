"""The JSON API: the `Api` object with its OpenAPI 3.1 document, and the room's resources under it."""

# mypy: disable-error-code="misc"
# Its base class carries no types.

from functools import cache
from typing import Any

from flask import Flask, request
from flask_smorest import Api
from flask_smorest.spec.plugins import FlaskPlugin
from flask_wtf import CSRFProtect

from badges.routes.achievements import blueprint as achievements
from badges.routes.awards import blueprint as awards
from badges.routes.frameworks import blueprint as framework_publishing
from competencies.routes.adaptations import blueprint as adaptations
from competencies.routes.adapting import blueprint as adapted_roles
from competencies.routes.aims import blueprint as aims
from competencies.routes.contexts import blueprint as contexts
from competencies.routes.draft_steps import blueprint as draft_steps
from competencies.routes.frameworks import blueprint as frameworks
from competencies.routes.kept import blueprint as kept
from competencies.routes.modelling import blueprint as role_models
from competencies.routes.needs import blueprint as needs
from competencies.routes.openness import blueprint as openness
from competencies.routes.plans import blueprint as plans
from competencies.routes.published import competencies_blueprint, roles_blueprint
from competencies.routes.reference_imports import blueprint as reference_imports
from competencies.routes.references import blueprint as references
from exchange import case
from exchange.metrics import blueprint as metrics
from exchange.publishing_preview import blueprint as publishing_preview
from exchange.readiness import blueprint as readiness
from exchange.verification import blueprint as verification
from foundation.acting import current_actor
from foundation.errors import SignInNeededError
from foundation.problems import MEDIA_TYPE
from issuers.delegation_routes import blueprint as delegations
from issuers.routes import blueprint as vouching
from mentoring.routes.inviting import blueprint as nomination_links
from mentoring.routes.near import blueprint as near
from mentoring.routes.nominations import blueprint as nominations
from mentoring.routes.signals import blueprint as signals
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
    draft_steps,
    publishing_preview,
    references,
    reference_imports,
    vouching,
    delegations,
    contexts,
    adapted_roles,
    adaptations,
    role_models,
    paths,
    readiness,
    kept,
    aims,
    plans,
    needs,
    metrics,
    openness,
    near,
    nomination_links,
    nominations,
    thanks,
    signals,
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
    _ask_strangers_to_sign_in(app, api.spec.to_dict()["paths"])


def _ask_strangers_to_sign_in(app: Flask, paths: dict[str, Any]) -> None:
    """Where the document says that a token is needed, a stranger is told so first."""
    needing = {
        (path, method.upper())
        for path, methods in paths.items()
        for method, operation in methods.items()
        if method != "parameters" and {} not in operation.get("security", [{}])
    }
    described_as = cache(FlaskPlugin.flaskpath2openapi)

    @app.before_request
    def _ask() -> None:
        if request.url_rule is None or current_actor().signed_in:
            return
        if (described_as(request.url_rule.rule), request.method) in needing:
            raise SignInNeededError
