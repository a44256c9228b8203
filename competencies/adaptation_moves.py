"""The life of an adapted role: a move that is not written here is refused. Pure.

Nobody approves an adaptation but the group itself. Adopting again is a decision of its own: after the
review, or when the group changes what it decided.
"""

from collections.abc import Mapping
from enum import StrEnum

from foundation.errors import ConflictError


class AdaptationState(StrEnum):
    """Where an adaptation stands. `adopted` also past its review date, until that is noticed (daily)."""

    DRAFT = "draft"
    ADOPTED = "adopted"
    DUE_FOR_REVIEW = "due_for_review"
    RETIRED = "retired"


ADOPTERS = ("members_meeting", "board", "stewards", "working_group")
REVIEW_MONTHS = 12

MOVES: Mapping[tuple[str, str], AdaptationState] = {
    (AdaptationState.DRAFT, "begin_again"): AdaptationState.DRAFT,
    (AdaptationState.DRAFT, "adopt"): AdaptationState.ADOPTED,
    (AdaptationState.ADOPTED, "adopt"): AdaptationState.ADOPTED,
    (AdaptationState.ADOPTED, "come_due"): AdaptationState.DUE_FOR_REVIEW,
    (AdaptationState.DUE_FOR_REVIEW, "adopt"): AdaptationState.ADOPTED,
    (AdaptationState.DUE_FOR_REVIEW, "retire"): AdaptationState.RETIRED,
}


def moved(state: str, verb: str) -> AdaptationState:
    """Give the next state. Raises ConflictError("move_refused") with the state and the verb."""
    after = MOVES.get((AdaptationState(state), verb))
    if after is None:
        raise ConflictError("move_refused", state=str(state), verb=verb)
    return after
