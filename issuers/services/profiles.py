"""The Profiles that a person signs with: one for each name, so that one name never leads to another."""

from uuid import UUID, uuid4

from sqlalchemy import select

from accounts.models import Person
from credentials.keys import Ed25519Signer, new_ed25519_seed
from foundation.db import session, transaction
from foundation.errors import NotFoundError
from foundation.policy import Actor
from issuers.models import Issuer, IssuerKind, PersonProfile
from issuers.services.registering import make_issuer, new_iri

_SLUG_CHARACTERS = 16  # opaque: 64 random bits


def profile_for(
    actor: Actor, *, name_choice: str, affiliate_id: UUID | None, name: str, language: str
) -> Issuer:
    """Give the actor's Profile for one kind of name, made on first use; its label becomes `name`.

    Joins the open transaction. Raises NotFoundError when the actor has no account.
    """
    with transaction() as db_session:
        # The row of the person is locked, so that two first signatures at once make one Profile.
        person = db_session.get(Person, actor.person_id, with_for_update=True) if actor.person_id else None
        if person is None:
            raise NotFoundError
        found = known_profile(person.id, name_choice=name_choice, affiliate_id=affiliate_id)
        if found is None:
            found = _make(actor, name=name, language=language)
            tie = PersonProfile(
                issuer_id=found.id, person_id=person.id, name_choice=name_choice, affiliate_id=affiliate_id
            )
            db_session.add(tie)
            db_session.flush()
        found.name, found.language = name, language
        return found


def known_profile(person_id: UUID, *, name_choice: str, affiliate_id: UUID | None) -> Issuer | None:
    """Give the Profile that a person signs with under one kind of name, once there is one."""
    query = (
        select(Issuer)
        .join(PersonProfile, PersonProfile.issuer_id == Issuer.id)
        .where(
            PersonProfile.person_id == person_id,
            PersonProfile.name_choice == name_choice,
            PersonProfile.affiliate_id.is_(None)
            if affiliate_id is None
            else PersonProfile.affiliate_id == affiliate_id,
        )
        .order_by(Issuer.created_at)
        .limit(1)
    )
    return session().scalar(query)


def example_of_profile() -> tuple[UUID, str]:
    """Give an id and an IRI as a new Profile would have them, for a preview; nothing is kept."""
    issuer_id = uuid4()
    return issuer_id, new_iri(issuer_id, Ed25519Signer(new_ed25519_seed()))


def _make(actor: Actor, *, name: str, language: str) -> Issuer:
    issuer_id = uuid4()  # not ordered by time: two names of one person must not stand side by side
    slug = f"person-{uuid4().hex[:_SLUG_CHARACTERS]}"
    return make_issuer(actor, issuer_id, kind=IssuerKind.PERSON, slug=slug, name=name, language=language)
