"""The form of a badge: from a published version to fields, and from fields to what the service takes."""

from typing import Any
from uuid import UUID

from badges.models import AchievementVersion
from badges.pictures import COLOURS, TEMPLATES
from badges.services.defining import AchievementShape
from web.pages.define_typed import YES, Rows, Typed, stored, whole_number

ALIGNMENTS = Rows(
    "alignments", ("name", "url", "framework", "edition", "code", "type", "verified"), ("name", "url")
)
ROWS = (Rows("proves", ("competency", "level"), ("competency",)), ALIGNMENTS)
TEXTS = ("name", "description", "criteria", "image_alt")
LIMITS = ("per_giver_per_30_days", "same_pair_cooldown_days", "min_reason_characters")
_PEOPLE = ("min_endorsements", "panel_size", "random_assessors")


def blank() -> Typed:
    """Give the form of a new badge, with the choices that fit most."""
    typed = stored({"proves": [], "alignments": []})
    typed.fields |= {
        "kind": "skill",
        "achievement_type": "Badge",
        "template": TEMPLATES[0],
        "colour": next(iter(COLOURS)),
        "assessment.method": "endorsed",
        "assessment.min_endorsements": "2",
        "evidence_rule.min_items": "1",
    }
    typed.ticks |= {"evidence_rule.private_by_default": [YES], "counts_towards_roles": [YES]}
    return typed


def filled(version: AchievementVersion) -> Typed:
    """Give the form with the texts and rules of a published version."""
    typed = stored({"proves": version.proves, "alignments": version.alignments})
    for name in ("name", "description", "criteria"):
        typed.set_texts(name, getattr(version, name))
    typed.set_texts("image_alt", version.image.get("alt", {}))
    typed.fields |= {
        "achievement_type": version.achievement_type,
        "tags": ", ".join(version.tags),
        "validity_months": _written(version.validity_months),
        "template": version.image.get("template", TEMPLATES[0]),
        "colour": version.image.get("colour", next(iter(COLOURS))),
        "picture": _written(version.image.get("picture")),
        "look": "picture" if "picture" in version.image else "template",
        "evidence_rule.min_items": _written(version.evidence_rule.get("min_items", 0)),
    }
    typed.fields |= {f"assessment.{name}": _written(value) for name, value in version.assessment.items()}
    typed.fields |= {f"limits.{name}": _written(value) for name, value in version.limits.items()}
    _tick(typed, version)
    return typed


def shape_of(typed: Typed, earlier: AchievementVersion | None = None) -> AchievementShape:
    """Give what the service takes; what the form does not show of the `earlier` version stays."""
    return {
        "name": typed.texts("name"),
        "description": typed.texts("description"),
        "criteria": typed.texts("criteria"),
        "achievement_type": typed.text("achievement_type"),
        "tags": [tag.strip() for tag in typed.text("tags").replace("،", ",").split(",") if tag.strip()],
        "proves": [
            {"competency": row["competency"], "level": whole_number(row["level"])}
            for row in typed.rows["proves"]
        ],
        "alignments": alignments_of(typed),
        "assessment": _assessment(typed),
        "evidence_rule": _evidence_rule(typed, earlier),
        "methods": typed.ticks.get("methods", []),
        "limits": {name: typed.number(f"limits.{name}") for name in LIMITS if typed.text(f"limits.{name}")},
        "validity_months": typed.number("validity_months"),
        "counts_towards_roles": typed.ticked("counts_towards_roles"),
        "image": _image(typed),
        "reviewed": typed.ticks.get("reviewed", []),
    }


def alignments_of(typed: Typed) -> list[dict[str, Any]]:
    """Give alignments as the services take them."""
    return [
        {
            "name": row["name"],
            "url": row["url"].strip() or None,
            "framework": row["framework"].strip(),
            "edition": row["edition"].strip(),
            "code": row["code"].strip(),
            "type": row["type"].strip() or None,
            "verified": row["verified"] == YES,
        }
        for row in typed.rows["alignments"]
    ]


def _written(value: object) -> str:
    return "" if value is None else str(value)


def _tick(typed: Typed, version: AchievementVersion) -> None:
    private = version.evidence_rule.get("private_by_default", True)
    typed.ticks |= {
        "methods": list(version.methods),
        "reviewed": list(version.reviewed),
        "evidence_rule.kinds": list(version.evidence_rule.get("kinds", [])),
        "evidence_rule.private_by_default": [YES] if private else [],
        "counts_towards_roles": [YES] if version.counts_towards_roles else [],
    }


def _assessment(typed: Typed) -> dict[str, Any]:
    rule: dict[str, Any] = {"method": typed.text("assessment.method")}
    rule |= {name: typed.number(f"assessment.{name}", 0) for name in _PEOPLE}
    return {**rule, "endorser_min_level": typed.number("assessment.endorser_min_level")}


def _evidence_rule(typed: Typed, earlier: AchievementVersion | None) -> dict[str, Any]:
    rule = {
        "min_items": typed.number("evidence_rule.min_items", 0),
        "kinds": typed.ticks.get("evidence_rule.kinds", []),
        "private_by_default": typed.ticked("evidence_rule.private_by_default"),
    }
    if not rule["kinds"] and (earlier is None or "kinds" not in earlier.evidence_rule):
        del rule["kinds"]
    return rule


def _image(typed: Typed) -> dict[str, Any]:
    alt = typed.texts("image_alt")
    if typed.text("look") == "picture" and is_picture_id(typed.text("picture")):
        return {"picture": typed.text("picture"), "alt": alt}
    return {"template": typed.text("template"), "colour": typed.text("colour"), "alt": alt}


def is_picture_id(text: str) -> bool:
    """Tell whether a hidden field still holds the id of a picture."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
