"""Reports in words: reasons, kinds of things, and what was done about them."""

from flask_babel import gettext as _

from badges.models import ReportKind
from badges.services.looking_into import HIDE, HOLD, RELEASE, SHOW
from badges.services.reporting import ReportReason


def reasons() -> list[tuple[str, str, str]]:
    """Give value, words and help of each reason."""
    return [
        (ReportReason.NOT_TRUE, _("It is not true"), _("For example: this did not happen as it is told.")),
        (ReportReason.PRIVACY, _("It says something private"), _("About you, or about somebody else.")),
        (ReportReason.HARASSMENT, _("It harasses or threatens somebody"), ""),
        (ReportReason.IMPERSONATION, _("Somebody pretends to be somebody else"), ""),
        (ReportReason.OTHER, _("Something else"), _("Please say below what it is.")),
    ]


def reason_words(reason: str) -> str:
    """Give the words of one reason."""
    return next((words for value, words, _help in reasons() if value == reason), reason)


def kind_words(kind: str) -> str:
    """Give what a reported thing is called."""
    words: dict[str, str] = {
        ReportKind.CREDENTIAL.value: _("A badge that somebody holds"),
        ReportKind.ENDORSEMENT.value: _("An endorsement"),
        ReportKind.ENDORSEMENT_REQUEST.value: _("A request to endorse"),
        ReportKind.CLAIM.value: _("A claim"),
        ReportKind.BADGE.value: _("A badge"),
        ReportKind.GROUP.value: _("A group"),
        ReportKind.THANKS.value: _("Thanks that somebody wrote"),
        ReportKind.NOMINATION.value: _("A nomination for a role"),
    }
    return words.get(kind, kind)


def act_button(verb: str) -> tuple[str, str]:
    """Give what the button of an act says, and what the act does."""
    return {
        HOLD: (
            _("Put it under review"),
            _("Its page says that somebody looks into it. What was signed stays good."),
        ),
        RELEASE: (_("End the review"), _("Its page shows it as before.")),
        HIDE: (
            _("Hide it from the public"),
            _("Nobody but its holder, you and your colleagues sees it here. Files given away still work."),
        ),
        SHOW: (_("Show it again"), _("It is shown as far as its holder shows it.")),
    }[verb]


def act_done(verb: str) -> str:
    """Give what is said after an act."""
    words: dict[str, str] = {
        HOLD: _("It is under review now. Its holder was told."),
        RELEASE: _("The review is over. Its holder was told."),
        HIDE: _("It is hidden from the public now. Whom it concerns was told."),
        SHOW: _("It is shown again. Whom it concerns was told."),
    }
    return words[verb]


def event_words(action: str) -> str:
    """Give one line of a report's history."""
    words: dict[str, str] = {
        "badges.report.make": _("Reported"),
        "badges.report.answer": _("A report about it was answered"),
        "badges.credential.hold": _("Put under review"),
        "badges.credential.release": _("Review ended"),
        "badges.credential.suppress": _("Hidden from the public"),
        "badges.credential.unsuppress": _("Shown again"),
        "badges.credential.revoke": _("Withdrawn for good by the group"),
        "badges.endorsement.suppress": _("Hidden from the public"),
        "badges.endorsement.unsuppress": _("Shown again"),
        "badges.endorsement.withdraw": _("Withdrawn by who wrote it"),
    }
    return words.get(action, action)
