"""Keeping what a check found: a dated receipt and a bundle, from the page, and handed in again."""

import base64
import io
import json
import re
from datetime import timedelta

import pytest

from badges.services import carrying, own_word, withdrawing
from credentials import bundle, receipt
from credentials.keys import Ed25519Signer, new_ed25519_seed
from credentials.resolve import did_key
from credentials.verify import Verdict, verify
from foundation import clock
from foundation.db import session
from foundation.policy import SYSTEM
from issuers import queries as issuers
from issuers.models import Issuer
from issuers.services import compromising
from tests.badges.scene import accepted, person, set_stage
from tests.web.visiting import client_of
from tests.world import World

CARRIED = re.compile(r'name="carried" value="([^"]+)"')


@pytest.fixture
def world(sqlite_app):
    world = World()
    clock.set_source(lambda: world.now)
    sqlite_app.extensions["fetch"] = world.fetch
    return world


@pytest.fixture
def badge(world):
    """A badge whose file has its lines ended as no form would leave them."""
    return json.dumps(world.issue(world.issuer()), indent=1).encode() + b"\n"


def carried(page: str) -> str:
    found = CARRIED.search(page)
    assert found is not None
    return found.group(1)


def hand_in(app, *files, **more):
    names = ("file", "about")
    upload = {name: (io.BytesIO(body), name) for name, body in zip(names, files, strict=False)}
    return app.test_client().post("/verify", data={**upload, **more})


def kept(app, body, what, **more):
    page = hand_in(app, body, **more)
    form = {"carried": carried(page.text), **more}
    return app.test_client().post(f"/verify/{what}", data=form)


def test_the_page_carries_the_exact_bytes_and_sets_no_cookie(sqlite_app, badge):
    page = hand_in(sqlite_app, badge)
    assert base64.b64decode(carried(page.text)) == badge
    answer = sqlite_app.test_client().post("/verify/receipt", data={"carried": carried(page.text)})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_the_buttons_need_no_token_as_nothing_is_changed(sqlite_app, badge, monkeypatch):
    monkeypatch.setitem(sqlite_app.config, "WTF_CSRF_ENABLED", True)
    for what in ("receipt", "bundle"):
        assert kept(sqlite_app, badge, what).status_code == 200


def test_a_receipt_is_a_signed_file_about_this_very_badge(sqlite_app, world, badge):
    answer = kept(sqlite_app, badge, "receipt")
    assert answer.mimetype == "application/jwt"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="wheel-truing-receipt.jwt"'
    told = receipt.check(answer.text, now=world.now)
    assert told.verdict is Verdict.GENUINE
    assert told.service == own_word.speaker().id
    assert receipt.matches(told, badge)
    assert "Wheel truing" not in base64.urlsafe_b64decode(answer.text.split(".")[1] + "==").decode()


def test_a_receipt_keeps_whether_it_was_the_asked_persons_without_saying_whose(sqlite_app, world, badge):
    answer = kept(sqlite_app, badge, "receipt", recipient="somebody@example.org")
    told = receipt.check(answer.text, now=world.now)
    assert told.recipient == "not_said"
    assert "somebody" not in base64.urlsafe_b64decode(answer.text.split(".")[1] + "==").decode()


def test_a_receipt_handed_in_says_who_when_and_what(sqlite_app, badge):
    token = kept(sqlite_app, badge, "receipt").data
    page = hand_in(sqlite_app, token)
    assert page.status_code == 200
    assert "this site signed it" in page.text
    assert "March\u00a01,\u00a02026, 12:00\u00a0UTC" in page.text
    assert "That day was within its dates." in page.text
    assert "Hand in both together" in page.text
    service = session().query(Issuer).filter_by(iri=own_word.speaker().id).one()
    assert f'<a href="/issuers/{service.id}">This site</a>' in page.text
    own = sqlite_app.test_client().get(f"/issuers/{service.id}", headers={"Accept": "text/html"})
    assert own_word.speaker().method in own.text
    assert page.headers["Cache-Control"] == "no-store"


