"""What we issue, as frozen values: the classes of Open Badges 3.0 with all their members.

Names are the standard's, in snake case; `credentials.build` gives the JSON. Each class names its section in
the data model of the standard (OB 3.0, Appendix B). Every time is aware. What is said to be Markdown is text
that a displayer renders; all other text is plain, in the one language of the achievement. What is an address
is an absolute URI. A member left None or empty does not appear.
"""

from credentials.model.achievement import (
    Achievement,
    Alignment,
    Criteria,
    Related,
    ResultDescription,
    RubricCriterionLevel,
)
from credentials.model.credential import (
    ACHIEVEMENT_SCHEMA,
    ENDORSEMENT_SCHEMA,
    AchievementCredential,
    CredentialSchema,
    CredentialStatus,
    EndorsementCredential,
    Evidence,
    Purpose,
    RefreshService,
    RevocationList,
    TermsOfUse,
)
from credentials.model.extending import Extensible
from credentials.model.profile import Address, GeoCoordinates, IdentifierEntry, Image, Profile
from credentials.model.subject import AchievementSubject, EndorsementSubject, IdentityObject, Result

__all__ = [
    "ACHIEVEMENT_SCHEMA",
    "ENDORSEMENT_SCHEMA",
    "Achievement",
    "AchievementCredential",
    "AchievementSubject",
    "Address",
    "Alignment",
    "CredentialSchema",
    "CredentialStatus",
    "Criteria",
    "EndorsementCredential",
    "EndorsementSubject",
    "Evidence",
    "Extensible",
    "GeoCoordinates",
    "IdentifierEntry",
    "IdentityObject",
    "Image",
    "Profile",
    "Purpose",
    "RefreshService",
    "Related",
    "Result",
    "ResultDescription",
    "RevocationList",
    "RubricCriterionLevel",
    "TermsOfUse",
]
