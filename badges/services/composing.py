"""From an award and what its recipient chose to the credential that is signed: values only."""

import calendar
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from badges import edition
from badges.edition import Proven as ProvenCompetency
from badges.models import Award, RecipientKind
from badges.queries import achievements, awards, endorsements
from badges.queries.accepting import Giver, Offer
from badges.services import signing
from credentials import build, identity, model
from foundation import clock
from foundation.addresses import absolute, base_url, group_path, path_path, role_path, status_list_path
from foundation.errors import ConflictError, GoneError, NotFoundError, invalid
from issuers import queries as issuers
from issuers.models import Issuer

USER_NAME = "user_name"
_SALT_BYTES = 16  # fresh for every identifier, so that equal names in two badges do not match
_MONTHS = 12
MOST_ENDORSEMENTS = 3  # each has a key and a status list that every checker must fetch, and some KB
_DEFAULT = "en"
_KEPT_MAX = 256  # editions that are kept as they are signed: some 10 kB each
# Stands where an edition comes in, so that this is not built and judged anew for everybody who has it.
_STAND_IN = model.Achievement(
    id="urn:uuid:00000000-0000-0000-0000-000000000000",
    name="-",
    description="-",
    criteria=model.Criteria(narrative="-"),
    achievement_type="Badge",
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a recipient may choose. By default: the reader's language, no identifier, evidence or endorsement.

    `identifiers` are "user_name" or addresses proven here; `evidence` counts the items of the award from 0;
    None: what the recipient chose to embed when claiming the badge, which is nothing for other awards.
    `endorsements` are ids of accepted ones about the reserved id, which go into the badge's token (a VC-JWT):
    one that is inside cannot be taken out again.
    """

    language: str | None = None
    identifiers: tuple[str, ...] = ()
    evidence: tuple[int, ...] | None = None
    endorsements: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Proven:
    """What may be chosen as identifier: the holder's own user name and proven addresses."""

    user_name: str | None = None
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """An award with everything that its credential says, fetched once.

    `places`: (target type, address, title in all languages) of the role and the path it was given for.
    `languages`: those in which every signed text is there and reviewed.
    """

    award: Award | Offer
    issuer: Issuer | Giver
    proven: Sequence[ProvenCompetency]
    places: tuple[tuple[str, str, Mapping[str, str]], ...]
    languages: tuple[str, ...]


def issuer_of(award: Award) -> Issuer:
    """Give who gave an award. Raises NotFoundError."""
    issuer = issuers.issuer(award.issuer_id)
    if issuer is None:
        raise NotFoundError
    return issuer


def prepare(award: Award | Offer, issuer: Issuer | Giver) -> Prepared:
    """Give an award of that issuer ready to be composed."""
    places = _places(award)
    languages = achievements.languages_of(award.version_id)
    complete = tuple(code for code in languages if all(title.get(code) for _, _, title in places))
    return Prepared(award, issuer, achievements.proven_by(award.version), places, complete)


def language_of(prepared: Prepared, choices: Choices, reader: str) -> str:
    """Give the language to sign in: the chosen one, else the reader's, else English, else the first.

    Raises InvalidError at /language, ConflictError("no_language").
    """
    found = prepared.languages
    if choices.language is not None:
        if choices.language not in found:
            raise invalid("/language", "not_signable", languages=list(found))
        return choices.language
    if not found:
        raise ConflictError("no_language")
    return next((code for code in (reader, _DEFAULT) if code in found), found[0])


def chosen_evidence(award: Award | Offer, choices: Choices) -> tuple[int, ...]:
    """Give which pieces of evidence enter the badge, counted from 0."""
    if choices.evidence is not None:
        return choices.evidence
    return tuple(range(len(award.evidence))) if award.recipient_kind == RecipientKind.PERSON else ()


def valid_until(award: Award | Offer) -> datetime | None:
    """Give when the badge ends, counted in months from the award; None when it does not end."""
    months = award.version.validity_months
    return None if months is None else _months_later(award.awarded_at, months)


def compose(
    prepared: Prepared,
    choices: Choices,
    proven: Proven,
    *,
    language: str,
    credential_id: UUID,
    place: tuple[int, int],
    now: datetime,
) -> dict[str, Any]:
    """Give the unsigned credential, without the chosen endorsements: see `endorsement_tokens`.

    `place` is (status list, index); `now`, in whole seconds, the acceptance.

    Raises InvalidError for an identifier that is not proven or evidence that is not there, GoneError when
    the badge would have ended already.
    """
    award, issuer = prepared.award, prepared.issuer
    until = valid_until(award)
    if until is not None and until <= now:
        raise GoneError("validity_over")
    status_list = absolute(status_list_path(issuer.id, place[0]))
    credential = model.AchievementCredential(
        id=f"urn:uuid:{credential_id}",
        name=award.version.name[language],
        issuer=model.Profile(
            id=issuer.iri, name=issuer.name, url=issuer.url or absolute(group_path(issuer.slug))
        ),
        valid_from=now,
        credential_subject=model.AchievementSubject(
            id=f"urn:uuid:{uuid4()}",
            achievement=_STAND_IN,
            identifier=_identifiers(choices.identifiers, proven),
        ),
        awarded_date=award.awarded_at,
        valid_until=until,
        evidence=_evidence(award.evidence, chosen_evidence(award, choices)),
        credential_status=model.CredentialStatus(status_list, place[1]),
    )
    document = build.achievement_credential(credential)
    document["credentialSubject"].update(_said_to_all(prepared, language))
    return document


def endorsement_tokens(award: Award | Offer, choices: Choices, credential_id: UUID) -> tuple[str, ...]:
    """Give the chosen endorsements, signed, as tokens; only those that speak of this very credential.

    Raises InvalidError for one that is not there, and for too many.
    """
    chosen = choices.endorsements
    if not chosen:
        return ()
    if len(set(chosen)) > MOST_ENDORSEMENTS:
        raise invalid("/endorsements", "too_many", most=MOST_ENDORSEMENTS)
    is_reserved = award.credential_id == credential_id
    standing = {one.id: one for one in endorsements.shown(credential_id)} if is_reserved else {}
    tokens = []
    for place, one in enumerate(dict.fromkeys(chosen)):
        found = standing.get(one)
        if found is None or found.profile_id is None:
            raise invalid(f"/endorsements/{place}", "unknown")
        tokens.append(signing.token_of(found.urn, found.profile_id).decode())
    return tuple(tokens)


def with_endorsements(document: Mapping[str, Any], tokens: Sequence[str]) -> dict[str, Any]:
    """Give the credential as it is signed in a token, the only form that holds endorsements of itself."""
    rest = {name: value for name, value in document.items() if name != "endorsementJwt"}
    return {**rest, "endorsementJwt": list(tokens)} if tokens else rest


def _said_to_all(prepared: Prepared, language: str) -> Mapping[str, Any]:
    """Give those members of the subject that say the same of everybody who has the badge."""
    issuer = prepared.issuer
    ours = tuple((kind, address, title[language]) for kind, address, title in prepared.places)
    return _edition(prepared.award.version_id, language, issuer.iri, issuer.name, ours, base_url())


@lru_cache(maxsize=_KEPT_MAX)
def _edition(
    version_id: UUID,
    language: str,
    iri: str,
    name: str,
    ours: tuple[tuple[str, str, str], ...],
    _base_url: str,
) -> Mapping[str, Any]:
    """Give the Achievement and its Results; `ours`: (target type, address, title) of the role and the path.

    They are judged once, in a credential of nobody: a version never changes and all else is named, also
    `_base_url`, with which every address in them starts.
    """
    version, owner = achievements.published(version_id), model.Profile(id=iri, name=name)
    proven = achievements.proven_by(version)
    places = tuple(
        model.Alignment(target_name=title, target_url=address, target_type=kind)
        for kind, address, title in ours
    )
    achievement = edition.achievement_edition(version, language, creator=owner, proven=proven)
    subject = model.AchievementSubject(
        id=uuid4().urn,
        achievement=replace(achievement, alignment=achievement.alignment + places),
        result=edition.results(version, proven),
    )
    credential = model.AchievementCredential(
        id=uuid4().urn, name=name, issuer=owner, valid_from=clock.now(), credential_subject=subject
    )
    built = build.achievement_credential(credential)["credentialSubject"]
    return {member: built[member] for member in ("achievement", "result") if member in built}


def _places(award: Award | Offer) -> tuple[tuple[str, str, Mapping[str, str]], ...]:
    found = []
    role = awards.role_title(award.role_slug) if award.role_slug else None
    if role:
        found.append(("ext:Role", absolute(role_path(award.role_slug or "")), role))
    if award.path_slug and award.path_title:
        found.append(("ext:LearningPath", absolute(path_path(award.path_slug)), award.path_title))
    return tuple(found)


def _identifiers(chosen: Sequence[str], proven: Proven) -> tuple[model.IdentityObject, ...]:
    made = []
    for place, name in enumerate(dict.fromkeys(chosen)):
        salt = secrets.token_hex(_SALT_BYTES)
        if name == USER_NAME and proven.user_name:
            made.append(identity.identity_object(proven.user_name, "userName", salt=salt))
        elif name in proven.addresses:
            made.append(identity.identity_object(name, identity.EMAIL, salt=salt))
        else:
            raise invalid(f"/identifiers/{place}", "not_proven")
    return tuple(made)


def _evidence(items: Sequence[Mapping[str, str]], chosen: Sequence[int]) -> tuple[model.Evidence, ...]:
    embedded = []
    for place, number in enumerate(dict.fromkeys(chosen)):
        if not 0 <= number < len(items):
            raise invalid(f"/evidence/{place}", "unknown")
        item = items[number]
        embedded.append(
            model.Evidence(id=item.get("url"), name=item.get("name"), narrative=item.get("narrative"))
        )
    return tuple(embedded)


def _months_later(start: datetime, months: int) -> datetime:
    """Give the same day that many months later; the last day of a shorter month stands for a missing day."""
    years, month = divmod(start.month - 1 + months, _MONTHS)
    year = start.year + years
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return start.replace(year=year, month=month + 1, day=day)
