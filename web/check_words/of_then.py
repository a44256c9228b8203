"""What a receipt says of a check of another day, and perhaps of another asker than whoever reads it.

A code of a verification with `_then` behind it; what has none here reads the same on any day.
"""

from flask_babel import lazy_gettext as _l

from web.check_words.phrases import NOTHING, Groups

GROUPS: Groups = (
    ("in_time_then", (_l("That day was within its dates."), NOTHING)),
    (
        "in_time_claimed_then",
        (
            _l(
                "As the file claims, that day was within its dates. Nobody had shown that these dates were "
                "true."
            ),
            NOTHING,
        ),
    ),
    ("expired_then", (_l("It had been valid until %(until)s and had run out."), NOTHING)),
    ("not_yet_valid_then", (_l("It was not valid yet."), NOTHING)),
    ("sealed_then", (_l("The bundle carried a good seal, and nothing in it was changed."), NOTHING)),
    (
        "seal_not_asked_then",
        (_l("The bundle was not made by that service, so only what proved itself in it counted."), NOTHING),
    ),
    ("not_withdrawn_then", (_l("The issuer had not withdrawn it."), NOTHING)),
    (
        "no_status_then no_status_claimed_then",
        (_l("This badge named no list of withdrawn badges, so nobody could tell whether it was."), NOTHING),
    ),
    ("revoked_then", (_l("It had been withdrawn, for good."), NOTHING)),
    ("suspended_then", (_l("The issuer had put it on hold."), NOTHING)),
    (
        "under_review_then",
        (_l("Somebody disputed this badge, and the group was looking into it."), NOTHING),
    ),
    ("inner_under_review_then", (_l("A badge in it was under review: somebody disputed it."), NOTHING)),
    (
        "status_list_unreachable_then",
        (
            _l("The issuer's list of withdrawn badges could not be reached, so it may have been withdrawn."),
            NOTHING,
        ),
    ),
    (
        "status_list_stale_then",
        (_l("There was only an old answer from the issuer's list of withdrawn badges."), NOTHING),
    ),
    ("already_newest_then", (_l("The issuer had no newer version of it."), NOTHING)),
    (
        "not_asked_then",
        (_l("Nobody said whose badge it should be, so that was not compared."), NOTHING),
    ),
    ("recipient_matches_then", (_l("It was given to the person whom the asker had named."), NOTHING)),
    (
        "recipient_matches_claimed_then",
        (
            _l("The file named the person whom the asker had named. Nobody had shown that this was true."),
            NOTHING,
        ),
    ),
    ("recipient_differs_then", (_l("It did not name the person whom the asker had named."), NOTHING)),
    (
        "recipient_not_said_then",
        (
            _l("It did not say whose it is, so it neither confirmed nor denied the person asked about."),
            NOTHING,
        ),
    ),
    ("no_endorsements_then", (_l("Nobody had added an endorsement."), NOTHING)),
)
