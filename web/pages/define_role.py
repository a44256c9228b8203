"""The form of a role: from a published version to fields, and back to what the service takes."""

from competencies.models import RoleVersion
from competencies.services.defining import RoleShape
from web.pages.define_typed import YES, Rows, Typed, stored, whole_number

ROWS = (Rows("requirements", ("competency", "level", "must", "weight"), ("competency",)),)
TEXTS = ("title", "purpose")


def blank() -> Typed:
    """Give the form of a new role."""
    return stored({"requirements": []})


def filled(version: RoleVersion) -> Typed:
    """Give the form with the texts and requirements of a published version."""
    typed = stored({"requirements": version.requirements})
    typed.set_texts("title", version.title)
    typed.set_texts("purpose", version.purpose)
    months = version.term_guidance_months
    typed.fields["term_guidance_months"] = "" if months is None else str(months)
    typed.ticks["reviewed"] = list(version.reviewed)
    return typed


def shape_of(typed: Typed) -> RoleShape:
    """Give what the service takes."""
    return {
        "title": typed.texts("title"),
        "purpose": typed.texts("purpose"),
        "requirements": [
            {
                "competency": row["competency"],
                "level": whole_number(row["level"]),
                "must": row["must"] == YES,
                "weight": whole_number(row["weight"], 1),
            }
            for row in typed.rows["requirements"]
        ],
        "term_guidance_months": typed.number("term_guidance_months"),
        "reviewed": typed.ticks.get("reviewed", []),
    }
