"""Our own tables of who said it: keys, proofs, records, presentations, bundles; the honest twin always first."""

import json
from datetime import timedelta

import pytest

from credentials import build_rules, bundle, receipt, resolve
from credentials.errors import CredentialError
from credentials.keys import ECDSASigner, Ed25519Signer
from credentials.multibase import encode_base58
from credentials.proofs import data_integrity, jwt, presentation
from credentials.verify import Verdict, verify
from tests.vectors.tables import STATUS_URL, Scene, changed, table
from tests.world import CONTEXTS, Issuer

HTTPS = "https://badges.example.org/issuers/1"
VP = {"@context": CONTEXTS[:1], "type": ["VerifiablePresentation"]}


@pytest.fixture
def scene():
    return Scene()


@pytest.fixture
def mallory(scene):
    return scene.issuer("did:web:evil.example", 1)


def params(rows):
    return [pytest.param(*row[1:], id=row[0]) for row in rows]


def document(did, signer, **changes):
    return {**resolve.did_document(did, [signer.public]), **changes}


DID = "did:web:badges.example.org"
OWN, THEIRS, CURVE = (
    Ed25519Signer(bytes(range(32))),
    Ed25519Signer(bytes(range(1, 33))),
    ECDSASigner("P-256", bytes(range(1, 33))),
)
METHOD = resolve.method_id(DID, OWN.public)
ENTRY = resolve.did_document(DID, [OWN.public])["verificationMethod"][0]
# What is served as the issuer's key document, and what its badge is worth then.
KEY_DOCUMENTS = [
    ("as published", document(DID, OWN), "genuine", None),
    ("with the method embedded", document(DID, OWN, assertionMethod=[ENTRY], verificationMethod=[]), "genuine", None),
    ("with relative names", document(DID, OWN, assertionMethod=["#k"], verificationMethod=[{**ENTRY, "id": METHOD}, {**ENTRY, "id": "#k"}]), "do_not_rely", "method_not_for_assertion"),
    ("with another key", document(DID, THEIRS, verificationMethod=[{**ENTRY, "publicKeyMultibase": THEIRS.public.multibase}], assertionMethod=[METHOD]), "do_not_rely", "signature_wrong"),
    ("with a key of another kind", document(DID, OWN, verificationMethod=[{**ENTRY, "publicKeyMultibase": CURVE.public.multibase}]), "do_not_rely", "algorithm_mismatch"),
    ("with a key that is none", document(DID, OWN, verificationMethod=[{**ENTRY, "publicKeyMultibase": encode_base58(bytes.fromhex("ed010000"))}]), "do_not_rely", "key_invalid"),
    ("with a key of small order", document(DID, OWN, verificationMethod=[{**ENTRY, "publicKeyMultibase": "z6MkeTG3bFFSLYVU7VqhgZxqr6YzpaGrQtFMh1uvqGy1vDnP"}]), "do_not_rely", "key_weak"),
    ("for logging in alone", document(DID, OWN, assertionMethod=[], authentication=[METHOD]), "do_not_rely", "method_not_for_assertion"),
    ("for nothing", document(DID, OWN, assertionMethod=None), "do_not_rely", "method_not_for_assertion"),
    ("with a method of another's", document(DID, OWN, verificationMethod=[{**ENTRY, "controller": "did:web:evil.example"}]), "do_not_rely", "key_not_issuers"),
    ("with a method of nobody's", document(DID, OWN, verificationMethod=[{name: value for name, value in ENTRY.items() if name != "controller"}]), "do_not_rely", "key_not_issuers"),
    ("with several controllers", document(DID, OWN, verificationMethod=[{**ENTRY, "controller": [DID, "did:web:evil.example"]}]), "do_not_rely", "key_not_issuers"),
    ("without methods", document(DID, OWN, verificationMethod=[]), "do_not_rely", "method_not_listed"),
    ("of another id", document("did:web:evil.example", OWN), "could_not_finish", "did_document_mismatch"),
    ("with its own secret", document(DID, OWN, verificationMethod=[{**{name: value for name, value in ENTRY.items() if name != "publicKeyMultibase"}, "publicKeyJwk": {**OWN.public.jwk, "d": "AAAA"}}]), "do_not_rely", "private_key_published"),
    ("revoked since before", document(DID, OWN, verificationMethod=[{**ENTRY, "revoked": "2020-01-01T00:00:00Z"}]), "do_not_rely", "key_compromised"),
    ("put away before", document(DID, OWN, verificationMethod=[{**ENTRY, "expires": "2020-01-01T00:00:00Z"}]), "do_not_rely", "key_retired"),
    ("put away at no time", document(DID, OWN, verificationMethod=[{**ENTRY, "expires": "soon"}]), "do_not_rely", "time_invalid"),
    ("an array", [document(DID, OWN)], "could_not_finish", "key_document_broken"),
    ("a member twice", '{"id": "x", "id": "' + DID + '"}', "could_not_finish", "key_document_broken"),
]  # fmt: skip


