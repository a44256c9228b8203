"""Poison graphs are refused by counting, not by waiting; how long that takes tells `poison_times`."""

import json
import threading

import pytest

from credentials.canonical.labels import TIE_STEPS_MAX, labelled
from credentials.canonical.limits import BLANK_NODES_MAX, NODES_MAX, VALUES_MAX
from credentials.errors import TooComplexError
from tests.vectors import poison
from tests.vectors.tables import Scene

# What stops each, and the counter that it tells with the number it stopped at.
BOUNDS = {
    "too_many_ties": ("steps", TIE_STEPS_MAX),
    "too_many_blank_nodes": ("blank_nodes", BLANK_NODES_MAX + 1),
}
GRAPHS = {
    "a clique of seven": "too_many_ties",
    "a clique of ten": "too_many_ties",
    "two sides of seven, 56 statements": "too_many_ties",
    "two sides of 32": "too_many_ties",
    "100 nodes in a ring": "too_many_blank_nodes",
    "60 nodes in a ring": "too_many_ties",
}


@pytest.fixture(scope="module")
def scene():
    return Scene()


@pytest.mark.parametrize("name", poison.GRAPHS)
def test_a_poison_graph_is_refused_after_a_counted_number_of_steps(name):
    with pytest.raises(TooComplexError) as caught:
        labelled(poison.GRAPHS[name])
    counter, most = BOUNDS[GRAPHS[name]]
    assert caught.value.code == GRAPHS[name]
    assert caught.value.facts[counter] <= max(most, 100)


def test_a_small_clique_and_a_short_ring_are_labelled():
    assert len(labelled(poison.clique(4))[1]) == 4
    assert len(labelled(poison.ring(8))[1]) == 8


@pytest.mark.parametrize("name", list(poison.documents(Scene().unsigned(), {})))
def test_a_poisoned_badge_is_refused_before_anybody_is_asked(scene, name):
    [proof] = scene.signed()["proof"]
    badge = poison.documents(scene.unsigned(), proof)[name]
    scene.world.asked.clear()
    verdict, check, code = scene.judge(badge)
    assert verdict != "genuine"
    assert (check, code) in {
        ("proof", "too_many_values"), ("proof", "too_many_blank_nodes"), ("proof", "too_many_ties"),
        ("proof", "too_many_types"), ("structure", "id_not_absolute"), ("structure", "too_many_values"),
        ("structure", "too_many_types"), ("structure", "too_many_blank_nodes"), ("structure", "too_many_ties"),
        ("unreadable", "too_deep"),
    }  # fmt: skip
    assert scene.world.asked == []


def test_the_counters_are_far_below_what_hurts():
    assert (NODES_MAX, VALUES_MAX, BLANK_NODES_MAX, TIE_STEPS_MAX) <= (256, 4096, 64, 2_000)


def test_honest_badges_are_verified_while_poison_is_refused(scene):
    [proof] = scene.signed()["proof"]
    bad = [json.dumps(badge).encode() for badge in poison.documents(scene.unsigned(), proof).values()]
    good = json.dumps(scene.signed()).encode()
    verdicts: dict[str, list[str]] = {"good": [], "bad": []}

    def work(kind, given):
        for data in given:
            verdicts[kind].append(scene.judge(data)[0])

    threads = [
        threading.Thread(target=work, args=("bad", bad)),
        threading.Thread(target=work, args=("good", [good] * 20)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verdicts["good"] == ["genuine"] * 20
    assert len(verdicts["bad"]) == len(bad)
    assert "genuine" not in verdicts["bad"]
