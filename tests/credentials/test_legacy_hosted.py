"""Hosted badges of Open Badges 2.0: what the host serves is the truth, and only within the issuer's scope."""

import json

import pytest

from credentials.verify.policy import verdict
from credentials.verify.report import Outcome, Verdict
from tests.world_of_two import (
    ASSERTION,
    BADGE_CLASS,
    HOME,
    ISSUER,
    WorldOfTwo,
    assertion,
    badge_class,
    jws,
    profile,
)

OTHER = "https://elsewhere.example"


@pytest.fixture
def world():
    return WorldOfTwo()


def codes(result):
    return {finding.check: (finding.outcome.value, finding.code) for finding in result.findings}


def test_a_badge_that_its_host_confirms_is_genuine(world):
    result = world.examine(world.hosted(), recipient="ada@example.org")
    assert codes(result) == {
        "structure": ("passed", "well_formed"),
        "proof": ("passed", "hosted_copy_matches"),
        "issuer": ("passed", "issuer_bound"),
        "status": ("passed", "not_withdrawn"),
        "validity": ("passed", "in_time"),
        "recipient": ("passed", "recipient_matches"),
        "endorsements": ("not_applicable", "no_endorsements"),
    }
    assert verdict(result.findings) is Verdict.GENUINE
    assert (result.standard, result.issuer_id, result.issuer_name) == ("ob2", ISSUER, "Cycle Workshop")
    assert world.world.asked == [ASSERTION, BADGE_CLASS, ISSUER]


def test_the_copy_of_the_host_is_kept_byte_for_byte(world):
    body = json.dumps(assertion(), indent=3).encode() + b"\n"
    world.world.publish(ASSERTION, body)
    result = world.examine(assertion())
    assert (result.raw, result.document) == (body, assertion())


def test_a_newer_copy_of_the_host_counts_and_the_difference_is_told(world):
    given = assertion(expires="2026-02-02T00:00:00Z")
    world.hosted(narrative="Trued it alone.")
    result = world.examine(given)
    assert codes(result)["proof"] == ("passed", "hosted_copy_used")
    assert codes(result)["validity"] == ("passed", "in_time")
    assert result.document["narrative"] == "Trued it alone."
    assert [(w.code, w.facts["members"]) for w in result.warnings] == [
        ("given_copy_differs", ["expires", "narrative"])
    ]


@pytest.mark.parametrize("member", ["recipient", "badge"])
def test_a_file_that_names_another_person_or_badge_is_false(world, member):
    world.hosted()
    changes = {
        "recipient": {"type": "email", "hashed": False, "identity": "eve@example.org"},
        "badge": ISSUER,
    }
    result = world.examine(assertion(**{member: changes[member]}))
    assert codes(result)["proof"] == ("failed", "hosted_copy_differs")
    assert verdict(result.findings) is Verdict.DO_NOT_RELY
    assert world.world.asked == [ASSERTION]


def test_an_embedded_badge_class_stands_for_its_address(world):
    world.hosted(badge=badge_class(issuer=profile()))
    result = world.examine(assertion())
    assert codes(result)["proof"] == ("passed", "hosted_copy_matches")
    assert verdict(result.findings) is Verdict.GENUINE
    assert world.world.asked == [ASSERTION]  # the host said it all at once, about itself


@pytest.mark.parametrize("answer", [410, True])
def test_a_withdrawn_badge_is_told_by_its_host(world, answer):
    given = world.hosted()
    if answer is True:
        world.hosted(revoked=True, revocationReason="Issued in error.")
    else:
        world.gone.add(ASSERTION)
    result = world.examine(given)
    assert codes(result)["status"] == ("failed", "revoked")
    assert verdict(result.findings) is Verdict.DO_NOT_RELY


def test_a_host_that_keeps_nothing_but_the_withdrawal_is_believed(world):
    world.world.publish(ASSERTION, {"id": ASSERTION, "revoked": True, "revocationReason": "Issued in error."})
    result = world.examine(assertion())
    assert codes(result)["status"] == ("failed", "revoked")
    assert codes(result)["proof"] == ("undetermined", "hosted_copy_gone")
    assert result.findings[3].facts == {"reason": "Issued in error."}
    assert result.view["validFrom"] == "2026-02-01T10:00:00Z"  # out of the copy handed in, to know it by


SILENT_HOSTS = {
    "slow": ("hosted_copy_unreachable", lambda w: w.world.broken.update({ASSERTION: "timed_out"})),
    "lost": ("hosted_copy_unreachable", lambda w: w.world.pages.pop(ASSERTION)),
    "login": ("hosted_copy_unreadable", lambda w: w.world.publish(ASSERTION, "<html>Sign in</html>")),
    "list": ("hosted_copy_unreadable", lambda w: w.world.publish(ASSERTION, "[]")),
    "doubled": ("hosted_copy_unreadable", lambda w: w.world.publish(ASSERTION, '{"a": 1, "a": 2}')),
    "other": ("hosted_copy_unreadable", lambda w: w.world.publish(ASSERTION, '{"name": "no badge"}')),
}


@pytest.mark.parametrize("host", SILENT_HOSTS)
def test_without_the_hosts_answer_nothing_is_said(world, host):
    given, (code, break_it) = world.hosted(), SILENT_HOSTS[host]
    break_it(world)
    result = world.examine(given, recipient="ada@example.org")
    assert codes(result)["proof"] == ("undetermined", code)
    assert codes(result)["issuer"] == codes(result)["status"] == ("undetermined", "not_checked")
    assert verdict(result.findings) is Verdict.COULD_NOT_FINISH
    assert result.document == given


