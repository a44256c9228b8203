"""What the fields of the forms of definitions are called, for a link that leads to one."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _  # the name that is looked for when sentences are collected

from web.framework_views import part_name
from web.language import LANGUAGES
from web.pages.draft_words import isolated

_OWN_NAMES = dict(LANGUAGES)
_LABELS = {
    "name": _("Name"),
    "criteria": _("What somebody must do to get it"),
    "image_alt": _("The picture in words, for people who cannot see it"),
    "achievement_type": _("What it is called elsewhere"),
    "tags": _("Tags"),
    "template": _("Shape"),
    "colour": _("Colour"),
    "upload": _("Picture"),
    "proves": _("What it proves"),
    "methods": _("Ways to learn it"),
    "counts_towards_roles": _("It counts towards roles"),
    "assessment.method": _("Who decides?"),
    "assessment.min_endorsements": _("Endorsements needed"),
    "assessment.endorser_min_level": _("Level that an endorser must have"),
    "assessment.panel_size": _("People in the panel"),
    "assessment.random_assessors": _("Assessors drawn at random"),
    "limits.per_giver_per_30_days": _("Most that one person gives in 30 days"),
    "limits.same_pair_cooldown_days": _("Days before the same two people do it again"),
    "limits.min_reason_characters": _("Shortest reason, in characters"),
    "evidence_rule.min_items": _("Pieces of evidence needed"),
    "evidence_rule.kinds": _("What counts as evidence"),
    "evidence_rule.private_by_default": _("Evidence is private until the holder shows it"),
    "validity_months": _("How many months it is valid"),
    "purpose": _("What the role is for"),
    "term_guidance_months": _("Usual term in months"),
    "requirements": _("Requirements"),
    "domain": _("Area"),
    "reviewed": _("Reviewed languages"),
}


def names_of(fields: Iterable[str], description: str) -> dict[str, str]:
    """Give each field (`tags`, `statement.en`, `levels.0.title.sv`) with its name, a text with its language.

    `description`: what the form calls the field of that name.
    """
    labels = {**_LABELS, "description": description}
    return {field: _name(field, labels) for field in fields}


def _name(field: str, labels: Mapping[str, Any]) -> str:
    text, _dot, code = field.rpartition(".")
    if code in _OWN_NAMES:
        return f"{_name(text, labels)} ({isolated(_OWN_NAMES[code])})"
    return str(labels[field]) if field in labels else part_name(_as_part(field))


def _as_part(field: str) -> str:
    """Give a field as differences name it: levels are counted from 1 there."""
    steps = field.split(".")
    if steps[0] == "levels":
        steps[1] = str(int(steps[1]) + 1)
    return "/".join(steps)
