import json
from datetime import UTC, datetime, timedelta

import pytest

from credentials import status
from credentials.baking import bake_png, bake_svg
from credentials.canonical import check_fixpoint
from credentials.errors import CredentialError
from credentials.instants import timestamp
from credentials.verify import Outcome, Verdict, first_reason, verify
from credentials.verify.case import Budgeted
from credentials.verify.knowledge import Knowledge
from tests.credentials.test_baking import SVG, picture
from tests.world import World

FORMS = [
    "did:key",
    "did:web:badges.example.org",
    "did:web:badges.example.org:issuers:42",
    "https://badges.example.org/issuers/1",
]


@pytest.fixture
def world():
    return World()


@pytest.fixture
def workshop(world):
    return world.issuer("did:web:badges.example.org")


def as_bytes(credential) -> bytes:
    return credential.encode() if isinstance(credential, str) else json.dumps(credential).encode()


def judged(world, credential, recipient=None, **known):
    data = credential if isinstance(credential, bytes) else as_bytes(credential)
    knowledge = Knowledge(**known)
    return verify(data, fetch=world.fetch, now=world.now, recipient=recipient, knowledge=knowledge)


def finding(report, check):
    return next(finding for finding in report.findings if finding.check == check)


def outcome(report, check):
    found = finding(report, check)
    return found.outcome, found.code


def warned(report) -> set[str]:
    return {warning.code for warning in report.warnings}


@pytest.mark.parametrize("identifier", FORMS)
def test_a_badge_of_any_kind_of_issuer_is_genuine(world, identifier):
    issuer = world.issuer(identifier)
    report = judged(world, world.issue(issuer))
    assert report.verdict is Verdict.GENUINE
    assert report.issuer.id == identifier if identifier != "did:key" else issuer.id
    assert [found.check for found in report.findings] == [
        "structure", "proof", "issuer", "status", "validity", "recipient", "endorsements",
    ]  # fmt: skip
    assert report.warnings == ()


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
@pytest.mark.parametrize("form", ["json", "png", "svg"])
def test_all_carriers_of_an_embedded_proof_lead_to_the_same_verdict(world, workshop, suite, form):
    raw = as_bytes(world.issue(workshop, cryptosuite=suite))
    carried = {
        "json": raw,
        "png": bake_png(picture(), raw),
        "svg": bake_svg(SVG, raw, is_jws=False),
    }[form]
    report = judged(world, carried)
    assert (report.verdict, report.form) == (Verdict.GENUINE, form)


@pytest.mark.parametrize("is_rsa", [True, False])
@pytest.mark.parametrize("form", ["jws", "png", "svg"])
def test_all_carriers_of_a_token_lead_to_the_same_verdict(world, is_rsa, form):
    token = world.issue_jwt(world.issuer("did:web:badges.example.org", is_rsa=is_rsa)).encode()
    carried = {
        "jws": b" \n" + token + b"\r\n",
        "png": bake_png(picture(), token),
        "svg": bake_svg(SVG, token, is_jws=True),
    }[form]
    report = judged(world, carried)
    assert (report.verdict, report.form) == (Verdict.GENUINE, form)


def test_any_changed_member_breaks_the_proof(world, workshop):
    badge = world.issue(workshop)
    report = judged(world, {**badge, "name": "Wheel truing, level 9"})
    assert report.verdict is Verdict.DO_NOT_RELY
    assert outcome(report, "proof") == (Outcome.FAILED, "signature_wrong")
    assert first_reason(report.findings).code == "signature_wrong"


def test_a_false_proof_keeps_us_from_asking_the_addresses_in_the_document(world, workshop):
    entry = status.entry("https://victim.example/status/1", 7)
    badge = world.issue(workshop, credentialStatus=entry)
    report = judged(world, {**badge, "name": "other"})
    assert outcome(report, "status") == (Outcome.UNDETERMINED, "not_checked")
    assert "https://victim.example/status/1" not in world.asked


