"""Offline bundles: what proves itself, what rests on a seal, and zips made to deceive."""

import io
import json
import zipfile
from datetime import timedelta

import pytest

from credentials import bundle, receipt, resolve, status
from credentials.bundle import zipped
from credentials.errors import CredentialError, FetchError, UnreadableError
from credentials.instants import timestamp
from credentials.proofs import data_integrity, jose, presentation
from credentials.verify import Outcome, Verdict, verify
from tests.credentials.test_verify_status import finding, outcome
from tests.world import World


@pytest.fixture
def world():
    return World()


@pytest.fixture
def service(world):
    return world.issuer("did:web:service.example.org", "The service")


def packed(world, issuer, service=None, **members):
    url = world.status_list(issuer)
    badge = world.issue(issuer, credentialStatus=status.entry(url, 3), **members)
    data = json.dumps(badge).encode()
    recorder = bundle.record(world.fetch, now=world.now)
    report = verify(data, fetch=recorder, now=world.now)
    assert report.verdict is Verdict.GENUINE
    if service is None:
        return bundle.write(data, report, recorder)
    token = receipt.sign(receipt.make(report, data, service=service.id), service.signer, kid=service.method)
    return bundle.write(
        data,
        report,
        recorder,
        receipt=token,
        signer=service.signer,
        kid=service.method,
        sealer=service.id,
    )


def judged(world, data, **shape):
    return bundle.verify_bundle(data, **{"now": world.now + timedelta(days=400), **shape})


def test_what_proves_itself_is_judged_as_of_its_time_without_any_seal(world):
    data = packed(world, world.issuer())
    asked = len(world.asked)
    report = judged(world, data)
    written = world.now - timedelta(hours=1)
    assert (report.verdict, report.as_of) == (Verdict.GENUINE, written)
    assert report.checked_at == world.now + timedelta(days=400)
    assert finding(report, "status").at == written
    assert outcome(report, "bundle") == (Outcome.NOT_APPLICABLE, "seal_not_asked")
    assert len(world.asked) == asked


def test_how_old_an_unsealed_bundle_is_its_lists_tell_and_not_who_packed_it(world):
    issuer, day = world.issuer(), timedelta(days=1)
    ends = world.now + 10 * day
    url = world.status_list(issuer, valid_from=world.now - 20 * day, valid_until=ends)
    old = world.pages[url]
    badge = json.dumps(world.issue(issuer, credentialStatus=status.entry(url, 3))).encode()
    world.status_list(issuer, revoked=[3], valid_until=ends)
    assert verify(badge, fetch=world.fetch, now=world.now).verdict is Verdict.DO_NOT_RELY
    world.publish(url, old)
    recorder = bundle.record(world.fetch, now=world.now)
    data = bundle.write(badge, verify(badge, fetch=recorder, now=world.now), recorder)
    assert bundle.verify_bundle(data, now=world.now).as_of == world.now - day  # when its proof was made


def test_lists_of_different_age_count_together_and_are_of_the_older_one(world):
    issuer, day = world.issuer(), timedelta(days=1)
    urls, now = [], world.now
    for number, ago in ((1, 20), (2, 1)):
        world.now = now - ago * day
        address = f"https://badges.example.org/status/{number}"
        urls.append(world.status_list(issuer, address, valid_until=now + 100 * day))
    world.now = now
    names = ("urn:uuid:0b7e9a52-9d42-4c1c-8a55-0f9a4b2f8c11", "urn:uuid:0b7e9a52-9d42-4c1c-8a55-0f9a4b2f8c12")
    badges = [
        world.issue(issuer, id=name, credentialStatus=status.entry(url, 3))
        for name, url in zip(names, urls, strict=True)
    ]
    record = json.dumps(world.sign(world.record(issuer, badges), issuer)).encode()
    recorder = bundle.record(world.fetch, now=now)
    data = bundle.write(record, verify(record, fetch=recorder, now=now), recorder)
    report = bundle.verify_bundle(data, now=now)
    assert (report.verdict, report.as_of) == (Verdict.GENUINE, now - 20 * day - timedelta(hours=1))
    assert {finding(one, "status").at for one in report.inner} == {report.as_of}


