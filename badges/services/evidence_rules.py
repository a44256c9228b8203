"""What a piece of evidence may be: its kinds, how much of it, and what has to fit into a badge."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from badges.links import link_problem
from badges.models import Claim, EvidenceForm, EvidenceItem, Visibility
from badges.services.awarding import MOST_EVIDENCE, MOST_REASON_CHARACTERS
from competencies.wording import EVIDENCE_KINDS
from credentials.unicode_forms import normalised
from foundation.errors import Problem
from foundation.text import clean_line

MOST_FILE_BYTES = 20 * 1024 * 1024  # a scanned report or a short recording; sealed in memory, so not more
MOST_CLAIM_FILE_BYTES = 100 * 1024 * 1024  # five such files: the disk is everybody's
MOST_ITEMS = 20  # as many as a badge may ask for, and as many as an assessor can read
NAME_MAX = 200
TEXT_MAX = 10_000  # four pages, where the text is the evidence
NOTE_MAX = 1_000  # a few sentences beside a link or a file
FILE_NAME_MAX = 200  # bytes: file systems take 255, and an id stands before it when it is taken along
_SUFFIX_MAX = 12
_NOT_IN_NAMES = re.compile(r"[^\w.() -]+")


def kinds_of(claim: Claim) -> tuple[str, ...]:
    """Give the kinds of evidence that a claim may show: those that the badge names, or all."""
    named = claim.version.evidence_rule.get("kinds") or ()
    return tuple(kind for kind in EVIDENCE_KINDS if kind in named) or EVIDENCE_KINDS


def cleaned_file_name(given: str) -> str:
    """Give a file's own name without folders and signs that deceive or that file systems refuse."""
    line = clean_line(normalised("NFC", given).replace("\\", "/"))
    safe = _NOT_IN_NAMES.sub("_", PurePosixPath(line).name).strip(" .")
    path = PurePosixPath(safe or "file")
    suffix = path.suffix[:_SUFFIX_MAX]
    room = FILE_NAME_MAX - len(suffix.encode())
    return path.stem.encode()[:room].decode(errors="ignore").rstrip(" .") + suffix


def problems(claim: Claim, item: EvidenceItem, content: bytes) -> Iterator[Problem]:
    """Give all that keeps a new piece of evidence, with the bytes of its file, from joining a claim."""
    if item.kind not in kinds_of(claim):
        yield Problem("/kind", "evidence_kind_unknown")
    if item.form not in tuple(EvidenceForm):
        yield Problem("/form", "not_allowed")
    yield from visibility_problems(claim, item, item.visibility)
    if not item.name:
        yield Problem("/name", "required")
    elif len(item.name) > NAME_MAX:
        yield Problem("/name", "too_long", {"most": NAME_MAX})
    if len(claim.evidence) >= MOST_ITEMS:
        yield Problem("/name", "evidence_full", {"most": MOST_ITEMS})
    yield from _content_problems(item)
    yield from _file_problems(claim, item, content)


def visibility_problems(claim: Claim, item: EvidenceItem, wanted: str) -> Iterator[Problem]:
    """Give what keeps evidence from being seen so: what goes into a badge is signed as it stands."""
    if wanted not in tuple(Visibility):
        yield Problem("/visibility", "not_allowed")
    if wanted != Visibility.EMBEDDED:
        return
    if len(item.text) > MOST_REASON_CHARACTERS:
        yield Problem("/visibility", "too_long_to_embed", {"most": MOST_REASON_CHARACTERS})
    others = [one for one in claim.evidence if one.id != item.id and one.visibility == Visibility.EMBEDDED]
    if len(others) >= MOST_EVIDENCE:
        yield Problem("/visibility", "too_many_embedded", {"most": MOST_EVIDENCE})


def _content_problems(item: EvidenceItem) -> Iterator[Problem]:
    is_text = item.form == EvidenceForm.TEXT
    most = TEXT_MAX if is_text else NOTE_MAX
    if is_text and not item.text:
        yield Problem("/text", "required")
    elif len(item.text) > most:
        yield Problem("/text", "too_long", {"most": most})
    if item.form == EvidenceForm.LINK:
        code = link_problem(item.url or "") if item.url else "required"
        if code:
            yield Problem("/url", code)


def _file_problems(claim: Claim, item: EvidenceItem, content: bytes) -> Iterator[Problem]:
    if item.form != EvidenceForm.FILE:
        return
    kept = sum(one.file_bytes or 0 for one in claim.evidence)
    if not content:
        yield Problem("/upload", "file_empty")
    elif len(content) > MOST_FILE_BYTES:
        yield Problem("/upload", "file_too_big", {"megabytes": MOST_FILE_BYTES // 1024**2})
    elif kept + len(content) > MOST_CLAIM_FILE_BYTES:
        yield Problem("/upload", "files_too_big", {"megabytes": MOST_CLAIM_FILE_BYTES // 1024**2})
