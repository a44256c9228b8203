"""What a person was offered, holds and shows."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from badges.models import AchievementVersion, Award, Collection, Credential, Provenance, ShareLink
from badges.queries import awards
from badges.services import sharing
from foundation.db import session as read
from foundation.plain import members, plain
from issuers import queries as issuers

_AWARD = "issuer_id state reason evidence role_slug path_slug path_title language awarded_at decided_at"
_CREDENTIAL = (
    "urn issuer_id language accepted_at valid_until public_at hidden_at held_at suppressed_at"
    " revoked_at revocation_reason given_up_at"
)
_SHARE = "name credential_id collection_id shows_evidence made_at expires_at revoked_at"
_FORMS = ("json", "jwt")
_AWARD_BADGE = selectinload(Award.version).joinedload(AchievementVersion.achievement)


def badge_of(version: AchievementVersion) -> dict[str, Any]:
    """Give which badge it is, in which version."""
    return {"badge": version.achievement.slug, "badge_version": version.number, "name": version.name}


def offers(person_id: UUID) -> list[dict[str, Any]]:
    """Give every badge that was offered to the person, with what its giver wrote."""
    query = select(Award).where(awards.is_for(person_id)).order_by(Award.awarded_at, Award.id)
    rows = read().scalars(query.options(_AWARD_BADGE))
    return [{**badge_of(one.version), **members(one, _AWARD)} for one in rows]


def awards_given(person_id: UUID) -> list[dict[str, Any]]:
    """Give which badges the person gave to others, and when; to whom is not ours to tell.

    What became of a badge is told to who gave it for a group; a peer does not learn whether it was refused.
    """
    query = select(Award).where(Award.awarded_by == person_id).order_by(Award.awarded_at, Award.id)
    rows = read().scalars(query.options(_AWARD_BADGE))
    return [
        {
            "badge": one.version.achievement.slug,
            **members(one, "awarded_at" if one.provenance == Provenance.PEER else "awarded_at state"),
        }
        for one in rows
    ]


def credentials(person_id: UUID) -> list[dict[str, Any]]:
    """Give the facts of the badges that the person holds; the signed files lie beside this."""
    return [{**badge_of(one.version), **members(one, _CREDENTIAL)} for one in _credentials(person_id)]


def collections(person_id: UUID) -> list[dict[str, Any]]:
    """Give the person's collections, each with the badges in its order."""
    query = select(Collection).where(Collection.person_id == person_id)
    rows = read().scalars(
        query.order_by(Collection.made_at, Collection.id).options(selectinload(Collection.items))
    )
    return [
        {
            **members(one, "id name description made_at"),
            "credentials": [plain(item.credential_id) for item in one.items],
        }
        for one in rows
    ]


def shares(person_id: UUID) -> list[dict[str, Any]]:
    """Give the person's share links with their addresses, ended ones too."""
    query = select(ShareLink).where(ShareLink.person_id == person_id)
    rows = read().scalars(query.order_by(ShareLink.made_at, ShareLink.id))
    return [{"address": sharing.address_of(one), **members(one, _SHARE)} for one in rows]


def files(person_id: UUID) -> Iterator[tuple[str, bytes]]:
    """Give each signed badge, in every form that is stored."""
    for one in _credentials(person_id):
        yield from signed_files("credentials", one.id, one.urn)


def signed_files(folder: str, document_id: UUID, urn: str) -> Iterator[tuple[str, bytes]]:
    """Give one signed document in every form that is stored."""
    for form in _FORMS:
        body = issuers.signed_body(urn, form)
        if body is not None:
            yield f"{folder}/{document_id}.{form}", body


def _credentials(person_id: UUID) -> list[Credential]:
    query = select(Credential).where(Credential.person_id == person_id)
    badge = joinedload(Credential.version).joinedload(AchievementVersion.achievement)
    return list(read().scalars(query.order_by(Credential.accepted_at, Credential.id).options(badge)))