@pytest.mark.parametrize(("served", "verdict", "code"), params(KEY_DOCUMENTS))
def test_the_key_is_the_one_that_its_issuer_publishes_for_this(scene, served, verdict, code):
    served = json.dumps(served) if isinstance(served, dict | list) else served
    scene.world.publish(resolve.did_web_document_url(DID), served)
    assert scene.judge(scene.signed())[::2] == (verdict, code)


def by(scene, signer, method, suite="eddsa-rdfc-2022", steps=()):
    return data_integrity.sign(
        scene.unsigned(steps),
        signer,
        verification_method=method,
        created=scene.world.now,
        cryptosuite=suite,
    )


OTHER_METHOD = resolve.method_id("did:web:evil.example", THEIRS.public)
KEY_OF_THEIRS = resolve.did_key(THEIRS.public)
SIGNERS = [
    ("the issuer", (OWN, METHOD, "eddsa-rdfc-2022"), "genuine", None),
    ("another issuer by its own name", (THEIRS, OTHER_METHOD, "eddsa-rdfc-2022"), "do_not_rely", "key_not_issuers"),
    ("another issuer by this one's name", (THEIRS, METHOD, "eddsa-rdfc-2022"), "do_not_rely", "signature_wrong"),
    ("a did:key", (THEIRS, resolve.method_id(KEY_OF_THEIRS, THEIRS.public), "eddsa-rdfc-2022"), "do_not_rely", "key_not_issuers"),
    ("a did:key under this one's name", (THEIRS, f"{DID}#{THEIRS.public.multibase}", "eddsa-rdfc-2022"), "do_not_rely", "method_not_listed"),
    ("the issuer in jcs", (OWN, METHOD, "eddsa-jcs-2022"), "genuine", None),
    ("another curve by this one's name", (CURVE, METHOD, "ecdsa-rdfc-2019"), "do_not_rely", "algorithm_mismatch"),
    ("another curve in jcs", (CURVE, METHOD, "ecdsa-jcs-2019"), "do_not_rely", "algorithm_mismatch"),
    ("a path of the same host", (THEIRS, "did:web:badges.example.org:mallory#k", "eddsa-rdfc-2022"), "do_not_rely", "key_not_issuers"),
    ("a host that begins alike", (THEIRS, "did:web:badges.example.org.evil.example#k", "eddsa-rdfc-2022"), "do_not_rely", "key_not_issuers"),
    ("the host in capitals", (THEIRS, "did:web:BADGES.example.org#k", "eddsa-rdfc-2022"), "do_not_rely", "key_not_issuers"),
    ("a query in the name", (THEIRS, "did:web:badges.example.org?x#k", "eddsa-rdfc-2022"), "do_not_rely", "key_not_issuers"),
    ("an address of another host", (THEIRS, "https://evil.example/keys#k", "eddsa-rdfc-2022"), "do_not_rely", "key_not_issuers"),
    ("an address of the same host", (THEIRS, "https://badges.example.org/keys#k", "eddsa-rdfc-2022"), "do_not_rely", "key_not_issuers"),
]  # fmt: skip


@pytest.mark.usefixtures("mallory")
@pytest.mark.parametrize(("signing", "verdict", "code"), params(SIGNERS))
def test_only_the_issuer_signs_for_the_issuer(scene, signing, verdict, code):
    assert scene.judge(by(scene, *signing))[::2] == (verdict, code)


def proofs(scene, mallory):
    """Proofs to put together: the issuer's own, somebody else's good one, and bad ones of both."""
    badge = scene.signed()
    own, foreign = scene.world.sign(badge, mallory)["proof"]
    other_badge = scene.signed(name="Another")
    [of_other] = other_badge["proof"]
    return {
        "own": own,
        "foreign": foreign,
        "foreign bad": {**foreign, "proofValue": own["proofValue"]},
        "own of another badge": of_other,
        "own renamed": {**of_other, "cryptosuite": "falcon-2030"},
        "named": {**own, "id": "urn:uuid:1"},
        "nothing": {},
    }


