"""Honest inputs to begin from: one signed badge in every carrier, and the parts of which shapes are made."""

import json as stdlib_json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

import orjson

from credentials import build, model
from credentials.baking import bake_png, bake_svg
from credentials.identity import identity_object
from credentials.keys import Ed25519Signer
from credentials.proofs import data_integrity, jwt
from credentials.resolve import did_key, method_id
from credentials.status import encode_bits

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
SIGNER = Ed25519Signer(bytes(range(32)))
ISSUER = did_key(SIGNER.public)
METHOD = method_id(ISSUER, SIGNER.public)
BASE = "https://badges.example.org"
SVG_OPEN = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">'
SVG_PARTS = [
    b"<openbadges:credential><![CDATA[",
    b"]]></openbadges:credential>",
    b'<openbadges:credential verify="a.b.c"/>',
    b'<b:assertion xmlns:b="http://openbadges.org" verify="https://badges.example.org/1"/>',
    b"<!DOCTYPE svg [<!ENTITY a 'b'>]>",
    b"<script>1</script>",
    b"&a;",
    b"<path d='M0 0'/>",
]
HOSTS = [
    "example.org",
    "127.0.0.1",
    "[::1]",
    "0x7f.1",
    "2130706433",
    "localhost",
    "[::ffff:10.0.0.1]",
    "a" * 260,
]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360f8cf50000003820181d1c4a5460000000049454e44ae426082"
)


def json(value: object) -> bytes:
    """Give a value as JSON, also where it cannot stand in real JSON (NaN, lone surrogates)."""
    return stdlib_json.dumps(value, ensure_ascii=True).encode()


@cache
def unsigned() -> dict[str, Any]:
    """Give an ordinary badge without proof."""
    alignment = model.Alignment(
        target_name="Repair", target_url=f"{BASE}/competencies/repair", target_code="r"
    )
    achievement = model.Achievement(
        id=f"{BASE}/achievements/7",
        name="Wheel truing",
        description="Trues a wheel. مرحبا 🚲",
        criteria=model.Criteria(narrative="Three *wheels*.\nIn a row."),
        achievement_type="Badge",
        alignment=(alignment,),
        in_language="en",
    )
    subject = model.AchievementSubject(
        id="urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b11",
        achievement=achievement,
        identifier=(identity_object("a@example.com", "emailAddress", salt="Kosher"),),
    )
    return build.achievement_credential(
        model.AchievementCredential(
            id="urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b12",
            name="Wheel truing",
            issuer=model.Profile(id=ISSUER, name="The workshop"),
            valid_from=NOW,
            credential_subject=subject,
            evidence=(model.Evidence(id=f"{BASE}/evidence/1", narrative="Seen."),),
        )
    )


@cache
def rich() -> dict[str, Any]:
    """Give a badge with status, refresh service and an endorsement, dated so that a token can claim it."""
    entry = {"id": f"{BASE}/s#3", "type": "BitstringStatusListEntry", "statusPurpose": "revocation"}
    extensions = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
    endorsement = model.EndorsementCredential(
        id="urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b13",
        name="Endorsement",
        issuer=model.Profile(id=ISSUER, name="A mentor"),
        valid_from=NOW,
        credential_subject=model.EndorsementSubject(id=f"{BASE}/achievements/7", endorsement_comment="Seen."),
    )
    made = build.endorsement_credential(endorsement)
    return {
        **unsigned(),
        "@context": [*unsigned()["@context"], extensions],
        "credentialStatus": {**entry, "statusListIndex": "3", "statusListCredential": f"{BASE}/s"},
        "refreshService": {"id": f"{BASE}/refresh", "type": "1EdTechCredentialRefresh"},
        "endorsement": [data_integrity.sign(made, SIGNER, verification_method=METHOD, created=NOW)],
    }


@cache
def signed() -> bytes:
    """Give the badge with its Data Integrity proof."""
    return orjson.dumps(data_integrity.sign(unsigned(), SIGNER, verification_method=METHOD, created=NOW))


@cache
def token() -> bytes:
    """Give the badge as VC-JWT."""
    return jwt.sign(unsigned(), SIGNER, kid=METHOD).encode()


@cache
def carriers() -> Sequence[bytes]:
    """Give the badge in every form that is read."""
    svg = SVG_OPEN + b"<path d='M0 0'/></svg>"
    return (
        signed(),
        token(),
        bake_png(PNG, signed()),
        bake_png(PNG, token()),
        bake_svg(svg, signed(), is_jws=False),
        bake_svg(svg, token(), is_jws=True),
    )


def older() -> Sequence[bytes]:
    """Give an Open Badges 2.0 assertion and a 1.0 one, unsigned."""
    two = {
        "@context": "https://w3id.org/openbadges/v2",
        "id": f"{BASE}/assertions/1",
        "type": "Assertion",
        "recipient": {"type": "email", "hashed": False, "identity": "a@example.com"},
        "badge": {
            "id": f"{BASE}/classes/1",
            "type": "BadgeClass",
            "name": "Wheel truing",
            "description": "Trues a wheel.",
            "image": f"{BASE}/1.png",
            "criteria": {"narrative": "Three wheels."},
            "issuer": {"id": f"{BASE}/issuers/1", "type": "Issuer", "name": "The workshop", "url": BASE},
        },
        "verification": {"type": "HostedBadge"},
        "issuedOn": "2026-01-01T00:00:00Z",
    }
    one = {
        "uid": "1",
        "recipient": "a@example.com",
        "badge": f"{BASE}/classes/1",
        "verify": {"type": "hosted", "url": f"{BASE}/assertions/1"},
        "issued_on": 1_767_225_600,
    }
    return json(two), json(one)


def did_document() -> bytes:
    """Give the document of a did:web with one Multikey."""
    did = "did:web:badges.example.org"
    method = {
        "id": f"{did}#key",
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": SIGNER.public.multibase,
    }
    return json({"id": did, "verificationMethod": [method], "assertionMethod": [f"{did}#key"]})


def bit_list() -> bytes:
    """Give the `encodedList` of an empty list."""
    return encode_bits(bytes(16_384)).encode()


def changed(changes: Sequence[tuple[int, str | None, object]], whole: bytes) -> bytes:
    """Give a document with members put, replaced (a name is given) or dropped at counted places."""
    document = orjson.loads(whole)
    for place, name, value in changes:
        nodes = list(_nodes(document))
        node = nodes[place % len(nodes)]
        members = list(node)
        if name is not None:
            node[name] = value
        elif members:
            node[members[place % len(members)]] = value
    return json(document)


def _nodes(value: Any) -> Sequence[dict[str, Any]]:
    if isinstance(value, list):
        return [node for member in value for node in _nodes(member)]
    if not isinstance(value, dict):
        return []
    return [value, *(node for member in value.values() for node in _nodes(member))]


@cache
def of_one_kind() -> list[bytes]:
    """Give some badges that differ in texts only."""
    made = []
    for number in range(8):
        badge = stdlib_json.loads(stdlib_json.dumps(unsigned()))
        badge |= {"id": f"urn:uuid:0b7e9a52-9d42-4c1c-8a55-{number:012}", "name": f"Badge {number}"}
        badge["awardedDate"] = f"2026-02-0{number + 1}T12:00:00Z"
        made.append(orjson.dumps(data_integrity.sign(badge, SIGNER, verification_method=METHOD, created=NOW)))
    return made
