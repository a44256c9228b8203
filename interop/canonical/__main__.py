"""`python -m interop.canonical --count 10000`: made credentials through the walk, PyLD and jsonld.js.

What the walk writes must be what the reference writes, byte for byte, and never more than the reference
allows. What we would sign must come out of jsonld.js and rdf-canonize as the same bytes too.
"""

import argparse
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from credentials.contexts import BUNDLED
from interop.other_side import OtherSide
from scripts.setup import ROOT, node_tools
from tests.credentials import made
from tests.credentials.test_canonical_fast import by_reference, by_walk, published, starter_badges

BATCH = 500  # hypothesis slows down when it makes very many in one run
HERE = Path(__file__).resolve().parents[1]
SHOWN = 300


def main() -> int:
    """Compare and print the counts; 1 when anything differs."""
    parser = argparse.ArgumentParser(prog="interop.canonical")
    parser.add_argument("--count", type=int, default=1000, help="documents to make, half of them then broken")
    parser.add_argument("--node", type=int, default=1000, help="of these, how many go to jsonld.js at most")
    asked = parser.parse_args()
    tally: Counter[str] = Counter()
    kept: list[tuple[Any, bytes]] = []
    for document in documents(asked.count):
        if not compare(document, tally, kept):
            print("DIFFERENT", json.dumps(document))
    for answer in ask_node(kept[: asked.node]):
        tally[f"jsonld.js: {answer}"] += 1
    for name, number in sorted(tally.items()):
        print(f"{number:>8}  {name}")
    return 1 if any("DIFFERENT" in name for name in tally) else 0


def documents(count: int) -> Iterator[Any]:
    """Give every starter badge and published document, then made ones, sound and broken."""
    yield from starter_badges()
    for _, document in published():
        yield document
    kinds = [made.credentials, made.changed(made.credentials), made.presentations]
    kinds.append(made.changed(made.presentations))
    shares = [count // 2, count * 3 // 10, count // 10, count - count // 2 - count * 3 // 10 - count // 10]
    for kind, share in zip(kinds, shares, strict=True):
        for start in range(0, share, BATCH):
            yield from batch(kind, min(BATCH, share - start), start)


def batch(kind: Any, count: int, number: int) -> list[Any]:
    """Give so many documents of a kind; always the same for one number."""
    found: list[Any] = []

    @seed(number)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(kind)
    def collect(document: Any) -> None:
        found.append(document)

    collect()
    return found


def compare(document: Any, tally: Counter[str], kept: list[tuple[Any, bytes]]) -> bool:
    """Count what the walk and the reference say; keep what may be signed. False when they differ."""
    is_equal = True
    for at_issue in (False, True):
        ours, theirs = (give(document, at_issue=at_issue) for give in (by_walk, by_reference))
        said = "equal bytes"
        if not isinstance(ours, bytes):
            said = "left to the reference" if ours is None else "both refuse"
        if isinstance(theirs, bytes) and isinstance(ours, bytes) and at_issue:
            kept.append((document, ours))
        if ours is not None and isinstance(ours, bytes) | isinstance(theirs, bytes) and ours != theirs:
            is_equal, said = False, "DIFFERENT"
        tally[f"PyLD, {'at issue' if at_issue else 'verifying'}: {said}"] += 1
    return is_equal


def ask_node(kept: list[tuple[Any, bytes]]) -> Iterator[str]:
    """Give a word for every document: equal, DIFFERENT, or what the other side says."""
    OtherSide()  # installs it
    _, environ = node_tools()
    node = shutil.which("node", path=environ["PATH"]) or "node"
    contexts = {url: str(ROOT / "credentials/standards" / name) for url, name in BUNDLED.items()}
    lines = "\n".join(json.dumps(value) for value in [contexts, *(document for document, _ in kept)])
    done = subprocess.run(  # noqa: S603 - our own program
        [node, "canon.mjs"], check=True, cwd=HERE, env=environ, input=lines.encode(), stdout=subprocess.PIPE
    )
    for (document, ours), line in zip(kept, done.stdout.split(b"\n"), strict=False):
        answer = json.loads(line)
        if "error" in answer:
            yield f"refuses ({answer['error'][:60]})"
        elif answer["canonical"].encode() == ours:
            yield "equal bytes"
        else:
            print("DIFFERENT from jsonld.js", json.dumps(document)[:SHOWN])
            yield "DIFFERENT"


if __name__ == "__main__":
    sys.exit(main())
