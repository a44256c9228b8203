"""Our own operations on what carries or follows a credential: tokens, pictures, receipts."""

from collections.abc import Iterator
from io import BytesIO
from itertools import islice

from PIL import Image

from benchmarks import sample
from benchmarks.measuring import Operation, timed
from credentials import receipt
from credentials.baking.png import bake_png, unbake_png
from credentials.keys import ECDSASigner, RSASigner, Signer, new_ec_secret, new_rsa_der
from credentials.proofs import jwt
from credentials.resolve import did_key, method_id
from credentials.verify import verify
from credentials.verify.knowledge import Knowledge
from credentials.verify.proven_lists import ProvenListsCache

TOKENS = 100  # different ones to verify
PICTURE_SIDE = 512


def signers() -> dict[str, Signer]:
    """Give one signer for each algorithm."""
    return {
        "RS256": RSASigner(new_rsa_der()),
        "ES256": ECDSASigner("P-256", new_ec_secret("P-256")),
        "EdDSA": sample.SIGNER,
    }


def tokens(alg_signers: dict[str, Signer]) -> dict[str, list[str]]:
    """Give tokens of each algorithm, all different, by issuers known by their did:key."""
    made = {}
    for alg, signer in alg_signers.items():
        fresh = sample.fresh_documents()
        made[alg] = [_token(fresh(), signer) for _ in range(TOKENS)]
    return made


def operations(
    signed: list[bytes], alg_signers: dict[str, Signer], alg_tokens: dict[str, list[str]]
) -> Iterator[Operation]:
    """Give the operations."""
    for alg, signer in alg_signers.items():
        yield from _jwt(alg, signer, alg_tokens[alg])
    picture = _picture()
    texts = sample.cycled(signed)
    baked = sample.cycled([bake_png(picture, one) for one in islice(signed, TOKENS)])
    yield Operation("barnstar", "bake-png", timed(lambda: bake_png(picture, texts())))
    yield Operation("barnstar", "unbake-png", timed(lambda: unbake_png(baked())))
    yield _receipts(signed)


def _jwt(alg: str, signer: Signer, made: list[str]) -> Iterator[Operation]:
    fresh, texts = sample.fresh_documents(), sample.cycled(made)
    nothing = sample.fetching({})
    yield Operation("barnstar", f"jwt-sign-{alg}", timed(lambda: _token(fresh(), signer)))
    check = timed(lambda: jwt.verify(texts(), nothing, now=sample.LATER))
    yield Operation("barnstar", f"jwt-verify-{alg}", check)


def _token(document: dict[str, object], signer: Signer) -> str:
    issuer = did_key(signer.public)
    profile = {"id": issuer, "type": ["Profile"], "name": "Wikimedia Elsewhere"}
    return jwt.sign({**document, "issuer": profile}, signer, kid=method_id(issuer, signer.public))


def _picture() -> bytes:
    """Give a PNG of some 50 kB."""
    made = BytesIO()
    Image.radial_gradient("L").resize((PICTURE_SIDE, PICTURE_SIDE)).convert("RGB").save(made, "PNG")
    return made.getvalue()


def _receipts(signed: list[bytes]) -> Operation:
    """Checking that the service signed this receipt: signature, claims and shape."""
    fetch, knowledge = sample.fetching(sample.pages()), Knowledge(lists=ProvenListsCache())
    made = []
    for one in islice(signed, TOKENS):
        report = verify(one, fetch=fetch, now=sample.LATER, knowledge=knowledge)
        found = receipt.make(report, one, service=sample.ISSUER)
        made.append(receipt.sign(found, sample.SIGNER, kid=sample.METHOD))
    texts, key = sample.cycled(made), sample.SIGNER.public
    return Operation(
        "barnstar", "verify-receipt", timed(lambda: receipt.check(texts(), now=sample.LATER, key=key))
    )
