"""Where a credential stands, from the rows behind it and the time. Pure; the moves are in `badges.moves`."""

from datetime import datetime
from typing import Protocol


class AwardFacts(Protocol):
    """What an award tells about where it stands."""

    @property
    def state(self) -> str:
        """Offered, accepted, refused, withdrawn or lapsed."""

    @property
    def token_expires_at(self) -> datetime | None:
        """Until when the offer can be answered."""


class CredentialFacts(Protocol):
    """What a credential tells about where it stands."""

    @property
    def revoked_at(self) -> datetime | None:
        """Since when its group has taken it back."""

    @property
    def given_up_at(self) -> datetime | None:
        """Since when its holder has given it up."""

    @property
    def held_at(self) -> datetime | None:
        """Since when it is under review."""

    @property
    def valid_until(self) -> datetime | None:
        """When it ends."""

    @property
    def public_at(self) -> datetime | None:
        """Since when its holder shows its page to everybody."""

    @property
    def suppressed_at(self) -> datetime | None:
        """Since when moderators keep it out of sight."""


def state_of(award: AwardFacts, credential: CredentialFacts | None, now: datetime) -> str:
    """Give the state in the credential machine: of `badges.moves.CREDENTIAL`.

    What was ended for good comes first; an end by the clock is judged here, for nobody performs it.
    """
    if credential is None:
        ended = award.token_expires_at is not None and award.token_expires_at <= now
        return "lapsed" if award.state == "offered" and ended else str(award.state)
    return state_of_accepted(credential, now)


def state_of_accepted(credential: CredentialFacts, now: datetime) -> str:
    """Give revoked, given_up, on_hold, expired or accepted, whichever comes first."""
    if credential.revoked_at is not None:
        return "revoked"
    if credential.given_up_at is not None:
        return "given_up"
    if credential.held_at is not None:
        return "on_hold"
    is_over = credential.valid_until is not None and credential.valid_until <= now
    return "expired" if is_over else "accepted"


def is_open_to_all(credential: CredentialFacts) -> bool:
    """Tell whether everybody may see its page: the holder shows it, and nothing speaks against it."""
    return credential.public_at is not None and may_be_shown(credential)


def may_be_shown(credential: CredentialFacts) -> bool:
    """Tell whether the holder may show it to others at all, by its page or by a link."""
    return credential.given_up_at is None and credential.suppressed_at is None
