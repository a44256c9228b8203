"""Attack every parser with both drivers and print one JSON line each: `python -m fuzz [names] [--runs N]`."""

import argparse
import json
import re
import subprocess
import sys
import time

from fuzz.targets import TARGETS

DRIVERS = ("bytes", "shaped")
RUNS = 1_000_000


def attack(name: str, driver: str, runs: int) -> bool:
    """Run one parser in a process of its own, print what came of it; tell whether nothing was found."""
    began = time.monotonic()
    command = [sys.executable, "-m", "fuzz.one", name, driver, str(runs)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    executed = re.search(r"stat::number_of_executed_units:\s*(\d+)", done.stderr)
    peak = re.search(r"stat::peak_rss_mb:\s*(\d+)", done.stderr)
    print(
        json.dumps(
            {
                "parser": name,
                "driver": driver,
                "executions": int(executed.group(1)) if executed else 0,
                "seconds": round(time.monotonic() - began),
                "peak_mebibytes": int(peak.group(1)) if peak else None,
                "found": done.returncode != 0,
            }
        ),
        flush=True,
    )
    if done.returncode:
        print(done.stderr[-4000:], file=sys.stderr)
    return done.returncode == 0


def main() -> int:
    """Attack what was asked for; 1 when anything was found."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"parsers, of {', '.join(TARGETS)}; all when none is named")
    parser.add_argument("--runs", type=int, default=RUNS, help="executions for each parser and driver")
    parser.add_argument("--driver", choices=DRIVERS, action="append")
    options = parser.parse_args()
    unknown = set(options.names) - TARGETS.keys()
    if unknown:
        parser.error(f"no such parser: {', '.join(sorted(unknown))}")
    pairs = [(name, driver) for name in options.names or TARGETS for driver in options.driver or DRIVERS]
    results = [attack(name, driver, options.runs) for name, driver in pairs]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
