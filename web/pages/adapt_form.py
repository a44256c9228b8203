"""The form in which a group adapts a role: from operations to fields, and back; and where a problem stands.

Every requirement of the base has a choice (`need.<index>.level`: "" as it is, a level, or "drop") and a
reason; what is added stands in rows (`additions.<index>`); the name has fields (`title.<language>`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from competencies.gap import Requirement
from competencies.wording import in_language
from foundation.errors import InvalidError
from web.forms import sentence
from web.pages.define_typed import YES, Rows, Typed, whole_number

ADDITIONS = Rows("additions", ("competency", "level", "must", "weight", "reason"), ("competency",))
DROP = "drop"
Operation = dict[str, Any]


@dataclass(slots=True)
class Sent:
    """The operations of a form, and for each where its fields are: (prefix, names by member)."""

    operations: list[Operation] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    def add(self, place: str, **operation: Any) -> None:
        """Put one operation at the end."""
        self.operations.append(operation)
        self.places.append(place)


def filled(base: Sequence[Requirement], operations: Sequence[Mapping[str, Any]], spoken: str) -> Typed:
    """Give the form as stored operations fill it; reasons in the language `spoken`, or the first there is."""
    typed = Typed(rows={"additions": []}, shown={"additions": 3})
    places = {one.competency: index for index, one in enumerate(base)}
    for one in operations:
        reason = in_language(one.get("reason") or {}, spoken)
        if one["op"] == "rename":
            typed.set_texts("title", one["title"])
            typed.fields["title_reason"] = reason
        elif one["op"] == "add":
            typed.rows["additions"].append(_row(one, reason))
        elif one["competency"] in places:
            at = f"need.{places[one['competency']]}"
            typed.fields[f"{at}.level"] = DROP if one["op"] == DROP else str(one["to"])
            typed.fields[f"{at}.reason"] = reason
    typed.shown["additions"] = max(3, len(typed.rows["additions"]) + 1)
    return typed


def operations_of(
    typed: Typed, base: Sequence[Requirement], before: Sequence[Mapping[str, Any]], spoken: str
) -> Sent:
    """Give what the form asks for. A reason that nobody touched stays in all the languages it was in."""
    kept, sent = _reasons(before), Sent()
    for index, one in enumerate(base):
        choice, at = typed.text(f"need.{index}.level"), f"need.{index}"
        reason = _reason(kept.get(("need", one.competency)), typed.text(f"{at}.reason"), spoken)
        if choice == DROP:
            sent.add(at, op="drop", competency=one.competency, reason=reason)
        elif choice and choice != str(one.level):
            to = whole_number(choice)
            kind = "raise" if to is not None and to > one.level else "lower"
            sent.add(at, op=kind, competency=one.competency, to=to, reason=reason)
    for index, row in enumerate(typed.rows["additions"]):
        sent.add(f"additions.{index}", **_addition(row, kept, spoken))
    if title := typed.texts("title"):
        reason = _reason(kept.get(("title", "")), typed.text("title_reason"), spoken)
        sent.add("title", op="rename", title=title, reason=reason)
    return sent


def move(typed: Typed, before: Sequence[Requirement], after: Sequence[Requirement]) -> list[str]:
    """Put what was typed for each requirement of `before` to the same one of `after`.

    Gives the reasons typed for those that are not asked for any more.
    """
    places = {one.competency: index for index, one in enumerate(after)}
    sent = {name: text for name, text in typed.fields.items() if name.startswith("need.")}
    typed.fields = {name: text for name, text in typed.fields.items() if name not in sent}
    aside = []
    for index, one in enumerate(before):
        for part in ("level", "reason"):
            text = sent.get(f"need.{index}.{part}", "")
            if one.competency in places:
                typed.fields[f"need.{places[one.competency]}.{part}"] = text
            elif part == "reason" and text.strip():
                aside.append(text)
    return aside


def said(typed: Typed) -> list[str]:
    """Give every reason and name that was typed, to be copied."""
    words = [text for name, text in typed.fields.items() if "reason" in name or name.startswith("title.")]
    return [text for text in words if text.strip()]


def errors_by_field(error: InvalidError, sent: Sent, spoken: str) -> dict[str, str]:
    """Give field -> sentence for problems with the operations of a form."""
    found: dict[str, str] = {}
    for problem in error.problems:
        said = sentence(problem.code, problem.facts, problem.pointer)
        name = _field(problem.pointer, sent, spoken)
        if said not in found.get(name, ""):
            found[name] = f"{found[name]} {said}" if name in found else said
    return found


def _field(pointer: str, sent: Sent, spoken: str) -> str:
    parts = pointer.strip("/").split("/")
    if len(parts) < 3 or not parts[1].isdecimal():  # noqa: PLR2004 - operations, index, member
        return "form"
    place, member = sent.places[int(parts[1])], parts[2]
    if place == "title":
        return "title_reason" if member == "reason" else f"title.{parts[3] if len(parts) > 3 else spoken}"  # noqa: PLR2004
    if place.startswith("need"):
        return f"{place}.{'reason' if member == 'reason' else 'level'}"
    return f"{place}.{'competency' if member == 'op' else member}"


def _row(one: Mapping[str, Any], reason: str) -> dict[str, str]:
    return {
        "competency": one["competency"],
        "level": str(one["level"]),
        "must": YES if one.get("must", True) else "",
        "weight": str(one.get("weight", 1)),
        "reason": reason,
    }


def _addition(
    row: Mapping[str, str], kept: Mapping[tuple[str, str], Mapping[str, str]], spoken: str
) -> Operation:
    return {
        "op": "add",
        "competency": row["competency"],
        "level": whole_number(row["level"]),
        "must": row["must"] == YES,
        "weight": whole_number(row["weight"], 1),
        "reason": _reason(kept.get(("add", row["competency"])), row["reason"].strip(), spoken),
    }


def _reasons(before: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], Mapping[str, str]]:
    return dict(_keyed(before))


def _keyed(before: Sequence[Mapping[str, Any]]) -> Iterator[tuple[tuple[str, str], Mapping[str, str]]]:
    for one in before:
        kind = {"add": "add", "rename": "title"}.get(one["op"], "need")
        yield (kind, one.get("competency", "")), one.get("reason") or {}


def _reason(before: Mapping[str, str] | None, text: str, spoken: str) -> dict[str, str]:
    if before and in_language(before, spoken) == text:
        return dict(before)
    return {spoken: text} if text else {}
