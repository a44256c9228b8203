"""Attack one parser with one driver: `python -m fuzz.one json bytes 1000000`.

Ends with 0 when nothing was found. libFuzzer prints what it found, with the input, before it ends otherwise.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["credentials", "badges.table_file"]):
    from fuzz.targets import TARGETS

HANG_SECONDS = 2
MEMORY_MEBIBYTES = 1024
LONGEST_BYTES = 65_536


def main(name: str, driver: str, runs: int) -> None:
    """Run so many inputs; does not return."""
    target = TARGETS[name]
    work = target.run if driver == "bytes" else _shaped(name)
    corpus = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [
        f"-runs={runs}",
        f"-timeout={HANG_SECONDS}",
        f"-rss_limit_mb={MEMORY_MEBIBYTES}",
        f"-max_len={LONGEST_BYTES}",
        "-print_final_stats=1",
        f"-artifact_prefix={corpus}/found-",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], work)
    atheris.Fuzz()


def _shaped(name: str):
    """Give a driver by which the fuzzer chooses what hypothesis makes."""
    from hypothesis import HealthCheck, given, settings  # noqa: PLC0415 - the other driver does not need it

    target = TARGETS[name]

    @settings(database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(target.shaped())
    def attack(data: bytes) -> None:
        target.run(data)

    return attack.hypothesis.fuzz_one_input


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
