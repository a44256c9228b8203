"""Codes of a verification as sentences: what was found, and what to do about it.

`explain(finding)` gives both for a check or a warning, `explain_unreadable(error)` for bytes that are no
credential. A code that is not told here gets an honest sentence of its own. Facts come from strangers:
they are set between isolating marks, so that their direction cannot turn the sentence around.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from credentials.errors import CredentialError
from credentials.verify import Finding, Outcome
from credentials.verify.dates import instant

ISOLATE, POP = "\u2068", "\u2069"
MOST_CHARACTERS = 200  # of one fact from a stranger's document

_ASK = _l("Ask the person who sent it for the original file.")
_ASK_ISSUER = _l("Ask whoever issued the badge to mend it.")
_LATER = _l("Try again later.")
_NOTHING = ""
_BROKEN_FORM = _l("It is not built as the Open Badges standard says, so we cannot tell what it means.")
_AMBIGUOUS = _l("It could be read in two ways, so that two people would see two different badges.")
_PROOF_ODD = _l("The signature is written in a way that the standard does not allow.")
_KEY_ODD = _l("The key it was signed with is faulty or may not be used for signing.")
_OTHERS_KEY = _l("It was not signed with a key of the issuer it names.")
_NEW_KIND = _l("It is signed in a way that we do not know yet.")
_NO_KEY = _l("We could not get the issuer's key, so we could not check the signature.")
_LIST_ODD = _l("The issuer's list of withdrawn badges is faulty, so we cannot trust what it says.")
_TOO_MUCH = _l("It is so large or tangled that we stopped reading.")
_PICTURE = _l("The picture file is damaged or was changed.")
_CHANGED = _l("It was changed after it was signed, or the signature was made for something else.")

Told = tuple[Any, Any]

# Several codes often mean the same to a person; the code itself stands under the technical details.
_GROUPS: tuple[tuple[str, Told], ...] = (
    # ---- structure
    ("well_formed", (_l("It is built as the standard says, and every word of it is signed."), _NOTHING)),
    (
        (
            "context_first context_second wrong_type missing unknown_member unknown_word "
            "id_not_absolute not_text not_uri not_date not_bool not_number not_object not_jws "
            "subject_unidentified result_description_elsewhere unsafe_document iri_invalid "
            "language_invalid type_undefined json_ld"
        ),
        (_BROKEN_FORM, _ASK_ISSUER),
    ),
    (
        (
            "language_map keyword_forbidden keyword_used nested_context null_value not_fixpoint "
            "blank_node_predicate duplicate_statement order_not_portable number_not_portable "
            "not_canonicalisable non_character"
        ),
        (_AMBIGUOUS, _ASK_ISSUER),
    ),
    ("term_undefined", (_l("It says things that the signature does not cover."), _ASK_ISSUER)),
    (
        "unknown_context inline_context",
        (
            _l("It uses a vocabulary that we do not know, so we cannot tell what it says."),
            _l("Ask the issuer which system made it, and check it there as well."),
        ),
    ),
    (
        "too_complex too_many_values too_many_contexts too_many_blank_nodes too_many_ties",
        (_TOO_MUCH, _ASK_ISSUER),
    ),
    # ---- proof
    ("signature_good", (_l("The signature is good: nothing was changed since it was signed."), _NOTHING)),
    ("no_proof", (_l("It is not signed. Anybody could have written it."), _ASK)),
    (
        "too_many_proofs",
        (_l("It carries too many signatures, and all of them would have to be good."), _ASK_ISSUER),
    ),
    ("signature_wrong claim_mismatch", (_CHANGED, _ASK)),
    (
        "algorithm_forbidden",
        (_l("It is signed in a way that anybody could imitate, so it counts as not signed."), _ASK),
    ),
    (
        (
            "proof_malformed proof_invalid proof_purpose proof_value_invalid method_invalid "
            "context_mismatch algorithm_mismatch claim_missing header_member_forbidden type_forbidden "
            "not_a_compact_jws issuer_missing time_invalid multibase_invalid base64url_invalid"
        ),
        (_PROOF_ODD, _ASK_ISSUER),
    ),
    (
        "key_weak key_invalid private_key_published key_not_for_signing did_invalid method_not_for_assertion",
        (_KEY_ODD, _l("Do not rely on it. Tell the issuer if you know them.")),
    ),
    (
        "key_not_issuers method_not_listed",
        (_OTHERS_KEY, _l("Ask the issuer, by an address you know, whether the badge is theirs.")),
    ),
    (
        "created_in_future proof_expired",
        (_l("The signature is dated in the future, or has run out."), _ASK_ISSUER),
    ),
    (
        "unsupported cryptosuite proof_type proof_chain algorithm key_type did_method kid_missing",
        (_NEW_KIND, _l("Check it where it was issued as well.")),
    ),
    (
        (
            "key_unavailable key_document_broken did_document_mismatch fetch_failed timed_out "
            "unreachable http_status name_unknown redirect_forbidden address_forbidden not_https "
            "bad_address did_web_address encoding_refused"
        ),
        (_NO_KEY, _l("Try again later. If it stays so, ask the issuer whether their site has moved.")),
    ),
    (
        "too_many_fetches",
        (_l("It asks us to look at too many addresses, so we stopped."), _ASK_ISSUER),
    ),
    # ---- issuer
    ("issuer_bound", (_l("The key belongs to the issuer that the badge names."), _NOTHING)),
    # ---- status
    (
        "no_status",
        (_l("The issuer keeps no list of withdrawn badges, so nobody can tell whether it was."), _NOTHING),
    ),
    ("not_withdrawn", (_l("The issuer has not withdrawn it."), _NOTHING)),
    ("revoked", (_l("The issuer has withdrawn it, for good."), _l("Ask the holder or the issuer why."))),
    (
        "suspended",
        (_l("The issuer has put it on hold for now."), _l("Ask the issuer, or check again later.")),
    ),
    (
        "status_says_nothing",
        (_l("Its status entry has nothing to do with being withdrawn."), _NOTHING),
    ),
    (
        "status_list_unreachable",
        (_l("We could not reach the issuer's list of withdrawn badges, so it may be withdrawn."), _LATER),
    ),
    (
        (
            "status_malformed status_type status_size status_purpose status_list_invalid "
            "status_list_unreadable status_list_other_issuer status_list_other_address "
            "status_list_unproven entry_invalid index_invalid index_out_of_range list_invalid "
            "list_too_short list_expired list_not_yet_valid purpose_mismatch encoded_list_invalid "
            "encoded_list_too_long"
        ),
        (_LIST_ODD, _l("Try again later, and ask the issuer whether the badge still stands.")),
    ),
    # ---- validity
    ("in_time", (_l("It is valid today."), _NOTHING)),
    ("expired", (_l("It was valid until %(until)s and has run out."), _l("Ask the holder for a newer one."))),
    ("not_yet_valid", (_l("It is not valid yet."), _l("Check it again on the day when it begins."))),
    ("inverted", (_l("It ends before it begins."), _ASK_ISSUER)),
    ("bad_date", (_l("One of its dates cannot be read."), _ASK_ISSUER)),
    # ---- recipient
    ("not_asked", (_l("You did not say whose badge it should be, so we did not compare."), _NOTHING)),
    ("recipient_matches", (_l("It was given to the person you named."), _NOTHING)),
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
    ("no_endorsements", (_l("Nobody has added an endorsement."), _NOTHING)),
    ("endorsement_good", (_l("%(name)s signed this endorsement, and it is genuine."), _NOTHING)),
    (
        "endorsement_false",
        (_l("The endorsement in the name of %(name)s is not to be relied on."), _l("Do not count it.")),
    ),
    (
        "endorsement_unfinished",
        (_l("We could not finish checking the endorsement in the name of %(name)s."), _LATER),
    ),
    ("endorsement_unreadable", (_l("One endorsement cannot be read."), _l("Do not count it."))),
    (
        "endorses_something_else",
        (_l("One endorsement is about something else and was put here."), _l("Do not count it.")),
    ),
    (
        "too_many_endorsements",
        (_l("It carries more endorsements than we check; the rest were not looked at."), _NOTHING),
    ),
    # ---- warnings
    ("issuer_without_name", (_l("The issuer gives no name for itself."), _NOTHING)),
    (
        "hidden_characters",
        (_l("The issuer's name contains characters that cannot be seen. Honest names do not."), _NOTHING),
    ),
    (
        "mixed_scripts",
        (_l("The issuer's name mixes letters of several scripts in one word, as imitations do."), _NOTHING),
    ),
    (
        "name_imitated",
        (
            _l("The name looks like %(known_name)s, a group we know, but this is not that group."),
            _l("Do not trust the name. Ask %(known_name)s if in doubt."),
        ),
    ),
    ("older_data_model older_context", (_l("It is made in an older edition of the standard."), _NOTHING)),
    (
        "vc_jose_form token_without_subject",
        (_l("It is signed in a form that some other checkers do not read."), _NOTHING),
    ),
    (
        "not_checked",
        (_l("Not looked at, because an earlier check did not pass."), _NOTHING),
    ),
    # ---- unreadable
    ("too_big picture_too_big", (_l("The file is too big for a badge."), _ASK)),
    ("too_deep", (_TOO_MUCH, _ASK)),
    (
        "not_utf8 svg_not_utf8 credential_not_utf8 lone_surrogate",
        (_l("The text in the file is damaged: some of its letters cannot be read."), _ASK),
    ),
    (
        "not_json not_finite integer_too_long not_an_object",
        (
            _l("The text is broken off or damaged, so it cannot be read as a badge."),
            _l("Copy the whole text again, from the first bracket to the last, or send the file instead."),
        ),
    ),
    ("duplicate_member svg_ambiguous", (_AMBIGUOUS, _ASK)),
    (
        "unknown_kind not_a_credential",
        (
            _l("This is not a badge file that we know."),
            _l("Send the badge picture (PNG or SVG) or the file that ends in .json or .jwt."),
        ),
    ),
    (
        "open_badges_2",
        (
            _l("This is a badge of the older kind (Open Badges 2). We cannot check it yet."),
            _l("Ask the issuer for a version 3 badge."),
        ),
    ),
    (
        "no_credential",
        (
            _l("This is a plain picture: there is no badge inside it."),
            _l("Pictures lose the badge when copied from a page or sent in a chat. Ask for the file."),
        ),
    ),
    ("png_truncated png_length png_checksum png_order png_malformed_text png_trailing", (_PICTURE, _ASK)),
    (
        "png_compressed png_wrong_chunk baking_failed already_baked credential_not_carried svg_prefix_taken",
        (_l("The badge was put into the picture in a way that the standard forbids."), _ASK_ISSUER),
    ),
    ("png_doubled svg_doubled", (_l("There is more than one badge in this picture."), _ASK_ISSUER)),
    ("not_png not_svg", (_l("This picture cannot be read. It has to be a PNG or an SVG."), _ASK)),
    (
        "svg_doctype svg_script",
        (_l("The picture contains instructions that could do harm, so we did not open it."), _ASK),
    ),
    # ---- what a person can do wrong on the form
    (
        "nothing_sent",
        (_l("There was nothing to check."), _l("Choose a file, paste the text, or give an address.")),
    ),
    (
        "several_sent",
        (_l("There was more than one thing to check."), _l("Use only one of the three ways at a time.")),
    ),
    (
        "not_fetched",
        (
            _l("We could not get anything from that address."),
            _l("Check that it starts with https:// and opens for you, or download the file and send it."),
        ),
    ),
)

TOLD: Mapping[str, Told] = {code: told for codes, told in _GROUPS for code in codes.split()}


@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened and what to do about it ("" when there is nothing to do), in the reader's language."""

    happened: str
    todo: str


