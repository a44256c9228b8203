"""What we issue, as frozen values: the classes of Open Badges 3.0 with the members we emit.

Names are the standard's, in snake case; `credentials.build` gives the JSON. Every time is aware.
A member left None or empty does not appear.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Image:
    """A picture by its address (https or data)."""

    id: str
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Criteria:
    """How to earn it: an address, a Markdown narrative, or both."""

    id: str | None = None
    narrative: str | None = None


@dataclass(frozen=True, slots=True)
class Alignment:
    """A link to a node of a framework. `target_type` may be an `ext:` value."""

    target_name: str
    target_url: str
    target_code: str | None = None
    target_description: str | None = None
    target_framework: str | None = None
    target_type: str | None = None


@dataclass(frozen=True, slots=True)
class RubricCriterionLevel:
    """One level of a rubric; a Result points to its `id`."""

    id: str
    name: str
    description: str | None = None
    level: str | None = None
    points: str | None = None
    alignment: tuple[Alignment, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultDescription:
    """What results the achievement may have. `rubric_criterion_level` goes from low to high."""

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
class Result:
    """A result reached. `result_description` and `achieved_level` are ids in the same achievement."""

    result_description: str | None = None
    achieved_level: str | None = None
    status: str | None = None
    value: str | None = None
    alignment: tuple[Alignment, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Work that supports the award: a web address, a Markdown narrative, or both."""

    id: str | None = None
    name: str | None = None
    description: str | None = None
    narrative: str | None = None
    genre: str | None = None
    audience: str | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """Another language edition or an earlier version of an achievement."""

    id: str
    in_language: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class IdentityObject:
    """A recipient's identifier, plain or hashed (see `credentials.identity`)."""

    identity_hash: str
    identity_type: str
    hashed: bool
    salt: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """A person or organisation that issues, defines or endorses."""

    id: str
    name: str | None = None
    url: str | None = None
    description: str | None = None
    email: str | None = None
    image: Image | None = None


@dataclass(frozen=True, slots=True)
class Achievement:
    """What was achieved: one edition in one language."""

    id: str
    name: str
    description: str
    criteria: Criteria
    achievement_type: str
    alignment: tuple[Alignment, ...] = ()
    creator: Profile | None = None
    image: Image | None = None
    in_language: str | None = None
    related: tuple[Related, ...] = ()
    result_description: tuple[ResultDescription, ...] = ()
    tag: tuple[str, ...] = ()
    version: str | None = None


@dataclass(frozen=True, slots=True)
class AchievementSubject:
    """Who achieved it, and how well."""

    id: str
    achievement: Achievement
    identifier: tuple[IdentityObject, ...] = ()
    activity_start_date: datetime | None = None
    activity_end_date: datetime | None = None
    narrative: str | None = None
    result: tuple[Result, ...] = ()
    role: str | None = None
    source: Profile | None = None


@dataclass(frozen=True, slots=True)
class CredentialStatus:
    """Where withdrawal is published: a bit of a Bitstring Status List."""

    status_list_credential: str
    status_list_index: int


@dataclass(frozen=True, slots=True)
class AchievementCredential:
    """An award to be signed. Signed EndorsementCredentials stand in it as documents or as compact JWS."""

    id: str
    name: str
    issuer: Profile
    valid_from: datetime
    credential_subject: AchievementSubject
    description: str | None = None
    image: Image | None = None
    awarded_date: datetime | None = None
    valid_until: datetime | None = None
    evidence: tuple[Evidence, ...] = ()
    credential_status: CredentialStatus | None = None
    endorsement: tuple[Mapping[str, object], ...] = ()
    endorsement_jwt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EndorsementSubject:
    """What is endorsed, by its id, and what is said about it (Markdown)."""

    id: str
    endorsement_comment: str | None = None


@dataclass(frozen=True, slots=True)
class EndorsementCredential:
    """An endorsement to be signed."""

    id: str
    name: str
    issuer: Profile
    valid_from: datetime
    credential_subject: EndorsementSubject
    description: str | None = None
    awarded_date: datetime | None = None
    valid_until: datetime | None = None
    credential_status: CredentialStatus | None = None
