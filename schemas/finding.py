"""Being found, nearness, thanks and nominations on the wire. Read and write stand apart."""

from marshmallow import Schema, fields, validate

from schemas.awards import Strict

MOST_CITED = 5
_SLUG = validate.Length(1, 80)
_STATES = ("proposed", "accepted", "declined", "withdrawn", "lapsed", "closed")
_VISIBILITIES = ("private", "shown", "hidden")


class PageQuerySchema(Strict):
    """Which page of a list; counts from 1."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))


class OpeningWriteSchema(Strict):
    """By whom one may be found (a group's slug; left out: all of one's own), for which role, how long."""

    group = fields.String(load_default="", validate=validate.Length(0, 80))
    role = fields.String(load_default="", validate=validate.Length(0, 80))
    months = fields.Integer(required=True, strict=True, validate=validate.Range(1, 12))


class OpeningReadSchema(Schema):
    """One consent to be found."""

    id = fields.UUID()
    group = fields.String(allow_none=True, metadata={"description": "null: all groups with a seat"})
    role = fields.String(allow_none=True, metadata={"description": "null: any role"})
    since = fields.DateTime()
    until = fields.DateTime()


class NearReasonSchema(Schema):
    """One requirement, and what shows it."""

    competency = fields.String()
    required = fields.Integer()
    held = fields.Integer()
    must = fields.Boolean()
    badge = fields.String(allow_none=True, metadata={"description": "slug of the badge that shows the level"})
    ends_at = fields.DateTime(allow_none=True)


class NearRoleSchema(Schema):
    """A role beside what one can show, by the version in force."""

    role = fields.String()
    version = fields.Integer()
    state = fields.String(validate=validate.OneOf(("ready", "near", "developing")))
    needed = fields.Integer()
    needed_met = fields.Integer()
    is_of_own_group = fields.Boolean()
    reasons = fields.List(fields.Nested(NearReasonSchema))


class NearPersonSchema(Schema):
    """Somebody who let themselves be found, with the reasons. There is no score, and no order."""

    user_name = fields.String(allow_none=True)
    needed = fields.Integer()
    needed_met = fields.Integer()
    reasons = fields.List(fields.Nested(NearReasonSchema))


class NearBandsSchema(Schema):
    """Two bands, each in an order that chance chose for this answer."""

    role = fields.String()
    version = fields.Integer()
    ready = fields.List(fields.Nested(NearPersonSchema))
    near = fields.List(fields.Nested(NearPersonSchema))


class NearQuerySchema(Strict):
    """For which role of the group."""

    role = fields.String(required=True, validate=_SLUG)


class ThanksWriteSchema(Strict):
    """Thanks to somebody, by user name."""

    user_name = fields.String(required=True, validate=validate.Length(1, 255))
    text = fields.String(required=True)
    group = fields.String(load_default="", validate=validate.Length(0, 80))
    competency = fields.String(load_default="", validate=validate.Length(0, 80))
    recognition = fields.String(
        load_default="", validate=validate.Length(0, 80),
        metadata={"description": "Slug of a badge that peers give each other, offered with the thanks."},
    )  # fmt: skip


class ThanksChoiceSchema(Strict):
    """Who may read thanks that one received."""

    visibility = fields.String(required=True, validate=validate.OneOf(_VISIBILITIES))


class ThanksReadSchema(Schema):
    """Thanks. `visibility` is told to the receiver alone, `recognition` (a badge's slug) to the two."""

    id = fields.UUID()
    giver = fields.String(allow_none=True)
    receiver = fields.String(allow_none=True)
    text = fields.String()
    group = fields.String(allow_none=True)
    competency = fields.String(allow_none=True)
    given_at = fields.DateTime()
    visibility = fields.String(validate=validate.OneOf(_VISIBILITIES))
    recognition = fields.String(allow_none=True)


class ThanksPageSchema(Schema):
    """One page of thanks."""

    rows = fields.List(fields.Nested(ThanksReadSchema))
    page = fields.Integer()
    has_more = fields.Boolean()


class NominationWriteSchema(Strict):
    """Naming somebody for a role, with what was seen."""

    user_name = fields.String(required=True, validate=validate.Length(1, 255))
    role = fields.String(required=True, validate=_SLUG)
    citation = fields.String(required=True)
    cited = fields.List(fields.UUID(), load_default=list, validate=validate.Length(0, MOST_CITED))


class NominationLinkWriteSchema(Strict):
    """A link that names whoever uses it for a role, with what was seen."""

    role = fields.String(required=True, validate=_SLUG)
    citation = fields.String(required=True)


class NominationLinkTakeSchema(Strict):
    """The last part of the address of a link."""

    token = fields.String(required=True, validate=validate.Length(1, 100))


class NominationLinkSchema(Schema):
    """A link that nobody used."""

    id = fields.UUID()
    role = fields.String()
    made_at = fields.DateTime()
    lapses_at = fields.DateTime()


class NominationLinkMadeSchema(Schema):
    """A new link with its address, which is not told again."""

    id = fields.UUID()
    role = fields.String()
    address = fields.String()
    lapses_at = fields.DateTime()


class NominationReadSchema(Schema):
    """A nomination, its state as the reader may know it."""

    id = fields.UUID()
    nominee = fields.String(allow_none=True)
    nominator = fields.String(allow_none=True)
    role = fields.String()
    group = fields.String(allow_none=True)
    citation = fields.String()
    state = fields.String(validate=validate.OneOf(_STATES))
    made_at = fields.DateTime()
    lapses_at = fields.DateTime()
    cited = fields.List(fields.UUID())


class NominationPageSchema(Schema):
    """One page of nominations."""

    rows = fields.List(fields.Nested(NominationReadSchema))
    page = fields.Integer()
    has_more = fields.Boolean()


class SignalConsentWriteSchema(Strict):
    """Which wiki may be asked: its host, or an address of it."""

    wiki = fields.String(required=True, validate=validate.Length(1, 300))


class SignalConsentSchema(Schema):
    """A wiki that may be asked. `outcome`: what the last asking gave; null before the first."""

    id = fields.UUID()
    wiki = fields.String()
    since = fields.AwareDateTime()
    asked_at = fields.AwareDateTime(allow_none=True)
    due_at = fields.AwareDateTime()
    outcome = fields.String(allow_none=True)


class SignalSchema(Schema):
    """One coarse value about one month: a band of edits, or kinds of pages."""

    wiki = fields.String(attribute="source")
    period = fields.String()
    kind = fields.String()
    value = fields.String()


class SignalsSchema(Schema):
    """What a person lets in. `is_possible`: an account is connected; `days`: how long what came is kept."""

    is_possible = fields.Boolean()
    days = fields.Integer()
    wikis = fields.List(fields.Nested(SignalConsentSchema))
    signals = fields.List(fields.Nested(SignalSchema))
