"""The walk against the reference: never other bytes, never yes where the reference says no."""

import copy
import itertools
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings

from credentials import build, canonical
from credentials.canonical import fast
from credentials.canonical.compiled import Compiler
from credentials.canonical.quads import escape
from credentials.canonical.reference import Reading
from credentials.canonical.tables import Unusual
from credentials.contexts import CREDENTIALS_V2, OPEN_BADGES
from credentials.errors import CredentialError, TooComplexError, UnsafeDocumentError
from tests.credentials import made, samples
from tests.vectors.published import SPEC, example_contexts

STARTER = Path(__file__).parents[2] / "pathways" / "starter" / "content.json"
COMPILER = Compiler()
quickly = settings(deadline=None, suppress_health_check=list(HealthCheck))


def by_reference(document, *, at_issue, extra_contexts=None):
    try:
        reading = Reading(document, at_issue=at_issue, extra_contexts=extra_contexts)
        reading.check_fixpoint()
        return reading.nquads("sha256")
    except CredentialError as error:
        return error


def by_walk(document, *, at_issue, compiler=COMPILER):
    """Bytes, an error, or None for a document that the walk leaves to the reference."""
    try:
        place = compiler.root(document.get("@context"))
        return fast.nquads(document, place, at_issue=at_issue, digest="sha256")
    except Unusual:
        return None
    except CredentialError as error:
        return error


def check_agreement(document):
    """Both doors, as a verifier and at issue; gives what the walk says to a verifier."""
    for at_issue in (True, False):
        theirs, ours = by_reference(document, at_issue=at_issue), by_walk(document, at_issue=at_issue)
        if isinstance(ours, bytes) or isinstance(theirs, bytes):
            assert ours is None or ours == theirs, (at_issue, ours, theirs)
    return ours


def document(**changes):
    return {**build.achievement_credential(samples.award()), **changes}


@seed(1)
@given(made.credentials)
@settings(quickly, max_examples=300)
def test_the_walk_writes_what_the_reference_writes(document):
    assert isinstance(check_agreement(document), bytes | CredentialError)


@given(made.presentations)
@settings(quickly, max_examples=40)
def test_credentials_inside_a_presentation_take_the_walk_too(document):
    assert isinstance(check_agreement(document), bytes | CredentialError)


@given(made.changed(made.credentials))
@settings(quickly, max_examples=300)
def test_no_change_makes_the_walk_accept_what_the_reference_refuses(document):
    check_agreement(document)


@given(made.changed(made.presentations))
@settings(quickly, max_examples=100)
def test_nor_does_a_change_inside_a_presentation(document):
    check_agreement(document)


def published():
    """Every JSON-LD document among the standards' data, with and without its proofs."""
    for path in sorted(SPEC.rglob("*.json*")):
        if "contexts" in path.parts:
            continue
        try:
            value = json.loads(path.read_bytes())
        except ValueError:
            continue
        for node in made.nodes(value):
            if "@context" in node:
                yield path.relative_to(SPEC), node
                yield path.relative_to(SPEC), {name: node[name] for name in node if name != "proof"}


@pytest.mark.skipif(not SPEC.exists(), reason="the standards' data is not here")
def test_every_published_document_comes_out_as_from_the_reference():
    extra = example_contexts()
    compiler = Compiler(extra)
    walked = 0
    for name, value in published():
        theirs = by_reference(value, at_issue=False, extra_contexts=extra)
        ours = by_walk(value, at_issue=False, compiler=compiler)
        if isinstance(theirs, bytes):
            assert ours is None or ours == theirs, name
            # Only the contexts of examples say that every name means something, which is rare.
            assert ours is not None or "/examples/" in json.dumps(value["@context"]), name
        else:
            assert not isinstance(ours, bytes), name
        walked += isinstance(ours, bytes)
    assert walked > 50


def starter_badges():
    content = json.loads(STARTER.read_bytes())
    for badge in content["badges"]:
        for language in content["meta"]["languages"]:
            made_here = copy.deepcopy(document())
            achievement = made_here["credentialSubject"]["achievement"]
            achievement |= {"name": badge["title"][language], "inLanguage": language}
            achievement["criteria"]["narrative"] = badge["criteria"].get(language, badge["criteria"]["en"])
            achievement["alignment"] = [
                {"type": ["Alignment"], "targetName": award["competency"], "targetUrl": "https://a.example/"}
                for award in badge["awards"]
            ]
            yield made_here


