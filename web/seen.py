"""What somebody saw of a thing before they wrote: the hidden mark of a form. Who saved second is told.

The page comes back (409) with what was typed, a link to what stands now, and its mark, so that sending the
form once more writes it. The parts of templates are in `macros/clash.html`.
"""

from flask import request

from foundation.errors import ConflictError

CONFLICT = 409
CHANGED = "draft_changed"


def mark_sent() -> str:
    """Give the mark that the form saw; one that nothing has where none was sent."""
    return request.form.get("seen", "")


def require_clash(error: ConflictError, *codes: str) -> None:
    """Raise what is refused for another reason than that somebody was quicker."""
    if error.code not in (codes or (CHANGED,)):
        raise error
