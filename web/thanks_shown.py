"""Whether a checked badge is thanks: told only of badges that a group here defined."""

import re
from uuid import UUID

from badges.queries import recognitions
from credentials.verify import Report
from foundation.addresses import absolute
from web.received import achievement_of
from web.verdicts import Shown

_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def is_thanks(report: Report, shown: Shown) -> bool:
    """Tell whether a signed badge is a recognition that its issuer, a group here, defined.

    The type in a badge is not enough: elsewhere an Award can be anything. Nothing is asked about the badge
    itself or its holder, only about what was awarded.
    """
    if not shown.is_signed or shown.issuer_known != "registered":
        return False
    address = achievement_of(report.document).get("id")
    found = re.match(re.escape(absolute("/achievements/")) + f"({_UUID})(?:/|$)", str(address))
    return found is not None and recognitions.is_recognition_of(UUID(found.group(1)), shown.issuer_id)
