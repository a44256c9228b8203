"""The machine of nominations. A move that is not written here is refused. Pure.

Who made a nomination never learns that it was declined: until it would have lapsed it looks as if it
waited, and can be withdrawn as if it did; then it looks as if its time was over, as of one without an answer.
"""

from datetime import datetime

from badges.moves import Moves, moved

__all__ = ["NOMINATION", "as_nominator_sees", "moved"]

NOMINATION: Moves = {
    ("proposed", "accept"): "accepted",
    ("proposed", "decline"): "declined",
    ("proposed", "lapse"): "lapsed",
    ("proposed", "withdraw"): "withdrawn",
    ("declined", "withdraw"): "withdrawn",
    ("accepted", "withdraw"): "withdrawn",
    ("accepted", "close"): "closed",
}
WAITING, OVER = "proposed", "lapsed"


def as_nominator_sees(state: str, lapses_at: datetime, now: datetime) -> str:
    """Give the state that anybody but the nominee is shown: a decline looks like no answer.

    Both are over from the same moment on, not only once what lapsed is tidied up.
    """
    if state not in {WAITING, "declined"}:
        return state
    return WAITING if now < lapses_at else OVER
