"""Consent and visibility: one page for who may ask, what others see, what is mailed, and the language."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import queries
from accounts.services import preferring, telling
from foundation.acting import current_actor
from foundation.errors import InvalidError, SignInNeededError, invalid
from foundation.limits import WRITE, limiter
from foundation.policy import Actor
from web.forms import form_page
from web.language import CODES

blueprint = Blueprint("settings", __name__)

Answer = str | Response | tuple[str, int]
SEE_OTHER = 303
SWITCHES = ("may_be_asked", "may_be_offered", "new_badges_public", "digest_mail")


@blueprint.get("/account/settings")
def settings() -> str:
    """Show what the person consents to."""
    _actor, person_id = _somebody()
    kept = queries.preference(person_id)
    chosen: dict[str, Any] = {name: getattr(kept, name) for name in SWITCHES}
    chosen |= {"display_name": kept.display_name or "", "endorser_name": kept.endorser_name}
    return render_template("settings/settings.html", typed={}, errors={}, **_shape(person_id, chosen))


@blueprint.post("/account/settings")
@limiter.limit(WRITE)
def change_settings() -> Answer:
    """Keep what the person chose."""
    actor, person_id = _somebody()
    chosen, language = _chosen(request.form), request.form.get("language", "")
    try:
        if language not in CODES:
            raise invalid("/language", "unknown")
        preferring.change(actor, **chosen)
        telling.change_language(actor, language)
    except InvalidError as error:
        return form_page("settings/settings.html", error, **_shape(person_id, chosen))
    session["language"] = language
    flash(_("Your choices are kept."), "success")
    return redirect(url_for("settings.settings"), SEE_OTHER)


def _somebody() -> tuple[Actor, UUID]:
    actor = current_actor()
    if actor.person_id is None:
        raise SignInNeededError
    return actor, actor.person_id


def _chosen(form: Mapping[str, str]) -> dict[str, Any]:
    """Give the form as the service takes it: a box that is not ticked is not sent."""
    switched = {name: form.get(name) == "yes" for name in SWITCHES}
    names = {name: form.get(name, "") for name in ("display_name", "endorser_name")}
    return switched | names


def _shape(person_id: UUID, chosen: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "person": queries.person(person_id),
        "has_mailbox": bool(queries.proven_addresses(person_id)),
        "chosen": chosen,
        "endorser_names": _endorser_names(),
        "most": preferring.DISPLAY_NAME_MAX,
    }


def _endorser_names() -> list[tuple[str, str, str]]:
    """Give the names that endorsements can be written with: value, words, what it tells about one."""
    return [
        (
            "affiliate",
            _("“A mentor of” your group"),
            _("Tells where you help, not who you are."),
        ),
        ("user_name", _("Your user name"), _("Others can find you by it.")),
        ("display_name", _("Your display name"), _("The name that you choose above.")),
    ]
