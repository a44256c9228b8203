"""What people read when something could not be done: what happened, and what to do about it."""

from typing import Any

from flask_babel import gettext as _

Sentences = dict[str, tuple[str, str]]


def _about_visits() -> Sentences:
    """Signing in, links and accounts."""
    return {
        "sign_in_needed": (_("You need to sign in for this."), _("Sign in and try again.")),
        "form_expired": (
            _("This form was open too long, or came from another page."),
            _("Go back, load the page again, and send it once more. What you typed is usually still there."),
        ),
        "link_expired": (
            _("This link has run out."),
            _("Links from letters work for a limited time. Ask the group for a new one."),
        ),
        "link_used": (_("This link was used already."), _("Each link works once. Ask for a new one.")),
        "wrong_person": (
            _("This badge is for another account."),
            _("Sign out and sign in with the account that it was given to."),
        ),
        "other_account": (
            _("This link belongs to another account."),
            _("Sign in with the account that asked for it, then open the link again."),
        ),
        "mailbox_taken": (
            _("This address belongs to another account here."),
            _("Sign in with that account, or use another address."),
        ),
        "has_user_name": (_("This account has a user name already."), _("A user name is chosen once.")),
        "link_unknown": (_("We do not know this link."), _("Copy the whole address from the letter.")),
        "too_many": (_("That was too often."), _("Wait a minute and try again.")),
    }


def _about_groups() -> Sentences:
    """Groups and their awards."""
    return {
        "withdrawn_by_issuer": (
            _("The group took this badge back before it was accepted."),
            _("Ask the group if you think that this is a mistake."),
        ),
        "already_accepted": (
            _("This badge was accepted already."),
            _("Sign in to find it in your passport."),
        ),
        "already_refused": (
            _("This badge was refused."),
            _("Ask the group to offer it again if you want it."),
        ),
        "invitation_used": (_("This invitation was used already."), _("Ask a steward for a new one.")),
        "invitation_expired": (_("This invitation has run out."), _("Ask a steward for a new one.")),
        "own_group": (_("A group cannot vouch for itself."), _("Ask a steward of another vouched group.")),
        "not_vouched": (
            _("Only a group that is vouched for can vouch for others."),
            _("Ask a vouched group to vouch for yours first."),
        ),
    }


def _about_offers() -> Sentences:
    """Offers and letters."""
    return {
        "no_language": (
            _("This badge has no language yet in which all its texts are reviewed."),
            _("Ask the group to review the texts of the badge, then come back to this page."),
        ),
        "validity_over": (
            _("This badge ran out before it was accepted."),
            _("Ask the group for a new one."),
        ),
        "no_address": (_("There is no address to write to."), _("Give an address first.")),
        "letters_sent": (
            _("Enough letters were sent for this badge."),
            _("Tell the person in another way; the offer waits in their inbox."),
        ),
        "last_steward": (
            _("A group needs at least one steward."),
            _("Invite somebody else as a steward first."),
        ),
        "already_awarded": (
            _("This person was offered or has this badge already."),
            _("Look at the list of awards. Nothing was sent."),
        ),
        "same_list": (
            _("The same list was sent before."),
            _("Nobody gets a second badge. Confirm only if you added people."),
        ),
    }


def _by_status() -> dict[int, tuple[str, str]]:
    return {
        400: (_("The request could not be understood."), _("Go back and try again.")),
        403: (_("You may look at this, but not change it."), _("Ask a steward of the group to do it.")),
        404: (
            _("There is nothing at this address, or it is not for you to see."),
            _("Check the address. If it is yours, sign in first."),
        ),
        405: (_("This address cannot be used that way."), _("Go back and use the buttons on the page.")),
        409: (
            _("This is not possible any more, or not yet."),
            _("Load the page again to see how things stand."),
        ),
        410: (_("This was here, and is not any more."), _("Ask the person who gave you the address.")),
        413: (_("The file is too big."), _("Send a smaller file: five megabytes at most.")),
        422: (_("Something in what was sent does not fit."), _("Go back, mend it, and send it again.")),
        429: (_("That was too often."), _("Wait a minute and try again.")),
    }


def complaint(code: str, status: int) -> dict[str, Any]:
    """Give what the error page shows: title, what happened, what to do."""
    unknown = (_("Something went wrong here."), _("Nothing was lost. Try again in a moment."))
    by_code = {**_about_visits(), **_about_groups(), **_about_offers()}
    happened, todo = by_code.get(code) or _by_status().get(status, unknown)
    title = _("Not found") if status == 404 else _("That did not work")  # noqa: PLR2004 - HTTP
    return {"title": title, "what_happened": happened, "what_to_do": todo, "status": status, "code": code}
