"""Every page that a person can reach, found by walking as they do; for the tests that look at all of them."""

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.journeys import places_between
from tests.journeys.places_between import ASSESSOR, HOLDER, MENTOR, SAFETY, STEWARD, STRANGER
from tests.journeys.running import Letters
from tests.journeys.steps import HUB, KNOWN_BADGE, first, give, new_address

PEOPLE = (STRANGER, STEWARD, HOLDER, ASSESSOR, MENTOR, SAFETY)

CORE = "/frameworks/volunteer-movement-core"

# Endpoint -> (who looks, path). What holds an id of this run in its path is found on the way, below.
FIXED = {
    "browse.home": (STRANGER, "/"),
    "browse.about": (STRANGER, "/about"),
    "browse.badges": (STRANGER, "/badges"),
    "browse.badge": (STRANGER, "/badges/first-steps"),
    "browse.roles": (STRANGER, "/roles"),
    "browse.role": (STRANGER, "/roles/peer-mentor"),
    "browse.paths": (STRANGER, "/paths"),
    "browse.path": (STRANGER, "/paths/newcomer-packet"),
    "browse.all_competencies": (STRANGER, "/competencies"),
    "browse.competency": (STRANGER, "/competencies/mediation"),
    "browse.overview": (STRANGER, "/overview"),
    "groups.groups": (STRANGER, "/groups"),
    "groups.group": (STEWARD, HUB),
    "groups.edit": (STEWARD, f"{HUB}/edit"),
    "groups.seats": (STEWARD, f"{HUB}/seats"),
    "lost_keys.form": (STEWARD, f"{HUB}/keys/lost"),
    "groups.new_group": (STEWARD, "/groups/new"),
    "define.new_badge": (STEWARD, f"{HUB}/badges/new"),
    "define.new_competency": (STEWARD, f"{HUB}/competencies/new"),
    "define.new_role": (STEWARD, f"{HUB}/roles/new"),
    "frameworks.of_group": (STEWARD, f"{HUB}/frameworks"),
    "frameworks.new": (STEWARD, f"{HUB}/frameworks/new"),
    "frameworks.version": (STRANGER, f"{CORE}/v1"),
    "frameworks.compare": (STRANGER, f"{CORE}/compare?from=1&to=1"),
    "drafts.tree": (STEWARD, f"{CORE}/draft"),
    "drafts.look_over": (STEWARD, f"{CORE}/draft/publish"),
    "draft_forms.texts": (STEWARD, f"{CORE}/draft/texts"),
    "draft_forms.new_domain": (STEWARD, f"{CORE}/draft/domains/new"),
    "draft_forms.domain": (STEWARD, f"{CORE}/draft/domains/conflict"),
    "draft_forms.new_competency": (STEWARD, f"{CORE}/draft/competencies/new?domain=conflict"),
    "draft_forms.competency": (STEWARD, f"{CORE}/draft/competencies/mediation"),
    "draft_translating.translate": (STEWARD, f"{CORE}/draft/translate/ar"),
    "draft_translating.translate#area": (STEWARD, f"{CORE}/draft/translate/sv?part=conflict"),
    "define.edit_badge": (STEWARD, "/badges/first-steps/edit"),
    "define.edit_competency": (STEWARD, "/competencies/mediation/edit"),
    "define.edit_role": (STEWARD, "/roles/peer-mentor/edit"),
    "browse.role#adapted": (STRANGER, "/roles/community-weaver"),
    "browse.role#modelled": (STRANGER, "/roles/photo-walk-host"),
    "browse.role#version": (STRANGER, "/roles/community-organiser/v1"),
    "adapt.adaptation": (STEWARD, "/roles/community-weaver/edit"),
    "adapt.choose": (STEWARD, "/roles/community-weaver/adapt"),
    "adapt.update": (STEWARD, "/roles/community-weaver/update"),
    "role_model.overview": (STEWARD, f"{HUB}/roles/model"),
    "role_outline.choose": (STRANGER, "/roles/peer-mentor/compare"),
    "role_outline.compare": (STRANGER, "/roles/community-organiser/compare/community-weaver"),
    "role_outline.outline": (STRANGER, "/roles/outline"),
    "role_settings.context": (STRANGER, "/groups/demo-riverside-user-group/context"),
    "role_settings.delegation": (STEWARD, f"{HUB}/delegation"),
    "role_settings.edit_context": (STEWARD, f"{HUB}/context/edit"),
    "awards.group_awards": (STEWARD, f"{HUB}/awards"),
    "awards.new_award": (STEWARD, f"{HUB}/awards/new"),
    "awards.award_list": (STEWARD, f"{HUB}/awards/list"),
    "reference_imports.overview": (STEWARD, f"{HUB}/reference"),
    "references.frameworks": (STRANGER, "/reference?q=listening"),
    "people.join": (STRANGER, "/join"),
    "people.sign_in": (STRANGER, "/sign-in"),
    "people.code": (STRANGER, "/sign-in/code"),
    "people.link_sent": (STRANGER, "/sign-in/link"),
    "people.recovery_codes": (HOLDER, "/join/codes"),
    "people.account": (HOLDER, "/account"),
    "passport.passport": (HOLDER, "/passport"),
    "offers.inbox": (HOLDER, "/inbox"),
    "claims.mine": (HOLDER, "/claims"),
    "claims.new": (HOLDER, "/claims/new?badge=reliable-contributor"),
    "assessing.queue": (ASSESSOR, "/assess"),
    "collections.all_collections": (HOLDER, "/passport/collections"),
    "endorsing.endorsements": (HOLDER, "/endorsements"),
    "outside.adding": (HOLDER, "/account/outside"),
    "own_data.activity": (HOLDER, "/account/activity"),
    "own_data.take_along": (HOLDER, "/account/export"),
    "own_data.leave": (HOLDER, "/account/leave"),
    "own_data.goodbye": (STRANGER, "/goodbye"),
    "reports.of_group": (STEWARD, f"{HUB}/reports"),
    "reports.safety": (SAFETY, "/safety/reports"),
    "reports.thanks": (STRANGER, "/report/thanks"),
    "settings.settings": (HOLDER, "/account/settings"),
    "near.own": (MENTOR, "/way/near"),
    "near.of_group": (STEWARD, f"{HUB}/near?role=partnership-lead"),
    "near.of_group#ready": (STEWARD, f"{HUB}/near?role=photo-walk-host"),
    "nominations.overview": (MENTOR, "/nominations"),
    "nominations.new": (MENTOR, "/nominations/new"),
    "nominations.new#words": (MENTOR, "/nominations/new?user_name=Demo+Quetzal&role=peer-mentor"),
    "nomination_links.new": (MENTOR, "/nominations/links/new"),
    "nominations.of_group": (STEWARD, f"{HUB}/nominations"),
    "openness.overview": (MENTOR, "/account/openness"),
    "signals.overview": (MENTOR, "/way/signals"),
    "signals.overview#told": (SAFETY, "/way/signals"),
    "thanks.overview": (MENTOR, "/thanks"),
    "thanks.new": (MENTOR, "/thanks/new"),
    "way.overview": (MENTOR, "/way"),
    "way.role": (MENTOR, "/way/roles/peer-mentor"),
    "way.path": (MENTOR, "/way/paths/editor-to-organiser"),
    "kept.all_kept": (MENTOR, "/way/kept"),
    "held.roles_held": (ASSESSOR, "/way/held"),
    "plan.plan": (STEWARD, f"{HUB}/plan"),
    "plan.overview": (STEWARD, f"{HUB}/plan/overview"),
    "plan.new_line": (STEWARD, f"{HUB}/plan/lines/new?role=peer-mentor"),
    "plan.new_holder": (STEWARD, f"{HUB}/plan/holders/new?role=peer-mentor"),
    "team.team": (STEWARD, f"{HUB}/team?role=community-organiser"),
    "needs.newest": (STRANGER, "/needs"),
    "needs.method": (STRANGER, "/needs/method"),
    "needs.metrics": (STRANGER, "/metrics"),
    "skills.skills": (HOLDER, "/account/skills"),
    "assessment.assessment": (STEWARD, f"{HUB}/assessment"),
    "initiatives.listed": (STEWARD, f"{HUB}/initiatives"),
    "verify.form": (STRANGER, "/verify"),
    "demo.people": (STRANGER, "/demo"),
    "errors.not_found": (STRANGER, "/nothing-is-here"),
}

