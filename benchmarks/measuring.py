"""Measuring side by side: every operation in turn, round after round, so that a busy machine is fair to all.

A rate is per second of CPU time of the process that does the work, other programs do not count.
"""

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

SLICE_SECONDS = 0.1  # of one operation in one round
ROUNDS = 15
_CALIBRATION_SECONDS = 0.03


@dataclass
class Operation:
    """`run(count)` does the work so many times and gives the CPU seconds. `rates` has one per round."""

    name: str
    op: str
    run: Callable[[int], float]
    rates: list[float] = field(default_factory=list)


def timed(work: Callable[[], object]) -> Callable[[int], float]:
    """Give what runs `work` in this process and gives the CPU seconds."""

    def run(count: int) -> float:
        began = time.process_time()
        for _ in range(count):
            work()
        return time.process_time() - began

    return run


def measure(operations: Sequence[Operation], *, rounds: int = ROUNDS, seconds: float = SLICE_SECONDS) -> None:
    """Fill in the rates of all operations and print the median of each."""
    counts = {id(one): _calibrated(one, seconds) for one in operations}
    for _ in range(rounds):
        for one in operations:
            count = counts[id(one)]
            one.rates.append(count / max(one.run(count), 1e-9))
    for one in operations:
        tell(name=one.name, op=one.op, per_cpu_second=round(statistics.median(one.rates), 1))


def tell(**facts: object) -> None:
    """Print one JSON line."""
    print(json.dumps(facts), flush=True)


def _calibrated(one: Operation, seconds: float) -> int:
    """Give how often it fits into a slice; trying that warms up caches and compilers too."""
    count = 1
    while True:
        took = one.run(count)
        if took >= _CALIBRATION_SECONDS:
            return max(1, round(count * seconds / took))
        count *= 2
