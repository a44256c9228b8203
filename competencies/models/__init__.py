"""Rows of the room: frameworks and competencies, roles, and what people reached and aim at."""

from competencies.models.adaptations import ContextProfile, RoleAdaptation, RoleModelling
from competencies.models.drafts import FrameworkDraft, FrameworkDraftChange
from competencies.models.frameworks import Competency, CompetencyVersion, Framework, FrameworkVersion
from competencies.models.needs import (
    GroupRating,
    Initiative,
    NeedSnapshot,
    NeedsProfile,
    SkillStance,
    SpokenLanguage,
    VisitWeek,
)
from competencies.models.openness import DismissedSuggestion, Openness
from competencies.models.people import Aim, Attainment
from competencies.models.plans import PlanLine, RoleHolding
from competencies.models.readiness import ReadinessSnapshot
from competencies.models.references import (
    ReferenceAssociation,
    ReferenceFramework,
    ReferenceItem,
    ReferenceLoad,
    ReferencePart,
)
from competencies.models.roles import Role, RoleVersion

__all__ = [
    "Aim",
    "Attainment",
    "Competency",
    "CompetencyVersion",
    "ContextProfile",
    "DismissedSuggestion",
    "Framework",
    "FrameworkDraft",
    "FrameworkDraftChange",
    "FrameworkVersion",
    "GroupRating",
    "Initiative",
    "NeedSnapshot",
    "NeedsProfile",
    "Openness",
    "PlanLine",
    "ReadinessSnapshot",
    "ReferenceAssociation",
    "ReferenceFramework",
    "ReferenceItem",
    "ReferenceLoad",
    "ReferencePart",
    "Role",
    "RoleAdaptation",
    "RoleHolding",
    "RoleModelling",
    "RoleVersion",
    "SkillStance",
    "SpokenLanguage",
    "VisitWeek",
]
