"""Saying that somebody else may have a key of a group: what that does, which key, and since when."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from credentials.resolve import method_id
from foundation import clock
from foundation.acting import current_actor
from foundation.errors import InvalidError, NotFoundError, Problem
from foundation.limits import WRITE, limiter
from foundation.policy import Action, Scope, require
from issuers import queries as issuers
from issuers.models import Issuer, KeyState, SigningKey
from issuers.services import compromising
from web.forms import form_page
from web.language import day, moment

blueprint = Blueprint("lost_keys", __name__)

SEE_OTHER = 303
_SHOWN_CHARACTERS = 8  # enough to tell the keys of one group apart


@blueprint.get("/groups/<slug>/keys/lost")
def form(slug: str) -> str:
    """Show what it means to lose a key, and the form that says so."""
    group = _group(slug)
    return render_template("groups/lost_key.html", typed={}, errors={}, **_shape(group))


@blueprint.post("/groups/<slug>/keys/lost")
@limiter.limit(WRITE)
def declare(slug: str) -> Response | tuple[str, int]:
    """Stop relying on the key, for good; what does not fit comes back beside its field."""
    group = _group(slug)
    try:
        key_id, since = _declared(group)
        new = compromising.compromise(current_actor(), key_id, since=since)
    except InvalidError as error:
        return form_page("groups/lost_key.html", error, **_shape(group))
    said, more = _("The key is taken out of use."), _("A new one signs from now on.")
    flash(f"{said} {more}" if new else said, "success")
    return redirect(url_for("groups.group", slug=slug), SEE_OTHER)


def _group(slug: str) -> Issuer:
    group = issuers.group_by_slug(slug)
    if group is None:
        raise NotFoundError
    require(current_actor(), Action.KEY_COMPROMISE, Scope(group_id=group.id))
    return group


def _shape(group: Issuer) -> dict[str, Any]:
    return {
        "group": group,
        "keys": list(_choices(group)),
        "has_next": compromising.may_have_more(group.id),
        "now": clock.now(),
    }


def _choices(group: Issuer) -> Iterator[tuple[UUID, str, str]]:
    """Give (id, which key, how its name ends) of each key, the newest first."""
    for row in reversed(issuers.keys_of(group.iri)):
        end = method_id(group.iri, issuers.public_key(row))[-_SHOWN_CHARACTERS:]
        yield row.id, _which(row), _("The name of this key ends in %(end)s", end=f"\u2068{end}\u2069")


def _which(row: SigningKey) -> str:
    if row.compromised_at is not None:
        since = moment(row.compromised_at)
        said = _("Said to be lost since %(time)s; only an earlier time counts now", time=since)
    elif row.state != KeyState.ACTIVE:
        said = _("Put away on %(day)s", day=day(row.retired_at))
    elif row.kind == "RSA":
        said = _("Signs the token form of badges (VC-JWT) since %(day)s", day=day(row.active_from))
    else:
        said = _("Signs badges since %(day)s", day=day(row.active_from))
    return str(said)


def _declared(group: Issuer) -> tuple[UUID, datetime]:
    """Give which key, and since when. Raises InvalidError with everything that is missing."""
    chosen = request.form.get("key", "")
    keys = [row.id for row in issuers.keys_of(group.iri) if str(row.id) == chosen]
    since = _instant(request.form.get("since", ""))
    is_sure = request.form.get("sure") == "yes"
    if keys and since is not None and is_sure:
        return keys[0], since
    wrong = (("/key", "unknown", not keys), ("/since", "time_expected", since is None))
    problems = [Problem(where, code) for where, code, is_so in wrong if is_so]
    raise InvalidError(problems if is_sure else [*problems, Problem("/sure", "missing")])


def _instant(text: str) -> datetime | None:
    """Read what a browser sends of a date and time without a zone, which is asked for in UTC."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return None if found.tzinfo is not None else found.replace(tzinfo=UTC)
