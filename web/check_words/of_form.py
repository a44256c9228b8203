"""How a badge is built."""

from flask_babel import lazy_gettext as _l

from web.check_words.phrases import AMBIGUOUS, ASK_ISSUER, NOTHING, TOO_MUCH, Groups

_BROKEN = _l("It is not built as the Open Badges standard says, so we cannot tell what it means.")

GROUPS: Groups = (
    ("well_formed", (_l("It is built as the standard says, and every word of it is signed."), NOTHING)),
    (
        (
            "context_first context_second context_third wrong_type wrong_kind missing unknown_member "
            "unknown_word id_not_absolute not_text not_uri not_date not_bool not_number not_object not_jws "
            "subject_unidentified result_description_elsewhere unsafe_document iri_invalid "
            "language_invalid type_undefined json_ld presentation_malformed image_embedded"
        ),
        (_BROKEN, ASK_ISSUER),
    ),
    (
        (
            "language_map keyword_forbidden keyword_used nested_context null_value not_fixpoint "
            "blank_node_predicate duplicate_statement order_not_portable number_not_portable "
            "not_canonicalisable non_character described_twice described_differently"
        ),
        (AMBIGUOUS, ASK_ISSUER),
    ),
    ("term_undefined", (_l("It says things that the signature does not cover."), ASK_ISSUER)),
    (
        "unknown_context inline_context",
        (
            _l("It uses a vocabulary that we do not know, so we cannot tell what it says."),
            _l("Ask the issuer which system made it, and check it there as well."),
        ),
    ),
    (
        (
            "too_complex too_many_values too_many_contexts too_many_blank_nodes too_many_ties too_long "
            "too_many_types too_many_kinds too_many_statements too_many_readings proof_value_too_long"
        ),
        (TOO_MUCH, ASK_ISSUER),
    ),
    (
        "not_an_open_badge",
        (
            _l("It is a signed statement of another kind, not a badge, so we cannot judge what it says."),
            _l("Ask whoever sent it what it is for, and check it where such statements are used."),
        ),
    ),
    # ---- what a record or a presentation carries
    (
        "inner_good",
        (_l("Every badge in it was checked by itself, and none of them is false."), NOTHING),
    ),
    (
        "inner_false",
        (
            _l("At least one badge in it is not to be relied on."),
            _l("See below which one, and do not rely on that one."),
        ),
    ),
    (
        "inner_unfinished",
        (
            _l("We could not finish checking every badge in it."),
            _l("See below which one, and check that one by itself later."),
        ),
    ),
    (
        "inner_under_review",
        (
            _l("A badge in it is under review: somebody disputes it."),
            _l("See below which one, and do not rely on that one."),
        ),
    ),
    ("inner_missing", (_l("There is no badge in it."), _l("Ask the person who sent it for the badges."))),
    (
        "too_many_inner",
        (
            _l("It carries more badges than we check at once; the rest were not looked at."),
            _l("Check the others one by one."),
        ),
    ),
    # ---- warnings
    ("older_data_model older_context", (_l("It is made in an older edition of the standard."), NOTHING)),
    ("not_checked", (_l("Not looked at, because another check did not pass."), NOTHING)),
)
