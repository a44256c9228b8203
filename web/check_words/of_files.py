"""What was handed in: files that cannot be read, bundles, receipts, and mistakes on the form."""

from flask_babel import lazy_gettext as _l

from web.check_words.phrases import AMBIGUOUS, ASK, ASK_ISSUER, LATER, NOTHING, TOO_MUCH, Groups

_PICTURE = _l("The picture file is damaged or was changed.")
_BUNDLE_ODD = _l("The bundle is damaged, or something in it was added, taken away or changed.")
_ASK_WHOLE = _l("Ask for the bundle again, as it was first saved.")
_CHECK_BADGE = _l("Take the badge out of the bundle and check it by itself.")

GROUPS: Groups = (
    ("too_big picture_too_big file_too_big", (_l("The file is too big for a badge."), ASK)),
    ("too_deep too_big_for_care", (TOO_MUCH, ASK)),
    (
        "not_utf8 svg_not_utf8 credential_not_utf8 lone_surrogate",
        (_l("The text in the file is damaged: some of its letters cannot be read."), ASK),
    ),
    (
        "not_json not_finite integer_too_long not_an_object",
        (
            _l("The text is broken off or damaged, so it cannot be read as a badge."),
            _l("Copy the whole text again, from the first bracket to the last, or send the file instead."),
        ),
    ),
    ("duplicate_member svg_ambiguous png_ambiguous envelope_ambiguous address_differs", (AMBIGUOUS, ASK)),
    (
        "unknown_kind not_a_credential",
        (
            _l("This is not a badge file that we know."),
            _l("Send the badge picture (PNG or SVG) or the file that ends in .json or .jwt."),
        ),
    ),
    (
        "is_pdf",
        (
            _l("This is a PDF, and we do not read PDF files."),
            _l(
                "A certificate from here has the badge attached: open the attachments in your PDF reader, "
                "save the file that ends in .json, and choose that one. Otherwise ask for the badge picture "
                "(PNG or SVG) or the file that ends in .json or .jwt."
            ),
        ),
    ),
    (
        "no_credential",
        (
            _l("This is a plain picture: there is no badge inside it."),
            _l("Pictures lose the badge when copied from a page or sent in a chat. Ask for the file."),
        ),
    ),
    ("png_truncated png_length png_checksum png_order png_malformed_text png_trailing", (_PICTURE, ASK)),
    (
        "png_compressed png_wrong_chunk baking_failed already_baked credential_not_carried svg_prefix_taken",
        (_l("The badge was put into the picture in a way that the standard forbids."), ASK_ISSUER),
    ),
    ("png_doubled svg_doubled", (_l("There is more than one badge in this picture."), ASK_ISSUER)),
    ("not_png not_svg", (_l("This picture cannot be read. It has to be a PNG or an SVG."), ASK)),
    (
        "svg_doctype svg_script",
        (_l("The picture contains instructions that could do harm, so we did not open it."), ASK),
    ),
    # ---- bundles
    (
        "is_bundle",
        (
            _l("This is a bundle for checking without a network, inside of something else."),
            _l("Hand in the bundle by itself."),
        ),
    ),
    (
        (
            "bundle_altered bundle_broken bundle_incomplete bundle_not_as_written manifest_invalid "
            "bundle_from_the_future"
        ),
        (_BUNDLE_ODD, _ASK_WHOLE),
    ),
    ("bundle_too_big", (_l("This file is too big for a bundle."), _ASK_WHOLE)),
    ("sealed", (_l("We made this bundle, and nothing in it was changed since."), NOTHING)),
    (
        "seal_not_asked",
        (_l("We did not make this bundle, so only what proves itself in it counts."), NOTHING),
    ),
    (
        "seal_missing seal_by_another",
        (
            _l("The bundle is not sealed by whom it should be, so only what proves itself in it counts."),
            NOTHING,
        ),
    ),
    ("seal_key_unavailable", (_l("We could not get the key to check the seal of the bundle."), LATER)),
    ("seal_wrong", (_l("The seal of the bundle does not fit: something in it was changed."), _ASK_WHOLE)),
    (
        "not_in_bundle",
        (_l("The bundle does not hold what would be needed for this check."), _CHECK_BADGE),
    ),
    (
        "not_vouched_for",
        (_l("What the bundle holds for this check is vouched for by nobody we know."), _CHECK_BADGE),
    ),
    (
        "too_many_documents",
        (
            _l("Too many answers would have to go into the bundle."),
            _l("Keep the badge itself, and a receipt."),
        ),
    ),
    # ---- receipts
    (
        "not_a_receipt",
        (
            _l("This is not a receipt that we can read."),
            _l("Ask for the receipt again, as it was first saved."),
        ),
    ),
    (
        "receipt_unsigned",
        (
            _l("This is a receipt without its signature, so anybody could have written it."),
            _l("Hand in the signed receipt, a file that ends in .jwt, or the badge itself."),
        ),
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
        "own_page",
        (
            _l("That is a page of this site, not a badge file."),
            _l("Open it, and save the badge from there."),
        ),
    ),
    (
        "not_fetched",
        (
            _l("We could not get anything from that address."),
            _l("Check that it starts with https:// and opens for you, or download the file and send it."),
        ),
    ),
)
