"""From the items of a content file to the shapes of the rooms' verbs. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from badges.services.defining import AchievementShape
from competencies.services.defining import CompetencyShape, RoleShape
from competencies.services.frameworks import FrameworkShape, PlacedShape

# What a framework carries along with its own words, for pages and for the levels of its competencies.
_CARRIED = ("single_competency_awards", "quality_rubric", "role_adaptations_example")


def framework_shape(item: Mapping[str, Any], document: Mapping[str, Any]) -> FrameworkShape:
    """Give the keywords of `define_framework`."""
    vocabularies = document.get("vocabularies", {})
    carried = {name: document[name] for name in _CARRIED if name in document}
    if "subsidiarity" in item:
        carried["subsidiarity"] = item["subsidiarity"]
    lists = {name: terms for name, terms in vocabularies.items() if name != "level_scale"}
    return {
        "title": item["title"],
        "description": item["description"],
        "domains": sorted(item["domains"], key=lambda one: int(one["order"])),
        "levels": vocabularies.get("level_scale"),
        "vocabularies": {**lists, **carried},
        "reviewed": item["reviewed"],
    }


def placed_shape(item: Mapping[str, Any]) -> PlacedShape:
    """Give a competency as `define_framework` takes it."""
    return {
        "slug": item["id"],
        "code": item["code"],
        "domain": item["domain"],
        "words": _competency_shape(item),
    }


def _competency_shape(item: Mapping[str, Any]) -> CompetencyShape:
    return {
        "title": item["title"],
        "statement": item["statement"],
        "rubric": [one["descriptor"] for one in item["rubric"]],
        "typical_evidence": item["typical_evidence"],
        "alignments": _alignments(item["alignments"]),
        "reviewed": item["reviewed"],
    }


def role_shape(item: Mapping[str, Any]) -> RoleShape:
    """Give the keywords of `define_role`."""
    return {
        "title": item["title"],
        "purpose": item["purpose"],
        "requirements": item["requirements"],
        "term_guidance_months": item["term_guidance_months"],
        "reviewed": item["reviewed"],
    }


def badge_shape(item: Mapping[str, Any]) -> AchievementShape:
    """Give the keywords of `define_achievement`."""
    return {
        "name": item["title"],
        "description": item["description"],
        "criteria": item["criteria"],
        "achievement_type": item["achievement_type"],
        "tags": item["tags"],
        "proves": item["awards"],
        "alignments": [],
        "assessment": item["assessment"],
        "evidence_rule": item["evidence_rule"],
        "methods": item["methods"],
        "limits": item.get("limits", {}),
        "validity_months": item["validity_months"],
        "counts_towards_roles": item["counts_towards_roles"],
        "image": item["image"],
        "reviewed": item["reviewed"],
    }


def path_content(item: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """Give the columns of a PathVersion; activities are written into their steps."""
    activities = {one["id"]: one for one in document.get("path_activities", ())}
    steps = []
    for step in item["steps"]:
        activity = activities.get(step["ref"]) if step["kind"] not in {"resource", "badge"} else None
        more = {name: activity[name] for name in ("text", "duration_minutes")} if activity else {}
        steps.append({**step, **more})
    same = ("title", "summary", "need", "audience", "leads_to_badges", "leads_to_roles")
    return {
        **{name: item[name] for name in (*same, "prerequisite_badges", "stated_minutes", "reviewed")},
        "is_packet": item["packet"],
        "steps": steps,
    }


def _alignments(alignments: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "name": one["name_en"],
            "url": one["target_url"],
            "framework": one["framework"],
            "edition": one.get("edition"),
            "code": one["code"],
            "verified": one["verified"],
        }
        for one in alignments
    ]
