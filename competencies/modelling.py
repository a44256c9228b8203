"""The steps by which a group works out a role of its own, each leaving a text. Pure.

context → tasks → competencies → levels → trial on two people → adopt → review after a year.
"""

from collections.abc import Mapping, Sequence
from typing import Any

STEPS = ("context", "tasks", "competencies", "levels", "trial", "adopt", "review")
# Step -> the texts that it leaves. A competency's own text is the reason of its requirement.
TEXTS: Mapping[str, tuple[str, ...]] = {
    "context": ("context",),
    "tasks": ("tasks",),
    "competencies": (),
    "levels": ("levels",),
    "trial": ("person_a", "person_b"),
    "adopt": ("purpose",),
    "review": ("review",),
}
# What is written of two people stays with the stewards; every other text is read by all once it is adopted.
KEPT_BY_STEWARDS = frozenset(TEXTS["trial"])


def is_done(
    step: str, texts: Mapping[str, str], requirements: Sequence[Mapping[str, Any]], *, adopted: bool
) -> bool:
    """Tell whether a step has left everything that it should."""
    written = all(texts.get(name) for name in TEXTS[step])
    if step == "competencies":
        return bool(requirements) and all(one.get("reason") for one in requirements)
    if step == "levels":
        return written and bool(requirements) and all(one.get("level") for one in requirements)
    return adopted if step == "adopt" else written


def next_step(texts: Mapping[str, str], requirements: Sequence[Mapping[str, Any]], *, adopted: bool) -> str:
    """Give the first step that is not done; the review once everything else is."""
    open_steps = (one for one in STEPS[:-1] if not is_done(one, texts, requirements, adopted=adopted))
    return next(open_steps, STEPS[-1])


def names_somebody(text: str, names: Sequence[str]) -> bool:
    """Tell whether a text has one of these user names in it, whatever its case; not for very short ones."""
    folded = text.casefold()
    return any(len(name) >= 3 and name.casefold() in folded for name in names)  # noqa: PLR2004 - shorter ones are in every text
