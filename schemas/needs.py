"""Shapes on the wire of needs and assets: skills, ratings of groups, initiatives, published months."""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

_PAGE = validate.Range(min=1, max=10_000)


class _Strict(Schema):
    """An unknown member is refused, never ignored."""

    class Meta:
        """Options of marshmallow."""

        unknown = RAISE


class StanceSchema(_Strict):
    """What a person says of one competency; who offers it, or gives a level, knows it."""

    competency = fields.String(required=True)
    known = fields.Boolean(load_default=False)
    offered = fields.Boolean(load_default=False)
    wanted = fields.Boolean(load_default=False)
    level = fields.Integer(load_default=None, allow_none=True, strict=True)


class SkillsWriteSchema(_Strict):
    """Skills to keep (others stay as they are), and what may be counted of them."""

    skills = fields.List(fields.Nested(StanceSchema), load_default=list)
    region = fields.String(load_default=None, allow_none=True)
    languages = fields.List(fields.String(), load_default=list)
    counted = fields.Boolean(required=True)
    visits_counted = fields.Boolean(load_default=False)


class SkillsReadSchema(Schema):
    """What a person said; nobody else is told."""

    skills = fields.List(fields.Nested(StanceSchema))
    region = fields.String(allow_none=True)
    languages = fields.List(fields.String())
    counted = fields.Boolean()
    visits_counted = fields.Boolean()


class RatingSchema(_Strict):
    """How a group sees itself in one competency: level 1 to 4, and how well it would last, 1 to 3."""

    competency = fields.String(required=True)
    level = fields.Integer(required=True, strict=True)
    robustness = fields.Integer(required=True, strict=True)


class RatingsWriteSchema(_Strict):
    """Ratings of today."""

    ratings = fields.List(fields.Nested(RatingSchema), required=True)


class RatedSchema(Schema):
    """A rating with its age."""

    competency = fields.String()
    level = fields.Integer()
    robustness = fields.Integer()
    rated_at = fields.AwareDateTime()
    expires_at = fields.AwareDateTime()
    months = fields.Integer()
    holds = fields.Boolean()


class PageQuerySchema(Schema):
    """Which page of a list."""

    page = fields.Integer(load_default=1, validate=_PAGE)


class HistoryQuerySchema(PageQuerySchema):
    """The newest rating of each competency, or everything that was ever said."""

    history = fields.Boolean(load_default=False)


class InitiativeBeginSchema(_Strict):
    """What a group does about a need; `period` is the published month that showed it."""

    competency = fields.String(required=True)
    need = fields.String(required=True)
    action = fields.String(required=True)
    language = fields.String(required=True)
    period = fields.String(load_default=None, allow_none=True)
    started_on = fields.Date(load_default=None, allow_none=True)


class InitiativeFinishSchema(_Strict):
    """What came of it; `revision` is of the initiative that was read."""

    result = fields.String(required=True)
    revision = fields.Integer(required=True, strict=True)
    ended_on = fields.Date(load_default=None, allow_none=True)


class InitiativeSchema(Schema):
    """An initiative: need, action, result."""

    id = fields.UUID(attribute="row.id")
    group_id = fields.UUID(attribute="row.group_id")
    competency = fields.String()
    period = fields.String(attribute="row.period", allow_none=True)
    need = fields.String(attribute="row.need")
    action = fields.String(attribute="row.action")
    result = fields.String(attribute="row.result")
    language = fields.String(attribute="row.language")
    started_on = fields.Date(attribute="row.started_on")
    ended_on = fields.Date(attribute="row.ended_on", allow_none=True)
    revision = fields.Integer(attribute="row.revision")


class NeedsSchema(Schema):
    """One published month. A number that is missing or null is hidden: too few people stand behind it."""

    period = fields.String()
    method = fields.Integer()
    made_up = fields.Boolean()
    taken_at = fields.AwareDateTime()
    threshold = fields.Integer()
    published = fields.Dict()


class PeriodsSchema(Schema):
    """The months that were published, newest first."""

    periods = fields.List(fields.String())


def needs_value(snapshot: Any, threshold: int) -> dict[str, Any]:
    """Give a month as `NeedsSchema` takes it: of figures the values, not the people that method 1 told."""
    names = ("period", "method", "made_up", "taken_at")
    told = {name: getattr(snapshot, name) for name in names} | {"threshold": threshold}
    published = snapshot.published
    figures = {name: {"values": one["values"]} for name, one in published.get("figures", {}).items()}
    return told | {"published": {**published, "figures": figures}}


class MetricSchema(Schema):
    """One metric: its name, what it means, what to watch for; `note` says what it counts if no people."""

    metric = fields.String()
    name = fields.String()
    definition = fields.String()
    watch = fields.String()
    note = fields.String()
    values = fields.Dict(metadata={"description": "Numbers; what is missing is hidden, or not there yet."})


class MetricsSchema(Schema):
    """Every metric. `period`: the month of what counts people; null before the first one."""

    period = fields.String(allow_none=True)
    made_up = fields.Boolean()
    threshold = fields.Integer()
    metrics = fields.List(fields.Nested(MetricSchema))
    equity = fields.Dict()
