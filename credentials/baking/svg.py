"""SVG: the credential is one element right under the root (Open Badges 3.0, 5.3.2.2).

The picture is read by expat with document types forbidden, and what could run a script is refused:
a baked picture is a file that people open. Baking inserts bytes and leaves all others alone.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from credentials.errors import BakingError

NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
OLD_NAMESPACES = ("http://openbadges.org", "https://openbadges.org")
MAX_BYTES = 5 * 1024 * 1024

_SVG = "http://www.w3.org/2000/svg"
_PREFIX = "openbadges"
_SPACE = " \t\r\n"
_START_TAG = re.compile(rb"""<[^\s"'/>]+(?:[^"'>]|"[^"]*"|'[^']*')*?(/?)>""")
_ACTIVE_ELEMENTS = frozenset({"script", "handler", "foreignobject", "iframe", "object", "embed"})
_ACTIVE_ADDRESS = re.compile(r"\s*(?:javascript|vbscript|data\s*:\s*text/html)", re.IGNORECASE)


@dataclass(slots=True)
class _Picture:
    """What one pass over an SVG notices."""

    root_at: int = -1
    prefix_namespace: str | None = None
    credentials: int = 0
    old_badge: bool = False
    token: str | None = None
    body: list[str] = field(default_factory=list)
    depth: int = 0
    credential_depth: int = 0  # 0: not inside the credential element


def bake_svg(svg: bytes, credential: bytes, *, is_jws: bool) -> bytes:
    """Give the SVG with `credential` directly after its opening tag.

    A compact JWS goes to the `verify` attribute, JSON to the body as CDATA. Raises `BakingError`: a
    code of `unbake_svg` for a picture that is broken or dangerous, already_baked, svg_prefix_taken,
    credential_not_utf8, credential_not_carried (bytes that XML cannot hold).
    """
    picture = _read(svg)
    if picture.credentials:
        raise BakingError("already_baked")
    if picture.prefix_namespace not in (None, NAMESPACE):
        raise BakingError("svg_prefix_taken", namespace=picture.prefix_namespace)
    try:
        element = _element(credential.decode(), is_jws=is_jws)
    except UnicodeDecodeError as error:
        raise BakingError("credential_not_utf8") from error
    declaration = b"" if picture.prefix_namespace else f' xmlns:{_PREFIX}="{NAMESPACE}"'.encode()
    baked = _inserted(svg, picture.root_at, declaration, element.encode())
    _check_carried(baked, credential)
    return baked


def unbake_svg(data: bytes) -> bytes:
    """Give the bytes of the one credential in an SVG.

    Raises `BakingError` with the code picture_too_big, not_svg, svg_not_utf8, svg_doctype,
    svg_script, svg_doubled, svg_ambiguous (attribute and body), open_badges_2 or no_credential.
    """
    picture = _read(data)
    if not picture.credentials:
        raise BakingError("open_badges_2" if picture.old_badge else "no_credential")
    if picture.credentials > 1:
        raise BakingError("svg_doubled", count=picture.credentials)
    body = "".join(picture.body).strip(_SPACE)
    if picture.token is not None and body:
        raise BakingError("svg_ambiguous")
    content = body if picture.token is None else picture.token.strip(_SPACE)
    if not content:
        raise BakingError("no_credential")
    return content.encode()


def _element(credential: str, *, is_jws: bool) -> str:
    if is_jws:
        return f"<{_PREFIX}:credential verify={quoteattr(credential)}/>"
    # CDATA cannot hold its own end mark, and XML turns a bare carriage return into a line feed.
    text = credential.replace("]]>", "]]]]><![CDATA[>").replace("\r", "]]>&#13;<![CDATA[")
    return f"<{_PREFIX}:credential><![CDATA[{text}]]></{_PREFIX}:credential>"


def _inserted(svg: bytes, root_at: int, declaration: bytes, element: bytes) -> bytes:
    tag = _START_TAG.match(svg, root_at)
    if tag is None:
        raise BakingError("not_svg")
    if not tag.group(1):
        return svg[: tag.end() - 1] + declaration + b">" + element + svg[tag.end() :]
    name = re.split(rb"[\s/>]", tag.group()[1:], maxsplit=1)[0]
    return svg[: tag.end() - 2] + declaration + b">" + element + b"</" + name + b">" + svg[tag.end() :]


def _check_carried(baked: bytes, credential: bytes) -> None:
    """Read our own picture back, so that no oddity of XML can ever change a signed byte."""
    try:
        carried = unbake_svg(baked)
    except BakingError as error:
        if error.code == "picture_too_big":
            raise
        raise BakingError("credential_not_carried") from error
    if carried != credential:
        raise BakingError("credential_not_carried")


def _read(data: bytes) -> _Picture:
    if len(data) > MAX_BYTES:
        raise BakingError("picture_too_big", max_bytes=MAX_BYTES)
    try:
        data.decode()
    except UnicodeDecodeError as error:
        raise BakingError("svg_not_utf8") from error
    try:
        return _Reader().read(data)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise BakingError("not_svg") from error


class _Reader:
    """Feeds one picture through expat; its methods are expat's handlers."""

    def __init__(self) -> None:
        self.picture = _Picture()
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartNamespaceDeclHandler = self._namespace
        self._parser.XmlDeclHandler = _declared
        self._parser.StartDoctypeDeclHandler = _doctype
        self._parser.ProcessingInstructionHandler = _instruction

    def read(self, data: bytes) -> _Picture:
        self._parser.Parse(data, True)
        return self.picture

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.picture.depth += 1
        if self.picture.depth == 1:
            self.picture.root_at = self._parser.CurrentByteIndex
        _element_seen(self.picture, name, attributes)

    def _end(self, _name: str) -> None:
        if self.picture.depth == self.picture.credential_depth:
            self.picture.credential_depth = 0
        self.picture.depth -= 1

    def _text(self, characters: str) -> None:
        if self.picture.credential_depth:
            self.picture.body.append(characters)

    def _namespace(self, prefix: str | None, address: str) -> None:
        if self.picture.depth == 0 and prefix == _PREFIX:
            self.picture.prefix_namespace = address


def _element_seen(picture: _Picture, name: str, attributes: dict[str, str]) -> None:
    namespace, _, local = name.rpartition(" ")
    if picture.depth == 1 and (namespace, local) != (_SVG, "svg"):
        raise BakingError("not_svg")
    if picture.credential_depth:
        raise BakingError("svg_ambiguous")
    if (namespace, local) == (NAMESPACE, "credential"):
        picture.credentials += 1
        picture.token = attributes.get("verify")
        picture.credential_depth = picture.depth
    picture.old_badge = picture.old_badge or namespace in OLD_NAMESPACES
    _refuse_active(local, attributes)


def _refuse_active(local: str, attributes: dict[str, str]) -> None:
    if local.lower() in _ACTIVE_ELEMENTS:
        raise BakingError("svg_script", element=local)
    for name, value in attributes.items():
        attribute = name.rpartition(" ")[2].lower()
        if attribute.startswith("on") or _ACTIVE_ADDRESS.match(value):
            raise BakingError("svg_script", attribute=attribute)


def _declared(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in ("utf-8", "us-ascii"):
        raise BakingError("svg_not_utf8", encoding=encoding)


def _doctype(*_declaration: object) -> None:
    raise BakingError("svg_doctype")


def _instruction(target: str, _content: str) -> None:
    """Refuse style sheets by instruction: they can name a document that is fetched and run."""
    raise BakingError("svg_script", instruction=target)
