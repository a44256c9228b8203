"""Shapes on the wire of badges, competencies, roles and paths. What is read and what is written stand apart.

Loading gives the keywords of the rooms' verbs; what a text may say is judged there, in one place.
"""

from dataclasses import dataclass
from typing import Any

from marshmallow import RAISE, Schema, fields, validate

_LEVEL = validate.Range(min=1, max=4)


@dataclass(frozen=True, slots=True)
class Published:
    """A thing with the version to show, as the read schemas take it."""

    thing: Any
    version: Any


def in_force(thing: Any) -> Published:
    """Give a thing with its version in force."""
    return Published(thing, thing.versions[-1])


class _Strict(Schema):
    """An unknown member is refused, never ignored."""

    class Meta:
        """Options of marshmallow."""

        unknown = RAISE


def _texts(*, required: bool = True) -> fields.Dict:
    return fields.Dict(keys=fields.String(), values=fields.String(), required=required)


def _words() -> fields.List[str]:
    return fields.List(fields.String(), load_default=list)


class AlignmentSchema(_Strict):
    """A link to a node of another framework; only one with a verified address is ever signed."""

    name = fields.String(required=True)
    url = fields.String(load_default=None, allow_none=True)
    framework = fields.String(load_default=None, allow_none=True)
    edition = fields.String(load_default=None, allow_none=True)
    code = fields.String(load_default=None, allow_none=True)
    type = fields.String(load_default=None, allow_none=True)
    verified = fields.Boolean(load_default=False)


class ProofSchema(_Strict):
    """A level of a competency that a badge proves."""

    competency = fields.String(required=True)
    level = fields.Integer(required=True, strict=True, validate=_LEVEL)


class RequirementSchema(ProofSchema):
    """A level of a competency that a role asks for."""

    must = fields.Boolean(load_default=True)
    weight = fields.Integer(load_default=1, strict=True)
    reason = fields.Dict(
        keys=fields.String(), values=fields.String(), load_default=None, allow_none=True,
        metadata={"description": "Why the role needs it, by language; none where it is as in the reference."},
    )  # fmt: skip


class ImageSchema(_Strict):
    """A template with a colour, or a picture uploaded before."""

    template = fields.String()
    colour = fields.String()
    picture = fields.UUID()
    shape = fields.String(metadata={"description": "As it is read: set by the kind of the badge, not here."})
    alt = _texts()


class _VersionedSchema(Schema):
    """What every published thing tells of itself."""

    slug = fields.String(attribute="thing.slug")
    group_id = fields.UUID(attribute="thing.owner_id")
    number = fields.Integer(attribute="version.number")
    published_at = fields.AwareDateTime(attribute="version.published_at")
    reviewed = fields.List(fields.String(), attribute="version.reviewed")


class BadgeReviseSchema(_Strict):
    """The words of a badge."""

    name = _texts()
    description = _texts()
    criteria = _texts()
    achievement_type = fields.String(load_default="Badge")
    tags = _words()
    proves = fields.List(fields.Nested(ProofSchema), load_default=list)
    alignments = fields.List(fields.Nested(AlignmentSchema), load_default=list)
    assessment = fields.Dict(load_default=lambda: {"method": "claim_with_check"})
    evidence_rule = fields.Dict(load_default=lambda: {"min_items": 0, "private_by_default": True})
    methods = _words()
    limits = fields.Dict(load_default=dict)
    validity_months = fields.Integer(load_default=None, allow_none=True, strict=True)
    counts_towards_roles = fields.Boolean(load_default=True)
    image = fields.Nested(ImageSchema, required=True)
    reviewed = _words()


class BadgeDefineSchema(BadgeReviseSchema):
    """A new badge of a group."""

    group_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    slug = fields.String(load_default=None)


class BadgeSchema(_VersionedSchema):
    """A published badge."""

    id = fields.UUID(attribute="thing.id")
    kind = fields.String(attribute="thing.kind")
    name = fields.Raw(attribute="version.name")
    description = fields.Raw(attribute="version.description")
    criteria = fields.Raw(attribute="version.criteria")
    achievement_type = fields.String(attribute="version.achievement_type")
    tags = fields.Raw(attribute="version.tags")
    proves = fields.Raw(attribute="version.proves")
    alignments = fields.Raw(attribute="version.alignments")
    assessment = fields.Raw(attribute="version.assessment")
    evidence_rule = fields.Raw(attribute="version.evidence_rule")
    methods = fields.Raw(attribute="version.methods")
    limits = fields.Raw(attribute="version.limits")
    validity_months = fields.Integer(attribute="version.validity_months", allow_none=True)
    counts_towards_roles = fields.Boolean(attribute="version.counts_towards_roles")
    image = fields.Raw(attribute="version.image")


class CompetencyReviseSchema(_Strict):
    """The words of a competency; `rubric` has four texts, level 1 first."""

    code = fields.String()
    domain = fields.String()
    title = _texts()
    statement = _texts()
    rubric = fields.List(_texts(), required=True)
    typical_evidence = _words()
    alignments = fields.List(fields.Nested(AlignmentSchema), load_default=list)
    reviewed = _words()


class CompetencyDefineSchema(CompetencyReviseSchema):
    """A new competency of a group."""

    group_id = fields.UUID(required=True)
    slug = fields.String(load_default=None)
    framework = fields.String(load_default=None)


class CompetencySchema(_VersionedSchema):
    """A published competency."""

    code = fields.String(attribute="thing.code")
    domain = fields.String(attribute="thing.domain")
    title = fields.Raw(attribute="version.title")
    statement = fields.Raw(attribute="version.statement")
    rubric = fields.Raw(attribute="version.rubric")
    typical_evidence = fields.Raw(attribute="version.typical_evidence")
    alignments = fields.Raw(attribute="version.alignments")


class RoleReviseSchema(_Strict):
    """The words of a role."""

    title = _texts()
    purpose = _texts()
    requirements = fields.List(fields.Nested(RequirementSchema), load_default=list)
    term_guidance_months = fields.Integer(load_default=None, allow_none=True, strict=True)
    reviewed = _words()


class RoleDefineSchema(RoleReviseSchema):
    """A new role of a group."""

    group_id = fields.UUID(required=True)
    slug = fields.String(load_default=None)


class RoleSchema(_VersionedSchema):
    """A published role."""

    title = fields.Raw(attribute="version.title")
    purpose = fields.Raw(attribute="version.purpose")
    requirements = fields.Raw(attribute="version.requirements")
    term_guidance_months = fields.Integer(attribute="version.term_guidance_months", allow_none=True)
    is_reference = fields.Boolean(attribute="thing.is_reference")
    base = fields.Raw(
        attribute="version.base",
        allow_none=True,
        metadata={"description": "Of an adapted role: slug and version of the role that it stands on."},
    )
    operations = fields.Raw(attribute="version.operations", allow_none=True)
    adoption = fields.Raw(attribute="version.adoption", allow_none=True)


class PathSchema(_VersionedSchema):
    """A published learning path or packet."""

    title = fields.Raw(attribute="version.title")
    summary = fields.Raw(attribute="version.summary")
    need = fields.Raw(attribute="version.need")
    audience = fields.String(attribute="version.audience")
    is_packet = fields.Boolean(attribute="version.is_packet")
    steps = fields.Raw(attribute="version.steps")
    leads_to_badges = fields.Raw(attribute="version.leads_to_badges")
    leads_to_roles = fields.Raw(attribute="version.leads_to_roles")
    prerequisite_badges = fields.Raw(attribute="version.prerequisite_badges")
    stated_minutes = fields.Integer(attribute="version.stated_minutes", allow_none=True)
