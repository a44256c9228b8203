"""What a notice says: one sentence for each kind of thing that people are told. No names are in it."""

from collections.abc import Mapping

from flask_babel import gettext as _

from accounts.models import NoticeKind


def _about_claims() -> Mapping[str, str]:
    return {
        NoticeKind.OFFER_MADE: _("A group gives you a badge. It waits for your yes or no."),
        NoticeKind.CLAIM_RETURNED: _(
            "Your claim came back: something more is needed. The next step is yours."
        ),
        NoticeKind.CLAIM_AWARDED: _("Your claim was accepted. The badge waits for your yes."),
        NoticeKind.CLAIM_AWARDED_IN_PART: _(
            "Your claim was accepted in part. The badge waits for your yes. You see what is still missing."
        ),
        NoticeKind.CLAIM_DECLINED: _("Your claim was not accepted this time. You find advice on what to do."),
        NoticeKind.CLAIM_WAITS: _(
            "A claim has waited for two weeks. The next step is yours, as an assessor."
        ),
    }


def _about_endorsements() -> Mapping[str, str]:
    return {
        NoticeKind.ENDORSEMENT_ASKED: _("Somebody asks you to say what you saw them do."),
        NoticeKind.ENDORSEMENT_OFFERED: _("Somebody offers to say what they saw you do."),
        NoticeKind.ENDORSEMENT_SIGNED: _(
            "Somebody signed what they saw you do. You choose whether to show it."
        ),
        NoticeKind.ENDORSEMENT_ACCEPTED: _("What you signed for somebody is shown with their badge now."),
        NoticeKind.ENDORSEMENT_DECLINED: _("An endorsement was declined. No reason needs to be given."),
        NoticeKind.ENDORSEMENT_LAPSED: _("A request to endorse ran out, as nobody answered in time."),
        NoticeKind.ENDORSEMENT_WITHDRAWN: _("An endorsement of what you did was withdrawn."),
    }


def _about_badges() -> Mapping[str, str]:
    return {
        NoticeKind.CREDENTIAL_HELD: _(
            "Your badge is under review. It stays yours, and its signature stays good."
        ),
        NoticeKind.CREDENTIAL_RELEASED: _("A review is over: your badge shows as it did before."),
        NoticeKind.CREDENTIAL_SUPPRESSED: _(
            "The public page of your badge is hidden while somebody looks into a report. You keep the badge."
        ),
        NoticeKind.CREDENTIAL_REVOKED: _("A group withdrew a badge of yours for good. Its page says why."),
        NoticeKind.REPORT_MADE: _("Somebody asks you to look at something."),
        NoticeKind.REPORT_ANSWERED: _("What you reported was looked at. Here is the answer."),
    }


def _about_roles() -> Mapping[str, str]:
    return {
        NoticeKind.ROLE_PROPOSED: _("A group asks whether you hold a role for it. You say yes or no."),
        NoticeKind.ROLE_BASE_CHANGED: _(
            "A role that your group adapted has a new version. Yours stays as it is until you decide."
        ),
        NoticeKind.ROLE_REVIEW_DUE: _(
            "A role of your group is a year old. Please look whether it still fits."
        ),
        NoticeKind.PLAN_NAMES_LEAVER: _(
            "A line of your plan names somebody who has left. Please take the name out."
        ),
    }


def _about_finding() -> Mapping[str, str]:
    return {
        NoticeKind.THANKS_RECEIVED: _("Somebody thanks you. Only you see it, unless you choose to show it."),
        NoticeKind.NOMINATION_MADE: _(
            "Somebody thinks that a role would suit you. Nobody else knows of it before you say yes."
        ),
        NoticeKind.NOMINATION_ACCEPTED: _("Somebody was named for a role of your group, and said yes."),
    }


def _about_groups() -> Mapping[str, str]:
    return {
        NoticeKind.GROUP_RENAMED: _(
            "A group that you or your group vouches for has a new name. "
            "Please look whether that is still right."
        ),
    }


def _about_an_endorsement() -> Mapping[str, str]:
    """The same kinds, when the thing is an endorsement, for who wrote it and for whom."""
    return {
        NoticeKind.CREDENTIAL_SUPPRESSED: _("An endorsement is hidden while somebody looks into a report."),
        NoticeKind.CREDENTIAL_RELEASED: _("A review is over: an endorsement is shown as it was before."),
    }


def notice_words(kind: str, facts: Mapping[str, str] | None = None) -> str:
    """Give the sentence of a notice; a kind of a later version is told in general."""
    special = _about_an_endorsement() if (facts or {}).get("thing") == "endorsement" else {}
    known = {
        **_about_claims(),
        **_about_endorsements(),
        **_about_badges(),
        **_about_finding(),
        **_about_roles(),
        **_about_groups(),
        **special,
    }
    return known.get(kind) or _("There is something new for you.")
