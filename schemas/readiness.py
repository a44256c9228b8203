"""Readiness, teams and leadership plans on the wire. What is read and what is written stand apart."""

from marshmallow import RAISE, Schema, fields, validate

SLUG = validate.Length(1, 80)
MOST_ACTION = 1_000
MOST_OWNER = 120
MOST_REVISION = 1_000_000_000  # a revision that no line ever reaches, and that fits every database


class Strict(Schema):
    """Refuses members that it does not know, so that a misspelt one is never lost silently."""

    class Meta:
        """How unknown members are met."""

        unknown = RAISE


class RequirementGapSchema(Schema):
    """One requirement beside what is held. `own_level`: what the person says, beside and never counted."""

    competency = fields.String()
    required = fields.Integer()
    held = fields.Integer()
    must = fields.Boolean()
    weight = fields.Integer()
    source = fields.String(allow_none=True)
    own_level = fields.Integer(allow_none=True)


class NextStepSchema(Schema):
    """A useful step: from a level to a level of a competency, by a badge, a path or something to read.

    `leads_to`: the badge at the end of the path, where it is another one than `badge`.
    """

    competency = fields.String()
    held = fields.Integer(data_key="from")
    level = fields.Integer(data_key="to")
    badge = fields.String(allow_none=True)
    is_open = fields.Boolean()
    path = fields.String(allow_none=True)
    leads_to = fields.String(allow_none=True)
    resource = fields.String(allow_none=True)
    reasons = fields.List(fields.String())


class ReadinessSchema(Schema):
    """How far somebody is from one version of a role. Advice: nobody is appointed or ranked by it."""

    role = fields.String()
    version = fields.Integer()
    compared_at = fields.AwareDateTime()
    state = fields.String()
    musts = fields.Integer()
    musts_met = fields.Integer()
    must_gap_steps = fields.Integer()
    coverage = fields.String()
    requirements = fields.List(fields.Nested(RequirementGapSchema))
    next_steps = fields.List(fields.Nested(NextStepSchema))
    nothing_closes = fields.List(fields.String())


class ReadinessSnapshotWriteSchema(Strict):
    """Of which role to keep one's readiness now."""

    role = fields.String(required=True, validate=SLUG)


class ReadinessSnapshotSchema(Schema):
    """A kept readiness, as it was then."""

    id = fields.UUID()
    role = fields.String(attribute="role.slug")
    role_title = fields.Dict()
    version = fields.Integer(attribute="role_number")
    taken_at = fields.AwareDateTime()
    frameworks = fields.List(fields.Dict())
    held = fields.List(fields.Dict())
    own_levels = fields.Dict()
    result = fields.Dict()


class RoleHoldingSchema(Schema):
    """A role that one holds or is asked to hold."""

    id = fields.UUID()
    role = fields.String(attribute="role.slug")
    group_id = fields.UUID()
    since = fields.Date()
    until = fields.Date(allow_none=True)
    accepted_at = fields.AwareDateTime(allow_none=True)


class RoleHoldingWriteSchema(Strict):
    """Who is asked to say that they hold a role: somebody with a seat in the group, by user name."""

    role = fields.String(required=True, validate=SLUG)
    user_name = fields.String(required=True, validate=validate.Length(1, 85))
    since = fields.Date(required=True)
    until = fields.Date(load_default=None, allow_none=True)


class PlanLineWriteSchema(Strict):
    """A line of a plan."""

    role = fields.String(required=True, validate=SLUG)
    action = fields.String(required=True, validate=validate.Length(1, MOST_ACTION))
    owner = fields.String(load_default="", validate=validate.Length(0, MOST_OWNER))
    due_on = fields.Date(load_default=None, allow_none=True)


class PlanLineChangeSchema(PlanLineWriteSchema):
    """A line as it shall be; `revision` is the one that was read."""

    revision = fields.Integer(required=True, strict=True, validate=validate.Range(1, MOST_REVISION))


class PlanLineStateSchema(Strict):
    """Whether a line is done."""

    done = fields.Boolean(required=True)


class PlanLineSchema(Schema):
    """A line of a plan."""

    id = fields.UUID()
    role = fields.String(attribute="role.slug")
    action = fields.String()
    owner = fields.String()
    due_on = fields.Date(allow_none=True)
    done_at = fields.AwareDateTime(allow_none=True)
    revision = fields.Integer()


class RoleHolderSchema(Schema):
    """Who holds or is asked to hold a role, and until when."""

    id = fields.UUID(attribute="holding.id")
    user_name = fields.String(allow_none=True)
    since = fields.Date(attribute="holding.since")
    ends = fields.Date(allow_none=True)


class RolePlanSchema(Schema):
    """A role in a plan. `ready` and `near`: user names of who lets themselves be found, in no order."""

    role = fields.String(attribute="role.slug")
    version = fields.Integer(attribute="version.number")
    holders = fields.List(fields.Nested(RoleHolderSchema))
    asked = fields.List(fields.Nested(RoleHolderSchema))
    ready = fields.List(fields.String(allow_none=True))
    near = fields.List(fields.String(allow_none=True))
    concerns = fields.List(fields.String())
    lines = fields.List(fields.Nested(PlanLineSchema))


class TeamQuerySchema(Strict):
    """Which role to look at."""

    role = fields.String(required=True, validate=SLUG)


class MetSchema(Schema):
    """A requirement and who meets it."""

    competency = fields.String()
    required = fields.Integer()
    must = fields.Boolean()
    standing = fields.String()
    by = fields.List(fields.String(allow_none=True))


class TeamSchema(Schema):
    """What a group can do together for one version of a role."""

    role = fields.String()
    version = fields.Integer()
    members = fields.Integer()
    seen = fields.Integer()
    is_met_together = fields.Boolean()
    requirements = fields.List(fields.Nested(MetSchema))


class RoleCountsSchema(Schema):
    """A role over the groups of a hub; null where a number would be below five."""

    role = fields.String(attribute="slug")
    groups = fields.Integer(allow_none=True)
    holders = fields.Integer(allow_none=True)
    to_look_at = fields.Integer(allow_none=True)


class GroupSlugSchema(Schema):
    """A group by its slug."""

    slug = fields.String()


class OverviewSchema(Schema):
    """The groups of a hub, by slug, and the counts of each role."""

    groups = fields.List(fields.Pluck(GroupSlugSchema, "slug"))
    roles = fields.List(fields.Nested(RoleCountsSchema))


class AimsSchema(Schema):
    """The roles (slugs) that somebody aims at, and how many they can be."""

    roles = fields.List(fields.String())
    most = fields.Integer()
