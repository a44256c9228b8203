"""Who stands behind a checked document, in words: who signed it, under which names, and who vouches."""

from flask_babel import gettext as _

from credentials.verify import IssuerView, Report
from issuers import queries as issuers
from issuers.models import Issuer
from web.findings import isolated
from web.kinds_shown import has_passed, is_hosted

# Warnings without which what is good must not be told.
ALARMING = frozenset({"name_imitated", "under_review", "inner_under_review"})


def names(report: Report) -> tuple[str, str]:
    """Give what to call the issuer, and the sentence about another name in the badge, "" where there is none.

    We say the name by which we know it today, else its own word.
    """
    view = report.issuer
    if view is None:
        return "", ""
    now, inside = view.known_name or view.claimed_name, _inside(report, view)
    if not inside:
        return now, ""
    both = {"inside": inside, "now": isolated(now)}
    if view.known == "registered":
        return now, str(_("In the badge: %(inside)s. This group is called %(now)s today.", **both))
    return now, str(_("In the badge: %(inside)s. Here it is known as %(now)s.", **both))


def _inside(report: Report, view: IssuerView) -> str:
    """Give what the badge calls an issuer that signed it and that we know by another name today."""
    is_signed = has_passed(report, "proof") and has_passed(report, "issuer")
    differs = view.known is not None and view.claimed_name not in {"", view.known_name}
    return isolated(view.claimed_name) if is_signed and differs else ""


def what_is_good(report: Report) -> str:
    """Give the sentence of the headline of a genuine document: who signed it, by its own word if unknown."""
    if report.standard == "vp":
        return str(_("Every badge in it is genuine."))
    view = report.issuer
    if view is not None and view.known is not None:
        return _by_known(report, view)
    return _by_stranger(report, view.claimed_name if view is not None else "")


def _by_known(report: Report, view: IssuerView) -> str:
    issuer, inside = isolated(view.known_name or ""), _inside(report, view)
    if is_hosted(report):
        return str(_("Confirmed by the site of %(issuer)s.", issuer=issuer))
    if not inside:
        return str(_("Signed by %(issuer)s, and unchanged since.", issuer=issuer))
    told = _(
        "Signed by %(issuer)s, which the badge calls %(inside)s, and unchanged since.",
        issuer=issuer,
        inside=inside,
    )
    return str(told)


def _by_stranger(report: Report, name: str) -> str:
    if is_hosted(report):
        return str(_("Confirmed by the site of the issuer that it names."))
    if not name.strip():
        return str(_("Signed by somebody who gives no name, and unchanged since."))
    return str(
        _("Signed by somebody who calls itself %(issuer)s, and unchanged since.", issuer=isolated(name))
    )


def who_vouches(group: Issuer) -> str:
    """Give the sentence that says who vouches for a vouched group."""
    voucher = issuers.issuer(group.vouched_by) if group.vouched_by else None
    if voucher is None:
        return str(_("A group that we know: whoever runs this service vouches for it."))
    return str(_("A group that we know: %(group)s vouches for it.", group=isolated(voucher.name)))


def who_vouches_for(report: Report) -> str:
    """Give the same sentence for the issuer of a checked document; "" where it is no group of ours."""
    found = issuers.issuer_of(report.issuer.id) if report.issuer is not None else None
    return who_vouches(found) if found is not None and found.is_vouched else ""
