"""What is said when naming by a link, or giving a badge with thanks, does not work."""

from flask_babel import gettext as _


def about_peers() -> dict[str, tuple[str, str]]:
    """Give code -> what happened, and what to do about it."""
    return {
        "recognition_month": (
            _("You gave this badge as often in these weeks as its group allows."),
            _("You can say thank you without it, or give it later."),
        ),
        "recognition_same": (
            _("You gave this person this badge not long ago."),
            _("You can say thank you without it, or give it later."),
        ),
        "nomination_link_used": (
            _("This link was used already."),
            _("If it was you, you find it among your nominations. Else ask who gave it to you for another."),
        ),
        "nomination_link_over": (
            _("This link does not work any more."),
            _("Its time is over, or it was taken back. Ask who gave it to you for another."),
        ),
        "own_nomination_link": (
            _("This is your own link."),
            _("Hand it to the person whom you name: only somebody else can use it."),
        ),
        "named_already": (
            _("Whoever gave you this link named you for this role not long ago."),
            _("You find it among your nominations. Nothing more is needed."),
        ),
    }
