"""Words about claims: what comes next, who holds it, where a claim stands, who sees a piece of evidence."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _  # the name that is looked for when sentences are collected
from flask_babel import ngettext

from badges.claim_steps import ClaimFacts, Holder
from badges.models import EvidenceForm, Visibility

_STATES = {
    "draft": _("Being written"),
    "submitted": _("Handed in"),
    "in_review": _("An assessor is looking at it"),
    "returned": _("Came back to you"),
    "awarded": _("Awarded"),
    "declined": _("Declined"),
    "appealed": _("You asked for another look"),
    "withdrawn": _("Taken back"),
}
_HOLDERS = {
    Holder.CLAIMANT: _("The next step is yours"),
    Holder.ENDORSER: _("The next step is with who you asked to endorse"),
    Holder.ASSESSOR: _("The next step is with the assessors"),
    Holder.NOBODY: _("Nothing is left to do"),
}
_STEPS = {
    "add_evidence": _("Add something that shows what you did"),
    "ask_endorsement": _("Ask somebody who saw it to endorse you"),
    "answer_endorsement": _("Read what was written about you, and say yes or no"),
    "submit": _("Hand in your claim"),
    "mend": _("Read what the assessor wrote, mend it, and hand it in again"),
    "wait_endorser": _("Somebody is to write an endorsement for you"),
    "wait_assessor": _("An assessor will look at your claim"),
    "wait_decision": _("An assessor is looking at your claim and will decide"),
    "wait_appeal": _("An assessor will look at your claim once more"),
    "accept_badge": _("Accept your badge"),
    "done": _("The badge is yours"),
    "declined": _("The claim was declined"),
    "withdrawn": _("You took this claim back"),
    "over": _("The badge was not accepted"),
}
_VISIBILITIES = {
    Visibility.PRIVATE: _("Only the assessors"),
    Visibility.ON_REQUEST: _("Whoever I show it to"),
    Visibility.EMBEDDED: _("Everybody who sees the badge"),
}
_LEARNED = {
    Visibility.PRIVATE: _(
        "A stranger learns nothing of it. Each time an assessor opens it, you see that here."
    ),
    Visibility.ON_REQUEST: _("A stranger sees it only by a link that you make later, and can take back."),
}
_EMBEDDED = {
    EvidenceForm.LINK: _(
        "The address is written into the badge for good. "
        "A link to an edit on a wiki shows which account is yours."
    ),
    EvidenceForm.FILE: _(
        "The name of the file and its fingerprint are written into the badge for good, not the file itself. "
        "Do not put a name of a person into the name of the file."
    ),
    EvidenceForm.TEXT: _(
        "The text is written into the badge for good, as it stands. Anybody can read what it says about you."
    ),
}
_FORMS = {
    EvidenceForm.LINK: _("A link"),
    EvidenceForm.FILE: _("A file"),
    EvidenceForm.TEXT: _("A text"),
}
_OUTCOMES = {
    "returned": _("Sent back to you"),
    "awarded": _("Awarded"),
    "awarded_in_part": _("Awarded in part"),
    "declined": _("Declined"),
}


def state_word(state: str) -> str:
    """Give where a claim stands, in words."""
    return str(_STATES[state])


def step_sentence(code: str) -> str:
    """Give the next step as a sentence."""
    return str(_STEPS[code])


def holder_sentence(holder: Holder) -> str:
    """Give who has the next step in hand."""
    return str(_HOLDERS[holder])


def outcome_word(outcome: str) -> str:
    """Give what an assessor decided, in words."""
    return str(_OUTCOMES[outcome])


def visibility_word(visibility: str) -> str:
    """Give who sees a piece of evidence."""
    return str(_VISIBILITIES[Visibility(visibility)])


def visibility_options(form: str) -> list[tuple[str, str, str]]:
    """Give value, label and what a stranger would learn, the most private first."""
    learned: Mapping[Visibility, object] = {
        **_LEARNED,
        Visibility.EMBEDDED: _EMBEDDED[EvidenceForm(form)],
    }
    return [(one.value, str(_VISIBILITIES[one]), str(learned[one])) for one in Visibility]


def form_options() -> list[tuple[str, str]]:
    """Give what a piece of evidence can be."""
    return [(one.value, str(_FORMS[one])) for one in EvidenceForm]


def what_is_missing(facts: ClaimFacts) -> list[str]:
    """Give what the rule of the badge still waits for, each with who has it in hand."""
    lines = []
    short = facts.evidence_needed - facts.evidence
    if short > 0:
        lines.append(ngettext("%(num)s more piece of evidence", "%(num)s more pieces of evidence", short))
    if facts.endorsements_missing:
        lines.append(_endorsements(facts))
    return lines


def _endorsements(facts: ClaimFacts) -> str:
    missing = facts.endorsements_missing
    parts = [ngettext("%(num)s endorsement needed", "%(num)s endorsements needed", missing)]
    if facts.asked:
        parts.append(
            ngettext(
                "%(num)s asked for, waiting for the mentor",
                "%(num)s asked for, waiting for the mentors",
                facts.asked,
            )
        )
    if facts.unanswered:
        parts.append(
            ngettext("%(num)s written, waiting for you", "%(num)s written, waiting for you", facts.unanswered)
        )
    return " · ".join(str(part) for part in parts)
