"""Who issues, defines or endorses: Profile and what belongs to it (OB 3.0, Appendix B)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from credentials.model.extending import Extensible


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, PNG or SVG, by its address (https or data). A closed class (OB 3.0, Image).

    `caption` says what is to be seen, for who cannot see it.
    """

    id: str
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class IdentifierEntry:
    """An identifier from elsewhere, such as a registry's. A closed class (OB 3.0, IdentifierEntry).

    `identifier_type` is one of the IdentifierTypeEnum (emailAddress, isbn, ...) or an `ext:` value.
    """

    identifier: str
    identifier_type: str


@dataclass(frozen=True, slots=True)
class GeoCoordinates(Extensible):
    """A place on the globe (OB 3.0, GeoCoordinates).

    In degrees of WGS 84: `latitude` from -90 (south) to 90, `longitude` from -180 (west) to 180.
    """

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Address(Extensible):
    """A postal address (OB 3.0, Address).

    `address_country_code` is ISO 3166-1 alpha-2, such as SE; `address_locality` is a town within
    `address_region`, which is a part of the country.
    """

    address_country: str | None = None
    address_country_code: str | None = None
    address_region: str | None = None
    address_locality: str | None = None
    street_address: str | None = None
    post_office_box_number: str | None = None
    postal_code: str | None = None
    geo: GeoCoordinates | None = None


@dataclass(frozen=True, slots=True)
class Profile(Extensible):
    """A person or an organisation (OB 3.0, Profile).

    `name` is needed of an issuer. `url` is a page about them, `phone` a number as it is dialled from abroad,
    `date_of_birth` a day without a time. `family_name_prefix` is what precedes a family name, such as `de`.
    `official` is the name of an organisation's authorised official. `endorsement` holds signed
    EndorsementCredentials about this Profile, `endorsement_jwt` the same as compact JWS, for tokens only.
    """

    id: str
    name: str | None = None
    url: str | None = None
    phone: str | None = None
    description: str | None = None
    email: str | None = None
    image: Image | None = None
    address: Address | None = None
    other_identifier: tuple[IdentifierEntry, ...] = ()
    official: str | None = None
    parent_org: "Profile | None" = None
    family_name: str | None = None
    given_name: str | None = None
    additional_name: str | None = None
    patronymic_name: str | None = None
    honorific_prefix: str | None = None
    honorific_suffix: str | None = None
    family_name_prefix: str | None = None
    date_of_birth: date | None = None
    endorsement: tuple[Mapping[str, object], ...] = field(default=(), hash=False)
    endorsement_jwt: tuple[str, ...] = ()
