"""Styles of an OpenDocument text: what paragraphs are, how lists are marked, what is hidden, where pages begin."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final
from xml.etree.ElementTree import Element

from index.document import BlockKind
from index.readers.office.word_styles import counted, named
from index.readers.office.xml_parts import whole

_ODF: Final = "urn:oasis:names:tc:opendocument:xmlns:"
PREFIXES: Final = {
    **{f"{_ODF}{name}:1.0": name for name in ("office", "style", "text", "table", "meta")},
    _ODF + "drawing:1.0": "draw",
    _ODF + "xsl-fo-compatible:1.0": "fo",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/1999/xlink": "xlink",
}

_FORMS: Final = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_MAX_BASED: Final = 20


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph or a stretch of words is by its style."""

    kind: BlockKind = "prose"
    rule: str = "paragraph"
    hidden: bool = False
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is marked."""

    form: str = ""
    before: str = ""
    after: str = ""
    shown: int = 1
    """So many levels are in the mark: `1.2`."""
    start: int = 1
    bullet: bool = False


class Styles:
    """All styles of a document, from whichever part."""

    def __init__(self) -> None:
        self._elements: dict[str, Element] = {}
        self._lists: dict[str, dict[int, Level]] = {}
        self._found: dict[str, Style] = {}
        self.outline: dict[int, Level] = {}
        """How headings are numbered."""

    def take(self, element: Element) -> None:
        """One more style."""
        name = element.get("style:name", "")
        if element.tag == "style:style":
            self._elements[name] = element
            self._found.clear()
        elif element.tag == "text:list-style":
            self._lists[name] = _levels(element)
        elif element.tag == "text:outline-style":
            self.outline = _levels(element)

    def of(self, name: str | None) -> Style:
        if not name:
            return Style()
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = self._made(name)
        return found

    def level(self, name: str, number: int) -> Level:
        """How a list is marked at a level, counted from 1."""
        return self._lists.get(name, {}).get(number, Level())

    def list_of(self, name: str | None) -> str | None:
        """The list style that a paragraph style brings along."""
        element = self._elements.get(name or "")
        return None if element is None else element.get("style:list-style-name")

    def _made(self, name: str) -> Style:
        chain: list[tuple[str, Element | None]] = []
        following: str | None = name
        while following and len(chain) < _MAX_BASED:
            element = self._elements.get(following)
            chain.append((following, element))
            following = None if element is None else element.get("style:parent-style-name")
        style = Style()
        for called, element in reversed(chain):
            shown = (element.get("style:display-name") if element is not None else None) or called.replace("_20_", " ")
            known = named(shown)
            if known is not None and known[0] != "boilerplate":
                style = replace(style, kind=known[0], rule=known[1])
            if element is not None:
                style = _with_properties(style, element)
        # Where a page begins is never taken from the style that another is based on.
        own = chain[0][1]
        return replace(style, new_page=own is not None and _begins_page(own))


def _with_properties(style: Style, element: Element) -> Style:
    for child in element:
        shown = child.get("text:display")
        if child.tag == "style:text-properties" and shown is not None:
            style = replace(style, hidden=shown == "none")
    return style


def _begins_page(element: Element) -> bool:
    if element.get("style:master-page-name"):
        return True
    properties = element.find("style:paragraph-properties")
    return properties is not None and properties.get("fo:break-before") == "page"


def _levels(element: Element) -> dict[int, Level]:
    levels = {}
    for child in element:
        number = whole(child.get("text:level"), 1)
        levels[number] = Level(
            form=_FORMS.get(child.get("style:num-format", ""), ""),
            before=child.get("style:num-prefix", "")[:20],
            after=child.get("style:num-suffix", "")[:20],
            shown=min(whole(child.get("text:display-levels"), 1), 10),
            start=whole(child.get("text:start-value"), 1),
            bullet=child.tag == "text:list-level-style-bullet",
        )
    return levels


def marked(levels: dict[int, Level], number: int, counts: list[int]) -> str:
    """The mark of a paragraph at a level; `counts` of this level and of those above it."""
    here = levels.get(number, Level())
    if here.bullet:
        return "•"
    if not here.form:
        return ""
    shown = range(max(1, number - here.shown + 1), number + 1)
    numbers = [counted(counts[at - 1], levels.get(at, Level()).form or "decimal") for at in shown]
    return here.before + ".".join(numbers) + here.after
