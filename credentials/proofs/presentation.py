"""Verifiable presentations: what a holder shows, and the proof that the holder shows it, here and now.

Made and read as VC Data Model 2.0, section 4.13, with a Data Integrity proof for `authentication` or as
`vp+jwt` (VC-JOSE-COSE, section 3.1.2). The credentials inside are verified by themselves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from credentials.contexts import CREDENTIALS_V1, CREDENTIALS_V2
from credentials.errors import ProofError, UnreadableError
from credentials.fetch import Fetch
from credentials.instants import is_ahead, read_instant
from credentials.key_history import require_good
from credentials.keys import Signer
from credentials.proofs import data_integrity, jose, jwt
from credentials.proofs.sets import verify_set
from credentials.resolve import resolve_method
from credentials.resolve.methods import Purpose

TOKEN_TYPES = frozenset({"vp+jwt", "vp+ld+jwt"})

_PURPOSE: Purpose = "authentication"
_TYPE, _ENVELOPE = "VerifiablePresentation", "EnvelopedVerifiableCredential"
_ENVELOPE_START = "data:application/vc+jwt,"


@dataclass(frozen=True, slots=True)
class Presentation:
    """A presentation taken apart, nothing checked yet but its shape (VC Data Model 2.0, 4.13).

    `credentials` are documents, or compact JWS texts out of their envelopes; `proofs` as they stand there.
    """

    holder: str | None
    proofs: tuple[object, ...]
    credentials: tuple[Mapping[str, Any] | str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A good proof of presenting: by whom, with which methods, and when by its own word.

    `challenge` and `domain` are those that were signed, None where several good proofs name different ones;
    whoever asked for none cannot tell a repetition.

    See VC Data Model 2.0, 4.13.
    """

    holder: str
    methods: tuple[str, ...]
    created: datetime | None
    challenge: str | None
    domain: str | None


def build(
    credentials: Sequence[Mapping[str, Any] | str], *, holder: str, presentation_id: str | None = None
) -> dict[str, Any]:
    """Give an unsigned presentation of credentials: documents as they are, tokens in data: envelopes.

    See VC Data Model 2.0, 4.13.
    """
    named = {} if presentation_id is None else {"id": presentation_id}
    return {
        "@context": [CREDENTIALS_V2],
        **named,
        "type": [_TYPE],
        "holder": holder,
        "verifiableCredential": [_enveloped(one) if isinstance(one, str) else one for one in credentials],
    }


def sign(
    document: Mapping[str, Any],
    signer: Signer,
    *,
    verification_method: str,
    created: datetime,
    challenge: str,
    domain: str | None = None,
    cryptosuite: str = "eddsa-rdfc-2022",
) -> dict[str, Any]:
    """Give the presentation with a proof for `authentication`. Raises as `data_integrity.sign`.

    See Data Integrity 1.0, add proof.
    """
    return data_integrity.sign(
        document,
        signer,
        verification_method=verification_method,
        created=created,
        cryptosuite=cryptosuite,
        purpose=_PURPOSE,
        challenge=challenge,
        domain=domain,
    )


def sign_token(
    document: Mapping[str, Any],
    signer: Signer,
    *,
    kid: str,
    issued_at: datetime,
    challenge: str,
    domain: str | None = None,
) -> str:
    """Give the presentation as `vp+jwt`; challenge and domain are its `nonce` and `aud`.

    Raises `UnreadableError("not_signable_as_jwt")` without a holder, with a `vc` or `vp` member, or for a
    `kid` that is no URL.

    See VC-JOSE-COSE, 3.1.2.
    """
    holder = read(document).holder
    if holder is None or {"vc", "vp"} & document.keys() or not jwt.is_url(kid):
        raise UnreadableError("not_signable_as_jwt")
    claims: dict[str, Any] = {"iss": holder, "iat": int(issued_at.timestamp()), "nonce": challenge}
    if domain is not None:
        claims["aud"] = domain
    return jose.sign({"kid": kid, "typ": "vp+jwt", "cty": "vp"}, {**document, **claims}, signer)


def read(document: Mapping[str, Any]) -> Presentation:
    """Take a presentation apart (VC Data Model 2.0, 4.13).

    Raises `UnreadableError("presentation_malformed")` with a `pointer`: no such type, a holder without id, or
    something in the place of a credential.
    """
    if _TYPE not in _items(document.get("type")):
        raise UnreadableError("presentation_malformed", pointer="/type")
    holder = document.get("holder")
    holder_id = holder.get("id") if isinstance(holder, Mapping) else holder
    if "holder" in document and not isinstance(holder_id, str):
        raise UnreadableError("presentation_malformed", pointer="/holder")
    is_first_model = _items(document.get("@context"))[:1] == [CREDENTIALS_V1]
    given = _items(document.get("verifiableCredential"))
    credentials = tuple(_credential(one, place, is_first_model) for place, one in enumerate(given))
    return Presentation(holder_id, tuple(_items(document.get("proof"))), credentials)


