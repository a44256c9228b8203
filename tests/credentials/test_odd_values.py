"""Whatever stands in whatever place, signed or served: an answer or a typed error, and never a traceback."""

import base64
import io
import json
import zipfile

import pytest

from credentials import build, bundle, model, receipt, status
from credentials.errors import CredentialError
from credentials.proofs import data_integrity, presentation
from credentials.verify import Report, verify
from tests import world_of_two as two
from tests.credentials import samples
from tests.credentials.odd_values import ODD, mutants, put, signed_anew
from tests.world import CONTEXTS, World

EACH = 8
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
STATUS, REFRESH, REVOKED = (
    f"https://badges.example.org/{name}/1" for name in ("status", "refresh", "revoked")
)
DID_DOCUMENT = "https://badges.example.org/.well-known/did.json"
JWKS = "https://issuer.example.org/.well-known/jwks.json"


class Stage:
    """A world with an issuer of each kind, and a badge in which every member of the standard stands."""

    def __init__(self) -> None:
        self.world = World()
        self.issuer = self.world.issuer("did:web:badges.example.org")
        self.by_https = self.world.issuer("https://issuer.example.org/1")
        self.by_key = self.world.issuer(name="Mentor")
        self.world.status_list(self.issuer, STATUS)
        self.world.publish(REFRESH, self.world.issue(self.issuer))
        entry = {"id": "urn:x", "revoked": True, "revocationReason": "r"}
        self.world.publish(REVOKED, {"id": REVOKED, "issuer": self.issuer.id, "revokedCredential": [entry]})
        jwk = {**self.by_https.signer.public.jwk, "kid": "k", "iss": self.by_https.id, "alg": "EdDSA"}
        self.world.publish(JWKS, {"keys": [jwk]})
        self.badge = self._badge()

    def _badge(self):
        award = samples.award(issuer=model.Profile(id=self.issuer.id, name="The workshop"))
        badge = json.loads(json.dumps(build.achievement_credential(award)))
        about = self.world.endorsement(self.by_key, badge["credentialSubject"]["achievement"]["id"])
        parent = {"id": "https://parent.example/", "type": ["Profile"], "address": self._address()}
        badge["credentialSubject"]["source"] = {**self.by_key.profile, "parentOrg": parent}
        return {
            **badge,
            "@context": [*CONTEXTS, EXTENSIONS],
            "credentialStatus": status.entry(STATUS, 3),
            "refreshService": {"id": REFRESH, "type": "1EdTechCredentialRefresh"},
            "credentialSchema": [{"id": model.ACHIEVEMENT_SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
            "endorsement": [self.world.sign(about, self.by_key)],
            "endorsementJwt": [signed_anew(about, self.by_key.signer, self.by_key.method)],
        }

    def _address(self):
        return {"type": ["Address"], "geo": {"type": "GeoCoordinates", "latitude": 1.0, "longitude": 1.0}}

    def token(self, document, **header):
        return signed_anew(document, self.issuer.signer, **{"kid": self.issuer.method, **header})

    def answered(self, given, **shape):
        """Verify, and tell whether there was an answer; anything but a typed error gets through."""
        data = given.encode() if isinstance(given, str) else json.dumps(given).encode()
        try:
            return isinstance(verify(data, fetch=self.world.fetch, now=self.world.now, **shape), Report)
        except CredentialError:
            return False

    def served(self, url, given, document=None, **shape):
        """Verify `given` while something odd stands in each place of what is served at `url`."""
        kept = self.world.pages[url]
        for odd in mutants(json.loads(kept) if document is None else document, EACH):
            self.world.publish(url, odd if isinstance(odd, str) else json.dumps(odd).encode())
            self.answered(given, **shape)
        self.world.pages[url] = kept


@pytest.fixture
def stage():
    return Stage()


def test_the_honest_badge_is_verified_to_the_end(stage):
    report = verify(stage.token(stage.badge).encode(), fetch=stage.world.fetch, now=stage.world.now)
    told = {one.check: one.outcome.value for one in report.findings if one.check != "endorsements"}
    passed = dict.fromkeys(("structure", "proof", "issuer", "status", "validity"), "passed")
    assert told == {**passed, "recipient": "not_applicable", "refresh": "undetermined"}


def test_no_odd_value_in_a_signed_badge_is_too_odd(stage):
    tokens = [stage.token(odd) for odd in mutants(stage.badge, EACH)]
    told = [stage.answered(one, recipient="Someone@Example.com") for one in tokens]
    assert told.count(True) > 1000


def test_no_odd_value_in_an_embedded_proof_is_too_odd(stage):
    for suite in ("eddsa-rdfc-2022", "eddsa-jcs-2022"):
        badge = stage.world.issue(stage.issuer, cryptosuite=suite)
        facts = {"id": "urn:uuid:1", "previousProof": ["urn:uuid:2"], "domain": "x", "challenge": "y"}
        second = {**badge["proof"][0], "id": "urn:uuid:2", "expires": "2030-01-01T00:00:00Z"}
        two_proofs = {**badge, "proof": [{**badge["proof"][0], **facts}, second]}
        assert [stage.answered(odd) for odd in mutants(two_proofs, EACH)].count(True) > 100


def test_no_odd_value_that_can_be_signed_into_the_graph_is_too_odd(stage):
    made = 0
    badge = {name: value for name, value in stage.badge.items() if name != "endorsementJwt"}
    for odd in filter(lambda odd: isinstance(odd, dict), mutants(badge, EACH)):
        try:
            signed = data_integrity.sign(
                odd, stage.issuer.signer, verification_method=stage.issuer.method, created=stage.world.now
            )
        except CredentialError:
            continue
        made += stage.answered(signed)
    assert made > 100


def test_no_odd_claim_or_header_is_too_odd(stage):
    claims = {"iss": stage.issuer.id, "jti": stage.badge["id"], "nbf": 1, "exp": 2**33, "iat": 1, "aud": "x"}
    jwk = stage.issuer.signer.public.jwk
    header = {"alg": "EdDSA", "typ": "JWT", "kid": stage.issuer.method, "jwk": jwk, "cty": "vc", "x5c": ["a"]}
    header |= {"crit": ["b64"], "b64": True, "iss": stage.issuer.id}
    for odd in mutants(claims):
        stage.answered(stage.token({**stage.badge, **odd} if isinstance(odd, dict) else odd))
    for odd in mutants(header):
        if isinstance(odd, dict):
            stage.answered(stage.token(stage.badge, **odd))


@pytest.mark.parametrize("purpose", ["revocation", "message", "1EdTechRevocationList"])
@pytest.mark.parametrize("is_past", [False, True])
def test_no_odd_status_entry_is_too_odd(stage, purpose, is_past):
    entry = {"id": REVOKED, "type": purpose}
    if purpose != "1EdTechRevocationList":
        entry = status.entry(STATUS, 4, purpose=purpose, messages=("a", "b"), reference="https://a.example/")
    generic = {**stage.world.credential(stage.issuer), "type": ["VerifiableCredential"]}
    for odd in mutants(entry):
        for document in ({**stage.badge, "credentialStatus": odd}, {**generic, "credentialStatus": [odd]}):
            stage.answered(stage.token(document), as_of=stage.world.now if is_past else None)


@pytest.mark.parametrize("kid", [None, "k"])
def test_no_odd_web_address_or_key_set_of_an_issuer_is_too_odd(stage, kid):
    who = stage.by_https
    badge = stage.world.credential(who)
    facts = {"kid": kid} if kid else {"kid": None, "jwk": who.signer.public.jwk}
    for odd in mutants(badge["issuer"]):
        stage.answered(signed_anew({**badge, "issuer": odd}, who.signer, **facts))
    stage.served(JWKS, signed_anew(badge, who.signer, **facts))


def test_no_odd_key_document_is_too_odd(stage):
    for who, url in (
        (stage.by_https, stage.by_https.id),
        (stage.issuer, "https://badges.example.org/.well-known/did.json"),
    ):
        stage.served(url, stage.world.issue(who))
        stage.served(url, signed_anew(stage.world.credential(who), who.signer, who.method))


def test_no_odd_list_or_newer_version_is_too_odd(stage):
    badge = stage.world.issue(stage.issuer, credentialStatus=status.entry(STATUS, 3))
    stage.served(STATUS, badge)
    bare = {name: value for name, value in json.loads(stage.world.pages[STATUS]).items() if name != "proof"}
    for odd in mutants(bare, EACH):
        stage.world.publish(STATUS, stage.token(odd))
        stage.answered(badge)
    older = {"id": REVOKED, "type": "1EdTechRevocationList"}
    bare = {**stage.world.credential(stage.issuer), "@context": stage.badge["@context"]}
    stage.served(REVOKED, stage.world.sign({**bare, "credentialStatus": older}, stage.issuer))
    service = {"id": REFRESH, "type": "1EdTechCredentialRefresh"}
    stage.served(REFRESH, stage.world.sign({**bare, "refreshService": service}, stage.issuer))


def test_no_odd_record_or_presentation_is_too_odd(stage):
    record = stage.world.record(stage.issuer, [stage.world.issue(stage.issuer)], partial=True)
    ends = {"sourceId": "urn:a", "targetId": "urn:b"}
    record["credentialSubject"]["association"] = [
        {"type": "Association", "associationType": "isPartOf", **ends}
    ]
    for odd in mutants(record, EACH):
        stage.answered(odd)
        stage.answered(stage.token(odd))
    shown = presentation.build(
        [stage.world.issue(stage.issuer), stage.token(stage.badge)], holder=stage.by_key.id
    )
    facts = {"created": stage.world.now, "challenge": "c", "domain": "d"}
    proven = presentation.sign(shown, stage.by_key.signer, verification_method=stage.by_key.method, **facts)
    for odd in mutants(proven, EACH):
        stage.answered(odd)
        if isinstance(odd, dict):
            bare = {**odd, "nonce": "c", "aud": "d"}
            stage.answered(signed_anew(bare, stage.by_key.signer, stage.by_key.method, typ="vp+jwt"))
    for odd in mutants({"typ": "vp+jwt", "cty": "vp", "kid": stage.by_key.method}):
        if isinstance(odd, dict):
            stage.answered(signed_anew(shown, stage.by_key.signer, **{"kid": None, **odd}))


def test_no_odd_receipt_or_bundle_is_too_odd(stage):
    world, who = stage.world, stage.issuer
    recorder = bundle.record(world.fetch, now=world.now)
    badge = json.dumps(world.issue(who, credentialStatus=status.entry(STATUS, 3))).encode()
    report = verify(badge, fetch=recorder, now=world.now)
    made = receipt.make(report, badge, service=who.id)
    for odd in mutants(json.loads(json.dumps(receipt.as_json(made))), EACH):
        typed(receipt.read, odd)
    head, body, _ = receipt.sign(made, who.signer, kid=who.method).split(".")
    for odd in mutants(decoded(body)):
        token = signed_anew(odd, who.signer, **decoded(head))
        typed(receipt.check, token, now=world.now, key=who.signer.public)
    whole = bundle.write(badge, report, recorder, signer=who.signer, kid=who.method, sealer=who.id)
    with zipfile.ZipFile(io.BytesIO(whole)) as held:
        entries = {name: held.read(name) for name in held.namelist()}
    for name, content in entries.items():
        is_seal = name.endswith(".jwt")
        for odd in mutants(decoded(content.split(b".")[1]) if is_seal else json.loads(content), EACH):
            text = signed_anew(odd, who.signer, who.method) if is_seal else json.dumps(odd)
            typed(bundle.verify_bundle, zipped({**entries, name: text}), now=world.now, trusted=who.method)


def typed(call, *given, **shape):
    try:
        call(*given, **shape)
    except CredentialError:
        return


def decoded(part):
    text = part.encode() if isinstance(part, str) else part
    return json.loads(base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4)))