def test_every_starter_badge_comes_out_as_from_the_reference():
    for badge in starter_badges():
        assert by_walk(badge, at_issue=True) == by_reference(badge, at_issue=True)


@pytest.mark.parametrize("digest", ["sha256", "sha384"])
def test_ties_are_broken_alike_with_either_hash(digest):
    inner = [{"type": ["Profile"], "parentOrg": {"type": ["Profile"]}}] * 2
    value = document(issuer=[*inner, {"type": ["Profile"], "parentOrg": {"type": ["Profile"], "name": "x"}}])
    reading = Reading(value, at_issue=True)
    assert canonical.rdfc(value, at_issue=True, digest=digest) == reading.nquads(digest)


@pytest.mark.parametrize(
    "mark", ["x", "\n", '"', "\\", "\\u", "\b\f\t\r", "é", "ع", "🚲", "\x01", "\x1f", "\x7f", "\uffff"]
)
@pytest.mark.parametrize("times", [2047, 2048, 3000])
def test_long_texts_are_written_as_short_ones(mark, times):
    text = "".join(itertools.islice(itertools.cycle(mark), times))
    written = f'"{escape(text)}"'.encode()
    assert written in canonical.rdfc(document(description=text))


def test_the_hash_decides_the_order_of_labels():
    value = document(evidence=[{"type": ["Evidence"], "name": str(at)} for at in range(6)])
    assert canonical.rdfc(value, digest="sha384") != canonical.rdfc(value)
    assert canonical.rdfc(value, digest="sha384") == Reading(value, at_issue=False).nquads("sha384")


@pytest.mark.parametrize(
    ("place", "value", "code", "pointer"),
    [
        (
            ["credentialSubject", "achievement"],
            {"worth": 3},
            "term_undefined",
            "/credentialSubject/achievement/worth",
        ),
        (["evidence", 0], {"type": ["Invented"]}, "type_undefined", "/evidence/0/type"),
        (["evidence", 0], {"id": "relative"}, "id_not_absolute", "/evidence/0/id"),
        (["issuer"], {"id": "urn:a b"}, "id_not_absolute", "/issuer/id"),
        (["issuer"], {"name": "\ud800"}, "lone_surrogate", "/issuer/name"),
        (["issuer"], {"name": "x" * 3000 + "\ud800"}, "lone_surrogate", "/issuer/name"),
        (["issuer"], {"@graph": []}, "keyword_used", "/issuer/@graph"),
        (["issuer"], {"image": "a/b"}, "id_not_absolute", "/issuer/image"),
        ([], {"name": {"@value": "x", "@language": "no no"}}, "language_invalid", "/name"),
        ([], {"name": [{"@value": None}]}, "null_value", "/name/0"),
        ([], {"name": {"@value": "x"}}, "not_fixpoint", "/name"),
        ([], {"https://schema.org/name": "x"}, "not_fixpoint", "/name"),
    ],
)
def test_a_refusal_names_the_place(place, value, code, pointer):
    changed = copy.deepcopy(document())
    node = changed
    for step in place:
        node = node[step]
    node |= value
    for door in (canonical.check_fixpoint, canonical.canonicalise_checked):
        with pytest.raises(UnsafeDocumentError) as caught:
            door(changed)
        assert (caught.value.code, caught.value.facts["pointer"]) == (code, pointer)


def elsewhere(value):
    """The badge with a second description of itself beside its evidence."""
    changed = document()
    return {**changed, "evidence": [*changed["evidence"], {"id": changed["id"], **value}]}


@pytest.mark.parametrize(
    "value",
    [
        {"name": "said elsewhere"},
        {"type": ["Evidence"], "audience": "x"},
        {"type": ["VerifiableCredential"]},
        {"type": ["VerifiableCredential"], "validUntil": "2999-01-01T00:00:00Z"},
    ],
)
def test_what_is_said_of_the_badge_cannot_stand_elsewhere(value):
    for give in (by_walk, by_reference):
        answer = give(elsewhere(value), at_issue=False)
        assert answer.code == "described_twice"
        assert answer.facts["pointer"] == "/evidence/1"


