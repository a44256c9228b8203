"""The signature, and whose key it was made with."""

from flask_babel import lazy_gettext as _l

from web.check_words.phrases import ASK, ASK_ISSUER, CHANGED, LATER_OR_MOVED, NOTHING, Groups

_ODD = _l("The signature is written in a way that the standard does not allow.")
_KEY_ODD = _l("The key it was signed with is faulty or may not be used for signing.")
_OTHERS_KEY = _l("It was not signed with a key of the issuer it names.")
_NEW_KIND = _l("It is signed in a way that we do not know yet.")
_NO_KEY = _l("We could not get the issuer's key, so we could not check the signature.")
_ASK_FOR_NEW = _l("Ask the issuer for a new one.")

GROUPS: Groups = (
    ("signature_good", (_l("The signature is good: nothing was changed since it was signed."), NOTHING)),
    ("no_proof", (_l("It is not signed. Anybody could have written it."), ASK)),
    (
        "too_many_proofs",
        (_l("It carries too many signatures, and all of them would have to be good."), ASK_ISSUER),
    ),
    ("signature_wrong claim_mismatch base_proof_mismatch disclosure_mismatch", (CHANGED, ASK)),
    (
        "algorithm_forbidden",
        (_l("It is signed in a way that anybody could imitate, so it counts as not signed."), ASK),
    ),
    (
        (
            "proof_malformed proof_invalid proof_purpose proof_value_invalid method_invalid "
            "context_mismatch algorithm_mismatch claim_missing claim_forbidden header_member_forbidden "
            "type_forbidden not_a_compact_jws issuer_missing holder_missing time_invalid "
            "multibase_invalid base64url_invalid"
        ),
        (_ODD, ASK_ISSUER),
    ),
    (
        "previous_proof_ambiguous previous_proof_invalid previous_proof_missing proof_chain_cycle",
        (_l("Its signatures build on one another, and one of them is missing or does not fit."), ASK_ISSUER),
    ),
    (
        "base_proof_shown",
        (
            _l("This is the holder's own copy, from which single parts are shown. It is not for others."),
            _l("Ask the holder for a copy that shows what you need."),
        ),
    ),
    (
        "invalid_challenge_error invalid_domain_error",
        (_l("The signature was made for another occasion."), ASK),
    ),
    (
        (
            "key_weak key_invalid private_key_published key_not_for_signing did_invalid "
            "method_not_for_assertion method_not_for_authentication"
        ),
        (_KEY_ODD, _l("Do not rely on it. Tell the issuer if you know them.")),
    ),
    (
        "key_not_issuers method_not_listed",
        (_OTHERS_KEY, _l("Ask the issuer, by an address you know, whether the badge is theirs.")),
    ),
    (
        "created_in_future proof_expired",
        (_l("The signature is dated in the future, or has run out."), ASK_ISSUER),
    ),
    (
        "unsupported cryptosuite proof_type proof_chain algorithm key_type did_method kid_missing",
        (_NEW_KIND, _l("Check it where it was issued as well.")),
    ),
    (
        "further_proof_unknown",
        (_l("Beside the good signature it carries one of a kind that we do not know."), NOTHING),
    ),
    (
        (
            "key_unavailable key_document_broken did_document_mismatch fetch_failed timed_out "
            "unreachable http_status name_unknown redirect_forbidden address_forbidden not_https "
            "bad_address did_web_address encoding_refused"
        ),
        (_NO_KEY, LATER_OR_MOVED),
    ),
    (
        "too_many_fetches",
        (_l("It asks us to look at too many addresses, so we stopped."), ASK_ISSUER),
    ),
    # ---- whose key it is, and when it was in use
    ("issuer_bound", (_l("The key belongs to the issuer that the badge names."), NOTHING)),
    (
        "recorded_before_compromise",
        (
            _l(
                "Somebody else may hold the issuer's key since %(compromised_at)s. "
                "We had recorded this badge before that, so it still counts."
            ),
            NOTHING,
        ),
    ),
    (
        "key_compromised",
        (
            _l(
                "Somebody else may hold the key since %(compromised_at)s, and nobody can show that this was "
                "signed before."
            ),
            _ASK_FOR_NEW,
        ),
    ),
    (
        "key_retired",
        (_l("It was signed with a key that the issuer had put away on %(retired_at)s."), _ASK_FOR_NEW),
    ),
    (
        "key_not_yet_active",
        (_l("It says that it was signed before its key was in use."), _ASK_FOR_NEW),
    ),
    (
        "signing_time_unknown",
        (
            _l(
                "The issuer put the key away on %(retired_at)s, and the badge does not say when it was "
                "signed."
            ),
            _ASK_FOR_NEW,
        ),
    ),
    # ---- inside a record, and who presents
    ("signed_with_record", (_l("The signature of the record around it covers it."), NOTHING)),
    (
        "vouched_for",
        (
            _l("It has no signature of its own. Whoever signed the record around it vouches for it."),
            _l("Ask the holder for the badge as its own issuer signed it."),
        ),
    ),
    (
        "presented_by_holder",
        (
            _l(
                "Whoever put this collection together signed it. That does not show that the badges are "
                "theirs."
            ),
            NOTHING,
        ),
    ),
    (
        "holder_not_proven",
        (_l("Nobody signed this collection, so anybody could have put these badges together."), NOTHING),
    ),
    # ---- warnings
    ("issuer_without_name", (_l("The issuer gives no name for itself."), NOTHING)),
    (
        "hidden_characters",
        (_l("The issuer's name contains characters that cannot be seen. Honest names do not."), NOTHING),
    ),
    (
        "mixed_scripts",
        (_l("The issuer's name mixes letters of several scripts in one word, as imitations do."), NOTHING),
    ),
    (
        "name_imitated",
        (
            _l("The name looks like %(known_name)s, a group we know, but this is not that group."),
            _l("Do not trust the name. Ask %(known_name)s if in doubt."),
        ),
    ),
    (
        "known_names_alike",
        (
            _l("Another issuer that we know has nearly this name: %(known_name)s."),
            _l("Make sure which of the two it is."),
        ),
    ),
    (
        "vc_jose_form token_without_subject",
        (_l("It is signed in a form that some other checkers do not read."), NOTHING),
    ),
)
