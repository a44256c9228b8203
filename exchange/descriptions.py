"""Verification in the OpenAPI document: the ways in, and what comes out."""

from typing import Any

MOST_RECIPIENT_CHARACTERS = 320  # the longest e-mail address there is

WAYS_IN: dict[str, Any] = {
    "content": {
        "application/json": {
            "schema": {
                "anyOf": [
                    {
                        "type": "object",
                        "required": ["url"],
                        "properties": {
                            "url": {"type": "string", "format": "uri"},
                            "recipient": {"type": "string", "maxLength": MOST_RECIPIENT_CHARACTERS},
                        },
                    },
                    {"type": "object", "required": ["@context"], "description": "A signed credential."},
                ]
            }
        },
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "string"}, "recipient": {"type": "string"}},
            }
        },
        "application/vc+jwt": {"schema": {"type": "string"}},
        "image/png": {"schema": {"type": "string", "contentMediaType": "image/png"}},
        "image/svg+xml": {"schema": {"type": "string"}},
        "application/zip": {
            "schema": {
                "type": "string",
                "contentMediaType": "application/zip",
                "description": "An offline bundle.",
            }
        },
    }
}
_FINDING = {
    "type": "object",
    "properties": {
        "check": {"type": "string"},
        "outcome": {"enum": ["passed", "failed", "undetermined", "not_applicable"]},
        "code": {"type": "string"},
        "facts": {"type": "object"},
        "source": {"type": "string"},
        "at": {"type": ["string", "null"], "format": "date-time"},
    },
}
_ISSUER = {
    "type": ["object", "null"],
    "properties": {
        "id": {"type": "string"},
        "known": {"type": "boolean"},
        "name": {"type": "string"},
        "claimed_name": {"type": "string"},
        "label": {"type": ["string", "null"]},
    },
}
_INNER = {
    "type": "array",
    "items": {"type": "object"},
    "description": "A report of this same shape for each credential that a record or a presentation carries.",
}
_REPORT = {
    "type": "object",
    "required": ["verdict", "issuer", "warnings", "checks", "standard", "policy", "digest", "inner"],
    "properties": {
        "verdict": {"enum": ["genuine", "do_not_rely", "could_not_finish"]},
        "form": {"enum": ["json", "jws", "png", "svg"]},
        "standard": {"enum": ["ob3", "ob2", "ob1", "clr2", "vc", "vp"]},
        "policy": {"type": "string"},
        "digest": {"type": "string", "description": "SHA-256 of the credential's own bytes, in hex."},
        "checked_at": {"type": "string", "format": "date-time"},
        "as_of": {
            "type": ["string", "null"],
            "format": "date-time",
            "description": "When the answers were given, if that is not now: a bundle was checked.",
        },
        "issuer": _ISSUER,
        "warnings": {"type": "array", "items": _FINDING},
        "checks": {"type": "array", "items": _FINDING},
        "inner": _INNER,
    },
}
_UNREADABLE = {"description": "Unreadable", "content": {"application/problem+json": {}}}

REPORT = {"200": {"description": "The report", "content": {"application/json": {"schema": _REPORT}}}}
RECEIPT = {
    "200": {
        "description": "A compact JWS of the type verification-receipt+jwt, signed by this service",
        "content": {"application/jwt": {"schema": {"type": "string"}}},
    }
}
BUNDLE = {
    "200": {
        "description": "The credential with everything that its verification asked for, and the receipt",
        "content": {"application/zip": {"schema": {"type": "string", "contentMediaType": "application/zip"}}},
    }
}


def described(summary: str, answer: dict[str, Any]) -> dict[str, Any]:
    """Give the description of one operation."""
    return {"summary": summary, "requestBody": WAYS_IN, "responses": {**answer, "4XX": _UNREADABLE}}
