"""Poison graphs, refused in how long and how much memory, with honest work beside: `python -m tests.vectors.poison_times`.

Wall time of each refusal while another thread verifies an honest badge without a pause, and how long that one
waited at worst.
"""

import json
import resource
import threading
import time
from functools import partial
from typing import Self

from benchmarks.measuring import tell
from credentials.canonical.labels import labelled
from credentials.errors import TooComplexError
from tests.vectors import poison
from tests.vectors.tables import Scene

REFUSED_WITHIN_SECONDS = 1.0


def measure() -> float:
    """Print one line for each and give the seconds of the slowest refusal."""
    scene = Scene()
    [proof] = scene.signed()["proof"]
    work = {name: partial(_labelled, quads) for name, quads in poison.GRAPHS.items()}
    for name, document in poison.documents(scene.unsigned(), proof).items():
        work[name] = partial(scene.judge, json.dumps(document).encode())
    slowest = 0.0
    with _Honest(scene) as honest:
        for name, refuse in work.items():
            honest.longest, before = 0.0, _peak_mebibytes()
            began = time.monotonic()
            refuse()
            seconds = time.monotonic() - began
            slowest = max(slowest, seconds)
            tell(
                op="refuse poison",
                document=name,
                milliseconds=round(seconds * 1e3, 1),
                more_mebibytes=_peak_mebibytes() - before,
                honest_waited_milliseconds=round(honest.longest * 1e3, 1),
            )
    return slowest


class _Honest:
    """Verifies an honest badge over and over in a thread of its own; `longest` is the slowest so far."""

    def __init__(self, scene: Scene) -> None:
        self.longest = 0.0
        self._scene, self._data = scene, json.dumps(scene.signed()).encode()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._work)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._is_over.is_set():
            began = time.monotonic()
            if self._scene.judge(self._data)[0] != "genuine":
                raise AssertionError(self._data)
            self.longest = max(self.longest, time.monotonic() - began)


def _labelled(quads) -> None:
    try:
        labelled(quads)
    except TooComplexError:
        return
    raise AssertionError(len(quads))


def _peak_mebibytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    tell(op="refuse poison", slowest_seconds=round(measure(), 3), at_most=REFUSED_WITHIN_SECONDS)
