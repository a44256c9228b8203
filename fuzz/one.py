"""Attack one parser with one driver: `python -m fuzz.one json bytes 1000000`.

Ends with 0 when nothing was found. libFuzzer prints what it found, with the input, before it ends otherwise.
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["credentials", "badges.table_file"]):
    from fuzz.targets import TARGETS

from fuzz.variants import variants

HANG_SECONDS = 2
MEMORY_MEBIBYTES = 1024
LONGEST_BYTES = 65_536
VARIANTS = 100  # inputs that the shaped driver makes of one drawing


def main(name: str, driver: str, runs: int) -> None:
    """Run so many inputs; does not return."""
    target = TARGETS[name]
    is_shaped = driver == "shaped"
    work = _shaped(name, runs) if is_shaped else target.run
    corpus = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [
        f"-runs={-1 if is_shaped else runs}",
        f"-timeout={HANG_SECONDS * (VARIANTS if is_shaped else 1)}",
        f"-rss_limit_mb={MEMORY_MEBIBYTES}",
        f"-max_len={LONGEST_BYTES}",
        "-print_final_stats=1",
        f"-artifact_prefix={corpus}/found-",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], work)
    atheris.Fuzz()


def _shaped(name: str, runs: int):
    """Give a driver by which the fuzzer chooses what hypothesis makes; ends the process after so many inputs.

    All variants of what was made are tried. A draft that hypothesis cannot complete counts nothing.
    """
    from hypothesis import HealthCheck, given, settings  # noqa: PLC0415 - the other driver does not need it

    target, tried = TARGETS[name], 0

    @settings(database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(target.shaped())
    def attack(data: bytes) -> None:
        nonlocal tried
        for one in variants(data, VARIANTS):
            began = time.process_time()
            target.run(one)
            if time.process_time() - began > HANG_SECONDS:
                raise AssertionError("a hang", one)
            tried += 1
        if tried >= runs:
            _end(tried)

    return attack.hypothesis.fuzz_one_input


def _end(tried: int) -> None:
    """Say what libFuzzer says at its end, and end."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"stat::number_of_executed_units: {tried}\nstat::peak_rss_mb: {peak}", file=sys.stderr, flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
