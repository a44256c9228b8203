"""Identifiers of issuers and holders, and their key documents: writing them, and finding a key in them."""

from credentials.resolve.finding import resolve_by_key, resolve_in_key_set, resolve_method
from credentials.resolve.methods import VerificationMethod
from credentials.resolve.names import did_key, did_web, did_web_document_url, method_id, thumbprint
from credentials.resolve.publishing import did_document, jwks

__all__ = [
    "VerificationMethod",
    "did_document",
    "did_key",
    "did_web",
    "did_web_document_url",
    "jwks",
    "method_id",
    "resolve_by_key",
    "resolve_in_key_set",
    "resolve_method",
    "thumbprint",
]
