"""Whatever is done to a credential: never genuine, and nothing raised outside the tree of errors."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credentials import status
from credentials.errors import UnreadableError
from credentials.verify import Verdict, verify
from tests.world import World


def judged(credential):
    data = credential.encode() if isinstance(credential, str) else credential
    return verify(data, fetch=WORLD.fetch, now=WORLD.now)


NAMES = st.text(max_size=8) | st.sampled_from(["id", "type", "@id", "@value", "@graph"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**16) | st.text(max_size=8) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


def members_of(value, path=()):
    """Every place in a document."""
    yield path
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for name, entry in entries:
        yield from members_of(entry, (*path, name))


def put(value, path, new):
    if not path:
        return new
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = put(copied[path[0]], path[1:], new)
    return copied


WORLD = World()
WORKSHOP = WORLD.issuer("did:web:badges.example.org")
BADGE = WORLD.issue(WORKSHOP, credentialStatus=status.entry(WORLD.status_list(WORKSHOP), 7))
TOKEN = WORLD.issue_jwt(WORKSHOP)
PLACES = list(members_of(BADGE))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(PLACES), JSON)
def test_no_changed_member_is_genuine_or_raises_outside_the_tree(place, new):
    changed = put(BADGE, place, new)
    try:
        report = judged(json.dumps(changed))
    except UnreadableError:
        return
    assert report.verdict is not Verdict.GENUINE or changed == BADGE or is_harmless(place, new)


def is_harmless(place, new) -> bool:
    """One value for an array of one says the same, in JSON-LD and to us."""
    here = BADGE
    for name in place:
        here = here[name]
    return new in ([here], here) or here == [new]


@settings(deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_no_bytes_raise_outside_the_tree(data):
    with pytest.raises(UnreadableError):
        judged(data)


@settings(deadline=None)
@given(st.integers(0, len(TOKEN) - 1), st.sampled_from("ABCxyz019-_."))
def test_any_other_letter_in_a_token_is_refused(at, letter):
    changed = TOKEN[:at] + letter + TOKEN[at + 1 :]
    try:
        report = judged(changed)
    except UnreadableError:
        return
    assert changed == TOKEN or report.verdict is not Verdict.GENUINE
