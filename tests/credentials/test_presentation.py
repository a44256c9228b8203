"""What a holder shows, and the proof that the holder shows it here and now."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credentials import build
from credentials.errors import CredentialError, ProofError, UnreadableError
from credentials.fetch import Fetched
from credentials.proofs import data_integrity, jose, jwt, presentation
from credentials.resolve import did_document, did_key, method_id
from credentials.secret_keys import key_of, new_method
from credentials.verify import Verdict, verify
from tests.credentials.samples import METHOD, NOW, OTHER_SIGNER, SIGNER, award, no_network
from tests.world import World

HOLDER_SIGNER, HOLDER_METHOD, HOLDER = key_of(new_method())
DID = "did:web:holder.example.org"
DID_METHOD = method_id(DID, HOLDER_SIGNER.public)
ASKED = {"challenge": "n-0S6_WzA2Mj", "domain": "verifier.example.org"}


def credential():
    document = build.achievement_credential(award(credential_status=None))
    return data_integrity.sign(document, SIGNER, verification_method=METHOD, created=NOW)


TOKEN = jwt.sign_w3c(build.achievement_credential(award(credential_status=None)), SIGNER, kid=METHOD)


def shown(credentials=None, holder=HOLDER, method=HOLDER_METHOD, suite="eddsa-rdfc-2022", **changes):
    document = presentation.build(credentials or [credential(), TOKEN], holder=holder)
    facts = {"verification_method": method, "created": NOW, "cryptosuite": suite, **ASKED, **changes}
    return presentation.sign(document, HOLDER_SIGNER, **facts)


def shown_token(credentials=None, holder=HOLDER, kid=HOLDER_METHOD, signer=HOLDER_SIGNER, **changes):
    document = presentation.build(credentials or [credential(), TOKEN], holder=holder)
    return presentation.sign_token(document, signer, kid=kid, **{"issued_at": NOW, **ASKED, **changes})


def check(given_, fetch=no_network, now=NOW, **asked):
    is_token = isinstance(given_, str)
    document, token = ({}, given_) if is_token else (given_, None)
    return presentation.verify(document, fetch, now=now, token=token, **{**ASKED, **asked})


FORMS = pytest.mark.parametrize("show", [shown, shown_token], ids=["data_integrity", "vp_jwt"])


def test_a_presentation_gives_its_credentials_back_as_they_are():
    document = presentation.build([credential(), TOKEN], holder=HOLDER, presentation_id="urn:uuid:1")
    assert document["verifiableCredential"][1]["id"] == f"data:application/vc+jwt,{TOKEN}"
    taken = presentation.read(document)
    assert (taken.holder, taken.credentials, taken.proofs) == (HOLDER, (credential(), TOKEN), ())


@FORMS
def test_the_holder_proves_for_this_occasion(show):
    proven = check(show())
    assert (proven.holder, proven.methods, proven.created) == (HOLDER, (HOLDER_METHOD,), NOW)
    assert (proven.challenge, proven.domain) == tuple(ASKED.values())


def test_the_jcs_suite_does_as_well():
    assert check(shown(suite="eddsa-jcs-2022")).holder == HOLDER


@FORMS
@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"challenge": "another"}, "invalid_challenge_error"),
        ({"domain": "other.example.org"}, "invalid_domain_error"),
    ],
    ids=["challenge", "domain"],
)
def test_a_presentation_for_another_occasion_is_refused(show, asked, code):
    with pytest.raises(ProofError) as caught:
        check(show(), **asked)
    assert caught.value.code == code


@FORMS
def test_only_the_holder_named_may_present(show):
    for holder in (did_key(OTHER_SIGNER.public), "did:key:z6Mk"):
        with pytest.raises(ProofError):
            check(show(holder=holder))


@FORMS
def test_a_presentation_from_the_future_is_refused(show):
    with pytest.raises(ProofError, match="created_in_future"):
        check(show(), now=NOW - timedelta(hours=1))


@pytest.mark.parametrize("member", ["holder", "verifiableCredential"])
def test_what_is_presented_cannot_be_exchanged(member):
    document = shown()
    changed = {"holder": did_key(OTHER_SIGNER.public), "verifiableCredential": [credential()]}[member]
    with pytest.raises(ProofError):
        check({**document, member: changed})
    head, body, tail = shown_token().split(".")
    payload = {**jose.parse(f"{head}.{body}.{tail}").payload, member: changed}
    forged = jose.sign(dict(jose.header_of(head)), payload, OTHER_SIGNER)
    with pytest.raises(ProofError):
        check(forged)


def test_the_proof_of_a_credential_is_none_of_a_presentation():
    document = presentation.build([credential()], holder=HOLDER)
    signed = data_integrity.sign(document, HOLDER_SIGNER, verification_method=HOLDER_METHOD, created=NOW)
    with pytest.raises(ProofError, match="proof_purpose"):
        check(signed)
    with pytest.raises(ProofError, match="no_proof"):
        check({**document, "proof": []})
    with pytest.raises(ProofError, match="type_forbidden"):
        check(TOKEN)


def test_a_holder_by_did_web_needs_a_key_for_authentication_that_is_good_now():
    listed = did_document(DID, [HOLDER_SIGNER.public])

    def serving(document):
        return lambda url, **_shape: Fetched(url, orjson.dumps(document), "application/json")

    for show, name in ((shown, "method"), (shown_token, "kid")):
        given_ = show(holder=DID, **{name: DID_METHOD})
        with pytest.raises(ProofError, match="method_not_for_authentication"):
            check(given_, serving(listed))
        able = {**listed, "authentication": [DID_METHOD]}
        assert check(given_, serving(able)).holder == DID
        for member, code in (("revoked", "key_compromised"), ("expires", "key_retired")):
            [method] = listed["verificationMethod"]
            old = {**able, "verificationMethod": [{**method, member: "2026-02-01T00:00:00Z"}]}
            with pytest.raises(ProofError, match=code):
                check(given_, serving(old))


@pytest.mark.parametrize("form", ["embedded", "token"])
def test_a_key_that_was_put_away_answers_no_question_of_today_whatever_date_it_writes(form):
    world = World()
    holder = world.issuer("did:web:holder.example.org")
    [address] = world.pages
    document = json.loads(world.pages[address])
    document["authentication"] = document["assertionMethod"]
    document["verificationMethod"][0]["expires"] = "2026-01-01T00:00:00Z"
    world.publish(address, document)
    made = presentation.build([world.issue(world.issuer())], holder=holder.id)
    then, asked = datetime(2025, 12, 1, tzinfo=UTC), "asked today"
    if form == "token":
        token = presentation.sign_token(
            made, holder.signer, kid=holder.method, issued_at=then, challenge=asked
        )
        given = {"document": {}, "token": token}
    else:
        signed = presentation.sign(
            made, holder.signer, verification_method=holder.method, created=then, challenge=asked
        )
        given = {"document": signed}
    with pytest.raises(ProofError, match="key_retired"):
        presentation.verify(**given, fetch=world.fetch, now=world.now, challenge=asked)
    assert presentation.verify(**given, fetch=world.fetch, now=world.now).created == then


@pytest.mark.parametrize(
    ("header", "payload", "code"),
    [
        ({"typ": "vc+jwt"}, {}, "type_forbidden"),
        ({"typ": "JWT"}, {}, "type_forbidden"),
        ({"cty": "vc"}, {}, "type_forbidden"),
        ({"kid": "key-1"}, {}, "kid_missing"),
        ({"jwk": HOLDER_SIGNER.public.jwk}, {}, "header_member_forbidden"),
        ({}, {"vp": {}}, "claim_forbidden"),
        ({}, {"iss": "did:example:x"}, "claim_mismatch"),
        ({}, {"exp": 1}, "proof_expired"),
        ({}, {"nbf": 4_000_000_000}, "not_yet_valid"),
        ({}, {"nonce": None}, "invalid_challenge_error"),
    ],
)
def test_a_token_of_another_shape_is_refused_although_it_is_signed(header, payload, code):
    plain = jose.parse(shown_token())
    token = jose.sign({**plain.header, **header}, {**plain.payload, **payload}, HOLDER_SIGNER)
    with pytest.raises(ProofError) as caught:
        check(token)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"type": ["VerifiableCredential"]}, "/type"),
        ({"holder": 5}, "/holder"),
        ({"holder": {"name": "x"}}, "/holder"),
        ({"verifiableCredential": [TOKEN]}, "/verifiableCredential/0"),
        ({"verifiableCredential": [{"type": "EnvelopedVerifiableCredential"}]}, "/verifiableCredential/0/id"),
        (
            {"verifiableCredential": {"type": ["EnvelopedVerifiableCredential"], "id": "https://x.example"}},
            "/verifiableCredential/0/id",
        ),
    ],
)
def test_what_is_no_presentation_is_told_with_its_place(change, pointer):
    document = presentation.build([credential()], holder=HOLDER)
    assert presentation.read(document)
    with pytest.raises(UnreadableError, match="presentation_malformed") as caught:
        presentation.read({**document, **change})
    assert caught.value.facts["pointer"] == pointer


def test_what_is_told_of_the_occasion_is_what_was_signed():
    signed = shown()
    invented = {"challenge": "fresh", "domain": "victim.example.org", "cryptosuite": "unknown-2099"}
    faked = {**signed, "proof": [{**signed["proof"][0], **invented}, *signed["proof"]]}
    told = presentation.verify(faked, no_network, now=NOW)
    assert (told.challenge, told.domain) == (ASKED["challenge"], ASKED["domain"])
    twice = presentation.sign(
        signed, HOLDER_SIGNER, verification_method=HOLDER_METHOD, created=NOW, challenge="another"
    )
    assert presentation.verify(twice, no_network, now=NOW).challenge is None


def test_a_token_needs_a_holder_and_a_whole_kid():
    with pytest.raises(UnreadableError, match="not_signable_as_jwt"):
        shown_token(kid="key-1")
    document = presentation.build([], holder=HOLDER)
    del document["holder"]
    with pytest.raises(UnreadableError, match="not_signable_as_jwt"):
        presentation.sign_token(document, HOLDER_SIGNER, kid=HOLDER_METHOD, issued_at=NOW, challenge="x")


@FORMS
def test_the_whole_verifier_tells_who_presents_and_judges_what_is_inside(show):
    given_ = show()
    data = given_.encode() if isinstance(given_, str) else orjson.dumps(given_)
    report = verify(data, fetch=no_network, now=NOW)
    told = {finding.check: finding.code for finding in report.findings}
    assert (report.standard, report.verdict) == ("vp", Verdict.GENUINE)
    assert told["proof"] == "presented_by_holder"
    assert [one.verdict for one in report.inner] == [Verdict.GENUINE, Verdict.GENUINE]


@given(
    st.sampled_from(["type", "holder", "verifiableCredential", "proof", "@context"]),
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
        max_leaves=4,
    ),
)
@settings(deadline=None, max_examples=60)
def test_odd_presentations_raise_nothing_but_our_errors(member, value):
    document = {**presentation.build([TOKEN], holder=HOLDER), member: value}
    with suppress(CredentialError):
        check(document)
    with suppress(CredentialError):
        check(jose.sign({"typ": "vp+jwt", "kid": HOLDER_METHOD}, document, HOLDER_SIGNER))
