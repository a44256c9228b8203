"""The people of the demo: who they are, and what to try as each of them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask_babel import gettext as _

STEWARD = "Demo Steward"
SECOND_STEWARD = "Demo Second Steward"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One made-up person; `key` is the end of the one-click address."""

    key: str
    user_name: str
    language: str
    start_page: str
    what: Callable[[], str]


def _steward() -> str:
    return str(_("A steward: defines badges, gives them, takes them back."))


def _second() -> str:
    return str(_("A second steward: decides claims, confirms what needs two people, looks at reports."))


def _holder() -> str:
    return str(_("A volunteer with badges: looks at the passport, accepts what is offered."))


@cache
def demo_people() -> tuple[DemoPerson, ...]:
    """Give the stewards and the volunteers, in the order they are shown."""
    listed = json.loads((Path(__file__).parent / "people.json").read_text(encoding="utf-8"))["people"]
    volunteers = tuple(
        DemoPerson(one["id"], one["username"], one["interface_language"], "passport.passport", _holder)
        for one in listed
    )
    stewards = (
        DemoPerson("steward", STEWARD, "en", "groups.groups", _steward),
        DemoPerson("second-steward", SECOND_STEWARD, "en", "groups.groups", _second),
    )
    return stewards + volunteers