SETS = [
    ("own", ["own"], "genuine", None),
    ("own and a good foreign one", ["own", "foreign"], "genuine", None),
    ("a good foreign one and own", ["foreign", "own"], "genuine", None),
    ("own twice", ["own", "own"], "genuine", None),
    ("own and one of an unknown suite", ["own", "own renamed"], "genuine", None),
    ("foreign alone", ["foreign"], "do_not_rely", "key_not_issuers"),
    ("foreign twice", ["foreign", "foreign"], "do_not_rely", "key_not_issuers"),
    ("foreign beside a bad own", ["foreign", "own of another badge"], "do_not_rely", "signature_wrong"),
    ("foreign beside an unknown suite", ["foreign", "own renamed"], "do_not_rely", "key_not_issuers"),
    ("own beside a bad foreign one", ["own", "foreign bad"], "do_not_rely", "signature_wrong"),
    ("own beside own of another badge", ["own", "own of another badge"], "do_not_rely", "signature_wrong"),
    ("own under another name", ["named"], "do_not_rely", "signature_wrong"),
    ("own of another badge alone", ["own of another badge"], "do_not_rely", "signature_wrong"),
    ("of an unknown suite alone", ["own renamed"], "could_not_finish", "cryptosuite"),
    ("own beside an empty one", ["own", "nothing"], "genuine", None),
    ("five of them", ["own"] * 5, "do_not_rely", "too_many_proofs"),
]


@pytest.mark.parametrize(("names", "verdict", "code"), params(SETS))
def test_every_proof_of_a_set_must_be_good_and_one_the_issuers(scene, mallory, names, verdict, code):
    made = proofs(scene, mallory)
    badge = {**scene.unsigned(), "proof": [made[name] for name in names]}
    assert scene.judge(badge)[::2] == (verdict, code)


@pytest.mark.parametrize("row", table("issue"))
def test_nothing_is_signed_that_a_verifier_would_refuse(scene, row):
    unsigned = scene.unsigned(row["steps"])

    def issued():
        build_rules.require_sound(unsigned, is_token=False)
        return scene.world.sign(unsigned, scene.workshop)

    if row["code"] is None:
        assert scene.judge(issued())[0] == "genuine"
        return
    with pytest.raises(CredentialError) as caught:
        issued()
    assert caught.value.code == row["code"], row["reason"]


POSES = [
    ("as a folder", {}, "genuine", None),
    ("with a holder", {"holder": "did:web:evil.example"}, "genuine", None),
    (
        "with an issuer",
        {"issuer": {"id": DID, "name": "A famous school"}},
        "do_not_rely",
        "presentation_malformed",
    ),
    ("with an issuer by its id", {"issuer": DID}, "do_not_rely", "presentation_malformed"),
    ("with a subject", {"credentialSubject": {"id": "urn:uuid:1"}}, "do_not_rely", "presentation_malformed"),
]


@pytest.mark.parametrize(("members", "verdict", "code"), params(POSES))
def test_a_presentation_does_not_speak_for_an_issuer(scene, mallory, members, verdict, code):
    badge = scene.world.issue(mallory)
    shown = {**VP, "name": "Doctor of wheels", **members, "verifiableCredential": [badge]}
    report = verify(json.dumps(shown).encode(), fetch=scene.world.fetch, now=scene.world.now)
    assert scene.judge(shown)[::2] == (verdict, code)
    assert report.issuer is None
    assert "name" not in report.view
    assert [inner.issuer.id for inner in report.inner] == [mallory.id]


def test_the_end_of_a_presentation_and_its_purpose_cannot_be_hidden(scene, mallory):
    unsigned = presentation.build([scene.signed()], holder=mallory.id)
    made = data_integrity.sign(
        unsigned, mallory.signer, verification_method=mallory.method, created=scene.world.now - timedelta(days=2),
        purpose="authentication", challenge="c", expires=scene.world.now - timedelta(days=1),
    )  # fmt: skip
    end = {"@value": made["proof"][0]["expires"], "type": "http://www.w3.org/2001/XMLSchema#dateTime"}
    hidden = [["drop", "/proof/0/expires"], ["put", "/proof/0/https:~1~1w3id.org~1security#expiration", end]]
    assert scene.judge(made)[::2] == ("do_not_rely", "proof_expired")
    assert scene.judge(changed(made, hidden))[::2] == ("do_not_rely", "not_fixpoint")


@pytest.mark.parametrize("has_end", [True, False])
def test_an_unsealed_bundle_does_not_make_an_old_list_a_new_one(has_end):
    """Whoever packs a bundle writes its time; a list that never ends would be of any time he likes."""
    scene = Scene()
    owner = Issuer(resolve.did_key(THEIRS.public), "Cycle Workshop", THEIRS)
    world = scene.world
    world.status_list(owner, STATUS_URL)
    published = {
        name: value for name, value in json.loads(world.pages[STATUS_URL]).items() if name != "proof"
    }
    if not has_end:
        del published["validUntil"]
    world.publish(STATUS_URL, world.sign(published, owner))
    badge = json.dumps(world.issue(owner, credentialStatus=scene.unsigned()["credentialStatus"])).encode()
    recorder = bundle.record(world.fetch, now=world.now)
    online = verify(badge, fetch=recorder, now=world.now)
    packed = bundle.write(badge, online, recorder)
    told = bundle.verify_bundle(packed, now=world.now + timedelta(days=300))
    assert online.verdict is Verdict.GENUINE
    assert told.verdict is (Verdict.GENUINE if has_end else Verdict.COULD_NOT_FINISH)


