"""The form of a role: from a published version to fields, and back to what the service takes."""

from collections.abc import Mapping
from typing import Any

from competencies.models import RoleVersion
from competencies.services.defining import RoleShape
from competencies.wording import in_language
from web.pages.define_typed import YES, Rows, Typed, stored, whole_number

ROWS = (Rows("requirements", ("competency", "level", "must", "weight", "reason"), ("competency",)),)
TEXTS = ("title", "purpose")


def blank() -> Typed:
    """Give the form of a new role."""
    return stored({"requirements": []})


def filled(version: RoleVersion, spoken: str) -> Typed:
    """Give the form with the texts and requirements of a version, reasons in the language `spoken`."""
    typed = stored({"requirements": [_row(one, spoken) for one in version.requirements]})
    typed.set_texts("title", version.title)
    typed.set_texts("purpose", version.purpose)
    months = version.term_guidance_months
    typed.fields["term_guidance_months"] = "" if months is None else str(months)
    typed.ticks["reviewed"] = list(version.reviewed)
    return typed


def shape_of(typed: Typed, spoken: str, version: RoleVersion | None = None) -> RoleShape:
    """Give what the service takes. A reason that nobody touched stays in all the languages of `version`."""
    before = {one["competency"]: one.get("reason") or {} for one in version.requirements} if version else {}
    return {
        "title": typed.texts("title"),
        "purpose": typed.texts("purpose"),
        "requirements": [
            {
                "competency": row["competency"],
                "level": whole_number(row["level"]),
                "must": row["must"] == YES,
                "weight": whole_number(row["weight"], 1),
                "reason": _reason(before.get(row["competency"], {}), row["reason"].strip(), spoken),
            }
            for row in typed.rows["requirements"]
        ],
        "term_guidance_months": typed.number("term_guidance_months"),
        "reviewed": typed.ticks.get("reviewed", []),
    }


def _row(one: Mapping[str, Any], spoken: str) -> dict[str, Any]:
    return {**one, "reason": in_language(one.get("reason") or {}, spoken)}


def _reason(before: Mapping[str, str], text: str, spoken: str) -> dict[str, str]:
    if before and in_language(before, spoken) == text:
        return dict(before)
    return {spoken: text} if text else {}
