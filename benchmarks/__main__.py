"""`make bench`: one JSON line per operation (name, op, per_cpu_second), then the ratios beside their targets.

python -m benchmarks                       everything, some minutes
python -m benchmarks --quick               the same with few rounds: a first impression
python -m benchmarks --only verify,issue   some operations, with those they are compared with
python -m benchmarks --only web            a whole part: web, processes, readiness
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks import (
    carriers,
    case,
    needs,
    node_peer,
    ours,
    processes,
    python_peers,
    readiness,
    targets,
    web,
    worst,
    worst_spelled,
)
from benchmarks.measuring import ROUNDS, SLICE_SECONDS, Operation, measure

QUICK_ROUNDS, QUICK_SECONDS = 3, 0.05


def worst_documents() -> None:
    """Measure what costs most of all that is accepted."""
    highest = max(worst.measure(), worst_spelled.measure())
    targets.tell_ratio("worst accepted document / an ordinary one", highest, at_most=worst.AT_MOST)


PARTS = {
    "worst": worst_documents,
    "case": case.measure,
    "readiness": readiness.measure,
    "processes": processes.measure,
    "web": web.measure,
    "needs": needs.measure,
}


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measured speed beside its peers.")
    parser.add_argument("--only", default="", help="operations (as in `op`) or parts: " + ", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="few and short rounds")
    asked = parser.parse_args()
    only = {name for name in asked.only.split(",") if name}
    if not only or only - PARTS.keys():
        side_by_side(targets.wanted(only - PARTS.keys()), is_quick=asked.quick)
    for name, part in PARTS.items():
        if not only or name in only:
            part()


def side_by_side(wanted: set[str], *, is_quick: bool) -> None:
    """Measure our operations and those of the peers in turn; all of them when none is named."""
    with _operations(wanted) as operations:
        if is_quick:
            measure(operations, rounds=QUICK_ROUNDS, seconds=QUICK_SECONDS)
        else:
            measure(operations, rounds=ROUNDS, seconds=SLICE_SECONDS)
        targets.tell_ratios(operations)


@contextmanager
def _operations(wanted: set[str]) -> Iterator[list[Operation]]:
    signed, signers = ours.signed_credentials(), carriers.signers()
    tokens = carriers.tokens(signers)
    found = [*python_peers.operations(signed), *ours.operations(signed)]
    found += carriers.operations(signed, signers, tokens)
    peer = node_peer.started(signed, signers, tokens)
    try:
        if peer is not None:
            found += node_peer.operations(peer)
        yield sorted((one for one in found if not wanted or one.op in wanted), key=lambda one: one.op)
    finally:
        if peer is not None:
            peer.close()


if __name__ == "__main__":
    main()
