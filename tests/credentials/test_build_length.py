"""A graph says once what its JSON says in many places: what is built can be read as JSON, too."""

import json
from dataclasses import replace

import pytest

from credentials import build, model, unwrap
from credentials.errors import CannotBuildError, UnreadableError
from credentials.proofs import data_integrity
from tests.credentials import samples


def signed(document):
    facts = {"verification_method": samples.METHOD, "created": samples.NOW}
    return data_integrity.sign(document, samples.SIGNER, **facts)


def says_thrice(text):
    """An award in which the issuer, the creator of the achievement and an endorser are one Profile."""
    maker = replace(samples.award().issuer, description=text)
    subject = model.EndorsementSubject(id="https://somebody.example.org/else", endorsement_comment="Seen.")
    endorsement = replace(
        samples.endorsement(), id="urn:uuid:0b1f3c52-5a0b-4a7c-9d52-0a8a3d1a6c11", issuer=maker,
        credential_subject=subject,
    )  # fmt: skip
    award = samples.award()
    achievement = replace(award.credential_subject.achievement, creator=maker)
    return replace(
        award,
        issuer=maker,
        credential_subject=replace(award.credential_subject, achievement=achievement),
        endorsement=(signed(build.endorsement_credential(endorsement)),),
    )


def test_what_would_be_too_long_to_read_is_not_built():
    with pytest.raises(CannotBuildError) as refused:
        build.achievement_credential(says_thrice("x" * 250_000))
    assert (refused.value.code, refused.value.facts["pointer"]) == ("too_big", "")
    short = build.achievement_credential(says_thrice("x" * 1000))
    longer = json.loads(json.dumps(short).replace("x" * 1000, "x" * 250_000))
    with pytest.raises(UnreadableError, match="too_big"):
        unwrap.unwrap(json.dumps(signed(longer)).encode())


def test_what_is_built_is_read_even_with_line_ends_and_indents():
    document = signed(build.achievement_credential(says_thrice("x" * 210_000)))
    assert unwrap.unwrap(json.dumps(document, indent=4).encode()).document == document
