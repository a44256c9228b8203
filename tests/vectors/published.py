"""Where the published vectors are, and contexts that only vectors use."""

import json
from pathlib import Path

from credentials.keys import Ed25519Signer
from credentials.multibase import decode_base58

SPEC = Path(__file__).parents[2].parent / "shared" / "spec"
VECTORS = SPEC / "test-vectors"
# From @digitalbazaar/citizenship-context 4.1.0 (W3C Software and Document License); only vectors use it.
CITIZENSHIP = Path(__file__).with_name("citizenship-v4rc1.json")
W3C = "test-vectors/vc-di-eddsa"
CHAINS = f"{W3C}/proof-set-chain"
IMS = "test-vectors/1edtech"


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


def w3c_signer():
    """The key that the W3C's Ed25519 vectors are signed with."""
    return Ed25519Signer(decode_base58(read_json(f"{W3C}/keyPair.json")["privateKeyMultibase"])[2:])
