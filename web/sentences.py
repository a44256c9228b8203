"""What people read when something could not be done: what happened, and what to do about it."""

from typing import Any

from flask_babel import gettext as _

from web.peer_sentences import about_peers

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
        "name_imitates": (
            _("Another group that is vouched for has this name, or nearly."),
            _("Ask the group to take another name first, so that nobody takes one for the other."),
        ),
        "not_your_word": (
            _("Another group vouches for this one, so yours cannot take that back."),
            _("Ask a steward of the group that vouches, or whoever runs this service."),
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


def _about_outside() -> Sentences:
    """Accounts from elsewhere, and accounts that are locked there."""
    return {
        "account_locked": (
            _("This account is paused for now, so this is not possible with it."),
            _("What is yours stays yours: you can see it, take it along, and leave."),
        ),
        "state_wrong": (
            _("This answer does not belong to your sign-in. Nothing happened."),
            _("Try again, in one window and without using the way back."),
        ),
        "state_old": (_("This sign-in took too long. Nothing happened."), _("Begin again.")),
        "outside_denied": (
            _("You did not agree there. Nothing happened."),
            _("Sign in another way, or try again."),
        ),
        "outside_down": (
            _("The site where you have that account does not answer. Nothing happened."),
            _("Try again in a while, or sign in another way."),
        ),
        "outside_unreadable": (
            _("The site where you have that account gave an answer that we cannot use. Nothing happened."),
            _("Try again, or sign in another way. If it stays so, tell whoever runs this service."),
        ),
        "code_refused": (
            _("This answer was used before, or is too old. Nothing happened."),
            _("Begin again."),
        ),
        "identity_taken": (
            _("That account signs in to another account here already."),
            _("Sign in with it, and take it off that account first."),
        ),
        "identity_second": (
            _("Your account here has an account from there already."),
            _("Take that one off first if you want another."),
        ),
        "last_way_in": (
            _("This is the only way into your account."),
            _("Set a password or confirm an e-mail address first."),
        ),
    }


def _about_reports() -> Sentences:
    """Looking into what was reported."""
    return {
        "own_case": (
            _("This concerns you yourself, so somebody else looks at it."),
            _("Trust and safety knows of it. There is nothing for you to do."),
        ),
        "act_refused": (_("This cannot be done with what was reported."), _("Answer the report instead.")),
        "already_answered": (
            _("Somebody else has answered this report meanwhile."),
            _("Load the page again to read the answer. Yours was not sent."),
        ),
    }


def _about_claims() -> Sentences:
    """Claims of learners."""
    return {
        "move_refused": (
            _("This has moved on meanwhile."),
            _("Look at how things stand now. Nothing was changed."),
        ),
        "stale": (
            _("This was changed in another place meanwhile."),
            _("Load the page again. Nothing was overwritten."),
        ),
        "not_editable": (
            _("The claim is handed in, so it cannot be changed now."),
            _("If an assessor sends it back to you, you can change it again."),
        ),
        "another_claim_open": (
            _("You have another claim for this badge."),
            _("Go on with that one, or take it back first."),
        ),
        "already_held": (_("This badge is yours already."), _("You find it in your passport.")),
        "already_offered": (_("This badge waits for you."), _("Accept it in your inbox.")),
        "badge_accepted": (
            _("The badge is accepted and signed, so this cannot be changed any more."),
            _("You can still hide what you show by a link."),
        ),
        "not_open_yet": (_("This badge is not open yet."), _("Come back later. Nothing is lost.")),
        "not_claimable": (_("This badge is not claimed."), _("It is thanks from one person to another.")),
    }


def _about_showing() -> Sentences:
    """Keeping badges and showing them to others."""
    return {
        "share_ended": (
            _("This link has ended."),
            _("Ask whoever gave it to you for another one."),
        ),
        "given_up": (
            _("This badge was given up."),
            _("It cannot be shown any more. Ask the group if you want it again."),
        ),
        "no_certificate": (
            _("There is no certificate of this badge now."),
            _("Certificates are printed only of badges that are neither withdrawn nor looked into."),
        ),
        "no_address_to_show": (
            _("There is no address yet at which this badge can be seen."),
            _("Make its page public, or make a link, then come back."),
        ),
        "share_links": (
            _("You have a great many links."),
            _("End those that you do not need any more, then try again."),
        ),
        "collections": (_("You have a great many collections."), _("Delete one, then try again.")),
        "collection_full": (_("This collection is full."), _("Make another collection for more badges.")),
    }


def _about_ways() -> Sentences:
    """Roles aimed at and paths followed."""
    return {
        "aims_full": (
            _("You aim at as many roles as fit on a page."),
            _("Aim at one of them no more, then choose this one."),
        ),
        "snapshots_full": (
            _("You kept as many as fit on a page."),
            _("Delete one of them, then keep this one."),
        ),
        "held_already": (
            _("This person holds this role already, or was asked."),
            _("Look at the plan of your group."),
        ),
        "plan_full": (
            _("The plan of your group is full."),
            _("Delete lines that are done, or end what is over."),
        ),
        "line_changed": (
            _("Somebody else changed this line meanwhile. Nothing was overwritten."),
            _("Open the line again, look at how it stands now, and change it then."),
        ),
        "path_not_followed": (
            _("You do not follow this path."),
            _("Follow it first. What you did before is kept."),
        ),
        "path_paused": (_("This path is paused."), _("Go on with it first.")),
        "path_completed": (
            _("This path is completed, and stays so."),
            _("There is nothing to take back."),
        ),
        "step_is_a_badge": (
            _("This step is done when you hold its badge."),
            _("Claim the badge; the step then marks itself."),
        ),
    }


def _about_roles() -> Sentences:
    """Roles that groups adapt and work out."""
    return {
        "role_is_adapted": (
            _("This role is adapted from another one."),
            _("Change how your group adapts it; the role then follows."),
        ),
        "own_role": (_("This role is your group's own."), _("Edit it as it is.")),
        "no_update": (
            _("There is nothing to answer here."),
            _("Your role stands on the newest version, or you have answered already."),
        ),
        "step_missing": (
            _("An earlier step is not written yet."),
            _("Go through the steps in their order. Nothing is lost."),
        ),
        "adopted_already": (_("This role is adopted already."), _("You can review it, or edit the role.")),
    }


def _about_frameworks() -> Sentences:
    """Frameworks that stewards write."""
    return {
        "draft_changed": (
            _("Somebody else changed this draft meanwhile. Nothing was overwritten."),
            _("Load the page again and look at how it stands now."),
        ),
        "draft_behind": (
            _("Something of this framework was published beside the draft."),
            _("Take it into the draft first, then publish."),
        ),
        "domain_not_empty": (
            _("There are competencies in this area."),
            _("Move them to another area, or take them out first."),
        ),
    }


def _about_imports() -> Sentences:
    """Frameworks from elsewhere."""
    return {
        "import_not_ready": (
            _("This file cannot be brought in."),
            _("It needs mending, or it was brought in already. Look at its page again."),
        ),
        "fetches_waiting": (
            _("Other frameworks of your group are still being fetched."),
            _("Wait until they are there."),
        ),
        "import_running": (_("This is being written."), _("Wait until it is done.")),
    }


def _about_finding() -> Sentences:
    """Being found, thanks, nominations, signals."""
    return {
        "openings_full": (
            _("You are open for a great many roles already."),
            _("End one of them, then try again."),
        ),
        "thanks_day": (
            _("You thanked as many people today as one can here."),
            _("Come back tomorrow: thanks that come one by one are worth more."),
        ),
        "thanks_same": (
            _("You thanked this person not long ago."),
            _("Wait a month. Until then you can tell them yourself."),
        ),
        "nominated_already": (
            _("You named this person for this role not long ago."),
            _("Leave them the time to think about it."),
        ),
        "nominations_full": (
            _("You named as many people in these weeks as one can here."),
            _("Come back later, or ask somebody else who saw it to do it."),
        ),
        "nomination_over": (
            _("The time to answer this is over."),
            _("If you would like the role, tell the stewards of the group."),
        ),
        "no_account_elsewhere": (
            _("No account elsewhere is connected with this one."),
            _("Connect it on your account page first: only then do we know that it is yours."),
        ),
        "wikis_full": (_("These are wikis enough."), _("End one of them, then try again.")),
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
    by_code = {
        **_about_visits(),
        **_about_groups(),
        **_about_offers(),
        **_about_outside(),
        **_about_reports(),
        **_about_ways(),
        **_about_roles(),
        **_about_finding(),
        **about_peers(),
        **_about_frameworks(),
        **_about_imports(),
        **_about_claims(),
        **_about_showing(),
    }
    happened, todo = by_code.get(code) or _by_status().get(status, unknown)
    title = _("Not found") if status == 404 else _("That did not work")  # noqa: PLR2004 - HTTP
    return {"title": title, "what_happened": happened, "what_to_do": todo, "status": status, "code": code}
