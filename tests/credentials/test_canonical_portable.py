"""What other canonicalisers are known to write otherwise is not signed here; its honest twin is."""

import pytest

from credentials.canonical import canonicalise_checked, rdfc
from credentials.errors import UnsafeDocumentError
from credentials.proofs import presentation
from tests.world import World

BICYCLE, WIDE_COLON = "\U0001f6b2", "\uff1a"  # UTF-16 sorts the first before the second, code points after it


def badge(**members):
    world = World()
    return world.credential(world.issuer("did:web:badges.example.org"), **members)


def refused(document):
    assert canonicalise_checked(document)
    codes = set()
    for canonicalise in (canonicalise_checked, rdfc):
        with pytest.raises(UnsafeDocumentError) as caught:
            canonicalise(document, at_issue=True)
        codes.add(caught.value.code)
    return codes


def with_schemas(*values):
    schemas = [{"id": "urn:x:1", "type": "JsonSchema", "jsonSchema": value} for value in values]
    return badge(credentialSchema=schemas)


def test_a_json_literal_that_is_said_twice_is_not_signed():
    assert refused(with_schemas({"a": 1}, {"a": 1})) == {"duplicate_statement"}
    assert canonicalise_checked(with_schemas({"a": 1}), at_issue=True)
    plain = with_schemas({"a": 1})
    plain["credentialSubject"]["achievement"]["tag"] = ["wheels", "wheels"]
    assert canonicalise_checked(plain, at_issue=True)


def test_an_empty_ordered_list_that_is_said_twice_is_not_signed():
    def described(*allowed):
        results = [
            {
                "id": "urn:x:1",
                "type": ["ResultDescription"],
                "name": "N",
                "resultType": "Status",
                "allowedValue": one,
            }
            for one in allowed
        ]
        document = badge()
        document["credentialSubject"]["achievement"]["resultDescription"] = results
        return document

    assert refused(described([], [])) == {"duplicate_statement"}
    assert canonicalise_checked(described([]), at_issue=True)


def test_two_texts_that_differ_in_direction_alone_are_not_signed():
    document = badge()
    tags = document["credentialSubject"]["achievement"]["tag"] = [
        "wheels",
        {"@value": "wheels", "@direction": "ltr"},
    ]
    assert refused(document) == {"duplicate_statement"}
    tags[1]["@value"] = "hands"
    assert canonicalise_checked(document, at_issue=True)


def shown(*narratives):
    evidence = [{"type": ["Evidence"], "narrative": one} for one in narratives]
    return presentation.build([badge(evidence=evidence)], holder="did:web:holder.example.org")


def test_a_nameless_graph_that_others_would_sort_otherwise_is_not_signed():
    assert refused(shown(BICYCLE, WIDE_COLON)) == {"order_not_portable"}
    assert canonicalise_checked(shown(BICYCLE, "a"), at_issue=True)
    assert canonicalise_checked(shown("a", WIDE_COLON), at_issue=True)
