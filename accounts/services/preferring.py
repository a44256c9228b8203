"""What a person consents to, and who may see what: one row, changed in one go."""

from uuid import UUID

from accounts import queries
from accounts.marks import USER_NAME_MAX
from accounts.models import Preference
from credentials.verify.names import hidden_characters
from foundation import audit, clock
from foundation.db import transaction
from foundation.errors import InvalidError, Problem, SignInNeededError
from foundation.inserting import insert_unless_there
from foundation.policy import Action, Actor, Scope, require
from foundation.text import clean_line

DISPLAY_NAME_MAX = USER_NAME_MAX
ENDORSER_NAMES = ("affiliate", "user_name", "display_name")


def change(
    actor: Actor,
    *,
    display_name: str | None,
    endorser_name: str,
    may_be_asked: bool,
    may_be_offered: bool,
    new_badges_public: bool,
    digest_mail: bool,
) -> None:
    """Keep what the actor prefers; an empty display name is none.

    Raises InvalidError at /display_name (too_long, hidden_characters, taken), /endorser_name (unknown,
    name_missing) or /digest_mail (mailbox_missing); all at once.
    """
    require(actor, Action.ACCOUNT_CHANGE, Scope(person_id=actor.person_id))
    if actor.person_id is None:
        raise SignInNeededError
    shown = clean_line(display_name or "") or None
    with transaction() as session:
        problems = [
            *_of_display_name(actor.person_id, display_name or "", shown),
            *_of_endorser_name(actor.person_id, endorser_name, shown),
        ]
        if digest_mail and not queries.proven_addresses(actor.person_id):
            problems.append(Problem("/digest_mail", "mailbox_missing"))
        if problems:
            raise InvalidError(problems)
        wanted = {
            "display_name": shown,
            "endorser_name": endorser_name,
            "may_be_asked": may_be_asked,
            "may_be_offered": may_be_offered,
            "new_badges_public": new_badges_public,
            "digest_mail": digest_mail,
        }
        kept = queries.preference(actor.person_id)
        changed = [name for name, value in wanted.items() if getattr(kept, name) != value]
        if changed:
            insert_unless_there(Preference, person_id=actor.person_id, changed_at=clock.now())
            kept = session.get_one(Preference, actor.person_id)
            _write(actor, kept, {name: wanted[name] for name in changed})


def _write(actor: Actor, kept: Preference, values: dict[str, object]) -> None:
    for name, value in values.items():
        setattr(kept, name, value)
    kept.changed_at = clock.now()
    facts = {"changed": sorted(values)}
    audit.record(actor, "accounts.preference.change", kept.person_id, about=kept.person_id, facts=facts)


def _of_display_name(person_id: UUID, typed: str, shown: str | None) -> list[Problem]:
    """A name must be readable as it is, and must not be somebody else's user name."""
    if shown is None:
        return []
    if len(shown) > DISPLAY_NAME_MAX:
        return [Problem("/display_name", "too_long", {"most": DISPLAY_NAME_MAX})]
    if hidden_characters(typed.strip()):
        return [Problem("/display_name", "hidden_characters")]
    other = queries.person_by_name(shown)
    return [Problem("/display_name", "taken")] if other is not None and other.id != person_id else []


def _of_endorser_name(person_id: UUID, chosen: str, shown: str | None) -> list[Problem]:
    """The name that endorsements are written with must be there."""
    if chosen not in ENDORSER_NAMES:
        return [Problem("/endorser_name", "unknown")]
    person = queries.person(person_id)
    missing = (chosen == "display_name" and shown is None) or (
        chosen == "user_name" and (person is None or person.user_name is None)
    )
    return [Problem("/endorser_name", "name_missing")] if missing else []