def explain(finding: Finding) -> Sentence:
    """Give the sentence for a check or a warning."""
    told = TOLD.get(finding.code) or _unknown(finding.outcome)
    return _said(told, finding.facts)


def explain_unreadable(error: CredentialError) -> Sentence:
    """Give the sentence for bytes that could not be read as a credential."""
    unknown = (_("This cannot be read as a badge."), _ASK)
    return _said(TOLD.get(error.code) or unknown, error.facts)


def check_name(check: str) -> str:
    """Give what a check is called on pages."""
    names: dict[str, str] = {
        "structure": _("Form"),
        "proof": _("Signature"),
        "issuer": _("Issuer's key"),
        "status": _("Withdrawn?"),
        "validity": _("Dates"),
        "recipient": _("Recipient"),
        "endorsements": _("Endorsement"),
    }
    return names.get(check, check)


def source_name(source: str) -> str:
    """Give where a check looked, in words where it is not an address."""
    words: dict[str, str] = {"document": _("in the badge itself"), "here": _("on this site")}
    return words.get(source, source)


def _unknown(outcome: Outcome) -> Told:
    if outcome is Outcome.PASSED:
        return _("This check passed."), ""
    if outcome is Outcome.NOT_APPLICABLE:
        return _("This check does not apply."), ""
    if outcome is Outcome.FAILED:
        return _("This check failed, for a reason that has no words here yet."), _ASK
    return _("This could not be checked, for a reason that has no words here yet."), _LATER


def _said(told: Told, facts: Mapping[str, object]) -> Sentence:
    filled = _Facts({name: _shown(name, value) for name, value in facts.items()})
    happened, todo = (str(text) % filled for text in told)
    return Sentence(happened, todo)


class _Facts(dict[str, str]):
    """Facts for a sentence; one that the document does not give is told as such."""

    def __missing__(self, name: str) -> str:
        return str(_("somebody without a name") if name == "name" else "?")


def _shown(name: str, value: object) -> str:
    moment = instant(value) if name in {"until", "from"} else None
    if moment is not None:
        return str(format_date(moment, "long"))
    text = str(value)[:MOST_CHARACTERS].replace(POP, "")
    if name == "name" and not text.strip():
        return str(_("somebody without a name"))
    return f"{ISOLATE}{text}{POP}"
