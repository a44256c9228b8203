import copy
import hashlib
import json
from contextlib import suppress

import pyld.nquads
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld

from credentials import build
from credentials.canonical import canonicalise_checked, check_fixpoint, jcs, rdfc
from credentials.canonical.labels import canonical_lines
from credentials.canonical.quads import Quad, escape
from credentials.contexts import CREDENTIALS_V2, OPEN_BADGES, load_context
from credentials.errors import CredentialError, UnknownContextError, UnsafeDocumentError
from credentials.keys import Ed25519Signer
from credentials.proofs import data_integrity
from tests.credentials import samples

MULTIPLE_SCOPES = ["AchievementSubject", "Profile"]


def document(**changes):
    return {**build.achievement_credential(samples.award()), **changes}


def oracle(value):
    """What PyLD itself makes of the document, with the canonical escapes."""

    def loader(url, _options):
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": url,
            "document": load_context(url),
        }

    quads = jsonld.to_rdf(
        copy.deepcopy(value), {"documentLoader": loader, "rdfDirection": "i18n-datatype", "base": ""}
    )
    for graph in quads.values():
        for quad in graph:
            if quad["object"]["type"] == "literal":
                assert escape(quad["object"]["value"]) == pyld.nquads.escape(quad["object"]["value"])
    options = {"algorithm": "URDNA2015", "format": "application/n-quads"}
    from pyld.canon import URDNA2015

    return URDNA2015().main(quads, options)


def test_the_canonical_text_is_what_pyld_makes():
    value = document()
    assert rdfc(value).decode() == oracle(value)


def test_an_embedded_endorsement_is_canonicalised_as_by_pyld():
    inner = data_integrity.sign(
        build.endorsement_credential(samples.endorsement()),
        samples.SIGNER,
        verification_method=samples.METHOD,
        created=samples.NOW,
    )
    value = document(endorsement=[inner])
    assert canonicalise_checked(value).decode() == oracle(value)


text = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=12)
number = st.integers(-(10**6), 10**6) | st.floats(allow_nan=False, allow_infinity=False, width=32)


@given(
    st.lists(text, max_size=4),
    number,
    st.lists(st.sampled_from(["a", "b"]), max_size=4),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_any_texts_numbers_and_ties_come_out_as_from_pyld(tags, worth, twins, several_types):
    value = document()
    subject = value["credentialSubject"]
    subject["achievement"]["tag"] = tags
    subject["achievement"]["creditsAvailable"] = worth
    subject["type"] = MULTIPLE_SCOPES if several_types else ["AchievementSubject"]
    subject["result"] = [{"type": ["Result"], "value": name} for name in twins]
    assert rdfc(value).decode() == oracle(value)


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("pq"), st.integers(0, 5)), max_size=9))
@settings(max_examples=150, deadline=None)
def test_labels_of_any_small_graph_agree_with_pyld(edges):
    from pyld.canon import URDNA2015

    # PyLD counts a statement about itself twice, the Recommendation once, so these are left out here.
    quads = [Quad(f"_:n{a}", f"<urn:{p}>", f"_:n{b}", "") for a, p, b in edges if a != b]
    dataset = {
        "@default": [
            {
                "subject": {"type": "blank node", "value": quad.subject},
                "predicate": {"type": "IRI", "value": quad.predicate[1:-1]},
                "object": {"type": "blank node", "value": quad.object},
            }
            for quad in dict.fromkeys(quads)
        ]
    }
    theirs = URDNA2015().main(dataset, {"algorithm": "URDNA2015", "format": "application/n-quads"})
    assert "".join(canonical_lines(quads)) == theirs


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=8), st.permutations(range(5)))
@settings(deadline=None)
def test_names_and_order_of_blank_nodes_do_not_matter(edges, order):
    def quads(name):
        return [Quad(f"_:n{name(a)}", "<urn:p>", f"_:n{name(b)}", "") for a, b in edges]

    assert canonical_lines(quads(int)) == canonical_lines(quads(lambda n: order[n])[::-1])


