"""Who else canonicalises: PyLD with nothing of ours, and jsonld.js with rdf-canonize beside us."""

import copy
import json
import re
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pyld import jsonld
from pyld.canon import URDNA2015

from credentials.canonical.compiled import Compiler
from credentials.contexts import BUNDLED, load_context
from credentials.errors import CredentialError
from interop.other_side import OtherSide
from scripts.setup import ROOT, node_tools
from tests.credentials import test_canonical_fast as ours
from tests.vectors.published import CITIZENSHIP, SPEC

HERE = Path(__file__).resolve().parents[1]
# What only published examples use; the first is not here where they are not.
FILES = {
    "https://www.w3.org/ns/credentials/examples/v2": SPEC / "contexts/w3c/credentials-examples-v2.jsonld",
    "https://w3id.org/citizenship/v4rc1": CITIZENSHIP,
}
EXTRA = {url: json.loads(path.read_bytes()) for url, path in FILES.items() if path.exists()}
WITH_EXTRA = Compiler(EXTRA)
# URDNA2015 leaves these as they are where RDFC-1.0 escapes them, so PyLD's bytes cannot be ours.
BARE_IN_PYLD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def by_walk(document: Any, *, at_issue: bool) -> bytes | CredentialError | None:
    """Give our bytes or refusal; None for what the walk leaves to the reference."""
    compiler = WITH_EXTRA if _needs_extra(document) else ours.COMPILER
    return ours.by_walk(document, at_issue=at_issue, compiler=compiler)


def by_reference(document: Any, *, at_issue: bool) -> bytes | CredentialError:
    """Give the bytes or the refusal of our slow way."""
    extra = EXTRA if _needs_extra(document) else None
    return ours.by_reference(document, at_issue=at_issue, extra_contexts=extra)


def _needs_extra(document: Any) -> bool:
    text = json.dumps(document)
    return any(url in text for url in EXTRA)


def by_pyld(document: Any) -> bytes | None:
    """Give what PyLD itself makes of a document; None where it has texts that it spells by older rules."""
    options = {"documentLoader": _load, "rdfDirection": "i18n-datatype", "base": ""}
    dataset = jsonld.to_rdf(copy.deepcopy(document), options)
    objects = [quad["object"] for graph in dataset.values() for quad in graph]
    if any(one["type"] == "literal" and BARE_IN_PYLD.search(one["value"]) for one in objects):
        return None
    text: str = URDNA2015().main(dataset, {"algorithm": "URDNA2015", "format": "application/n-quads"})
    return text.encode()


def _load(url: str, _options: Any) -> dict[str, Any]:
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": EXTRA.get(url) or load_context(url),
    }


class JsonldJs:
    """jsonld.js with rdf-canonize: a line for each document, and a line back."""

    def __init__(self) -> None:
        """Install and start it; errors as `OtherSide`."""
        OtherSide()  # installs it
        _, environ = node_tools()
        node = shutil.which("node", path=environ["PATH"]) or "node"
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [node, "canon.mjs"], cwd=HERE, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        bundled = {url: ROOT / "credentials/standards" / name for url, name in BUNDLED.items()}
        self._tell({url: str(path) for url, path in (bundled | FILES).items() if path.exists()})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._process.__exit__(kind, error, where)

    def canonical(self, document: Any) -> bytes | str:
        """Give the bytes, or the words of a refusal."""
        self._tell(document)
        answer = json.loads(self._pipe(self._process.stdout).readline())
        return answer["error"] if "error" in answer else answer["canonical"].encode()

    def _tell(self, value: Any) -> None:
        pipe = self._pipe(self._process.stdin)
        pipe.write(json.dumps(value).encode() + b"\n")
        pipe.flush()

    @staticmethod
    def _pipe(pipe: Any) -> Any:
        if pipe is None:
            raise BrokenPipeError
        return pipe
