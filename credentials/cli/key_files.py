"""Verification methods in files: what signs, and what a verifier would find published."""

import json
from dataclasses import dataclass
from typing import Any

from credentials import resolve
from credentials.cli import files
from credentials.keys import Signer
from credentials.secret_keys import key_of, public_method


@dataclass(frozen=True, slots=True)
class Method:
    """A verification method that signs: its id, whose it is, and the signer."""

    id: str
    controller: str
    signer: Signer


def read_method(name: str) -> Method:
    """Give the verification method in a file. Raises as `secret_keys.key_of` and `files.read_object`."""
    signer, method_id, controller = key_of(files.read_object(name))
    return Method(method_id, controller, signer)


def published(name: str) -> dict[str, bytes]:
    """Give the key document of the method in a file, with or without its secret, by each address of it.

    A did:key and its like are not among them: they are their own document. Raises as `read_method`.
    """
    given: dict[str, Any] = dict(files.read_object(name))
    method = public_method(given)
    if not {"publicKeyMultibase", "publicKeyJwk"} & method.keys():
        method |= {"type": "Multikey", "publicKeyMultibase": key_of(given)[0].public.multibase}
    own_id, controller = str(method.get("id")), str(method.get("controller"))
    document = {"id": controller, "verificationMethod": [method], "assertionMethod": [own_id]}
    body = json.dumps(document).encode()
    addresses = {controller, own_id, own_id.partition("#")[0]}
    if controller.startswith("did:web:"):
        addresses.add(resolve.did_web_document_url(controller))
    return {address: body for address in addresses if address.startswith("https:")}
