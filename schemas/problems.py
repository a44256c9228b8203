"""The shape of an error on the wire (RFC 9457), for the description of the API."""

from marshmallow import Schema, fields


class ProblemPlaceSchema(Schema):
    """One thing that does not fit: where (a JSON pointer) and what."""

    pointer = fields.String(required=True)
    code = fields.String(required=True)
    facts = fields.Dict()
    detail = fields.String()


class ProblemSchema(Schema):
    """Problem details. `code` is stable, and also the end of `type`."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    errors = fields.List(fields.Nested(ProblemPlaceSchema))
    facts = fields.Dict()
