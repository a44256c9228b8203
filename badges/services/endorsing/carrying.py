"""Carrying endorsements away: the signed bytes as stored, or a VC-JWT of the same."""

from uuid import UUID

from badges.models import Endorsement, EndorsementState
from badges.queries import endorsements
from badges.services import carrying, signing
from foundation.errors import NotFoundError
from foundation.policy import Action, Actor, Scope, may
from issuers import queries as issuers

FORMS = ("json", "jwt")
_FOR_THE_TWO = (EndorsementState.SIGNED, EndorsementState.ACCEPTED, EndorsementState.WITHDRAWN)


def form(endorsement: Endorsement, wanted: str) -> bytes:
    """Give a signed endorsement as "json", byte for byte, or "jwt"; who may have it is asked before.

    Raises NotFoundError for another form, or when it is not signed.
    """
    if wanted not in FORMS or endorsement.profile_id is None:
        raise NotFoundError
    if wanted == "jwt":
        return signing.token_of(endorsement.urn, endorsement.profile_id)
    body = issuers.signed_body(endorsement.urn, wanted)
    if body is None:
        raise NotFoundError
    return body


def readable(actor: Actor, endorsement_id: UUID) -> Endorsement:
    """Give an endorsement to its holder, its endorser, and, once it is shown, to whoever may see the badge.

    Raises NotFoundError, as if it did not exist.
    """
    row = endorsements.by_id(endorsement_id)
    if is_of_the_two(actor, row):
        return row
    require_shown(row)
    carrying.visible(actor, row.subject_id)
    return row


def downloadable(actor: Actor, endorsement_id: UUID) -> Endorsement:
    """Give an endorsement whose file the actor may have. Raises NotFoundError."""
    row = readable(actor, endorsement_id)
    if row.state not in _FOR_THE_TWO:
        raise NotFoundError
    return row


def bundle(subject_id: UUID) -> bytes:
    """Give all shown endorsements of a badge as one JSON array; each stands in it byte for byte."""
    urns = [one.urn for one in endorsements.shown(subject_id)]
    bodies = issuers.signed_bodies(urns, "json")
    return b"[" + b",\n".join(bodies[urn] for urn in urns if urn in bodies) + b"]"


def is_of_the_two(actor: Actor, row: Endorsement) -> bool:
    """Tell whether the actor is the holder or the endorser."""
    is_holder = may(actor, Action.ENDORSEMENT_DECIDE, Scope(person_id=row.holder_id))
    return is_holder or may(actor, Action.ENDORSEMENT_WITHDRAW, Scope(person_id=row.endorser_id))


def require_shown(row: Endorsement) -> None:
    """Raise NotFoundError unless it stands with its badge on the badge's page."""
    is_standing = row.state == EndorsementState.ACCEPTED and row.suppressed_at is None
    if not is_standing or not endorsements.speaks_to_it(row):
        raise NotFoundError
