"""The members of every class of Open Badges 3.0 as a table (data model, Appendix B).

A member is written as its kind, with `*` where several are allowed. A kind is a class of this table, a
list of `WORDS`, or one of: text, uri, date, bool, number, object, profile (an address or a Profile).
Members that the table does not name are free: an undefined one fails the safe mode instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """One class: what must be there, what it is, and whether anything else may be."""

    required: tuple[str, ...]
    members: Mapping[str, str]
    type: str | None = None  # the name that `type` must contain
    is_closed: bool = False


def _shape(required: str, members: str, type_name: str | None = None, *, is_closed: bool = False) -> Shape:
    """Read the compact notation: "id:uri name:text tag:text*"."""
    table = dict(member.split(":", 1) for member in members.split())
    needs = (*required.split(), *(("type",) if type_name else ()))
    return Shape(needs, table, type_name, is_closed)


_ENVELOPE = (
    "id:uri name:text description:text image:Image awardedDate:date validFrom:date validUntil:date "
    "issuanceDate:date expirationDate:date issuer:profile proof:object* credentialSchema:CredentialSchema* "
    "credentialStatus:CredentialStatus refreshService:RefreshService termsOfUse:TermsOfUse* "
    "endorsement:object* endorsementJwt:jws* evidence:Evidence* "
)

SHAPES: Mapping[str, Shape] = {
    "AchievementCredential": _shape(
        "@context id type issuer credentialSubject", _ENVELOPE + "credentialSubject:AchievementSubject"
    ),
    "EndorsementCredential": _shape(
        "@context id type issuer credentialSubject name", _ENVELOPE + "credentialSubject:EndorsementSubject"
    ),
    "AchievementSubject": _shape(
        "achievement",
        "id:uri achievement:Achievement identifier:IdentityObject* activityStartDate:date "
        "activityEndDate:date creditsEarned:number image:Image licenseNumber:text narrative:text "
        "result:Result* role:text source:Profile term:text",
        "AchievementSubject",
    ),
    "EndorsementSubject": _shape("id", "id:uri endorsementComment:text", "EndorsementSubject"),
    "Achievement": _shape(
        "id name description criteria",
        "id:uri name:text description:text criteria:Criteria achievementType:AchievementType "
        "alignment:Alignment* creator:Profile creditsAvailable:number endorsement:object* "
        "endorsementJwt:jws* fieldOfStudy:text humanCode:text specialization:text version:text image:Image "
        "inLanguage:text otherIdentifier:IdentifierEntry* related:Related* tag:text* "
        "resultDescription:ResultDescription*",
        "Achievement",
    ),
    "Criteria": _shape("", "id:uri narrative:text"),
    "Image": _shape("id", "id:uri type:text caption:text", "Image", is_closed=True),
    "Alignment": _shape(
        "targetName targetUrl",
        "targetName:text targetUrl:uri targetCode:text targetDescription:text targetFramework:text "
        "targetType:AlignmentTargetType",
        "Alignment",
    ),
    "Evidence": _shape(
        "", "id:uri narrative:text name:text description:text genre:text audience:text", "Evidence"
    ),
    "Related": _shape("id", "id:uri inLanguage:text version:text", "Related"),
    "Result": _shape(
        "",
        "achievedLevel:uri alignment:Alignment* resultDescription:uri status:ResultStatusType value:text",
        "Result",
    ),
    "ResultDescription": _shape(
        "id name resultType",
        "id:uri name:text resultType:ResultType alignment:Alignment* allowedValue:text* requiredLevel:uri "
        "requiredValue:text rubricCriterionLevel:RubricCriterionLevel* valueMin:text valueMax:text",
        "ResultDescription",
    ),
    "RubricCriterionLevel": _shape(
        "id name",
        "id:uri name:text alignment:Alignment* description:text level:text points:text",
        "RubricCriterionLevel",
    ),
    "IdentifierEntry": _shape(
        "identifier identifierType",
        "type:text identifier:text identifierType:IdentifierTypeEnum",
        "IdentifierEntry",
        is_closed=True,
    ),
    "IdentityObject": _shape(
        "hashed identityHash identityType",
        "type:text hashed:bool identityHash:text identityType:IdentifierTypeEnum salt:text",
        "IdentityObject",
        is_closed=True,
    ),
    "Address": _shape(
        "",
        "addressCountry:text addressCountryCode:text addressRegion:text addressLocality:text "
        "streetAddress:text postOfficeBoxNumber:text postalCode:text geo:GeoCoordinates",
        "Address",
    ),
    "GeoCoordinates": _shape("latitude longitude", "latitude:number longitude:number", "GeoCoordinates"),
    "Profile": _shape(
        "id",
        "id:uri name:text url:uri phone:text description:text endorsement:object* endorsementJwt:jws* "
        "image:Image email:text address:Address otherIdentifier:IdentifierEntry* official:text "
        "parentOrg:Profile familyName:text givenName:text additionalName:text patronymicName:text "
        "honorificPrefix:text honorificSuffix:text familyNamePrefix:text dateOfBirth:text",
        "Profile",
    ),
    "CredentialSchema": _shape("id type", "id:uri type:text*"),
    "CredentialStatus": _shape("type", "id:uri type:text*"),
    "RefreshService": _shape("id type", "id:uri type:text*"),
    "TermsOfUse": _shape("type", "id:uri type:text*"),
}


def _words(text: str, *, is_open: bool) -> tuple[frozenset[str], bool]:
    return frozenset(text.split()), is_open


# Lists of words; a word of one's own begins with `ext:` where the list is open.
WORDS: Mapping[str, tuple[frozenset[str], bool]] = {
    "AchievementType": _words(
        "Achievement ApprenticeshipCertificate Assessment Assignment AssociateDegree Award Badge "
        "BachelorDegree Certificate CertificateOfCompletion Certification CommunityService Competency "
        "Course CoCurricular Degree Diploma DoctoralDegree Fieldwork GeneralEducationDevelopment "
        "JourneymanCertificate LearningProgram License Membership ProfessionalDoctorate "
        "QualityAssuranceCredential MasterCertificate MasterDegree MicroCredential ResearchDoctorate "
        "SecondarySchoolDiploma",
        is_open=True,
    ),
    "AlignmentTargetType": _words(
        "ceasn:Competency ceterms:Credential CFItem CFRubric CFRubricCriterion CFRubricCriterionLevel CTDL",
        is_open=True,
    ),
    "ResultType": _words(
        "GradePointAverage LetterGrade Percent PerformanceLevel PredictedScore RawScore Result "
        "RubricCriterion RubricCriterionLevel RubricScore ScaledScore Status",
        is_open=True,
    ),
    "ResultStatusType": _words(
        "Completed Enrolled Failed InProgress OnHold Provisional Withdrew", is_open=False
    ),
    "IdentifierTypeEnum": _words(
        "name sourcedId systemId productId userName accountId emailAddress nationalIdentityNumber "
        "isbn issn lisSourcedId oneRosterSourcedId sisSourcedId ltiContextId ltiDeploymentId ltiToolId "
        "ltiPlatformId ltiUserId identifier",
        is_open=True,
    ),
}
