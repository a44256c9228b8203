"""What each way of showing a badge says about people, in one line each, from the document itself."""

from collections.abc import Iterator, Sequence

from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from badges.personal_content import PersonalContent
from web.findings import ISOLATE, POP


def in_the_file(personal: PersonalContent) -> str:
    """Give the line for a signed file."""
    found = [*_of_holder(personal), *_of_endorsers(personal.endorsers)]
    if not found:
        return str(_("In it about people: nothing. No user name, no address, no evidence, no endorser."))
    return str(_("In it about people: %(what)s.", what=_joined(found)))


def on_the_page(
    personal: PersonalContent, *, has_reason: bool, endorsers: Sequence[str], user_name: str
) -> str:
    """Give the line for the page of a badge, with what it says beyond the file."""
    found = [_("your user name, %(name)s", name=_own(user_name))] if user_name and personal.user_name else []
    found += _of_holder(personal)
    if has_reason:
        found.append(_("what the badge was given for, as the group wrote it"))
    found += _of_endorsers([*personal.endorsers, *endorsers])
    if not found:
        return str(_("On it about people: nothing but the badge, who gave it and when."))
    return str(_("On it about people: %(what)s.", what=_joined(found)))


def _of_holder(personal: PersonalContent) -> Iterator[str]:
    if personal.user_name:
        yield _("your user name as a hash, which anybody can test a name against")
    if personal.address:
        yield _("an e-mail address of yours as a hash, which anybody can test an address against")
    if personal.other_identifiers:
        yield _("another mark by which you can be recognised")
    if personal.evidence:
        yield ngettext("%(num)s piece of evidence", "%(num)s pieces of evidence", personal.evidence)


def _of_endorsers(names: Sequence[str]) -> Iterator[str]:
    if names:
        yield _("who endorsed it: %(names)s", names=_joined([_own(one) for one in dict.fromkeys(names)]))


def _own(name: str) -> str:
    """Give a name that keeps its own direction among words of the other."""
    return f"{ISOLATE}{name.replace(POP, '')}{POP}"


def _joined(parts: Sequence[str]) -> str:
    locale = get_locale()
    return str(format_list(list(parts), locale=locale) if locale else ", ".join(parts))
