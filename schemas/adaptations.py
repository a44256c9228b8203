"""Shapes on the wire of roles that groups make their own: adaptations, comparisons, the outline.

What an operation may say is judged in the room, in one place, with pointers into `operations`.
"""

from marshmallow import RAISE, Schema, fields, validate

_LEVEL = validate.Range(min=1, max=4)


class _Strict(Schema):
    """An unknown member is refused, never ignored."""

    class Meta:
        """Options of marshmallow."""

        unknown = RAISE


class OperationSchema(_Strict):
    """One operation, with a reason: raise, lower (`to`), add (`level`, `must`, `weight`), drop, rename."""

    op = fields.String(required=True)
    competency = fields.String()
    from_level = fields.Integer(data_key="from", attribute="from", strict=True)
    to = fields.Integer(strict=True)
    level = fields.Integer(strict=True)
    must = fields.Boolean()
    weight = fields.Integer(strict=True)
    title = fields.Dict(keys=fields.String(), values=fields.String())
    reason = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class _DecisionSchema(_Strict):
    operations = fields.List(fields.Nested(OperationSchema), load_default=list)
    adopted_by = fields.String(
        load_default=None,
        allow_none=True,
        metadata={"description": "Who decided; without it, a draft is kept."},
    )
    adopted_on = fields.Date(load_default=None, allow_none=True)


class AdaptationBeginSchema(_DecisionSchema):
    """A group adapts a role."""

    group_id = fields.UUID(required=True)


class AdaptationChangeSchema(_DecisionSchema):
    """A group changes how it adapts a role."""


class UpdateAnswerSchema(_Strict):
    """What a group does about a new version of the base: take it over, or stay as it is."""

    accept = fields.Boolean(required=True)
    leave_out = fields.List(fields.Integer(strict=True, validate=validate.Range(min=0)), load_default=list)


class AdaptationSchema(Schema):
    """How a group adapts a role. `role`: the role that it made, none while it is a draft."""

    id = fields.UUID()
    group_id = fields.UUID()
    role = fields.String(allow_none=True)
    base = fields.String()
    base_number = fields.Integer()
    state = fields.String()
    operations = fields.Raw()
    draft = fields.Raw()
    context = fields.Raw()
    adopted_by = fields.String(allow_none=True)
    adopted_on = fields.Date(allow_none=True)
    review_due = fields.Date(allow_none=True)
    update = fields.Integer(
        allow_none=True, metadata={"description": "A version of the base that the group has not answered."}
    )


class RebasedSchema(AdaptationSchema):
    """A draft on the newest version of its base, and how many operations did not fit any more."""

    left_out = fields.Integer()


class ComparisonQuerySchema(Schema):
    """Which versions to compare; those in force where none is named."""

    version = fields.Integer(load_default=None, validate=validate.Range(min=1, max=1_000_000))
    other_version = fields.Integer(load_default=None, validate=validate.Range(min=1, max=1_000_000))


class ComparedNeedSchema(Schema):
    """What one role asks for in one competency."""

    level = fields.Integer()
    must = fields.Boolean()
    weight = fields.Integer()


class ComparedSchema(Schema):
    """One competency in two roles."""

    competency = fields.String()
    first = fields.Nested(ComparedNeedSchema, allow_none=True)
    second = fields.Nested(ComparedNeedSchema, allow_none=True)
    differences = fields.List(fields.String())


class SideSchema(Schema):
    """One of the two roles."""

    role = fields.String()
    number = fields.Integer()


class ComparisonSchema(Schema):
    """Two roles, requirement by requirement; and the operations that make the second of the first."""

    first = fields.Nested(SideSchema)
    second = fields.Nested(SideSchema)
    rows = fields.List(fields.Nested(ComparedSchema))
    operations = fields.Raw()


class OutlineQuerySchema(Schema):
    """Of one group (slug) or one area (`<framework>:<domain>`), 12 roles to a page."""

    group = fields.String(load_default="")
    area = fields.String(load_default="", validate=validate.Length(max=200))
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=100_000))


class OutlineNeedSchema(Schema):
    """What a role asks for."""

    competency = fields.String()
    level = fields.Integer(validate=_LEVEL)
    must = fields.Boolean()
    weight = fields.Integer()


class OutlineRoleSchema(Schema):
    """One role of the outline."""

    role = fields.String()
    number = fields.Integer()
    group_id = fields.UUID()
    asks = fields.List(fields.Nested(OutlineNeedSchema))


class OverlapSchema(Schema):
    """Two roles and the competencies that both ask for."""

    roles = fields.List(fields.String())
    shared = fields.List(fields.String())


class OutlineSchema(Schema):
    """One page of the outline."""

    page = fields.Integer()
    pages = fields.Integer()
    roles = fields.List(fields.Nested(OutlineRoleSchema))
    overlaps = fields.List(fields.Nested(OverlapSchema))
