"""What is signed: the two credentials and what their envelopes hold (OB 3.0, Appendix B)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from credentials.model.extending import Extensible
from credentials.model.profile import Image, Profile
from credentials.model.subject import AchievementSubject, EndorsementSubject

# What a status entry is for (Bitstring Status List 1.0, 2.1, statusPurpose).
Purpose = Literal["revocation", "suspension", "refresh", "message"]

# The standard's own JSON Schemas, for `credential_schema` (OB 3.0, CredentialSchema).
_SCHEMAS = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
ACHIEVEMENT_SCHEMA = _SCHEMAS + "ob_v3p0_achievementcredential_schema.json"
ENDORSEMENT_SCHEMA = _SCHEMAS + "ob_v3p0_endorsementcredential_schema.json"


@dataclass(frozen=True, slots=True)
class Evidence(Extensible):
    """Work that supports the award: a web address, a Markdown narrative, or both (OB 3.0, Evidence).

    `id` is a web page or a data URI. `genre` is the kind of work, such as Poetry or Film, `audience` whom it
    was made for.
    """

    id: str | None = None
    name: str | None = None
    description: str | None = None
    narrative: str | None = None
    genre: str | None = None
    audience: str | None = None


@dataclass(frozen=True, slots=True)
class CredentialSchema(Extensible):
    """A JSON Schema that the credential fits (OB 3.0, CredentialSchema).

    `id` is its address, `type` how it is applied. `ACHIEVEMENT_SCHEMA` or `ENDORSEMENT_SCHEMA` must be among
    those that are named.
    """

    id: str
    type: str = "1EdTechJsonSchemaValidator2019"


@dataclass(frozen=True, slots=True)
class CredentialStatus(Extensible):
    """Where withdrawal is published (OB 3.0, CredentialStatus; Bitstring Status List 1.0, 2.1).

    `status_list_credential` is the address of the list of bits, `status_list_index` the place in it, counted
    in entries from 0. An entry has exactly its one type, so `further_types` must stay empty.
    `status_reference` is an address that explains the messages. `status_message` says what each value means,
    from 0 up: 2, 4, 8 … 256 of them, and their number tells how many bits the entry has; one bit without
    messages. The purpose message needs them.
    """

    status_list_credential: str
    status_list_index: int
    status_purpose: Purpose = "revocation"
    status_message: tuple[str, ...] = ()
    status_reference: str | None = None


@dataclass(frozen=True, slots=True)
class RevocationList(Extensible):
    """The older way to publish withdrawal (OB 3.0, CredentialStatus; VCRL 1.0, deprecated).

    `id` is the address of the 1EdTechRevocationList. As in a CredentialStatus, `further_types` stay empty.
    """

    id: str


@dataclass(frozen=True, slots=True)
class RefreshService(Extensible):
    """Where the newest edition of this credential is served (OB 3.0, RefreshService; VCCR 1.0).

    `id` is that address, of the type 1EdTechCredentialRefresh.
    """

    id: str


@dataclass(frozen=True, slots=True)
class TermsOfUse(Extensible):
    """Under which terms the credential was issued (OB 3.0, TermsOfUse).

    `type` must be a word of a context of the credential; `id` is the address of the terms.
    """

    type: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class AchievementCredential(Extensible):
    """An award to be signed; its proof comes with the signature (OB 3.0, AchievementCredential).

    `id` is a urn:uuid or an https address; `image` is for wallets. `issuer` is a Profile with a name; the
    address alone, which the standard admits as well, is not built. It is valid from `valid_from` to
    `valid_until`, in whole seconds: fractions are cut. `awarded_date` is the first award, which updates of
    `valid_from` do not move. `contexts` are further contexts, after those of the standard, for words of one's
    own; they must be bundled here. `endorsement` holds signed EndorsementCredentials, but none about this
    credential itself, `endorsement_jwt` the same as compact JWS, for tokens only.
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
    """An endorsement to be signed (OB 3.0, EndorsementCredential).

    Members mean what they mean in an AchievementCredential. `awarded_date` is when it was first given.
    """

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
