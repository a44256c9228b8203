"""What people offer and what they look for, as published month by month; for everybody, with nobody in it."""

from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from competencies.aggregate import THRESHOLD
from competencies.models import NeedSnapshot
from competencies.queries import initiatives as logged
from competencies.queries import latest, needs
from foundation.errors import NotFoundError
from issuers import queries as issuers
from schemas.needs import NeedsSchema, needs_value
from web import metric_views, needs_files, needs_views, needs_words
from web.language import direction, language, month_name

blueprint = Blueprint("needs", __name__)

SHOWN_INITIATIVES = 10


@blueprint.get("/needs")
def newest() -> str:
    """Show the newest month; before the first one, say so."""
    return _month(needs.snapshot())


@blueprint.get("/needs/<period>")
def month(period: str) -> str:
    """Show one month."""
    return _month(needs.snapshot(period))


@blueprint.get("/needs/<period>.csv")
def table_file(period: str) -> Response:
    """Give a month as a table for spreadsheets."""
    return _file(needs_files.as_csv(_there(period).published), "text/csv", f"needs-{period}.csv")


@blueprint.get("/needs/<period>.json")
def json_file(period: str) -> Response:
    """Give a month as JSON, as the API does."""
    text = NeedsSchema().dumps(needs_value(_there(period), THRESHOLD), indent=2)
    return _file(text, "application/json", f"needs-{period}.json")


@blueprint.get("/needs/method")
def method() -> str:
    """Explain how people are counted, what is hidden, and what the numbers cannot tell."""
    return render_template("needs/method.html", threshold=THRESHOLD, regions=needs_words.regions())


@blueprint.get("/metrics")
def metrics() -> str:
    """Show how recognition goes, each figure with what it means."""
    snapshot = needs.snapshot()
    return render_template(
        "needs/metrics.html",
        snapshot=snapshot,
        metrics=metric_views.metrics(snapshot.published if snapshot else None),
        equity=metric_views.equity(snapshot.published) if snapshot else [],
        threshold=THRESHOLD,
    )


def _month(snapshot: NeedSnapshot | None) -> str:
    if snapshot is None:
        return render_template("needs/none.html", **_log(""))
    wanted = needs_views.wanted_of(request.args, snapshot)
    lines = needs_views.lines(snapshot, wanted)
    return render_template(
        "needs/month.html",
        snapshot=snapshot,
        periods=[(one, month_name(one)) for one in needs.periods()],
        wanted=wanted,
        lines=lines,
        gaps=[one for one in lines if one.is_gap],
        chart=needs_views.chart(lines, mirrored=direction(language()) == "rtl"),
        holders=needs_views.holders(snapshot, wanted.domain),
        domains=[("", _("All areas")), *needs_views.domains()],
        place_choices=_places(snapshot),
        measures=needs_words.measures(),
        threshold=THRESHOLD,
        latest=latest,
        **_log(wanted.domain),
    )


def _log(domain: str) -> dict[str, Any]:
    """Give what groups did, in one area where one was chosen."""
    listed = logged.initiatives(most=SHOWN_INITIATIVES, domain=domain or None)
    return {
        "initiatives": listed,
        "titles": needs_views.titled(one.competency for one in listed),
        "groups": {one.row.group_id: issuers.issuer(one.row.group_id) for one in listed},
    }


def _places(snapshot: NeedSnapshot) -> list[tuple[str, str]]:
    found = needs_views.places(snapshot)
    regions = [(f"region:{one}", needs_words.region(one)) for one in found["region"]]
    languages = [(f"language:{one}", needs_words.language_name(one)) for one in found["language"]]
    return [("", _("Everybody")), *regions, *sorted(languages, key=lambda one: one[1])]


def _there(period: str) -> NeedSnapshot:
    found = needs.snapshot(period)
    if found is None:
        raise NotFoundError
    return found


def _file(text: str, kind: str, name: str) -> Response:
    return Response(
        text,
        content_type=f"{kind}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
