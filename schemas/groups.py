"""Shapes on the wire of groups: who vouches for them, who defines their roles, what they are like."""

from marshmallow import RAISE, Schema, fields, validate


class VoucherSchema(Schema):
    """In whose name somebody vouches, or takes it back: a group (its slug), or the operator without one."""

    class Meta:
        """An unknown member is refused, never ignored."""

        unknown = RAISE

    by_group = fields.String(load_default=None, allow_none=True)


class VouchingSchema(Schema):
    """Whether somebody vouches for a group. `by_group`: which one (its slug); none for the operator."""

    group = fields.String()
    is_vouched = fields.Boolean()
    by_group = fields.String(allow_none=True)
    since = fields.AwareDateTime(allow_none=True)


class DelegationWriteSchema(Schema):
    """Which hub may define the group's roles (its slug)."""

    class Meta:
        """An unknown member is refused, never ignored."""

        unknown = RAISE

    hub = fields.String(required=True, validate=validate.Length(1, 80))


class DelegationSchema(Schema):
    """One delegation. `group`: the other side of it, the hub or the group that delegated (its slug)."""

    id = fields.UUID()
    group = fields.String()
    since = fields.AwareDateTime()


class DelegationsSchema(Schema):
    """What a group delegated, and what was delegated to it."""

    given = fields.List(fields.Nested(DelegationSchema))
    received = fields.List(fields.Nested(DelegationSchema))


class ContextWriteSchema(Schema):
    """What a group says of itself: its kind, its connection, its languages, what it has to mind."""

    class Meta:
        """An unknown member is refused, never ignored."""

        unknown = RAISE

    kind = fields.String(required=True)
    connectivity = fields.String(required=True)
    languages = fields.String(load_default="")
    constraints = fields.String(load_default="")


class ContextSchema(Schema):
    """The same as it is read; without `kind` the group has said nothing yet."""

    group = fields.String()
    kind = fields.String(allow_none=True)
    connectivity = fields.String(allow_none=True)
    languages = fields.String()
    constraints = fields.String()
    changed_at = fields.AwareDateTime(allow_none=True)
