"""Documents that come again: one badge is given to many, and nearly all that it says is the same each time.

Documents of one kind (the same members, the same achievement) are watched; where some of them differ in
texts only, a template of them is compiled. It gives the digest of the next one without canonicalising it,
and now and then it has to stand back until the full algorithm has given the same.

Bounded in every direction, since strangers choose what is verified: so many kinds are watched, so many have
templates, a kind in use is not displaced, and each further template of a kind is made half as readily.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import orjson

from credentials.errors import CredentialError
from credentials.templates import places
from credentials.templates.frame import Framed

COMPARED = 4  # so many different documents show where those of a kind differ
MOST_BYTES = 12_288  # of a document as JSON
MOST_WATCHED = 128
MOST_KINDS = 16  # that have templates, each of some 1 MB
MOST_TEMPLATES = 2  # of one kind: documents with and without an optional member
MOST_FORMS = 160
IDLE_LOOKS = 4096  # after so many looks at others a kind may lose its templates
CHECKED_EVERY = 256
_TRIALS = 3

_EXACTLY = (
    orjson.OPT_PASSTHROUGH_SUBCLASS | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
)
_Key = tuple[object, ...]


class _Kind:
    """What is known of documents of one kind."""

    def __init__(self) -> None:
        self.templates: tuple[Framed, ...] = ()
        self.waiting: list[bytes] = []  # different documents that no template fitted
        self.needed = COMPARED
        self.missed = 0
        self.used_at = 0


class Look(NamedTuple):
    """A look at one document: the digest of its canonical form without proof, None when it is not known.

    Then the full algorithm must find it, and `Recurring.learn` be told.
    """

    text: bytes
    kind: _Kind
    digest: bytes | None
    checked: tuple[Framed, bytes] | None = None  # what stands back, and what it said


class Recurring:
    """A memory of kinds of documents; safe to share between threads."""

    def __init__(self, is_sound: Callable[[Mapping[str, Any]], bool] = bool) -> None:
        """Start empty. A document must be `is_sound` with any value in its slots to get a template."""
        self._is_sound = is_sound
        self._kinds: OrderedDict[_Key, _Kind] = OrderedDict()
        self._lock = threading.Lock()
        self._looks = 0

    def look(self, document: Mapping[str, Any], text: bytes | None = None) -> Look | None:
        """Look at a document, maybe with its JSON text; None for one that is not remembered in any case."""
        key = _key(document)
        text = text or _written(document)
        if key is None or not 0 < len(text) <= MOST_BYTES:
            return None
        self._looks += 1
        kind = self._kinds.get(key) or self._watched(key)
        for template in kind.templates:
            digest = template.digest(text)
            if digest is not None:
                return self._found(text, kind, template, digest)
        return Look(text, kind, None)

    def learn(self, look: Look, found: Callable[[], bytes]) -> None:
        """Remember a document that is good; `found` gives the digest by the full algorithm.

        Raises `CredentialError("template_disagrees")`, which only an error in this package can cause.
        """
        if look.checked is not None:
            template, told = look.checked
            if told != found():
                raise CredentialError("template_disagrees")
            with self._lock:
                look.kind.templates = (template, *look.kind.templates)[:MOST_TEMPLATES]
            return
        # Whoever compiles does so for all; others go on.
        if self._lock.acquire(blocking=False):
            try:
                self._note(look.kind, look.text)
            finally:
                self._lock.release()

    def _found(self, text: bytes, kind: _Kind, template: Framed, digest: bytes) -> Look:
        kind.used_at = self._looks
        if self._looks % CHECKED_EVERY:
            return Look(text, kind, digest)
        with self._lock:
            kind.templates = tuple(one for one in kind.templates if one is not template)
        return Look(text, kind, None, (template, digest))

    def _watched(self, key: _Key) -> _Kind:
        """Begin to watch a kind, in the place of the oldest one that has come to nothing."""
        with self._lock:
            if len(self._kinds) >= MOST_WATCHED:
                self._kinds.pop(next(name for name, kind in self._kinds.items() if not kind.templates))
            return self._kinds.setdefault(key, _Kind())

    def _note(self, kind: _Kind, text: bytes) -> None:
        # Not a number is written as null; and a control character makes the canonical form much longer.
        if text in kind.waiting or b"null" in text or b"\\u" in text:
            return
        kind.waiting = [text, *kind.waiting][:COMPARED]
        kind.missed += 1
        if kind.missed < kind.needed or not self._has_room(kind):
            return
        kind.missed, kind.needed = 0, kind.needed * 2
        made = self._compiled(kind)
        if made is not None:
            kind.used_at = self._looks
            kind.templates = (made, *kind.templates)[:MOST_TEMPLATES]
            kind.waiting = []

    def _has_room(self, wanting: _Kind) -> bool:
        """Tell whether a kind may have templates, perhaps in the place of one that nobody uses any more."""
        having = [kind for kind in self._kinds.values() if kind.templates]
        if wanting.templates or len(having) < MOST_KINDS:
            return True
        oldest = min(having, key=lambda kind: kind.used_at)
        if self._looks - oldest.used_at < IDLE_LOOKS:
            return False
        oldest.templates = ()
        return True

    def _compiled(self, kind: _Kind) -> Framed | None:
        """Give a template of the newest document that waits, None when there can be none."""
        first, *others = map(orjson.loads, kind.waiting)
        others += [template.example for template in kind.templates]
        slots = places.varying(first, others)
        try:
            made = Framed(first, slots, most_forms=MOST_FORMS) if slots else None
        except CredentialError:
            return None
        is_sound = made is not None and all(self._is_sound(made.drawn()) for _ in range(_TRIALS))
        return made if is_sound else None


def _key(document: Mapping[str, Any]) -> _Key | None:
    """Give what documents of one kind share: the names of their members, and which achievement it is."""
    subject = document.get("credentialSubject")
    achievement = subject.get("achievement") if subject.__class__ is dict else None
    named = achievement.get("id") if achievement.__class__ is dict else None
    if named is not None and named.__class__ is not str:
        return None
    return (named, *document)


def _written(document: Mapping[str, Any]) -> bytes:
    """Give a document as JSON, nothing for what the full algorithm must refuse or read in its own way."""
    try:
        return orjson.dumps(document, option=_EXACTLY)
    except TypeError:
        return b""
