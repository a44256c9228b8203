"""Signals from wikis by the JSON API, for the person alone: letting a wiki be asked, reading, ending it."""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from foundation.acting import current_actor
from foundation.errors import SignInNeededError
from foundation.limits import WRITE, limiter
from mentoring.queries import signals
from mentoring.services import letting_in
from schemas.finding import SignalConsentSchema, SignalConsentWriteSchema, SignalsSchema

blueprint = Blueprint(
    "signals", __name__, url_prefix="/api/v1/me/signals", description="Signals from wikis, for oneself"
)
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


@blueprint.get("")
@blueprint.doc(security=_TOKEN)
@blueprint.response(200, SignalsSchema)
def show_signals() -> dict[str, Any]:
    """The wikis that may be asked about oneself, and what they told."""
    person_id = current_actor().person_id
    if person_id is None:
        raise SignInNeededError
    return {
        "is_possible": letting_in.is_possible(person_id),
        "days": letting_in.KEPT.days,
        "wikis": signals.consents(person_id),
        "signals": signals.signals(person_id),
    }


@blueprint.post("")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.arguments(SignalConsentWriteSchema)
@blueprint.response(201, SignalConsentSchema)
def let_in(given: dict[str, str]) -> Any:
    """Let this service ask one wiki about oneself; a second time changes nothing."""
    return letting_in.let_in(current_actor(), given["wiki"])


@blueprint.delete("/<uuid:consent_id>")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.response(204)
def stop(consent_id: UUID) -> None:
    """Let it be asked no more; what it told is deleted."""
    letting_in.stop(current_actor(), consent_id)
