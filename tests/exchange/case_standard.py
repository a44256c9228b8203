"""The published schemas and the OpenAPI document of CASE 1.1, for looking at answers."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator, Draft201909Validator, FormatChecker
from jsonschema.protocols import Validator

SPEC = Path(__file__).parents[2].parent / "shared" / "spec"
SCHEMAS = SPEC / "schemas" / "case1p1"
OPENAPI = SPEC / "openapi" / "imscasev1p1_openapi3_v1p0.json"
IS_THERE = SCHEMAS.exists()

# List of the service -> (schema file, schema of the OpenAPI document).
_NAMES = {
    "CFDocuments": ("cfdocument", "CFDocumentDType"),
    "CFPackages": ("cfpackage", "CFPackageDType"),
    "CFItems": ("cfitem", "CFItemDType"),
    "CFAssociations": ("cfassociation", "CFAssociationDType"),
    "CFItemAssociations": ("cfassociationset", "CFAssociationSetDType"),
    "CFRubrics": ("cfrubric", "CFRubricDType"),
    "CFConcepts": ("cfconceptset", "CFConceptSetDType"),
    "CFSubjects": ("cfsubjectset", "CFSubjectSetDType"),
    "CFItemTypes": ("cfitemtypeset", "CFItemTypeSetDType"),
    "CFLicenses": ("cflicense", "CFLicenseDType"),
    "CFAssociationGroupings": ("cfassociationgrouping", "CFAssociationGroupingDType"),
    "all documents": ("cfdocumentset", "CFDocumentSetDType"),
    "error": ("imsx_statusinfo", "imsx_StatusInfoDType"),
}


def misfits(kind: str, answer: Any) -> list[str]:
    """Give what the standard finds wrong with an answer; nothing where its documents are not at hand."""
    if not IS_THERE:
        return []
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for validator in _validators(kind)
        for error in validator.iter_errors(answer)
    ]


@cache
def _validators(kind: str) -> tuple[Validator, Validator]:
    file, name = _NAMES[kind]
    schema = json.loads((SCHEMAS / f"case_v1p1_{file}-jsonschema1.json").read_text())
    openapi = json.loads(OPENAPI.read_text())
    named = {"allOf": [{"$ref": f"#/components/schemas/{name}"}], "components": openapi["components"]}
    formats = FormatChecker()
    return Draft201909Validator(schema, format_checker=formats), Draft7Validator(
        named, format_checker=formats
    )
