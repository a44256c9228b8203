"""What a signature is worth, given the life of the key that made it."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import orjson
import pytest

from credentials import build, model
from credentials.fetch import Fetched
from credentials.key_history import KeyHistory, Worth, worth
from credentials.proofs import data_integrity, jose, jwt
from credentials.resolve import did_document, did_key, jwks, method_id
from credentials.verify import Outcome, Verdict, verify
from credentials.verify.knowledge import Knowledge
from tests.credentials.samples import METHOD, NOW, OTHER_SIGNER, SIGNER, award, endorsement, no_network

SECOND = timedelta(seconds=1)
TICK = timedelta(microseconds=1)
LATER = NOW + timedelta(days=30)
DID = "did:web:badges.example.org:issuers:1"
DID_METHOD = method_id(DID, SIGNER.public)
HTTPS = "https://badges.example.org/issuers/1"
KEYS = f"{HTTPS}/jwks.json"


@pytest.mark.parametrize(
    ("history", "created", "recorded_at", "expected"),
    [
        (KeyHistory(), NOW, None, Worth.GOOD),
        (KeyHistory(), None, None, Worth.GOOD),
        (KeyHistory(active_from=NOW), NOW - SECOND, None, Worth.EARLY),
        (KeyHistory(active_from=NOW), NOW, None, Worth.GOOD),
        (KeyHistory(active_from=NOW + 400_000 * TICK), NOW, None, Worth.GOOD),
        (KeyHistory(retired_at=NOW), NOW - SECOND, None, Worth.GOOD),
        (KeyHistory(retired_at=NOW), NOW, None, Worth.GOOD),
        (KeyHistory(retired_at=NOW), NOW + TICK, None, Worth.RETIRED),
        (KeyHistory(retired_at=NOW), None, None, Worth.UNKNOWN),
        (KeyHistory(retired_at=NOW), None, NOW, Worth.GOOD),
        (KeyHistory(retired_at=NOW), None, NOW + TICK, Worth.UNKNOWN),
        (KeyHistory(compromised_at=NOW), NOW - SECOND, None, Worth.COMPROMISED),
        (KeyHistory(compromised_at=NOW), NOW - SECOND, NOW - TICK, Worth.RECORDED),
        (KeyHistory(compromised_at=NOW), NOW - SECOND, NOW, Worth.COMPROMISED),
        (KeyHistory(compromised_at=NOW), NOW - SECOND, NOW + TICK, Worth.COMPROMISED),
        (KeyHistory(compromised_at=LATER), NOW, None, Worth.COMPROMISED),
        (KeyHistory(retired_at=NOW, compromised_at=LATER), NOW + SECOND, NOW + SECOND, Worth.RETIRED),
        (KeyHistory(retired_at=NOW, compromised_at=LATER), NOW, NOW + SECOND, Worth.RECORDED),
    ],
)
def test_the_worth_of_a_signature_at_the_very_instants_that_matter(history, created, recorded_at, expected):
    assert worth(history, created=created, recorded_at=recorded_at) is expected


def plain(**changes):
    return build.achievement_credential(award(credential_status=None, **changes))


@pytest.fixture(scope="module")
def badge():
    return orjson.dumps(data_integrity.sign(plain(), SIGNER, verification_method=METHOD, created=NOW))


def judged(data, history=None, records=None, fetch=no_network, now=LATER):
    known = Knowledge(
        key_history=(lambda method: history if method.id in {METHOD, DID_METHOD} else None),
        recorded=None if records is None else records.get,
    )
    report = verify(data, fetch=fetch, now=now, knowledge=known)
    [finding] = [one for one in report.findings if one.check == "issuer"]
    return report, finding


def digest(data):
    return hashlib.sha256(data).digest()


def test_a_badge_signed_while_the_key_was_in_use_stays_genuine_after_rotation(badge):
    report, finding = judged(badge, KeyHistory(active_from=NOW - SECOND, retired_at=NOW))
    assert (report.verdict, finding.code) == (Verdict.GENUINE, "issuer_bound")


def test_a_badge_signed_with_a_key_that_was_put_away_is_not_relied_on(badge):
    report, finding = judged(badge, KeyHistory(retired_at=NOW - SECOND))
    assert (report.verdict, finding.code, finding.source) == (Verdict.DO_NOT_RELY, "key_retired", "here")
    assert finding.facts["retired_at"] == "2026-03-01T08:59:59Z"
    assert finding.facts["signed_at"] == "2026-03-01T09:00:00Z"


def test_a_badge_from_before_its_key_is_not_relied_on(badge):
    report, finding = judged(badge, KeyHistory(active_from=NOW + SECOND))
    assert (report.verdict, finding.code) == (Verdict.DO_NOT_RELY, "key_not_yet_active")


def test_after_a_loss_only_what_was_recorded_before_the_cut_off_stays_genuine_with_a_warning(badge):
    lost = KeyHistory(compromised_at=NOW + SECOND)
    report, finding = judged(badge, lost, {digest(badge): NOW})
    assert (report.verdict, finding.code) == (Verdict.GENUINE, "recorded_before_compromise")
    assert finding.outcome is Outcome.PASSED
    assert "recorded_before_compromise" in [one.code for one in report.warnings]
    for records in (None, {}, {digest(badge): NOW + SECOND}, {digest(badge + b" "): NOW}):
        report, finding = judged(badge, lost, records)
        assert (report.verdict, finding.code) == (Verdict.DO_NOT_RELY, "key_compromised")


def test_a_thief_gains_nothing_by_an_earlier_date_or_an_earlier_question():
    for created in (NOW - timedelta(days=300), NOW, NOW + timedelta(days=3)):
        forged = data_integrity.sign(
            plain(valid_from=created), SIGNER, verification_method=METHOD, created=created
        )
        for now in (NOW + timedelta(days=4), LATER):
            lost = KeyHistory(compromised_at=NOW + timedelta(days=10))
            assert judged(orjson.dumps(forged), lost, {}, now=now)[1].code == "key_compromised"


def test_another_layout_of_the_recorded_json_is_the_recorded_credential(badge):
    lost, records = KeyHistory(compromised_at=NOW + SECOND), {digest(badge): NOW}
    layout = json.dumps(json.loads(badge), indent=2, ensure_ascii=False).encode()
    assert judged(layout, lost, records)[0].verdict is Verdict.GENUINE
    changed = layout.replace(b'"Wheel truing"', b'"Wheel making"')
    assert judged(changed, lost, records)[0].verdict is Verdict.DO_NOT_RELY


def test_a_record_of_the_json_form_does_not_cover_a_token_of_the_same_credential(badge):
    lost = KeyHistory(compromised_at=NOW + SECOND)
    token = jwt.sign(plain(), SIGNER, kid=METHOD).encode()
    unsigned = orjson.dumps(plain())
    assert judged(token, lost, {digest(badge): NOW, digest(unsigned): NOW})[1].code == "key_compromised"
    assert judged(token, lost, {digest(token): NOW})[1].code == "recorded_before_compromise"
    assert judged(b"  " + token + b"\n", lost, {digest(token): NOW})[0].verdict is Verdict.GENUINE


def test_a_token_tells_its_time_by_iat_else_by_nbf_which_shows_no_key_too_young():
    by_nbf = jwt.sign(plain(), SIGNER, kid=METHOD).encode()
    by_iat = jwt.sign(plain(), SIGNER, kid=METHOD, issued_at=NOW + 10 * SECOND).encode()
    young = KeyHistory(active_from=NOW + 5 * SECOND)
    assert judged(by_nbf, young)[1].code == judged(by_iat, young)[1].code == "issuer_bound"
    retired = KeyHistory(retired_at=NOW + 5 * SECOND)
    assert judged(by_nbf, retired)[1].code == "issuer_bound"
    assert judged(by_iat, retired)[1].code == "key_retired"
    assert judged(by_iat, KeyHistory(active_from=NOW + 11 * SECOND))[1].code == "key_not_yet_active"
    assert judged(by_nbf, KeyHistory(retired_at=NOW - SECOND))[1].code == "key_retired"


def document_with(**members):
    document = did_document(DID, [SIGNER.public])
    document["verificationMethod"][0] |= members
    return serving(document)


def serving(document):
    return lambda url, **_shape: Fetched(url, orjson.dumps(document), "application/json")


def of_did_web(created=NOW):
    document = plain(issuer=model.Profile(id=DID, name="W"))
    return orjson.dumps(
        data_integrity.sign(document, SIGNER, verification_method=DID_METHOD, created=created)
    )


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({}, "issuer_bound"),
        ({"expires": "2026-03-01T09:00:00Z"}, "issuer_bound"),
        ({"expires": "2026-03-01T08:59:59Z"}, "key_retired"),
        ({"revoked": "2026-03-01T09:00:01Z"}, "key_compromised"),
        ({"revoked": "2999-01-01T00:00:00Z"}, "key_compromised"),
    ],
)
def test_of_a_strangers_key_its_document_tells_the_life(members, code):
    _, finding = judged(of_did_web(), fetch=document_with(**members))
    assert (finding.code, finding.source) == (code, "document")


def test_what_the_caller_knows_of_a_key_goes_before_what_its_document_says():
    fetch = document_with(expires="2026-03-01T08:59:59Z")
    assert judged(of_did_web(), KeyHistory(retired_at=NOW), fetch=fetch)[1].code == "issuer_bound"


def test_a_loss_that_only_the_document_tells_goes_before_what_the_caller_knows():
    fetch = document_with(revoked="2026-03-01T09:00:01Z")
    assert (
        judged(of_did_web(), KeyHistory(active_from=NOW - SECOND), fetch=fetch)[1].code == "key_compromised"
    )


@pytest.mark.parametrize("kid", [f"{KEYS}#key-1", "key-1", f"{KEYS}?again#key-1", None])
def test_a_lost_key_is_known_by_itself_whatever_it_is_called(kid):
    document = plain(issuer=model.Profile(id=HTTPS, name="The workshop"))
    header = {"jwk": dict(SIGNER.public.jwk)} if kid is None else {"kid": kid}
    claims = jwt.parse(jwt.sign(document, SIGNER, kid=KEYS)).payload
    token = jose.sign({"typ": "JWT", **header}, {**document, **claims}, SIGNER)
    known = Knowledge(
        key_history=lambda method: KeyHistory(compromised_at=NOW) if method.key == SIGNER.public else None
    )
    report = verify(
        token.encode(), fetch=serving(jwks([("key-1", SIGNER.public)])), now=LATER, knowledge=known
    )
    assert {one.code for one in report.findings if one.check == "issuer"} == {"key_compromised"}


def test_a_revoked_key_that_is_for_nothing_any_more_still_covers_what_was_recorded():
    document = did_document(DID, [OTHER_SIGNER.public], revoked={SIGNER.public: NOW + SECOND})
    data = of_did_web()
    kept, finding = judged(data, records={digest(data): NOW}, fetch=serving(document))
    assert (kept.verdict, finding.code) == (Verdict.GENUINE, "recorded_before_compromise")
    assert judged(data, KeyHistory(), {}, serving(document))[1].code == "key_compromised"
    del document["verificationMethod"][1]["revoked"]
    assert judged(data, records={digest(data): NOW}, fetch=serving(document))[1].code == (
        "method_not_for_assertion"
    )


def test_an_endorsement_inside_a_recorded_badge_was_recorded_with_it():
    about = build.endorsement_credential(replace(endorsement(), issuer=model.Profile(id=DID, name="M")))
    inner = data_integrity.sign(about, SIGNER, verification_method=DID_METHOD, created=NOW)
    issuer = did_key(OTHER_SIGNER.public)
    outer = {**plain(issuer=model.Profile(id=issuer, name="W")), "endorsement": [inner]}
    method = method_id(issuer, OTHER_SIGNER.public)
    data = orjson.dumps(data_integrity.sign(outer, OTHER_SIGNER, verification_method=method, created=NOW))
    document = did_document(DID, [], revoked={SIGNER.public: NOW + SECOND})
    good, _ = judged(data, records={digest(data): NOW}, fetch=serving(document))
    assert [one.code for one in good.findings if one.check == "endorsements"] == ["endorsement_good"]
    bad, _ = judged(data, records={}, fetch=serving(document))
    assert [one.code for one in bad.findings if one.check == "endorsements"] == ["endorsement_false"]