def test_a_receipt_can_be_pasted_too(sqlite_app, badge):
    token = kept(sqlite_app, badge, "receipt").text
    page = sqlite_app.test_client().post("/verify", data={"text": f" {token}\n"})
    assert "this site signed it" in page.text


def test_a_receipt_fits_its_own_badge_and_no_other(sqlite_app, world, badge):
    token = kept(sqlite_app, badge, "receipt").data
    other = json.dumps(world.issue(world.issuer())).encode()
    assert "The receipt is about the badge that you handed in" in hand_in(sqlite_app, token, badge).text
    assert "The receipt is about another badge" in hand_in(sqlite_app, token, other).text


def test_a_receipt_fits_the_bundle_of_its_badge_too(sqlite_app, world, badge):
    token, packed = (kept(sqlite_app, badge, what).data for what in ("receipt", "bundle"))
    other = kept(sqlite_app, json.dumps(world.issue(world.issuer())).encode(), "bundle").data
    assert "The receipt is about the badge that you handed in" in hand_in(sqlite_app, token, packed).text
    assert "The receipt is about another badge" in hand_in(sqlite_app, token, other).text
    assert "is no badge that we can read" in hand_in(sqlite_app, token, packed[:-9]).text


def test_a_receipt_beside_something_that_is_no_badge_says_so(sqlite_app, badge):
    token = kept(sqlite_app, badge, "receipt").data
    for other in (b"hello", b"%PDF-1.7", token):
        page = hand_in(sqlite_app, token, other).text
        assert "is no badge that we can read" in page
        assert "The receipt is about another badge" not in page


