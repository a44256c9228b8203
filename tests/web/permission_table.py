"""Who gets what at each address: one row per route and method, written out for every role.

`{names}` in paths and forms are those of the stage. A role that a row does not name gets 404, as if
nothing were there; a stranger is asked to sign in.
"""

from tests.web.permission_stage import ROLES

SIGN_IN = 401  # or, for a page, the way to it
HIDDEN = 404
Row = dict[str, int]


def only(status: int, *roles: str, **special: int) -> Row:
    """These roles get it, nobody else."""
    row = dict.fromkeys(ROLES, HIDDEN) | {"stranger": SIGN_IN}
    return row | dict.fromkeys(roles, status) | special


def everybody(status: int, **special: int) -> Row:
    """Whoever is signed in gets it: each their own."""
    return dict.fromkeys(ROLES, status) | {"stranger": SIGN_IN} | special


def nobody(**special: int) -> Row:
    """Not there, whoever asks."""
    return dict.fromkeys(ROLES, HIDDEN) | special


TABLE: dict[tuple[str, str, str], Row] = {
    ("assessing.case", "GET", "/assess/{waiting}"): only(200, "assessor", locked=403),
    ("assessing.decide", "POST", "/assess/{taken}/decide"): only(422, "assessor", locked=403),
    ("assessing.open_evidence", "POST", "/assess/{waiting}/evidence/{item}"): only(
        200, "assessor", locked=403
    ),
    ("assessing.queue", "GET", "/assess"): only(200, "assessor", "far_assessor", locked=403),
    ("assessing.release", "POST", "/assess/{taken}/release"): only(303, "assessor", locked=403),
    ("assessing.take", "POST", "/assess/{waiting}/take"): only(303, "assessor", locked=403),
    ("awards.award_list", "GET", "/groups/{group}/awards/list"): only(200, "steward"),
    ("awards.confirm", "POST", "/groups/{group}/awards/{own_award}/confirm"): only(303, "steward"),
    ("awards.drop", "POST", "/groups/{group}/awards/{own_award}/drop"): only(303, "steward"),
    ("awards.give", "POST", "/groups/{group}/awards/new"): only(303, "steward"),
    ("awards.group_awards", "GET", "/groups/{group}/awards"): only(200, "steward"),
    ("awards.hold", "POST", "/groups/{group}/awards/{own_award}/hold"): only(303, "steward"),
    ("awards.look_over", "POST", "/groups/{group}/awards/list"): only(200, "steward"),
    ("awards.mend", "POST", "/groups/{group}/awards/{mailed}/mend"): only(303, "steward"),
    ("awards.new_award", "GET", "/groups/{group}/awards/new"): only(200, "steward"),
    ("awards.offer_again", "POST", "/groups/{group}/awards/{mailed}/again"): only(303, "steward"),
    ("awards.one_award", "GET", "/groups/{group}/awards/{own_award}"): only(200, "steward"),
    ("awards.release", "POST", "/groups/{group}/awards/{own_award}/release"): only(303, "steward"),
    ("awards.resend", "POST", "/groups/{group}/awards/{mailed}/resend"): only(303, "steward"),
    ("awards.revoke", "POST", "/groups/{group}/awards/{own_award}/revoke"): only(303, "steward"),
    ("awards.run_progress", "GET", "/groups/{group}/awards/runs/{run}"): only(200, "steward"),
    ("awards.sample", "GET", "/groups/{group}/awards/list/sample.csv"): only(200, "steward"),
    ("awards.start_list", "POST", "/groups/{group}/awards/list/award"): only(303, "steward"),
    ("awards.withdraw", "POST", "/groups/{group}/awards/{mailed}/withdraw"): only(303, "steward"),
    ("claims.add_evidence", "POST", "/claims/{draft}/evidence"): only(303, "holder"),
    ("claims.appeal", "GET", "/claims/{declined}/appeal"): only(200, "holder"),
    ("claims.appeal", "POST", "/claims/{declined}/appeal"): only(303, "holder"),
    ("claims.begin", "POST", "/claims"): everybody(303, locked=403),
    ("claims.claim", "GET", "/claims/{draft}"): only(200, "holder"),
    ("claims.evidence_file", "GET", "/claims/{draft}/evidence/{file}/file"): only(200, "holder"),
    ("claims.mine", "GET", "/claims"): everybody(200),
    ("claims.new", "GET", "/claims/new?badge=badge-unclaimed"): everybody(200, stranger=200),
    ("claims.new_evidence", "GET", "/claims/{draft}/evidence/new"): only(200, "holder"),
    ("claims.remove_evidence", "POST", "/claims/{draft}/evidence/{draft_item}/remove"): only(303, "holder"),
    ("claims.save", "POST", "/claims/{draft}/save"): only(303, "holder"),
    ("claims.see_evidence", "GET", "/claims/{draft}/evidence/{draft_item}/visibility"): only(200, "holder"),
    ("claims.see_evidence", "POST", "/claims/{draft}/evidence/{draft_item}/visibility"): only(303, "holder"),
    ("claims.submit", "POST", "/claims/{draft}/submit"): only(303, "holder"),
    ("claims.withdraw", "GET", "/claims/{draft}/withdraw"): only(200, "holder"),
    ("claims.withdraw", "POST", "/claims/{draft}/withdraw"): only(303, "holder"),
    ("collections.add", "POST", "/passport/collections/{collection}/badges"): only(303, "holder"),
    ("collections.all_collections", "GET", "/passport/collections"): everybody(200),
    ("collections.collection", "GET", "/passport/collections/{collection}"): only(200, "holder"),
    ("collections.delete", "POST", "/passport/collections/{collection}/delete"): only(303, "holder"),
    ("collections.make", "POST", "/passport/collections"): everybody(303),
    ("collections.make_link", "POST", "/passport/collections/{collection}/links"): only(303, "holder"),
    ("collections.move", "POST", "/passport/collections/{collection}/badges/{own}/up"): only(303, "holder"),
    ("collections.remove", "POST", "/passport/collections/{collection}/badges/{own}/remove"): only(
        303, "holder"
    ),
    ("collections.rename", "POST", "/passport/collections/{collection}"): only(303, "holder"),
    ("define.edit_badge", "GET", "/badges/sources/edit"): only(200, "steward"),
    ("define.edit_badge", "POST", "/badges/sources/edit"): only(422, "steward"),
    ("define.edit_competency", "GET", "/competencies/citing/edit"): only(200, "steward"),
    ("define.edit_competency", "POST", "/competencies/citing/edit"): only(422, "steward"),
    ("define.edit_role", "GET", "/roles/guide/edit"): only(200, "steward"),
    ("define.edit_role", "POST", "/roles/guide/edit"): only(422, "steward"),
    ("define.new_badge", "GET", "/groups/{group}/badges/new"): only(200, "steward"),
    ("define.new_badge", "POST", "/groups/{group}/badges/new"): only(422, "steward"),
    ("define.new_competency", "GET", "/groups/{group}/competencies/new"): only(200, "steward"),
    ("define.new_competency", "POST", "/groups/{group}/competencies/new"): only(422, "steward"),
    ("define.new_role", "GET", "/groups/{group}/roles/new"): only(200, "steward"),
    ("define.new_role", "POST", "/groups/{group}/roles/new"): only(422, "steward"),
    ("endorsing.accept", "POST", "/endorsements/{signed}/accept"): only(303, "holder"),
    ("endorsing.ask_for_badge", "GET", "/credentials/{own}/ask"): only(200, "holder"),
    ("endorsing.ask_for_badge", "POST", "/credentials/{own}/ask"): only(303, "holder"),
    ("endorsing.ask_for_claim", "GET", "/claims/{taken}/ask"): only(200, "holder"),
    ("endorsing.ask_for_claim", "POST", "/claims/{taken}/ask"): only(303, "holder"),
    ("endorsing.bundle", "GET", "/credentials/{own}/endorsements.json"): only(
        200, "holder", "steward", stranger=404
    ),
    ("endorsing.decline", "POST", "/endorsements/{signed}/decline"): only(
        303, "holder", "endorser", stranger=404
    ),
    ("endorsing.download", "GET", "/endorsements/{signed}/endorsement.json"): only(
        200, "holder", "endorser", stranger=404
    ),
    ("endorsing.endorsement", "GET", "/endorsements/{signed}"): only(200, "holder", "endorser", stranger=404),
    ("endorsing.endorsements", "GET", "/endorsements"): everybody(200),
    ("endorsing.link", "GET", "/endorse/{endorse_token}"): everybody(200, holder=409, stranger=200),
    ("endorsing.link", "POST", "/endorse/{endorse_token}"): everybody(303, holder=409, locked=403),
    ("endorsing.offer", "POST", "/credentials/{own}/offer"): only(303, "steward", holder=409, locked=403),
    ("endorsing.preview", "GET", "/endorsements/{written}/preview"): only(200, "endorser"),
    ("endorsing.save", "POST", "/endorsements/{asked}/write"): only(303, "endorser"),
    ("endorsing.sign", "POST", "/endorsements/{written}/sign"): only(303, "endorser"),
    ("endorsing.withdraw", "POST", "/endorsements/{shown}/withdraw"): only(303, "endorser"),
    ("endorsing.withdrawal", "GET", "/endorsements/{shown}/withdraw"): only(200, "endorser"),
    ("endorsing.write", "GET", "/endorsements/{asked}/write"): only(200, "endorser"),
    ("groups.change", "POST", "/groups/{group}/edit"): only(303, "steward"),
    ("groups.edit", "GET", "/groups/{group}/edit"): only(200, "steward"),
    ("groups.hide_link", "POST", "/groups/{group}/seats/hide-link"): only(303, "steward"),
    ("groups.invite", "POST", "/groups/{group}/seats"): only(303, "steward"),
    ("groups.new_group", "GET", "/groups/new"): everybody(200, locked=403),
    ("groups.register", "POST", "/groups/new"): everybody(303, locked=403),
    ("groups.remove", "POST", "/groups/{group}/seats/{seat}/remove"): only(303, "steward"),
    ("groups.seats", "GET", "/groups/{group}/seats"): only(200, "steward", "operator"),
    ("groups.take_seat", "POST", "/seats/{invitation}"): everybody(303, locked=403),
    ("groups.vouch", "POST", "/groups/far-away/vouch"): everybody(403, operator=303),
    ("lost_keys.declare", "POST", "/groups/{group}/keys/lost"): only(303, "steward", "operator"),
    ("lost_keys.form", "GET", "/groups/{group}/keys/lost"): only(200, "steward", "operator"),
    ("notices.open_notice", "POST", "/inbox/notices/{notice}/open"): only(303, "holder"),
    ("notices.read_all", "POST", "/inbox/notices/read"): everybody(303),
    ("offers.inbox", "GET", "/inbox"): everybody(200),
    ("offers.inbox_accept", "POST", "/inbox/{offer}/accept"): only(303, "holder", stranger=SIGN_IN),
    ("offers.inbox_choices", "GET", "/inbox/{offer}/choices"): only(200, "holder"),
    ("offers.inbox_choices", "POST", "/inbox/{offer}/choices"): only(200, "holder", stranger=SIGN_IN),
    ("offers.inbox_offer", "GET", "/inbox/{offer}"): only(200, "holder"),
    ("offers.inbox_refusal", "GET", "/inbox/{offer}/refuse"): only(200, "holder"),
    ("offers.inbox_refuse", "POST", "/inbox/{offer}/refuse"): only(200, "holder", stranger=SIGN_IN),
    ("outside.unlink", "POST", "/account/outside/{identity}/unlink"): only(409, "holder"),
    ("own_data.activity", "GET", "/account/activity"): everybody(200),
    ("own_data.download", "POST", "/account/export"): everybody(200),
    ("own_data.leave", "GET", "/account/leave"): everybody(200),
    ("own_data.leave_now", "POST", "/account/leave"): everybody(422, far_steward=409),
    ("own_data.take_along", "GET", "/account/export"): everybody(200),
    ("passport.bring_back", "POST", "/credentials/{own}/bring-back"): only(303, "holder"),
    ("passport.credential", "GET", "/credentials/{own}"): only(200, "holder", "steward", stranger=404),
    ("passport.download", "GET", "/credentials/{own}/badge.json"): only(
        200, "holder", "steward", stranger=404
    ),
    ("passport.give_up", "POST", "/credentials/{own}/give-up"): only(303, "holder"),
    ("passport.giving_up_page", "GET", "/credentials/{own}/give-up"): only(200, "holder"),
    ("passport.hide", "POST", "/credentials/{own}/hide"): only(303, "holder"),
    ("passport.passport", "GET", "/passport"): everybody(200),
    ("passport.publish", "POST", "/credentials/{own}/publish"): only(303, "holder"),
    ("passport.unpublish", "POST", "/credentials/{open}/unpublish"): only(303, "holder"),
    ("people.account", "GET", "/account"): everybody(200),
    ("people.add_address", "POST", "/account/addresses"): everybody(303),
    ("people.change_language", "POST", "/account/language"): everybody(303),
    ("people.change_password", "POST", "/account/password"): everybody(303),
    ("people.choose_user_name", "POST", "/account/user-name"): everybody(409),
    ("people.end_sessions", "POST", "/account/sessions/end"): everybody(SIGN_IN),
    ("people.hide_token", "POST", "/account/tokens/hide"): everybody(303),
    ("people.make_token", "POST", "/account/tokens"): everybody(303),
    ("people.renew_codes", "POST", "/account/codes"): everybody(303),
    ("people.revoke_token", "POST", "/account/tokens/{api_token}/revoke"): only(303, "holder"),
    ("reports.act", "POST", "/reports/{report}/hide"): only(303, "steward", "safety", "operator"),
    ("reports.answer", "POST", "/reports/{report}/answer"): only(303, "steward", "safety", "operator"),
    ("reports.make", "POST", "/report"): only(303, "holder", "steward", stranger=404),
    ("reports.mine", "GET", "/reports/mine/{report}"): only(200, "learner"),
    ("reports.new_report", "GET", "/report?kind=credential&about={own}"): only(
        200, "holder", "steward", stranger=404
    ),
    ("reports.of_group", "GET", "/groups/{group}/reports"): only(200, "steward", "safety", "operator"),
    ("reports.one", "GET", "/reports/{report}"): only(200, "steward", "safety", "operator"),
    ("reports.safety", "GET", "/safety/reports"): only(200, "safety", "operator"),
    ("settings.change_settings", "POST", "/account/settings"): everybody(303),
    ("settings.settings", "GET", "/account/settings"): everybody(200),
    ("sharing.card", "GET", "/credentials/{own}/card.png"): nobody(stranger=404),
    ("sharing.certificate", "GET", "/credentials/{own}/certificate.pdf"): only(200, "holder"),
    ("sharing.end_link", "POST", "/shares/{link}/end"): only(303, "holder"),
    ("sharing.make_link", "POST", "/credentials/{own}/share/links"): only(303, "holder"),
    ("sharing.quick_response_code", "GET", "/credentials/{own}/qr.svg"): only(200, "holder"),
    ("sharing.share", "GET", "/credentials/{own}/share"): only(200, "holder"),
    ("way.aim", "POST", "/way/roles/community-organiser/aim"): everybody(303),
    ("way.follow", "POST", "/way/paths/newcomer-packet/follow"): everybody(303),
    ("way.go_on", "POST", "/way/paths/newcomer-packet/go-on"): everybody(409),
    ("way.leave", "POST", "/way/paths/newcomer-packet/leave"): everybody(409),
    ("way.overview", "GET", "/way"): everybody(200),
    ("way.path", "GET", "/way/paths/newcomer-packet"): everybody(200),
    ("way.pause", "POST", "/way/paths/newcomer-packet/pause"): everybody(409),
    ("way.role", "GET", "/way/roles/community-organiser"): everybody(200),
    ("way.stop_aiming", "POST", "/way/roles/community-organiser/stop"): everybody(303),
    ("way.tick", "POST", "/way/paths/newcomer-packet/steps/wiki-basics/done"): everybody(409),
    ("way.untick", "POST", "/way/paths/newcomer-packet/steps/wiki-basics/open"): everybody(409),
}

