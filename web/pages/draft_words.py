"""From a draft to the fields of its forms and back, and what others wrote meanwhile, beside each field."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _

from competencies import tree_diff
from competencies.draft_tree import Node, Tree
from competencies.tree_diff import Change, Kind, Thing
from competencies.wording import LEVELS
from web.pages import define_competency
from web.pages.define_typed import Typed, stored

FRAME_TEXTS = (
    "title",
    "description",
    *(f"levels.{level - 1}.{part}" for level in LEVELS for part in ("title", "descriptor")),
)

TICKED = ("typical_evidence",)


def revision_sent() -> int:
    """Give the revision that the form saw; one that no draft has where none was sent."""
    sent = request.form.get("revision", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0  # noqa: PLR2004 - nobody edits that often


def frame_typed(tree: Tree, source: str) -> Typed:
    """Give the form of the framework's own texts."""
    typed = Typed()
    typed.set_texts("title", tree["title"])
    typed.set_texts("description", tree["description"])
    for index, level in enumerate(tree["levels"]):
        typed.set_texts(f"levels.{index}.title", level["title"])
        typed.set_texts(f"levels.{index}.descriptor", level["descriptor"])
    typed.fields["source"] = source
    return typed


def frame_shape(typed: Typed) -> dict[str, Any]:
    """Give what `draft_edits.write_frame` takes."""
    levels = [
        {
            "level": level,
            "title": typed.texts(f"levels.{level - 1}.title"),
            "descriptor": typed.texts(f"levels.{level - 1}.descriptor"),
        }
        for level in LEVELS
    ]
    said = {name: typed.texts(name) for name in ("title", "description")}
    return {**said, "levels": levels, "source": typed.text("source")}


def domain_typed(domain: Node) -> Typed:
    """Give the form of an area."""
    typed = Typed()
    typed.set_texts("title", domain["title"])
    return typed


def competency_typed(one: Node) -> Typed:
    """Give the form of a competency of the draft."""
    typed = stored({"alignments": one["alignments"]})
    typed.set_texts("title", one["title"])
    typed.set_texts("statement", one["statement"])
    for index, texts in enumerate(one["rubric"]):
        typed.set_texts(f"rubric.{index}", texts)
    typed.fields["code"] = one["code"]
    typed.ticks["typical_evidence"] = list(one["typical_evidence"])
    return typed


def competency_shape(typed: Typed) -> dict[str, Any]:
    """Give the content of a competency as `draft_edits` takes it."""
    shape: dict[str, Any] = {**define_competency.shape_of(typed)}
    del shape["reviewed"]  # a draft knows it of each text
    return {**shape, "code": typed.text("code")}


def beside(changes: Iterable[Change], thing: Thing, name: str, typed: Typed) -> dict[str, str]:
    """Give by field what others wrote into this form meanwhile, where it is not what was typed."""
    found = {}
    for one in changes:
        if (one.thing, one.id) != (thing, name) or one.kind not in {Kind.TEXT, Kind.VALUE}:
            continue
        field = _field(one)
        if field in TICKED and tree_diff.same_value(field, one.after, typed.ticks.get(field, [])):
            continue
        if one.kind == Kind.VALUE and one.field != "code":
            found[field] = _("Somebody else changed this meanwhile. Please look at it again.")
        elif (one.after or "") != typed.fields.get(field, ""):
            found[field] = said_meanwhile(one.after)
    return found


def translated_beside(changes: Sequence[Change], language: str, typed: Mapping[str, str]) -> dict[str, str]:
    """Give by pointer what others wrote meanwhile in a language, where it is not what was typed."""
    found = {}
    for one in changes:
        pointer = pointer_of(one)
        if one.kind == Kind.TEXT and one.language == language and (one.after or "") != typed.get(pointer, ""):
            found[pointer] = said_meanwhile(one.after)
    return found


def pointer_of(change: Change) -> str:
    """Give the pointer of a changed text, as translations know it."""
    place = {Thing.DOMAIN: f"/domains/{change.id}", Thing.COMPETENCY: f"/competencies/{change.id}"}
    return f"{place.get(change.thing, '')}/{change.field}"


def said_meanwhile(text: str | None) -> str:
    """Give what somebody else wrote, or took out, as a sentence."""
    if not text:
        return str(_("Somebody else took this text out meanwhile."))
    return str(_("Somebody else wrote here meanwhile: %(text)s", text=isolated(text)))


def isolated(text: str) -> str:
    """Give words whose direction is not that of the sentence around them (HTML's bdi, for plain text)."""
    return f"\u2068{text}\u2069"


def _field(change: Change) -> str:
    name, *steps = change.field.split("/")
    if name == "levels":
        steps[0] = str(int(steps[0]) - 1)
    return ".".join((name, *steps, change.language) if change.language else (name, *steps))