# Validity


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        (-1, 0, "in_time"),
        (-1, -1 / 86400, "expired"),
        (5 * 60 / 86400, None, "in_time"),
        (301 / 86400, None, "not_yet_valid"),
        (-1, -2, "inverted"),
    ],
)
def test_validity_is_judged_to_the_second(world, workshop, begin, end, expected):
    members = {"validFrom": timestamp(world.now + timedelta(days=begin))}
    if end is not None:
        members["validUntil"] = timestamp(world.now + timedelta(days=end))
    report = judged(world, world.issue(workshop, **members))
    assert finding(report, "validity").code == expected
    assert (report.verdict is Verdict.GENUINE) == (expected == "in_time")


def test_a_date_without_a_zone_is_a_fault_of_structure(world, workshop):
    badge = world.credential(workshop, validFrom="2026-01-01T00:00:00")
    report = judged(world, badge)
    assert finding(report, "structure").facts["problems"] == [{"code": "not_date", "pointer": "/validFrom"}]


def test_an_expired_token_is_expired(world, workshop):
    token = world.issue_jwt(workshop, validUntil=timestamp(world.now - timedelta(hours=1)))
    assert outcome(judged(world, token), "validity") == (Outcome.FAILED, "expired")


# Recipient


@pytest.mark.parametrize(
    ("identifier", "recipient", "verdict"),
    [
        ("emailAddress", "Ada@example.org", Verdict.GENUINE),
        ("emailAddress", "eve@example.org", Verdict.DO_NOT_RELY),
        ("emailAddress", "urn:uuid:0ec09379-a08f-4a3e-9b1c-1d6e8a3f6a10", Verdict.GENUINE),
        ("userName", "ada@example.org", Verdict.COULD_NOT_FINISH),
        ("emailAddress", None, Verdict.GENUINE),
    ],
)
def test_the_recipient_is_compared_only_when_asked(world, workshop, identifier, recipient, verdict):
    subject = world.credential(workshop)["credentialSubject"]
    entry = {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": "ada@example.org",
        "identityType": identifier,
    }
    badge = world.issue(workshop, credentialSubject={**subject, "identifier": [entry]})
    assert judged(world, badge, recipient=recipient).verdict is verdict


# Endorsements


def endorsed(world, workshop, *endorsements, **members):
    return world.issue(workshop, endorsement=list(endorsements), **members)


def test_each_endorsement_has_a_result_of_its_own_and_none_changes_the_headline(world, workshop):
    peer, stranger = world.issuer("did:key", "Peer"), world.issuer("did:key", "Stranger")
    badge_id = world.credential(workshop)["id"]
    good = world.sign(world.endorsement(peer, badge_id), peer)
    false = {**world.sign(world.endorsement(peer, badge_id), peer), "name": "better"}
    elsewhere = world.sign(
        world.endorsement(stranger, "urn:uuid:0ec09379-a08f-4a3e-9b1c-1d6e8a3f6a99"), stranger
    )
    report = judged(world, endorsed(world, workshop, good, false, elsewhere))
    results = [(found.outcome, found.code) for found in report.findings if found.check == "endorsements"]
    assert results == [
        (Outcome.PASSED, "endorsement_good"),
        (Outcome.FAILED, "endorsement_false"),
        (Outcome.FAILED, "endorses_something_else"),
    ]
    assert report.verdict is Verdict.GENUINE
    assert warned(report) == {"endorsement_false", "endorses_something_else"}


PLACES = {
    "issuer": "/issuer",
    "the issuer's organisation": "/issuer/parentOrg",
    "achievement": "/credentialSubject/achievement",
    "creator": "/credentialSubject/achievement/creator",
    "the creator's organisation": "/credentialSubject/achievement/creator/parentOrg",
    "source": "/credentialSubject/source",
    "two organisations up": "/credentialSubject/source/parentOrg/parentOrg",
}


