"""Words inside pictures: text in SVG does not wrap, so a name is cut to what fits; its title says all."""

LONGEST = 46  # characters of 14 units that fit a picture of 360 units, in any of our languages
_FIRST_STRONG, _POP = "\u2068", "\u2069"


def drawn(text: str, longest: int = LONGEST) -> str:
    """Give a text cut at a word, which keeps its own direction in the sentence of another."""
    if len(text) > longest:
        words = text[:longest].rsplit(" ", 1)
        text = f"{words[0] if len(words[0]) > longest // 2 else text[: longest - 1]}…"
    return f"{_FIRST_STRONG}{text}{_POP}"
