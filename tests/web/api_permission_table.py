"""Who gets what at each address of the API: one row per route and method, written out for every role.

As in `permission_table`; endpoints are told without `api_`, paths without `/api/v1`. Where a body says whose
thing it is about, it stands in `api_permission_bodies`. Everywhere else `{}` is sent, without `If-Match`: who
may is told that something is missing (422, 428). Nobody else is: who may is asked first.
"""

from tests.web.permission_table import Row, everybody, only

TABLE: dict[tuple[str, str, str], Row] = {
    ("adaptations.forget_draft", "DELETE", "/groups/{group}/adaptations/{adaptation}/draft"): only(
        428, "steward"
    ),
    ("adaptations.list_adaptations", "GET", "/groups/{group}/adaptations"): only(200, "steward"),
    ("adaptations.retire", "POST", "/groups/{group}/adaptations/{adopted}/retire"): only(428, "steward"),
    ("adaptations.show", "GET", "/groups/{group}/adaptations/{adaptation}"): only(200, "steward"),
    ("adaptations.start_from_newest", "POST", "/groups/{group}/adaptations/{adaptation}/newest"): only(
        428, "steward"
    ),
    ("adapted_roles.adapt", "POST", "/roles/climber/adaptation"): only(201, "steward"),
    ("adapted_roles.answer_update", "POST", "/roles/{adapted}/adaptation/update"): only(422, "steward"),
    ("adapted_roles.change_adaptation", "PUT", "/roles/{adapted}/adaptation"): only(428, "steward"),
    ("aims.aim", "PUT", "/me/aims/guide"): everybody(204),
    ("aims.list_aims", "GET", "/me/aims"): everybody(200),
    ("aims.stop_aiming", "DELETE", "/me/aims/guide"): everybody(204),
    ("awards.give", "POST", "/awards"): only(201, "steward"),
    ("awards.listed", "GET", "/awards?group={group}"): only(200, "steward"),
    ("awards.revoke", "POST", "/credentials/{own}/revoke"): only(422, "steward"),
    ("awards.withdraw", "POST", "/awards/{mailed}/withdraw"): only(200, "steward"),
    ("badges.define_badge", "POST", "/badges"): only(201, "steward"),
    ("badges.define_competency", "POST", "/competencies"): only(201, "steward"),
    ("badges.revise_badge", "PUT", "/badges/sources"): only(422, "steward"),
    ("badges.revise_competency", "PUT", "/competencies/citing"): only(422, "steward"),
    ("contexts.describe", "PUT", "/groups/{group}/context"): only(422, "steward"),
    ("delegations.delegate", "POST", "/groups/{group}/delegations"): only(422, "steward"),
    ("delegations.end", "DELETE", "/groups/{group}/delegations/{lent}"): only(204, "steward"),
    ("delegations.list_delegations", "GET", "/groups/{group}/delegations"): only(200, "steward"),
    ("draft_steps.take_in", "POST", "/frameworks/skills/draft/take-in"): only(428, "steward"),
    ("framework_publishing.publish", "POST", "/frameworks/skills/draft/publish"): only(428, "steward"),
    ("frameworks.begin", "POST", "/frameworks/skills/draft"): only(201, "steward"),
    ("frameworks.begin_new", "POST", "/frameworks"): only(201, "steward"),
    ("frameworks.derive", "POST", "/frameworks/skills/derive"): only(201, "steward"),
    ("frameworks.discard", "DELETE", "/frameworks/skills/draft"): only(428, "steward"),
    ("frameworks.show_draft", "GET", "/frameworks/skills/draft"): only(200, "steward"),
    ("frameworks.translate", "PUT", "/frameworks/skills/draft/translations/sv"): only(422, "steward"),
    ("frameworks.write_draft", "PUT", "/frameworks/skills/draft"): only(422, "steward"),
    ("kept.accept_holding", "POST", "/me/holdings/{asked_holding}/accept"): only(204, "holder"),
    ("kept.decline_holding", "POST", "/me/holdings/{asked_holding}/decline"): only(204, "holder"),
    ("kept.delete_snapshot", "DELETE", "/me/snapshots/{kept}"): only(204, "holder"),
    ("kept.hand_back_holding", "POST", "/me/holdings/{holding}/hand-back"): only(204, "holder"),
    ("kept.keep_snapshot", "POST", "/me/snapshots"): everybody(201),
    ("kept.list_holdings", "GET", "/me/holdings"): everybody(200),
    ("kept.list_snapshots", "GET", "/me/snapshots"): everybody(200),
    ("kept.show_snapshot", "GET", "/me/snapshots/{kept}"): only(200, "holder"),
    ("near.of_group", "GET", "/groups/{group}/near?role=guide"): only(200, "steward"),
    ("near.own", "GET", "/near"): everybody(200),
    ("needs.begin_initiative", "POST", "/groups/{group}/initiatives"): only(422, "steward"),
    ("needs.finish_initiative", "PUT", "/initiatives/{initiative}/result"): only(422, "steward"),
    ("needs.keep_skills", "PUT", "/me/skills"): everybody(200),
    ("needs.own_skills", "GET", "/me/skills"): everybody(200),
    ("needs.rate_group", "POST", "/groups/{group}/ratings"): only(422, "steward"),
    ("nomination_links.make", "POST", "/nominations/links"): everybody(201, locked=403),
    ("nomination_links.take", "POST", "/nominations/links/take"): everybody(201, endorser=409, locked=403),
    ("nomination_links.unused", "GET", "/nominations/links"): everybody(200),
    ("nomination_links.withdraw", "POST", "/nominations/links/{naming_id}/withdraw"): only(204, "endorser"),
    ("nominations.made", "GET", "/nominations/made"): everybody(200),
    ("nominations.make", "POST", "/nominations"): everybody(201, locked=403),
    ("nominations.move", "POST", "/nominations/{nomination}/accept"): only(204, "holder"),
    ("nominations.of_group", "GET", "/groups/{group}/nominations"): only(200, "steward"),
    ("nominations.one", "GET", "/nominations/{nomination}"): only(200, "holder", "endorser"),
    ("nominations.received", "GET", "/nominations/received"): everybody(200),
    ("openness.begin", "POST", "/openness"): everybody(201, locked=403),
    ("openness.dismiss", "PUT", "/roles/guide/not-interested"): everybody(204),
    ("openness.end", "DELETE", "/openness/{opening}"): only(204, "holder"),
    ("openness.listed", "GET", "/openness"): everybody(200),
    ("openness.take_back", "DELETE", "/roles/guide/not-interested"): everybody(204),
    ("plans.add_line", "POST", "/groups/{group}/plan/lines"): only(422, "steward"),
    ("plans.change_line", "PUT", "/groups/{group}/plan/lines/{plan_line}"): only(422, "steward"),
    ("plans.end_holding", "DELETE", "/groups/{group}/plan/holders/{holding}"): only(204, "steward"),
    ("plans.finish_line", "PUT", "/groups/{group}/plan/lines/{plan_line}/state"): only(422, "steward"),
    ("plans.propose_holder", "POST", "/groups/{group}/plan/holders"): only(422, "steward"),
    ("plans.remove_line", "DELETE", "/groups/{group}/plan/lines/{plan_line}"): only(204, "steward"),
    ("plans.show_overview", "GET", "/groups/{group}/plan/overview"): only(200, "steward"),
    ("plans.show_plan", "GET", "/groups/{group}/plan"): only(200, "steward"),
    ("plans.show_team", "GET", "/groups/{group}/team?role=guide"): only(200, "steward"),
    ("publishing_preview.look_over", "GET", "/frameworks/skills/draft/publish"): only(200, "steward"),
    ("readiness.show_readiness", "GET", "/me/readiness/guide"): everybody(200),
    ("reference_frameworks.remove_framework", "DELETE", "/reference-frameworks/{reference}"): only(
        204, "steward"
    ),
    ("reference_imports.confirm_import", "POST", "/reference-imports/{staged}/confirm"): only(202, "steward"),
    ("reference_imports.drop_import", "DELETE", "/reference-imports/{staged}"): only(204, "steward"),
    ("reference_imports.fetch", "POST", "/groups/{group}/reference-imports/by-address"): only(422, "steward"),
    ("reference_imports.list_imports", "GET", "/groups/{group}/reference-imports"): only(200, "steward"),
    ("reference_imports.look_over", "POST", "/groups/{group}/reference-imports"): only(201, "steward"),
    ("reference_imports.show_import", "GET", "/reference-imports/{staged}"): only(200, "steward"),
    ("role_models.adopt", "POST", "/groups/{group}/role-models/{modelling}/adopt"): only(422, "steward"),
    ("role_models.begin", "POST", "/groups/{group}/role-models"): only(422, "steward"),
    (
        "role_models.choose_competencies",
        "PUT",
        "/groups/{group}/role-models/{modelling}/steps/competencies",
    ): only(422, "steward"),
    ("role_models.forget", "DELETE", "/groups/{group}/role-models/{modelling}"): only(428, "steward"),
    ("role_models.list_role_models", "GET", "/groups/{group}/role-models"): only(200, "steward"),
    ("role_models.review", "POST", "/groups/{group}/role-models/{modelling}/review"): only(422, "steward"),
    ("role_models.set_levels", "PUT", "/groups/{group}/role-models/{modelling}/steps/levels"): only(
        422, "steward"
    ),
    ("role_models.show_role_model", "GET", "/groups/{group}/role-models/{modelling}"): only(200, "steward"),
    ("role_models.write_context", "PUT", "/groups/{group}/role-models/{modelling}/steps/context"): only(
        422, "steward"
    ),
    ("role_models.write_tasks", "PUT", "/groups/{group}/role-models/{modelling}/steps/tasks"): only(
        422, "steward"
    ),
    ("role_models.write_trial", "PUT", "/groups/{group}/role-models/{modelling}/steps/trial"): only(
        422, "steward"
    ),
    ("roles.define_role", "POST", "/roles"): only(201, "steward"),
    ("roles.revise_role", "PUT", "/roles/guide"): only(422, "steward"),
    ("signals.let_in", "POST", "/me/signals"): everybody(409, locked=403),
    ("signals.show_signals", "GET", "/me/signals"): everybody(200),
    ("signals.stop", "DELETE", "/me/signals/{consent}"): only(204, "holder"),
    ("thanks.choose", "PUT", "/thanks/{thanks}/visibility"): only(422, "holder"),
    ("thanks.give", "POST", "/thanks"): everybody(201, locked=403),
    ("thanks.given_by_me", "GET", "/thanks/given"): everybody(200),
    ("thanks.one", "GET", "/thanks/{thanks}"): only(200, "holder", "endorser"),
    ("thanks.received", "GET", "/thanks/received"): everybody(200),
    ("vouching.take_back", "DELETE", "/groups/dales/vouching?by_group={group}"): everybody(
        403, steward=204, operator=204
    ),
    ("vouching.vouch", "PUT", "/groups/far-away/vouching"): everybody(403, steward=200, operator=200),
}

# Read by everybody, or what everybody may ask; of one's own secrets there is nothing in them.
PUBLIC = {
    *(
        f"adapted_roles.{name}"
        for name in ("show_adaptation", "show_comparison", "show_outline", "show_version")
    ),
    *(f"badges.{name}" for name in ("list_badges", "show_badge")),
    *(f"competencies.{name}" for name in ("list_competencies", "show_competency")),
    "contexts.show_context",
    *(
        f"frameworks.{name}"
        for name in ("diff", "list_frameworks", "list_versions", "show_framework", "show_version")
    ),
    "metrics.show_metrics",
    *(
        f"needs.{name}"
        for name in ("all_initiatives", "group_initiatives", "group_ratings", "month", "periods")
    ),
    *(f"paths.{name}" for name in ("list_paths", "show_path")),
    *(f"reference_frameworks.{name}" for name in ("list_frameworks", "list_items", "show_framework")),
    *(f"roles.{name}" for name in ("list_roles", "show_role")),
    *(
        f"verification.{name}"
        for name in ("verification_bundle", "verification_receipt", "verify_credential")
    ),
    "vouching.show_vouching",
}
DESCRIPTION = "api-docs.openapi_json"
