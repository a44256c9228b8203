"""Awards and revocations on the wire: what may be sent, and what is answered. Read and write stand apart."""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

MOST_REASON = 2_000
MOST_EVIDENCE = 10
_LANGUAGES = ("en", "sv", "es", "ar")
_STATES = ("offered", "accepted", "refused", "withdrawn", "lapsed")
_REASONS = (
    "issued_in_error",
    "wrong_recipient",
    "holder_request",
    "superseded",
    "criteria_not_met",
    "misconduct",
)


class Strict(Schema):
    """Refuses members that it does not know, so that a misspelt one is never lost silently."""

    class Meta:
        """How unknown members are met."""

        unknown = RAISE


class EvidenceSchema(Strict):
    """One piece of evidence: a web address, a text, or both."""

    url = fields.Url(schemes={"http", "https"})
    name = fields.String(validate=validate.Length(1, 200))
    narrative = fields.String(validate=validate.Length(1, MOST_REASON))


class AwardWriteSchema(Strict):
    """An award to give. `recipient` is an e-mail address or a user name, `achievement` a slug."""

    achievement = fields.String(required=True, validate=validate.Length(1, 80))
    recipient = fields.String(required=True, validate=validate.Length(1, 254))
    reason = fields.String(validate=validate.Length(0, MOST_REASON))
    evidence = fields.List(fields.Nested(EvidenceSchema), validate=validate.Length(0, MOST_EVIDENCE))
    role_slug = fields.String(data_key="role", validate=validate.Length(1, 80))
    language = fields.String(validate=validate.OneOf(_LANGUAGES))
    again = fields.Boolean()


class AwardQuerySchema(Strict):
    """Which awards to list. `page` counts from 1."""

    group = fields.String(required=True, validate=validate.Length(1, 80))
    state = fields.String(validate=validate.OneOf(_STATES))
    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))


class AwardReadSchema(Schema):
    """An award as its group sees it: never the recipient, who is not kept readable."""

    id = fields.UUID(dump_only=True)
    achievement = fields.String(attribute="version.achievement.slug", dump_only=True)
    version = fields.Integer(attribute="version.number", dump_only=True)
    recipient_kind = fields.String(dump_only=True)
    reason = fields.String(dump_only=True)
    state = fields.String(dump_only=True)
    awarded_at = fields.AwareDateTime(dump_only=True)
    decided_at = fields.AwareDateTime(dump_only=True, allow_none=True)
    expires_at = fields.AwareDateTime(attribute="token_expires_at", dump_only=True, allow_none=True)


class AwardPageSchema(Schema):
    """One page of awards."""

    awards = fields.List(fields.Nested(AwardReadSchema), attribute="rows", dump_only=True)
    page = fields.Integer(attribute="number", dump_only=True)
    has_more = fields.Boolean(dump_only=True)


class RevocationWriteSchema(Strict):
    """A revocation: a reason from the list, and a note for the group alone."""

    reason = fields.String(required=True, validate=validate.OneOf(_REASONS))
    note = fields.String(load_default="", validate=validate.Length(0, MOST_REASON))


class RevocationReadSchema(Schema):
    """What asking for a revocation did: `revoked`, or `proposed` until a second person confirms."""

    outcome = fields.String(dump_only=True)


AWARD_READ = AwardReadSchema()


def award_document(row: Any) -> dict[str, Any]:
    """Give an award as JSON."""
    document: dict[str, Any] = AWARD_READ.dump(row)
    return document
