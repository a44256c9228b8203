"""How identifiers and keys are named: did:key, did:web, verification methods, thumbprints."""

import hashlib
import json
import re
from urllib.parse import quote, unquote

from credentials.errors import ProofError, UnreadableError
from credentials.keys import PublicKey
from credentials.multibase import b64url
from credentials.web_address import origin, parts

_DID_WEB = re.compile(r"did:web:[A-Za-z0-9.-]+(?:%3A[0-9]{1,5})?(?::[A-Za-z0-9._~!$&'()*+,;=@%-]+)*\Z")


def did_key(public: PublicKey) -> str:
    """Give the did:key of a public key (did:key method)."""
    return f"did:key:{public.multibase}"


def did_web(https_url: str) -> str:
    """Give the did:web of an https address: `https://host:8443/a/b` gives `did:web:host%3A8443:a:b`.

    Raises `UnreadableError("did_web_address")` for another scheme, user name, query or fragment.

    See did:web method.
    """
    found = parts(https_url)
    if not origin(https_url) or found.scheme != "https" or found.query or found.fragment:
        raise UnreadableError("did_web_address")
    host = str(found.hostname) + (f"%3A{found.port}" if found.port else "")
    path = [quote(unquote(segment), safe="") for segment in found.path.split("/") if segment]
    return ":".join(["did:web", host, *path])


def did_web_document_url(did: str) -> str:
    """Give the https address of a did:web's document. Raises `ProofError("did_invalid")`.

    See did:web method, read.
    """
    if not _DID_WEB.match(did):
        raise ProofError("did_invalid", did=did[:200])
    host, *path = did.removeprefix("did:web:").split(":")
    if any(unquote(segment) in {".", ".."} or "%2F" in segment.upper() for segment in path):
        raise ProofError("did_invalid", did=did[:200])
    folder = "/".join(path) if path else ".well-known"
    return f"https://{host.replace('%3A', ':')}/{folder}/did.json"


def thumbprint(public: PublicKey) -> str:
    """Give the JWK SHA-256 thumbprint, base64url (RFC 7638)."""
    canonical = json.dumps(public.jwk, sort_keys=True, separators=(",", ":"))
    return b64url(hashlib.sha256(canonical.encode()).digest())


def method_id(did: str, public: PublicKey) -> str:
    """Give the verificationMethod we use for a key: `<did>#<multibase>`, for RSA `<did>#<thumbprint>`.

    The only method of a did:key is named by its multibase, whatever its kind.

    See Controlled Identifiers 1.0, verification methods.
    """
    is_short = public.kind == "RSA" and not did.startswith("did:key:")
    return f"{did}#{thumbprint(public) if is_short else public.multibase}"