def unsealed(world, badge):
    """Pack a badge as its holder would, and give what is told of the bundle."""
    data, recorder = json.dumps(badge).encode(), bundle.record(world.fetch, now=world.now)
    report = verify(data, fetch=recorder, now=world.now)
    assert report.verdict is Verdict.GENUINE
    return bundle.verify_bundle(bundle.write(data, report, recorder), now=world.now)


def an_old_list(world, issuer, **changes):
    """A list that was written twenty days ago and ends in ten, without its proof; and where it is."""
    day = timedelta(days=1)
    times = {"valid_from": world.now - 20 * day, "valid_until": world.now + 10 * day}
    url = world.status_list(issuer, **times)
    document = {name: value for name, value in json.loads(world.pages[url]).items() if name != "proof"}
    return url, {**document, **changes}


@pytest.mark.parametrize("suite", ["of-tomorrow-2030", "eddsa-rdfc-2022"])
def test_a_time_that_the_issuer_of_a_list_did_not_sign_makes_it_no_younger(world, suite):
    issuer, friend = world.issuer(), world.issuer()
    url, document = an_old_list(world, issuer)
    written = world.now - timedelta(days=20)
    signed = data_integrity.sign(document, issuer.signer, verification_method=issuer.method, created=written)
    added = data_integrity.sign(
        document, friend.signer, verification_method=friend.method, created=world.now
    )["proof"][0]
    world.publish(url, {**signed, "proof": [*signed["proof"], {**added, "cryptosuite": suite}]})
    badge = world.issue(issuer, credentialStatus=status.entry(url, 3))
    assert unsealed(world, badge).as_of == written


@pytest.mark.parametrize("is_dated", [True, False])
def test_a_list_in_a_token_is_of_the_time_of_the_token_and_without_one_it_proves_nothing(world, is_dated):
    issuer = world.issuer()
    url, document = an_old_list(world, issuer)
    del document["validFrom"]
    written = world.now - timedelta(days=20)
    claims = {"iat": int(written.timestamp())} if is_dated else {}
    header = {"kid": issuer.method, "typ": "vc+jwt"}
    world.publish(url, jose.sign(header, {**document, **claims}, issuer.signer))
    report = unsealed(world, world.issue(issuer, credentialStatus=status.entry(url, 3)))
    if is_dated:
        assert (report.verdict, report.as_of) == (Verdict.GENUINE, written)
    else:
        assert finding(report, "status").facts["reason"] == "not_vouched_for"
        assert report.verdict is Verdict.COULD_NOT_FINISH


def test_who_packs_a_bundle_does_not_tell_that_nothing_is_newer(world):
    issuer = world.issuer()
    url, badge = world.refreshed(issuer, world.credential(issuer), name="Wheel truing, revised")
    world.publish(url, badge)  # as it was before there was a newer one
    report = unsealed(world, badge)
    told = finding(report, "refresh")
    assert (told.outcome, told.code) == (Outcome.UNDETERMINED, "refresh_unreachable")
    assert told.facts == {"reason": "not_vouched_for"}
    assert report.verdict is Verdict.GENUINE


@pytest.mark.parametrize("is_sealed", [False, True])
def test_a_bundle_of_a_presentation_is_as_good_as_what_it_presents(world, service, is_sealed):
    issuer = world.issuer()
    url = world.status_list(issuer)
    badge = world.issue(issuer, credentialStatus=status.entry(url, 3))
    data = json.dumps(presentation.build([badge], holder=issuer.id)).encode()
    recorder = bundle.record(world.fetch, now=world.now)
    report = verify(data, fetch=recorder, now=world.now)
    seal = {"signer": service.signer, "kid": service.method, "sealer": service.id} if is_sealed else {}
    packed_ = bundle.write(data, report, recorder, **seal)
    trusted = service.signer.public if is_sealed else None
    assert bundle.verify_bundle(packed_, now=world.now, trusted=trusted).verdict is Verdict.GENUINE
    world.status_list(issuer, revoked=[3])
    report = verify(data, fetch=(again := bundle.record(world.fetch, now=world.now)), now=world.now)
    false = bundle.write(data, report, again)
    assert bundle.verify_bundle(false, now=world.now).verdict is Verdict.DO_NOT_RELY


