"""Rules of a badge: its kinds, how it is assessed, what evidence it asks for. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from competencies.wording import EVIDENCE_KINDS, LEVELS
from foundation.errors import Problem

KINDS = ("milestone", "skill", "recognition")
# Those members of the standard's AchievementType that a volunteer group can stand for.
COMMON_TYPES = (  # what volunteers' groups give; pages offer these
    *("Achievement", "Award", "Badge", "Certificate", "CertificateOfCompletion", "CommunityService"),
    *("Competency", "Course", "Fieldwork", "LearningProgram", "Membership", "MicroCredential"),
)
ACHIEVEMENT_TYPES = (  # the AchievementType enumeration of Open Badges 3.0
    *COMMON_TYPES,
    *("ApprenticeshipCertificate", "Assessment", "Assignment", "AssociateDegree", "BachelorDegree"),
    *("Certification", "CoCurricular", "Degree", "Diploma", "DoctoralDegree"),
    *("GeneralEducationDevelopment", "JourneymanCertificate", "License", "MasterCertificate", "MasterDegree"),
    *("ProfessionalDoctorate", "QualityAssuranceCredential", "ResearchDoctorate", "SecondarySchoolDiploma"),
)
RECOGNITION_TYPES = ("Award", "CommunityService")  # what the standard has for thanks; the others say more
ASSESSMENT_METHODS = ("claim_with_check", "endorsed", "panel", "peer_given", "prior_learning")
METHODS = ("training", "mentoring", "consulting", "online_learning", "peer_support", "event")
SKILL_METHODS_MIN = 3  # a skill badge is never tied to one way of learning
VALIDITY_MONTHS_MAX = 120
TAGS_MAX, TAG_MAX = 10, 40
PROVES_MAX = 20  # each is a ResultDescription: twenty stay below the cellar's cap of nodes
_PEOPLE_MAX = 10
_COUNTS = {
    "min_endorsements": _PEOPLE_MAX,
    "panel_size": _PEOPLE_MAX,
    "random_assessors": _PEOPLE_MAX,
}
PER_GIVER, SAME_PAIR, LEAST_REASON = (
    "per_giver_per_30_days",
    "same_pair_cooldown_days",
    "min_reason_characters",
)
_LIMITS = {PER_GIVER: 100, SAME_PAIR: 3650, LEAST_REASON: 1000}


def _level_rule(
    method: str, endorsements: int, endorser: int | None, panel: tuple[int, int], items: int
) -> Any:
    assessment = {
        "method": method,
        "min_endorsements": endorsements,
        "endorser_min_level": endorser,
        "panel_size": panel[0],
        "random_assessors": panel[1],
    }
    return {"assessment": assessment, "evidence_rule": {"min_items": items, "private_by_default": True}}


# How each level of a competency is assessed when its framework does not say: the higher, the more eyes.
DEFAULT_LEVEL_RULES: Mapping[str, Any] = {
    "1": _level_rule("claim_with_check", 0, None, (0, 0), 1),
    "2": _level_rule("endorsed", 2, 2, (0, 0), 1),
    "3": _level_rule("endorsed", 2, 3, (0, 1), 2),
    "4": _level_rule("panel", 2, 3, (2, 1), 3),
}
DEFAULT_LEVEL_VALIDITY_MONTHS = 36


def is_open_yet(assessment: Mapping[str, Any]) -> bool:
    """Tell whether a badge with this rule can be claimed today: panels and drawn assessors cannot be yet."""
    waits = assessment.get("method") == "panel" or any(
        assessment.get(name) for name in ("panel_size", "random_assessors")
    )
    return not waits


def is_claimable(kind: str, assessment: Mapping[str, Any]) -> bool:
    """Tell whether a badge is asked for by a claim at all: what peers give each other is not."""
    return kind != "recognition" and assessment.get("method") not in (None, "peer_given")


def is_given_by_peers(kind: str, assessment: Mapping[str, Any]) -> bool:
    """Tell whether anybody may give a badge to somebody else, with thanks: its group has to say so."""
    return kind == "recognition" and assessment.get("method") == "peer_given"


def recognition_problems(
    achievement_type: str, proves: Sequence[object], validity_months: int | None, *, counts: bool
) -> Iterator[Problem]:
    """Give what would make thanks look like a proof: a level, a role, another type, an end."""
    if achievement_type not in RECOGNITION_TYPES:
        yield Problem("/achievement_type", "recognition_type", {"types": list(RECOGNITION_TYPES)})
    if proves:
        yield Problem("/proves", "recognition_proves")
    if validity_months is not None:
        yield Problem("/validity_months", "recognition_ends")
    if counts:
        yield Problem("/counts_towards_roles", "recognition_counts")


def assessment_problems(assessment: Mapping[str, Any]) -> Iterator[Problem]:
    """Give what is wrong with an assessment rule."""
    if assessment.get("method") not in ASSESSMENT_METHODS:
        yield Problem("/assessment/method", "method_unknown", {"methods": list(ASSESSMENT_METHODS)})
    for name, most in _COUNTS.items():
        yield from _count("/assessment", assessment, name, most)
    if assessment.get("endorser_min_level") not in (None, *LEVELS):
        yield Problem("/assessment/endorser_min_level", "level_unknown")
    yield from _unknown("/assessment", assessment, {"method", "endorser_min_level", *_COUNTS})


def evidence_problems(rule: Mapping[str, Any]) -> Iterator[Problem]:
    """Give what is wrong with an evidence rule."""
    yield from _count("/evidence_rule", rule, "min_items", 20)
    kinds = rule.get("kinds", ())
    if not isinstance(kinds, list | tuple):
        yield Problem("/evidence_rule/kinds", "list_expected")
        kinds = ()
    for index, kind in enumerate(kinds):
        if kind not in EVIDENCE_KINDS:
            yield Problem(f"/evidence_rule/kinds/{index}", "evidence_kind_unknown")
    if not isinstance(rule.get("private_by_default", True), bool):
        yield Problem("/evidence_rule/private_by_default", "yes_or_no")
    yield from _unknown("/evidence_rule", rule, {"min_items", "kinds", "private_by_default"})


def limit_problems(limits: Mapping[str, Any]) -> Iterator[Problem]:
    """Give what is wrong with the limits of a badge that peers give."""
    for name in limits:
        if name in _LIMITS:
            yield from _count("/limits", limits, name, _LIMITS[name])
    yield from _unknown("/limits", limits, set(_LIMITS))


def tag_problems(tags: Sequence[str]) -> Iterator[Problem]:
    """Give tags that are too many, too long, doubled or blank: they are signed as they stand."""
    if len(tags) > TAGS_MAX:
        yield Problem("/tags", "too_many", {"most": TAGS_MAX})
    for index, tag in enumerate(tags):
        if not tag.strip() or len(tag) > TAG_MAX:
            yield Problem(f"/tags/{index}", "tag_invalid", {"longest": TAG_MAX})
        elif tag in tags[:index]:
            yield Problem(f"/tags/{index}", "duplicate")


def method_problems(kind: str, methods: Sequence[str]) -> Iterator[Problem]:
    """Give ways of learning that we do not know."""
    for index, method in enumerate(methods):
        if method not in METHODS:
            yield Problem(f"/methods/{index}", "method_unknown", {"methods": list(METHODS)})
    if kind == "skill" and methods and len(set(methods)) < SKILL_METHODS_MIN:
        yield Problem("/methods", "too_few", {"least": SKILL_METHODS_MIN})


def validity_problems(months: int | None) -> Iterator[Problem]:
    """Give a problem when a validity is not 1 to 120 months (None: it does not end)."""
    if months is not None and not 1 <= months <= VALIDITY_MONTHS_MAX:
        yield Problem("/validity_months", "out_of_range", {"from": 1, "to": VALIDITY_MONTHS_MAX})


def _count(at: str, rule: Mapping[str, Any], name: str, most: int) -> Iterator[Problem]:
    value = rule.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        yield Problem(f"{at}/{name}", "out_of_range", {"from": 0, "to": most})


def _unknown(at: str, rule: Mapping[str, Any], known: set[str]) -> Iterator[Problem]:
    yield from (Problem(f"{at}/{name}", "unknown_field") for name in rule if name not in known)
