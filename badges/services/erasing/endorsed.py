"""Endorsements of who leaves: those received go with their subject, those given stay signed or are withdrawn.

What carries the person's own name is signed anew under the same id, status place and key; the old bytes are
dropped. What names only a group stays byte for byte.
"""

from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import delete, select

from accounts.models import NoticeKind
from accounts.services.erasing import forget_paths
from accounts.services.notifying import tell
from badges.models import Credential, Endorsement, EndorsementState, NameChoice, WithdrawalReason
from badges.moves import ENDORSEMENT, moved
from badges.services import composing, signing
from badges.services.endorsing import withdrawing
from badges.services.endorsing.subjects import facts_of
from credentials.proofs import jwt
from foundation import audit, clock
from foundation.addresses import endorsement_path
from foundation.db import session, transaction
from foundation.policy import Actor
from issuers import queries as issuers
from issuers.services import status, storing
from issuers.services.erasing import FORMER_NAME, rename

_STANDING = frozenset({EndorsementState.SIGNED, EndorsementState.ACCEPTED})


def erase_received(person_id: UUID) -> None:
    """Delete what was never signed; of the rest keep only that it was said, for its endorser's own list."""
    with transaction() as db_session:
        mine = select(Endorsement).where(Endorsement.holder_id == person_id).with_for_update(of=Endorsement)
        rows = db_session.scalars(mine).all()
        forget_paths([endorsement_path(one.id) for one in rows])
        for one in rows:
            if one.signed_at is None:
                db_session.execute(delete(Endorsement).where(Endorsement.id == one.id))
                continue
            if one.state == EndorsementState.SIGNED:
                _move(person_id, one, "decline")
                status.revoke(one.urn)
            storing.drop(one.urn)
            one.holder_id, one.comment, one.message = None, "", ""
            one.seen_from, one.seen_until, one.relation = None, None, None
        db_session.flush()


def erase_given(person_id: UUID, *, withdraw: bool) -> None:
    """Decline what waits; withdraw what was signed, when asked to; blank who said it and under which name."""
    with transaction() as db_session:
        mine = select(Endorsement).where(Endorsement.endorser_id == person_id)
        for one in db_session.scalars(mine.with_for_update(of=Endorsement)).all():
            if one.signed_at is None:
                _decline(person_id, one)
            elif withdraw and one.state in _STANDING:
                _withdraw(person_id, one)
            _unname(one)
            one.endorser_id = None
        db_session.flush()


def _decline(person_id: UUID, one: Endorsement) -> None:
    """Tell who asked that they have to ask somebody else; the draft goes."""
    if (one.state, "decline") in ENDORSEMENT:
        _move(person_id, one, "decline")
        path, key = endorsement_path(one.id), str(one.id)
        tell(one.holder_id, NoticeKind.ENDORSEMENT_DECLINED, path=path, key=key, facts=facts_of(one))
    one.comment, one.message, one.token_digest = "", "", None


def _withdraw(person_id: UUID, one: Endorsement) -> None:
    """Take back what was signed; what its holder has not accepted yet is never shown from now on."""
    status.revoke(one.urn)
    if one.state == EndorsementState.SIGNED:
        _move(person_id, one, "decline")
        return
    _move(person_id, one, "withdraw")
    one.withdrawn_at, one.withdrawal_reason = clock.now(), WithdrawalReason.PRIVACY
    withdrawing.tell_of(one)


def _move(person_id: UUID, one: Endorsement, verb: str) -> None:
    one.state = EndorsementState(moved(ENDORSEMENT, one.state, verb))
    one.decided_at = clock.now()
    audit.record(
        Actor(person_id=person_id),
        f"badges.endorsement.{verb}",
        one.id,
        group_id=one.group_id,
        about=one.holder_id,
    )


def _unname(one: Endorsement) -> None:
    """Take the person's own name out of the row and out of the signed bytes."""
    if one.name_choice == NameChoice.AFFILIATE:
        return
    one.written_name = FORMER_NAME if one.written_name else None
    if one.signed_at is None or one.profile_id is None:
        return
    body, token = issuers.signed_body(one.urn, "json"), issuers.signed_body(one.urn, "jwt")
    forms = storing.drop(one.urn)
    if body is not None and one.state in _STANDING:
        rename(one.profile_id)
        document = orjson.loads(body)
        document["issuer"]["name"] = FORMER_NAME
        _sign_anew(one.urn, one.profile_id, document, forms)
    if token is not None:
        _unname_embedded(one, token.decode())


def _unname_embedded(one: Endorsement, token: str) -> None:
    """Sign a badge anew whose token holds the old one: with the new one in its place, or without it."""
    badge = session().get(Credential, one.subject_id)
    body = issuers.signed_body(badge.urn, "json") if badge else None
    if badge is None or body is None:
        return
    document = orjson.loads(body)
    in_token = issuers.signed_body(badge.urn, "jwt")
    # Badges of the first months have their endorsements in the signed JSON as well.
    holder = jwt.parse(in_token.decode()).document if in_token is not None else document
    embedded = holder.get("endorsementJwt", [])
    if token not in embedded:
        return
    new = issuers.signed_body(one.urn, "jwt")
    kept = [new.decode() if each == token and new else each for each in embedded if each != token or new]
    storing.drop(badge.urn)
    document.pop("proof")
    signing.sign_document(
        badge.urn,
        badge.issuer_id,
        composing.with_endorsements(document, ()),
        now=clock.now().replace(microsecond=0),
        examine=False,
    )
    signing.keep_token(badge.urn, badge.issuer_id, composing.with_endorsements(document, kept))


def _sign_anew(urn: str, issuer_id: UUID, document: dict[str, Any], forms: tuple[str, ...]) -> None:
    """Sign a changed document once more under its own id, in the forms that there were."""
    document.pop("proof")
    now = clock.now().replace(microsecond=0)
    signing.sign_document(urn, issuer_id, document, now=now, examine=False)
    if "jwt" in forms:
        signing.token_of(urn, issuer_id)
