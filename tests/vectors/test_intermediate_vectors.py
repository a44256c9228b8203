"""Every step between a document and its signature that the W3C and 1EdTech print: texts, hashes, options."""

import hashlib
import json
import re

import pytest

from credentials.canonical import jcs, rdfc
from credentials.keys import Ed25519Signer, PublicKey
from credentials.multibase import decode_base58, encode_base58
from credentials.proofs import data_integrity
from credentials.proofs.chains import covered
from credentials.proofs.configuration import canonical_configuration
from credentials.unwrap import unwrap
from tests.vectors.published import (
    CHAINS,
    CITIZENSHIP,
    IMS,
    SPEC,
    VECTORS,
    W3C,
    example_contexts,
    read_json,
    read_text,
    w3c_signer,
)

if not SPEC.is_dir():
    pytest.skip("the published vectors are not beside the repository", allow_module_level=True)

# folder, end of the names, unsigned document
SUITES = (
    ("eddsa-rdfc-2022", "DataInt", "unsigned"),
    ("eddsa-rdfc-2022/employ", "DataInt", "employmentAuth"),
    ("eddsa-jcs-2022", "JCS", "unsigned"),
    ("Ed25519Signature2020", "EdSig", "unsigned"),
)
IMS_NAMES = ("ob3", "clr2")


def contexts():
    return {**example_contexts(), "https://w3id.org/citizenship/v4rc1": json.loads(CITIZENSHIP.read_text())}


def without(document, *names):
    return {name: value for name, value in document.items() if name not in names}


def canonical(suite, document, options):
    """The canonical texts of the options and of the document, as a suite of that name signs them."""
    if "jcs" in suite:
        return jcs(options), jcs(document)
    named = {"extra_contexts": contexts(), "at_issue": False, "digest": "sha256"}
    return canonical_configuration(document["@context"], options, **named), rdfc(
        document, extra_contexts=contexts()
    )


class Steps:
    """What one folder of the W3C prints, by the beginning of the file's name."""

    def __init__(self, folder, end, unsigned) -> None:
        self.folder, self.end = f"{W3C}/{folder}", end
        self.signed = read_json(f"{self.folder}/signed{end}.json")
        self.options = read_json(f"{self.folder}/proofConfig{end}.json")
        # The older suite has a context of its own, which its document gets when it is signed.
        self.unsigned = {**read_json(f"{W3C}/{unsigned}.json"), "@context": self.options["@context"]}
        self.texts = canonical(folder, self.unsigned, self.options)

    def text(self, name):
        return read_text(f"{self.folder}/{name}{self.end}.txt")


@pytest.fixture(params=SUITES, ids=lambda suite: suite[0])
def steps(request):
    return Steps(*request.param)


def test_the_canonical_options_and_document_are_the_printed_ones(steps):
    options, document = (text.decode().strip() for text in steps.texts)
    assert options == steps.text("proofCanon")
    assert document == steps.text("canonDoc")


def test_each_printed_hash_is_that_of_the_canonical_text(steps):
    hashes = [hashlib.sha256(text).hexdigest() for text in steps.texts]
    assert hashes == [steps.text("proofHash"), steps.text("docHash")]
    assert "".join(hashes) == steps.text("combinedHash")
    parts = data_integrity.hash_parts(steps.signed, steps.signed["proof"], extra_contexts=contexts())
    assert b"".join(parts).hex() == steps.text("combinedHash")


def test_the_printed_signature_is_what_the_key_makes_of_the_hashes(steps):
    signature = w3c_signer().sign(bytes.fromhex(steps.text("combinedHash")))
    assert signature.hex() == steps.text("sigHex")
    assert encode_base58(signature) == steps.text("sigBTC58") == steps.signed["proof"]["proofValue"]


def test_the_signed_document_is_the_unsigned_one_with_the_printed_options(steps):
    assert without(steps.signed, "proof") == steps.unsigned
    # Where the graph is signed, the options print the contexts that canonicalise them and the proof has none.
    kept = () if "jcs" in steps.folder else ("@context",)
    assert without(steps.signed["proof"], "proofValue") == without(steps.options, *kept)


def test_the_printed_key_pairs_belong_together():
    chain_keys = read_json(f"{CHAINS}/multiKeyPairs.json").values()
    pairs = [read_json(f"{W3C}/keyPair.json"), *chain_keys]
    for pair in pairs:
        signer = Ed25519Signer(decode_base58(pair["privateKeyMultibase"])[2:])
        assert signer.public == PublicKey.from_multibase(pair["publicKeyMultibase"])


