"""A small foreign world in memory: issuers, their key documents, status lists, all broken on request.

    world = World()
    workshop = world.issuer("did:web:badges.example.org")
    badge = world.issue(workshop)                              # a signed credential, as a dict
    report = verify(json.dumps(badge).encode(), fetch=world.fetch, now=world.now)

`world.pages` is all that can be fetched (address -> body), `world.broken` makes an address fail with
a code of `FetchError`, and `world.asked` lists what was asked for, in order.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from credentials import resolve, status
from credentials.errors import FetchError
from credentials.fetch import Fetched
from credentials.instants import timestamp
from credentials.keys import Ed25519Signer, RSASigner, Signer, new_ed25519_seed
from credentials.proofs import data_integrity, jwt

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]


@dataclass(frozen=True)
class Issuer:
    """Somebody who signs. `id` is a did:web, did:key or https address."""

    id: str
    name: str
    signer: Signer

    @property
    def method(self) -> str:
        """The verificationMethod (and `kid`) of the issuer's key."""
        return resolve.method_id(self.id, self.signer.public)

    @property
    def profile(self) -> dict[str, Any]:
        return {"id": self.id, "type": ["Profile"], "name": self.name}


@dataclass
class World:
    """Everything outside of us. Nothing here touches a network or a clock."""

    now: datetime = NOW
    pages: dict[str, bytes] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def fetch(
        self,
        url: str,
        *,
        accept: str = "application/json",  # noqa: ARG002 - the shape of Fetch
        redirects: int = 0,  # noqa: ARG002 - the shape of Fetch
        same_host: bool = True,  # noqa: ARG002 - the shape of Fetch
    ) -> Fetched:
        """Give a page of this world; a page that is not there cannot be reached."""
        self.asked.append(url)
        if url in self.broken:
            raise FetchError(self.broken[url], url=url)
        if url not in self.pages:
            raise FetchError("http_status", status=404)
        return Fetched(url, self.pages[url], "application/json")

    def publish(self, url: str, document: Mapping[str, Any] | str | bytes) -> str:
        """Put a document, a token or bytes at an address and give the address."""
        if isinstance(document, Mapping):
            document = json.dumps(document)
        self.pages[url] = document.encode() if isinstance(document, str) else document
        return url

    def issuer(
        self, identifier: str = "did:key", name: str = "Cycle Workshop", *, is_rsa: bool = False
    ) -> Issuer:
        """Make an issuer with a fresh key: "did:key", "did:web:host[:path]" or an https address.

        For did:web and https the key document is published at its address.
        """
        signer: Signer = RSASigner(rsa_key()) if is_rsa else Ed25519Signer(new_ed25519_seed())
        if identifier == "did:key":
            return Issuer(resolve.did_key(signer.public), name, signer)
        issuer = Issuer(identifier, name, signer)
        is_did = identifier.startswith("did:web:")
        address = resolve.did_web_document_url(identifier) if is_did else identifier
        self.publish(address, resolve.did_document(identifier, [signer.public]))
        return issuer

    def credential(self, issuer: Issuer, **members: Any) -> dict[str, Any]:
        """Give an unsigned AchievementCredential; `members` replace or (None) remove its members."""
        document = {
            "@context": list(CONTEXTS),
            "id": "urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b11",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": "Wheel truing",
            "issuer": issuer.profile,
            "validFrom": timestamp(self.now - timedelta(days=1)),
            "credentialSubject": {
                "id": "urn:uuid:0ec09379-a08f-4a3e-9b1c-1d6e8a3f6a10",
                "type": ["AchievementSubject"],
                "achievement": {
                    "id": "https://badges.example.org/achievements/7",
                    "type": ["Achievement"],
                    "achievementType": "Badge",
                    "name": "Wheel truing",
                    "description": "Trues a wheel to 0.5 mm.",
                    "criteria": {"narrative": "Truing test on three wheels."},
                },
            },
        }
        return {name: value for name, value in {**document, **members}.items() if value is not None}

    def endorsement(self, issuer: Issuer, about: str, **members: Any) -> dict[str, Any]:
        """Give an unsigned EndorsementCredential about the thing with the id `about`."""
        subject = {"id": about, "type": ["EndorsementSubject"], "endorsementComment": "I saw it."}
        return self.credential(
            issuer,
            **{
                "id": f"urn:uuid:{uuid4()}",
                "type": ["VerifiableCredential", "EndorsementCredential"],
                "name": "Endorsement",
                "credentialSubject": subject,
                **members,
            },
        )

    def sign(
        self, document: Mapping[str, Any], issuer: Issuer, *, cryptosuite: str = "eddsa-rdfc-2022"
    ) -> dict[str, Any]:
        """Give `document` with the issuer's embedded proof."""
        return data_integrity.sign(
            document,
            issuer.signer,
            verification_method=issuer.method,
            created=self.now - timedelta(days=1),
            cryptosuite=cryptosuite,
        )

    def issue(
        self, issuer: Issuer, *, cryptosuite: str = "eddsa-rdfc-2022", **members: Any
    ) -> dict[str, Any]:
        """Give a signed AchievementCredential."""
        return self.sign(self.credential(issuer, **members), issuer, cryptosuite=cryptosuite)

    def issue_jwt(self, issuer: Issuer, **members: Any) -> str:
        """Give an AchievementCredential as a compact JWS (VC-JWT)."""
        return jwt.sign(self.credential(issuer, **members), issuer.signer, kid=issuer.method)

    def status_list(
        self,
        issuer: Issuer,
        url: str = "https://badges.example.org/status/1",
        *,
        revoked: Sequence[int] = (),
        values: Mapping[int, int] | None = None,
        size: int = 1,
        purpose: Any = "revocation",
        valid_from: datetime | None = None,
        valid_until: datetime | None = None,
        address: str | None = None,
        **changes: Any,
    ) -> str:
        """Publish the issuer's signed status list at `url` (or `address`); `changes` replace its members.

        `revoked` are the entries whose value is 1, `values` those with another one.
        """
        whole = status.LIST_BITS * size
        bits = 0
        for index, value in {**dict.fromkeys(revoked, 1), **(values or {})}.items():
            bits |= value << whole - (index + 1) * size
        document = status.build_list(
            list_url=url,
            issuer=issuer.id,
            bits=bits.to_bytes(whole // 8, "big"),
            valid_from=valid_from or self.now - timedelta(hours=1),
            valid_until=valid_until or self.now + timedelta(hours=1),
            ttl_ms=60_000,
            purpose=purpose,
            size=size,
        )
        return self.publish(address or url, self.sign({**document, **changes}, issuer))

    def record(self, issuer: Issuer, carried: Sequence[Any], **members: Any) -> dict[str, Any]:
        """Give an unsigned ClrCredential that carries credentials."""
        clr = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
        return self.credential(
            issuer,
            **{
                "@context": [CONTEXTS[0], clr, CONTEXTS[1]],
                "id": "urn:uuid:3a1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b33",
                "type": ["VerifiableCredential", "ClrCredential"],
                "name": "Record",
                "credentialSubject": {
                    "id": "urn:uuid:0ec09379-a08f-4a3e-9b1c-1d6e8a3f6a10",
                    "type": ["ClrSubject"],
                    "verifiableCredential": list(carried),
                },
                **members,
            },
        )

    def refreshed(
        self, issuer: Issuer, document: Mapping[str, Any], **members: Any
    ) -> tuple[str, dict[str, Any]]:
        """Give the address of a newer version of `document`, and a signed credential that points to it."""
        url = "https://badges.example.org/refresh/1"
        contexts = [*document["@context"], "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
        service = {"id": url, "type": "1EdTechCredentialRefresh"}
        older = {**document, "@context": contexts, "refreshService": service}
        newer = {name: value for name, value in {**older, **members}.items() if value is not None}
        self.publish(url, self.sign(newer, issuer))
        return url, self.sign(older, issuer)


@cache
def rsa_key() -> bytes:
    """Give one RSA private key in DER, made once per test process."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
