"""Small CASE packages, whole and broken."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

import orjson

BASE = "https://frameworks.example.org/ims/case/v1p1"
WHEN = "2024-05-01T10:00:00+02:00"


def uuid(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"https://frameworks.example.org/{name}"))


def core(kind: str, name: str) -> dict[str, Any]:
    return {"identifier": uuid(name), "uri": f"{BASE}/{kind}/{uuid(name)}", "lastChangeDateTime": WHEN}


def link(kind: str, name: str) -> dict[str, Any]:
    return {"title": name, "identifier": uuid(name), "uri": f"{BASE}/{kind}/{uuid(name)}"}


def document(**changes: Any) -> dict[str, Any]:
    made = {"caseVersion": "1.1", "creator": "Example state", "title": "Life skills", "version": "2.0"}
    return {**core("CFDocuments", "document"), **made, "language": "en", **changes}


def item(name: str, **changes: Any) -> dict[str, Any]:
    made = {"fullStatement": f"Does what {name} says.", "humanCodingScheme": name.upper()}
    return {**core("CFItems", name), **made, **changes}


def child(name: str, parent: str = "document", sequence: int = 1, **changes: Any) -> dict[str, Any]:
    kind = "CFDocuments" if parent == "document" else "CFItems"
    ends = {"originNodeURI": link("CFItems", name), "destinationNodeURI": link(kind, parent)}
    made = {"associationType": "isChildOf", "sequenceNumber": sequence, **ends}
    return {**core("CFAssociations", f"{name} in {parent}"), **made, **changes}


def package(**changes: Any) -> dict[str, Any]:
    """Two items below one, with everything that a package can hold, and values that are easily lost."""
    licence = {**core("CFLicenses", "licence"), "title": "CC BY 4.0", "licenseText": "https://…\n"}
    concept = {**core("CFConcepts", "concept"), "title": "Care", "hierarchyCode": "1", "keywords": "a|b"}
    below = {**core("CFConcepts", "concept below"), "title": "Listening", "hierarchyCode": "1.1"}
    subject = {**core("CFSubjects", "subject"), "title": "Skills", "hierarchyCode": "A"}
    kind = {**core("CFItemTypes", "skill"), "title": "Skill", "description": "", "hierarchyCode": "1"}
    grouping = {**core("CFAssociationGroupings", "grouping"), "title": "Same", "extensions": {}}
    level = {**core("CFRubrics", "level"), "position": 1, "score": 0.5, "extensions": [{"x": 1e2}]}
    criterion = {**core("CFRubrics", "criterion"), "weight": 1.0, "CFItemURI": link("CFItems", "a1")}
    rubric = {
        **core("CFRubrics", "rubric"),
        "title": "How it shows",
        "CFRubricCriteria": [{**criterion, "CFRubricCriterionLevels": [level]}],
    }
    match = {
        **child("a1", "a2"),
        **core("CFAssociations", "match"),
        "associationType": "exactMatchOf",
        "destinationNodeURI": {
            "title": "Elsewhere",
            "identifier": "skill:7",
            "uri": "https://other.example/7",
            "targetType": "ext:esco",
        },
        "CFAssociationGroupingURI": link("CFAssociationGroupings", "grouping"),
    }
    spaced = "  Two lines,\n\tspaces and a soft\u00adhyphen stay e\u0301 "
    return {
        "CFDocument": document(extensions={"big": 2**60, "none": None, "half": 0.5, "list": [[], {}]}),
        "CFItems": [
            item("a", CFItemType="Area", subject=["Skills"], subjectURI=[link("CFSubjects", "subject")]),
            item("a1", fullStatement=spaced, CFItemTypeURI=link("CFItemTypes", "skill"), language="sv"),
            item("a2", notes="", conceptKeywords=[], statusStartDate="2024-01-31"),
        ],
        "CFAssociations": [child("a"), child("a1", "a", 2), child("a2", "a", 1), match],
        "CFDefinitions": {
            "CFConcepts": [concept, below],
            "CFSubjects": [subject],
            "CFLicenses": [licence],
            "CFItemTypes": [kind],
            "CFAssociationGroupings": [grouping],
        },
        "CFRubrics": [rubric],
        "extensions": {"made": {"by": "hand"}},
        **changes,
    }


def written(value: Any) -> bytes:
    return orjson.dumps(value)