CHAIN_STEPS = (
    ("proofSetConfig1", "proofSetConfigSigned1"),
    ("proofSetConfig2", "proofSetConfigSigned2"),
    ("proofChainConfig1", "proofChainConfigSigned1"),
    ("proofChainConfig2", "proofChainConfigSigned2"),
)


@pytest.mark.parametrize(("options", "signed"), CHAIN_STEPS)
def test_the_options_of_a_set_or_chain_are_its_proof_without_the_value(options, signed):
    assert without(read_json(f"{CHAINS}/{signed}.json"), "proofValue") == read_json(
        f"{CHAINS}/{options}.json"
    )


@pytest.mark.parametrize(("number", "below"), [("1", "signedProofSet2"), ("2", "signedProofChain1")])
def test_what_a_proof_of_a_chain_covers_is_the_printed_document(number, below):
    proof = read_json(f"{CHAINS}/proofChainConfig{number}.json")
    assert covered(read_json(f"{CHAINS}/{below}.json"), proof) == read_json(
        f"{CHAINS}/proofChainTempDoc{number}.json"
    )


def as_written_in_javascript(path):
    """An object as Node prints it: bare names, single quotes."""
    text = re.sub(r"^(\s*)(\w+):", r'\1"\2":', read_text(path), flags=re.MULTILINE)
    return json.loads(re.sub(r"'([^'\"]*)'", r'"\1"', text))


@pytest.mark.parametrize("name", IMS_NAMES)
def test_the_1edtech_proof_options_have_the_printed_canonical_text(name):
    document = read_json(f"{IMS}/{name}--credential.json")
    options = as_written_in_javascript(f"{IMS}/{name}--proof-before-signing.txt")
    texts = [text.decode().strip() for text in canonical("rdfc", document, options)]
    prefix = f"{IMS}/{name.replace('3', 'v3p0').replace('2', 'v2p0')}"
    assert texts == [read_text(f"{prefix}-proof-canon.txt"), read_text(f"{prefix}-document-canon.txt")]
    assert without(read_json(f"{IMS}/{name}--proof.json"), "proofValue") == options


@pytest.mark.parametrize("name", IMS_NAMES)
def test_the_1edtech_documents_before_and_after_signing_are_one(name):
    signed = read_json(f"{IMS}/{name}--signed-credential.json")
    [proof] = signed["proof"] if isinstance(signed["proof"], list) else [signed["proof"]]
    assert proof == read_json(f"{IMS}/{name}--proof.json")
    assert without(signed, "proof") == read_json(f"{IMS}/{name}--credential.json")
    before = f"{IMS}/{name}--document-before-signing"
    is_json = (SPEC / f"{before}.json").exists()
    unsigned = read_json(f"{before}.json") if is_json else as_written_in_javascript(f"{before}.txt")
    assert without(signed, "proof") == unsigned


@pytest.mark.parametrize("name", IMS_NAMES)
def test_the_1edtech_signature_is_what_the_printed_key_makes(name):
    printed = read_text(f"{IMS}/{name}--multikey.txt")
    public, secret = (re.search(rf"{kind}KeyMultibase: '(\w+)'", printed)[1] for kind in ("public", "secret"))
    signer = Ed25519Signer(decode_base58(secret)[2:34])
    assert signer.public == PublicKey.from_multibase(public)
    proof = read_json(f"{IMS}/{name}--proof.json")
    options = without(proof, "proofValue")
    texts = canonical("rdfc", read_json(f"{IMS}/{name}--credential.json"), options)
    hashes = b"".join(hashlib.sha256(text).digest() for text in texts)
    assert encode_base58(signer.sign(hashes)) == proof["proofValue"]


@pytest.mark.parametrize("name", ["status-list-credential", "revocable-credential"])
def test_the_status_list_vectors_say_the_same_in_each_form(name):
    """The key of the tokens is printed nowhere, so of them only what they say can be held to."""
    folder = "test-vectors/bitstring-status-list"
    token = unwrap(read_text(f"{folder}/{name}--jose-es256.jwt").encode()).document
    for suite in ("eddsa-rdfc-2022", "ecdsa-rdfc-2019"):
        assert without(token, "issuer") == without(
            read_json(f"{folder}/{name}--{suite}.json"), "proof", "issuer"
        )


def test_no_folder_of_published_vectors_is_unknown_here():
    known = {"1edtech", "bitstring-status-list", "vc-di-eddsa"}
    assert {place.name for place in VECTORS.iterdir()} == known
