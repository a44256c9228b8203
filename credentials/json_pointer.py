"""Where a value stands in a document: a JSON pointer (RFC 6901), written only when it is told.

A walk notes the steps, each with the one before it. Pointers of all values would repeat a long name of a
member as often as there are values beneath it, and strangers choose both.
"""

from typing import Any

POINTER_MAX = 400  # characters, of which a person reads the first

Path = tuple[Any, str | int] | None  # the path before and the last step; None is the whole document


def pointer_of(path: Path) -> str:
    """Give the pointer that a path makes, cut to `POINTER_MAX` characters."""
    steps: list[str] = []
    while path is not None:
        path, step = path
        steps.append(f"/{escaped(str(step)[:POINTER_MAX])}")
    return "".join(reversed(steps))[:POINTER_MAX]


def escaped(name: str) -> str:
    """Write the name of a member as one step of a pointer."""
    return name.replace("~", "~0").replace("/", "~1")
