"""Shapes on the wire of roles that are worked out step by step. What a text may say is judged in the room."""

from marshmallow import RAISE, Schema, fields


class _Strict(Schema):
    """An unknown member is refused, never ignored."""

    class Meta:
        """Options of marshmallow."""

        unknown = RAISE


class RoleModelBeginSchema(_Strict):
    """A role that a group begins to work out."""

    title = fields.String(required=True)
    language = fields.String(
        load_default=None,
        allow_none=True,
        metadata={"description": "In which language its texts are written; that of the group unless said."},
    )


class ContextStepSchema(_Strict):
    """What the group is like."""

    context = fields.String(required=True)


class TasksStepSchema(_Strict):
    """What people do in the role."""

    tasks = fields.String(required=True)


class ChosenSchema(_Strict):
    """A competency that the tasks need, and why."""

    competency = fields.String(required=True)
    reason = fields.String(required=True)


class CompetenciesStepSchema(_Strict):
    """What the tasks take. Levels that were set before stay."""

    chosen = fields.List(fields.Nested(ChosenSchema), required=True)


class ChosenLevelSchema(_Strict):
    """How far one of the chosen competencies goes."""

    competency = fields.String(
        metadata={"description": "Which one it is meant for: another one in its place answers 409."}
    )
    level = fields.Integer(required=True, strict=True)
    must = fields.Boolean(load_default=True)
    weight = fields.Integer(load_default=1, strict=True)


class LevelsStepSchema(_Strict):
    """How far each of the chosen competencies goes, in their order, and why."""

    levels = fields.List(fields.Nested(ChosenLevelSchema), required=True)
    text = fields.String(required=True)


class TrialStepSchema(_Strict):
    """What came of trying it on two people, whose names do not belong here. Only stewards read it."""

    person_a = fields.String(required=True)
    person_b = fields.String(required=True)


class _DecisionSchema(_Strict):
    adopted_by = fields.String(required=True, metadata={"description": "Who decided."})
    adopted_on = fields.Date(required=True)


class RoleModelAdoptSchema(_DecisionSchema):
    """The role as it is published."""

    title = fields.String(required=True)
    purpose = fields.String(required=True)


class RoleModelReviewSchema(_DecisionSchema):
    """What the review found; the role holds for another year."""

    review = fields.String(required=True)


class RoleModelShortSchema(Schema):
    """A role that is worked out, or was. `next`: the first step that is not done. `role`: once adopted."""

    id = fields.UUID()
    title = fields.String()
    language = fields.String()
    next = fields.String()
    role = fields.String(allow_none=True)
    adopted_by = fields.String(allow_none=True)
    adopted_on = fields.Date(allow_none=True)
    review_due = fields.Date(allow_none=True)
    begun_at = fields.AwareDateTime()
    changed_at = fields.AwareDateTime()


class StepSchema(Schema):
    """One step: whether it is done, and the texts that it has left."""

    step = fields.String()
    done = fields.Boolean()
    texts = fields.Dict(keys=fields.String(), values=fields.String())


class WorkedOutSchema(Schema):
    """A requirement as far as it is worked out: without `level` until that step is done."""

    competency = fields.String()
    reason = fields.String()
    level = fields.Integer()
    must = fields.Boolean()
    weight = fields.Integer()


class RoleModelSchema(RoleModelShortSchema):
    """A role that is worked out, with every step in its order, for the stewards of its group."""

    steps = fields.List(fields.Nested(StepSchema))
    requirements = fields.List(fields.Nested(WorkedOutSchema))
