"""One part of an EPUB book as text, made ready so that links, notes and pages lead across the whole book."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from index.readers.books.epub_package import joined
from index.readers.web.html_blocks import Rendered, Renderer
from index.readers.web.html_charset import decode_page
from index.readers.web.html_tree import Element, parse

_VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_CLOSED: Final = re.compile(
    r"""<(?P<name>[A-Za-z][\w:.-]*+)(?P<attributes>(?:[^<>"'/]++|"[^"<]*+"|'[^'<]*+'|/(?!>))*+)/>"""
)
"""An element that ends where it begins, which only XML knows: to HTML it would hold all that follows."""
_NOTES: Final = frozenset({"footnote", "endnote", "rearnote", "doc-footnote", "doc-endnote"})
_REFERENCES: Final = frozenset({"noteref", "doc-noteref"})
_CALLED: Final = frozenset({"footnote", "noteref", "fnref", "endnote", "fnanchor"})
"""Words in the class or id of such a link, in books that say nothing else of it."""
_BREAKS: Final = frozenset({"pagebreak", "doc-pagebreak"})
_MARK: Final = re.compile(r"\s*(?:\d{1,4}|[*†‡§¶]{1,3})\s*")
_OUTSIDE: Final = re.compile(r"(?:https?|mailto|ftp|tel|doi|urn):", re.IGNORECASE)


@dataclass(slots=True)
class Chapter:
    """A part of the book."""

    name: str
    rendered: Rendered
    """Its places are named `part` and `part#id`; links within the book are `#` and such a name."""
    pages: list[tuple[str, str]]
    """Places where printed pages begin, and their labels."""
    notes: set[str]
    """Places that marks of notes lead to."""


def chapter(name: str, data: bytes) -> Chapter:
    """The text of a part. Raises UnreadableFile where its bytes are no text."""
    body = parse(_CLOSED.sub(_with_end, decode_page(data)[0])).body
    notes: list[Element] = []
    pages: list[tuple[str, str]] = []
    targets: set[str] = set()
    for number, element in enumerate(list(body.walk())):
        types = _types(element)
        _rename(element, name)
        if types & _BREAKS:
            _page(element, types, f"{name}#page {number}", pages)
        elif types & _NOTES:
            notes.append(element)
        if element.tag == "a" and element.get("href"):
            _reference(element, types, name, targets)
    renderer = Renderer(notes=notes)
    whole = Element("div", {"id": name})
    whole.children.append(body)
    body.parent = whole
    renderer.add(whole)
    return Chapter(name, renderer.finish(), pages, targets)


def _with_end(found: re.Match[str]) -> str:
    if found["name"].lower() in _VOID:
        return found[0]
    return f"<{found['name']}{found['attributes']}></{found['name']}>"


def _types(element: Element) -> frozenset[str]:
    """What the book says that an element is."""
    return frozenset(f"{element.get('epub:type')} {element.get('role')}".lower().split())


def _rename(element: Element, name: str) -> None:
    for attribute in ("id", "name") if element.tag == "a" else ("id",):
        if element.get(attribute):
            element.attributes[attribute] = f"{name}#{element.get(attribute)}"


def _page(element: Element, types: frozenset[str], place: str, pages: list[tuple[str, str]]) -> None:
    """The number of a printed page is no word of the text."""
    label = element.get("title") or element.get("aria-label") or element.text()
    label = " ".join(label.split()).strip(".")
    element.children.clear()
    element.attributes.setdefault("id", place)
    if label:
        pages.append((element.get("id"), label.removeprefix("Page ").removeprefix("page ")))


def _reference(element: Element, types: frozenset[str], name: str, notes: set[str]) -> None:
    """A link within the book is given the name of the place; one to anything else that is no address is none."""
    target = element.get("href")
    inside = joined(name, target)
    if inside:
        element.attributes["href"] = f"#{inside}"
    elif not _OUTSIDE.match(target.strip()):
        del element.attributes["href"]
    text = element.text()
    raised = any(above.tag == "sup" for above in element.ancestors()) or any(e.tag == "sup" for e in element.elements())
    if inside and (types & _REFERENCES or raised or element.names() & _CALLED) and _MARK.fullmatch(text):
        # Else it would be read as the end of the word before it.
        element.children[:] = [f"[{text.strip()}]"]
        notes.add(inside)
