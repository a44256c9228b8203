"""Structure is told twice: at once for a document without fault, thoroughly for one with. Both must agree."""

from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credentials import build
from credentials.verify.case import Case
from credentials.verify.checks import structure
from credentials.verify.fitting import fits
from credentials.verify.shapes import SHAPES
from tests.credentials.samples import NOW, award, endorsement, no_network
from tests.credentials.test_verify_properties import JSON, members_of, put

PROFILE = {
    "id": "https://badges.example.org/issuers/1",
    "type": ["Profile"],
    "name": "Föreningen",
    "url": "https://badges.example.org/föreningen",
    "otherIdentifier": [{"type": "IdentifierEntry", "identifier": "7", "identifierType": "ext:number"}],
    "address": {
        "type": ["Address"],
        "addressCountryCode": "SE",
        "geo": {"type": "GeoCoordinates", "latitude": 59.3, "longitude": 18},
    },
    "parentOrg": {"id": "https://badges.example.org/issuers/0", "type": ["Profile", "Organisation"]},
    "endorsementJwt": ["e30.e30.AA"],
}
ENDORSEMENT = build.endorsement_credential(endorsement())
COMPLETE = {
    **build.achievement_credential(award()),
    "issuer": PROFILE,
    "endorsement": [
        {**ENDORSEMENT, "proof": {"type": "DataIntegrityProof", "@context": "https://a.example"}}
    ],
    "credentialSchema": [{"id": "https://schema.example/1", "type": "1EdTechJsonSchemaValidator2019"}],
    "refreshService": {"id": "https://refresh.example/1", "type": "1EdTechCredentialRefresh"},
    "termsOfUse": {"type": ["Policy"]},
    "proof": [{"type": "DataIntegrityProof", "created": None}],
    "ours": {"id": "urn:own:1", "list": [[1, 2.5], {"yes": True}], "proof": None},
}
BROKEN_BY = [None, 7, "", "not a uri", "ext:Own", {"en": "map"}, {}, [], [None], ["a b"], [["x"]], True, 2.5]


def looked_at(document):
    """(outcome, code, facts) as found at once, and as found by the thorough way alone.

    The quick way takes plain dictionaries only, so behind a proxy the thorough one answers for itself.
    """
    ways = (document, MappingProxyType(document))
    findings = (structure.check(Case(way, None, no_network, NOW)) for way in ways)
    return [(finding.outcome.value, finding.code, finding.facts) for finding in findings]


def test_a_complete_document_fits_at_once():
    assert fits(COMPLETE, "AchievementCredential")
    assert fits(ENDORSEMENT, "EndorsementCredential")
    assert looked_at(COMPLETE)[0][:2] == ("passed", "well_formed")


@pytest.mark.parametrize("document", [COMPLETE, ENDORSEMENT], ids=["achievement", "endorsement"])
def test_both_ways_agree_wherever_one_member_is_changed(document):
    for place in list(members_of(document))[1:]:
        for new in BROKEN_BY:
            quick, thorough = looked_at(put(document, place, new))
            assert quick == thorough, (place, new)


@pytest.mark.parametrize("document", [COMPLETE, ENDORSEMENT], ids=["achievement", "endorsement"])
@pytest.mark.parametrize(
    "name", ["id", "@id", "@context", "@value", "proof", "endorsement", "type", "strange"]
)
def test_both_ways_agree_wherever_a_member_is_added(document, name):
    places = [place for place in members_of(document) if isinstance(at(document, place), dict)]
    for place in places:
        for new in (
            "urn:own:1",
            "a b",
            None,
            {"id": "nowhere"},
            {"@context": "https://a.example"},
            [{"a": None}],
        ):
            changed = put(document, place, {**at(document, place), name: new})
            quick, thorough = looked_at(changed)
            assert quick == thorough, (place, new)


@pytest.mark.parametrize("document", [COMPLETE, ENDORSEMENT], ids=["achievement", "endorsement"])
def test_both_ways_agree_wherever_a_member_is_missing(document):
    for place in (place for place in members_of(document) if place and isinstance(place[-1], str)):
        parent = {name: value for name, value in at(document, place[:-1]).items() if name != place[-1]}
        quick, thorough = looked_at(put(document, place[:-1], parent))
        assert quick == thorough, place


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.tuples(st.sampled_from(list(members_of(COMPLETE))[1:]), JSON), min_size=1, max_size=4))
def test_both_ways_agree_on_whatever_several_members_become(changes):
    changed = COMPLETE
    for place, new in changes:
        if is_place(changed, place):
            changed = put(changed, place, new)
    quick, thorough = looked_at(changed)
    assert quick == thorough


@pytest.mark.parametrize("kind", sorted(SHAPES))
def test_every_class_of_the_table_names_only_kinds_that_are_known(kind):
    document = dict.fromkeys(SHAPES[kind].members)
    assert not fits(document, kind)


def at(document, place):
    for name in place:
        document = document[name]
    return document


def is_place(document, place) -> bool:
    try:
        at(document, place)
    except (LookupError, TypeError):
        return False
    return True
