"""Codes about awards as sentences: problems of a list, of a form, and why something is not possible now."""

from collections.abc import Mapping

from flask_babel import gettext as _

from foundation.errors import InvalidError, ServiceError
from web.forms import sentence


def _rows() -> Mapping[str, str]:
    return {
        "address_invalid": _("This is not a complete address. Check the spelling."),
        "name_invalid": _("No user name can look like this. Check the spelling."),
        "recipient_missing": _("Nobody is named here. Write a user name or an e-mail address."),
        "doubled": _("The same person stands in the list twice. The first row counts."),
        "already_awarded": _("This person was offered or has this badge already."),
        "evidence_invalid": _("A link starts with https:// or http://."),
        "formula": _("This looks like a calculation of a spreadsheet. Write the plain text."),
        "too_long": _("This is too long."),
        "too_many_cells": _("This row has more columns than the first row. Check for a stray comma."),
        "too_big": _("The file is too big: five megabytes at most."),
        "too_many_rows": _("The list is too long: 5000 rows at most. Divide it."),
        "encoding": _("We cannot read the letters in this file. Save it as CSV in UTF-8."),
        "empty": _("There is nothing in this list yet."),
        "header_missing": _("The first row has to name the columns: recipient, reason, evidence."),
        "header_doubled": _("Two columns have the same name."),
        "quoting": _("A quotation mark opens somewhere and does not close."),
    }


def _refusals() -> Mapping[str, str]:
    return {
        "already_awarded": _("This person was offered or has this badge already. Nothing was sent."),
        "letters_sent": _("Three letters were sent already. More would be a nuisance."),
        "no_address": _("There is no address to write to. The person finds the badge in the inbox."),
        "not_offered": _("This award was decided in the meantime. Look at how it stands now."),
        "proposed_already": _("Somebody has proposed this already. A second steward needs to confirm it."),
        "nothing_proposed": _("There is nothing to confirm any more."),
        "second_person_needed": _("Somebody else has to confirm this: you proposed it."),
        "no_language": _("The texts of this badge are not ready in any language. Ask the group."),
        "validity_over": _("The time for which this badge would have been valid is over."),
    }


def row_sentence(code: str) -> str:
    """Give the sentence for a problem of one row or of one field."""
    return _rows().get(code) or sentence(code)


def refusal(error: ServiceError) -> str:
    """Give the sentence for something that is not possible as things stand."""
    return _refusals().get(error.code) or _("This is not possible any more, or not yet.")


def award_errors(error: InvalidError) -> dict[str, str]:
    """Give field -> sentence for a form about one award; the parts of evidence are one field."""
    return {problem.pointer.split("/")[1]: row_sentence(problem.code) for problem in error.problems}


def revocation_reasons() -> list[tuple[str, str]]:
    """Give the fixed reasons for withdrawing a badge, as (code, sentence)."""
    return [
        ("issued_in_error", _("It was given by mistake.")),
        ("wrong_recipient", _("It was given to the wrong person.")),
        ("holder_request", _("The holder asked for it.")),
        ("superseded", _("A newer badge takes its place.")),
        ("criteria_not_met", _("What it asks for was not done.")),
        ("misconduct", _("It was gained dishonestly.")),
    ]


def revocation_reason(code: str | None) -> str:
    """Give the sentence for one reason."""
    return dict(revocation_reasons()).get(code or "", "")


def state_word(state: str) -> str:
    """Give the word for where an award stands."""
    words: dict[str, str] = {
        "offered": _("Offered"),
        "accepted": _("Accepted"),
        "refused": _("Refused"),
        "lapsed": _("Lapsed"),
        "withdrawn": _("Taken back"),
        "on_hold": _("Under review"),
        "revoked": _("Withdrawn"),
    }
    return words.get(state, state)