# What answers no person's GET with a page of its own: files, documents for programs, health.
NO_PAGE = {
    "static",
    "needs.table_file",
    "needs.json_file",
    "awards.sample",
    "reference_imports.template",
    "passport.download",
    "define.uploaded_picture",
    "define.template_picture",
    "demo.sign_in_as",
    "claims.evidence_file",
    "endorsing.bundle",
    "endorsing.download",
    "outside.start",  # leads away, to where one has an account
    "outside.answer",  # comes back from there and goes on
    "shared.card",
    "shared.certificate",
    "shared.download",
    "shared.evidence",
    "sharing.card",
    "sharing.certificate",
    "sharing.quick_response_code",
}
NO_PAGE_ROOMS = {"case", "documents", "health", "api-docs"}


@dataclass(frozen=True, slots=True)
class Place:
    """One page: its endpoint (with `#` and a word for another look), who looks, and where it is."""

    endpoint: str
    who: str
    path: str


def places(visit: dict[str, Page], letters: Letters) -> list[Place]:
    """Give every page; `visit` has a page of each person, signed in and in English."""
    every = FIXED | _found(visit, letters) | places_between.found(visit)
    return [Place(name, *where) for name, where in every.items()]


def _found(visit: dict[str, Page], letters: Letters) -> dict[str, tuple[str, str]]:
    stranger, holder, steward = visit[STRANGER], visit[HOLDER], visit[STEWARD]
    model = first(steward, f"{HUB}/roles/model", r"/roles/model/[0-9a-f-]{36}$")
    own, mailed = first(holder, "/inbox", r"/inbox/[0-9a-f-]{36}$"), _offer(steward, letters)
    mentor = visit[MENTOR]
    return {
        "nominations.one": (MENTOR, first(mentor, "/nominations", r"/nominations/[0-9a-f-]{36}$")),
        "nomination_links.one": (HOLDER, _naming(mentor)),
        "thanks.one": (MENTOR, first(mentor, "/thanks", r"/thanks/[0-9a-f-]{36}$")),
        "offers.inbox_offer": (HOLDER, own),
        "offers.inbox_choices": (HOLDER, f"{own}/choices"),
        "offers.inbox_refusal": (HOLDER, f"{own}/refuse"),
        "offers.offer": (STRANGER, mailed),
        "offers.choices": (STRANGER, f"{mailed}/choices"),
        "offers.refusal": (STRANGER, f"{mailed}/refuse"),
        "offers.quiet": (STRANGER, f"{mailed}/quiet"),
        "people.link": (STRANGER, _sign_in_link(stranger, letters)),
        "groups.seat": (HOLDER, _seat(steward)),
        "kept.one": (MENTOR, _kept(visit[MENTOR])),
        "plan.edit_line": (STEWARD, _plan_line(steward)),
        "passport.credential": (HOLDER, first(holder, "/passport", r"/credentials/[0-9a-f-]{36}$")),
        "awards.one_award": (
            STEWARD,
            first(steward, f"{HUB}/awards?state=accepted", r"/awards/[0-9a-f-]{36}$"),
        ),
        "awards.run_progress": (STEWARD, _run(steward)),
        "role_model.steps": (STEWARD, model),
        "role_model.step": (STEWARD, f"{model}/competencies"),
        "needs.month": (STRANGER, first(stranger, "/needs", r"/needs/[0-9]{4}-[0-9]{2}$")),
        "initiatives.result": (
            STEWARD,
            first(steward, f"{HUB}/initiatives", r"/initiatives/[0-9a-f-]{36}/result$"),
        ),
        "references.framework": (STRANGER, first(stranger, "/reference", r"/reference/[0-9a-f-]{36}$")),
        "references.item": (
            STRANGER,
            first(stranger, "/reference?q=listening", r"/reference/items/[0-9a-f-]{36}$"),
        ),
        "reference_imports.removal": (STEWARD, first(steward, f"{HUB}/reference", r"/remove$")),
        "reference_imports.one": (STEWARD, _import(steward)),
        "browse.framework": (STRANGER, first(stranger, "/competencies", r"/frameworks/[^/]+$")),
        "browse.resource": (STRANGER, first(stranger, "/paths/newcomer-packet", r"/resources/[^/]+$")),
    }


