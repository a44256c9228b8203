"""Documents that come again: one badge is given to many, and nearly all that it says is the same each time.

Documents of one kind (the same members, the same achievement) are watched; where some of them differ in
texts only, a template of them is compiled. After some trials it gives the digest of the next one without
canonicalising it, and now and then it has to stand back until the full algorithm has given the same.

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
from credentials.templates.frame import TRIALS, Framed

COMPARED = 4  # so many different documents show where those of a kind differ
MOST_BYTES = 8_192  # of a document as JSON
MOST_SLOTS = 24  # an award has a dozen
MOST_WATCHED = 128
MOST_KINDS = 16  # that have templates, each of some 1 MB, at most 2
MOST_TEMPLATES = 2  # of one kind: documents with and without an optional member
IDLE_LOOKS = 4096  # after so many looks at others a kind may lose its templates
CHECKED_EVERY = 256
_SIMPLE = frozenset({int, float, bool})
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

    Then the full algorithm must find it; `Recurring.note` and `Recurring.is_right` want to hear of it.
    """

    text: bytes
    kind: _Kind
    digest: bytes | None
    checked: tuple[Framed, bytes] | None = None  # what stands back this time, and what it says


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
                return self._found(text, kind, template, digest) if digest else None
        return Look(text, kind, None)

    def note(self, look: Look) -> None:
        """Remember a document that is good, of which nothing was known."""
        if look.checked is not None:
            return
        # Whoever compiles does so for all; others go on.
        if self._lock.acquire(blocking=False):
            try:
                self._note(look.kind, look.text)
            finally:
                self._lock.release()

    def is_right(self, look: Look, digest: bytes | None) -> bool:
        """Tell whether what stood back says what the full algorithm found; what was wrong is forgotten.

        Only an error in this package can make it wrong. `digest` is None where there is none, as the document
        must be refused.
        """
        if look.checked is None:
            return True
        template, told = look.checked
        if digest == told:
            template.on_trial = max(0, template.on_trial - 1)
            return True
        with self._lock:
            look.kind.templates = tuple(one for one in look.kind.templates if one is not template)
        return False

    def forget(self) -> None:
        """Forget all kinds."""
        with self._lock:
            self._kinds.clear()

    def _found(self, text: bytes, kind: _Kind, template: Framed, digest: bytes) -> Look:
        kind.used_at = self._looks
        if template.on_trial or not self._looks % CHECKED_EVERY:
            return Look(text, kind, None, (template, digest))
        return Look(text, kind, digest)

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
        if not 0 < len(slots) <= MOST_SLOTS:
            return None
        try:
            made = Framed(first, slots)
        except CredentialError:
            return None
        return made if all(self._is_sound(made.drawn()) for _ in range(TRIALS)) else None


def _key(document: Mapping[str, Any]) -> _Key | None:
    """Give what documents of one kind share: the names of their members, and which achievement it is."""
    subject = document.get("credentialSubject")
    achievement = subject.get("achievement") if subject.__class__ is dict else None
    named = achievement.get("id") if achievement.__class__ is dict else None
    if named is not None and named.__class__ is not str:
        return None
    return (named, *document)


def _written(document: Mapping[str, Any]) -> bytes:
    """Give a document as JSON, nothing for what is not plain JSON or cannot be written."""
    try:
        return orjson.dumps(document) if _is_plain(document) else b""
    except TypeError:
        return b""


def _is_plain(document: Any) -> bool:
    """Tell whether every value is just what JSON has: others, as an enumeration, could be written as well."""
    level = [document]
    while level:
        inner: list[Any] = []
        for node in level:
            kind = node.__class__
            if kind is not dict and kind is not list:
                return False
            for entry in node.values() if kind is dict else node:
                kind = entry.__class__
                if kind is dict or kind is list:
                    inner.append(entry)
                elif kind is not str and kind not in _SIMPLE:
                    return False
        level = inner
    return True