def test_dates_are_judged_now(world):
    data = packed(world, world.issuer(), validUntil=timestamp(world.now + timedelta(days=30)))
    assert judged(world, data, now=world.now + timedelta(days=29)).verdict is Verdict.GENUINE
    report = judged(world, data, now=world.now + timedelta(days=31))
    assert (report.verdict, outcome(report, "validity")[1]) == (Verdict.DO_NOT_RELY, "expired")


def test_a_seal_by_a_key_that_its_service_revoked_vouches_for_nothing(world, service):
    lost = resolve.did_document(
        service.id, [], revoked={service.signer.public: world.now - timedelta(days=1)}
    )
    data = packed(world, world.issuer("did:web:badges.example.org"), service)
    good = judged(world, data, trusted=service.id, fetch=world.fetch)
    world.publish(resolve.did_web_document_url(service.id), lost)
    bad = judged(world, data, trusted=service.id, fetch=world.fetch)
    assert (good.verdict, outcome(good, "bundle")[1]) == (Verdict.GENUINE, "sealed")
    assert (bad.verdict, outcome(bad, "bundle")[1]) == (Verdict.DO_NOT_RELY, "seal_wrong")


def test_what_rests_on_a_web_server_counts_only_under_a_trusted_seal(world, service):
    data = packed(world, world.issuer("did:web:badges.example.org"), service)
    unsure = judged(world, data)
    assert unsure.verdict is Verdict.COULD_NOT_FINISH
    assert finding(unsure, "proof").facts["reason"] == "not_vouched_for"
    sealed = judged(world, data, trusted=service.method)
    assert (sealed.verdict, outcome(sealed, "bundle")) == (Verdict.GENUINE, (Outcome.PASSED, "sealed"))
    assert judged(world, data, trusted=service.signer.public).verdict is Verdict.GENUINE
    assert judged(world, data, trusted=service.id, fetch=world.fetch).verdict is Verdict.GENUINE


def test_a_seal_by_a_did_key_needs_nobody(world):
    service = world.issuer()
    data = packed(world, world.issuer("did:web:badges.example.org"), service)
    assert judged(world, data, trusted=service.id).verdict is Verdict.GENUINE
    assert judged(world, data, trusted=world.issuer().id).verdict is Verdict.COULD_NOT_FINISH


def test_a_missing_foreign_or_unreachable_seal_is_said(world, service):
    issuer = world.issuer("did:web:badges.example.org")
    stranger = world.issuer("did:web:stranger.example.org")
    told = {
        "seal_missing": judged(world, packed(world, issuer), trusted=service.method),
        "seal_by_another": judged(world, packed(world, issuer, stranger), trusted=service.method),
        "seal_key_unavailable": judged(world, packed(world, issuer, service), trusted=service.id),
    }
    for code, report in told.items():
        assert (report.verdict, outcome(report, "bundle")[1]) == (Verdict.COULD_NOT_FINISH, code)


def resealed(world, issuer, service, change):
    """Give a bundle by `issuer` after `change` of its entries, its digests mended and its seal left."""
    entries = zipped.unpack(packed(world, issuer, service))
    manifest = json.loads(entries["manifest.json"])
    change(entries, manifest)
    entries["manifest.json"] = json.dumps(manifest).encode()
    return zipped.pack(entries)


def test_a_seal_over_another_manifest_is_wrong(world, service):
    def change(_entries, manifest):
        manifest["madeAt"] = timestamp(world.now - timedelta(days=1))

    data = resealed(world, world.issuer(), service, change)
    assert outcome(judged(world, data, trusted=service.method), "bundle") == (Outcome.FAILED, "seal_wrong")
    assert judged(world, data, trusted=service.method).verdict is Verdict.DO_NOT_RELY


def test_nobody_can_put_a_key_document_under_a_name_that_is_not_theirs(world, service):
    # The forger signs with a key of their own and packs a did.json that lists it, dressed as a credential.
    forged = World()
    forger = forged.issuer("did:web:badges.example.org")
    address = "https://badges.example.org/.well-known/did.json"
    dressed = {**json.loads(forged.pages[address]), "type": ["VerifiableCredential"], "proof": {}}
    forged.publish(address, dressed)
    world.issuer("did:web:badges.example.org")
    data = packed(forged, forger, service)
    assert judged(world, data).verdict is Verdict.COULD_NOT_FINISH
    assert (
        judged(world, packed(forged, forger, forger), trusted=service.method).verdict
        is Verdict.COULD_NOT_FINISH
    )


