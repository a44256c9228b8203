"""What one kept of one's readiness, and the roles that one holds, by the JSON API: each their own."""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from competencies.queries import kept, plans
from competencies.services import holding, keeping
from foundation.acting import current_actor
from foundation.errors import SignInNeededError
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, require
from schemas.readiness import ReadinessSnapshotSchema, ReadinessSnapshotWriteSchema, RoleHoldingSchema

blueprint = Blueprint("kept", __name__, url_prefix="/api/v1/me", description="One's own readiness and roles")
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


@blueprint.get("/snapshots")
@blueprint.doc(security=_TOKEN)
@blueprint.response(200, ReadinessSnapshotSchema(many=True))
def list_snapshots() -> object:
    """What one kept, newest first; a hundred at most."""
    return kept.snapshots(_person())


@blueprint.post("/snapshots")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.arguments(ReadinessSnapshotWriteSchema)
@blueprint.response(201, ReadinessSnapshotSchema)
def keep_snapshot(given: dict[str, Any]) -> object:
    """Keep one's readiness for a role as it is now; the same as was kept last is not kept twice."""
    return keeping.keep(current_actor(), given["role"])


@blueprint.get("/snapshots/<uuid:snapshot_id>")
@blueprint.doc(security=_TOKEN)
@blueprint.response(200, ReadinessSnapshotSchema)
def show_snapshot(snapshot_id: UUID) -> object:
    """One that one kept, as it was then."""
    found = kept.snapshot(snapshot_id)
    require(current_actor(), Action.READINESS_KEEP, Scope(person_id=found.person_id))
    return found


@blueprint.delete("/snapshots/<uuid:snapshot_id>")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.response(204)
def delete_snapshot(snapshot_id: UUID) -> None:
    """Delete one that one kept."""
    keeping.forget(current_actor(), snapshot_id)


@blueprint.get("/holdings")
@blueprint.doc(security=_TOKEN)
@blueprint.response(200, RoleHoldingSchema(many=True))
def list_holdings() -> object:
    """The roles that one holds or is asked to hold."""
    return plans.holdings_of(_person())


@blueprint.post("/holdings/<uuid:holding_id>/accept")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.response(204)
def accept_holding(holding_id: UUID) -> None:
    """Say yes to holding a role."""
    holding.accept(current_actor(), holding_id)


@blueprint.post("/holdings/<uuid:holding_id>/decline")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.response(204)
def decline_holding(holding_id: UUID) -> None:
    """Say no, without a reason."""
    holding.decline(current_actor(), holding_id)


@blueprint.post("/holdings/<uuid:holding_id>/hand-back")
@blueprint.doc(security=_TOKEN)
@limiter.limit(WRITE)
@blueprint.response(204)
def hand_back_holding(holding_id: UUID) -> None:
    """Hold a role no more."""
    holding.hand_back(current_actor(), holding_id)


def _person() -> UUID:
    person_id = current_actor().person_id
    if person_id is None:
        raise SignInNeededError
    return person_id
