"""What somebody else has published meanwhile, beside the fields of the form that the second of two sent."""

from collections.abc import Callable, Iterator
from typing import Any

from flask_babel import gettext as _

from competencies import queries as competencies
from web.language import CODES
from web.pages.define_typed import Typed
from web.pages.draft_words import said_meanwhile

PLACED = ("code", "place")  # beside the versions of a competency; its mark tells only that one is another
_UNKNOWN = "\0"
_TOLD_AT = {"place": "domain", "picture": "upload", "look": "upload"}


def beside(thing: Any, begin: Callable[[Any], Typed], seen: str, typed: Typed) -> dict[str, str]:
    """Give by field what is another than in the version that was seen, and than what was typed.

    `begin` fills the form as a version was. Nothing where no version was seen: then the notice tells it.
    """
    number, _mark, rest = seen.partition("-")
    read = next((one for one in thing.versions if str(one.number) == number), None)
    if read is None:
        return {}
    before, now = begin(read), begin(thing.versions[-1])
    if rest != competencies.version_mark(thing).partition("-")[2]:
        before.fields |= {name: _UNKNOWN for name in PLACED if name in before.fields}
    return dict(_fields(before, now, typed)) | dict(_lists(before, now, typed))


def _fields(before: Typed, now: Typed, typed: Typed) -> Iterator[tuple[str, str]]:
    for name in {**before.fields, **now.fields}:
        stands = _plain(now, name)
        if stands not in {_plain(before, name), _plain(typed, name)}:
            is_text = name.rpartition(".")[2] in CODES
            yield _TOLD_AT.get(name, name), said_meanwhile(stands) if is_text else _look_again()


def _lists(before: Typed, now: Typed, typed: Typed) -> Iterator[tuple[str, str]]:
    for name in {**before.ticks, **now.ticks}:
        stands = set(now.ticks.get(name, ()))
        if stands not in (set(before.ticks.get(name, ())), set(typed.ticks.get(name, ()))):
            yield name, _look_again()
    for name, rows in now.rows.items():
        if rows not in (before.rows[name], typed.rows[name]):
            yield name, _look_again()


def _plain(typed: Typed, name: str) -> str:
    return typed.text(name).replace("\r\n", "\n")


def _look_again() -> str:
    return str(_("Somebody else changed this meanwhile. Please look at it again."))