# What a form sends; without it, the address alone.
FORMS: dict[str, dict[str, str]] = {
    "assessing.decide": {
        "outcome": "returned",
        "reason": "Something is missing here, please add it.",
        "advice": "Please add one more source to this claim.",
        "revision": "{taken_revision}",
    },
    "assessing.release": {"revision": "{taken_revision}"},
    "assessing.take": {"revision": "{waiting_revision}"},
    "awards.give": {"achievement": "sources", "recipient": "new@example.org", "step": "give"},
    "awards.look_over": {"achievement": "sources", "text": "new@example.org"},
    "awards.mend": {"recipient": "new@example.org"},
    "awards.revoke": {"reason": "issued_in_error"},
    "awards.start_list": {"achievement": "sources", "text": "new@example.org"},
    "claims.add_evidence": {
        "form": "link",
        "kind": "wiki_revision",
        "name": "Mine",
        "url": "https://wiki.example.org/x",
        "visibility": "private",
    },
    "claims.appeal": {"reason": "I think that one source was not looked at."},
    "claims.begin": {"badge": "badge-unclaimed"},
    "claims.save": {"narrative": "Mine", "revision": "{draft_revision}"},
    "claims.see_evidence": {"visibility": "on_request"},
    "collections.add": {"credential": "{open}"},
    "collections.make": {"name": "More"},
    "collections.rename": {"name": "Other"},
    "endorsing.ask_for_badge": {"how": "name", "user_name": "Learner"},
    "endorsing.ask_for_claim": {"how": "name", "user_name": "Learner"},
    "endorsing.save": {
        "comment": "She found three sources for every sentence of the article.",
        "competency": "citing",
        "level": "2",
        "relation": "mentor",
        "seen_from": "2025-01-10",
        "seen_until": "2025-03-31",
        "language": "en",
        "name_choice": "affiliate",
    },
    "endorsing.withdraw": {"reason": "mistake"},
    "groups.change": {"name": "Example affiliate", "description": "We do.", "language": "en"},
    "groups.invite": {"role": "assessor"},
    "groups.register": {"name": "A new one", "description": "", "language": "en"},
    "lost_keys.declare": {"key": "{key}", "since": "2026-01-31T12:00", "sure": "yes"},
    "own_data.leave_now": {"word": "leave"},
    "people.add_address": {"address": "new@example.org"},
    "people.change_language": {"language": "sv"},
    "people.change_password": {"password": "four unrelated words here"},
    "people.choose_user_name": {"user_name": "Another"},
    "people.make_token": {"label": "Mine"},
    "reports.answer": {"text": "We looked."},
    "reports.make": {"kind": "credential", "about": "{own}", "reason": "not_true"},
    "settings.change_settings": {"endorser_name": "affiliate", "language": "en"},
}

