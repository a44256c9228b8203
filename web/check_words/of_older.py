"""Badges of the older kinds (Open Badges 2 and 1), which their issuers' sites confirm or their keys sign."""

from flask_babel import lazy_gettext as _l

from web.check_words.phrases import ASK, ASK_ISSUER, LATER_OR_MOVED, NOTHING, Groups

_ASK_WHETHER = _l("Ask the issuer, by an address you know, whether the badge is theirs.")
_PARTS_ODD = _l("A part of it on the issuer's site cannot be read, or says that it is another one.")

GROUPS: Groups = (
    ("hosted_copy_matches", (_l("The issuer's site serves the same badge, which confirms it."), NOTHING)),
    (
        "hosted_copy_used",
        (_l("The issuer's site confirms this badge. What is shown here is the copy on that site."), NOTHING),
    ),
    ("hosted_in_scope", (_l("It lies where its issuer keeps the badges that it gives."), NOTHING)),
    (
        "endorsements_unsigned",
        (
            _l("Endorsements in a badge of this kind have no signature of their own: we do not count them."),
            NOTHING,
        ),
    ),
    ("well_formed_unsigned", (_l("It is built as the standard of its kind says."), NOTHING)),
    (
        "given_copy_differs",
        (
            _l("The file differs from the copy on the issuer's site. Only what that site says counts."),
            _l("Compare what you were told with what is shown here."),
        ),
    ),
    (
        "hosted_copy_differs",
        (
            _l("The issuer's site says something else: another person or another badge. It was changed."),
            ASK,
        ),
    ),
    (
        "hosted_copy_other_id",
        (_l("At the address that it names lies another badge."), _ASK_WHETHER),
    ),
    (
        "hosted_address_missing",
        (_l("It names no address at which its issuer confirms it. Anybody could have written it."), ASK),
    ),
    (
        "hosted_copy_unreachable",
        (_l("We could not reach the issuer's site, which would have to confirm this badge."), LATER_OR_MOVED),
    ),
    (
        "hosted_copy_unreadable",
        (_l("What the issuer's site gave is no badge, so nothing confirms this one."), LATER_OR_MOVED),
    ),
    (
        "hosted_copy_gone",
        (_l("The issuer's site says that this badge is not there any more."), _ASK_WHETHER),
    ),
    (
        "hosted_out_of_scope",
        (_l("It lies at an address that does not belong to the issuer it names."), _ASK_WHETHER),
    ),
    (
        "issuer_unreachable",
        (_l("We could not get what the issuer's site says about the issuer."), LATER_OR_MOVED),
    ),
    (
        "linked_unreachable",
        (_l("We could not get all parts of it from the issuer's site."), LATER_OR_MOVED),
    ),
    ("linked_other_id linked_unreadable", (_PARTS_ODD, ASK_ISSUER)),
    ("key_missing", (_l("The issuer names no key with which the signature could be checked."), ASK_ISSUER)),
    (
        "identity_hash_unknown",
        (
            _l("It hides whose it is in a way that we do not know, so we could not compare."),
            _l("Ask the holder to show in another way that it is theirs."),
        ),
    ),
    (
        "identity_hash_weak",
        (
            _l("It hides whose it is in an old and weak way, so another address could be made to fit."),
            NOTHING,
        ),
    ),
    (
        "open_badges_2",
        (
            _l("This is a badge of an older kind, which we do not check inside of another file."),
            _l("Check that badge by itself."),
        ),
    ),
)
