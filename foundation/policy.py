"""Who may do what: one table. Anything not written here is refused.

A rule looks at an `Actor` (frozen, made once per request) and a `Scope` (whose thing it is). What
you may not know exists answers 404; what you may see but not change answers 403.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from foundation.errors import ForbiddenError, NotFoundError, SignInNeededError


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: nobody (`person_id` None), or a person with seats in groups.

    `stewards`, `assessors`: ids of the groups where the person has that seat; `groups`: where any.
    `delegated`: groups whose roles a group where the person is a steward may define.
    `operator`: runs the service. `safety`: sits in trust and safety. `locked`: may keep, show and take along
    what is theirs, nothing new; its seats rest.
    """

    person_id: UUID | None = None
    stewards: frozenset[UUID] = frozenset()
    assessors: frozenset[UUID] = frozenset()
    groups: frozenset[UUID] = frozenset()
    delegated: frozenset[UUID] = frozenset()
    operator: bool = False
    safety: bool = False
    locked: bool = False
    language: str = "en"

    @property
    def signed_in(self) -> bool:
        """Tell whether somebody is there."""
        return self.person_id is not None


NOBODY = Actor()
SYSTEM = Actor(operator=True)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose thing it is: the group that owns it, the person it belongs to, whether everybody may see it."""

    group_id: UUID | None = None
    person_id: UUID | None = None
    public: bool = False


class Action(StrEnum):
    """Everything that can be done here, as room.thing.verb, in alphabetical order."""

    ACCOUNT_CHANGE = "accounts.person.change"
    ACCOUNT_TAKE_ALONG = "accounts.person.take_along"
    ACCOUNT_LEAVE = "accounts.person.leave"
    NOTICE_READ = "accounts.notice.read"
    SAFETY_SEAT = "accounts.safety.change"
    API_TOKEN_MAKE = "accounts.token.make"  # noqa: S105 - the name of an action
    GROUP_CHANGE = "issuers.group.change"
    GROUP_REGISTER = "issuers.group.register"
    GROUP_SEE_SEATS = "issuers.group.see_seats"
    GROUP_SEAT = "accounts.seat.change"
    SEAT_TAKE = "accounts.seat.take"
    GROUP_VOUCH = "issuers.group.vouch"
    KEY_COMPROMISE = "issuers.key.compromise"
    ACHIEVEMENT_DEFINE = "badges.achievement.define"
    AWARD_ACCEPT = "badges.award.accept"
    AWARD_DECIDE = "badges.award.decide"
    AWARD_GIVE = "badges.award.give"
    AWARD_SEE = "badges.award.see"
    CLAIM_OPEN = "badges.claim.open"
    CLAIM_SEE = "badges.claim.see"
    CLAIM_KEEP = "badges.claim.keep"
    CLAIM_ASSESS = "badges.claim.assess"
    EVIDENCE_OPEN = "badges.evidence.open"
    COLLECTION_KEEP = "badges.collection.keep"
    ENDORSEMENT_ASK = "badges.endorsement.ask"
    ENDORSEMENT_OFFER = "badges.endorsement.offer"
    ENDORSEMENT_WRITE = "badges.endorsement.write"
    ENDORSEMENT_DECIDE = "badges.endorsement.decide"
    ENDORSEMENT_WITHDRAW = "badges.endorsement.withdraw"
    RECOGNITION_GIVE = "badges.recognition.give"
    REPORT_MAKE = "badges.report.make"
    REPORT_ACT = "badges.report.act"
    COMPETENCY_DEFINE = "competencies.competency.define"
    CONTENT_LOAD = "pathways.content.load"
    CREDENTIAL_HOLD = "badges.credential.hold"
    CREDENTIAL_KEEP = "badges.credential.keep"
    CREDENTIAL_REVOKE = "badges.credential.revoke"
    CREDENTIAL_SUPPRESS = "badges.credential.suppress"
    SHARE_KEEP = "badges.share.keep"
    AIM_KEEP = "competencies.aim.keep"
    PATH_FOLLOW = "pathways.path.follow"
    ROLE_DEFINE = "competencies.role.define"
    ROLE_DELEGATE = "issuers.delegation.change"
    READINESS_KEEP = "competencies.readiness.keep"
    PLAN_KEEP = "competencies.plan.keep"
    TEAM_SEE = "competencies.team.see"
    HOLDING_ACCEPT = "competencies.holding.accept"
    HOLDING_KEEP = "competencies.holding.keep"
    OPENNESS_KEEP = "competencies.openness.keep"
    OPEN_PEOPLE_SEE = "competencies.open_people.see"
    STANCE_KEEP = "competencies.stance.keep"
    GROUP_RATE = "competencies.rating.make"
    INITIATIVE_KEEP = "competencies.initiative.keep"
    SIGNALS_KEEP = "mentoring.signals.keep"
    THANKS_GIVE = "mentoring.thanks.give"
    NOMINATE = "mentoring.nomination.make"
    NOMINATION_TAKE = "mentoring.nomination.take"
    NOMINATION_DECIDE = "mentoring.nomination.decide"


class Refusal(StrEnum):
    """How a refusal sounds: as if it were not there, or plainly forbidden."""

    HIDDEN = "404"
    PLAIN = "403"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may (in words, for docs/policy.md), the test itself, and how a refusal sounds."""

    who: str
    allows: Callable[[Actor, Scope], bool]
    refusal: Refusal = Refusal.HIDDEN