ODD = st.text(
    st.sampled_from(["\\", '"', "\n", "\r", "\t", "\b", "\f", "\0", "\x1f", "\x7f", "\ufffe", "é", "u", "n"])
)


@given(st.text() | ODD, st.integers(1, 40))
def test_a_text_is_escaped_as_each_of_its_characters_is(text, times):
    assert escape(text * times) == "".join(map(escape, text)) * times


def test_controls_are_escaped_as_the_canonical_form_says():
    assert escape('\b\t\n\f\r"\\') == r"\b\t\n\f\r\"\\"
    assert escape("\x00\x0b\x7f\x85\u2028é🚲") == "\\u0000\\u000B\\u007F\x85\u2028é🚲"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"unheardOf": "x"}, "term_undefined"),
        ({"type": ["VerifiableCredential", "OpenBadgeCredential", "Invented"]}, "type_undefined"),
        ({"id": "relative/address"}, "id_not_absolute"),
        ({"id": "urn:uuid:with space"}, "id_not_absolute"),
        ({"id": "_:blank"}, "id_not_absolute"),
        ({"_:p": "x"}, "blank_node_predicate"),
        ({"@graph": []}, "keyword_used"),
        ({"@reverse": {}}, "keyword_used"),
        ({"@included": []}, "keyword_used"),
        ({"@id": "urn:x"}, "keyword_used"),
        ({"name": {"@value": "x", "@language": "not a language"}}, "language_invalid"),
        ({"name": {"@value": None}}, "null_value"),
        ({"name": "\ud800"}, "lone_surrogate"),
        ({"https://schema.org/name": "second name"}, "not_fixpoint"),
        ({"name": {"@value": "x"}}, "not_fixpoint"),
        ({"name": [["a"], None]}, "not_fixpoint"),
    ],
)
def test_what_would_be_lost_or_hidden_is_refused(change, code):
    with pytest.raises(UnsafeDocumentError) as caught:
        canonicalise_checked(document(**change))
    assert caught.value.code == code


@pytest.mark.parametrize(
    "contexts",
    [
        [CREDENTIALS_V2, "https://example.org/mine"],
        [CREDENTIALS_V2, {"name": "https://example.org/other"}],
        [CREDENTIALS_V2, OPEN_BADGES, {"@vocab": "https://example.org/"}],
        [None],
        "https://www.w3.org/ns/credentials/examples/v2",
    ],
)
def test_contexts_that_are_not_bundled_are_refused_wherever_they_stand(contexts):
    with pytest.raises(UnknownContextError):
        rdfc({**document(), "@context": contexts})
    inner = {**document()["credentialSubject"], "@context": contexts}
    with pytest.raises(UnknownContextError):
        rdfc(document(credentialSubject=inner))


def test_harmless_spellings_pass_the_fixpoint_rule():
    value = document()
    value["type"] = ["AchievementCredential", "VerifiableCredential"]
    value["credentialSubject"]["type"] = "AchievementSubject"
    value["credentialSubject"]["achievement"]["tag"] = "wheels"
    value["description"] = None
    value["issuer"] = samples.ISSUER
    check_fixpoint(dict(reversed(value.items())))


def test_a_language_value_passes_the_fixpoint_rule():
    check_fixpoint(document(name={"@value": "Hjul", "@language": "SV", "@direction": "ltr"}))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": None}, "null_value"),
        ({"name": "\ufffe"}, "non_character"),
        ({"name": "\U0001fffe"}, "non_character"),
        ({"id": "urn:x:%zz"}, "iri_invalid"),
        ({"id": "https://a.org/a[1]"}, "iri_invalid"),
    ],
)
def test_at_issue_more_is_refused(change, code):
    canonicalise_checked(document(**change))
    with pytest.raises(UnsafeDocumentError) as caught:
        canonicalise_checked(document(**change), at_issue=True)
    assert caught.value.code == code


