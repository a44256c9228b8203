"""Frameworks on the wire: as trees, version by version, and the draft that stewards write."""

from dataclasses import dataclass
from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, fields, validate

from schemas.definitions import AlignmentSchema

_LANGUAGES = ("en", "sv", "es", "ar")
_MOST_VERSIONS = 1_000_000


class _Strict(Schema):
    """An unknown member is refused, never ignored."""

    class Meta:
        """Options of marshmallow."""

        unknown = RAISE


def _texts(*, required: bool = True) -> fields.Dict:
    if required:
        return fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    return fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A framework with one of its versions, as a tree, and the numbers of its competencies."""

    framework: Any
    version: Any
    tree: dict[str, Any]
    members: Any


class SeenSchema(Schema):
    """How the thing was seen that is written: `If-Match: "3"`, as its ETag said."""

    class Meta:
        """Other headers are nobody's business here."""

        unknown = EXCLUDE

    if_match = fields.String(data_key="If-Match", load_default=None, allow_none=True)


class PageSchema(_Strict):
    """Which page of a list, from 1."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))


class DiffQuerySchema(_Strict):
    """Which two versions."""

    first = fields.Integer(data_key="from", required=True, validate=validate.Range(1, _MOST_VERSIONS))
    second = fields.Integer(data_key="to", required=True, validate=validate.Range(1, _MOST_VERSIONS))


class LevelSchema(_Strict):
    """One of the four levels."""

    level = fields.Integer(required=True, strict=True, validate=validate.Range(1, 4))
    title = _texts()
    descriptor = _texts(required=False)


class NodeSchema(_Strict):
    """A competency of a draft; without `id` it is new. Where it came from is only read."""

    id = fields.String()
    code = fields.String(load_default="")
    title = _texts()
    statement = _texts(required=False)
    rubric = fields.List(_texts(), load_default=lambda: [{}, {}, {}, {}])
    typical_evidence = fields.List(fields.String(), load_default=list)
    alignments = fields.List(fields.Nested(AlignmentSchema), load_default=list)
    origin = fields.Dict(load_default=None, allow_none=True)


class DomainSchema(_Strict):
    """An area of a draft; without `id` it is new."""

    id = fields.String()
    title = _texts()
    competencies = fields.List(fields.Nested(NodeSchema), load_default=list)


class TreeSchema(_Strict):
    """A framework as a tree."""

    title = _texts()
    description = _texts(required=False)
    levels = fields.List(fields.Nested(LevelSchema), required=True)
    domains = fields.List(fields.Nested(DomainSchema), load_default=list)


class DraftBeginSchema(_Strict):
    """A new framework of a group."""

    group_id = fields.UUID(required=True)
    title = _texts()
    description = _texts(required=False)
    source = fields.String(load_default="en", validate=validate.OneOf(_LANGUAGES))


class DeriveSchema(_Strict):
    """For which group to derive, and from which version; the one in force without a number."""

    group_id = fields.UUID(required=True)
    number = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, _MOST_VERSIONS))


class TranslationSchema(_Strict):
    """Texts of one language by pointer; of these, `reviewed` are reviewed by a fluent speaker."""

    texts = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    reviewed = fields.List(fields.String(), load_default=list)


class DraftSchema(Schema):
    """A draft. `states`: pointer -> language -> draft, reviewed or outdated."""

    slug = fields.String()
    group_id = fields.UUID(attribute="owner_id")
    revision = fields.Integer()
    published_revision = fields.Integer(allow_none=True)
    source = fields.String()
    tree = fields.Raw()
    states = fields.Raw()
    sources = fields.Raw()
    derived_from = fields.String(allow_none=True)
    derived_number = fields.Integer(allow_none=True)


class FrameworkVersionSchema(Schema):
    """A version of a framework without its tree."""

    number = fields.Integer()
    title = fields.Raw()
    reviewed = fields.List(fields.String())
    published_at = fields.AwareDateTime()


class FrameworkSchema(Schema):
    """A version of a framework as a tree; `members`: which version of which competency stands where."""

    slug = fields.String(attribute="framework.slug")
    group_id = fields.UUID(attribute="framework.owner_id")
    number = fields.Integer(attribute="version.number")
    published_at = fields.AwareDateTime(attribute="version.published_at")
    reviewed = fields.List(fields.String(), attribute="version.reviewed")
    source = fields.String(attribute="version.source", allow_none=True)
    derived_from = fields.String(attribute="framework.derived_from", allow_none=True)
    derived_number = fields.Integer(attribute="framework.derived_number", allow_none=True)
    tree = fields.Raw()
    members = fields.Raw()


class FrameworkShortSchema(Schema):
    """A framework in a list."""

    slug = fields.String()
    group_id = fields.UUID(attribute="owner_id")
    derived_from = fields.String(allow_none=True)
    versions = fields.List(fields.Nested(FrameworkVersionSchema))


class FrameworkListSchema(Schema):
    """One page of the frameworks."""

    frameworks = fields.List(fields.Nested(FrameworkShortSchema))
    page = fields.Integer()
    pages = fields.Integer()


class ChangeSchema(Schema):
    """One difference: added, removed, moved, text or value, of a framework, domain or competency."""

    kind = fields.String()
    thing = fields.String()
    id = fields.String()
    title = fields.Raw()
    field = fields.String()
    language = fields.String()
    before = fields.Raw(allow_none=True)
    after = fields.Raw(allow_none=True)


class PublishedFrameworkSchema(Schema):
    """What publishing answers."""

    slug = fields.String()
    number = fields.Integer()


class MissingSchema(Schema):
    """What keeps a draft from being published; `/competencies/<id>/...` points at a competency."""

    pointer = fields.String()
    code = fields.String()
    facts = fields.Dict()


class SluggedSchema(Schema):
    """A thing by its address."""

    slug = fields.String()


class TouchesSchema(Schema):
    """The badges, roles and paths (slugs) that an edit touches; they stay as they are.

    `levels`: badges for levels of competencies, which get a new version.
    """

    levels = fields.List(fields.Pluck(SluggedSchema, "slug"))
    badges = fields.List(fields.Pluck(SluggedSchema, "slug"))
    roles = fields.List(fields.Pluck(SluggedSchema, "slug"))
    paths = fields.List(fields.Pluck(SluggedSchema, "slug"))


class PublishingPreviewSchema(Schema):
    """What publishing a draft would do. `is_behind`: something was published beside it."""

    number = fields.Integer()
    revision = fields.Integer()
    changes = fields.List(fields.Nested(ChangeSchema))
    missing = fields.List(fields.Nested(MissingSchema))
    is_behind = fields.Boolean()
    reviewed = fields.List(fields.String())
    touches = fields.Nested(TouchesSchema)
