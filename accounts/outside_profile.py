"""Pure: what a provider of accounts says of somebody, read strictly.

Two answers are read: the profile that a sign-in gives (Wikimedia's `oauth2/resource/profile`), and the
state of a global account that the action API gives (`meta=globaluserinfo`, with `list=users` for blocks
on the central wiki, which the profile counts too).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from accounts.marks import USER_NAME_MAX
from foundation.errors import OutsideError
from foundation.text import clean_user_name

NO_ACCOUNT = "0"  # how a central wiki spells that there is no global account
_SUB = re.compile(r"[\x21-\x7e]{1,100}\Z")
_GONE = "invaliduserid"


@dataclass(frozen=True, slots=True)
class OutsideProfile:
    """Who somebody is at `issuer`: `sub` for good, `label` for now (None: hidden), whether blocked there."""

    issuer: str
    sub: str
    label: str | None
    blocked: bool


def read_profile(document: Any, issuer: str) -> OutsideProfile:
    """Give the profile in a JSON value. Raises OutsideError("outside_unreadable")."""
    members = _members(document)
    sub, blocked = members.get("sub"), members.get("blocked", False)
    if not isinstance(sub, str) or not _SUB.match(sub) or sub == NO_ACCOUNT or not isinstance(blocked, bool):
        raise OutsideError("outside_unreadable")
    if "username" not in members:
        if not blocked:
            raise OutsideError("outside_unreadable")
        return OutsideProfile(issuer, sub, None, blocked=True)
    return OutsideProfile(issuer, sub, _label(members["username"]), blocked)


def state_address(api: str, sub: str, label: str | None) -> str:
    """Give the address that tells the state of the global account `sub`, blocks of `label` included."""
    query = {"action": "query", "format": "json", "formatversion": "2", "meta": "globaluserinfo"}
    query |= {"guiid": sub}
    if label is not None:
        query |= {"list": "users", "ususers": label, "usprop": "blockinfo"}
    return f"{api}{'&' if '?' in api else '?'}{urlencode(query)}"


def read_state(document: Any, known: OutsideProfile) -> OutsideProfile:
    """Give what the action API says of an account. Raises OutsideError("outside_unreadable").

    An account that is hidden or is no more has no label and counts as blocked. Right after a rename the
    blocks of the new name are not known yet: what was known stands until the next time.
    """
    members = _members(document)
    if _members(members.get("error", {})).get("code") == _GONE:
        return OutsideProfile(known.issuer, known.sub, None, blocked=True)
    query = _members(members.get("query"))
    account = _members(query.get("globaluserinfo"))
    if account.get("missing") is True or account.get("hidden") is True:
        return OutsideProfile(known.issuer, known.sub, None, blocked=True)
    if str(account.get("id")) != known.sub:
        raise OutsideError("outside_unreadable")
    label = _label(account.get("name"))
    locked = account.get("locked", False)
    blocked = locked is True or _is_blocked(query.get("users"), label, known)
    return OutsideProfile(known.issuer, known.sub, label, blocked)


def _is_blocked(users: Any, label: str, known: OutsideProfile) -> bool:
    found = users[0] if isinstance(users, list) and users and isinstance(users[0], dict) else {}
    return "blockid" in found if found.get("name") == label else known.blocked


def _members(document: Any) -> Mapping[str, Any]:
    if not isinstance(document, dict):
        raise OutsideError("outside_unreadable")
    return document


def _label(name: Any) -> str:
    label = clean_user_name(name) if isinstance(name, str) else ""
    if not 1 <= len(label) <= USER_NAME_MAX:
        raise OutsideError("outside_unreadable")
    return label