@pytest.mark.parametrize("number", [1e-7, 2**53, 1e22, 0.1234567890123456])
def test_numbers_that_others_spell_otherwise_are_not_signed(number):
    value = document()
    value["credentialSubject"]["achievement"]["creditsAvailable"] = number
    with pytest.raises(UnsafeDocumentError, match="number_not_portable"):
        rdfc(value, at_issue=True)


def test_lines_that_sort_otherwise_in_javascript_are_not_signed():
    value = document()
    value["credentialSubject"]["achievement"]["tag"] = ["🚲", "ﬀ"]
    rdfc(value)
    with pytest.raises(UnsafeDocumentError, match="order_not_portable"):
        rdfc(value, at_issue=True)


def test_one_statement_in_two_spellings_is_not_signed():
    value = document()
    both = [1, {"@value": "1", "type": "http://www.w3.org/2001/XMLSchema#integer"}]
    value["issuer"] = {**value["issuer"], "https://example.org/n": both}
    with pytest.raises(UnsafeDocumentError, match="duplicate_statement"):
        rdfc(value, at_issue=True)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | text
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=12,
)


@given(json_values)
def test_jcs_is_idempotent(value):
    assert jcs(json.loads(jcs(value), parse_int=float)) == jcs(value)


@pytest.mark.parametrize("value", [float("nan"), 2**53 + 1, "\ud800", object()])
def test_jcs_refuses_what_is_no_portable_json(value):
    with pytest.raises(CredentialError):
        jcs(value)


@given(
    st.dictionaries(
        st.sampled_from(["id", "type", "name", "issuer", "@context", "proof", "@type", "x"]), json_values
    )
)
@settings(deadline=None)
def test_no_document_makes_it_raise_anything_but_our_errors(value):
    for given_document in (value, {**document(), **value}, {**value, "@context": document()["@context"]}):
        with suppress(CredentialError):
            canonicalise_checked(given_document)


odd = st.sampled_from(["id", "type", "@value", "@language", "@direction", "@context", "@list", "proof"])


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_odd_values_anywhere_raise_nothing_but_our_errors(data):
    place = value = document()
    while isinstance(place, dict | list) and place:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if not isinstance(place[key], dict | list) or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = data.draw(json_values | st.dictionaries(odd, json_values, max_size=3))
    if isinstance(place, dict):
        place[data.draw(odd)] = data.draw(json_values)
    with suppress(CredentialError):
        canonicalise_checked(value)
    with suppress(CredentialError):
        canonicalise_checked(value, at_issue=True)


def test_the_signature_input_is_stable_for_a_fixed_award():
    signer = Ed25519Signer(bytes(32))
    assert (
        hashlib.sha256(signer.sign(rdfc(document()))).digest()
        == hashlib.sha256(signer.sign(rdfc(document()))).digest()
    )


def with_proof_inside(proof):
    about = {name: value for name, value in document().items() if name != "evidence"}
    inside = {"@context": about["@context"], "type": ["VerifiableCredential", "EndorsementCredential"]}
    return {**about, "endorsement": [{**inside, "proof": proof}]}


@pytest.mark.parametrize(
    "proof", ["urn:a:1", {"id": "urn:a:1"}, ["urn:a:1"]], ids=["text", "object", "array"]
)
def test_a_proof_inside_that_is_only_an_address_is_refused_as_no_statement_holds_it(proof):
    with pytest.raises(UnsafeDocumentError, match="not_fixpoint"):
        canonicalise_checked(with_proof_inside(proof))


def test_a_proof_inside_of_which_something_is_said_is_signed():
    one, other = (
        canonicalise_checked(with_proof_inside({"id": name, "type": "DataIntegrityProof"}))
        for name in ("urn:a:1", "urn:a:2")
    )
    assert one != other
