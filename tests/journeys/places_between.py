"""Pages between two people of the made-up movement: claims, endorsements, shared badges, reports."""

from playwright.sync_api import Page

from tests.journeys.steps import HUB, first, write_endorsement

STRANGER, STEWARD, HOLDER = "", "steward", "p3"
ASSESSOR, MENTOR, SAFETY = "second-steward", "p5", "p6"
ID = "[0-9a-f-]{36}"

Found = dict[str, tuple[str, str]]


def found(visit: dict[str, Page]) -> Found:
    """Give endpoint -> (who looks, path); `visit` has a page of each person, signed in and in English."""
    claims, endorsements = _claims(visit), _endorsements(visit)
    return {**claims, **endorsements, **_shown(visit), **_reports(visit)}


def _claims(visit: dict[str, Page]) -> Found:
    """The claim that came back to the holder, and the case that waits for the assessor, taken."""
    holder, assessor = visit[HOLDER], visit[ASSESSOR]
    claim = first(holder, "/claims", rf"/claims/{ID}$")
    seen = first(holder, claim, rf"{claim}/evidence/{ID}/visibility$")
    case = first(assessor, "/assess", rf"/assess/{ID}$")
    assessor.goto(case)
    assessor.get_by_role("button", name="Take this case").click()
    assessor.get_by_role("heading", name="You decide this case").wait_for()
    return {
        "claims.claim": (HOLDER, claim),
        "claims.withdraw": (HOLDER, f"{claim}/withdraw"),
        "claims.appeal": (HOLDER, f"{claim}/appeal"),
        "claims.new_evidence": (HOLDER, f"{claim}/evidence/new"),
        "claims.new_evidence#file": (HOLDER, f"{claim}/evidence/new?form=file"),
        "claims.new_evidence#text": (HOLDER, f"{claim}/evidence/new?form=text"),
        "claims.see_evidence": (HOLDER, seen),
        "endorsing.ask_for_claim": (HOLDER, f"{claim}/ask"),
        "assessing.case": (ASSESSOR, case),
    }


def _endorsements(visit: dict[str, Page]) -> Found:
    """What the holder is asked for, written so far that it could be signed; what the mentor signed before."""
    mentor, holder = visit[MENTOR], visit[HOLDER]
    write = first(holder, "/endorsements", rf"/endorsements/{ID}/write$")
    holder.goto(write)
    write_endorsement(holder, competency="welcoming-volunteers")
    withdrawal = first(mentor, "/endorsements", rf"/endorsements/{ID}/withdraw$")
    badge = first(holder, "/passport", rf"/credentials/{ID}$")
    holder.goto(f"{badge}/ask")
    holder.get_by_role("button", name="Make a link instead").click()
    link = holder.locator("#endorse-link").input_value()
    return {
        "endorsing.write": (HOLDER, write),
        "endorsing.preview": (HOLDER, write.replace("/write", "/preview")),
        "endorsing.endorsement": (MENTOR, withdrawal.removesuffix("/withdraw")),
        "endorsing.endorsement#to-write": (HOLDER, write.removesuffix("/write")),
        "endorsing.withdrawal": (MENTOR, withdrawal),
        "endorsing.ask_for_badge": (HOLDER, f"{badge}/ask"),
        "endorsing.link": (STRANGER, link),
    }


def _shown(visit: dict[str, Page]) -> Found:
    """What a holder can do with a badge and a collection, and what a stranger sees of them by a link."""
    holder, stranger = visit[HOLDER], visit[STRANGER]
    badge = first(holder, "/passport", rf"/credentials/{ID}$")
    collection = first(holder, "/passport/collections", rf"/collections/{ID}$")
    holder.goto(collection)
    link = holder.get_by_label("Address", exact=True).first.input_value()
    return {
        "passport.giving_up_page": (HOLDER, f"{badge}/give-up"),
        "sharing.share": (HOLDER, f"{badge}/share"),
        "collections.collection": (HOLDER, collection),
        "shared.shared": (STRANGER, link),
        "shared.badge": (STRANGER, first(stranger, link, rf"/badges/{ID}$")),
    }


def _reports(visit: dict[str, Page]) -> Found:
    """A report of a badge by the holder, as each side sees it."""
    holder, steward = visit[HOLDER], visit[STEWARD]
    form = first(holder, "/badges/first-steps", r"/report\?")
    holder.goto(form)
    holder.locator('[name="reason"]').first.check()
    holder.get_by_role("button", name="Send the report").click()
    holder.get_by_role("heading", name="Your report").wait_for()
    return {
        "reports.new_report": (STRANGER, form),
        "reports.mine": (HOLDER, holder.url),
        "reports.one": (STEWARD, first(steward, f"{HUB}/reports", rf"/reports/{ID}$")),
    }
