"""The machine of following a path, as a table of (state, verb) to the next state. Pure.

Coming back to a path that was left is following it again. A completed path stays completed; a paused one
is completed once the person goes on.
"""

from badges.moves import Moves

ENROLMENT: Moves = {
    ("started", "pause"): "paused",
    ("paused", "go_on"): "started",
    ("started", "complete"): "completed",
    ("started", "leave"): "left",
    ("paused", "leave"): "left",
    ("left", "follow"): "started",
}
