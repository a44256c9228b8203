"""The published examples of Open Badges 3.0, each with the verdict it deserves and why."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest

from credentials.errors import UnreadableError
from credentials.verify import Verdict, first_reason, verify
from credentials.verify.case import Case
from credentials.verify.checks import structure
from tests.credentials.test_verify_properties import members_of, put
from tests.world import NOW, World

SPEC = Path(__file__).parents[2].parent / "shared" / "spec"
if not SPEC.is_dir():
    pytest.skip("the standards' data is not beside the repository", allow_module_level=True)

EXAMPLES = sorted((SPEC / "examples" / "ob3").glob("*.json"))
NOT_CREDENTIALS = {
    "extensions--ob-clr-extension-json-ld-context": "not_a_credential",
    "extensions--ob-clr-extension-json-schema": "not_a_credential",
}
OLDER = {
    "migrating--issuer-profile-relation-between-open-badges-2-0-and-open-badges-3-0",
    "migrating--openbadges-2-0-with-related-openbadges-3-0",
}
# The examples that name a context which defines every word (never bundled), and the one with a published
# slip: IdentifierEntry.type is exactly one word, not an array.
STRUCTURE = {
    **{f"equality-and-comparison--sample-credential-{letter}": "unknown_context" for letter in "abcd"},
    "migrating--upgraded-ob-2-0-assertion-included-within-clr-2-0": "wrong_type",
}
SCHEMAS = SPEC / "schemas" / "ob3"
PUBLISHED = SCHEMAS / "published-2026-06" / "ob_v3p0_achievementcredential_schema.json"


def report_of(path):
    world = World()
    return verify(path.read_bytes(), fetch=world.fetch, now=world.now)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_gets_the_right_verdict_for_the_right_reason(path):
    if path.stem in OLDER:
        report = report_of(path)
        assert report.standard == "ob2"
        assert report.verdict is not Verdict.GENUINE
        return
    if path.stem in NOT_CREDENTIALS or not is_complete(path):
        with pytest.raises(UnreadableError) as caught:
            report_of(path)
        assert caught.value.code == NOT_CREDENTIALS.get(path.stem, "not_a_credential")
        return
    report = report_of(path)
    codes = {finding.check: finding.code for finding in report.findings}
    assert report.verdict is Verdict.DO_NOT_RELY
    assert codes["proof"] == "no_proof"
    assert codes["structure"] == STRUCTURE.get(path.stem, "well_formed"), report.findings[0].facts
    assert first_reason(report.findings) is not None


def is_complete(path) -> bool:
    return "VerifiableCredential" in json.loads(path.read_bytes()).get("type", [])


def rules(path):
    return jsonschema.Draft201909Validator(json.loads(path.read_bytes()))


def refused_here(document) -> bool:
    case = Case(document, None, World().fetch, NOW)
    return structure.check(case).outcome.value == "failed"


WRONG = (None, 7, "not a uri", {"en": "map"}, [], {}, True)


def test_what_the_published_schema_refuses_is_refused_here_too():
    complete = json.loads((SPEC / "examples" / "ob3" / "complete-open-badge-credential.json").read_bytes())
    complete.pop("endorsement", None)
    complete.pop("endorsementJwt", None)
    validator = rules(PUBLISHED)
    assert validator.is_valid(complete)
    missed = []
    for place in list(members_of(complete)):
        if (
            not place
            or place[0] in ("@context", "proof")
            or "endorsement" in place
            or "endorsementJwt" in place
        ):
            continue
        for new in (*WRONG, ...):
            changed = removed(complete, place) if new is ... else put(complete, place, new)
            if not refused_here(changed) and not validator.is_valid(changed):
                missed.append((place, new))
    assert missed == []


def removed(document, place):
    changed = copy.deepcopy(document)
    here = changed
    for name in place[:-1]:
        here = here[name]
    del here[place[-1]]
    return changed
