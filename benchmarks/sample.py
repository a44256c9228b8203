"""The credential that everything is measured with: an ordinary award of some 4 kB, and who issues it."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from credentials import build, model, status
from credentials.fetch import Fetched
from credentials.identity import identity_object
from credentials.keys import Ed25519Signer
from credentials.proofs import data_integrity
from credentials.resolve import did_key, method_id

NOW = datetime(2026, 3, 1, 9, 0, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
SIGNER = Ed25519Signer(bytes(range(32)))
ISSUER = did_key(SIGNER.public)
METHOD = method_id(ISSUER, SIGNER.public)
HOME = "https://badges.example.org"
LIST = f"{HOME}/status/1"

# What differs between two recipients, in the order of the values of `row`.
SLOTS = {
    "/id": "urn:uuid:",
    "/credentialSubject/id": "urn:uuid:",
    "/credentialSubject/identifier/0/identityHash": "",
    "/credentialSubject/identifier/0/salt": "",
    "/credentialStatus/id": f"{LIST}#",
    "/credentialStatus/statusListIndex": "",
    "/awardedDate": "",
    "/evidence/0/id": f"{HOME}/evidence/",
    "/evidence/0/narrative": "",
    "/evidence/1/id": f"{HOME}/evidence/",
}


def document() -> dict[str, Any]:
    """Give the unsigned credential."""
    return build.achievement_credential(_award())


def row(number: int) -> list[str]:
    """Give the values of one recipient; every number is another."""
    mixed = number * 2654435761 % 2**32  # so that ids come in no order
    return [
        f"urn:uuid:{mixed:08x}-5b0e-4c7a-9d55-{number:012x}",
        f"urn:uuid:{mixed ^ 0xA5A5A5A5:08x}-9d42-4c1c-8a55-{number:012x}",
        f"sha256${mixed:064x}",
        f"{mixed:032x}",
        f"{LIST}#{number % status.LIST_BITS}",
        str(number % status.LIST_BITS),
        "2026-02-28T18:30:00Z",
        f"{HOME}/evidence/{mixed:08x}-1",
        f"Led the Thursday meet-ups of group {number} and wrote up what was asked.",
        f"{HOME}/evidence/{mixed:08x}-2",
    ]


def fresh_documents() -> Callable[[], dict[str, Any]]:
    """Give what gives another document at each call."""
    made, numbers = document(), itertools.count()
    return lambda: {**made, "id": f"urn:uuid:00000000-0000-4000-8000-{next(numbers):012}"}


def cycled(values: list[Any]) -> Callable[[], Any]:
    """Give what gives the next value at each call, without end."""
    turns: Iterator[Any] = itertools.cycle(values)
    return lambda: next(turns)


def pages() -> Mapping[str, bytes]:
    """Give what can be fetched: the signed status list, with some bits set."""
    bits = bytearray(status.LIST_BITS // 8)
    bits[-40:] = b"\x11" * 40
    listed = status.build_list(
        list_url=LIST,
        issuer=ISSUER,
        bits=bytes(bits),
        valid_from=NOW - timedelta(days=1),
        valid_until=NOW + timedelta(days=300),
        ttl_ms=300_000,
    )
    signed = data_integrity.sign(listed, SIGNER, verification_method=METHOD, created=NOW)
    return {LIST: orjson.dumps(signed)}


def fetching(served: Mapping[str, bytes]) -> Callable[..., Fetched]:
    """Give a `Fetch` that answers from memory."""

    def fetch(url: str, **_shape: object) -> Fetched:
        return Fetched(url, served[url], "application/json")

    return fetch


def _award() -> model.AchievementCredential:
    values = row(0)
    evidence = (
        model.Evidence(
            id=values[7], name="Meet-up notes", genre="Portfolio", narrative=values[8], audience="Mentors"
        ),
        model.Evidence(
            id=values[9], name="Report", description="What went well, and what the next host should know."
        ),
    )
    return model.AchievementCredential(
        id=values[0],
        name="Welcoming host",
        description="Hosted three open meet-ups and welcomed newcomers.",
        issuer=model.Profile(
            id=ISSUER,
            name="Wikimedia Elsewhere",
            url=f"{HOME}/groups/elsewhere",
            description="An affiliate for everybody who lives elsewhere.",
            image=model.Image(id=f"{HOME}/groups/elsewhere.png", caption="A globe"),
        ),
        valid_from=NOW,
        awarded_date=NOW - timedelta(hours=14, minutes=30),
        valid_until=NOW.replace(year=2029),
        credential_subject=_subject(values),
        evidence=evidence,
        credential_status=model.CredentialStatus(LIST, 0),
    )


def _subject(values: list[str]) -> model.AchievementSubject:
    base = f"{HOME}/achievements/welcoming-host/en"
    results = (
        model.Result(
            result_description=f"{base}#level", achieved_level=f"{base}#level-2", status="Completed"
        ),
        model.Result(result_description=f"{base}#events", value="3", status="Completed"),
    )
    return model.AchievementSubject(
        id=values[1],
        achievement=_achievement(base),
        identifier=(identity_object("someone@example.org", "emailAddress", salt=values[3]),),
        activity_start_date=NOW - timedelta(days=90),
        activity_end_date=NOW - timedelta(days=2),
        result=results,
    )


def _achievement(base: str) -> model.Achievement:
    levels = tuple(
        model.RubricCriterionLevel(
            id=f"{base}#level-{place}", name=name, description=description, level=str(place)
        )
        for place, (name, description) in enumerate(_LEVELS, start=1)
    )
    described = (
        model.ResultDescription(
            id=f"{base}#level",
            name="Level reached",
            result_type="RubricCriterionLevel",
            required_level=f"{base}#level-2",
            rubric_criterion_level=levels,
        ),
        model.ResultDescription(id=f"{base}#events", name="Meet-ups hosted", result_type="RawScore"),
    )
    return model.Achievement(
        id=base,
        name="Welcoming host",
        description="Welcomes newcomers, explains how to join in, and keeps a meet-up friendly and safe.",
        criteria=model.Criteria(
            id=f"{base}/criteria", narrative="Host **three** open meet-ups.\nWrite notes."
        ),
        achievement_type="Badge",
        alignment=_alignments(),
        creator=model.Profile(id=ISSUER, name="Wikimedia Elsewhere"),
        image=model.Image(id=f"{base}.png", caption="Two hands and a door"),
        in_language="en",
        related=(model.Related(id=f"{HOME}/achievements/welcoming-host/sv", in_language="sv", version="2"),),
        result_description=described,
        tag=("hosting", "newcomers", "meet-ups"),
        version="2",
    )


def _alignments() -> tuple[model.Alignment, ...]:
    competency = model.Alignment(
        target_name="Facilitates a meeting",
        target_url=f"{HOME}/competencies/facilitates-a-meeting",
        target_code="F3",
        target_description="Opens, steers and closes a meeting so that everybody is heard.",
        target_framework="Movement leadership",
        target_type="CFItem",
    )
    role = model.Alignment(
        target_name="Event organiser", target_url=f"{HOME}/roles/organiser", target_type="ext:Role"
    )
    return competency, role


_LEVELS = (
    ("With support", "Hosts together with somebody who has done it before."),
    ("On their own", "Hosts alone and asks for help when it is needed."),
)
