"""Assessing claims: taking a case, giving it back, deciding it."""

from badges.queries.counted import counted
from badges.services.assessing.deciding import decide
from badges.services.assessing.taking import release, take

__all__ = ["counted", "decide", "release", "take"]
