"""What each class of CASE 1.1 holds: its members with their kinds, and which of them must be there. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a member may hold."""

    TEXT = auto()
    UUID = auto()
    URI = auto()
    MOMENT = auto()
    DAY = auto()
    TEXTS = auto()
    INTEGER = auto()
    NUMBER = auto()
    VERSION = auto()
    ASSOCIATION = auto()
    TARGET = auto()
    OBJECT = auto()
    OBJECTS = auto()
    LINK = auto()
    LINKS = auto()
    NODE = auto()
    CRITERIA = auto()
    CRITERION_LEVELS = auto()


@dataclass(frozen=True, slots=True)
class Shape:
    """The members of one class. `derived` are those that the service adds when a thing is served alone."""

    fields: Mapping[str, Kind]
    required: tuple[str, ...]
    derived: frozenset[str] = frozenset()


ASSOCIATION_TYPES = frozenset(
    {
        *("isChildOf", "isPeerOf", "isPartOf", "exactMatchOf", "precedes", "isRelatedTo", "replacedBy"),
        *("exemplar", "hasSkillLevel", "isTranslationOf"),
    }
)
CHILD = "isChildOf"

_CORE = {"identifier": Kind.UUID, "uri": Kind.URI, "lastChangeDateTime": Kind.MOMENT}
_TITLED = {**_CORE, "title": Kind.TEXT, "description": Kind.TEXT, "extensions": Kind.OBJECT}
_SUBJECTS = {"subject": Kind.TEXTS, "subjectURI": Kind.LINKS, "licenseURI": Kind.LINK}
_STATUS = {"statusStartDate": Kind.DAY, "statusEndDate": Kind.DAY}
_ALWAYS = ("identifier", "uri", "lastChangeDateTime")


def _texts(*names: str) -> dict[str, Kind]:
    return dict.fromkeys(names, Kind.TEXT)


DOCUMENT = Shape(
    {
        **_CORE,
        **_texts("frameworkType", "creator", "title", "publisher", "description", "language", "version"),
        **_texts("adoptionStatus", "notes"),
        "caseVersion": Kind.VERSION,
        "officialSourceURL": Kind.URI,
        **_SUBJECTS,
        **_STATUS,
        "extensions": Kind.OBJECT,
    },
    (*_ALWAYS, "creator", "title"),
    frozenset({"CFPackageURI"}),
)
ITEM = Shape(
    {
        **_CORE,
        **_texts("fullStatement", "alternativeLabel", "CFItemType", "humanCodingScheme", "listEnumeration"),
        **_texts("abbreviatedStatement", "notes", "language"),
        "conceptKeywords": Kind.TEXTS,
        "conceptKeywordsURI": Kind.LINK,
        "educationLevel": Kind.TEXTS,
        "CFItemTypeURI": Kind.LINK,
        **_SUBJECTS,
        **_STATUS,
        "extensions": Kind.OBJECT,
    },
    (*_ALWAYS, "fullStatement"),
    frozenset({"CFDocumentURI"}),
)
ASSOCIATION = Shape(
    {
        **_CORE,
        "associationType": Kind.ASSOCIATION,
        "sequenceNumber": Kind.INTEGER,
        "originNodeURI": Kind.NODE,
        "destinationNodeURI": Kind.NODE,
        "CFAssociationGroupingURI": Kind.LINK,
        "notes": Kind.TEXT,
        "extensions": Kind.OBJECT,
    },
    (*_ALWAYS, "associationType", "originNodeURI", "destinationNodeURI"),
    frozenset({"CFDocumentURI"}),
)
RUBRIC = Shape({**_TITLED, "CFRubricCriteria": Kind.CRITERIA}, _ALWAYS)
CRITERION = Shape(
    {
        **_CORE,
        **_texts("category", "description"),
        "CFItemURI": Kind.LINK,
        "weight": Kind.NUMBER,
        "position": Kind.INTEGER,
        "rubricId": Kind.UUID,
        "CFRubricCriterionLevels": Kind.CRITERION_LEVELS,
        "extensions": Kind.OBJECT,
    },
    _ALWAYS,
)
CRITERION_LEVEL = Shape(
    {
        **_CORE,
        **_texts("description", "quality", "feedback"),
        "score": Kind.NUMBER,
        "position": Kind.INTEGER,
        "rubricCriterionId": Kind.UUID,
        "extensions": Kind.OBJECTS,
    },
    _ALWAYS,
)
LINK = Shape({"title": Kind.TEXT, "identifier": Kind.UUID, "uri": Kind.URI}, ("title", "identifier", "uri"))
NODE = Shape(
    {"title": Kind.TEXT, "identifier": Kind.TEXT, "uri": Kind.URI, "targetType": Kind.TARGET},
    ("title", "identifier", "uri"),
)
_CODED = Shape({**_TITLED, "hierarchyCode": Kind.TEXT}, (*_ALWAYS, "title", "hierarchyCode"))
DEFINITIONS: Mapping[str, Shape] = {
    "CFConcepts": Shape({**_CODED.fields, "keywords": Kind.TEXT}, _CODED.required),
    "CFSubjects": _CODED,
    "CFLicenses": Shape({**_TITLED, "licenseText": Kind.TEXT}, (*_ALWAYS, "title", "licenseText")),
    "CFItemTypes": Shape({**_CODED.fields, "typeCode": Kind.TEXT}, (*_CODED.required, "description")),
    "CFAssociationGroupings": Shape(_TITLED, (*_ALWAYS, "title")),
}
LISTS: Mapping[str, Shape] = {"CFItems": ITEM, "CFAssociations": ASSOCIATION, "CFRubrics": RUBRIC}
