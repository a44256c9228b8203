"""A small world of Open Badges 2.0 and older: issuers, BadgeClasses, hosted and signed badges.

    world = WorldOfTwo()
    badge = world.hosted()                      # an Assertion as a dict, served at its id
    token = world.signed()                      # a compact JWS by the issuer's key
    result = world.examine(badge)

Everything that can be fetched is in `world.world.pages`; `gone` are addresses that answer 410.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from credentials import legacy
from credentials.errors import FetchError
from credentials.fetch import Fetched
from credentials.identity import hash_identity
from credentials.multibase import b64url
from credentials.unwrap import unwrap
from credentials.verify.case import Budgeted
from tests.world import World, rsa_key

CONTEXT = "https://w3id.org/openbadges/v2"
HOME = "https://badges.example.org"
ISSUER = f"{HOME}/issuer.json"
BADGE_CLASS = f"{HOME}/classes/7.json"
KEY = f"{HOME}/key.json"
REVOCATIONS = f"{HOME}/revocations.json"
ASSERTION = f"{HOME}/assertions/1.json"


def profile(**members: Any) -> dict[str, Any]:
    return changed(
        {
            "@context": CONTEXT,
            "type": "Issuer",
            "id": ISSUER,
            "name": "Cycle Workshop",
            "url": HOME,
            "email": "badges@example.org",
        },
        members,
    )


def badge_class(**members: Any) -> dict[str, Any]:
    return changed(
        {
            "@context": CONTEXT,
            "type": "BadgeClass",
            "id": BADGE_CLASS,
            "name": "Wheel truing",
            "description": "Trues a wheel to 0.5 mm.",
            "image": f"{HOME}/classes/7.png",
            "criteria": {"narrative": "Truing test on three wheels."},
            "issuer": ISSUER,
            "tags": ["wheels"],
            "alignment": [{"targetName": "Wheels", "targetUrl": "https://frames.example.org/wheels"}],
        },
        members,
    )


def assertion(**members: Any) -> dict[str, Any]:
    return changed(
        {
            "@context": CONTEXT,
            "type": "Assertion",
            "id": ASSERTION,
            "recipient": {
                "type": "email",
                "hashed": True,
                "salt": "abc",
                "identity": hash_identity("ada@example.org", "abc"),
            },
            "badge": BADGE_CLASS,
            "verification": {"type": "HostedBadge"},
            "issuedOn": "2026-02-01T10:00:00+00:00",
        },
        members,
    )


def changed(document: dict[str, Any], members: Mapping[str, Any]) -> dict[str, Any]:
    """Give a document with members replaced or (None) removed."""
    return {name: value for name, value in {**document, **members}.items() if value is not None}


@cache
def opened(private_der: bytes) -> rsa.RSAPrivateKey:
    """Give a private key, checked once: that takes longer than a signature."""
    key = serialization.load_der_private_key(private_der, password=None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


@cache
def public_pem() -> str:
    """Give the public half of the issuer's key."""
    public = opened(rsa_key()).public_key()
    return public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()


def jws(payload: Mapping[str, Any], private_der: bytes | None = None, **header: Any) -> str:
    """Give a compact JWS (RS256) made here, by none of the code under test but base64url."""
    key = opened(private_der or rsa_key())
    parts = ({"alg": "RS256", **header}, payload)
    signing_input = ".".join(b64url(json.dumps(part).encode()) for part in parts)
    return f"{signing_input}.{b64url(key.sign(signing_input.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


@dataclass
class WorldOfTwo:
    """The older world. Documents are published when they are made."""

    world: World = field(default_factory=World)
    gone: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.issuer()
        self.badge_class()

    def fetch(self, url: str, **shape: Any) -> Fetched:
        if url in self.gone:
            self.world.asked.append(url)
            raise FetchError("http_status", status=410)
        return self.world.fetch(url, **shape)

    def issuer(self, **members: Any) -> dict[str, Any]:
        return self._published(profile(**members), ISSUER)

    def badge_class(self, **members: Any) -> dict[str, Any]:
        return self._published(badge_class(**members), BADGE_CLASS)

    def hosted(self, **members: Any) -> dict[str, Any]:
        """Give a hosted Assertion, served at its id."""
        document = assertion(**members)
        return self._published(document, document.get("id", ASSERTION))

    def signed(self, private_der: bytes | None = None, /, **members: Any) -> str:
        """Give a signed Assertion of an issuer with a published key and a revocation list."""
        self.issuer(publicKey=KEY, revocationList=REVOCATIONS)
        self.key()
        self.revocations()
        return jws(
            assertion(
                **{
                    "id": "urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b11",
                    "verification": {"type": "SignedBadge", "creator": KEY},
                    **members,
                }
            ),
            private_der,
        )

    def key(self, **members: Any) -> dict[str, Any]:
        document = {"@context": CONTEXT, "type": "CryptographicKey", "id": KEY, "owner": ISSUER}
        return self._published(changed({**document, "publicKeyPem": public_pem()}, members), KEY)

    def revocations(self, *entries: Any, **members: Any) -> dict[str, Any]:
        document = {"@context": CONTEXT, "type": "RevocationList", "id": REVOCATIONS, "issuer": ISSUER}
        return self._published(
            changed({**document, "revokedAssertions": list(entries)}, members), REVOCATIONS
        )

    def examine(self, given: Mapping[str, Any] | str | bytes, **asked: Any) -> legacy.LegacyResult:
        """Examine a badge as the pipeline does: out of its carrier, with four fetches at most."""
        if isinstance(given, Mapping):
            given = json.dumps(given)
        data = given.encode() if isinstance(given, str) else given
        return legacy.examine(unwrap(data), fetch=Budgeted(self.fetch, 4), now=self.world.now, **asked)

    def _published(self, document: dict[str, Any], url: str) -> dict[str, Any]:
        self.world.publish(url, document)
        return document
