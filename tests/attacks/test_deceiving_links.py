"""Links whose letters hide where they lead."""

import pytest

from badges.links import link_problem

# Browsers leave these out of a host: soft hyphen, joiners, variation selectors, fillers.
UNSEEN = (
    "\u00ad",
    "\u034f",
    "\u115f",
    "\u180b",
    "\u200b",
    "\u200d",
    "\u2060",
    "\u2063",
    "\ufe0f",
    "\U000e0100",
)


@pytest.mark.parametrize("sign", UNSEEN, ids=ascii)
def test_a_sign_that_browsers_drop_does_not_open_a_private_address(sign):
    hosts = (
        f"foo.lo{sign}cal",
        f"foo.local{sign}",
        f"127.0.0.1{sign}",
        f"127.0.{sign}0.1",
        f"10.0.0.{sign}0x1",
    )
    assert {link_problem(f"http://{host}/") for host in hosts} == {"link_private"}


@pytest.mark.parametrize(
    "host", ["hi\u0302ver.example.org", "हिन्दी.example.org", "münchen.example.org", "مثال.example.org"]
)
def test_names_with_marks_are_names(host):
    assert link_problem(f"https://{host}/") is None
