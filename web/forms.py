"""What every form needs: problems as sentences beside their fields, and a safe address to go on to."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask import render_template, request
from flask_babel import gettext, lazy_gettext

from foundation.errors import InvalidError

HOME = "/"
UNPROCESSABLE = 422
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")  # browsers drop tabs and line breaks, and read \ as /

_FILL_IN = lazy_gettext("Please fill this in.")
_TOO_LONG = lazy_gettext("This is too long.")
_TOO_MANY = lazy_gettext("These are too many.")
_TAKEN = lazy_gettext("This is already taken. Please choose another.")
_UNKNOWN = lazy_gettext("We do not know this. Please check the spelling.")
_NOT_ON_LIST = lazy_gettext("Please choose one from the list.")
_TWICE = lazy_gettext("This is there twice. Please take one away.")
_RANGE = lazy_gettext("This number is too small or too big.")
_HTTPS = lazy_gettext("Please give a full web address that starts with https://")
_NO_ADDRESS = lazy_gettext("This does not look like an e-mail address. Please check it.")

# One table for all rooms. A key with a pointer before the code is for that field alone.
SENTENCES = {
    "required": _FILL_IN,
    "missing": _FILL_IN,
    "text_missing": _FILL_IN,
    "text_empty": _FILL_IN,
    "too_long": _TOO_LONG,
    "text_too_long": _TOO_LONG,
    "too_short": lazy_gettext("This is too short."),
    "length": lazy_gettext("This is too short or too long."),
    "range": _RANGE,
    "out_of_range": _RANGE,
    "too_many": _TOO_MANY,
    "taken": _TAKEN,
    "slug_taken": _TAKEN,
    "slug_reserved": _TAKEN,
    "slug_invalid": lazy_gettext("Please use only small letters a to z, digits and single hyphens."),
    "unknown": _UNKNOWN,
    "/role unknown": _NOT_ON_LIST,
    "/language unknown": _NOT_ON_LIST,
    "unknown_field": lazy_gettext("We do not know this field. Please check its name."),
    "duplicate": _TWICE,
    "doubled": _TWICE,
    "wrong": lazy_gettext("This does not fit. Please try again."),
    "/password wrong": lazy_gettext("The user name and the password do not fit together. Please try again."),
    "/code wrong": lazy_gettext(
        "The user name and the code do not fit together, or the code was used before."
    ),
    "/current wrong": lazy_gettext("This is not your password of now. Please try again."),
    "characters": lazy_gettext("Please leave out these characters: %(refused)s"),
    "hidden_characters": lazy_gettext(
        "There are characters in this name that cannot be seen. Please type it anew."
    ),
    "same_as_name": lazy_gettext("The password is the same as your user name. Please choose another."),
    "too_common": lazy_gettext(
        "This password is easily guessed. Please choose another, such as four unrelated words."
    ),
    "address_invalid": _NO_ADDRESS,
    "name_invalid": lazy_gettext("This cannot be a user name. Please check it."),
    "https_needed": _HTTPS,
    "address_not_https": _HTTPS,
    "verified_without_address": lazy_gettext("Only something with a web address can be marked as checked."),
    "not_proven": lazy_gettext(
        "You have not yet shown that this is yours. Confirm it on your account page first."
    ),
    "not_signable": lazy_gettext(
        "Not every text of this badge is ready in that language. Please choose another."
    ),
    "already_awarded": lazy_gettext("This person was offered or has this badge already."),
    "evidence_invalid": _HTTPS,
    "evidence_kind_unknown": _NOT_ON_LIST,
    "framework_unknown": _NOT_ON_LIST,
    "domain_unknown": _NOT_ON_LIST,
    "competency_unknown": _NOT_ON_LIST,
    "level_unknown": lazy_gettext("Please choose a level from 1 to 4."),
    "levels_not_one_to_four": lazy_gettext("Please describe all four levels."),
    "language_unknown": lazy_gettext("We do not have this language. Please choose one from the list."),
    "no_language_complete": lazy_gettext("Please write all texts in at least one language."),
    "reviewed_without_text": lazy_gettext(
        "A language can be marked as ready only when all its texts are written."
    ),
    "list_expected": lazy_gettext("A list is needed here."),
}


def next_address(value: str | None) -> str:
    """Give the path to go on to: one on this site, or the front page for anything else.

    Only a path that starts with a single slash is followed, so that a link to our sign-in page
    never leads to another site.
    """
    if not value or not value.startswith("/") or value.startswith("//") or _UNSAFE.search(value):
        return HOME
    return value


def sentence(code: str, facts: Mapping[str, object] | None = None, pointer: str = "") -> str:
    """Give the sentence for a problem's code, with its limits if the facts name them."""
    found = SENTENCES.get(f"{pointer} {code}") or SENTENCES.get(code)
    if found is None:
        return str(gettext("Something here does not fit. Please check it."))
    filled = str(found) % _Facts(facts or {})
    return " ".join((filled, *_limits(facts or {})))


class _Facts(dict[str, object]):
    """Facts for a sentence; one that is missing is left out, as a form must never fail over it."""

    def __missing__(self, _name: str) -> str:
        return ""


def _limits(facts: Mapping[str, object]) -> Iterator[str]:
    least, most = (
        facts.get("least", facts.get("from")),
        facts.get("most", facts.get("longest", facts.get("to"))),
    )
    if least is not None:
        yield str(gettext("The least is %(number)s.", number=least))
    if most is not None:
        yield str(gettext("The most is %(number)s.", number=most))


def field_errors(error: InvalidError) -> dict[str, str]:
    """Give JSON pointer -> sentence; several problems of one field are joined by a space."""
    found: dict[str, str] = {}
    for one in error.problems:
        said = sentence(one.code, one.facts, one.pointer)
        found[one.pointer] = f"{found[one.pointer]} {said}" if one.pointer in found else said
    return found


def form_page(template: str, error: InvalidError, **shape: Any) -> tuple[str, int]:
    """Give a form again (status 422) with what was typed and each problem beside its field.

    The template gets `typed` (the form as sent) and `errors` (field name -> sentence): the pointer
    `/name` is the field `name`, `/name/sv` is `name.sv`.
    """
    errors = {pointer.strip("/").replace("/", "."): said for pointer, said in field_errors(error).items()}
    return render_template(template, typed=request.form, errors=errors, **shape), UNPROCESSABLE
