"""What a document may cost: over a cap it is refused, quickly, and what is accepted is not dear."""

import time
import tracemalloc
from contextlib import suppress

import pytest

from credentials import build
from credentials.canonical import canonicalise_checked
from credentials.canonical.labels import canonical_lines
from credentials.canonical.quads import Quad
from credentials.contexts import CREDENTIALS_V2, OPEN_BADGES
from credentials.errors import TooComplexError
from tests.credentials import samples


def document(**changes):
    return {**build.achievement_credential(samples.award()), **changes}


def nested(depth):
    value = {"id": "urn:x"}
    for _ in range(depth):
        value = {"id": "urn:x", "type": ["Profile"], "parentOrg": value}
    return value


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": nested(60)},
        {"evidence": [{"id": f"urn:x:{n}", "type": ["Evidence"]} for n in range(300)]},
        {"evidence": [{"type": ["Evidence"], "name": str(n)} for n in range(70)]},
        {"evidence": [{"id": "urn:x", "type": ["Evidence"], "name": [str(n) for n in range(5000)]}]},
        {"evidence": [{"type": ["Evidence"], "name": str(n)} for n in range(20_000)]},
        {"evidence": {"id": "urn:x", "type": [f"urn:type:{n}" for n in range(6)]}},
        {"@context": [CREDENTIALS_V2] * 11},
    ],
    ids=["depth", "nodes", "blank nodes", "values", "20 000 flat blank nodes", "types", "contexts"],
)
def test_documents_over_a_cap_are_refused_quickly(change):
    started = time.process_time()
    with pytest.raises(TooComplexError):
        canonicalise_checked(document(**change))
    assert time.process_time() - started < 1


def test_many_different_context_lists_are_refused():
    lists = [[CREDENTIALS_V2] * n + [OPEN_BADGES] for n in range(1, 9)]
    evidence = [{"@context": contexts, "id": "urn:x", "type": ["Evidence"]} for contexts in lists]
    with pytest.raises(TooComplexError, match="too_many_contexts"):
        canonicalise_checked(document(evidence=evidence))


def test_a_long_text_costs_little():
    started = time.process_time()
    canonicalise_checked(document(description="\n" * 33_000))
    assert time.process_time() - started < 0.5


def named(*names, **changes):
    return document(evidence={"id": "urn:x", "type": ["Evidence"], "name": list(names)}, **changes)


def typed(count):
    types = [f"https://example.org/types/{n}" for n in range(5)]
    return document(evidence=[{"id": f"urn:x:{n}", "type": types} for n in range(count)])


@pytest.mark.parametrize(
    ("small", "large"),
    [
        (named(*map(str, range(1900))), named(*map(str, range(2100)))),
        (named("\x01", *map(str, range(900))), named("\x01", *map(str, range(1100)))),
        (typed(100), typed(120)),
        (document(description='"' * 33_000), document(description='"' * 36_000)),
        (document(description="\x7f" + "x" * 100_000), document(description="\x7f" + "x" * 120_000)),
    ],
    ids=["values", "values beside a control", "types of their own", "quotation marks", "an odd character"],
)
def test_what_costs_more_than_others_may_be_less(small, large):
    assert canonicalise_checked(small)
    with pytest.raises(TooComplexError):
        canonicalise_checked(large)


@pytest.mark.parametrize("times", [1, 2, 3, 100])
def test_a_backslash_before_a_u_is_no_control(times):
    slashes = "\\" * times
    assert canonicalise_checked(document(description=f"C:{slashes}users" + "x" * 121_000))
    with pytest.raises(TooComplexError, match="too_long"):
        canonicalise_checked(document(description=f"C:{slashes}\x01users" + "x" * 121_000))


def test_what_is_too_much_at_first_is_too_much_when_its_parts_are_known():
    asked = [
        {"type": "IdentifierEntry", "identifier": str(n), "identifierType": "ext:x", "_sd": {"a": n}}
        for n in range(34)
    ]
    related = [
        {"id": f"urn:x:{n}", "type": ["Related"], "inLanguage": "en", "_sd": {"a": n}} for n in range(34)
    ]
    known = {
        "id": "urn:p",
        "type": ["Profile"],
        "name": "P",
        "url": "https://p.example/",
        "phone": "1",
        "email": "a@b.example",
    }
    badge = document()
    badge["credentialSubject"]["source"] = {**known, "otherIdentifier": asked}
    assert canonicalise_checked({**badge, "id": "urn:x:warm"})
    badge["credentialSubject"]["achievement"]["related"] = related
    said = []
    for _ in range(6):
        with pytest.raises(TooComplexError) as caught:
            canonicalise_checked(badge)
        said.append(caught.value.code)
    assert set(said) == {"too_many_values"}


@pytest.mark.parametrize("text", ["x" * 360_000, "\n" * 36_000, "\x01" * 20_000, "🚲" * 90_000])
def test_a_text_over_the_cap_is_refused_quickly(text):
    started = time.process_time()
    with pytest.raises(TooComplexError, match="too_long"):
        canonicalise_checked(document(description=text))
    assert time.process_time() - started < 1


def poison(children):
    """Two tied parents, each tied to the same equal children: the classic exponential case."""
    names = [f"_:n{n}" for n in range(2, 2 + children)]
    return [Quad(f"_:n{parent}", "<urn:p>", child, "") for parent in range(2) for child in names]


def clique(size):
    return [Quad(f"_:n{a}", "<urn:p>", f"_:n{b}", "") for a in range(size) for b in range(size) if a != b]


def bipartite(left, right):
    """Every node of one side states the same of every node of the other."""
    names = [(f"_:n{a}", f"_:n{left + b}") for a in range(left) for b in range(right)]
    return [Quad(a, "<urn:p>", b, "") for a, b in names]


@pytest.mark.parametrize(
    "quads",
    [poison(9), poison(60), clique(10), clique(64), bipartite(3, 19), bipartite(32, 32)],
    ids=["9", "60", "k10", "k64", "57 statements", "32 by 32"],
)
def test_poison_graphs_are_refused_within_a_second(quads):
    started = time.process_time()
    tracemalloc.start()
    try:
        with pytest.raises(TooComplexError, match="too_many_ties"):
            canonical_lines(quads)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()
    assert time.process_time() - started < 1


@pytest.mark.parametrize("size", range(2, 8))
def test_what_is_accepted_costs_less_than_a_second(size):
    started = time.process_time()
    for quads in (poison(size), clique(size)):
        with suppress(TooComplexError):
            canonical_lines(quads)
    assert time.process_time() - started < 1


def test_equal_alignments_are_no_poison():
    value = document()
    value["credentialSubject"]["achievement"]["alignment"] *= 12
    assert canonicalise_checked(value)