def _offer(steward: Page, letters: Letters) -> str:
    address = new_address()
    give(steward, KNOWN_BADGE, address, "For the spring meeting.")
    return letters.link_to(address, "/offers/")


def _sign_in_link(stranger: Page, letters: Letters) -> str:
    address = new_address()
    stranger.goto("/sign-in")
    stranger.get_by_label("E-mail address").fill(address)
    stranger.get_by_role("button", name="Mail me a link").click()
    return letters.link_to(address, "/sign-in/link/")


def _seat(steward: Page) -> str:
    steward.goto(f"{HUB}/seats")
    steward.get_by_role("button", name="Make an invitation").click()
    return steward.locator("#seat-link").input_value()


def _naming(mentor: Page) -> str:
    """Make a link that names somebody without an account."""
    mentor.goto("/nominations/links/new?role=peer-mentor")
    mentor.fill('[name="citation"]', "Sat with newcomers every week and let them find the button themselves.")
    mentor.get_by_role("button", name="Make the link").click()
    return mentor.locator("#nomination-link").input_value()


def _kept(mentor: Page) -> str:
    mentor.goto("/way/roles/peer-mentor")
    mentor.get_by_role("button", name="Keep this as of today").click()
    mentor.get_by_role("heading", name="Where I stood").wait_for()
    return mentor.url


def _plan_line(steward: Page) -> str:
    steward.goto(f"{HUB}/plan/lines/new?role=peer-mentor")
    steward.fill('[name="action"]', "Let a second person lead the next meeting.")
    steward.get_by_role("button", name="Save").click()
    return first(steward, f"{HUB}/plan", r"/plan/lines/[0-9a-f-]{36}$")


def _import(steward: Page) -> str:
    """Have a table looked over in which something needs mending and something does not."""
    steward.goto(f"{HUB}/reference")
    given = b"identifier,parent,full statement\nA,,Reads\nB,Z,Writes\n"
    steward.set_input_files('[name="file"]', {"name": "table.csv", "mimeType": "text/csv", "buffer": given})
    steward.get_by_label("Title of the framework").fill("Two skills")
    steward.get_by_role("button", name="Look it over").click()
    return steward.url


def _run(steward: Page) -> str:
    """Give a badge to a list, so that there is a run to look at."""
    steward.goto(f"{HUB}/awards/list")
    steward.select_option('[name="achievement"]', label=KNOWN_BADGE)
    steward.fill('[name="text"]', new_address())
    steward.get_by_role("button", name="Look it over").click()
    steward.get_by_role("button", name="Award the one good row").click()
    steward.get_by_text("All rows are done.").wait_for()
    return steward.url
