"""The three machines: claims, credentials, endorsements. A move that is not written here is refused. Pure.

Each table maps (state, verb) to the next state. A credential has two rows behind it (the award and,
once accepted, the credential itself); `expire` is judged when read, so nobody performs it. A credential
on hold is an accepted one that is looked into: looking may end in revoking it, and its holder stays free.
"""

from collections.abc import Mapping

from foundation.errors import ConflictError

Moves = Mapping[tuple[str, str], str]

CLAIM: Moves = {
    ("draft", "submit"): "submitted",
    ("submitted", "take"): "in_review",
    ("in_review", "release"): "submitted",
    ("in_review", "return"): "returned",
    ("in_review", "award"): "awarded",
    ("in_review", "decline"): "declined",
    ("returned", "submit"): "submitted",
    ("declined", "appeal"): "appealed",
    ("appealed", "take"): "in_review",
    **{
        (state, "withdraw"): "withdrawn"
        for state in ("draft", "submitted", "in_review", "returned", "declined", "appealed")
    },
}

CREDENTIAL: Moves = {
    ("offered", "accept"): "accepted",
    ("offered", "refuse"): "refused",
    ("offered", "withdraw"): "withdrawn",
    ("offered", "lapse"): "lapsed",
    ("lapsed", "offer"): "offered",
    ("accepted", "expire"): "expired",
    ("accepted", "revoke"): "revoked",
    ("accepted", "give_up"): "given_up",
    ("accepted", "hold"): "on_hold",
    ("on_hold", "release"): "accepted",
    ("on_hold", "revoke"): "revoked",
    ("on_hold", "give_up"): "given_up",
}

ENDORSEMENT: Moves = {
    ("requested", "draft"): "drafted",
    ("requested", "decline"): "declined",
    ("requested", "lapse"): "lapsed",
    ("offered", "draft"): "drafted",
    ("offered", "decline"): "declined",
    ("drafted", "draft"): "drafted",
    ("drafted", "sign"): "signed",
    ("drafted", "decline"): "declined",
    ("signed", "accept"): "accepted",
    ("signed", "decline"): "declined",
    ("accepted", "withdraw"): "withdrawn",
}


def moved(table: Moves, state: str, verb: str) -> str:
    """Give the next state. Raises ConflictError("move_refused") with the state and the verb."""
    after = table.get((state, verb))
    if after is None:
        raise ConflictError("move_refused", state=str(state), verb=verb)
    return after
