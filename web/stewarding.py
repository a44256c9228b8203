"""What stewards find on the page of their group: what waits for them now, and everything they manage."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from badges.queries import assessing, awards, reports
from competencies.queries import due as waiting
from foundation import clock
from foundation.acting import current_actor
from foundation.addresses import group_path
from foundation.policy import Action, Scope, may
from issuers.models import Issuer
from mentoring.queries import nominations

Link = tuple[str, str]
Places = tuple[tuple[Action, str, str], ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Some of what can be managed: its heading, what it is for, and links (address, text)."""

    key: str
    heading: str
    about: str
    links: list[Link]


def shelves(group: Issuer) -> list[Shelf]:
    """Give what the actor may manage in a group, what is used most first; [] for anybody else."""
    badges = Shelf("badges", _("Badges"), _("Show what somebody can do, and see who has which badge."), [])
    people = Shelf("people", _("People"), _("Who is in the group, and who could take something on."), [])
    skills = Shelf("skills", _("Roles and skills"), _("What a role in your group takes, in your words."), [])
    needs = Shelf("needs", _("Needs and plans"), _("What is missing, and who does what about it."), [])
    keys = Shelf(
        "keys", _("Name and key"), _("What others see of the group, and what proves that it is you."), []
    )
    found = (
        (badges, _of_badges()), (people, _of_people()), (skills, _of_skills()),
        (needs, _of_needs()), (keys, _of_keys()),
    )  # fmt: skip
    for shelf, places in found:
        shelf.links.extend(_links(group, places))
    return [shelf for shelf, _places in found if shelf.links]


def _of_badges() -> Places:
    return (
        (Action.AWARD_GIVE, "awards/new", _("Give a badge")),
        (Action.AWARD_SEE, "awards", _("Badges given")),
        (Action.ACHIEVEMENT_DEFINE, "badges/new", _("Define a badge")),
    )


def _of_people() -> Places:
    return (
        (Action.GROUP_SEE_SEATS, "seats", _("Who does what")),
        (Action.OPEN_PEOPLE_SEE, "near", _("Who is near to a role")),
        (Action.OPEN_PEOPLE_SEE, "nominations", _("Named for roles")),
        (Action.TEAM_SEE, "team", _("What we can do together")),
        (Action.REPORT_ACT, "reports", _("Reports")),
    )


def _of_skills() -> Places:
    return (
        (Action.ROLE_DEFINE, "roles/model", _("Work out a role step by step")),
        (Action.ROLE_DEFINE, "roles/new", _("Define a role")),
        (Action.ROLE_DEFINE, "context/edit", _("Describe the group")),
        (Action.ROLE_DELEGATE, "delegation", _("Who defines our roles")),
        (Action.COMPETENCY_DEFINE, "competencies/new", _("Define a competency")),
        (Action.COMPETENCY_DEFINE, "frameworks", _("Frameworks")),
        (Action.COMPETENCY_DEFINE, "reference", _("Frameworks from elsewhere")),
    )


def _of_needs() -> Places:
    return (
        (Action.PLAN_KEEP, "plan", _("Leadership plan")),
        (Action.GROUP_RATE, "assessment", _("How we see ourselves")),
        (Action.INITIATIVE_KEEP, "initiatives", _("What we do about needs")),
    )


def _of_keys() -> Places:
    return (
        (Action.GROUP_CHANGE, "edit", _("Change the group")),
        (Action.KEY_COMPROMISE, "keys/lost", _("Somebody else may have our key")),
    )


def _links(group: Issuer, places: Places) -> Iterator[Link]:
    here, scope = group_path(group.slug), Scope(group_id=group.id)
    for action, place, text in places:
        if may(current_actor(), action, scope):
            yield f"{here}/{place}", text


def todo(group: Issuer) -> list[Link] | None:
    """Give what waits for the stewards of a group, most pressing first; None for anybody else."""
    actor, scope = current_actor(), Scope(group_id=group.id)
    if not may(actor, Action.PLAN_KEEP, scope):
        return None
    here, is_assessor = group_path(group.slug), may(actor, Action.CLAIM_ASSESS, scope)
    queue = f"/assess?group={group.slug}" if is_assessor else f"{here}/seats"
    counted = (
        (reports.open_number(group.id, actor.person_id), f"{here}/reports", _reports),
        (len(awards.proposals_of_group(group.id)), f"{here}/awards", _proposals),
        (assessing.waiting_number(group.id), queue, _claims),
        (nominations.accepted_number(group.id), f"{here}/nominations", _nominations),
    )
    waits = [(address, words(number)) for number, address, words in counted if number]
    return [*waits, *_due(group, here)]


def _due(group: Issuer, here: str) -> Iterator[Link]:
    found = waiting.due(group.id, clock.now())
    counted = (
        (found.updates, f"/roles/{found.role}/update", _updates),
        (found.reviews, f"/roles/{found.review}/edit", _reviews),
        (found.terms, f"{here}/plan", _terms),
        (found.lines, f"{here}/plan", _lines),
        (found.ratings, f"{here}/assessment", _ratings),
    )
    for number, address, words in counted:
        if number:
            yield address, words(number)


def _reports(number: int) -> str:
    return str(ngettext("%(num)s report waits for an answer", "%(num)s reports wait for an answer", number))


def _proposals(number: int) -> str:
    return str(
        ngettext(
            "%(num)s badge is to be taken back: a second steward decides",
            "%(num)s badges are to be taken back: a second steward decides",
            number,
        )
    )


def _claims(number: int) -> str:
    return str(ngettext("%(num)s claim waits for an assessor", "%(num)s claims wait for an assessor", number))


def _nominations(number: int) -> str:
    return str(
        ngettext(
            "%(num)s person was named for a role and said yes",
            "%(num)s people were named for a role and said yes",
            number,
        )
    )


def _updates(number: int) -> str:
    return str(
        ngettext(
            "%(num)s role of yours comes from one that has changed: take the change over, or leave it",
            "%(num)s roles of yours come from one that has changed: take the change over, or leave it",
            number,
        )
    )


def _reviews(number: int) -> str:
    return str(
        ngettext(
            "%(num)s role is due to be looked at again", "%(num)s roles are due to be looked at again", number
        )
    )


def _terms(number: int) -> str:
    return str(
        ngettext(
            "%(num)s person's time in a role ends within four months, or is over",
            "%(num)s people's time in a role ends within four months, or is over",
            number,
        )
    )


def _lines(number: int) -> str:
    return str(
        ngettext(
            "%(num)s line of your plan is past its day",
            "%(num)s lines of your plan are past their day",
            number,
        )
    )


def _ratings(number: int) -> str:
    return str(
        ngettext(
            "%(num)s rating of how you see yourselves runs out within a month, or has run out",
            "%(num)s ratings of how you see yourselves run out within a month, or have run out",
            number,
        )
    )
