"""Styles and numbering of a Word document: which paragraphs are headings, lists or quotations, and what they count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from xml.etree.ElementTree import Element

from index.document import BlockKind
from index.readers.office.word_styles import counted, named
from index.readers.office.xml_parts import whole

PREFIXES: Final = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
    "http://purl.org/dc/elements/1.1/": "dc",
}

_LEVELS: Final = 9
_MAX_BASED: Final = 20


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph is by its style."""

    kind: BlockKind = "prose"
    rule: str = "paragraph"
    list: str | None = None
    """Id of its numbering."""
    level: int = 0


class Styles:
    """The paragraph styles of a document; those that it does not have are plain."""

    def __init__(self, root: Element | None) -> None:
        self._found: dict[str, Style] = {}
        self._elements: dict[str, Element] = {}
        self._standard = ""
        for element in root if root is not None else ():
            if element.tag == "w:style" and element.get("w:type", "paragraph") == "paragraph":
                identity = element.get("w:styleId", "")
                self._elements[identity] = element
                if element.get("w:default") in ("1", "true", "on"):
                    self._standard = identity

    def of(self, identity: str | None) -> Style:
        identity = self._standard if identity is None else identity
        found = self._found.get(identity)
        if found is None:
            found = self._found[identity] = self._made(identity)
        return found

    def _made(self, identity: str) -> Style:
        """A style says what it is; else the one that it is based on."""
        style = Style()
        chain: list[Element] = []
        while (element := self._elements.get(identity)) is not None and len(chain) < _MAX_BASED:
            chain.append(element)
            identity = value(element, "w:basedOn") or ""
        for element in reversed(chain):
            style = outlined(style, element.find("w:pPr"))
            known = named(value(element, "w:name") or "")
            if known is not None:
                style = replace(style, kind=known[0], rule=known[1])
        return style


def outlined(style: Style, properties: Element | None) -> Style:
    """A style with what the properties of a paragraph say besides."""
    if properties is None:
        return style
    outline = value(properties, "w:outlineLvl")
    if outline is not None:
        level = whole(outline, _LEVELS)
        if level < _LEVELS:
            style = replace(style, kind="heading", rule=f"h{min(level + 1, 6)}")
        elif style.kind == "heading":
            style = replace(style, kind="prose", rule="paragraph")
    numbers = properties.find("w:numPr")
    if numbers is not None:
        style = replace(
            style,
            list=value(numbers, "w:numId") or style.list,
            level=min(whole(value(numbers, "w:ilvl"), style.level), _LEVELS - 1),
        )
    return style


def value(element: Element, path: str) -> str | None:
    """The value of a property, None where it is not given."""
    found = element.find(path)
    return None if found is None else found.get("w:val")


def is_on(properties: Element | None, name: str) -> bool:
    """Whether a property that is on or off is on."""
    found = properties.find(name) if properties is not None else None
    return found is not None and found.get("w:val", "1") not in ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class _Level:
    format: str = "none"
    text: str = ""
    start: int = 1


class Numbering:
    """What stands before the paragraphs of lists, counted as they come."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, tuple[str, dict[int, _Level]]] = {}
        """Of each numbering: the id of its counters, and its levels."""
        self._counts: dict[str, list[int | None]] = {}
        if root is None:
            return
        abstract = {e.get("w:abstractNumId", ""): e for e in root if e.tag == "w:abstractNum"}
        for element in root:
            if element.tag != "w:num":
                continue
            base = value(element, "w:abstractNumId") or ""
            identity = element.get("w:numId", "")
            levels = _levels(abstract[base]) if base in abstract else {}
            counters = base
            for override in element.findall("w:lvlOverride"):
                # It counts by itself.
                counters = f"{base}/{identity}"
                levels |= _levels([*override])
                number, start = whole(override.get("w:ilvl")), value(override, "w:startOverride")
                if start is not None:
                    levels[number] = replace(levels.get(number, _Level()), start=whole(start))
            self._levels[identity] = (counters, levels)

    def mark(self, identity: str | None, level: int) -> str | None:
        """The mark of the next paragraph of a list, such as `1.2.` or `•`; None where it is in none."""
        if identity is None or identity not in self._levels:
            return None
        counters, levels = self._levels[identity]
        here = levels.get(level)
        if here is None:
            return None
        counts = self._counts.setdefault(counters, [None] * _LEVELS)
        last = counts[level]
        counts[level] = here.start if last is None else last + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        if here.format == "bullet":
            # A bullet that shows nothing is how a further paragraph of an item is made.
            return "•" if here.text.strip() else ""
        if here.format == "none":
            return ""

        def number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            shown = levels.get(at, _Level())
            count = counts[at]
            return counted(shown.start if count is None else count, shown.format)

        return re.sub(r"%([1-9])", number, here.text)


def _levels(elements: Iterable[Element]) -> dict[int, _Level]:
    found = {}
    for element in elements:
        if element.tag == "w:lvl":
            found[min(whole(element.get("w:ilvl")), _LEVELS - 1)] = _Level(
                value(element, "w:numFmt") or "decimal",
                (value(element, "w:lvlText") or "")[:80],
                whole(value(element, "w:start") or "1"),
            )
    return found
