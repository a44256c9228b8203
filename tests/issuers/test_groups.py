from dataclasses import replace

import pytest
from flask import Flask

from accounts import queries as people
from foundation.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, SignInNeededError
from foundation.policy import NOBODY, SYSTEM
from issuers import queries
from issuers.services import keys, publishing, registering
from tests.issuers.places import again, group_of, somebody, vouched_group


def serve_by_https(app: Flask) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], base_url="https://badges.example.org")


@pytest.fixture(autouse=True)
def settings_stay(app: Flask):
    before = app.extensions["settings"]
    yield
    app.extensions["settings"] = before


def test_who_registers_a_group_is_its_steward_and_nobody_vouches_for_it_yet(app: Flask) -> None:
    actor = somebody()
    group = queries.issuer(group_of(actor, "  Cycle   Workshop "))
    assert (group.name, group.slug, group.is_vouched) == ("Cycle Workshop", "cycle-workshop", False)
    assert again(actor).stewards == {group.id}
    assert [seat.person_id for seat in people.seats_of_group(group.id)] == [actor.person_id]
    assert not queries.signer(group.iri).is_vouched
    assert list(queries.known_names()) == []


def test_registering_needs_somebody(app: Flask) -> None:
    with pytest.raises(SignInNeededError):
        group_of(NOBODY)


def test_every_group_has_an_address_word_of_its_own(app: Flask) -> None:
    actor = somebody()
    names = ("Cycle Workshop", "Cycle Workshop", "ورشة الدراجات", "New", "Café Ö")
    slugs = [queries.issuer(group_of(actor, name)).slug for name in names]
    assert len(set(slugs)) == 5
    assert slugs[1].startswith("cycle-workshop-")
    assert slugs[2].startswith("group-")
    assert slugs[3] != "new"
    assert slugs[4] == "cafe-o"
    assert all(queries.group_by_slug(slug).slug == slug for slug in slugs)


def test_bad_words_are_refused_all_at_once(app: Flask) -> None:
    with pytest.raises(InvalidError) as error:
        registering.register_group(
            somebody(), name="Wiki\u200bmedia", description="x" * 2001, url="http://example.org", language="?"
        )
    found = {problem.pointer: problem.code for problem in error.value.problems}
    assert found == {
        "/name": "hidden_characters",
        "/description": "too_long",
        "/url": "https_needed",
        "/language": "unknown",
    }


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://a@b.org", "https://x", "https://b.org/ x", "https://["]
)
def test_an_address_that_is_no_plain_https_is_refused(app: Flask, url: str) -> None:
    with pytest.raises(InvalidError):
        registering.register_group(somebody(), name="Guild", description="", url=url, language="en")


def test_a_vouched_group_vouches_for_another(app: Flask) -> None:
    elder, actor = somebody(), somebody()
    guild, group = vouched_group(elder), group_of(actor)
    for _ in range(2):
        registering.vouch(again(elder), group, by_group_id=guild)
    row = queries.issuer(group)
    assert row.vouched_by == guild
    assert queries.signer(row.iri).is_vouched
    assert queries.signer(row.iri).name == "Cycle Workshop"
    assert set(queries.known_names()) == {"Old Guild", "Cycle Workshop"}


def test_a_group_cannot_vouch_for_itself_nor_before_somebody_vouched_for_it(app: Flask) -> None:
    actor = somebody()
    one, two = group_of(actor, "One"), group_of(actor, "Two")
    with pytest.raises(ConflictError):
        registering.vouch(again(actor), one, by_group_id=one)
    with pytest.raises(ForbiddenError, match="not_vouched"):
        registering.vouch(again(actor), two, by_group_id=one)
    with pytest.raises(ForbiddenError):
        registering.vouch(again(actor), two)
    assert not queries.issuer(two).is_vouched


def test_nobody_vouches_in_the_name_of_a_group_of_others(app: Flask) -> None:
    guild, actor = vouched_group(somebody()), somebody()
    group = group_of(actor)
    with pytest.raises(ForbiddenError):
        registering.vouch(again(actor), group, by_group_id=guild)
    registering.vouch(SYSTEM, group)
    assert queries.issuer(group).is_vouched


def test_only_its_steward_changes_a_group_and_its_id_stays(app: Flask) -> None:
    actor = somebody()
    group = group_of(actor)
    iri = queries.issuer(group).iri
    words = {"name": "Bike Guild", "description": "We true wheels.", "url": "https://b.org", "language": "sv"}
    with pytest.raises(NotFoundError):
        registering.change_group(somebody(), group, **words)
    registering.change_group(again(actor), group, **words)
    row = queries.issuer(group)
    assert (row.name, row.slug, row.iri) == ("Bike Guild", "cycle-workshop", iri)
    assert publishing.profile(group) == {
        "id": iri,
        "type": ["Profile"],
        "name": "Bike Guild",
        "url": "https://b.org",
        "description": "We true wheels.",
    }


def test_on_plain_http_an_issuer_is_its_own_key(app: Flask) -> None:
    group = group_of(somebody())
    signer, method = keys.signer_of(group)
    assert queries.issuer(group).iri == f"did:key:{signer.public.multibase}"
    assert method == f"did:key:{signer.public.multibase}#{signer.public.multibase}"
    for change in (keys.rotate, lambda one: keys.add_key(one, "RSA")):
        with pytest.raises(ConflictError, match="fixed_key"):
            change(group)
    assert keys.signer_of(group)[1] == method
    assert keys.token_signer_of(group)[1] == method


def test_on_https_an_issuer_is_an_address_and_retired_keys_stay_listed(app: Flask) -> None:
    serve_by_https(app)
    group = group_of(somebody())
    iri = f"did:web:badges.example.org:issuers:{group}"
    assert queries.issuer(group).iri == iri
    old = keys.signer_of(group)[1]
    keys.rotate(group)
    new = keys.signer_of(group)[1]
    assert old != new
    assert publishing.did_document(group)["assertionMethod"] == [old, new]
    assert publishing.did_document(group)["id"] == iri


def test_a_did_web_organisation_signs_tokens_with_rsa(app: Flask) -> None:
    serve_by_https(app)
    group = group_of(somebody())
    signer, kid = keys.token_signer_of(group)
    assert signer.public.kind == "RSA"
    assert keys.token_signer_of(group)[1] == kid
    assert [key["kid"] for key in publishing.jwks(group)["keys"]] == [keys.signer_of(group)[1], kid]
    assert not any("d" in key for key in publishing.jwks(group)["keys"])
