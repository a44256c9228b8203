"""Opening a claim: the id of the credential to be is reserved now, so that endorsements can name it."""

from collections.abc import Mapping
from uuid import UUID

from accounts.models import Person
from badges.models import AchievementVersion, AwardState, Claim
from badges.queries import awards, claims
from badges.rules import is_claimable, is_open_yet
from competencies.wording import LANGUAGES
from foundation import audit, clock
from foundation.db import session, transaction
from foundation.errors import ConflictError, SignInNeededError, invalid
from foundation.policy import Action, Actor, Scope, require


def open_claim(
    actor: Actor,
    achievement: UUID | str,
    *,
    path_slug: str | None = None,
    path_title: Mapping[str, str] | None = None,
    role_slug: str | None = None,
    language: str = "en",
) -> Claim:
    """Give the claim of a badge (its id or slug): the one that is open already, or a new draft.

    Raises NotFoundError; ConflictError "not_claimable" (peers give it), "not_open_yet" (a panel or drawn
    assessors decide it), "already_offered" (facts: award_id), "already_held" (facts: credential_id).
    """
    with transaction() as db_session:
        version = awards.newest_version(achievement)
        require(actor, Action.CLAIM_OPEN, Scope(person_id=actor.person_id))
        person_id = _alone(actor)
        _require_claimable(version)
        found = claims.open_claim_of(person_id, version.achievement_id)
        if found is not None:
            return found
        require_none_stands(person_id, version.achievement_id)
        claim = _draft(version, person_id, role_slug, language)
        claim.path_slug, claim.path_title = path_slug, dict(path_title) if path_title else None
        db_session.add(claim)
        db_session.flush()
        audit.record(actor, "badges.claim.open", claim.id, group_id=claim.issuer_id, about=person_id)
        return claims.claim_by_id(claim.id)


def require_none_stands(person_id: UUID, achievement_id: UUID) -> None:
    """Raise ConflictError when the person has the badge, or an offer of it."""
    award = claims.standing_award(person_id, achievement_id)
    if award is None:
        return
    if award.state == AwardState.OFFERED:
        raise ConflictError("already_offered", award_id=str(award.id))
    credential = awards.credential_of_award(award.id)
    raise ConflictError("already_held", credential_id=str(credential.id) if credential else "")


def _alone(actor: Actor) -> UUID:
    """Give who claims; of two tabs that open the same claim at once, the second waits here."""
    if actor.person_id is None:
        raise SignInNeededError
    session().get_one(Person, actor.person_id, with_for_update={"key_share": True})
    return actor.person_id


def _require_claimable(version: AchievementVersion) -> None:
    if not is_claimable(version.achievement.kind, version.assessment):
        raise ConflictError("not_claimable")
    if not is_open_yet(version.assessment):
        raise ConflictError("not_open_yet")


def _draft(version: AchievementVersion, person_id: UUID, role_slug: str | None, language: str) -> Claim:
    if role_slug is not None and awards.role_title(role_slug) is None:
        raise invalid("/role", "unknown")
    now = clock.now()
    return Claim(
        version_id=version.id,
        issuer_id=version.achievement.owner_id,
        person_id=person_id,
        language=language if language in LANGUAGES else "en",
        role_slug=role_slug,
        opened_at=now,
        changed_at=now,
    )
