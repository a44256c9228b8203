"""What is signed: the two credentials and what their envelopes hold (OB 3.0, AchievementCredential)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from credentials.model.extending import Extensible
from credentials.model.profile import Image, Profile
from credentials.model.subject import AchievementSubject, EndorsementSubject

Purpose = Literal["revocation", "suspension", "refresh", "message"]

# The standard's own schemas, for `credential_schema`.
_SCHEMAS = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
ACHIEVEMENT_SCHEMA = _SCHEMAS + "ob_v3p0_achievementcredential_schema.json"
ENDORSEMENT_SCHEMA = _SCHEMAS + "ob_v3p0_endorsementcredential_schema.json"


@dataclass(frozen=True, slots=True)
class Evidence(Extensible):
    """Work that supports the award: a web address, a Markdown narrative, or both."""

    id: str | None = None
    name: str | None = None
    description: str | None = None
    narrative: str | None = None
    genre: str | None = None
    audience: str | None = None


@dataclass(frozen=True, slots=True)
class CredentialSchema(Extensible):
    """A JSON Schema that the credential fits.

    `ACHIEVEMENT_SCHEMA` or `ENDORSEMENT_SCHEMA` must be among those that are named.
    """

    id: str
    type: str = "1EdTechJsonSchemaValidator2019"


@dataclass(frozen=True, slots=True)
class CredentialStatus(Extensible):
    """Where withdrawal is published: an entry of a Bitstring Status List (Bitstring Status List 1.0, 2.1).

    `status_message` says what each value means, from 0 up: 2, 4, 8 … 256 of them, and their number tells how
    many bits the entry has; one bit without messages. The purpose message needs them.
    """

    status_list_credential: str
    status_list_index: int
    status_purpose: Purpose = "revocation"
    status_message: tuple[str, ...] = ()
    status_reference: str | None = None


@dataclass(frozen=True, slots=True)
class RevocationList(Extensible):
    """The older way to publish withdrawal: the address of a 1EdTechRevocationList (VCRL 1.0, deprecated)."""

    id: str


@dataclass(frozen=True, slots=True)
class RefreshService(Extensible):
    """Where the newest edition of this credential is served (a 1EdTechCredentialRefresh, VCCR 1.0)."""

    id: str


@dataclass(frozen=True, slots=True)
class TermsOfUse(Extensible):
    """Under which terms the credential was issued. `type` must be a word of a context of the credential."""

    type: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class AchievementCredential(Extensible):
    """An award to be signed; its proof comes with the signature.

    `awarded_date` is the first award, which updates of `valid_from` do not move. `contexts` are further
    contexts, after those of the standard, for words of one's own; they must be bundled here. `endorsement`
    holds signed EndorsementCredentials, but none about this credential itself, `endorsement_jwt` the same as
    compact JWS, for tokens only.
    """

    id: str
    name: str
    issuer: Profile
    valid_from: datetime
    credential_subject: AchievementSubject
    description: str | None = None
    image: Image | None = None
    awarded_date: datetime | None = None
    valid_until: datetime | None = None
    evidence: tuple[Evidence, ...] = ()
    credential_schema: tuple[CredentialSchema, ...] = ()
    credential_status: CredentialStatus | RevocationList | None = None
    refresh_service: RefreshService | None = None
    terms_of_use: tuple[TermsOfUse, ...] = ()
    endorsement: tuple[Mapping[str, object], ...] = field(default=(), hash=False)
    endorsement_jwt: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EndorsementCredential(Extensible):
    """An endorsement to be signed; `contexts` as for an AchievementCredential."""

    id: str
    name: str
    issuer: Profile
    valid_from: datetime
    credential_subject: EndorsementSubject
    description: str | None = None
    awarded_date: datetime | None = None
    valid_until: datetime | None = None
    evidence: tuple[Evidence, ...] = ()
    credential_schema: tuple[CredentialSchema, ...] = ()
    credential_status: CredentialStatus | RevocationList | None = None
    refresh_service: RefreshService | None = None
    terms_of_use: tuple[TermsOfUse, ...] = ()
    contexts: tuple[str, ...] = ()
