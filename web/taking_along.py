"""Taking everything along: one ZIP with all that the rooms know of a person, made from one moment's state.

docs/own-data.md says what each member of `barnstar.json` means. The file is packed piece by piece, on
disk beyond a small size, so that many evidence files never stand in memory together. Of two that are
asked for at once, both are complete and equal.
"""

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import orjson

from accounts.services import taking_along as of_accounts
from badges.services import taking_along as of_badges
from competencies.services import taking_along as of_competencies
from foundation.addresses import absolute
from foundation.db import snapshot
from foundation.errors import SignInNeededError
from foundation.policy import Action, Actor, Scope, require
from issuers import queries as issuers
from issuers.services import taking_along as of_issuers
from mentoring.services import taking_along as of_mentoring
from pathways.services import taking_along as of_pathways

ROOMS = (of_accounts, of_issuers, of_competencies, of_badges, of_pathways, of_mentoring)
FORMAT = "barnstar-own-data"
VERSION = 1
IN_MEMORY_BYTES = 1024 * 1024
CHUNK_BYTES = 64 * 1024
_READABLE = 0o600 << 16
_GROUP_MEMBERS = frozenset({"group_id", "issuer_id", "affiliate_id"})


def package(actor: Actor) -> IO[bytes]:
    """Give an open file with the ZIP, to be read from its start; it is gone when closed.

    Raises SignInNeededError, NotFoundError for somebody who is leaving at this moment.
    """
    require(actor, Action.ACCOUNT_TAKE_ALONG, Scope(person_id=actor.person_id))
    if actor.person_id is None:
        raise SignInNeededError
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - the answer closes it
    try:
        with snapshot():
            _pack(file, actor.person_id)
        of_accounts.note(actor)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """Give the file piece by piece; it is closed, and so deleted, after the last."""
    with file:
        while piece := file.read(CHUNK_BYTES):
            yield piece


def everything(person_id: UUID) -> dict[str, Any]:
    """Give `barnstar.json` as a value: the members that each room gives, beside one another."""
    told: dict[str, Any] = {"format": FORMAT, "version": VERSION, "service": absolute("/")}
    for room in ROOMS:
        told |= room.take(person_id)
    return told | {"groups": _groups(told)}


def _pack(file: IO[bytes], person_id: UUID) -> None:
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        _add(archive, "barnstar.json", orjson.dumps(everything(person_id), option=orjson.OPT_INDENT_2))
        for name, content in of_badges.files(person_id):
            _add(archive, name, content)


def _add(archive: ZipFile, name: str, content: bytes) -> None:
    """Without a time of packing, so that equal data make equal files."""
    member = ZipInfo(name)
    member.compress_type, member.external_attr = ZIP_DEFLATED, _READABLE
    archive.writestr(member, content)


def _groups(told: object) -> dict[str, dict[str, str]]:
    """Give slug and name of every group that is told of by its id."""
    found = {one: issuers.issuer(UUID(one)) for one in sorted(set(_group_ids(told)))}
    return {
        one: {"slug": group.slug, "name": group.name} for one, group in found.items() if group is not None
    }


def _group_ids(told: object) -> Iterator[str]:
    if isinstance(told, list):
        for one in told:
            yield from _group_ids(one)
    elif isinstance(told, dict):
        for name, value in told.items():
            if name in _GROUP_MEMBERS and value is not None:
                yield value
            else:
                yield from _group_ids(value)