def _self(actor: Actor, scope: Scope) -> bool:
    return actor.signed_in and actor.person_id == scope.person_id


def _steward(actor: Actor, scope: Scope) -> bool:
    return scope.group_id is not None and scope.group_id in actor.stewards and not actor.locked


def _steward_or_delegate(actor: Actor, scope: Scope) -> bool:
    return _steward(actor, scope) or (scope.group_id in actor.delegated and not actor.locked)


def _steward_or_operator(actor: Actor, scope: Scope) -> bool:
    return actor.operator or _steward(actor, scope)


def _unlocked(actor: Actor, _scope: Scope) -> bool:
    return actor.signed_in and not actor.locked


def _self_unlocked(actor: Actor, scope: Scope) -> bool:
    return _self(actor, scope) and not actor.locked


def _assessor(actor: Actor, scope: Scope) -> bool:
    return scope.group_id is not None and scope.group_id in actor.assessors and not actor.locked


def _claimant_or_assessor(actor: Actor, scope: Scope) -> bool:
    return _self(actor, scope) or _assessor(actor, scope)


def _steward_or_safety(actor: Actor, scope: Scope) -> bool:
    keeps_safety = actor.safety and not actor.locked
    return keeps_safety or actor.operator or _steward(actor, scope)


def _anybody(_actor: Actor, _scope: Scope) -> bool:
    return True


def _operator(actor: Actor, _scope: Scope) -> bool:
    return actor.operator


_STEWARD = Rule("a steward of the group that owns it", _steward)
_SELF = Rule("the person it belongs to", _self)
_OPERATOR = Rule("the operator of the service", _operator)
_OWN_UNLOCKED = Rule("the person it belongs to, unless the account is locked", _self_unlocked, Refusal.HIDDEN)
_UNLOCKED = Rule("anybody signed in, unless the account is locked", _unlocked, Refusal.PLAIN)
_SAFETY = Rule("a steward of the group, trust and safety, or the operator", _steward_or_safety)

