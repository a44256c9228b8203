"""Whether a badge still stands: withdrawal, newer versions, dates; whose it is, and who endorses it."""

from flask_babel import lazy_gettext as _l

from web.check_words.phrases import ASK_IF_STANDS, ASK_ISSUER, DO_NOT_COUNT, LATER, NOTHING, Groups

_LIST_ODD = _l("The issuer's list of withdrawn badges is faulty, so we cannot trust what it says.")
_ASK_NEWER = _l("Ask the holder for the newer one.")

GROUPS: Groups = (
    # ---- status
    (
        "no_status no_status_claimed",
        (_l("This badge names no list of withdrawn badges, so nobody can tell whether it was."), NOTHING),
    ),
    ("not_withdrawn", (_l("The issuer has not withdrawn it."), NOTHING)),
    ("revoked", (_l("It was withdrawn, for good."), _l("Ask the holder or the issuer why."))),
    (
        "suspended",
        (_l("The issuer has put it on hold for now."), _l("Ask the issuer, or check again later.")),
    ),
    ("status_says_nothing", (_l("Its status entry has nothing to do with being withdrawn."), NOTHING)),
    ("status_message", (_l("The issuer says about it: %(message)s"), NOTHING)),
    (
        "status_message_unavailable",
        (_l("The issuer may have something to say about it, but we could not read that."), LATER),
    ),
    # As the badge's own page says it.
    (
        "under_review",
        (
            _l(
                "Somebody disputes this badge, and the group is looking into it. Do not rely on it until "
                "they are done."
            ),
            NOTHING,
        ),
    ),
    ("newer_version_available", (_l("The issuer says that there is a newer version of it."), _ASK_NEWER)),
    (
        "status_list_unreachable",
        (_l("We could not reach the issuer's list of withdrawn badges, so it may be withdrawn."), LATER),
    ),
    (
        "status_list_stale",
        (_l("We have only an old answer from the issuer's list of withdrawn badges."), LATER),
    ),
    (
        (
            "status_malformed status_type status_size status_size_invalid status_purpose "
            "status_message_invalid status_list_invalid status_list_unreadable status_list_other_issuer "
            "status_list_other_address status_list_unproven entry_invalid index_invalid "
            "index_out_of_range list_invalid list_too_short list_expired list_not_yet_valid "
            "purpose_mismatch encoded_list_invalid encoded_list_too_long"
        ),
        (_LIST_ODD, ASK_IF_STANDS),
    ),
    (
        "status_list_short",
        (
            _l(
                "The issuer's list of withdrawn badges is shorter than the standard wants. Its answer is as "
                "true; it only hides less well which badge was looked up."
            ),
            NOTHING,
        ),
    ),
    (
        "status_list_foreign",
        (_l("The list of withdrawn badges is kept by somebody else than the issuer."), NOTHING),
    ),
    (
        "status_list_moved",
        (_l("The list of withdrawn badges lies at another address than it says itself."), NOTHING),
    ),
    # ---- newer versions
    ("already_newest", (_l("The issuer has no newer version of it."), NOTHING)),
    (
        "refreshed",
        (_l("The issuer has a newer version of it. That one was checked, and is shown here."), _ASK_NEWER),
    ),
    (
        "refresh_unreachable",
        (_l("We could not ask whether there is a newer version, so we checked this one."), LATER),
    ),
    (
        "refresh_refused refresh_older refresh_other_credential",
        (
            _l(
                "What the issuer's site gave as a newer version is not one that counts, so we checked "
                "this one."
            ),
            ASK_ISSUER,
        ),
    ),
    # ---- validity
    ("in_time", (_l("Today is within its dates."), NOTHING)),
    (
        "in_time_claimed",
        (
            _l("As the file claims, today is within its dates. Nobody has shown that these dates are true."),
            NOTHING,
        ),
    ),
    ("expired", (_l("It was valid until %(until)s and has run out."), _l("Ask the holder for a newer one."))),
    ("not_yet_valid", (_l("It is not valid yet."), _l("Check it again on the day when it begins."))),
    ("inverted", (_l("It ends before it begins."), ASK_ISSUER)),
    ("bad_date", (_l("One of its dates cannot be read."), ASK_ISSUER)),
    # ---- recipient
    ("not_asked", (_l("You did not say whose badge it should be, so we did not compare."), NOTHING)),
    ("recipient_matches", (_l("It was given to the person you named."), NOTHING)),
    (
        "recipient_matches_claimed",
        (_l("The file names the person you asked about. Nobody has shown that this is true."), NOTHING),
    ),
    (
        "recipient_differs",
        (
            _l("It does not name the person you asked about."),
            _l("Check the spelling. Many holders keep their name out of a badge: ask them for proof."),
        ),
    ),
    (
        "recipient_not_said",
        (
            _l("The badge does not say whose it is, so it neither confirms nor denies this person."),
            _l("Ask the holder to show that it is theirs, for example by signing in where they keep it."),
        ),
    ),
    # ---- endorsements
    ("no_endorsements", (_l("Nobody has added an endorsement."), NOTHING)),
    ("endorsement_good", (_l("%(name)s signed this endorsement, and it is genuine."), NOTHING)),
    (
        "endorsement_false",
        (_l("The endorsement in the name of %(name)s is not to be relied on."), DO_NOT_COUNT),
    ),
    (
        "endorsement_unfinished",
        (_l("We could not finish checking the endorsement in the name of %(name)s."), LATER),
    ),
    ("endorsement_unreadable", (_l("One endorsement cannot be read."), DO_NOT_COUNT)),
    (
        "endorsement_other_type",
        (_l("One badge was put here as an endorsement and is none."), DO_NOT_COUNT),
    ),
    (
        "endorses_something_else",
        (_l("One endorsement is about something else and was put here."), DO_NOT_COUNT),
    ),
    (
        "too_many_endorsements",
        (_l("It carries more endorsements than we check; the rest were not looked at."), NOTHING),
    ),
)