@pytest.mark.parametrize(
    "value",
    [{}, {"type": ["EndorsementSubject"], "endorsementComment": "Good."}, {"type": ["EndorsementSubject"]}],
)
def test_an_endorsement_says_what_it_endorses(value):
    answer = by_walk(elsewhere(value), at_issue=False)
    assert isinstance(answer, bytes)
    assert answer == by_reference(elsewhere(value), at_issue=False)


def test_a_status_moved_out_of_sight_is_refused_although_the_graph_is_the_same():
    honest = document()
    moved = copy.deepcopy(honest)
    hidden = {
        "id": moved["id"],
        "type": ["VerifiableCredential"],
        "credentialStatus": moved.pop("credentialStatus"),
    }
    moved["credentialSubject"]["achievement"]["creator"]["parentOrg"] = hidden
    link = copy.deepcopy(honest)
    link["credentialSubject"]["achievement"]["creator"]["parentOrg"] = {"id": honest["id"]}
    assert canonical.rdfc(moved) == canonical.rdfc(link)
    canonical.check_fixpoint(link)
    with pytest.raises(UnsafeDocumentError, match="described_twice"):
        canonical.check_fixpoint(moved)


@pytest.mark.parametrize("inner", [[CREDENTIALS_V2, OPEN_BADGES], None], ids=["with context", "without"])
def test_an_embedded_endorsement_takes_the_walk(inner):
    endorsement = build.endorsement_credential(samples.endorsement())
    endorsement["proof"] = [
        {"type": "DataIntegrityProof", "cryptosuite": "x", "proofPurpose": "assertionMethod"}
    ]
    if inner is None:
        del endorsement["@context"]
    value = document(endorsement=[endorsement])
    answer = by_walk(value, at_issue=True)
    assert isinstance(answer, bytes)
    assert answer == by_reference(value, at_issue=True)


def test_what_only_the_reference_can_judge_must_be_small():
    unknown = {"https://example.org/n": "x"}
    assert canonical.canonicalise_checked(document(issuer={"id": "urn:x", **unknown}))
    many = [{"id": f"urn:x:{at}", "type": ["Evidence"], "name": "x"} for at in range(20)]
    assert canonical.canonicalise_checked(document(evidence=many))
    with pytest.raises(TooComplexError):
        canonical.canonicalise_checked(document(evidence=many, issuer={"id": "urn:x", **unknown}))


def test_a_hostile_mix_of_types_does_not_fill_the_memory():
    compiler = Compiler()
    names = ["Achievement", "Address", "Alignment", "Evidence", "Image", "Profile", "Related", "Result"]
    for types in itertools.permutations(names, 3):
        value = {
            "@context": made.CONTEXTS,
            "type": ["VerifiableCredential"],
            "evidence": {"type": list(types)},
        }
        assert isinstance(by_walk(value, at_issue=False, compiler=compiler), bytes | None)
    place = compiler.root(made.CONTEXTS)
    assert len(place.kind(["VerifiableCredential"]).terms.rows["evidence"].place.kinds) <= 128


def test_a_number_beside_the_same_as_text_is_left_to_the_reference_at_issue():
    result = {"id": "urn:x", "type": ["Achievement"], "creditsAvailable": [1, "1"], "tag": ["a", "a"]}
    value = document()
    value["credentialSubject"]["achievement"] |= result
    assert by_walk(value, at_issue=True) is None
    assert by_reference(value, at_issue=True).code == "duplicate_statement"
    result["creditsAvailable"] = 1
    value["credentialSubject"]["achievement"] |= result
    assert by_walk(value, at_issue=True) == by_reference(value, at_issue=True)


def test_json_that_looks_like_the_badge_counts_as_a_second_place():
    shown = {"id": document()["id"], "name": "again"}
    schema = {"id": "urn:x", "type": "JsonSchema", "jsonSchema": {"a": [shown]}}
    for give in (by_walk, by_reference):
        assert give(document(credentialSchema=[schema]), at_issue=False).code == "described_twice"
