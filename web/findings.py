"""Codes of a verification as sentences: what was found, and what to do about it.

`explain(finding)` gives both for a check or a warning, `explain_unreadable(error)` for bytes that are no
credential. A code that is not told here gets an honest sentence of its own. Facts come from strangers:
they are set between isolating marks, so that their direction cannot turn the sentence around.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from credentials.errors import CredentialError
from credentials.verify import Finding, Outcome
from credentials.verify.dates import instant
from web.check_words import TOLD
from web.check_words.phrases import ASK, LATER, Told
from web.language import day
from web.pages.award_words import revocation_reason

ISOLATE, POP = "\u2068", "\u2069"
MOST_CHARACTERS = 200  # of one fact from a stranger's document

_MOMENTS = frozenset({"until", "from", "compromised_at", "retired_at"})  # facts that are times


@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened and what to do about it ("" when there is nothing to do), in the reader's language."""

    happened: str
    todo: str


def explain(finding: Finding, code: str = "") -> Sentence:
    """Give the sentence for a check or a warning; `code` is under which to look it up, where not its own."""
    told = TOLD.get(code or finding.code) or _unknown(finding.outcome)
    said = _said(told, finding.facts)
    if finding.check != "status" or finding.outcome is not Outcome.FAILED:
        return said
    if revocation_reason(str(finding.facts.get("withdrawn_for"))):
        return Sentence(f"{said.happened} {_withdrawn(finding.facts)}", "")
    why = finding.facts.get("message") or finding.facts.get("reason")
    return said if not why else Sentence(f"{said.happened} {_issuer_says(why)}", said.todo)


def explain_unreadable(error: CredentialError) -> Sentence:
    """Give the sentence for bytes that could not be read as a credential."""
    unknown = (_("This cannot be read as a badge."), ASK)
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
        "refresh": _("Newer version?"),
        "inner": _("Badges inside"),
        "bundle": _("Seal of the bundle"),
        "hosting": _("Issuer's site"),
        "name": _("Issuer's name"),
    }
    return names.get(check, check)


def isolated(text: str) -> str:
    """Give a stranger's text set apart, so that its direction cannot turn the sentence around it."""
    return f"{ISOLATE}{text[:MOST_CHARACTERS].replace(POP, '')}{POP}"


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
        return _("This check failed, for a reason that has no words here yet."), ASK
    return _("This could not be checked, for a reason that has no words here yet."), LATER


def _withdrawn(facts: Mapping[str, object]) -> str:
    """Say what our own records tell of a badge that was withdrawn here."""
    at = instant(facts.get("withdrawn_at"))
    reason = revocation_reason(str(facts["withdrawn_for"]))
    return str(_("The group did so on %(day)s, and says why: %(reason)s", day=day(at) or "?", reason=reason))


def _issuer_says(why: object) -> str:
    return str(_("The issuer says: %(reason)s", reason=_shown("reason", why)))


def _said(told: Told, facts: Mapping[str, object]) -> Sentence:
    filled = _Facts({name: _shown(name, value) for name, value in facts.items()})
    happened, todo = (str(text) % filled for text in told)
    return Sentence(happened, todo)


class _Facts(dict[str, str]):
    """Facts for a sentence; one that the document does not give is told as such."""

    def __missing__(self, name: str) -> str:
        missing = {"name": _("somebody without a name"), "message": _("(nothing in words)")}
        return str(missing.get(name, "?"))


def _shown(name: str, value: object) -> str:
    moment = instant(value) if name in _MOMENTS else None
    if moment is not None:
        return day(moment)
    if name == "name" and not str(value).replace(POP, "").strip():
        return str(_("somebody without a name"))
    return isolated(str(value))
