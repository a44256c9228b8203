"""Printing with typst: PDF that can be read aloud (PDF/UA-1) and kept (PDF/A-3a), and cards as PNG.

What people wrote goes in as JSON values. The forms are files of this package, and typst may read
nothing else; no packages are fetched.
"""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import typst

from web.certificates.letters import FONTS, lacking, without

FORMS = Path(__file__).resolve().parent / "forms"
STANDARDS: list[Any] = ["ua-1", "a-3a"]
CARD_PIXELS_PER_INCH = 144.0
MOST_KEPT = 64  # some megabytes: a printed sheet has about 60 kB
NOT_DRAWN = frozenset(  # marks and metadata: no font is asked for them
    {
        "address",
        "description",
        "document",
        "file_description",
        "file_name",
        "group",
        "language",
        "picture",
        "picture_alt",
        "qr",
        "qr_alt",
        "title",
    }
)


class _Kept:
    """The last things printed, by what went in."""

    def __init__(self) -> None:
        self._sheets: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: bytes) -> bytes | None:
        with self._lock:
            if key in self._sheets:
                self._sheets.move_to_end(key)
            return self._sheets.get(key)

    def put(self, key: bytes, sheet: bytes) -> None:
        with self._lock:
            self._sheets[key] = sheet
            while len(self._sheets) > MOST_KEPT:
                self._sheets.popitem(last=False)


_kept = _Kept()


def certificate(values: Mapping[str, Any], *, stamp: int) -> bytes:
    """Give a certificate as PDF. `stamp` (Unix seconds) is its date: equal values give equal bytes."""
    return _printed("certificate", "pdf", values, stamp)


def card(values: Mapping[str, Any]) -> bytes:
    """Give a card as PNG, 600 pixels wide."""
    return _printed("card", "png", values, 0)


def _printed(form: str, kind: Literal["pdf", "png"], values: Mapping[str, Any], stamp: int) -> bytes:
    given = json.dumps(values, ensure_ascii=False, sort_keys=True)
    key = hashlib.sha256(f"{form}\x00{stamp}\x00{given}".encode()).digest()
    found = _kept.get(key)
    if found is None:
        found = _drawn(form, kind, values, stamp)
        _kept.put(key, found)
    return found


def _drawn(form: str, kind: Literal["pdf", "png"], values: Mapping[str, Any], stamp: int) -> bytes:
    """Draw with our fonts; letters they lack with those of the machine, and by a mark where it lacks them."""
    lacked = {letter for text in _texts(values) for letter in lacking(text)}
    if not lacked:
        return _compile(form, kind, values, stamp, ours_only=True)
    try:
        return _compile(form, kind, values, stamp, ours_only=False)
    except typst.TypstError:
        return _compile(form, kind, _boxed(values, lacked), stamp, ours_only=True)


def _compile(
    form: str, kind: Literal["pdf", "png"], values: Mapping[str, Any], stamp: int, *, ours_only: bool
) -> bytes:
    source: bytes = (FORMS / f"{form}.typ").read_bytes()
    made = typst.compile(  # type: ignore[misc] # the type variable of its stub fits no input
        source,
        root=str(FORMS),
        font_paths=[str(FONTS)],
        ignore_system_fonts=ours_only,
        format=kind,
        ppi=CARD_PIXELS_PER_INCH,
        sys_inputs={"values": json.dumps(values, ensure_ascii=False)},
        pdf_standards=STANDARDS if kind == "pdf" else [],
        timestamp=stamp,
    )
    if not isinstance(made, bytes):
        raise TypeError(type(made))  # more than one page of a card
    return made


def _texts(values: Mapping[str, Any]) -> list[str]:
    drawn = (value for name, value in values.items() if name not in NOT_DRAWN)
    return [text for value in drawn for text in _within(value)]


def _within(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for one in value.values() for text in _within(one)]
    return [text for one in value for text in _within(one)] if isinstance(value, list) else []


def _boxed(values: Mapping[str, Any], lacked: set[str]) -> dict[str, Any]:
    return {name: value if name in NOT_DRAWN else _box(value, lacked) for name, value in values.items()}


def _box(value: Any, lacked: set[str]) -> Any:
    if isinstance(value, str):
        return without(value, lacked)
    if isinstance(value, Mapping):
        return {name: _box(one, lacked) for name, one in value.items()}
    return [_box(one, lacked) for one in value] if isinstance(value, list) else value
