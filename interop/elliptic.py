"""Badges signed with P-256 and P-384, and selective disclosures: whoever signed, whoever derived."""

import json
from collections.abc import Mapping
from typing import Any

from credentials.keys import ECDSASigner
from credentials.proofs import data_integrity
from credentials.proofs.sd.pointers import mandatory_pointers
from credentials.resolve import did_key, method_id
from interop import cases
from interop.cases import Credential
from interop.other_side import OtherSide
from tests.world import World

SIGNERS = {
    "P-256": ECDSASigner("P-256", bytes(range(1, 33))),
    "P-384": ECDSASigner("P-384", bytes(range(1, 49))),
}
# What a holder shows of a badge beside what must be shown; each where the badge has it.
SHOWN = (
    "/evidence",
    "/awardedDate",
    "/credentialSubject/result/0/achievedLevel",
    "/credentialSubject/identifier/0",
    "/credentialSubject/achievement/tag",
    "/credentialSubject/achievement/alignment",
    "/credentialSubject/achievement/image",
    "/credentialSubject/achievement/resultDescription/0",
)
# Enough of them: every one is made eight times, and each of those read in every carrier.
DISCLOSED = ("results and levels", "Arabic", "identifier", "endorsement", "as others write")


def ours(world: World) -> list[Credential]:
    """Give every document signed by us with both curves."""
    return [
        Credential(name, curve, _text(_signed(world, document, "ecdsa-rdfc-2019", curve)))
        for name, document in _documents(world).items()
        for curve in SIGNERS
    ]


def theirs(world: World, other: OtherSide) -> list[Credential]:
    """Give every document signed by the other side with both curves."""
    orders = {
        f"{curve}|{name}": (curve, document)
        for name, document in _documents(world).items()
        for curve in SIGNERS
    }
    signed = other.ask(sign=orders)["signed"]
    return [Credential(key.split("|")[1], orders[key][0], text.encode()) for key, text in signed.items()]


def derived(world: World, other: OtherSide) -> list[Credential]:
    """Give every document with a base proof by either side, derived by either side: little and much."""
    made: list[Credential] = []
    for signer, bases in (("us", _our_bases(world)), ("them", _their_bases(world, other))):
        choices = {
            f"{name} ({what})": (base, pointers)
            for name, base in bases.items()
            for what, pointers in (("little", []), ("much", _present(base)))
        }
        made += [
            Credential(
                f"{name}, base by {signer}, derived by us", "sd", _text(data_integrity.derive(*choice))
            )
            for name, choice in choices.items()
        ]
        made += [
            Credential(f"{name}, base by {signer}, derived by them", "sd", text.encode())
            for name, text in other.ask(derive=choices)["derived"].items()
        ]
    return made


def _documents(world: World) -> dict[str, dict[str, Any]]:
    return {name: cases.in_form(made, "P-256") for name, made in cases.documents(world).items()}


def _disclosed(world: World) -> dict[str, dict[str, Any]]:
    return {name: made for name, made in _documents(world).items() if name in DISCLOSED}


def _our_bases(world: World) -> dict[str, dict[str, Any]]:
    return {
        name: _signed(world, document, "ecdsa-sd-2023", "P-256")
        for name, document in _disclosed(world).items()
    }


def _their_bases(world: World, other: OtherSide) -> dict[str, dict[str, Any]]:
    bases = {}
    for name, document in _disclosed(world).items():
        mandatory = mandatory_pointers(document)
        signed = other.ask(sign={name: ("base", document)}, mandatory=mandatory)["signed"]
        bases[name] = json.loads(signed[name])
    return bases


def _signed(world: World, document: Mapping[str, Any], suite: str, curve: str) -> dict[str, Any]:
    signer = SIGNERS[curve]
    did = did_key(signer.public)
    return data_integrity.sign(
        {**document, "issuer": {**document["issuer"], "id": did}},
        signer,
        verification_method=method_id(did, signer.public),
        created=world.now,
        cryptosuite=suite,
    )


def _present(document: Mapping[str, Any]) -> list[str]:
    return [pointer for pointer in SHOWN if _is_there(document, pointer.split("/")[1:])]


def _is_there(value: Any, path: list[str]) -> bool:
    for name in path:
        if isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        elif isinstance(value, dict) and name in value:
            value = value[name]
        else:
            return False
    return True


def _text(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
