"""The service's own Profile: it signs what the service itself says, such as receipts of a check."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from credentials.keys import Signer
from foundation.addresses import base_url
from foundation.columns import uuid7
from foundation.db import session, transaction
from foundation.policy import SYSTEM
from issuers.models import Issuer, IssuerKind
from issuers.services import keys, registering

SLUG = "service"  # reserved in `naming`, so that no group can have it


def service_signer() -> tuple[Issuer, Signer, str]:
    """Give the service's Profile, its signer and the verificationMethod; made on first use.

    Not inside a transaction that must not lose its reads: the Profile is written when there is none yet.
    """
    issuer = service_profile()
    signer, method = keys.signer_of(issuer.id)
    return issuer, signer, method


def service_profile() -> Issuer:
    """Give the service's Profile, made on first use."""
    return _known() or _made()


def service_id() -> UUID | None:
    """Give the id of the service's Profile, None while nothing was signed with it."""
    return session().scalar(select(Issuer.id).where(Issuer.kind == IssuerKind.SERVICE.value))


def _known() -> Issuer | None:
    return session().scalar(select(Issuer).where(Issuer.kind == IssuerKind.SERVICE.value))


def _made() -> Issuer:
    try:
        with transaction():
            registering.make_issuer(
                SYSTEM,
                uuid7(),
                kind=IssuerKind.SERVICE,
                slug=SLUG,
                name=base_url().partition("://")[2],
                language="en",
            )
    except IntegrityError:  # two first receipts at once: the other one made it
        session().rollback()
    found = _known()
    if found is None:
        raise LookupError("the service has no Profile")
    return found
