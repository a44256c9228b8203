"""What can be achieved: Achievement and what belongs to it (OB 3.0, Appendix B)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from credentials.model.extending import Extensible
from credentials.model.profile import IdentifierEntry, Image, Profile

# OB 3.0, LanguageCode, in the words of its schema: the first parts of BCP 47, in their usual case.
LANGUAGE_CODE = re.compile(r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(?![^-])")


@dataclass(frozen=True, slots=True)
class Criteria(Extensible):
    """How to earn it (OB 3.0, Criteria).

    `id` is the address of a page that tells it, `narrative` tells it in Markdown; one of them there must be.
    """

    id: str | None = None
    narrative: str | None = None


@dataclass(frozen=True, slots=True)
class Alignment(Extensible):
    """A link to a node of a framework (OB 3.0, Alignment).

    `target_url` is the address of the node and `target_code` its short name in the framework, whose name is
    `target_framework`. `target_type` is one of the AlignmentTargetType (CFItem, ceasn:Competency, ...) or an
    `ext:` value.
    """

    target_name: str
    target_url: str
    target_code: str | None = None
    target_description: str | None = None
    target_framework: str | None = None
    target_type: str | None = None


@dataclass(frozen=True, slots=True)
class Related(Extensible):
    """Another language edition or an earlier version of an achievement (OB 3.0, Related).

    `id` is that achievement's own; `in_language` is written as in Achievement.
    """

    id: str
    in_language: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class RubricCriterionLevel(Extensible):
    """One level of a rubric (OB 3.0, RubricCriterionLevel).

    A Result points to its `id`, which no other level of the rubric has. `level` and `points` are text, as the
    standard has it, even where they are numbers.
    """

    id: str
    name: str
    description: str | None = None
    level: str | None = None
    points: str | None = None
    alignment: tuple[Alignment, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultDescription(Extensible):
    """What results the achievement may have (OB 3.0, ResultDescription).

    A Result points to its `id`, which no other description in the achievement has. `result_type` is one of
    the ResultType (Status, Percent, RubricCriterionLevel, ...) or an `ext:` value. `allowed_value` and
    `rubric_criterion_level` go from low to high; the order of the values is signed. `required_level` is the
    id of one of these levels, `required_value` one of these values or between `value_min` and `value_max`;
    all values are text.
    """

    id: str
    name: str
    result_type: str
    alignment: tuple[Alignment, ...] = ()
    allowed_value: tuple[str, ...] = ()
    required_level: str | None = None
    required_value: str | None = None
    rubric_criterion_level: tuple[RubricCriterionLevel, ...] = ()
    value_min: str | None = None
    value_max: str | None = None


@dataclass(frozen=True, slots=True)
class Achievement(Extensible):
    """What was achieved: one edition in one language (OB 3.0, Achievement).

    `id` is an address at which the current definition can be had, or a urn:uuid. `in_language` is a
    LanguageCode (BCP 47 in its usual case: `en`, `pt-BR`, `zh-Hans`). `credits_available` is in credit hours.
    `creator` defined it and may be another than the issuer. `human_code` is what people know it by, such as
    the number of a course. `achievement_type` is one of the AchievementType (Badge, Certificate, Course, ...)
    or an `ext:` value; the standard does not ask for it, wallets do. `endorsement` holds signed
    EndorsementCredentials about this achievement, `endorsement_jwt` the same as compact JWS, for tokens only.
    """

    id: str
    name: str
    description: str
    criteria: Criteria
    achievement_type: str
    alignment: tuple[Alignment, ...] = ()
    creator: Profile | None = None
    credits_available: float | None = None
    field_of_study: str | None = None
    human_code: str | None = None
    image: Image | None = None
    in_language: str | None = None
    other_identifier: tuple[IdentifierEntry, ...] = ()
    related: tuple[Related, ...] = ()
    result_description: tuple[ResultDescription, ...] = ()
    specialization: str | None = None
    tag: tuple[str, ...] = ()
    version: str | None = None
    endorsement: tuple[Mapping[str, object], ...] = field(default=(), hash=False)
    endorsement_jwt: tuple[str, ...] = ()
