"""Markdown of learning texts as safe HTML: what a steward writes can never run in a reader's browser."""

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS = frozenset(
    {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "pre", "hr", "br"}
)
_SCHEMES = frozenset({"https", "http", "mailto"})
_markdown = MarkdownIt("js-default", {"html": False, "linkify": False})


def rich_text(markdown: str) -> Markup:
    """Give the text as HTML with a short list of elements; everything else is dropped, raw HTML is text."""
    clean = nh3.clean(
        _markdown.render(markdown),
        tags=set(_TAGS),
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=set(_SCHEMES),
        link_rel="nofollow noopener noreferrer",
    )
    return Markup(clean)  # noqa: S704 - made safe by the allow-list above
