"""What every form needs: problems as sentences beside their fields, and a safe address to go on to."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask import render_template, request
from flask_babel import gettext

from foundation.errors import InvalidError
from web.problem_words import SENTENCES

HOME = "/"
UNPROCESSABLE = 422
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")  # browsers drop tabs and line breaks, and read \ as /


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