def test_a_receipt_speaks_of_that_day_and_to_whoever_reads_it(sqlite_app, world):
    entry = {"type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "7"}
    issuer = world.issuer("did:web:badges.example.org")
    address = world.status_list(issuer)
    entry |= {"id": f"{address}#7", "statusListCredential": address}
    badge = json.dumps(world.issue(issuer, credentialStatus=entry)).encode()
    page = hand_in(sqlite_app, kept(sqlite_app, badge, "receipt").data).text
    assert "The issuer had not withdrawn it." in page
    assert "Nobody said whose badge it should be" in page
    for wrong in ("You did not say", "has not withdrawn"):
        assert wrong not in page
    world.pages.clear()
    page = hand_in(sqlite_app, kept(sqlite_app, badge, "receipt").data).text
    assert "We could not get the issuer".replace("'", "&#39;") in page
    assert "Try again" not in page


def test_a_badge_and_its_receipt_may_be_put_into_each_others_place(sqlite_app, badge):
    token = kept(sqlite_app, badge, "receipt").data
    assert "The receipt is about the badge that you handed in" in hand_in(sqlite_app, badge, token).text


def test_a_receipt_with_its_badge_says_first_how_the_badge_stands_today(sqlite_app):
    scene, holder = set_stage(), person("Holder")
    own = accepted(scene, holder, "Holder")
    badge = carrying.form(own, "json")
    token, packed = (kept(sqlite_app, badge, what).data for what in ("receipt", "bundle"))
    assert "<h2>Genuine</h2>" in hand_in(sqlite_app, token, badge).text
    withdrawing.revoke(scene.steward, own.id, reason="issued_in_error")
    for file in (badge, packed, carrying.form(own, "png")):
        page = hand_in(sqlite_app, token, file).text
        assert page.index("<h2>Do not rely on this</h2>") < page.index("The receipt is genuine")
        assert "This is how the badge that you handed in stands today." in page
        assert "The receipt is about the badge that you handed in" in page
        today = sqlite_app.test_client().post("/verify", data={"carried": carried(page)}).text
        assert "<h1>Do not rely on this</h1>" in today


def test_a_receipt_beside_another_badge_says_nothing_of_how_that_stands(sqlite_app, world, badge):
    token = kept(sqlite_app, badge, "receipt").data
    other = json.dumps(world.issue(world.issuer())).encode()
    assert "stands today." not in hand_in(sqlite_app, token, other).text


def test_a_second_file_that_nobody_looked_at_is_told_as_such(sqlite_app, world, badge):
    told = "The second file was not looked at: the first is no receipt."
    other = json.dumps(world.issue(world.issuer())).encode()
    for second in (other, b"hello"):
        page = hand_in(sqlite_app, badge, second).text
        assert "<h1>Genuine</h1>" in page
        assert told in page
    assert told not in hand_in(sqlite_app, badge).text
    assert told not in hand_in(sqlite_app, badge, kept(sqlite_app, badge, "receipt").data).text


def test_a_receipt_of_a_bad_result_says_so_before_anything_good(sqlite_app, badge):
    token = kept(sqlite_app, badge.replace(b"Wheel", b"Wheal"), "receipt").data
    page = hand_in(sqlite_app, token).text
    assert page.index("Do not rely on this") < page.index("The receipt is genuine")
    assert "Given by, by its own word" in page
    assert "every word of it is signed" not in page


def test_a_changed_receipt_shows_nothing_of_what_it_says(sqlite_app, badge):
    head, body, tail = kept(sqlite_app, badge, "receipt").text.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    claims["receipt"]["issuer"][1] = "Forged Name"
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    page = hand_in(sqlite_app, f"{head}.{forged}.{tail}".encode())
    assert "<h1>Do not rely on this</h1>" in page.text
    assert "Forged Name" not in page.text


def test_what_a_receipt_says_without_its_signature_is_told_as_such_with_what_to_hand_in(sqlite_app, badge):
    body = kept(sqlite_app, badge, "receipt").text.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    for unsigned in (claims, claims["receipt"]):
        page = hand_in(sqlite_app, json.dumps(unsigned).encode())
        assert page.status_code == 422
        assert "This is a receipt without its signature" in page.text
        assert "Hand in the signed receipt, a file that ends in .jwt, or the badge itself." in page.text
        told = sqlite_app.test_client().post("/api/v1/verify", json=unsigned)
        assert (told.status_code, told.json["code"]) == (422, "receipt_unsigned")


def test_a_receipt_by_an_unknown_service_is_told_apart(sqlite_app, world, badge):
    signer = Ed25519Signer(new_ed25519_seed())
    service = did_key(signer.public)
    report = verify(badge, fetch=world.fetch, now=world.now)
    kid = f"{service}#{service.removeprefix('did:key:')}"
    token = receipt.sign(receipt.make(report, badge, service=service), signer, kid=kid)
    page = hand_in(sqlite_app, token.encode())
    assert "we do not know the service that made this receipt" in page.text
    assert "this site signed it" not in page.text


def test_a_receipt_in_our_name_by_a_lost_key_is_not_to_be_relied_on(sqlite_app, world, badge):
    token = kept(sqlite_app, badge, "receipt").data
    service = session().query(Issuer).filter_by(iri=own_word.speaker().id).one()
    key = issuers.active_key(service.id, "Ed25519")
    compromising.compromise(SYSTEM, key.id, since=world.now - timedelta(days=1))
    page = hand_in(sqlite_app, token)
    assert "<h1>Do not rely on this</h1>" in page.text
    assert "Somebody else may hold the key since February\u00a028,\u00a02026" in page.text


def test_a_bundle_can_be_checked_here_as_of_its_time_when_the_issuer_is_gone(sqlite_app, world):
    issuer = world.issuer("did:web:badges.example.org")
    packed = kept(sqlite_app, json.dumps(world.issue(issuer)).encode(), "bundle")
    assert packed.mimetype == "application/zip"
    assert packed.headers["Content-Disposition"] == 'attachment; filename="wheel-truing-bundle.zip"'
    world.pages.clear()
    page = hand_in(sqlite_app, packed.data).text
    assert "<h1>Genuine as of March\u00a01,\u00a02026, 12:00\u00a0UTC</h1>" in page
    assert "status--then" in page
    assert "status--genuine" not in page
    assert "We made this bundle, and nothing in it was changed since." in page
    assert "it shows how things stood on March\u00a01,\u00a02026, 12:00\u00a0UTC" in page


def test_a_bundle_of_a_stranger_offers_to_look_how_the_badge_inside_stands_today(sqlite_app, world):
    issuer = world.issuer("did:web:badges.example.org")
    address = world.status_list(issuer, revoked=[])
    status = {"id": f"{address}#7", "type": "BitstringStatusListEntry", "statusPurpose": "revocation"}
    status |= {"statusListIndex": "7", "statusListCredential": address}
    badge = json.dumps(world.issue(issuer, credentialStatus=status)).encode()
    packed = kept(sqlite_app, badge, "bundle").data
    world.now += timedelta(days=1)
    world.status_list(issuer, revoked=[7])
    page = hand_in(sqlite_app, packed).text
    assert "<h1>Genuine as of March\u00a01,\u00a02026, 12:00\u00a0UTC</h1>" in page
    assert "Check how it stands today" in page
    assert "Keep a dated receipt" not in page
    today = sqlite_app.test_client().post("/verify", data={"carried": carried(page)}).text
    assert "<h1>Do not rely on this</h1>" in today
    assert "It was withdrawn, for good." in today


def test_a_bundle_of_a_badge_given_here_leads_with_how_it_stands_today_as_its_receipt_does(sqlite_app):
    scene, holder = set_stage(), person("Holder")
    own = accepted(scene, holder, "Holder")
    page = client_of(sqlite_app, holder).get(f"/credentials/{own.id}").text
    packed = sqlite_app.test_client().post("/verify/bundle", data={"carried": carried(page)}).data
    withdrawing.revoke(scene.steward, own.id, reason="issued_in_error")
    page = hand_in(sqlite_app, packed).text
    assert "<h1>Do not rely on this</h1>" in page
    assert "It was withdrawn, for good." in page
    assert "What the bundle shows of that time: Genuine." in page
    assert "We made this bundle, and nothing in it was changed since." in page
    token = sqlite_app.test_client().post("/verify/receipt", data={"carried": carried(page)}).text
    assert receipt.check(token, now=clock.now()).verdict is Verdict.DO_NOT_RELY


def test_a_bundle_that_lacks_an_answer_does_not_say_to_try_again(sqlite_app, world):
    badge = json.dumps(world.issue(world.issuer("did:web:badges.example.org"))).encode()
    pages = dict(world.pages)
    world.pages.clear()
    packed = kept(sqlite_app, badge, "bundle").data
    world.pages.update(pages)
    page = hand_in(sqlite_app, packed).text
    assert "<h1>We could not finish checking</h1>" in page
    assert "Try again later" not in page
    assert "The bundle stays as it is" in page


def test_the_language_of_a_result_can_be_changed_without_losing_it(sqlite_app, badge):
    page = hand_in(sqlite_app, badge).text
    assert 'formaction="/verify?lang=sv"' in page
    again = sqlite_app.test_client().post("/verify?lang=sv", data={"carried": carried(page)}).text
    assert '<html lang="sv"' in again
    assert "status--genuine" in again


def test_the_language_of_a_receipt_can_be_changed_too_and_what_would_be_lost_is_told(sqlite_app, badge):
    token = kept(sqlite_app, badge, "receipt").data
    page = hand_in(sqlite_app, token).text
    again = sqlite_app.test_client().post("/verify?lang=es", data={"carried": carried(page)}).text
    assert '<html lang="es"' in again
    assert "SHA-256" in again
    both = hand_in(sqlite_app, token, badge).text
    assert "formaction" not in both
    assert "Another language leaves this page" in both
    assert "Another language leaves this page" not in page


@pytest.mark.parametrize("what", ["receipt", "bundle"])
def test_what_could_not_be_kept_is_told_in_a_page_whose_languages_open(sqlite_app, what):
    client = sqlite_app.test_client()
    told = client.post(f"/verify/{what}", data={"carried": "?"})
    assert told.status_code == 422
    links = re.findall(r'href="([^"]+lang=sv)"', told.text)
    assert links
    assert {client.get(link).status_code for link in links} == {200}


def test_a_bundle_holds_the_receipt_and_checks_anywhere(sqlite_app, world):
    issuer = world.issuer("did:web:badges.example.org")
    packed = kept(sqlite_app, json.dumps(world.issue(issuer)).encode(), "bundle").data
    inside = bundle.read(packed)
    assert receipt.check(inside.receipt, now=world.now).verdict is Verdict.GENUINE
    report = bundle.verify_bundle(packed, now=world.now, trusted=own_word.speaker().method)
    assert report.verdict is Verdict.GENUINE


def test_a_bundle_that_somebody_else_made_proves_only_what_proves_itself(sqlite_app, world):
    issuer = world.issuer("did:web:badges.example.org")
    body = json.dumps(world.issue(issuer)).encode()
    recorder = bundle.record(world.fetch, now=world.now)
    report = verify(body, fetch=recorder, now=world.now)
    page = hand_in(sqlite_app, bundle.write(body, report, recorder)).text
    assert "<h1>We could not finish checking</h1>" in page
    assert "We did not make this bundle" in page


def test_a_damaged_bundle_says_so(sqlite_app, badge):
    packed = bytearray(kept(sqlite_app, badge, "bundle").data)
    packed[len(packed) // 2] ^= 1
    answer = hand_in(sqlite_app, bytes(packed))
    assert answer.status_code == 422
    assert "The bundle is damaged" in answer.text


def test_what_was_in_a_bundle_can_be_kept_again(sqlite_app, badge):
    packed = kept(sqlite_app, badge, "bundle").data
    assert base64.b64decode(carried(hand_in(sqlite_app, packed).text)) == badge


def test_a_badge_that_is_too_big_for_the_page_has_a_sentence_instead_of_buttons(sqlite_app, world):
    long = world.issue(world.issuer(), description="Trued wheels. " * 9_000)
    page = hand_in(sqlite_app, json.dumps(long).encode()).text
    assert 'name="carried"' not in page
    assert "This badge is too big for a receipt or a bundle from this page." in page


@pytest.mark.parametrize("what", ["receipt", "bundle"])
@pytest.mark.parametrize("sent", ["", "%%%", base64.b64encode(b"hello").decode()])
def test_what_carries_no_badge_comes_back_with_the_form(sqlite_app, world, what, sent):
    answer = sqlite_app.test_client().post(f"/verify/{what}", data={"carried": sent})
    assert answer.status_code == 422
    assert "<h1><bdi>Check a badge</bdi></h1>" in answer.text


def test_a_holder_keeps_the_same_of_a_private_badge(sqlite_app):
    scene, holder = set_stage(), person("Holder")
    own = accepted(scene, holder, "Holder")
    client = client_of(sqlite_app, holder)
    page = client.get(f"/credentials/{own.id}").text
    token = client.post("/verify/receipt", data={"carried": carried(page)}).text
    assert receipt.check(token, now=clock.now()).verdict is Verdict.GENUINE
    packed = client.post("/verify/bundle", data={"carried": carried(page)}).data
    assert "<h1>Genuine</h1>" in hand_in(sqlite_app, packed).text
    assert 'name="carried"' not in client_of(sqlite_app, scene.steward).get(f"/credentials/{own.id}").text


def test_the_services_own_page_says_what_it_is(sqlite_app):
    service = own_word.speaker()
    profile = session().query(Issuer).filter_by(iri=service.id).one()
    page = sqlite_app.test_client().get(f"/issuers/{profile.id}", headers={"Accept": "text/html"}).text
    assert "This site itself" in page
    assert "It gives no badges." in page
    assert "A person who endorses" not in page
