"""Every code that a verification can end with has a sentence for people."""

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from credentials.key_history import Worth
from credentials.verify import Finding, Outcome
from web.check_words import TOLD
from web.findings import explain

CELLAR = Path(__file__).parents[2] / "credentials"
PARTS = (
    "baking",
    "bundle",
    "canonical",
    "keys",
    "legacy",
    "proofs",
    "resolve",
    "status",
    "verify",
    "clr.py",
    "fetch.py",
    "instants.py",
    "multibase.py",
    "outbound.py",
    "receipt.py",
    "statements.py",
    "strict_json.py",
    "unwrap.py",
)

# Raised only while signing, deriving, upgrading or configuring, or replaced by another code.
NEVER_SHOWN = {
    "cryptosuite_only_read",
    "no_base_proof",
    "not_a_base_proof",
    "not_selectable",
    "not_signable_as_jwt",
    "nothing_selected",
    "offline",
    "pointer_invalid",
    "pointer_not_selectable",
    "pointer_without_match",
    "pointers_not_selectable",
    "private_key_invalid",
    "rare_document",
    "seed_invalid",
    "standard_not_written",
    "template_disagrees",
    "term_too_new",
    "time_without_zone",
    "too_many_pointers",
    "upgrade_not_genuine",
    "upgrade_not_ours",
    "upgrade_undated",
}


@pytest.fixture(scope="module")
def codes() -> set[str]:
    """Every code in the parts of the cellar that verify."""
    found = {worth.value for worth in Worth} - {Worth.GOOD.value}
    for part in PARTS:
        place = CELLAR / part
        for file in place.rglob("*.py") if place.is_dir() else [place]:
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                found |= {code for code in _codes_in(node) if code.isidentifier() and code.islower()}
    return found


def test_no_code_is_without_a_sentence(codes):
    assert codes - TOLD.keys() - NEVER_SHOWN == set()


def test_the_codes_are_found_wherever_they_are_written(codes):
    raised, in_a_finding, in_a_tuple, yielded, chosen, of_a_table = (
        "bundle_altered",
        "hosted_copy_gone",
        "revoked",
        "image_embedded",
        "png_ambiguous",
        "status_message",
    )
    assert {raised, in_a_finding, in_a_tuple, yielded, chosen, of_a_table} <= codes


def test_nothing_is_excused_that_has_a_sentence(codes):
    assert NEVER_SHOWN & TOLD.keys() == set()
    assert codes >= NEVER_SHOWN


def test_every_sentence_can_be_said_with_any_facts(sqlite_app):
    with sqlite_app.test_request_context("/verify"):
        for code in TOLD:
            said = explain(Finding("proof", Outcome.UNDETERMINED, code, {}))
            assert said.happened
            assert "%" not in said.happened + said.todo


def test_why_something_was_withdrawn_is_told_in_the_issuers_words(sqlite_app):
    facts = {"reason": "Given to the wrong\u2069 person."}
    with sqlite_app.test_request_context("/verify"):
        said = explain(Finding("status", Outcome.FAILED, "revoked", facts))
    assert said.happened.endswith("The issuer says: \u2068Given to the wrong person.\u2069")


def _codes_in(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name) and node.func.id.endswith("Error"):
            yield from _texts(node.args[:1])
        yield from _after_an_outcome(node.args)
    elif isinstance(node, ast.Tuple):
        yield from _after_an_outcome(node.elts)
    elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
        yield from _texts(node.value.elts[:1])
    elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict | ast.Tuple):
        named = [one.id for one in node.targets if isinstance(one, ast.Name)]
        if named and named[0] in {"_WITHDRAWN", "_TELLING", "signs"}:
            yield from _inside(node.value)


def _after_an_outcome(parts: list[ast.expr]) -> Iterator[str]:
    for first, second in pairwise(parts):
        if "Outcome." in ast.unparse(first):
            yield from _texts([second])


def _texts(parts: list[ast.expr]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
        elif isinstance(part, ast.IfExp):
            yield from _texts([part.body, part.orelse])


def _inside(value: ast.Dict | ast.Tuple) -> Iterator[str]:
    if isinstance(value, ast.Dict):
        yield from _texts(value.values)
    else:
        yield from _texts([one.elts[0] for one in value.elts if isinstance(one, ast.Tuple)])
