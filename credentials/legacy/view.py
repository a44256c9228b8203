"""An older badge in the members of Open Badges 3.0, to show: never to sign, never to hand on.

The ids are derived from the old ones and the old ones stay linked (migration guide of Open Badges 3.0): the
Assertion as evidence, the BadgeClass as `related`, the issuer's address as an identifier.
"""

from collections.abc import Callable, Mapping
from uuid import NAMESPACE_URL, uuid5

from credentials.instants import timestamp
from credentials.legacy.badge import Badge
from credentials.legacy.generations import Generation
from credentials.legacy.linked import as_given, identifier, is_web
from credentials.legacy.moments import moment
from credentials.legacy.normal import Members
from credentials.verify.case import listed

ASSERTION_TYPE = "https://w3id.org/openbadges#Assertion"
BADGE_CLASS_TYPE = "https://w3id.org/openbadges#BadgeClass"
VERSIONS: Mapping[Generation, str] = {
    "2.0": "Open Badges v2p0",
    "1.1": "Open Badges v1p1",
    "1.0": "Open Badges v1p0",
    "0.5": "Open Badges v0p5",
}

_IDENTITY_TYPES = {"email": "emailAddress", "telephone": "ext:telephone"}
Shown = dict[str, object]


def view(badge: Badge) -> Shown:
    """Give an AchievementCredential without `@context` and proof; empty when no Assertion was ever seen."""
    if not badge.assertion:
        return {}
    said = badge.assertion
    name = _text(badge.badge_class.get("name"))
    return _filled(
        id=_urn(identifier(said) or _text(said.get("uid"))),
        type=["VerifiableCredential", "OpenBadgeCredential"],
        name=name,
        image=_image(said.get("image")),
        issuer=profile(badge.issuer, badge.generation),
        validFrom=_time(said.get("issuedOn"), badge.generation),
        validUntil=_time(said.get("expires"), badge.generation),
        awardedDate=_time(said.get("issuedOn"), badge.generation),
        credentialSubject=_subject(badge),
        evidence=[*_evidence(said.get("evidence")), *_original(badge)],
        endorsement=_endorsements(said, badge.generation),
    )


def profile(issuer: Members, generation: Generation) -> Shown | None:
    """Give a Profile: telephone is `phone` now, keys and rules of verification have gone elsewhere."""
    if not issuer:
        return None
    own = identifier(issuer)
    return _filled(
        id=own,
        type=["Profile"],
        name=_text(issuer.get("name")),
        url=_text(issuer.get("url")),
        phone=_text(issuer.get("telephone")),
        email=_text(issuer.get("email")),
        description=_text(issuer.get("description")),
        image=_image(issuer.get("image")),
        otherIdentifier=[_identifier_entry(own)] if own is not None and is_web(own) else [],
        endorsement=_endorsements(issuer, generation),
    )


def achievement(badge_class: Members, generation: Generation) -> Shown:
    """Give an Achievement; its id is new, the old one is `related`."""
    own = identifier(badge_class)
    return _filled(
        id=_urn(own),
        type=["Achievement"],
        name=_text(badge_class.get("name")),
        description=_text(badge_class.get("description")),
        criteria=_criteria(badge_class.get("criteria")),
        image=_image(badge_class.get("image")),
        alignment=_each(badge_class.get("alignment"), _alignment),
        tag=[tag for tag in listed(badge_class.get("tags")) if isinstance(tag, str)],
        inLanguage=_text(badge_class.get("@language")),
        version=_text(badge_class.get("version")),
        related=[
            *([_related_class(own, generation)] if own else []),
            *_each(badge_class.get("related"), _related),
        ],
        endorsement=_endorsements(badge_class, generation),
    )


def _subject(badge: Badge) -> Shown:
    said = badge.assertion
    given = said.get("recipient")
    recipient = given if isinstance(given, Mapping) else {}
    is_named = recipient.get("type") in ("url", "id") and recipient.get("hashed") is not True
    return _filled(
        id=_text(recipient.get("identity")) if is_named else None,
        type=["AchievementSubject"],
        identifier=[] if is_named else _identity(recipient),
        narrative=_text(said.get("narrative")),
        achievement=achievement(badge.badge_class, badge.generation),
    )


