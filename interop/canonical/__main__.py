"""`python -m interop.canonical --count 10000`: made credentials through our two ways, PyLD and jsonld.js.

What the walk writes must be what the reference writes, byte for byte, and never more than the reference
allows. What we would sign must come out of PyLD by itself, and of jsonld.js with rdf-canonize, as the same
bytes too. `--count` whole credentials are found equal by all of them, however many have to be made for it.
"""

import argparse
import json
import sys
import time
from collections import Counter
from itertools import islice
from typing import Any

from interop.canonical.making import OTHERS, WHOLE, features, given_ones, made_ones
from interop.canonical.sides import JsonldJs, by_pyld, by_reference, by_walk

DIFFERENT = "DIFFERENT"
SHARES = dict(zip(OTHERS, (60, 20, 20), strict=True))  # per cent of the whole credentials


class Comparison:
    """Counts what every side says."""

    def __init__(self, node: JsonldJs) -> None:
        """Ask this jsonld.js."""
        self._node = node
        self.tally: Counter[str] = Counter()

    def compare(self, kind: str, document: Any) -> bool:
        """Count what is said of a document; true when all four sides made the same bytes of it."""
        self.tally[f"{kind}: looked at"] += 1
        self._walk_and_reference(kind, document, at_issue=False)
        ours = self._walk_and_reference(kind, document, at_issue=True)
        if ours is None:
            return False
        pyld, node = by_pyld(document), self._node.canonical(document)
        said = "left out, has what URDNA2015 spells otherwise" if pyld is None else _equal(ours, pyld)
        self._tell(kind, document, "PyLD itself", said)
        self._tell(
            kind,
            document,
            "jsonld.js",
            f"refuses ({node[:60]})" if isinstance(node, str) else _equal(ours, node),
        )
        is_equal = ours == pyld == node
        for name in features(document) if is_equal else ():
            self.tally[f"{kind}: equal on all sides, with {name}"] += 1
        self.tally[f"{kind}: equal on all sides"] += is_equal
        return is_equal

    def _walk_and_reference(self, kind: str, document: Any, *, at_issue: bool) -> bytes | None:
        """Give the bytes to be signed, if any."""
        ours, theirs = (give(document, at_issue=at_issue) for give in (by_walk, by_reference))
        said = "left to the reference" if ours is None else "both refuse"
        if ours is not None and (isinstance(ours, bytes) or isinstance(theirs, bytes)):
            said = _equal(ours, theirs)
        self._tell(kind, document, "the reference, at issue" if at_issue else "the reference", said)
        return theirs if isinstance(theirs, bytes) else None

    def _tell(self, kind: str, document: Any, side: str, said: str) -> None:
        self.tally[f"{kind}: {side}: {said}"] += 1
        if said == DIFFERENT:
            print(DIFFERENT, side, json.dumps(document))


def _equal(ours: object, theirs: object) -> str:
    return "equal bytes" if ours == theirs else DIFFERENT


def compare_all(count: int, node: JsonldJs) -> Counter[str]:
    """Compare every given document, whole credentials until `count` are equal, and some of the others."""
    comparison = Comparison(node)
    for kind, document in given_ones():
        comparison.compare(kind, document)
    whole, found = made_ones(WHOLE), 0
    while found < count:
        found += comparison.compare(WHOLE, next(whole))
    for kind, share in SHARES.items():
        for document in islice(made_ones(kind), count * share // 100):
            comparison.compare(kind, document)
    return comparison.tally


def main() -> int:
    """Compare and print the counts; 1 when anything differs."""
    parser = argparse.ArgumentParser(prog="interop.canonical")
    parser.add_argument(
        "--count", type=int, default=1000, help="whole credentials to find equal on all sides"
    )
    asked, began = parser.parse_args(), time.monotonic()
    with JsonldJs() as node:
        tally = compare_all(asked.count, node)
    for name, number in sorted(tally.items()):
        print(f"{number:>8}  {name}")
    print(f"{time.monotonic() - began:.0f} seconds")
    return 1 if any(DIFFERENT in name for name in tally) else 0


if __name__ == "__main__":
    sys.exit(main())
