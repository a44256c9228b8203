import hashlib

import pytest

from credentials.build import achievement_credential
from credentials.canonical import rdfc
from credentials.contexts import BUNDLED, OPEN_BADGES, load_context, load_file, provenance
from credentials.errors import UnknownContextError
from tests.credentials import samples


def test_every_bundled_context_is_on_record_with_package_version_and_licence():
    for record in provenance():
        assert record["package"].startswith(("npm:", "pypi:"))
        assert record["version"]
        assert record["licence"]
        assert len(record["sha256"]) == 64
        assert load_file(record["file"])["@context"]


def test_the_base_context_has_the_digest_that_the_recommendation_prints():
    [record] = [record for record in provenance() if record["url"] == "https://www.w3.org/ns/credentials/v2"]
    assert record["sha256"] == "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"


def test_all_contexts_a_badge_may_name_are_here():
    for version in ("context.json", "context-3.0.1.json", "context-3.0.2.json", "context-3.0.3.json"):
        assert f"https://purl.imsglobal.org/spec/ob/v3p0/{version}" in BUNDLED


def test_an_unknown_context_is_refused():
    with pytest.raises(UnknownContextError):
        load_context("https://example.org/context")


def test_no_bundled_context_defines_a_default_vocabulary():
    def keys(value):
        if isinstance(value, dict):
            yield from value
            for member in value.values():
                yield from keys(member)
        elif isinstance(value, list):
            for member in value:
                yield from keys(member)

    assert all("@vocab" not in set(keys(load_context(url))) for url in BUNDLED)


def test_callers_cannot_alter_the_bundle():
    load_context(OPEN_BADGES)["@context"].clear()
    assert load_context(OPEN_BADGES)["@context"]


def test_our_badges_mean_the_same_under_both_texts_of_the_open_badges_context():
    document = achievement_credential(samples.award())
    earlier = {OPEN_BADGES: load_file("ob-3.0.3-2025-04.json")}
    assert rdfc(document) == rdfc(document, extra_contexts=earlier)
    assert hashlib.sha256(rdfc(document)).digest()
