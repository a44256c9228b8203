"""What can go wrong in the cellar.

Every public function of `credentials` raises `CredentialError` or nothing. An error carries a
stable `code` and `facts` (plain JSON values), never prose for people: sentences live in `web/`.
A *bad* credential is a finding of `credentials.verify`, not an error; an *unreadable* one is.
"""

from collections.abc import Mapping


class CredentialError(Exception):
    """Base of everything the cellar raises. `code` is stable, `facts` are safe to show and log."""

    code = "credential_error"

    def __init__(self, code: str = "", **facts: object) -> None:
        """Remember a finer code than the class has, and the facts that explain it."""
        super().__init__(code or self.code)
        self.code = code or self.code
        self.facts: Mapping[str, object] = facts

    def __str__(self) -> str:
        """Give the code and the facts, for logs."""
        return self.code + "".join(f" {name}={value!r}" for name, value in self.facts.items())


class UnreadableError(CredentialError):
    """The bytes are not a document we can read: broken, too big, ambiguous or of another kind."""

    code = "unreadable"


class UnsafeDocumentError(CredentialError):
    """JSON-LD safe mode: something would not be signed (undefined term, relative address, ...)."""

    code = "unsafe_document"


class UnknownContextError(CredentialError):
    """A context that is not bundled here. We never fetch one."""

    code = "unknown_context"


class TooComplexError(CredentialError):
    """The document is over a work cap (nodes, blank nodes, depth, ties)."""

    code = "too_complex"


class UnsupportedError(CredentialError):
    """A cryptosuite, key method or status type that we do not know: nothing can be said."""

    code = "unsupported"


class ProofError(CredentialError):
    """The proof was looked at and it is wrong, or its shape is forbidden."""

    code = "proof_invalid"


class KeyUnavailableError(CredentialError):
    """The issuer's key could not be had now (network, DNS, a broken key document)."""

    code = "key_unavailable"


class FetchError(CredentialError):
    """An address could not be fetched, or may not be."""

    code = "fetch_failed"


class StatusListError(CredentialError):
    """A status list is malformed, too short, or does not hold the index."""

    code = "status_list_invalid"


class BakingError(CredentialError):
    """A picture cannot carry a credential, or carries it in a forbidden way."""

    code = "baking_failed"


class CannotBuildError(CredentialError):
    """No verifier would accept what was to be built; `pointer` and `problems` say where."""

    code = "cannot_build"
