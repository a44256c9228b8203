"""The peers in Node: @digitalbazaar/vc with jsonld, and jose, in one process that works on request."""

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import sample
from benchmarks.measuring import Operation, tell
from credentials.contexts import BUNDLED
from credentials.instants import timestamp
from credentials.keys import Signer
from scripts.setup import ROOT, digest, node_tools, once

HERE = Path(__file__).resolve().parent / "node"
VC, JOSE = "@digitalbazaar/vc", "jose"


class NodePeer:
    """The running process; use as a context. Its answers are CPU seconds of its own."""

    def __init__(self, job: Mapping[str, Any]) -> None:
        """Install from the lock when that has changed, start, and hand over what to work on.

        Raises OSError or `subprocess.SubprocessError` when there is no Node, or npm cannot install.
        """
        npm, environ = node_tools()
        node = shutil.which("node", path=environ["PATH"])
        if node is None:
            raise FileNotFoundError("node")
        command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        once(
            "benchmarks",
            digest("benchmarks/node/package-lock.json"),
            "installing the other implementations",
            lambda: subprocess.run(command, check=True, cwd=HERE, env=environ),  # noqa: S603 - fixed words
            there=(HERE / "node_modules").is_dir(),
        )
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [node, "bench.mjs"], cwd=HERE, env=environ, stdin=pipe, stdout=pipe, text=True
        )
        self.ops: list[str] = self._ask(job)["ops"]

    def run(self, op: str, count: int) -> float:
        """Give the CPU seconds of doing `op` so many times."""
        seconds: float = self._ask({"op": op, "count": count})["cpu_seconds"]
        return seconds

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def _ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        if self._process.stdin is None or self._process.stdout is None:
            raise OSError("pipes")
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise OSError(f"node ended with {self._process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        return answer


def started(
    signed: list[bytes], signers: Mapping[str, Signer], tokens: Mapping[str, list[str]]
) -> NodePeer | None:
    """Give the peer, or None after saying why it was not measured."""
    job = {
        "contexts": {url: str(ROOT / "credentials/standards" / name) for url, name in BUNDLED.items()},
        "credential": sample.document(),
        "signed": [one.decode() for one in signed[:200]],
        "issuer": sample.ISSUER,
        "method": sample.METHOD,
        "tokens": tokens,
        "keys": {alg: signer.public.jwk for alg, signer in signers.items()},
        "now": timestamp(sample.LATER),
    }
    try:
        return NodePeer(job)
    except (OSError, subprocess.SubprocessError) as error:
        for name in (VC, JOSE):
            tell(name=name, not_measured=f"{type(error).__name__}: {error}"[:300])
        return None


def operations(peer: NodePeer) -> Iterator[Operation]:
    """Give the operations of both packages."""
    for op in peer.ops:
        yield Operation(JOSE if op.startswith("jwt") else VC, op, partial(peer.run, op))