def test_the_same_input_gives_the_same_bytes(world, service):
    issuer = world.issuer()
    url = world.status_list(issuer)
    data = json.dumps(world.issue(issuer, credentialStatus=status.entry(url, 3))).encode()
    made = []
    for _ in range(2):
        recorder = bundle.record(world.fetch, now=world.now)
        report = verify(data, fetch=recorder, now=world.now)
        made.append(
            bundle.write(data, report, recorder, signer=service.signer, kid=service.method, sealer=service.id)
        )
    assert made[0] == made[1]
    opened = bundle.read(made[0])
    assert opened.credential == data
    assert [document.url for document in opened.documents] == [url]


def zip_of(entries, **shape):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", **shape) as archive:
        for name, body in entries:
            archive.writestr(name, body)
    return out.getvalue()


def deceptions(good):
    entries = zipped.unpack(good)
    items = sorted(entries.items())
    bomb = [*items, ("documents/99.bin", bytes(50_000_000))]
    return {
        "compressed": zip_of(items, compression=zipfile.ZIP_DEFLATED),
        "bomb": zip_of(bomb, compression=zipfile.ZIP_DEFLATED),
        "too_big": bytes(33 * 1024 * 1024),
        "path": zip_of([*items, ("../../etc/passwd.txt", b"x")]),
        "absolute": zip_of([*items, ("/etc/passwd.txt", b"x")]),
        "folder": zip_of([*items, ("documents/", b"")]),
        "many": zip_of([(f"documents/{at:02}.bin", b"") for at in range(50)]),
        "before": b"MZ" + good,
        "after": good + b"PK",
        "cut": good[:-30],
        "empty": b"",
        "no_zip": b"PK\x03\x04 and no more",
        "comment": good[:-2] + b"\x01\x00x",
        "stored_with_times": zip_of(items),
        "unnamed_entry": zipped.pack({**entries, "extra.bin": b"x"}),
        "missing_entry": zipped.pack({name: body for name, body in entries.items() if name[:3] != "doc"}),
        "altered": zipped.pack({**entries, "credential.json": entries["credential.json"] + b" "}),
        "no_manifest": zipped.pack({name: body for name, body in entries.items() if name != "manifest.json"}),
        "manifest_list": zipped.pack({**entries, "manifest.json": b"[]"}),
        "manifest_number": zipped.pack({**entries, "manifest.json": b"7"}),
        "manifest_half": zipped.pack(
            {**entries, "manifest.json": b'{"type": "VerificationBundle", "version": 1}'}
        ),
    }


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_that_we_would_not_have_written_is_not_read(world, service):
    good = packed(world, world.issuer(), service)
    assert bundle.read(good).seal
    twice = zip_of([*sorted(zipped.unpack(good).items()), ("credential.json", b"{}")])
    for name, data in {**deceptions(good), "twice": twice}.items():
        with pytest.raises(UnreadableError) as caught:
            bundle.read(data)
        assert caught.value.code in {
            "bundle_broken",
            "bundle_not_as_written",
            "bundle_too_big",
            "bundle_incomplete",
            "bundle_altered",
            "manifest_invalid",
        }, name


def test_any_flipped_byte_is_noticed(world):
    good = packed(world, world.issuer())
    for at in range(0, len(good), 97):
        changed = bytes([*good[:at], good[at] ^ 1, *good[at + 1 :]])
        with pytest.raises(CredentialError):
            bundle.read(changed)


def test_a_bundle_from_the_future_is_refused(world):
    data = packed(world, world.issuer())
    with pytest.raises(UnreadableError, match="bundle_from_the_future"):
        bundle.verify_bundle(data, now=world.now - timedelta(days=1))


def test_what_is_not_in_the_bundle_cannot_be_had(world):
    opened = bundle.read(packed(world, world.issuer()))
    replay = bundle.Replay(opened.documents, is_vouched_for=True)
    assert replay(opened.documents[0].url).body == opened.documents[0].body
    with pytest.raises(FetchError, match="not_in_bundle"):
        replay("https://elsewhere.example.org/")