def _identity(recipient: Members) -> list[Shown]:
    if not isinstance(recipient.get("identity"), str):
        return []
    kinds = [kind for kind in listed(recipient.get("type")) if isinstance(kind, str)]
    kind = kinds[0] if kinds else "identifier"
    return [
        _filled(
            type="IdentityObject",
            hashed=recipient.get("hashed") is True,
            identityHash=recipient["identity"],
            identityType=_IDENTITY_TYPES.get(kind, f"ext:{kind}"),
            salt=_text(recipient.get("salt")),
        )
    ]


def _criteria(given: object) -> Shown:
    if isinstance(given, str):
        return {"id": given}
    found = as_given(given)
    return _filled(id=identifier(found), narrative=_text(found.get("narrative")))


def _image(given: object) -> Shown | None:
    address = identifier(given)
    if address is None:
        return None
    return _filled(id=address, type="Image", caption=_text(as_given(given).get("caption")))


def _alignment(given: Members) -> Shown:
    named = ("targetName", "targetUrl", "targetDescription", "targetFramework", "targetCode")
    return _filled(type=["Alignment"], **{name: _text(given.get(name)) for name in named})


def _evidence(given: object) -> list[Shown]:
    named = ("narrative", "name", "description", "genre", "audience")
    entries = [as_given(entry) for entry in listed(given)]
    return [
        _filled(id=identifier(entry), type=["Evidence"], **{name: _text(entry.get(name)) for name in named})
        for entry in entries
        if entry
    ]


def _original(badge: Badge) -> list[Shown]:
    """Give the old Assertion as evidence, for whoever wants to verify it by its own rules."""
    address = identifier(badge.assertion)
    if address is None:
        return []
    return [{"id": address, "type": ["Evidence", ASSERTION_TYPE], "name": VERSIONS[badge.generation]}]


def _related_class(address: str, generation: Generation) -> Shown:
    return {"id": address, "type": ["Related", BADGE_CLASS_TYPE], "version": VERSIONS[generation]}


def _related(given: Members) -> Shown:
    return _filled(
        id=identifier(given),
        type=["Related", *(kind for kind in listed(given.get("type")) if isinstance(kind, str))],
        inLanguage=_text(given.get("@language")),
        version=_text(given.get("version")),
    )


def _identifier_entry(address: str) -> Shown:
    return {"type": "IdentifierEntry", "identifier": address, "identifierType": "identifier"}


def _endorsements(holder: Members, generation: Generation) -> list[Shown]:
    """Give the endorsements that are embedded; an address alone has nothing to show."""
    return [
        _filled(
            id=_urn(identifier(entry)),
            type=["VerifiableCredential", "EndorsementCredential"],
            issuer=profile(as_given(entry.get("issuer")), generation),
            validFrom=_time(entry.get("issuedOn"), generation),
            credentialSubject=_filled(
                id=identifier(as_given(entry.get("claim"))),
                type=["EndorsementSubject"],
                endorsementComment=_text(as_given(entry.get("claim")).get("endorsementComment")),
            ),
        )
        for entry in listed(holder.get("endorsement"))
        if isinstance(entry, Mapping)
    ]


def _each(given: object, shown: Callable[[Members], Shown]) -> list[Shown]:
    return [shown(entry) for entry in listed(given) if isinstance(entry, Mapping)]


def _urn(old: str | None) -> str | None:
    """Give an id of our own for something old: the same one each time, and never the old one."""
    return None if old is None else f"urn:uuid:{uuid5(NAMESPACE_URL, old)}"


def _time(given: object, generation: Generation) -> str | None:
    read = moment(given, generation)
    return None if read is None else timestamp(read)


def _text(given: object) -> str | None:
    return given if isinstance(given, str) and given else None


def _filled(**members: object) -> Shown:
    """Give the members that are there."""
    return {name: value for name, value in members.items() if value not in (None, [], {})}
