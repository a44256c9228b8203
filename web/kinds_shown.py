"""What kind of thing a verified document is, in words: a badge needs none, everything else is named."""

from dataclasses import dataclass

from flask_babel import gettext as _

from credentials.receipt import Receipt
from credentials.verify import Finding, Outcome, Report

OLDER = frozenset({"ob1", "ob2"})
_CONFIRMED = frozenset({"hosted_copy_matches", "hosted_copy_used"})
_CLAIMS = frozenset({"validity", "recipient"})  # checks that read what the file says, whoever wrote it
_OF_NAMES = frozenset(
    {"issuer_without_name", "hidden_characters", "mixed_scripts", "name_imitated", "known_names_alike"}
)

# Under what a code is looked up where a badge of another kind makes its usual sentence wrong.
_OF_OLDER = {
    ("structure", "well_formed"): "well_formed_unsigned",
    ("endorsements", "not_checked"): "endorsements_unsigned",
}
_OF_HOSTED = {("issuer", "issuer_bound"): "hosted_in_scope"}
_OF_UNSIGNED = {("structure", "well_formed"): "well_formed_unsigned"}  # presentations too: they prove nothing


@dataclass(frozen=True, slots=True)
class Kind:
    """`name` is "" for a badge of today; `more` says what its being genuine rests on; `title` heads it."""

    name: str
    more: str
    title: str


def kind_of(report: Report) -> Kind:
    """Give what a report is about."""
    badge = str(_("The badge"))
    if report.standard in OLDER:
        number = "2" if report.standard == "ob2" else "1"
        name = _("An older kind of badge (Open Badges %(number)s).", number=number)
        return Kind(str(name), _of_older(report), badge)
    kinds = {
        "clr2": (
            _("A learner record (CLR 2): one signed file with several badges in it."),
            _("Each badge in it has a result of its own, below."),
            _("The record"),
        ),
        "vp": (
            _("A collection of badges that somebody put together to show them."),
            _("Each badge in it has a result of its own, below."),
            _("The collection"),
        ),
        "vc": (_("A signed statement, but not a badge."), "", _("The statement")),
    }
    name, more, title = kinds.get(report.standard, ("", "", badge))
    return Kind(str(name), str(more), str(title))


def is_hosted(report: Report | Receipt) -> bool:
    """Tell whether no signature but the issuer's own site confirms this badge."""
    return any(one.check == "proof" and one.code in _CONFIRMED for one in report.findings)


def has_passed(report: Report | Receipt, check: str) -> bool:
    """Tell whether a check was done and passed."""
    return any(one.check == check and one.outcome is Outcome.PASSED for one in report.findings)


def word_for(report: Report | Receipt, finding: Finding) -> str:
    """Give the code under which the sentence for a finding stands."""
    if is_only_claimed(report, finding):
        return f"{finding.code}_claimed"
    place = (finding.check, finding.code)
    words: dict[tuple[str, str], str] = {}
    if report.standard in OLDER:
        words = {**_OF_OLDER, **(_OF_HOSTED if is_hosted(report) else {})}
    elif report.standard == "vp" or not has_passed(report, "proof"):
        words = _OF_UNSIGNED
    return words.get(place, finding.code)


def is_only_claimed(report: Report | Receipt, finding: Finding) -> bool:
    """Tell whether a check goes by the word of a file that the named issuer was not shown to have signed.

    That is what passed, and that it names no list. A collection proves nothing itself: the badges in it do.
    """
    is_read = finding.check in _CLAIMS and finding.outcome is Outcome.PASSED
    is_claim = report.standard != "vp" and (is_read or finding.code == "no_status")
    return is_claim and not (has_passed(report, "proof") and has_passed(report, "issuer"))


def check_of(finding: Finding) -> str:
    """Give what a check is named after; where a site confirms a badge there is no signature to name."""
    if finding.code in _OF_NAMES:
        return "name"
    return "hosting" if finding.code.startswith("hosted_") else finding.check


def _of_older(report: Report) -> str:
    if is_hosted(report):
        return str(_("No signature protects it. It counts as long as the issuer's own site says the same."))
    proof = next((one for one in report.findings if one.check == "proof"), None)
    if proof is not None and proof.code == "signature_good":
        return str(_("It is signed with a key that the issuer's own site names."))
    if proof is not None and proof.outcome is Outcome.FAILED:
        return ""
    return str(_("Badges of this kind count only as long as the issuer's own site confirms them."))
