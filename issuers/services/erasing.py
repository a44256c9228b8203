"""Leaving: what this room forgets of a person. What was signed stays, under a name that is nobody's."""

from uuid import UUID

from sqlalchemy import select

from foundation.db import transaction
from issuers.models import Issuer, PersonProfile
from issuers.services import keys, publishing

FORMER_NAME = "A former participant"  # stands in signed bytes, so it is the same in every language


def erase(person_id: UUID) -> None:
    """Close the person's Profiles: last status lists, no private key, nobody's name."""
    with transaction() as session:
        for profile in profiles_of(person_id):
            publishing.sign_last_lists(profile.issuer_id)
            keys.destroy(profile.issuer_id)
            rename(profile.issuer_id)
            issuer = session.get_one(Issuer, profile.issuer_id)
            issuer.description, issuer.url, issuer.created_by = "", None, None
            profile.person_id = None
        session.flush()


def profiles_of(person_id: UUID) -> list[PersonProfile]:
    """Give the Profiles that a person signs with."""
    query = select(PersonProfile).where(PersonProfile.person_id == person_id)
    with transaction() as session:
        return list(session.scalars(query.order_by(PersonProfile.issuer_id)))


def rename(issuer_id: UUID) -> None:
    """Give a Profile the name that is nobody's, before documents are signed with it once more."""
    with transaction() as session:
        session.get_one(Issuer, issuer_id).name = FORMER_NAME
        session.flush()
