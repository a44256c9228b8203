"""Where the published vectors are, and contexts that only vectors use."""

import json
from pathlib import Path

SPEC = Path(__file__).parents[2].parent / "shared" / "spec"
VECTORS = SPEC / "test-vectors"


def read_json(path):
    return json.loads((SPEC / path).read_text())


def read_text(path):
    return (SPEC / path).read_text().strip()


def example_contexts():
    """`@vocab` for everything: fit for the W3C vectors, refused in production."""
    return {
        "https://www.w3.org/ns/credentials/examples/v2": read_json(
            "contexts/w3c/credentials-examples-v2.jsonld"
        )
    }
