"""What this room knows of a person, for that person to take along."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from foundation.db import session as read
from foundation.plain import listed, members
from issuers.models import Issuer, IssuerKind, PersonProfile


def take(person_id: UUID) -> dict[str, Any]:
    """Give the Profiles that the person signs with, and the groups that the person registered."""
    own = select(Issuer, PersonProfile).join(PersonProfile, PersonProfile.issuer_id == Issuer.id)
    mine = own.where(PersonProfile.person_id == person_id).order_by(Issuer.created_at, Issuer.id)
    made = (Issuer.created_by == person_id, Issuer.kind == IssuerKind.GROUP.value)
    groups = select(Issuer).where(*made).order_by(Issuer.created_at, Issuer.id)
    return {
        "signing_profiles": [
            {**members(issuer, "iri name created_at"), **members(profile, "name_choice affiliate_id")}
            for issuer, profile in read().execute(mine)
        ],
        "registered_groups": listed(read().scalars(groups), "id slug name created_at"),
    }
