"""Whether a document fits the table in `shapes`, told in one quick pass and without saying where it does not.

Nearly every document fits, and looking for problems that are not there used to cost more than the signature.
What does not fit here is examined by `checks.structure`, which has the last word; a document that fits has no
problem there, which tests hold on mutated documents.
"""

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any

import orjson

from credentials.errors import UnreadableError
from credentials.instants import read_instant
from credentials.verify.case import listed
from credentials.verify.kinds import ABSOLUTE, SIMPLE, is_uri, is_word
from credentials.verify.shapes import SHAPES, WORDS, Shape

# A rule gives something true for a value that fits; for another it gives something false, or raises.
# `str` itself stands for any text, the most frequent kind by far.
Rule = Callable[[Any], object]

_REMEMBERED_MAX = 256
_REMEMBERED_BYTES_MAX = 16_384
_EXACTLY = (
    orjson.OPT_PASSTHROUGH_SUBCLASS | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
)


def fits(document: Mapping[str, object], kind: str) -> bool:
    """Tell whether the document is a well-formed `kind` ("AchievementCredential", "EndorsementCredential").

    Its contexts, its own type and the rules between members are not looked at.
    """
    try:
        return bool(_OBJECTS[kind](document))
    except (KeyError, TypeError, UnreadableError):
        return False


def _object(shape: Shape) -> Rule:
    rules = _rules(shape)
    read_required = itemgetter(*shape.required) if shape.required else len
    stranger = _refused if shape.is_closed else _is_plain_member

    def is_object(value: Any) -> bool:
        if value.__class__ is not dict:
            return False
        read_required(value)  # raises KeyError for what is missing
        for name, entry in value.items():
            rule = rules.get(name)
            if rule is str:
                if entry.__class__ is not str:
                    return False
            elif not (rule(entry) if rule else stranger(name, entry)):
                return False
        return True

    return is_object


def _remembered(rule: Rule) -> Rule:
    """Give the same rule, which looks once at what comes again: one achievement is given to many."""
    sound: set[bytes] = set()

    def is_sound(value: Any) -> bool:
        written = orjson.dumps(value, option=_EXACTLY)
        if written in sound:
            return True
        fits_now = bool(rule(value))
        # Not a number is written as null, which never fits.
        if fits_now and len(written) <= _REMEMBERED_BYTES_MAX and b"null" not in written:
            if len(sound) >= _REMEMBERED_MAX:
                sound.clear()
            sound.add(written)
        return fits_now

    return is_sound


def _rules(shape: Shape) -> dict[str, Rule]:
    """Give the rules for the members: those of the table, and of `id` and `type` anywhere."""
    rules = {name: _rule(name, kind) for name, kind in shape.members.items()}
    rules["type"] = _type(shape)
    if not shape.is_closed:
        rules["id"] = ABSOLUTE.fullmatch
    if "@context" in shape.required:
        rules["@context"] = _anything  # `structure` looks at it
    return rules


def _rule(name: str, kind: str) -> Rule:
    if kind.endswith("*"):
        return _each(_rule(name, kind.removesuffix("*")))
    if kind in SHAPES:
        return lambda value: _OBJECTS[kind](value)  # noqa: PLW0108 - classes contain each other
    if kind in WORDS:
        words = WORDS[kind][0]
        return lambda value: value in words or is_word(value, kind)
    if name == "endorsement":
        return _embedded
    return _QUICK.get(kind) or SIMPLE[kind]


def _each(rule: Rule) -> Rule:
    if rule is str:
        rule = SIMPLE["text"]
    return lambda value: all(map(rule, value)) if value.__class__ is list else rule(value)


def _type(shape: Shape) -> Rule:
    name = shape.type
    if shape.is_closed:
        return lambda value: value == name
    if name is None:
        return _texts
    only = [name]
    return lambda value: value == only or (_texts(value) and name in listed(value))


def _texts(value: Any) -> bool:
    names = listed(value)
    return bool(names) and all(map(SIMPLE["text"], names))


def _profile(value: Any) -> object:
    return ABSOLUTE.fullmatch(value) if value.__class__ is str else _OBJECTS["Profile"](value)


def _embedded(value: Any) -> bool:
    """Admit a whole credential inside, which brings its contexts and is verified by itself."""
    return value.__class__ is dict and _is_plain(value, may_have_context=True)


def _anything(_value: Any) -> bool:
    return True


def _refused(_name: str, _value: Any) -> bool:
    return False


def _is_plain_member(name: str, value: Any, may_have_context: bool = False) -> bool:
    """Tell whether a member that no rule names is free of nulls, keywords and odd ids at any depth."""
    if name == "id":
        return is_uri(value)
    if name[:1] == "@":
        return name == "@context" and may_have_context
    return name == "proof" or _is_plain(value, name == "endorsement")


def _is_plain(value: Any, may_have_context: bool) -> bool:
    if value.__class__ is list:
        return all(_is_plain(entry, may_have_context) for entry in value)
    if value.__class__ is dict:
        return all(_is_plain_member(name, entry, may_have_context) for name, entry in value.items())
    return value is not None


_QUICK: Mapping[str, Rule] = {
    "text": str,
    "uri": ABSOLUTE.fullmatch,
    "date": read_instant,
    "profile": _profile,
}
_OBJECTS: dict[str, Rule] = {kind: _object(shape) for kind, shape in SHAPES.items()}
_OBJECTS["Achievement"] = _remembered(_OBJECTS["Achievement"])