# Open to everybody, or with a secret of their own in the address instead of an account.
PUBLIC = {
    "static",
    *(f"browse.{name}" for name in (
        "home", "about", "overview", "badges", "badge", "roles", "role", "paths", "path", "resource",
        "all_competencies", "competency", "framework",
    )),
    *(f"documents.{name}" for name in (
        "achievement", "achievement_version", "did_document", "issuer", "jwks", "picture", "status_list",
    )),
    "define.template_picture", "define.uploaded_picture", "groups.group", "groups.groups", "groups.seat",
    "health.healthz", "health.readyz", "verify.bundle", "verify.form", "verify.receipt",
    "verify.result",
    *(f"offers.{name}" for name in (
        "accept", "be_quiet", "choices", "offer", "quiet", "refusal", "refuse", "switch",
    )),
    "notices.quiet", "notices.be_quiet", "reports.thanks",
    *(f"shared.{name}" for name in ("badge", "card", "certificate", "download", "evidence", "shared")),
    *(f"people.{name}" for name in (
        "join", "join_now", "sign_in", "sign_in_now", "sign_out", "code", "use_code", "ask_link", "link",
        "link_sent", "use_link", "recovery_codes", "keep_codes",
    )),
    "outside.start", "outside.answer", "outside.adding", "own_data.goodbye",
}  # fmt: skip
# The API has tokens instead of visits, and tests of its own.
API = "/api/"