def zipped(entries):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as writing:
        for name, content in entries.items():
            writing.writestr(name, content)
    return made.getvalue()


def of_two(older, given, **shape):
    typed(
        verify,
        given.encode() if isinstance(given, str) else json.dumps(given).encode(),
        fetch=older.fetch,
        now=older.world.now,
        **shape,
    )


def test_no_odd_hosted_badge_of_an_older_edition_is_too_odd():
    older = two.WorldOfTwo()
    badge = older.hosted(evidence=[{"id": "https://e.example/1"}], expires="2030-01-01T00:00:00Z")
    recipient = {"type": "email", "hashed": True, "salt": "s", "identity": "sha256$" + "0" * 64}
    verify_at = {"type": "hosted", "url": two.ASSERTION}
    first = {"uid": "1", "recipient": recipient, "badge": two.BADGE_CLASS, "verify": verify_at, "issuedOn": 1}
    origin = {"origin": "https://badges.example.org", "name": "x"}
    inner = {"version": "0.5.0", "name": "n", "image": "/i.png", "criteria": "/c", "issuer": origin}
    before = {"recipient": recipient["identity"], "salt": "s", "issued_on": "2012-01-01", "badge": inner}
    for document in (badge, first, before):
        for odd in mutants(document, EACH * 2):
            of_two(older, odd, recipient="ada@example.org")
            older.world.publish(two.ASSERTION, json.dumps(odd).encode())
            of_two(older, document, recipient="ada@example.org")


def test_no_odd_page_behind_an_older_badge_is_too_odd():
    older = two.WorldOfTwo()
    token = older.signed()
    older.issuer(
        publicKey=two.KEY,
        revocationList=two.REVOCATIONS,
        verification={"allowedOrigins": ["badges.example.org"], "startsWith": [two.HOME]},
    )
    older.revocations({"id": "urn:x", "revocationReason": "x"}, "urn:y")
    hosted = older.hosted()
    for url in (two.BADGE_CLASS, two.ISSUER, two.KEY, two.REVOCATIONS):
        kept = older.world.pages[url]
        for odd in mutants(json.loads(kept), EACH * 2):
            older.world.publish(url, json.dumps(odd).encode())
            of_two(older, token)
            of_two(older, hosted)
        older.world.pages[url] = kept


def test_every_odd_value_is_put_in_many_places():
    document = {"a": {"b": ["c", {"d": 1}]}, "e": 2}
    made = [json.dumps(odd) for odd in mutants(document)]
    assert len(made) == 6 * (2 + len(ODD)) + len(ODD)
    assert json.dumps(put(document, ("a", "b", 1, "d"), [])) in made
