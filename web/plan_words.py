"""What a leadership plan should look at, in words."""

from flask_babel import gettext as _

from competencies.succession import Concern


def concern_words(concern: Concern) -> str:
    """Give the sentence for one concern."""
    words: dict[Concern, str] = {
        Concern.NOBODY: _("Nobody holds this role."),
        Concern.TERM_OVER: _("A term is over. Thank them, and talk about who comes next."),
        Concern.TERM_ENDS: _("A term ends soon. Now is a good time to let somebody learn beside them."),
        Concern.NO_SECOND: _("No second person is ready or near, as far as you can see."),
    }
    return words[concern]