def verify(
    document: Mapping[str, Any],
    fetch: Fetch,
    *,
    now: datetime,
    token: str | None = None,
    challenge: str | None = None,
    domain: str | None = None,
) -> Shown:
    """Give who presented, when every proof is the holder's, for this occasion, by a key that was good.

    That is good `now` where a challenge was asked for, which is answered now whatever its proof says; else at
    the time that the proof tells.

    With `token` (a `vp+jwt`) its payload is judged and `document` is not looked at. A challenge or domain
    that is None is not asked for. Raises as `read`, `verify_set` and `jose.parse`; `ProofError` also with
    holder_missing, kid_missing, claim_mismatch, claim_forbidden, type_forbidden, invalid_challenge_error,
    invalid_domain_error, not_yet_valid, proof_expired, key_compromised, key_retired.

    See VC Data Model 2.0, 4.13.
    """
    if token is not None:
        return _verify_token(jose.parse(token), fetch, now=now, challenge=challenge, domain=domain)
    presentation = read(document)
    holder = presentation.holder or _owner(_method_of(presentation))
    proven = verify_set(
        document, fetch, controller=holder, now=now, purpose=_PURPOSE, challenge=challenge, domain=domain
    )
    created = [None if one.created is None else read_instant(one.created) for one in proven.verified]
    for one, moment in zip(proven.verified, created, strict=True):
        require_good(one.method.history, method=one.method.id, created=_judged_at(moment, challenge, now))
    return Shown(
        holder,
        tuple(one.method.id for one in proven.verified),
        created[0],
        _agreed([one.challenge for one in proven.verified]),
        _agreed([one.domain for one in proven.verified]),
    )


def _verify_token(
    compact: jose.Compact, fetch: Fetch, *, now: datetime, challenge: str | None, domain: str | None
) -> Shown:
    header, payload = compact.header, compact.payload
    _refuse_shape(header, payload)
    presentation, kid = read(payload), header.get("kid")
    if not isinstance(kid, str) or not jwt.is_url(kid):
        raise ProofError("kid_missing")
    holder = presentation.holder or _text(payload.get("iss")) or _owner(kid)
    if payload.get("iss", holder) != holder:
        raise ProofError("claim_mismatch", claim="iss")
    method = resolve_method(kid, holder, fetch, purpose=_PURPOSE)
    if not jose.is_signed(compact, method.key):
        raise ProofError("signature_wrong")
    _check_occasion(payload, now, challenge, domain)
    created = jwt.numeric_date(payload, "iat")
    require_good(method.history, method=method.id, created=_judged_at(created, challenge, now))
    return Shown(holder, (kid,), created, _text(payload.get("nonce")), _text(payload.get("aud")))


def _judged_at(created: datetime | None, challenge: str | None, now: datetime) -> datetime | None:
    return created if challenge is None else now


def _refuse_shape(header: Mapping[str, Any], payload: Mapping[str, Any]) -> None:
    if jwt.media_type(header, "typ") not in TOKEN_TYPES or jwt.media_type(header, "cty") not in ("", "vp"):
        raise ProofError("type_forbidden", typ=str(header.get("typ"))[:50])
    if "jwk" in header:  # the key is the holder's, by `kid`
        raise ProofError("header_member_forbidden", members=["jwk"])
    for claim in ("vc", "vp"):
        if claim in payload:
            raise ProofError("claim_forbidden", claim=claim)


def _check_occasion(
    payload: Mapping[str, Any], now: datetime, challenge: str | None, domain: str | None
) -> None:
    if challenge is not None and payload.get("nonce") != challenge:
        raise ProofError("invalid_challenge_error")
    if domain is not None and domain not in _items(payload.get("aud")):
        raise ProofError("invalid_domain_error", domain=str(payload.get("aud"))[:100])
    for claim, code in (("nbf", "not_yet_valid"), ("iat", "created_in_future")):
        moment = jwt.numeric_date(payload, claim)
        if moment is not None and is_ahead(moment, now):
            raise ProofError(code)
    expires = jwt.numeric_date(payload, "exp")
    if expires is not None and expires < now:
        raise ProofError("proof_expired")


def _credential(given: object, place: int, is_first_model: bool) -> Mapping[str, Any] | str:
    """Give one credential out of its envelope; only in the first data model a token may stand bare."""
    pointer = f"/verifiableCredential/{place}"
    if isinstance(given, str) and is_first_model:
        return given
    if not isinstance(given, Mapping):
        raise UnreadableError("presentation_malformed", pointer=pointer)
    if _ENVELOPE not in _items(given.get("type")):
        return given
    address = given.get("id")
    if not isinstance(address, str) or not address.startswith(_ENVELOPE_START):
        raise UnreadableError("presentation_malformed", pointer=f"{pointer}/id")
    return address.removeprefix(_ENVELOPE_START)


def _enveloped(token: str) -> dict[str, Any]:
    return {"@context": CREDENTIALS_V2, "id": _ENVELOPE_START + token, "type": _ENVELOPE}


def _method_of(presentation: Presentation) -> object:
    first = next((one for one in presentation.proofs if isinstance(one, Mapping)), {})
    return first.get("verificationMethod")


def _owner(method: object) -> str:
    """Give the DID that a method belongs to: who presents, where no holder is named."""
    owner = method.partition("#")[0] if isinstance(method, str) else ""
    if not owner.startswith("did:"):
        raise ProofError("holder_missing")
    return owner


def _agreed(signed: Sequence[object]) -> str | None:
    return _text(signed[0]) if all(one == signed[0] for one in signed) else None


def _text(given: object) -> str | None:
    return given if isinstance(given, str) else None


def _items(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [] if given is None else [given]
