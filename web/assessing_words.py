"""Words about assessing: why an endorsement does not count, why somebody does not decide a case, outcomes."""

from collections.abc import Iterable

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _  # the name that is looked for when sentences are collected

from badges.models import DecisionOutcome

_NOT_COUNTED = {
    "other_subject": _("It is about something else."),
    "not_signed": _("It is not signed yet."),
    "not_accepted": _("The claimant has not accepted it."),
    "withdrawn": _("Its writer took it back."),
    "suppressed": _("It was taken out of sight."),
    "other_competency": _("It names no competency that this badge shows."),
    "level_unclear": _("It is not clear which level it speaks of."),
    "no_relation": _("It does not say how the two know each other."),
    "no_period": _("It does not say when it was seen."),
    "too_short": _("It says too little of what was seen."),
    "no_language": _("It does not say in which language it is written."),
    "own": _("Nobody counts for themselves."),
    "endorser_gone": _("Its writer is not here any more, so nothing can be known of them."),
    "sole_signer": _("Its writer alone signs for the group that gives the badge."),
    "level_too_low": _("Its writer does not hold the level that this badge asks of endorsers."),
    "returned": _("The two endorsed each other within 90 days, and the other way has counted."),
    "counted_once": _("One person counts once, and another endorsement by them counts here."),
}
_CONFLICTS = {
    "own": _("This is your own claim. Somebody else decides it."),
    "mentee": _("You endorsed this person as their mentor."),
    "endorser": _("You write, or wrote, an endorsement for this claim."),
    "decided_yours": _("This person decided a claim of yours within the last 90 days."),
    "endorsed_you": _("This person endorsed you within the last 90 days."),
    "declined_it": _("You declined this claim before, so somebody else looks at it now."),
}
_TOLD = {
    "taken": _("Somebody else has taken this case meanwhile. Nothing that you did was written over theirs."),
    "changed": _("This case changed meanwhile. Nothing was overwritten: look at how it stands now."),
    "not_taken": _("Nobody has taken this case. Take it first, then decide."),
    "move_refused": _("This case does not wait for a decision any more."),
    "already_awarded": _("This person was offered or has this badge already."),
    "claimant_unavailable": _("Nothing can be given to this account for now. Nothing was decided."),
}
_OUTCOMES = (
    (
        DecisionOutcome.AWARDED,
        _("Award the badge"),
        _("Every competency is at the level that the badge needs, or above it."),
    ),
    (
        DecisionOutcome.AWARDED_IN_PART,
        _("Award a part of it"),
        _("Each competency that is reached is given as a badge of its own. What is missing is named."),
    ),
    (
        DecisionOutcome.RETURNED,
        _("Send it back"),
        _("Something can be added or mended. The person can hand it in again."),
    ),
    (DecisionOutcome.DECLINED, _("Decline"), _("It is not there yet. Say what would help.")),
)


def not_counted(reasons: Iterable[str]) -> list[str]:
    """Give why an endorsement does not count, as sentences."""
    return [str(_NOT_COUNTED[one]) for one in reasons]


def conflict_sentences(reasons: Iterable[str]) -> list[str]:
    """Give why somebody does not decide a case, as sentences."""
    return [str(_CONFLICTS[one]) for one in reasons]


def told(code: str) -> str:
    """Give the sentence for something that came in between; nothing for a code that has none here."""
    return str(_TOLD.get(code, ""))


def outcome_options() -> list[tuple[str, str, str]]:
    """Give value, label and meaning of what can be decided."""
    return [(one.value, str(label), str(meaning)) for one, label, meaning in _OUTCOMES]


def age(days: int) -> str:
    """Give how long a claim has waited."""
    if days < 1:
        return str(gettext("since today"))
    return str(ngettext("for %(num)s day", "for %(num)s days", days))


def level_options(titles: Iterable[str], rubric: Iterable[str], wanted: int) -> list[tuple[str, str, str]]:
    """Give value, label and rubric text of the levels 0 to 4; the one that the badge needs is marked."""
    options = [("0", gettext("Not shown yet"), "")]
    for level, (title, text) in enumerate(zip(titles, rubric, strict=True), start=1):
        label = gettext("Level %(level)s: %(title)s", level=level, title=title)
        if level == wanted:
            label = gettext("%(label)s – the badge needs this", label=label)
        options.append((str(level), label, text))
    return options
