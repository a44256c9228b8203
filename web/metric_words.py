"""What each metric is called, what it means, and what to watch for; in the order in which they are shown."""

from flask_babel import lazy_gettext as _l

# Metric -> (name, definition, what to watch for).
WORDS = {
    "first_recognition": (
        _l("Time to first recognition"),
        _l("Days from joining to the first badge accepted: half of the people waited less, half longer."),
        _l("Very short times can mean that badges say little."),
    ),
    "claim_outcomes": (
        _l("How claims end"),
        _l("People whose claim was awarded, returned or declined in the last twelve months."),
        _l("If nearly all are awarded, what a badge asks for may be too vague."),
    ),
    "decision_time": (
        _l("Time to a decision"),
        _l("Days from handing in a claim to a decision. Wanted: half within 14 days, nine of ten within 30."),
        _l("Long times mean that assessors are missing."),
    ),
    "independent_endorsements": (
        _l("Independent endorsements"),
        _l(
            "Of the signed endorsements of decided claims, the share that counted: "
            "not by oneself, and not in return for another."
        ),
        _l("A falling share means that people endorse each other in turn."),
    ),
    "retention": (
        _l("Who is still here after ninety days"),
        _l(
            "Of people who let their visits be counted: who signed in again between 13 and 26 weeks after "
            "their first badge (without one: after their 13th week here), compared with others who were "
            "as active before. Only sign-ins here are counted."
        ),
        _l("If people who were seldom here come back less after a badge, badges do harm."),
    ),
    "mentor_load": (
        _l("Load of mentors"),
        _l(
            "Of the people who were asked to endorse somebody in the last twelve months: "
            "who has five or more requests waiting. And the share of the requests that had no answer "
            "within 14 days."
        ),
        _l("Too much load burns people out."),
    ),
    "needs_answered": (
        _l("Needs answered"),
        _l(
            "Skills that more people want than offer in the newest month, and how many of them some group "
            "does something about. Then, for what groups finished: how many want it for each who offers it, "
            "before and after."
        ),
        _l("Numbers that nobody acts on are of no use."),
    ),
    "completions": (
        _l("Paths completed, by language"),
        _l(
            "People who completed a learning path in the last twelve months, "
            "by the language in which they read these pages."
        ),
        _l("If all completions are in one language, the others need better content."),
    ),
    "language_reach": (
        _l("Content by language"),
        _l("Share of the competencies that can be read in full in a language."),
        _l("Content drifts towards English."),
    ),
    "spread_of_issuing": (
        _l("Spread of giving"),
        _l("Share of all accepted badges of the last twelve months that came from the three largest groups."),
        _l("A large share means that few groups decide for all."),
    ),
    "subsidiarity": (
        _l("Local decisions"),
        _l(
            "Groups that have adapted a role, and how often a new version from elsewhere "
            "was taken over or left aside in the last two years."
        ),
        _l(
            "Nobody adapting can mean unused freedom; everybody leaving new versions aside can mean "
            "that the reference is of no help."
        ),
    ),
}

# What counts no people is of this moment and hides no small number: said beside it, so that nobody wonders.
COUNTS_NO_PEOPLE = {
    "needs_answered": _l("This counts skills, not people. It is of today, from numbers that could be shown."),
    "language_reach": _l("This counts competencies, not people. It is of today."),
    "subsidiarity": _l(
        "This counts groups and their decisions, not people. It is of today, and no number is hidden."
    ),
}


def told() -> dict[str, dict[str, str]]:
    """Give the same in the language of the request, for programs."""
    return {
        key: {
            "name": str(name),
            "definition": str(definition),
            "watch": str(watch),
            "note": str(COUNTS_NO_PEOPLE.get(key, "")),
        }
        for key, (name, definition, watch) in WORDS.items()
    }
