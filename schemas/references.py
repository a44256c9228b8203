"""Shapes of frameworks from elsewhere on the wire."""

from marshmallow import RAISE, Schema, fields, validate

MOST_PAGE = 1_000_000


class ReferenceFrameworkSchema(Schema):
    """An imported framework. `group`: which one brought this copy in (its slug)."""

    group = fields.String()
    identifier = fields.UUID(metadata={"description": "Its CASE identifier"})
    title = fields.String()
    creator = fields.String()
    language = fields.String()
    edition = fields.String()
    case_version = fields.String()
    source_url = fields.String(allow_none=True)
    item_count = fields.Integer()
    imported_at = fields.AwareDateTime()


class ReferenceItemSchema(Schema):
    """One item of an imported framework, as it stands in lists."""

    identifier = fields.UUID()
    code = fields.String()
    title = fields.String()
    statement = fields.String()
    kind = fields.String()
    language = fields.String()
    child_count = fields.Integer()


class ReferenceItemPageSchema(Schema):
    """A page of items: a hundred at most, and how many there are on all pages."""

    items = fields.List(fields.Nested(ReferenceItemSchema))
    total = fields.Integer()
    page = fields.Integer()


class CopySchema(Schema):
    """Which copy: that of a group (its slug), or else the first one."""

    group = fields.String(load_default="", validate=validate.Length(max=80))


class AddressSchema(Schema):
    """Where a CASE package is to be fetched."""

    class Meta:
        """An unknown member is refused, never ignored."""

        unknown = RAISE

    url = fields.String(required=True, metadata={"description": "A public https address."})


class TableSchema(Schema):
    """What a table cannot say of itself; a package does."""

    title = fields.String(load_default="")
    edition = fields.String(load_default="")
    language = fields.String(load_default="en", validate=validate.OneOf(("en", "sv", "es", "ar")))


class SearchSchema(CopySchema):
    """Which items to give."""

    q = fields.String(load_default="", validate=validate.Length(max=200))
    parent = fields.UUID(load_default=None)
    page = fields.Integer(load_default=1, validate=validate.Range(1, MOST_PAGE))


class FindingSchema(Schema):
    """One thing that was found: where, a stable code, which row of the list (0: the whole file)."""

    pointer = fields.String()
    code = fields.String()
    row = fields.Integer()
    facts = fields.Dict()
    count = fields.Integer()


class FoundSchema(Schema):
    """What was found in a file."""

    version = fields.String()
    title = fields.String()
    creator = fields.String()
    edition = fields.String()
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    problem_count = fields.Integer()
    problems = fields.List(fields.Nested(FindingSchema))
    note_count = fields.Integer()
    notes = fields.List(fields.Nested(FindingSchema))


class ImportSchema(Schema):
    """An import: fetching (from an address), staged, waiting (being written), done or failed."""

    id = fields.UUID()
    state = fields.String()
    framework = fields.UUID(allow_none=True)
    done = fields.Integer()
    total = fields.Integer()
    code = fields.String(allow_none=True)
    found = fields.Nested(FoundSchema)
