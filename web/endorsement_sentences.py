"""What endorsements are called for people: their states, and why one was taken back."""

from flask_babel import gettext as _

from badges.models import WithdrawalReason


def state_word(state: str, *, is_endorser: bool) -> str:
    """Give where an endorsement stands, and with that who holds the next step."""
    if is_endorser:
        words = {
            "requested": _("You were asked: please write it, or say no."),
            "offered": _("You offered it: please write it."),
            "drafted": _("Your draft is kept. Nobody else sees it."),
            "signed": _("Signed. It waits for the holder's yes or no."),
            "accepted": _("Accepted. It stands with the badge."),
            "declined": _("It was declined."),
            "lapsed": _("It was not written in time."),
            "withdrawn": _("You took it back."),
        }
    else:
        words = {
            "requested": _("Asked. You wait for an answer."),
            "offered": _("Offered to you. You wait for the words, or you can say no."),
            "drafted": _("It is being written."),
            "signed": _("It waits for your yes or no."),
            "accepted": _("Accepted. It stands with the badge."),
            "declined": _("It was declined."),
            "lapsed": _("Nobody answered in time."),
            "withdrawn": _("It was taken back."),
        }
    return str(words.get(state, state))


def withdrawal_word(reason: str | None) -> str:
    """Give the reason for which an endorsement was taken back; "" when there is none."""
    return str(dict(withdrawal_options()).get(reason or "", ""))


def withdrawal_options() -> list[tuple[str, str]]:
    """Give the reasons that can be chosen, with their sentences."""
    return [
        (WithdrawalReason.MISTAKE.value, str(_("It was a mistake."))),
        (WithdrawalReason.NO_LONGER_TRUE.value, str(_("It is not true any more."))),
        (WithdrawalReason.PRIVACY.value, str(_("My name should not stand there."))),
        (WithdrawalReason.OTHER.value, str(_("Another reason."))),
    ]
