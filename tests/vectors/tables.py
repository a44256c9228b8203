"""Our own tables: what stands in `own/*.json`, and the few steps by which a row changes an honest document.

A step is `["put", pointer, value]`, `["drop", pointer]`, `["move", from, to]` or `["copy", from, to]`, pointers
as in RFC 6901, `-` for the end of an array; or `["spell", pointer, n, m, before, behind]`: a text without its
first n and last m letters, between two others.
"""

import copy
import json
from datetime import timedelta
from pathlib import Path

import pytest

from credentials import resolve
from credentials.errors import CredentialError
from credentials.instants import timestamp
from credentials.keys import Ed25519Signer
from credentials.proofs import jwt
from credentials.verify import first_reason, verify
from tests.world import CONTEXTS, Issuer, World

OWN = Path(__file__).parent / "own"
STATUS_URL = "https://badges.example.org/status/1"
STATUS_INDEX = 7


def table(name):
    """The rows of `own/<name>.json`, each a parameter with its name."""
    return [
        pytest.param(row, id=row["name"]) for row in json.loads((OWN / f"{name}.json").read_bytes())["rows"]
    ]


def changed(document, steps):
    """A copy of the document after the steps of a row."""
    document = copy.deepcopy(document)
    for verb, place, *rest in steps:
        if verb == "put":
            _put(document, place, rest[0])
        elif verb == "spell":
            _put(document, place, _spelled(_at(document, place), *rest))
        else:
            value = copy.deepcopy(_at(document, place))
            if verb != "copy":
                _drop(document, place)
            if verb != "drop":
                _put(document, rest[0], value)
    return document


def _spelled(text, first, last, before, behind):
    return f"{before}{text[first : len(text) - last]}{behind}"


def _names(pointer):
    return [name.replace("~1", "/").replace("~0", "~") for name in pointer.split("/")[1:]]


def _at(document, pointer):
    for name in _names(pointer):
        document = document[int(name)] if isinstance(document, list) else document[name]
    return document


def _holder(document, pointer):
    *outer, last = pointer.split("/")
    return _at(document, "/".join(outer)), _names(f"/{last}")[0]


def _put(document, pointer, value):
    here, name = _holder(document, pointer)
    if isinstance(here, list):
        here[len(here) if name == "-" else int(name) : None if name == "-" else int(name) + 1] = [value]
    else:
        here[name] = value


def _drop(document, pointer):
    here, name = _holder(document, pointer)
    del here[int(name) if isinstance(here, list) else name]


class Scene:
    """An honest issuer in a small world, with a badge that uses what badges use."""

    def __init__(self) -> None:
        self.world = World()
        self.workshop = self.issuer("did:web:badges.example.org", 0)
        self.world.status_list(self.workshop, STATUS_URL)

    def issuer(self, did, seed):
        """An issuer with a key that is the same every time, so that every row ends the same way."""
        signer = Ed25519Signer(bytes(range(seed, seed + 32)))
        self.world.publish(resolve.did_web_document_url(did), resolve.did_document(did, [signer.public]))
        return Issuer(did, "Cycle Workshop", signer)

    def unsigned(self, steps=(), **members):
        status = {
            "id": f"{STATUS_URL}#{STATUS_INDEX}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(STATUS_INDEX),
            "statusListCredential": STATUS_URL,
        }
        whole = {
            "validUntil": timestamp(self.world.now + timedelta(days=1)),
            "credentialStatus": status,
            "evidence": [
                {"id": "https://badges.example.org/evidence/1", "type": ["Evidence"], "narrative": "Seen."}
            ],
            **members,
        }
        document = self.world.credential(self.workshop, **whole)
        subject = document["credentialSubject"]
        subject["result"] = [{"type": ["Result"], "value": "7"}]
        subject["achievement"] |= {
            "alignment": [
                {"type": ["Alignment"], "targetName": "R", "targetUrl": "https://badges.example.org/r"}
            ],
            "creator": {"id": "https://badges.example.org/issuers/1", "type": ["Profile"], "name": "Makers"},
            "tag": ["wheels", "hands"],
        }
        return changed(document, steps)

    def signed(self, steps=(), **members):
        return self.world.sign(self.unsigned(steps, **members), self.workshop)

    def token(self, steps=()):
        """The same as VC-JWT, where no context has a say on what its issuer signs."""
        return jwt.sign(self.unsigned(steps), self.workshop.signer, kid=self.workshop.method)

    def ended(self):
        """A good signature on a badge that is over."""
        return self.signed(validUntil=timestamp(self.world.now - timedelta(hours=1)))

    def judge(self, document, **shape):
        """(verdict, check, code) of a document, a token or bytes; what is unreadable has the check "unreadable"."""
        if isinstance(document, dict | list):
            document = json.dumps(document)
        data = document.encode() if isinstance(document, str) else document
        try:
            report = verify(data, fetch=self.world.fetch, now=self.world.now, **shape)
        except CredentialError as error:
            return "do_not_rely", "unreadable", error.code
        reason = first_reason(report.findings)
        return (
            (report.verdict.value, reason.check, reason.code)
            if reason
            else (report.verdict.value, None, None)
        )


__all__ = ["CONTEXTS", "OWN", "STATUS_INDEX", "STATUS_URL", "Scene", "changed", "table"]
