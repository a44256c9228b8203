"""Of whom and of what a credential speaks (OB 3.0, Appendix B)."""

from dataclasses import dataclass
from datetime import datetime

from credentials.model.achievement import Achievement, Alignment
from credentials.model.extending import Extensible
from credentials.model.profile import Image, Profile


@dataclass(frozen=True, slots=True)
class IdentityObject:
    """A recipient's identifier, plain or hashed. A closed class (OB 3.0, IdentityObject).

    `identity_hash` is `sha256$` and hex digits where it is `hashed` (see `credentials.identity`), else the
    identifier itself. `identity_type` is one of the IdentifierTypeEnum (emailAddress, userName, ...) or an
    `ext:` value.
    """

    identity_hash: str
    identity_type: str
    hashed: bool
    salt: str | None = None


@dataclass(frozen=True, slots=True)
class Result(Extensible):
    """A result reached (OB 3.0, Result).

    `result_description` is the id of a ResultDescription in the same achievement, `achieved_level` that of a
    RubricCriterionLevel in this description, `value` text, even where it is a number. `status` is one of
    Completed, Enrolled, Failed, InProgress, OnHold, Provisional, Withdrew; needed when the result described
    is a Status.
    """

    result_description: str | None = None
    achieved_level: str | None = None
    status: str | None = None
    value: str | None = None
    alignment: tuple[Alignment, ...] = ()


@dataclass(frozen=True, slots=True)
class AchievementSubject(Extensible):
    """Who achieved it, and how well (OB 3.0, AchievementSubject).

    Known by `id`, by `identifier`, or by both; with an identifier `id` may be None. `credits_earned` is in
    credit hours, `narrative` Markdown, `term` a part of a school year. `image` is a picture of this
    recipient's own; `source` is who assessed on behalf of the issuer.
    """

    id: str | None
    achievement: Achievement
    identifier: tuple[IdentityObject, ...] = ()
    activity_start_date: datetime | None = None
    activity_end_date: datetime | None = None
    credits_earned: float | None = None
    image: Image | None = None
    license_number: str | None = None
    narrative: str | None = None
    result: tuple[Result, ...] = ()
    role: str | None = None
    source: Profile | None = None
    term: str | None = None


@dataclass(frozen=True, slots=True)
class EndorsementSubject(Extensible):
    """What is endorsed, by its id: somebody, an achievement or a credential (OB 3.0, EndorsementSubject).

    `endorsement_comment` is Markdown.
    """

    id: str
    endorsement_comment: str | None = None
