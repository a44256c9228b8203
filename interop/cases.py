"""The credentials of the proof: unsigned documents of every flavour, and our signatures on them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from credentials import build, model, resolve
from credentials.identity import identity_object
from credentials.proofs import data_integrity, jwt
from interop.other_side import TOKEN_FORMS
from tests.world import CONTEXTS, NOW, Issuer, World

BASE = "https://badges.example.org"
LIST = f"{BASE}/status/1"
FORMS = ("json", *TOKEN_FORMS)


@dataclass(frozen=True)
class Credential:
    """One signed credential. `form` is one of `FORMS` or of `elliptic`; a status list is no badge of ours."""

    name: str
    form: str
    raw: bytes
    is_badge: bool = True


def documents(world: World) -> dict[str, dict[str, Any]]:
    """Give unsigned credentials by flavour; whoever signs one puts in the issuer's id.

    An endorsement that stands inside a badge is signed by a mentor of `world`.
    """
    plain = _award()
    subject = plain.credential_subject
    hashed = identity_object("someone@example.org", "emailAddress", salt="per badge")
    identified = replace(plain, credential_subject=replace(subject, identifier=(hashed,)))
    made = {
        "plain": plain,
        "results and levels": replace(plain, credential_subject=_with_result(subject)),
        "Arabic": replace(plain, name="تصحيح العجلة", credential_subject=_arabic(subject)),
        "identifier": identified,
        "evidence inside": replace(plain, evidence=_evidence()),
        "endorsements inside": replace(
            plain,
            endorsement_jwt=(
                _endorsed(world, "did:key"),
                _endorsed(world, f"did:web:mentors.example.org:people:{len(world.pages)}"),
            ),
        ),
        "evidence and endorsement inside": replace(
            plain, evidence=_evidence(), endorsement_jwt=(_endorsed(world, "did:key"),)
        ),
    }
    given = {name: build.achievement_credential(award, as_token=True) for name, award in made.items()}
    return {
        **given,
        "endorsement": build.endorsement_credential(_endorsement()),
        "endorsement in Arabic": build.endorsement_credential(_arabic_endorsement()),
        "as others write": _foreign(),
    }


def in_form(document: Mapping[str, Any], form: str) -> dict[str, Any]:
    """Give a document as it is signed in one of `FORMS`: endorsements of itself stand in tokens only."""
    return {
        name: value for name, value in document.items() if form in TOKEN_FORMS or name != "endorsementJwt"
    }


def ours(world: World) -> Iterator[Credential]:
    """Give every document signed by our cellar in every form, with its status list published in `world`."""
    key = world.issuer("did:key", "The workshop")
    web = world.issuer("did:web:badges.example.org:issuers:1", "The workshop")
    rsa = replace(web, signer=world.issuer("did:key", is_rsa=True).signer)
    published = resolve.did_document(web.id, [web.signer.public, rsa.signer.public])
    world.publish(resolve.did_web_document_url(web.id), published)
    for name, document in documents(world).items():
        yield Credential(name, "json", _embedded(world, _from(document, key), key))
        yield Credential(name, "EdDSA", _token(_from(document, key), key))
        yield Credential(name, "RS256", _token(_from(document, rsa), rsa))
    yield Credential("did:web", "json", _embedded(world, _from(documents(world)["plain"], web), web))
    world.status_list(web, LIST)
    listed = {**_from(documents(world)["plain"], web), "credentialStatus": _status()}
    yield Credential("with a status", "json", _embedded(world, listed, web))
    yield Credential("with a status", "RS256", _token(listed, rsa))
    said = {**_from(documents(world)["endorsement"], web), "credentialStatus": _status()}
    yield Credential("endorsement with a status", "json", _embedded(world, said, web))
    yield Credential("endorsement with a status", "RS256", _token(said, rsa))
    yield Credential("status list", "json", world.pages[LIST], is_badge=False)


def _from(document: Mapping[str, Any], issuer: Issuer) -> dict[str, Any]:
    return {**document, "issuer": {**document["issuer"], "id": issuer.id}}


def _embedded(world: World, document: Mapping[str, Any], issuer: Issuer) -> bytes:
    signed = data_integrity.sign(
        in_form(document, "json"), issuer.signer, verification_method=issuer.method, created=world.now
    )
    return json.dumps(signed, ensure_ascii=False, separators=(",", ":")).encode()


def _token(document: Mapping[str, Any], issuer: Issuer) -> bytes:
    return jwt.sign(document, issuer.signer, kid=issuer.method).encode()


def _status() -> dict[str, Any]:
    entry = build.achievement_credential(
        replace(_award(), credential_status=model.CredentialStatus(LIST, 94567))
    )
    status: dict[str, Any] = entry["credentialStatus"]
    return status


def _award() -> model.AchievementCredential:
    achievement = model.Achievement(
        id=f"{BASE}/achievements/7",
        name="Wheel truing",
        description="Trues a wheel to half a millimetre.",
        criteria=model.Criteria(id=f"{BASE}/achievements/7/criteria", narrative="Three *wheels*.\nIn a row."),
        achievement_type="Badge",
        alignment=(model.Alignment("Repair", f"{BASE}/competencies/repair", target_type="CFItem"),),
        image=model.Image(f"{BASE}/achievements/7.png", "A wheel"),
        in_language="en",
        tag=("wheels", "tools"),
        version="3",
    )
    return model.AchievementCredential(
        id="urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b11",
        name="Wheel truing",
        issuer=model.Profile(id=f"{BASE}/issuers/1", name="The workshop", url=f"{BASE}/issuers/1"),
        valid_from=NOW - timedelta(days=1),
        awarded_date=NOW - timedelta(days=1),
        valid_until=NOW + timedelta(days=3650),
        credential_subject=model.AchievementSubject(
            "urn:uuid:0b7e9a52-9d42-4c1c-8a55-0f9a4b2f8c11", achievement
        ),
        evidence=(model.Evidence(id=f"{BASE}/evidence/1", narrative="Saw it."),),
    )


def _with_result(subject: model.AchievementSubject) -> model.AchievementSubject:
    base = subject.achievement.id
    levels = tuple(
        model.RubricCriterionLevel(f"{base}#level-{rank}", name, level=str(rank), points=str(rank * 10))
        for rank, name in enumerate(("Beginner", "Practitioner", "Teacher"), 1)
    )
    description = model.ResultDescription(
        id=f"{base}#result",
        name="Level",
        result_type="RubricCriterionLevel",
        required_level=levels[1].id,
        rubric_criterion_level=levels,
    )
    result = model.Result(description.id, levels[2].id, status="Completed")
    achievement = replace(subject.achievement, result_description=(description,))
    return replace(
        subject, achievement=achievement, result=(result,), activity_end_date=NOW - timedelta(days=2)
    )


def _arabic(subject: model.AchievementSubject) -> model.AchievementSubject:
    achievement = replace(
        subject.achievement,
        name="تصحيح العجلة",
        description='يضبط العجلة بدقة نصف مليمتر 🚲 "تمامًا"',
        criteria=model.Criteria(narrative="ثلاث عجلات\tمتتالية\u200f"),
        in_language="ar",
    )
    return replace(subject, achievement=achievement, narrative="عملٌ رائع")


def _endorsement() -> model.EndorsementCredential:
    return model.EndorsementCredential(
        id="urn:uuid:2b1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b22",
        name="Endorsement",
        issuer=model.Profile(f"{BASE}/issuers/2", "A mentor"),
        valid_from=NOW - timedelta(days=1),
        credential_subject=model.EndorsementSubject(_award().id, "I saw the wheels."),
    )


def _arabic_endorsement() -> model.EndorsementCredential:
    words = "رأيتها تضبط ثلاث عجلات متتالية بصبر.\n\nالإصلاح: مُمارِس (2/4) · مرشد · 2026-01-12 – 2026-03-27"
    subject = model.EndorsementSubject(_award().id, words)
    mentor = model.Profile(f"{BASE}/issuers/2", "مرشد من الورشة")
    return replace(_endorsement(), issuer=mentor, awarded_date=NOW, credential_subject=subject)


def _endorsed(world: World, method: str) -> str:
    mentor = world.issuer(method, "A mentor")
    return _token(_from(build.endorsement_credential(_endorsement()), mentor), mentor).decode()


def _evidence() -> tuple[model.Evidence, ...]:
    return (
        model.Evidence(name="The open evening", narrative="Twenty-two guests, five for the first time."),
        model.Evidence(id=f"{BASE}/evidence/1", name="A wheel", narrative="Trued in *ten* minutes."),
        model.Evidence(name="notes.pdf", narrative="SHA-256: " + "0f" * 32),
    )


def _foreign() -> dict[str, Any]:
    """Give what a plain hand writes: little, other order, an offset instead of Z, a claim-only criteria."""
    return {
        "type": ["VerifiableCredential", "AchievementCredential"],
        "id": "https://elsewhere.example.org/awards/99",
        "@context": CONTEXTS,
        "credentialSubject": {
            "achievement": {
                "type": ["Achievement"],
                "id": "https://elsewhere.example.org/achievements/1",
                "criteria": {"narrative": "Crème brûlée, 日本語, \u2028 and a / slash."},
                "name": "Cook",
                "description": "Cooks.",
            },
            "type": ["AchievementSubject"],
            "id": "did:example:somebody",
        },
        "validFrom": "2026-02-01T10:00:00+02:00",
        "issuer": {"type": ["Profile"], "id": "https://elsewhere.example.org", "name": "Kitchen"},
        "name": "Cook",
    }
