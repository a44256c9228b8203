"""SVG: the credential is one element right under the root (Open Badges 3.0, 5.3.2.2).

The picture is read by expat with document types forbidden, and what could run a script is refused:
a baked picture is a file that people open. Baking inserts bytes and leaves all others alone.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from credentials.baking.marks import MARKS, Baked, Mark, Standard
from credentials.errors import BakingError

MAX_BYTES = 5 * 1024 * 1024
ELEMENTS_MAX = 150_000  # each costs; a picture of 5 MiB with as many has 35 bytes for one
_DEPTH_MAX = 1_000

_SVG = "http://www.w3.org/2000/svg"
_SPACE = " \t\r\n"
_START_TAG = re.compile(rb"""<[^\s"'/>]+(?:[^"'>]|"[^"]*"|'[^']*')*?(/?)>""")
_WEB_ADDRESS = re.compile(r"https?://\S+")
# Some bakers of older badges wrote their namespace with https.
_STANDARDS: dict[tuple[str, str], Standard] = {
    **{(mark.namespace, mark.element): standard for standard, mark in MARKS.items()},
    ("https://openbadges.org", "assertion"): "ob2",
}
_ACTIVE_ELEMENTS = frozenset(
    {"script", "handler", "listener", "foreignobject"}
    | {"iframe", "frame", "object", "embed", "applet", "meta", "link", "base"}
)
# Looked for anywhere in a value (an animation lists several), after taking out what browsers overlook.
_ACTIVE_ADDRESS = re.compile(r"(?:java|vb)script:|data:(?:text/|application/|image/svg)", re.IGNORECASE)
_OVERLOOKED = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]+")


@dataclass(slots=True)
class _Picture:
    """What one pass over an SVG notices."""

    root_at: int = -1
    prefixes: dict[str, str] = field(default_factory=dict)  # declared on the root
    standards: list[Standard] = field(default_factory=list)  # of the elements found
    attribute: str | None = None
    body: list[str] = field(default_factory=list)
    depth: int = 0
    credential_depth: int = 0  # 0: not inside the credential element
    elements: int = 0


def bake_svg(svg: bytes, credential: bytes, *, is_jws: bool, standard: Standard = "ob3") -> bytes:
    """Give the SVG with `credential` directly after its opening tag (OB 3.0, 5.3.2.2).

    A compact JWS goes to the `verify` attribute, JSON to the body as CDATA. Raises `BakingError`: a
    code of `read_svg` for a picture that is broken or dangerous, already_baked, svg_prefix_taken,
    credential_not_utf8, credential_not_carried (bytes that XML cannot hold), standard_not_written.
    """
    if standard == "ob2":
        raise BakingError("standard_not_written", standard=standard)
    picture, mark = _read(svg), MARKS[standard]
    if picture.standards:
        raise BakingError("already_baked")
    declared = picture.prefixes.get(mark.prefix)
    if declared not in (None, mark.namespace):
        raise BakingError("svg_prefix_taken", namespace=declared)
    try:
        element = _element(credential.decode(), mark, is_jws=is_jws)
    except UnicodeDecodeError as error:
        raise BakingError("credential_not_utf8") from error
    declaration = b"" if declared else f' xmlns:{mark.prefix}="{mark.namespace}"'.encode()
    baked = _inserted(svg, picture.root_at, declaration, element.encode())
    _check_carried(baked, credential)
    return baked


def unbake_svg(data: bytes) -> bytes:
    """Give the bytes of the one credential in an SVG (OB 3.0, 5.3.2.2). Raises as `read_svg`."""
    return read_svg(data).content


def read_svg(data: bytes) -> Baked:
    """Give the one credential in an SVG, of whichever standard (OB 3.0, 5.3.2.2).

    Raises `BakingError` with the code picture_too_big, not_svg, svg_not_utf8, svg_doctype,
    svg_script, svg_doubled, svg_ambiguous (attribute and body, or two standards) or no_credential.
    """
    picture = _read(data)
    if not picture.standards:
        raise BakingError("no_credential")
    if len(picture.standards) > 1:
        same = len(set(picture.standards)) == 1
        raise BakingError("svg_doubled" if same else "svg_ambiguous", count=len(picture.standards))
    return _baked(picture.standards[0], picture.attribute, "".join(picture.body).strip(_SPACE))


def _baked(standard: Standard, attribute: str | None, body: str) -> Baked:
    """Give what one element holds; only in an older badge a body may have its own address beside it."""
    attribute = None if attribute is None else attribute.strip(_SPACE)
    if attribute is not None and body:
        if standard != "ob2" or not _WEB_ADDRESS.fullmatch(attribute):
            raise BakingError("svg_ambiguous")
        return Baked(standard, body.encode(), attribute)
    content = body if attribute is None else attribute
    if not content:
        raise BakingError("no_credential")
    return Baked(standard, content.encode())


def _element(credential: str, mark: Mark, *, is_jws: bool) -> str:
    name = f"{mark.prefix}:{mark.element}"
    if is_jws:
        return f"<{name} verify={quoteattr(credential)}/>"
    # CDATA cannot hold its own end mark, and XML turns a bare carriage return into a line feed.
    text = credential.replace("]]>", "]]]]><![CDATA[>").replace("\r", "]]>&#13;<![CDATA[")
    return f"<{name}><![CDATA[{text}]]></{name}>"


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
        self.picture.elements += 1
        if self.picture.elements > ELEMENTS_MAX or self.picture.depth > _DEPTH_MAX:
            raise BakingError("picture_too_big", max_elements=ELEMENTS_MAX)
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
        if self.picture.depth == 0 and prefix is not None:
            self.picture.prefixes[prefix] = address


def _element_seen(picture: _Picture, name: str, attributes: dict[str, str]) -> None:
    namespace, _, local = name.rpartition(" ")
    if picture.depth == 1 and (namespace, local) != (_SVG, "svg"):
        raise BakingError("not_svg")
    if picture.credential_depth:
        raise BakingError("svg_ambiguous")
    standard = _STANDARDS.get((namespace, local))
    if standard is not None:
        picture.standards.append(standard)
        picture.attribute = attributes.get("verify")
        picture.credential_depth = picture.depth
    _refuse_active(local, attributes)


def _refuse_active(local: str, attributes: dict[str, str]) -> None:
    if local.lower() in _ACTIVE_ELEMENTS:
        raise BakingError("svg_script", element=local)
    for name, value in attributes.items():
        attribute = name.rpartition(" ")[2].lower()
        sets_handler = attribute == "attributename" and value.strip().lower().startswith("on")
        is_active = _ACTIVE_ADDRESS.search(_OVERLOOKED.sub("", value)) is not None
        if attribute.startswith("on") or sets_handler or is_active:
            raise BakingError("svg_script", attribute=attribute)


def _declared(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in ("utf-8", "us-ascii"):
        raise BakingError("svg_not_utf8", encoding=encoding)


def _doctype(*_declaration: object) -> None:
    raise BakingError("svg_doctype")


def _instruction(target: str, _content: str) -> None:
    """Refuse style sheets by instruction: they can name a document that is fetched and run."""
    raise BakingError("svg_script", instruction=target)
