"""Words about roles that groups make their own: operations, states, differences, steps, contexts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from competencies.comparison import Compared, Difference
from competencies.queries.adapting import Origin
from web.language import plain


def adopters() -> list[tuple[str, str]]:
    """Give (code, words) of who can adopt a role in a group."""
    return [
        ("members_meeting", _("A meeting of the members")),
        ("board", _("The board")),
        ("stewards", _("The stewards")),
        ("working_group", _("A working group")),
    ]


def adopter(code: str | None) -> str:
    """Give who adopted a role."""
    return dict(adopters()).get(code or "", "")


def group_kinds() -> list[tuple[str, str]]:
    """Give (code, words) of what a group can be."""
    return [
        ("user_group", _("A user group")),
        ("chapter", _("A chapter of a country or region")),
        ("thematic", _("A group around a topic")),
        ("language_community", _("A community of one language")),
        ("hub", _("A hub that serves other groups")),
        ("other", _("Something else")),
    ]


def connectivity() -> list[tuple[str, str]]:
    """Give (code, words) of how well people are connected."""
    return [
        ("good", _("Most have a good connection")),
        ("changing", _("It changes from place to place")),
        ("little", _("Most have little or no connection")),
    ]


def step_words() -> dict[str, tuple[str, str]]:
    """Give step -> (its name, what is done in it)."""
    return {
        "context": (_("Your group"), _("Who are you, where, and how do you work together?")),
        "tasks": (_("The tasks"), _("What does somebody in this role really do? One task on each line.")),
        "competencies": (_("What it takes"), _("Which competencies do these tasks need, and why?")),
        "levels": (_("How far"), _("How far does each of them have to go? As little as works is best.")),
        "trial": (
            _("Try it on two people"),
            _("Think of two people who do such work. Does the list fit them? Tell it without names."),
        ),
        "adopt": (
            _("Adopt it"),
            _("Your group decides. The role is published, and looked at again in a year."),
        ),
        "review": (_("Look again"), _("After a year: does the role still fit?")),
    }


def text_words() -> dict[str, str]:
    """Give name of a text -> what it is called, for what a group wrote on the way to a role."""
    return {
        "context": _("What the group says of itself"),
        "tasks": _("The tasks"),
        "levels": _("Why these levels"),
        "person_a": _("Tried on person A"),
        "person_b": _("Tried on person B"),
        "purpose": _("What the role is for"),
        "review": _("What the last review found"),
    }


def origin_word(origin: Origin) -> str:
    """Give in one or two words where a role comes from."""
    words = {"reference": _("Starting point"), "adapted": _("Adapted"), "local": _("Local")}
    return str(words.get(origin.kind, origin.kind))


def operation_sentence(operation: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Give what an operation does; `names`: competency (slug) -> title."""
    name = names.get(operation.get("competency", ""), operation.get("competency", ""))
    facts = {"competency": name, "level": operation.get("to") or operation.get("level")}
    sentences = {
        "raise": lambda: _("Higher, to level %(level)s: %(competency)s", **facts),
        "lower": lambda: _("Lower, to level %(level)s: %(competency)s", **facts),
        "add": lambda: _("Added, at level %(level)s: %(competency)s", **facts),
        "drop": lambda: _("Left out: %(competency)s", competency=name),
        "rename": lambda: _("Has another name here: %(title)s", title=plain(operation.get("title"))),
    }
    said = sentences.get(operation["op"])
    return said() if said else ""


def difference_sentences(row: Compared) -> list[str]:
    """Give what the second role has otherwise than the first, in one competency."""
    first, second = row.first, row.second
    sentences = {
        Difference.SAME: lambda: _("The same"),
        Difference.ONLY_FIRST: lambda: _("Only in the first"),
        Difference.ONLY_SECOND: lambda: _("Only in the second"),
        Difference.HIGHER: lambda: _(
            "Higher: level %(after)s instead of %(before)s",
            after=second.level if second else "",
            before=first.level if first else "",
        ),
        Difference.LOWER: lambda: _(
            "Lower: level %(after)s instead of %(before)s",
            after=second.level if second else "",
            before=first.level if first else "",
        ),
        Difference.NEEDED: lambda: _("Needed in the second, helpful in the first"),
        Difference.HELPFUL: lambda: _("Helpful in the second, needed in the first"),
        Difference.WEIGHT: lambda: _(
            "Matters more or less: %(after)s of 5 instead of %(before)s",
            after=second.weight if second else "",
            before=first.weight if first else "",
        ),
    }
    return [sentences[one]() for one in row.differences]


def date_words(value: date | str | None) -> str:
    """Give a day in words, the year always there; also one that is kept as text."""
    if not value:
        return ""
    return str(format_date(date.fromisoformat(value) if isinstance(value, str) else value, "long"))