def test_a_bundle_with_a_forged_key_document_needs_a_seal_that_the_reader_trusts(scene, mallory):
    forged = by(scene, THEIRS, f"{DID}#k", steps=[["drop", "/credentialStatus"]])
    scene.world.publish(
        resolve.did_web_document_url(DID),
        document(DID, OWN, verificationMethod=[{**ENTRY, "id": f"{DID}#k", "publicKeyMultibase": THEIRS.public.multibase}], assertionMethod=[f"{DID}#k"]),
    )  # fmt: skip
    data = json.dumps(forged).encode()
    recorder = bundle.record(scene.world.fetch, now=scene.world.now)
    told = verify(data, fetch=recorder, now=scene.world.now)
    packed = bundle.write(data, told, recorder, signer=THEIRS, kid=mallory.method, sealer=mallory.id)
    verdicts = {
        trusted: bundle.verify_bundle(packed, now=scene.world.now, trusted=trusted).verdict
        for trusted in (None, METHOD, OTHER_METHOD)
    }
    assert verdicts[None] is verdicts[METHOD] is Verdict.COULD_NOT_FINISH
    assert verdicts[OTHER_METHOD] is Verdict.GENUINE  # the reader believed the forger


def test_a_receipt_is_about_one_file_and_is_no_badge(scene):
    data, other = json.dumps(scene.signed()).encode(), json.dumps(scene.ended()).encode()
    report = verify(data, fetch=scene.world.fetch, now=scene.world.now)
    token = receipt.sign(receipt.make(report, data, service=DID), OWN, kid=METHOD)
    read = receipt.check(token, now=scene.world.now, fetch=scene.world.fetch)
    assert (receipt.matches(read, data), receipt.matches(read, other)) == (True, False)
    assert scene.judge(token)[0] == "do_not_rely"
    for stranger in (jwt.sign(scene.unsigned(), OWN, kid=METHOD), token[:-4] + "AAAA"):
        with pytest.raises(CredentialError):
            receipt.check(stranger, now=scene.world.now, fetch=scene.world.fetch)


REFRESHED = [
    ("a newer version", {"name": "Wheel building"}, True, "refreshed"),
    ("another credential", {"id": "urn:uuid:9"}, True, "refresh_refused"),
    ("another recipient", {"credentialSubject": {"id": "urn:uuid:9", "type": ["AchievementSubject"]}}, True, "refresh_refused"),
    ("another issuer's", {}, False, "refresh_refused"),
    ("an older version", {"validFrom": "2020-01-01T00:00:00Z"}, True, "refresh_refused"),
]  # fmt: skip


@pytest.mark.parametrize(("members", "is_own", "code"), params(REFRESHED))
def test_a_refresh_never_widens_what_was_trusted(scene, mallory, members, is_own, code):
    unsigned = scene.unsigned()
    if "credentialSubject" in members:
        members = {"credentialSubject": {**unsigned["credentialSubject"], "id": "urn:uuid:9"}}
    url, badge = scene.world.refreshed(scene.workshop, unsigned, **members)
    if not is_own:
        newer = {name: value for name, value in json.loads(scene.world.pages[url]).items() if name != "proof"}
        scene.world.publish(url, scene.world.sign({**newer, "issuer": mallory.profile}, mallory))
    report = verify(json.dumps(badge).encode(), fetch=scene.world.fetch, now=scene.world.now)
    told = next(finding for finding in report.findings if finding.check == "refresh")
    assert (report.verdict, told.code, report.issuer.id) == (Verdict.GENUINE, code, DID)
    assert scene.world.asked.count(url) == 1


@pytest.mark.parametrize("place", ["/keys.json#k", "/issuers/2#k"])
def test_an_issuer_with_an_address_is_bound_to_its_host(scene, place):
    for host, verdict in (("https://badges.example.org", "genuine"), ("https://evil.example", "do_not_rely")):
        keys = {"keys": [{**THEIRS.public.jwk, "kid": "k", "iss": HTTPS}]}
        scene.world.publish((host + place).partition("#")[0], keys)
        theirs = [
            ["put", "/issuer/id", HTTPS],
            ["put", "/issuer/name", "Makers"],
            ["drop", "/credentialStatus"],
        ]
        made = by(scene, THEIRS, host + place, steps=theirs)
        assert scene.judge(made)[0] == verdict
