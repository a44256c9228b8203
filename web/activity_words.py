"""What was done with a person's data, in words: one table from the actions of the audit log to sentences.

A test reads every action out of the source and asks for its words here. Others are never named, only
what they were when they did it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from foundation.audit import AuditEvent


class Who(Enum):
    """What somebody else was who did it."""

    STEWARD = "steward"
    ASSESSOR = "assessor"
    MODERATOR = "moderator"
    HOLDER = "holder"
    ENDORSER = "endorser"
    OTHER = "other"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page: when, what, and by whom."""

    at: datetime
    what: str
    who: str


_S, _A, _M, _H, _E, _O, _V = (
    Who.STEWARD,
    Who.ASSESSOR,
    Who.MODERATOR,
    Who.HOLDER,
    Who.ENDORSER,
    Who.OTHER,
    Who.SERVICE,
)

WORDS = {
    "achievement.published": (lazy_gettext("A badge was defined."), _S),
    "competencies.adaptation.accept": (
        lazy_gettext("The new version of a role was taken over into an adapted one."),
        _S,
    ),
    "competencies.adaptation.adopt": (lazy_gettext("An adapted role was adopted."), _S),
    "competencies.adaptation.begin": (lazy_gettext("A group began to adapt a role."), _S),
    "competencies.adaptation.come_due": (lazy_gettext("An adapted role came due for its review."), _V),
    "competencies.adaptation.forget_draft": (lazy_gettext("Prepared changes of a role were dropped."), _S),
    "competencies.adaptation.ignore": (lazy_gettext("The new version of an adapted role was ignored."), _S),
    "competencies.adaptation.prepare": (lazy_gettext("Changes of a role were prepared."), _S),
    "competencies.adaptation.retire": (lazy_gettext("An adapted role was put aside."), _S),
    "competencies.context.describe": (lazy_gettext("A group described its context."), _S),
    "competencies.modelling.begin": (lazy_gettext("A group began to work out a role."), _S),
    "competencies.modelling.forget": (lazy_gettext("A role that was being worked out was dropped."), _S),
    "competencies.modelling.write": (lazy_gettext("A step of working out a role was written."), _S),
    "issuers.delegation.end": (lazy_gettext("A hub may not define roles for a group any more."), _S),
    "issuers.delegation.give": (lazy_gettext("A group lets a hub define its roles."), _S),
    "competencies.aim.begin": (lazy_gettext("A role was aimed at."), _V),
    "competencies.aim.stop": (lazy_gettext("A role was not aimed at any more."), _V),
    "competencies.openness.begin": (lazy_gettext("Somebody let themselves be found for roles."), _V),
    "competencies.openness.end": (lazy_gettext("Somebody let themselves be found no more."), _V),
    "competencies.suggestion.dismiss": (lazy_gettext("A suggested role was turned down."), _V),
    "competencies.suggestion.take_back": (lazy_gettext("A suggested role was wanted again."), _V),
    "competencies.draft.begin": (lazy_gettext("A draft of a framework was begun."), _S),
    "competencies.draft.change": (lazy_gettext("A draft of a framework was changed."), _S),
    "competencies.draft.discard": (lazy_gettext("A draft of a framework was thrown away."), _S),
    "competency.taken_out": (lazy_gettext("A competency was taken out of its framework."), _S),
    "competencies.holding.accept": (lazy_gettext("Somebody said yes to holding a role."), _V),
    "competencies.holding.decline": (lazy_gettext("Somebody said no to holding a role."), _V),
    "competencies.holding.end": (lazy_gettext("A group ended that somebody holds a role."), _S),
    "competencies.holding.hand_back": (lazy_gettext("A role was given back."), _V),
    "competencies.holding.propose": (lazy_gettext("A group asked whether somebody holds a role."), _S),
    "competencies.plan.add": (lazy_gettext("A line of a leadership plan was written."), _S),
    "competencies.plan.change": (lazy_gettext("A line of a leadership plan was changed."), _S),
    "competencies.plan.finish": (lazy_gettext("A line of a leadership plan was marked as done."), _S),
    "competencies.plan.remove": (lazy_gettext("A line of a leadership plan was deleted."), _S),
    "competencies.plan.reopen": (lazy_gettext("A line of a leadership plan was opened again."), _S),
    "competencies.initiative.begin": (lazy_gettext("A group wrote down what it does about a need."), _S),
    "competencies.initiative.finish": (lazy_gettext("A group wrote down what came of it."), _S),
    "competencies.needs_profile.keep": (lazy_gettext("What may be counted was chosen."), _V),
    "competencies.ratings.make": (lazy_gettext("A group said how it sees itself."), _S),
    "competencies.stances.keep": (lazy_gettext("Skills that are known, offered or wanted were kept."), _V),
    "competencies.readiness.forget": (lazy_gettext("What you had kept about a role was deleted."), _V),
    "competencies.readiness.keep": (lazy_gettext("How far you were from a role was kept."), _V),
    "competency.published": (lazy_gettext("A competency was defined."), _S),
    "content.loaded": (lazy_gettext("Content was loaded."), _S),
    "framework.published": (lazy_gettext("A framework was defined."), _S),
    "pathways.enrolment.complete": (lazy_gettext("A path was completed."), _V),
    "pathways.enrolment.follow": (lazy_gettext("A path was begun."), _V),
    "pathways.enrolment.go_on": (lazy_gettext("A path was taken up again."), _V),
    "pathways.enrolment.leave": (lazy_gettext("A path was left."), _V),
    "pathways.enrolment.pause": (lazy_gettext("A path was paused."), _V),
    "pathways.step.tick": (lazy_gettext("A step of a path was marked as done."), _V),
    "pathways.step.untick": (lazy_gettext("A step of a path was marked as not done."), _V),
    "reference.drop": (lazy_gettext("A framework from elsewhere was not taken in."), _S),
    "reference.fetch": (lazy_gettext("A framework from elsewhere was asked for at an address."), _S),
    "reference.import": (lazy_gettext("A framework from elsewhere was taken in."), _S),
    "reference.imported": (lazy_gettext("A framework from elsewhere is there to see."), _V),
    "reference.look_over": (lazy_gettext("A framework from elsewhere was looked over."), _S),
    "reference.remove": (lazy_gettext("A framework from elsewhere was taken away."), _S),
    "role.published": (lazy_gettext("A role was defined."), _S),
    "accounts.digest.stop": (lazy_gettext("The daily letter was stopped."), _V),
    "accounts.identity.link": (lazy_gettext("An account elsewhere was connected."), _V),
    "accounts.identity.rename": (lazy_gettext("The name of a connected account changed there."), _V),
    "accounts.identity.unlink": (lazy_gettext("An account elsewhere was disconnected."), _V),
    "accounts.person.leave": (lazy_gettext("Somebody left and was deleted."), _V),
    "accounts.person.lock": (lazy_gettext("The account was locked, as the connected one is."), _V),
    "accounts.person.take_along": (lazy_gettext("Everything was downloaded."), _V),
    "accounts.person.unlock": (lazy_gettext("The account was unlocked."), _V),
    "accounts.preference.change": (lazy_gettext("Settings were changed."), _V),
    "accounts.safety.change": (lazy_gettext("The seat in trust and safety was given or taken."), _V),
    "badges.award.accept": (lazy_gettext("A badge was accepted and signed."), _H),
    "badges.award.give": (lazy_gettext("A badge was offered."), _S),
    "badges.award.lapse": (lazy_gettext("An offer of a badge ran out."), _V),
    "badges.award.mend_address": (lazy_gettext("The address of an offer was corrected."), _S),
    "badges.award.offer": (lazy_gettext("An offer that had run out was made again."), _S),
    "badges.award.refuse": (lazy_gettext("An offer of a badge was turned down."), _H),
    "badges.award.resend": (lazy_gettext("The letter about an offer was sent again."), _S),
    "badges.award.withdraw": (lazy_gettext("An offer of a badge was taken back."), _S),
    "badges.claim.appeal": (lazy_gettext("A decision on a claim was appealed."), _H),
    "badges.claim.award": (lazy_gettext("A claim was decided: the badge is given."), _A),
    "badges.claim.decline": (lazy_gettext("A claim was decided: the badge is not given."), _A),
    "badges.claim.forget": (lazy_gettext("A claim that was declined was deleted, a year later."), _V),
    "badges.claim.open": (lazy_gettext("A claim was opened."), _H),
    "badges.claim.release": (lazy_gettext("A claim was put back for another assessor."), _A),
    "badges.claim.return": (lazy_gettext("A claim was returned with a question."), _A),
    "badges.claim.submit": (lazy_gettext("A claim was handed in."), _H),
    "badges.claim.take": (lazy_gettext("A claim was taken on to be decided."), _A),
    "badges.claim.withdraw": (lazy_gettext("A claim was taken back."), _H),
    "badges.collection.add": (lazy_gettext("A badge was put into a collection."), _H),
    "badges.collection.change": (lazy_gettext("A collection was changed."), _H),
    "badges.collection.delete": (lazy_gettext("A collection was deleted."), _H),
    "badges.collection.make": (lazy_gettext("A collection was made."), _H),
    "badges.collection.move": (lazy_gettext("The order of a collection was changed."), _H),
    "badges.collection.remove": (lazy_gettext("A badge was taken out of a collection."), _H),
    "badges.credential.bring_back": (lazy_gettext("A badge was brought back into the passport."), _H),
    "badges.credential.give_up": (lazy_gettext("A badge was given up."), _H),
    "badges.credential.hide": (lazy_gettext("A badge was put away, out of the passport."), _H),
    "badges.credential.hold": (lazy_gettext("A badge was put under review."), _M),
    "badges.credential.publish": (lazy_gettext("The page of a badge was made public."), _H),
    "badges.credential.release": (lazy_gettext("The review of a badge ended."), _M),
    "badges.credential.revoke": (lazy_gettext("A badge was withdrawn by its group."), _S),
    "badges.credential.suppress": (lazy_gettext("The page of a badge was taken from public view."), _M),
    "badges.credential.unpublish": (lazy_gettext("The page of a badge was made private."), _H),
    "badges.credential.unsuppress": (lazy_gettext("The page of a badge may be shown again."), _M),
    "badges.endorsement.accept": (lazy_gettext("An endorsement was accepted."), _H),
    "badges.endorsement.ask": (lazy_gettext("An endorsement was asked for."), _H),
    "badges.endorsement.decline": (lazy_gettext("An endorsement was declined."), _O),
    "badges.endorsement.draft": (lazy_gettext("An endorsement was begun."), _E),
    "badges.endorsement.lapse": (lazy_gettext("A request for an endorsement ran out."), _V),
    "badges.endorsement.offer": (lazy_gettext("An endorsement was offered."), _E),
    "badges.endorsement.sign": (lazy_gettext("An endorsement was signed."), _E),
    "badges.endorsement.suppress": (lazy_gettext("An endorsement was taken from view."), _M),
    "badges.endorsement.take_up": (lazy_gettext("A link to endorse was used."), _E),
    "badges.endorsement.unsuppress": (lazy_gettext("An endorsement may be shown again."), _M),
    "badges.endorsement.withdraw": (lazy_gettext("An endorsement was withdrawn."), _E),
    "badges.evidence.add": (lazy_gettext("Evidence was added to a claim."), _H),
    "badges.evidence.change_visibility": (lazy_gettext("Who sees a piece of evidence was changed."), _H),
    "badges.evidence.open": (lazy_gettext("A piece of private evidence was opened."), _A),
    "badges.evidence.remove": (lazy_gettext("Evidence was taken out of a claim."), _H),
    "badges.recognition.give": (lazy_gettext("A badge was given with thanks, by a peer."), _O),
    "badges.report.answer": (lazy_gettext("A report was answered."), _M),
    "badges.report.close": (lazy_gettext("A report was closed, as what it was about is gone."), _V),
    "badges.report.make": (lazy_gettext("A report was made."), _O),
    "badges.revocation.drop": (lazy_gettext("A proposal to withdraw a badge was dropped."), _S),
    "badges.revocation.propose": (lazy_gettext("It was proposed to withdraw a badge."), _S),
    "badges.run.start": (lazy_gettext("Badges were given to a list."), _S),
    "badges.share.end": (lazy_gettext("A shared link was ended."), _H),
    "badges.share.make": (lazy_gettext("A badge or a collection was shared by a link."), _H),
    "group.changed": (lazy_gettext("What a group says of itself was changed."), _S),
    "group.registered": (lazy_gettext("A group was registered."), _S),
    "group.unvouched": (lazy_gettext("A group is vouched for no more."), _S),
    "group.vouched": (lazy_gettext("A group was vouched for."), _S),
    "key.added": (lazy_gettext("A key to sign with was made."), _V),
    "key.compromised": (
        lazy_gettext("A key to sign with was taken out of use, as somebody else may have it."),
        _S,
    ),
    "mailbox.proven": (lazy_gettext("An e-mail address was confirmed."), _V),
    "mentoring.nomination.accept": (lazy_gettext("A nomination was accepted."), _V),
    "mentoring.nomination.close": (lazy_gettext("A nomination was put away by the group."), _S),
    "mentoring.nomination.decline": (lazy_gettext("A nomination was declined. Nobody was told."), _V),
    "mentoring.nomination.invite": (lazy_gettext("A link that names somebody for a role was made."), _V),
    "mentoring.nomination.lapse": (lazy_gettext("A nomination ran out."), _V),
    "mentoring.nomination.make": (lazy_gettext("Somebody was named for a role."), _O),
    "mentoring.nomination.take": (lazy_gettext("A link was used, and with it a nomination came."), _V),
    "mentoring.nomination.uninvite": (
        lazy_gettext("A link that names somebody for a role was taken back."),
        _V,
    ),
    "mentoring.nomination.withdraw": (lazy_gettext("A nomination was taken back."), _O),
    "mentoring.signals.let_in": (lazy_gettext("A wiki may be asked for signals."), _V),
    "mentoring.signals.stop": (lazy_gettext("A wiki is asked for signals no more."), _V),
    "mentoring.thanks.choose": (lazy_gettext("Who may read thanks was chosen."), _V),
    "mentoring.thanks.give": (lazy_gettext("Somebody was thanked."), _O),
    "mentoring.wishes.change": (lazy_gettext("Who may thank and nominate was chosen."), _V),
    "operator.made": (lazy_gettext("The account may run the service now."), _V),
    "password.changed": (lazy_gettext("The password was set or changed."), _V),
    "person.joined": (lazy_gettext("The account was made."), _V),
    "recovery_code.used": (lazy_gettext("A recovery code was used."), _V),
    "recovery_codes.replaced": (lazy_gettext("New recovery codes were made."), _V),
    "seat.given": (lazy_gettext("A seat in a group was given."), _S),
    "seat.invited": (lazy_gettext("Somebody was invited to a seat in a group."), _S),
    "seat.removed": (lazy_gettext("A seat in a group was taken away."), _S),
    "sessions.ended": (lazy_gettext("The account was signed out everywhere."), _V),
    "token.made": (lazy_gettext("A token for a program was made."), _V),
    "token.revoked": (lazy_gettext("A token for a program was taken back."), _V),
    "user_name.chosen": (lazy_gettext("The user name was chosen."), _V),
}


def told(event: AuditEvent, reader: UUID, groups: Mapping[UUID, str]) -> Line:
    """Give the line of one event for its reader; `groups` are names by id."""
    what, who = WORDS.get(event.action, (lazy_gettext("Something was done here."), Who.SERVICE))
    if event.actor_id == reader:
        return Line(event.at, str(what), _("you"))
    group = groups.get(event.group_id) if event.group_id else None
    return Line(event.at, str(what), _other(who, group))


def _other(who: Who, group: str | None) -> str:
    of_group = {
        Who.STEWARD: lambda: _("a steward of %(group)s", group=group),
        Who.ASSESSOR: lambda: _("an assessor of %(group)s", group=group),
        Who.MODERATOR: lambda: _("a steward of %(group)s, or trust and safety", group=group),
    }
    alone = {
        Who.MODERATOR: lambda: _("trust and safety"),
        Who.HOLDER: lambda: _("the person whose badge it is"),
        Who.ENDORSER: lambda: _("the person who endorses"),
        Who.OTHER: lambda: _("another person"),
    }
    said = of_group.get(who) if group else None
    return str((said or alone.get(who) or (lambda: _("the service")))())
