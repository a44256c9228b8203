"""What the room knows, as it is read."""

from competencies.queries.published import (
    aims,
    attainments,
    competencies,
    competencies_by_slug,
    competency,
    competency_version,
    framework,
    frameworks,
    frameworks_by_id,
    latest,
    latest_framework_version,
    role,
    roles,
    roles_with_competency,
    shown_levels,
)

__all__ = [
    "aims",
    "attainments",
    "competencies",
    "competencies_by_slug",
    "competency",
    "competency_version",
    "framework",
    "frameworks",
    "frameworks_by_id",
    "latest",
    "latest_framework_version",
    "role",
    "roles",
    "roles_with_competency",
    "shown_levels",
]
