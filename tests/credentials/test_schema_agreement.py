"""Our structural rules beside the official JSON Schemas, on whole and on damaged credentials.

Where the two disagree, a table says why that is right; a disagreement that it does not name fails.
"""

import json
from datetime import datetime

import pytest
from jsonschema import Draft201909Validator, FormatChecker

from credentials import build
from credentials.verify.checks import structure
from tests.credentials import samples
from tests.credentials.mutations import damaged
from tests.credentials.test_build import whole_award
from tests.vectors.published import SPEC

if not SPEC.is_dir():
    pytest.skip("the standards' data is not beside the repository", allow_module_level=True)

GENERATIONS = ("published-2026-06", "strict-2024-07")
DAMAGED = 2000
SEED = 20260301

# We refuse what the schemas let pass. By our code, with the reason.
OURS_IS_STRICTER = {
    "context_first": "the schemas know the contexts as a set of texts; their order is a MUST of the standard",
    "context_second": "as context_first, and a schema accepts a single context",
    "wrong_type": "a single text as `type` passes the schemas without a look at it",
    "not_uri": "the schemas call addresses plain text; the safe mode would drop relative ones",
    "id_not_absolute": "as not_uri",
    "language_map": "{'en': ...} fits the schemas and no context: it would not be signed",
    "keyword_forbidden": "JSON-LD keywords are further members to the schemas; they move words out of sight",
    "null_value": "a further member may be null to the schemas; it is absent from what is signed",
    "subject_unidentified": "needs `id` or `identifier`: a rule over two members is not in the schemas",
    "result_description_elsewhere": "points to another place of the document, which a schema cannot follow",
}

# The schemas refuse what we let pass here. By what a schema asked and where, with the reason.
SCHEMA_IS_STRICTER = {
    ("any", "in endorsement"): "an embedded endorsement is a credential: it has a result of its own",
    ("any", "in @context"): "contexts after the second are judged by the safe mode: bundled ones only",
    ("type", "type"): "`type` of a status, schema, service or term may be an array (VC Data Model 2.0, 4.5)",
}

# The schemas of 2024 beside that.
STRICT_ONLY = {
    ("type", "single"): "one value stands for an array of one, as in the schemas of 2026 and in JSON-LD",
}


def checker():
    formats = FormatChecker(["date"])

    @formats.checks("date-time")
    def is_date_time(value):
        if not isinstance(value, str):
            return True
        try:
            return "T" in value and datetime.fromisoformat(value).tzinfo is not None
        except ValueError:
            return False

    return formats


def validators(generation):
    def of(kind):
        [file] = (SPEC / "schemas" / "ob3" / generation).glob(f"ob_v3p0_{kind.lower()}*.json")
        return Draft201909Validator(json.loads(file.read_text()), format_checker=checker())

    return {kind: of(kind) for kind in ("AchievementCredential", "EndorsementCredential")}


def credentials():
    """Every example of the standard that is a credential, and what we build."""
    examples = [json.loads(path.read_bytes()) for path in sorted((SPEC / "examples" / "ob3").glob("*.json"))]
    built = (
        build.achievement_credential(whole_award()),
        build.achievement_credential(samples.award()),
        build.endorsement_credential(samples.endorsement()),
    )
    whole = [one for one in examples if isinstance(one, dict) and "credentialSubject" in one]
    return [*(one for one in whole if structure.kind_of(one)), *built]


def causes(error):
    """Follow an error of alternatives into those of the one that came furthest."""
    if not error.context:
        yield error
        return
    depth = {}
    for inner in error.context:
        alternative = inner.schema_path[0]
        depth[alternative] = max(depth.get(alternative, 0), len(inner.absolute_path))
    nearest = max(depth, key=depth.get)
    for inner in error.context:
        if inner.schema_path[0] == nearest:
            yield from causes(inner)


def asked(error):
    """Give what a schema asked, and where, in the words of the tables."""
    places = [step for step in error.absolute_path if isinstance(step, str)]
    for region in ("endorsement", "@context"):
        if region in places:
            return ("any", f"in {region}")
    if (
        error.validator == "type"
        and error.validator_value == "array"
        and not isinstance(error.instance, list)
    ):
        return ("type", "single")
    return (error.validator, places[-1] if places else "")


def unexplained(document, kind, validator, generation):
    """Give each disagreement on a document that no table names."""
    ours, theirs = structure.problems(document), list(validator[kind].iter_errors(document))
    if bool(ours) == bool(theirs):
        return []
    if ours:
        return [problem for problem in ours if problem[0] not in OURS_IS_STRICTER]
    known = SCHEMA_IS_STRICTER | (STRICT_ONLY if generation == "strict-2024-07" else {})
    found = [cause for error in theirs for cause in causes(error)]
    return [
        (asked(error), list(error.absolute_path), error.message[:100])
        for error in found
        if asked(error) not in known
    ]


@pytest.mark.parametrize("generation", GENERATIONS)
def test_every_example_is_judged_as_the_schemas_judge_it_or_the_table_says_why(generation):
    validator = validators(generation)
    found = [
        unexplained(document, structure.kind_of(document), validator, generation)
        for document in credentials()
    ]
    assert [one for one in found if one] == []


@pytest.mark.parametrize("generation", GENERATIONS)
def test_every_damaged_credential_is_judged_as_the_schemas_judge_it_or_the_table_says_why(generation):
    validator, whole = validators(generation), credentials()
    kinds = [structure.kind_of(one) for one in whole]
    wrong, refused = [], 0
    for at, document in damaged(whole, count=DAMAGED, seed=SEED):
        refused += bool(structure.problems(document))
        wrong += unexplained(document, kinds[at], validator, generation)
    assert wrong == []
    assert DAMAGED / 2 < refused < DAMAGED


def test_the_same_seed_damages_in_the_same_way():
    whole = credentials()
    assert list(damaged(whole, count=20, seed=1)) == list(damaged(whole, count=20, seed=1))


@pytest.mark.parametrize("generation", GENERATIONS)
def test_what_we_build_passes_the_schemas_and_our_own_rules(generation):
    validator = validators(generation)
    for document in credentials()[-3:]:
        unsigned = {**document, "proof": [{"type": "DataIntegrityProof"}]}
        kind = structure.kind_of(document)
        assert [error.message for error in validator[kind].iter_errors(unsigned)] == []
        assert structure.problems(document) == []