@pytest.mark.parametrize("pointer", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("is_about_it", [True, False])
def test_an_endorsement_is_looked_at_wherever_it_stands(world, workshop, pointer, is_about_it):
    peer = world.issuer("did:key", "Peer")
    badge = place = world.credential(workshop)
    for name in pointer.split("/")[1:]:
        profile = {"id": f"https://{name.lower()}.example/", "type": ["Profile"], "name": "Somebody"}
        place = place.setdefault(name, profile)
    about = place["id"] if is_about_it else "https://elsewhere.example/"
    place["endorsement"] = [world.sign(world.endorsement(peer, about), peer)]
    (told,) = (
        one for one in judged(world, world.sign(badge, workshop)).findings if one.check == "endorsements"
    )
    code = "endorsement_good" if is_about_it else "endorses_something_else"
    assert (told.code, told.facts["pointer"]) == (code, f"{pointer}/endorsement/0")


def test_an_endorsement_as_a_token_is_verified_too(world, workshop):
    from credentials.proofs import jwt

    peer = world.issuer("did:key", "Peer")
    document = world.endorsement(peer, world.credential(workshop)["id"])
    token = jwt.sign(document, peer.signer, kid=peer.method)
    for given_token, code in ((token, "endorsement_good"), (token[:-4] + "AAAA", "endorsement_false")):
        report = judged(world, world.issue_jwt(workshop, endorsementJwt=[given_token]).encode())
        assert finding(report, "endorsements").code == code


def test_a_crowd_of_endorsements_is_capped(world, workshop):
    peer = world.issuer("did:key", "Peer")
    false = [world.endorsement(peer, "urn:uuid:0ec09379-a08f-4a3e-9b1c-1d6e8a3f6a99") for _ in range(11)]
    report = judged(world, endorsed(world, workshop, *false))
    assert "too_many_endorsements" in {found.code for found in report.findings}


def test_an_endorsement_alone_is_verified_like_a_badge(world):
    peer = world.issuer("did:key", "Peer")
    report = judged(world, world.sign(world.endorsement(peer, "https://badges.example.org/1"), peer))
    assert report.verdict is Verdict.GENUINE


# Fetching


def test_one_verification_asks_few_addresses_and_each_once(world, workshop):
    issuers = [world.issuer(f"did:web:peer{number}.example") for number in range(6)]
    badge_id = world.credential(workshop)["id"]
    notes = [world.sign(world.endorsement(peer, badge_id), peer) for peer in issuers]
    url = world.status_list(workshop)
    report = judged(world, endorsed(world, workshop, *notes, credentialStatus=status.entry(url, 1)))
    assert len(world.asked) == len(set(world.asked)) == 4
    assert report.verdict is Verdict.GENUINE
    assert [f.code for f in report.findings if f.check == "endorsements"].count("endorsement_unfinished") == 4


def test_a_failure_is_remembered_within_one_verification(world):
    fetch = Budgeted(world.fetch)
    for _ in range(3):
        with pytest.raises(CredentialError):
            fetch("https://nowhere.example/")
    assert world.asked == ["https://nowhere.example/"]


def test_an_issuer_whose_key_cannot_be_had_leaves_the_check_unfinished(world, workshop):
    world.broken["https://badges.example.org/.well-known/did.json"] = "address_forbidden"
    report = judged(world, world.issue(workshop))
    assert report.verdict is Verdict.COULD_NOT_FINISH
    assert outcome(report, "proof") == (Outcome.UNDETERMINED, "key_unavailable")


def test_a_key_document_that_redirects_to_a_private_address_is_not_followed(world, workshop):
    world.broken["https://badges.example.org/.well-known/did.json"] = "redirect_forbidden"
    assert judged(world, world.issue(workshop)).verdict is Verdict.COULD_NOT_FINISH


# Who the issuer is


def test_what_the_caller_knows_of_the_issuer_stands_apart_from_the_verdict(world, workshop):
    badge = world.issue(workshop)
    known = judged(world, badge, issuer_lookup={workshop.id: ("registered", "Cycle Workshop")}.get)
    unknown = judged(world, badge, issuer_lookup={}.get)
    assert (known.issuer.known, unknown.issuer.known) == ("registered", None)
    assert known.verdict is unknown.verdict is Verdict.GENUINE


@pytest.mark.parametrize(
    ("name", "warning"),
    [
        ("Cycle W\u043erkshop", "mixed_scripts"),
        ("Cycle\u200b Workshop", "hidden_characters"),
        ("Cycle \u202eWorkshop", "hidden_characters"),
        ("Cyc1e Workshop", "name_imitated"),
        ("", "issuer_without_name"),
    ],
)
def test_odd_names_are_warnings_and_not_verdicts(world, name, warning):
    impostor = world.issuer("did:key", name)
    report = judged(world, world.issue(impostor), known_names=lambda: ["Cycle Workshop"])
    assert warning in warned(report)
    assert report.verdict is Verdict.GENUINE


def test_a_known_issuer_does_not_imitate_itself(world, workshop):
    report = judged(
        world,
        world.issue(workshop),
        known_names=lambda: [workshop.name],
        issuer_lookup=lambda _id: ("registered", workshop.name),
    )
    assert report.warnings == ()


# The older edition


def test_the_older_data_model_is_read_with_a_warning(world, workshop):
    members = {
        "@context": ["https://www.w3.org/2018/credentials/v1",
                     "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
                     "https://w3id.org/security/data-integrity/v2"],
        "issuanceDate": "2026-01-01T00:00:00Z",
        "validFrom": None,
    }  # fmt: skip
    report = judged(world, world.credential(workshop, **members))
    assert "older_data_model" in warned(report)
    assert outcome(report, "proof") == (Outcome.FAILED, "no_proof")
    assert outcome(report, "validity") == (Outcome.PASSED, "in_time")


def in_the_first_context(world, issuer):
    """A badge in the first context of Open Badges 3.0, where members share their names with types."""
    members = {
        "@context": ["https://www.w3.org/2018/credentials/v1",
                     "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
                     "https://w3id.org/security/data-integrity/v2"],
        "issuanceDate": "2026-01-01T00:00:00Z",
        "validFrom": None,
    }  # fmt: skip
    document = world.credential(issuer, **members)
    document["issuer"]["address"] = {"type": ["Address"], "addressCountry": "SE"}
    document["credentialSubject"]["achievement"]["creator"] = {"id": "urn:x:1", "type": ["Profile"]}
    return document


def test_the_first_context_of_open_badges_3_is_read(world, workshop):
    signed = world.sign(in_the_first_context(world, workshop), workshop)
    assert judged(world, signed).verdict is Verdict.GENUINE
    signed["credentialSubject"]["achievement"]["name"] = "Another name"
    assert outcome(judged(world, signed), "proof") == (Outcome.FAILED, "signature_wrong")


def test_in_it_no_member_hides_under_the_name_of_a_type(world, workshop):
    document = in_the_first_context(world, workshop)
    subject = document["credentialSubject"]
    subject["Achievement"] = {"id": "urn:x:2", "type": ["Achievement"], "name": "Master of wheels"}
    for refuses in (check_fixpoint, lambda one: world.sign(one, workshop)):
        with pytest.raises(CredentialError, match="not_fixpoint"):
            refuses(document)
    subject["Achievement"] = subject.pop("achievement")
    assert judged(world, world.sign(document, workshop)).verdict is Verdict.DO_NOT_RELY


@pytest.mark.parametrize(
    "kind", ["ext:LCA_CUSTOM:Social Badge:Adventure", "ext:Micro Credential", "ext:Größe"]
)
def test_words_of_ones_own_are_taken_as_the_published_schemas_take_them(world, workshop, kind):
    document = world.credential(workshop)
    for word, verdict in (
        (kind, Verdict.GENUINE),
        (f"x{kind}", Verdict.DO_NOT_RELY),
        ("ext:", Verdict.DO_NOT_RELY),
    ):
        document["credentialSubject"]["achievement"]["achievementType"] = word
        assert judged(world, world.sign(document, workshop)).verdict is verdict


def test_a_time_without_zone_cannot_be_judged_by(world, workshop):
    with pytest.raises(CredentialError):
        verify(as_bytes(world.issue(workshop)), fetch=world.fetch, now=world.now.replace(tzinfo=None))


@pytest.mark.parametrize("year", [1, 9999])
@pytest.mark.parametrize("is_token", [True, False], ids=["token", "embedded"])
def test_any_time_of_the_calendar_can_be_judged(world, workshop, year, is_token):
    now = datetime(year, 1, 1, tzinfo=UTC) if year == 1 else datetime(year, 12, 31, 23, 59, 59, tzinfo=UTC)
    badge = world.issue_jwt(workshop) if is_token else world.issue(workshop)
    report = verify(as_bytes(badge), fetch=world.fetch, now=now)
    assert report.verdict is (Verdict.GENUINE if year == 9999 else Verdict.DO_NOT_RELY)
