"""Where a credential stands: values only."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from badges.standing import is_open_to_all, may_be_shown, state_of

NOW = datetime(2026, 5, 1, tzinfo=UTC)
BEFORE, AFTER = NOW - timedelta(days=1), NOW + timedelta(days=1)


@dataclass(frozen=True)
class Award:
    state: str
    token_expires_at: datetime | None = AFTER


@dataclass(frozen=True)
class Credential:
    revoked_at: datetime | None = None
    given_up_at: datetime | None = None
    held_at: datetime | None = None
    valid_until: datetime | None = None
    public_at: datetime | None = None
    suppressed_at: datetime | None = None


@pytest.mark.parametrize("state", ["offered", "refused", "withdrawn", "lapsed"])
def test_before_it_is_accepted_the_award_tells(state):
    assert state_of(Award(state), None, NOW) == state


def test_an_offer_that_is_over_has_lapsed_though_nobody_wrote_it_down():
    assert state_of(Award("offered", NOW), None, NOW) == "lapsed"
    assert state_of(Award("refused", NOW), None, NOW) == "refused"


@pytest.mark.parametrize(
    ("credential", "state"),
    [
        (Credential(), "accepted"),
        (Credential(valid_until=AFTER), "accepted"),
        (Credential(valid_until=NOW), "expired"),
        (Credential(held_at=BEFORE), "on_hold"),
        (Credential(held_at=BEFORE, valid_until=BEFORE), "on_hold"),
        (Credential(given_up_at=BEFORE, held_at=BEFORE), "given_up"),
        (Credential(revoked_at=BEFORE, given_up_at=BEFORE, held_at=BEFORE, valid_until=BEFORE), "revoked"),
    ],
)
def test_what_ended_for_good_comes_first(credential, state):
    assert state_of(Award("accepted"), credential, NOW) == state


def test_only_what_is_published_and_not_spoken_against_is_open_to_all():
    assert is_open_to_all(Credential(public_at=BEFORE))
    assert is_open_to_all(Credential(public_at=BEFORE, revoked_at=BEFORE))
    assert not is_open_to_all(Credential())
    for one in (
        Credential(public_at=BEFORE, given_up_at=BEFORE),
        Credential(public_at=BEFORE, suppressed_at=BEFORE),
    ):
        assert not is_open_to_all(one)
        assert not may_be_shown(one)