@pytest.mark.parametrize("other", [f"{HOME}/assertions/2.json", "urn:uuid:2"])
def test_an_address_that_serves_another_badge_proves_nothing(world, other):
    world.world.publish(ASSERTION, assertion(id=other))
    assert codes(world.examine(assertion()))["proof"] == ("failed", "hosted_copy_other_id")


@pytest.mark.parametrize(
    "address", [None, "urn:uuid:1", "ftp://badges.example.org/1", "https://a@b.example/1"]
)
def test_a_hosted_badge_without_a_web_address_is_false(world, address):
    result = world.examine(assertion(id=address))
    assert codes(result)["proof"] == ("failed", "hosted_address_missing")
    assert world.world.asked == []


SCOPES = [
    ({}, ASSERTION, True),
    ({}, f"{OTHER}/1", False),
    ({}, "https://badges.example.org:8443/1", False),
    ({}, "https://badges.example.org:443/1", True),
    ({"startsWith": f"{OTHER}/badges/"}, f"{OTHER}/badges/1", True),
    ({"startsWith": [f"{HOME}/x", f"{OTHER}/badges/"]}, f"{OTHER}/badges/1", True),
    ({"startsWith": f"{OTHER}/badges/"}, f"{OTHER}/else/1", False),
    ({"startsWith": f"{OTHER}/badges/"}, ASSERTION, False),
    ({"startsWith": OTHER}, f"{OTHER}.evil.example/1", False),
    ({"allowedOrigins": "elsewhere.example"}, f"{OTHER}/1", True),
    ({"allowedOrigins": ["a.example", OTHER]}, f"{OTHER}/1", True),
    ({"allowedOrigins": "elsewhere.example"}, "https://elsewhere.example.evil.example/1", False),
    ({"allowedOrigins": "elsewhere.example"}, "https://sub.elsewhere.example/1", False),
]


@pytest.mark.parametrize(("rules", "address", "is_in"), SCOPES)
def test_a_badge_counts_only_where_its_issuer_hosts(world, rules, address, is_in):
    world.issuer(verification=rules or None)
    result = world.examine(world.hosted(id=address))
    expected = ("passed", "issuer_bound") if is_in else ("failed", "hosted_out_of_scope")
    assert codes(result)["issuer"] == expected
    assert (verdict(result.findings) is Verdict.GENUINE) == is_in


def test_nobody_can_bring_a_famous_issuer_with_rules_of_their_own(world):
    address = f"{OTHER}/1"
    invited = profile(verification={"allowedOrigins": "elsewhere.example"})
    result = world.examine(world.hosted(id=address, badge=badge_class(id=f"{OTHER}/c", issuer=invited)))
    assert codes(result)["issuer"] == ("failed", "hosted_out_of_scope")
    assert ISSUER in world.world.asked  # asked at its own address


def test_a_badge_class_of_somebody_else_cannot_be_embedded(world):
    address = f"{OTHER}/1"
    world.world.publish(f"{OTHER}/issuer", profile(id=f"{OTHER}/issuer"))
    forged = badge_class(name="Doctor of Wheels", issuer=f"{OTHER}/issuer")
    result = world.examine(world.hosted(id=address, badge=forged))
    assert codes(result)["issuer"] == ("failed", "hosted_out_of_scope")
    assert result.view["name"] == "Wheel truing"


@pytest.mark.parametrize(
    ("address", "code"), [(BADGE_CLASS, "linked_unreachable"), (ISSUER, "linked_unreachable")]
)
def test_without_badge_class_or_issuer_the_badge_cannot_be_judged(world, address, code):
    given = world.hosted()
    del world.world.pages[address]
    result = world.examine(given)
    assert codes(result)["structure"] == ("undetermined", code)
    assert codes(result)["issuer"] == ("undetermined", "issuer_unreachable")
    assert verdict(result.findings) is Verdict.COULD_NOT_FINISH


def test_a_linked_object_that_says_to_be_another_is_refused(world):
    world.world.publish(ISSUER, profile(id=f"{HOME}/another.json"))
    assert codes(world.examine(world.hosted()))["issuer"] == ("failed", "linked_other_id")


def test_a_token_that_says_to_be_hosted_is_only_a_pointer(world):
    world.hosted()
    assert codes(world.examine(jws(assertion())))["proof"] == ("passed", "hosted_copy_matches")
    del world.world.pages[ASSERTION]
    assert codes(world.examine(jws(assertion())))["proof"] == ("undetermined", "hosted_copy_unreachable")


def test_four_fetches_are_enough_and_never_more(world):
    chain = {f"{HOME}/{n}": n for n in range(9)}
    for address in chain:
        world.world.publish(address, {"id": address, "badge": f"{HOME}/1", "issuer": f"{HOME}/2"})
    world.examine(world.hosted(badge=f"{HOME}/0", endorsement=list(chain)))
    assert len(world.world.asked) <= 4


def test_endorsements_are_counted_and_never_taken_for_checked(world):
    result = world.examine(world.hosted(endorsement=[f"{HOME}/endorsements/1"]))
    finding = result.findings[-1]
    assert (finding.outcome, finding.code, finding.facts) == (
        Outcome.UNDETERMINED,
        "not_checked",
        {"count": 1},
    )