RULES: Mapping[Action, Rule] = {
    Action.ACCOUNT_CHANGE: _SELF,
    Action.ACCOUNT_TAKE_ALONG: _SELF,
    Action.ACCOUNT_LEAVE: _SELF,
    Action.NOTICE_READ: _SELF,
    Action.SAFETY_SEAT: _OPERATOR,
    Action.API_TOKEN_MAKE: _SELF,
    Action.GROUP_CHANGE: _STEWARD,
    Action.GROUP_REGISTER: _UNLOCKED,
    Action.GROUP_SEE_SEATS: Rule("a steward of the group, or the operator", _steward_or_operator),
    Action.GROUP_SEAT: _STEWARD,
    Action.SEAT_TAKE: _UNLOCKED,
    Action.GROUP_VOUCH: Rule(
        "a steward of a vouched group, or the operator", _steward_or_operator, Refusal.PLAIN
    ),
    Action.KEY_COMPROMISE: Rule("a steward of the group, or the operator", _steward_or_operator),
    Action.ACHIEVEMENT_DEFINE: _STEWARD,
    Action.AWARD_ACCEPT: Rule("the person the award is for, unless the account is locked", _self_unlocked),
    Action.AWARD_DECIDE: Rule("the person the award is for", _self),
    Action.AWARD_GIVE: _STEWARD,
    Action.AWARD_SEE: _STEWARD,
    Action.COMPETENCY_DEFINE: _STEWARD,
    Action.CONTENT_LOAD: Rule("a steward of the group that owns it, or the operator", _steward_or_operator),
    Action.CREDENTIAL_HOLD: _SAFETY,
    Action.CREDENTIAL_KEEP: Rule("the holder", _self),
    Action.CREDENTIAL_SUPPRESS: _SAFETY,
    Action.CLAIM_OPEN: _UNLOCKED,
    Action.CLAIM_SEE: Rule("the claimant", _self),
    Action.CLAIM_KEEP: _OWN_UNLOCKED,
    Action.CLAIM_ASSESS: Rule("an assessor of the issuing group, unless the account is locked", _assessor),
    Action.EVIDENCE_OPEN: Rule("the claimant, or an assessor of the issuing group", _claimant_or_assessor),
    Action.COLLECTION_KEEP: Rule("the holder", _self),
    Action.SHARE_KEEP: Rule("the holder", _self),
    Action.ENDORSEMENT_ASK: _OWN_UNLOCKED,
    Action.ENDORSEMENT_OFFER: _UNLOCKED,
    Action.ENDORSEMENT_WRITE: Rule("the endorser, unless the account is locked", _self_unlocked),
    Action.ENDORSEMENT_DECIDE: Rule("the holder", _self),
    Action.ENDORSEMENT_WITHDRAW: Rule("the endorser", _self),
    Action.RECOGNITION_GIVE: _UNLOCKED,
    Action.REPORT_MAKE: Rule("anybody", _anybody),
    Action.REPORT_ACT: _SAFETY,
    Action.AIM_KEEP: _SELF,
    Action.PATH_FOLLOW: _SELF,
    Action.CREDENTIAL_REVOKE: _STEWARD,
    Action.ROLE_DEFINE: Rule(
        "a steward of the group that owns it, or of a hub that the group lets define roles",
        _steward_or_delegate,
    ),
    Action.ROLE_DELEGATE: _STEWARD,
    Action.READINESS_KEEP: _SELF,
    Action.PLAN_KEEP: _STEWARD,
    Action.TEAM_SEE: _STEWARD,
    Action.HOLDING_ACCEPT: _OWN_UNLOCKED,
    Action.HOLDING_KEEP: _SELF,
    Action.OPENNESS_KEEP: _SELF,
    Action.OPEN_PEOPLE_SEE: _STEWARD,
    Action.STANCE_KEEP: _SELF,
    Action.GROUP_RATE: _STEWARD,
    Action.INITIATIVE_KEEP: _STEWARD,
    Action.SIGNALS_KEEP: _OWN_UNLOCKED,
    Action.THANKS_GIVE: _UNLOCKED,
    Action.NOMINATE: _UNLOCKED,
    Action.NOMINATION_TAKE: _UNLOCKED,
    Action.NOMINATION_DECIDE: _SELF,
}


def may(actor: Actor, action: Action, scope: Scope) -> bool:
    """Tell whether the actor may do this; an action without a rule is refused."""
    rule = RULES.get(action)
    return rule is not None and rule.allows(actor, scope)


def require(actor: Actor, action: Action, scope: Scope) -> None:
    """Do nothing when allowed; else raise SignInNeededError, ForbiddenError or NotFoundError.

    Who may not only because the account is locked is told so: ForbiddenError("account_locked").
    """
    if may(actor, action, scope):
        return
    if actor.locked and may(replace(actor, locked=False), action, scope):
        raise ForbiddenError("account_locked", action=action.value)
    if not actor.signed_in and not actor.operator:
        raise SignInNeededError(action=action.value)
    if scope.public or RULES[action].refusal is Refusal.PLAIN:
        raise ForbiddenError(action=action.value)
    raise NotFoundError
