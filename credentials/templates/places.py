"""Places in a document by JSON pointer, and where documents of one kind differ."""

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from credentials.templates.refusals import TemplateRefusedError

# The beginning of an address up to a delimiter: what comes after it may differ from recipient to recipient.
_BEGINNING = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:(?:[A-Za-z0-9._~:/?#=&\-]*[/:#?=&])?")

Steps = tuple[str | int, ...]


def steps(document: Any, pointer: str) -> Steps:
    """Give the members and indexes that lead to a text (RFC 6901).

    Raises `TemplateRefusedError` when the pointer does not lead to one.
    """
    found: list[str | int] = []
    value = document
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        try:
            step = int(name) if isinstance(value, list) else name
            value = value[step]
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise _missing(pointer) from error
        found.append(step)
    if not found or not isinstance(value, str):
        raise _missing(pointer)
    return tuple(found)


def at(document: Any, path: Steps) -> Any:
    """Give what stands at a place. Raises KeyError, IndexError or TypeError when there is no such place."""
    for step in path:
        document = document[step]
    return document


def put(document: Any, path: Steps, value: str) -> None:
    """Put a text into a place of a document that has it."""
    at(document, path[:-1])[path[-1]] = value


def nonce() -> str:
    """Give a text that stands nowhere in any document."""
    return f"slot{secrets.token_hex(8)}x"


def varying(first: Any, others: Iterable[Any]) -> dict[str, str]:
    """Give pointer and common beginning (of an address, else "") of every text that is not the same in all.

    Documents of another shape than the first are passed over.
    """
    seen: dict[str, list[str]] = {}
    for other in others:
        found: dict[str, str] = {}
        if _differences(first, other, "", found):
            for pointer, text in found.items():
                seen.setdefault(pointer, []).append(text)
    return {pointer: _beginning([at(first, steps(first, pointer)), *seen[pointer]]) for pointer in seen}


def _differences(ours: Any, theirs: Any, pointer: str, found: dict[str, str]) -> bool:
    """Collect the texts that differ; tell whether the two have the same shape."""
    if type(ours) is not type(theirs):
        return False
    if isinstance(ours, Mapping):
        pairs = [(_token(name), ours[name], theirs.get(name)) for name in ours]
        same = list(ours) == list(theirs)
    elif isinstance(ours, list):
        pairs = [(str(place), *both) for place, both in enumerate(zip(ours, theirs, strict=False))]
        same = len(ours) == len(theirs)
    else:
        if ours != theirs and isinstance(ours, str):
            found[pointer] = theirs
        return isinstance(ours, str) or ours == theirs
    return same and all(
        _differences(left, right, f"{pointer}/{token}", found) for token, left, right in pairs
    )


def _token(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _beginning(texts: Sequence[str]) -> str:
    least, most = min(texts), max(texts)
    same = next(
        (place for place, pair in enumerate(zip(least, most, strict=False)) if pair[0] != pair[1]), None
    )
    found = _BEGINNING.match(least[:same])
    return found.group() if found else ""


def _missing(pointer: str) -> TemplateRefusedError:
    return TemplateRefusedError("no_text_here", pointer=pointer)
