"""Status beyond one bit of revocation: purposes, messages, policies, memory, history."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from credentials import status
from credentials.errors import CredentialError
from credentials.fetch import Fetched
from credentials.proofs import data_integrity, jwt
from credentials.verify import Outcome, Verdict, verify
from credentials.verify.knowledge import Knowledge
from credentials.verify.policy import CREDENTIALS, STANDARD, STRICT, TOLERANT
from credentials.verify.proven_lists import REMEMBERED, ProvenListsCache
from tests.credentials.test_verify_status import finding, outcome
from tests.world import World

URL = "https://badges.example.org/status/1"
MESSAGES = ("fine", "delayed", "undefined", "ask us")


@pytest.fixture
def world():
    return World()


@pytest.fixture
def workshop(world):
    return world.issuer("did:web:badges.example.org")


def judged(world, credential, **shape):
    data = credential.encode() if isinstance(credential, str) else json.dumps(credential).encode()
    return verify(data, **{"fetch": world.fetch, "now": world.now, **shape})


PURPOSES = {  # what is found when the bit is set, and what when it is not
    "revocation": ("failed revoked", "passed not_withdrawn", Verdict.DO_NOT_RELY),
    "suspension": ("failed suspended", "passed not_withdrawn", Verdict.DO_NOT_RELY),
    "refresh": (
        "not_applicable newer_version_available",
        "not_applicable status_says_nothing",
        Verdict.GENUINE,
    ),
    "message": ("not_applicable status_message", "not_applicable status_says_nothing", Verdict.GENUINE),
}


@pytest.mark.parametrize("purpose", PURPOSES)
def test_each_purpose_means_what_the_standard_says(world, workshop, purpose):
    when_set, when_clear, verdict = PURPOSES[purpose]
    world.status_list(workshop, URL, revoked=[9], purpose=purpose)
    told = []
    for index in (9, 10):
        entry = status.entry(URL, index, purpose=purpose)
        told.append(judged(world, world.issue(workshop, credentialStatus=entry)))
    assert [" ".join(outcome(report, "status")) for report in told] == [when_set, when_clear]
    assert [report.verdict for report in told] == [verdict, Verdict.GENUINE]


def test_a_message_of_two_bits_is_told_and_a_placeholder_is_not(world, workshop):
    world.status_list(workshop, URL, values={4: 3, 5: 2}, size=2, purpose="message")
    entries = [
        status.entry(
            URL, index, purpose="message", messages=MESSAGES, reference="https://badges.example.org/h"
        )
        for index in (4, 5)
    ]
    asked, placeholder = (judged(world, world.issue(workshop, credentialStatus=entry)) for entry in entries)
    facts = finding(asked, "status").facts
    assert (facts["value"], facts["message"]) == ("0x3", "ask us")
    assert facts["references"] == ["https://badges.example.org/h"]
    assert [warning.code for warning in asked.warnings if warning.check == "status"] == ["status_message"]
    assert "message" not in finding(placeholder, "status").facts


def test_any_value_but_zero_withdraws_where_the_purpose_is_revocation(world, workshop):
    world.status_list(workshop, URL, values={4: 2}, size=2)
    entry = status.entry(URL, 4, messages=MESSAGES)
    assert judged(world, world.issue(workshop, credentialStatus=entry)).verdict is Verdict.DO_NOT_RELY


def test_a_message_that_cannot_be_had_takes_nothing_away_but_a_revocation_list_does(world, workshop):
    message = status.entry(URL, 4, purpose="message")
    told = judged(world, world.issue(workshop, credentialStatus=message))
    assert (told.verdict, outcome(told, "status")[1]) == (Verdict.GENUINE, "status_message_unavailable")
    gone = judged(world, world.issue(workshop, credentialStatus=status.entry(URL, 4)))
    assert gone.verdict is Verdict.COULD_NOT_FINISH


def carrying(world, issuer, entries):
    """Give the report on a credential with several status entries, which Open Badges itself forbids."""
    unsigned = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": issuer.id,
        "credentialSubject": {"id": "urn:uuid:0ec09379-a08f-4a3e-9b1c-1d6e8a3f6a10"},
        "credentialStatus": entries,
    }
    return judged(world, world.sign(unsigned, issuer), policy=CREDENTIALS)


@pytest.mark.parametrize("is_first", [True, False], ids=["note-first", "note-last"])
@pytest.mark.parametrize("is_revoked", [True, False], ids=["revoked", "good"])
def test_a_note_beside_a_withdrawal_entry_is_a_warning_whatever_that_entry_says(world, is_first, is_revoked):
    issuer = world.issuer()
    refresh, message, gone = (f"{URL}/{name}" for name in ("refresh", "message", "gone"))
    world.status_list(issuer, URL, revoked=[3] if is_revoked else [])
    world.status_list(issuer, refresh, revoked=[3], purpose="refresh")
    world.status_list(issuer, message, values={3: 3}, size=2, purpose="message")
    notes = [
        status.entry(refresh, 3, purpose="refresh"),
        status.entry(message, 3, purpose="message", messages=MESSAGES),
        status.entry(gone, 3, purpose="message"),
    ]
    withdrawal = [status.entry(URL, 3)]
    report = carrying(world, issuer, notes + withdrawal if is_first else withdrawal + notes)
    assert outcome(report, "status")[1] == ("revoked" if is_revoked else "not_withdrawn")
    told = {warning.code: warning.facts for warning in report.warnings if warning.check == "status"}
    assert set(told) == {"newer_version_available", "status_message", "status_message_unavailable"}
    assert told["status_message"]["message"] == "ask us"


def test_a_note_that_says_nothing_hides_none_that_does(world):
    issuer = world.issuer()
    world.status_list(issuer, URL, revoked=[4], purpose="refresh")
    report = carrying(world, issuer, [status.entry(URL, index, purpose="refresh") for index in (3, 4)])
    assert [one.code for one in report.warnings if one.check == "status"] == ["newer_version_available"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"statusListCredential": "https://badges.example.org/none"}, "STATUS_RETRIEVAL_ERROR"),
        ({"statusPurpose": "suspension"}, "STATUS_VERIFICATION_ERROR"),
        ({"statusListIndex": "131072"}, "RANGE_ERROR"),
        ({"statusListIndex": "-1"}, "MALFORMED_VALUE_ERROR"),
        ({"statusSize": 2}, "MALFORMED_VALUE_ERROR"),
    ],
)
def test_every_trouble_carries_the_standards_own_name_for_it(world, workshop, change, problem):
    world.status_list(workshop, URL)
    entry = {**status.entry(URL, 3), **change}
    report = judged(world, world.issue(workshop, credentialStatus=entry))
    assert report.verdict is Verdict.COULD_NOT_FINISH
    assert finding(report, "status").facts["problem"].endswith(problem)


def short(world, issuer, url=URL):
    subject = {"type": "BitstringStatusList", "statusPurpose": "revocation"}
    subject["encodedList"] = status.encode_bits(bytes(100))
    world.status_list(issuer, url, credentialSubject=subject)


def test_a_short_list_is_read_with_a_warning_and_refused_by_the_strict_policy(world, workshop):
    short(world, workshop)
    badge = world.issue(workshop, credentialStatus=status.entry(URL, 3))
    lenient, strict = (judged(world, badge, policy=policy) for policy in (STANDARD, STRICT))
    assert lenient.verdict is Verdict.GENUINE
    assert [warning.code for warning in lenient.warnings if warning.check == "status"] == [
        "status_list_short"
    ]
    assert (strict.verdict, outcome(strict, "status")[1]) == (Verdict.COULD_NOT_FINISH, "list_too_short")
    assert finding(strict, "status").facts["problem"].endswith("STATUS_LIST_LENGTH_ERROR")
    assert strict.policy == "strict"


def test_another_issuers_or_a_moved_list_counts_only_by_the_tolerant_policy(world, workshop):
    world.status_list(world.issuer(), URL, address=URL + "/moved")
    badge = world.issue(workshop, credentialStatus=status.entry(URL + "/moved", 3))
    assert judged(world, badge).verdict is Verdict.COULD_NOT_FINISH
    tolerated = judged(world, badge, policy=TOLERANT)
    assert tolerated.verdict is Verdict.GENUINE
    told = {warning.code for warning in tolerated.warnings}
    assert {"status_list_foreign", "status_list_moved"} <= told


def test_a_list_may_be_a_signed_token(world, workshop):
    document = status.build_list(
        list_url=URL,
        issuer=workshop.id,
        bits=b"\x10" + bytes(status.LIST_BITS // 8 - 1),
        valid_from=world.now,
        valid_until=world.now + timedelta(hours=1),
        ttl_ms=1,
    )
    world.publish(URL, jwt.sign(document, workshop.signer, kid=workshop.method))
    gone, good = (
        judged(world, world.issue(workshop, credentialStatus=status.entry(URL, index))) for index in (3, 4)
    )
    assert (gone.verdict, good.verdict) == (Verdict.DO_NOT_RELY, Verdict.GENUINE)


def test_of_several_entries_the_worst_one_counts(world, workshop):
    world.status_list(workshop, URL, revoked=[9])
    policy = replace(STANDARD, accepts_plain_credentials=True)
    plain = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": workshop.id,
        "credentialSubject": {"id": "urn:uuid:0ec09379-a08f-4a3e-9b1c-1d6e8a3f6a10"},
    }

    def verdict(indices):
        entries = [status.entry(URL, index) for index in indices]
        return judged(
            world, world.sign({**plain, "credentialStatus": entries}, workshop), policy=policy
        ).verdict

    assert verdict([8]) is verdict([7]) is Verdict.GENUINE
    assert verdict([7, 8]) is Verdict.GENUINE
    assert verdict([8, 9]) is verdict([9, 8]) is Verdict.DO_NOT_RELY
    assert verdict(range(20, 30)) is Verdict.COULD_NOT_FINISH


def test_a_kept_list_older_than_its_ttl_does_not_count(world, workshop):
    world.status_list(workshop, URL)
    badge = world.issue(workshop, credentialStatus=status.entry(URL, 3))

    def kept_for(seconds):
        def fetch(url, **shape):
            answer = world.fetch(url, **shape)
            return Fetched(
                answer.url, answer.body, answer.content_type, world.now - timedelta(seconds=seconds)
            )

        return judged(world, badge, fetch=fetch)

    assert kept_for(59).verdict is Verdict.GENUINE
    assert outcome(kept_for(61), "status") == (Outcome.UNDETERMINED, "status_list_stale")


def test_status_is_asked_for_as_it_was_at_an_earlier_time(world, workshop):
    then = world.now - timedelta(hours=12)
    world.status_list(workshop, URL, revoked=[3])
    old = {"valid_from": then - timedelta(hours=1), "valid_until": then + timedelta(hours=1)}
    world.status_list(workshop, URL, address=status.address_at(URL, then), **old)
    badge = world.issue(workshop, credentialStatus=status.entry(URL, 3))
    assert judged(world, badge).verdict is Verdict.DO_NOT_RELY
    earlier = judged(world, badge, as_of=then)
    assert (earlier.verdict, earlier.as_of, earlier.checked_at) == (Verdict.GENUINE, then, world.now)
    # A server that knows no history gives today's list, which says nothing about then.
    world.status_list(workshop, URL, address=status.address_at(URL, then), revoked=[3])
    assert outcome(judged(world, badge, as_of=then), "status")[1] == "list_not_yet_valid"


def test_the_list_of_an_earlier_time_may_be_signed_only_when_it_is_asked_for(world, workshop):
    then = world.now - timedelta(hours=12)
    badge = world.issue(workshop, credentialStatus=status.entry(URL, 3))

    def signed_at(moment):
        document = status.build_list(
            list_url=URL, issuer=workshop.id, bits=bytes(status.LIST_BITS // 8), ttl_ms=60_000,
            valid_from=then, valid_until=then,
        )  # fmt: skip
        made = {"verification_method": workshop.method, "created": moment}
        world.publish(status.address_at(URL, then), data_integrity.sign(document, workshop.signer, **made))
        return outcome(judged(world, badge, as_of=then + timedelta(milliseconds=700)), "status")

    for moment in (then, world.now - timedelta(hours=1), world.now):
        assert signed_at(moment) == (Outcome.PASSED, "not_withdrawn")
    assert signed_at(world.now + timedelta(hours=1)) == (Outcome.UNDETERMINED, "status_list_unproven")


def test_a_remembered_list_needs_no_key_for_a_minute_and_is_proven_anew_after(world, workshop):
    lists = ProvenListsCache()
    url = world.status_list(workshop, "https://lists.example.org/1", revoked=[4])
    helper = world.issuer()
    world.status_list(helper, URL, revoked=[4])
    badge = world.issue(helper, credentialStatus=status.entry(URL, 3))
    gone = world.issue(helper, credentialStatus=status.entry(URL, 4))
    knowledge = Knowledge(lists=lists)
    assert judged(world, badge, knowledge=knowledge).verdict is Verdict.GENUINE
    assert judged(world, gone, knowledge=knowledge).verdict is Verdict.DO_NOT_RELY
    # The bytes are the key: an altered list is another list, and another issuer's is not taken for it.
    stolen = world.issue(workshop, credentialStatus=status.entry(URL, 3))
    assert judged(world, stolen, knowledge=knowledge).verdict is Verdict.COULD_NOT_FINISH
    world.publish(URL, world.pages[URL] + b" ")
    assert judged(world, badge, knowledge=knowledge).verdict is Verdict.GENUINE
    assert url in world.pages


def listed(world, issuer, url=URL):
    world.status_list(issuer, url)
    return status.read_list(json.loads(world.pages[url]))


def test_the_memory_of_lists_forgets_by_age_by_number_and_by_size(world, workshop):
    found = listed(world, workshop)
    lists = ProvenListsCache(most_lists=2, most_bytes=3 * len(found.bits))
    for name in (b"a", b"b", b"c"):
        lists.remember(name, workshop.id, found, world.now)
    assert lists.find(b"a", workshop.id, world.now) is None
    assert lists.find(b"b", workshop.id, world.now) is found
    assert lists.find(b"b", "did:web:other.example.org", world.now) is None
    assert lists.find(b"b", workshop.id, world.now + REMEMBERED) is found
    assert lists.find(b"b", workshop.id, world.now + REMEMBERED + timedelta(seconds=1)) is None
    assert lists.find(b"c", workshop.id, world.now - timedelta(seconds=1)) is None
    small = ProvenListsCache(most_bytes=len(found.bits))
    small.remember(b"a", workshop.id, found, world.now)
    small.remember(b"b", workshop.id, found, world.now)
    assert small.find(b"a", workshop.id, world.now) is None
    assert small.find(b"b", workshop.id, world.now) is found
    small.forget()
    assert small.find(b"b", workshop.id, world.now) is None


def test_a_naive_time_is_refused(world, workshop):
    with pytest.raises(CredentialError, match="time_without_zone"):
        judged(world, world.issue(workshop), as_of=world.now.replace(tzinfo=None))


@pytest.mark.parametrize("member", ["revokedCredential", "revokedCredentials"])
def test_both_spellings_of_the_older_list_are_read(world, workshop, member):
    url = "https://badges.example.org/revocations"
    badge = world.credential(workshop, credentialStatus={"id": url, "type": "1EdTechRevocationList"})
    badge["@context"].append("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
    signed = world.sign(badge, workshop)
    world.publish(url, {"id": url, "issuer": {"id": workshop.id}, member: [{"id": badge["id"]}]})
    assert judged(world, signed).verdict is Verdict.DO_NOT_RELY
    world.publish(url, {"id": url, "issuer": "did:web:other.example.org", member: []})
    assert judged(world, signed).verdict is Verdict.COULD_NOT_FINISH


@pytest.mark.parametrize("body", [{}, {"message": "later"}, {"id": "https://x.example/", "revoked": []}])
def test_a_page_that_is_no_older_list_clears_nobody(world, workshop, body):
    report = judged(world, on_older_list(world, workshop, body))
    assert outcome(report, "status") == (Outcome.UNDETERMINED, "status_list_unreadable")
    assert report.verdict is Verdict.COULD_NOT_FINISH


def test_an_older_list_of_nothing_may_leave_its_member_out(world, workshop):
    empty = {"id": "https://badges.example.org/revocations", "issuer": {"id": workshop.id}}
    assert judged(world, on_older_list(world, workshop, empty)).verdict is Verdict.GENUINE
    of_another = {**empty, "issuer": "did:web:other.example.org"}
    assert judged(world, on_older_list(world, workshop, of_another)).verdict is Verdict.COULD_NOT_FINISH


def test_an_older_list_may_name_what_it_withdraws_by_its_id_alone(world, workshop):
    listed = {"revokedCredential": ["urn:uuid:1", world.credential(workshop)["id"]]}
    assert judged(world, on_older_list(world, workshop, listed)).verdict is Verdict.DO_NOT_RELY
    others = {"revokedCredential": ["urn:uuid:1"]}
    assert judged(world, on_older_list(world, workshop, others)).verdict is Verdict.GENUINE


def test_an_older_list_that_withdraws_what_has_no_name_withdraws_nothing_else(world, workshop):
    listed = {"revokedCredential": [{}, {"id": None}, 7, {"id": "urn:uuid:1"}]}
    assert judged(world, on_older_list(world, workshop, listed)).verdict is Verdict.GENUINE
    whose = {**listed, "id": "https://badges.example.org/revocations", "issuer": None}
    assert judged(world, on_older_list(world, workshop, whose)).verdict is Verdict.COULD_NOT_FINISH


def on_older_list(world, workshop, body):
    """A badge whose withdrawal would stand in `body`, which is served at the address of its list."""
    url = world.publish("https://badges.example.org/revocations", body)
    badge = world.credential(workshop, credentialStatus={"id": url, "type": "1EdTechRevocationList"})
    badge["@context"].append("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
    return world.sign(badge, workshop)
