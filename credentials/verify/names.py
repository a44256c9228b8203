"""Looks at names as people see them: hidden characters, mixed scripts, imitation (after UTS 39).

A name in one script, whichever it is, is never suspect. The tables are our own and small: they hold
the look-alikes that have been used against Latin names, which are the ones an impostor needs.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from credentials.unicode_forms import normalised

# Scripts that honest words do combine.
_COMPANIONS = (
    frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
)
_SCRIPTS = frozenset(
    re.findall(
        r"\w+",
        "LATIN CYRILLIC GREEK COPTIC ARMENIAN GEORGIAN CHEROKEE HEBREW ARABIC SYRIAC THAANA NKO DEVANAGARI "
        "BENGALI GURMUKHI GUJARATI ORIYA TAMIL TELUGU KANNADA MALAYALAM SINHALA THAI LAO TIBETAN MYANMAR "
        "KHMER ETHIOPIC MONGOLIAN HANGUL HIRAGANA KATAKANA BOPOMOFO CJK TIFINAGH LISU",
    )
)
_JOINING = frozenset(  # scripts that are written with joiners
    re.findall(
        r"\w+",
        "ARABIC SYRIAC MONGOLIAN NKO DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL TELUGU KANNADA "
        "MALAYALAM SINHALA KHMER MYANMAR",
    )
)
_JOINERS = "\u200c\u200d"
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_HIDDEN_CATEGORIES = frozenset({"Cf", "Cc", "Co", "Cs", "Cn", "Zl", "Zp"})
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 1000  # characters that are looked at: no name that we know is as long
_PLAIN_LATIN = re.compile(r"[ -~\u00c0-\u024f]*")

_LOOKS_LIKE = str.maketrans(
    # Cyrillic
    dict(zip("авеѕіїјкмнорстухҳһԛԝьӏґгпԁ", "abesiijkmhopctyxxhqwbirrnd", strict=True))
    # Greek
    | dict(zip("αβγεζηικνορστυχω", "abyeznikvopotuxw", strict=True))
    # Latin letters and digits that imitate others
    | dict(zip("ıłøđħŧɑɡ01|5$", "iiodhtagoiiss", strict=True))
    # Armenian and Cherokee shapes
    | dict(zip("օոսց", "onug", strict=True))
)
_PAIRS = (("rn", "m"), ("vv", "w"), ("l", "i"))


def is_plain_latin(name: str) -> bool:
    """Tell whether there is nothing hidden in a name and nothing of another script."""
    return _PLAIN_LATIN.fullmatch(name) is not None


def hidden_characters(name: str) -> tuple[str, ...]:
    """Give the code points ("U+202E") in `name` that a reader cannot see."""
    found = [
        f"U+{ord(character):04X}"
        for position, character in enumerate(name)
        if _is_hidden(character) and not _is_welcome(name, position)
    ]
    return tuple(dict.fromkeys(found))


def mixed_scripts(name: str) -> tuple[str, ...]:
    """Give the scripts mixed inside one word of `name` ("CYRILLIC", "LATIN"), or nothing.

    Two words in two scripts are how bilingual groups write their name, so each word counts alone.
    """
    for word in _WORD.findall(normalised("NFKC", name[:_LONGEST])):
        scripts = {script for character in word if (script := _script(character))}
        if len(scripts) > 1 and not any(scripts <= companions for companions in _COMPANIONS):
            return tuple(sorted(scripts))
    return ()


def skeleton(name: str) -> str:
    """Give what `name` looks like: equal skeletons are hard to tell apart at a glance."""
    folded = normalised("NFKD", normalised("NFKC", name[:_LONGEST]).casefold())
    seen = "".join(character for character in folded if unicodedata.category(character)[0] in "LNS")
    shape = seen.translate(_LOOKS_LIKE)
    for pair, single in _PAIRS:
        shape = shape.replace(pair, single)
    return shape


def imitated(name: str, known_names: Iterable[str]) -> str | None:
    """Give the known name that `name` repeats or imitates, or None."""
    shape = skeleton(name)
    if not shape:
        return None
    return next((known for known in known_names if _known_skeleton(known) == shape), None)


_known_skeleton = lru_cache(maxsize=4096)(skeleton)  # the caller's own names, the same ones every time


def _script(character: str) -> str | None:
    first = unicodedata.name(character, "").split(" ", 1)[0]
    return first if first in _SCRIPTS else None


def _is_hidden(character: str) -> bool:
    return (
        unicodedata.category(character) in _HIDDEN_CATEGORIES
        or character in _BLANK_LETTERS
        or "\ufe00" <= character <= "\ufe0f"
    )


def _is_welcome(name: str, position: int) -> bool:
    """Tell whether a joiner or a variation selector stands where writing needs it."""
    character, before = name[position], name[position - 1] if position else ""
    if not before:
        return False
    after_symbol = unicodedata.category(before)[0] == "S" or before == "\ufe0f"
    if character in _JOINERS:
        return _script(before) in _JOINING or after_symbol
    return "\ufe00" <= character <= "\ufe0f" and after_symbol
