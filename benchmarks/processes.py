"""What needs a process of its own: two of them at once, memory, the time of an import."""

import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from multiprocessing.synchronize import Barrier

from benchmarks import ours, sample
from benchmarks.targets import tell_ratio
from credentials.bulk import Template, issue_rows

WALL_SECONDS = 1.0
TRIES = 3  # the best counts: another program on the second core would spoil the answer
_MEGABYTE = 1_000_000
IMPORTS = 5
_IMPORT = "import time; began = time.process_time(); import {0}; print(time.process_time() - began)"
_LIBRARY = "credentials.build, credentials.bulk, credentials.baking, credentials.verify"


def measure() -> None:
    """Print all of it."""
    for op, work in (("bulk-issue", _bulk), ("verify", _verify)):
        ratio = max(_together(work, 2) / _together(work, 1) for _ in range(TRIES))
        tell_ratio(f"{op} by two processes / one, wall", ratio, at_least=1.9)
    tell_ratio("memory of a verification over base, MB", _verification_peak(), at_most=2.0)
    with tempfile.TemporaryDirectory() as compiled:  # an installed library is compiled already
        for modules in ("credentials", _LIBRARY):
            seconds = min(_import_seconds(modules, compiled) for _ in range(IMPORTS))
            tell_ratio(f"import {modules}, CPU seconds", seconds, at_most=0.3)


def _bulk() -> Callable[[], int]:
    template = Template.compile(sample.document(), sample.SLOTS)
    rows = [sample.row(number) for number in range(500)]
    shape = {"verification_method": sample.METHOD, "created": sample.NOW}
    return lambda: len(list(issue_rows(template, rows, sample.SIGNER, **shape)))


def _verify() -> Callable[[], int]:
    check = ours.verifying(ours.signed_credentials(100))

    def hundred() -> int:
        for _ in range(100):
            check()
        return 100

    return hundred


def _together(work: Callable[[], Callable[[], int]], processes: int) -> float:
    """Give how many per second of wall time so many processes do together."""
    context = multiprocessing.get_context("fork")
    barrier, results = context.Barrier(processes), context.SimpleQueue()
    started = [context.Process(target=_worker, args=(work, barrier, results)) for _ in range(processes)]
    for process in started:
        process.start()
    rates: list[float] = [results.get() for _ in started]
    for process in started:
        process.join()
    return sum(rates)


def _worker(
    work: Callable[[], Callable[[], int]], barrier: Barrier, results: "multiprocessing.SimpleQueue[float]"
) -> None:
    run = work()
    run()
    barrier.wait()
    began, done = time.perf_counter(), 0
    while time.perf_counter() - began < WALL_SECONDS:
        done += run()
    results.put(done / (time.perf_counter() - began))


def _verification_peak() -> float:
    """Give the most that one verification has in use at once, in megabytes over what was there before."""
    check = ours.verifying(ours.signed_credentials(50))
    check()
    tracemalloc.start()
    try:
        check()  # what is kept from the first traced one is no part of the next
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        check()
        return (tracemalloc.get_traced_memory()[1] - before) / _MEGABYTE
    finally:
        tracemalloc.stop()


def _import_seconds(modules: str, compiled: str) -> float:
    """Give the CPU seconds of an import in a fresh interpreter; the folder keeps what it compiled."""
    environ = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": compiled}
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", _IMPORT.format(modules)],
        check=True,
        capture_output=True,
        text=True,
        env=environ,
    )
    return float(done.stdout)
