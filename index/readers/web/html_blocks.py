"""The tree of a web page as text with blocks and links: paragraphs, headings, lists, tables, quotations, notes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from index.document import Block, BlockKind, Link
from index.readers.web.html_tables import is_data, rows_of
from index.readers.web.html_tree import BLOCKS, Element

_BREAK = "\x1e"
"""Stands for `<br>` while a paragraph is gathered; no text of a page has it."""
_SPACE = re.compile(r"\s+")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u200b\ufeff\ud800-\udfff\ufffe\uffff]")
"""What no text holds, and signs that only say where a word may be broken."""
_NO_ADDRESS = re.compile(r"(?:javascript|data|vbscript|blob|about):", re.IGNORECASE)
_LONGEST_ADDRESS = 2_000
_DEEPEST = 8
"""Lists in lists are set in no further."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_KINDS: dict[str, tuple[BlockKind, str]] = {
    **{tag: ("heading", f"html:{tag}") for tag in HEADINGS},
    "blockquote": ("quote", "html:blockquote"),
    "figcaption": ("caption", "html:figcaption"),
    "caption": ("caption", "html:caption"),
    "dt": ("list", "html:dt"),
    "dd": ("list", "html:dd"),
    "li": ("list", "html:li"),
    "pre": ("code", "html:pre"),
    "listing": ("code", "html:pre"),
    "xmp": ("code", "html:pre"),
    "p": ("prose", "html:p"),
}


@dataclass(slots=True)
class Rendered:
    """Text with what is known of it."""

    text: str = ""
    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    """Where the element of each id begins."""


@dataclass(slots=True)
class _Item:
    """An item of a list: its marker stands before the first of its paragraphs."""

    marker: str
    indent: str


class _Context(NamedTuple):
    """What the paragraphs of an element are."""

    kind: BlockKind = "prose"
    rule: str = "html:text"
    item: _Item | None = None
    depth: int = 0
    """Of lists."""
    verbatim: bool = False


class _Piece(NamedTuple):
    text: str
    link: int
    """Number of the link that it belongs to, 0 for none."""
    place: str = ""
    """An id that begins here."""


class Renderer:
    """Writes elements one after the other. `apart` are left out, `notes` are footnotes, `headline` is the title."""

    def __init__(
        self, apart: Collection[Element] = (), notes: Collection[Element] = (), headline: Element | None = None
    ) -> None:
        self.done = Rendered()
        self._apart = {id(element) for element in apart}
        self._notes = {id(element) for element in notes}
        self._headline = headline
        self._parts: list[str] = []
        self._length = 0
        self._run: list[_Piece] = []
        self._targets: list[str] = [""]
        self._link = 0

    def add(self, element: Element, kind: tuple[BlockKind, str] | None = None) -> None:
        """Write an element, all of it of one kind where one is given."""
        context = _Context() if kind is None else _Context(*kind)
        self._element(element, context)
        self._flush(context)

    def finish(self) -> Rendered:
        """The text of all elements that were added."""
        self.done.text = "".join(self._parts)
        return self.done

    # -- elements -----------------------------------------------------------------------------------------------------

    def _element(self, element: Element, context: _Context) -> None:
        if id(element) in self._apart:
            return
        tag = element.tag
        if tag not in BLOCKS:
            self._inline(element, context)
            return
        self._flush(context)
        inner = self._context(element, context)
        self._mark(element)
        if tag == "table" and is_data(element):
            self._table(element, inner)
        elif tag in ("ul", "ol", "menu", "dir"):
            self._list(element, inner)
        else:
            self._children(element, inner)
        self._flush(inner)

    def _context(self, element: Element, context: _Context) -> _Context:
        if element is self._headline:
            return context._replace(kind="headline", rule=f"html:{element.tag}", item=None)
        if id(element) in self._notes:
            return context._replace(kind="note", rule="html:footnote")
        kind, rule = _KINDS.get(element.tag, (None, ""))
        if kind is None or context.kind in ("note", "byline", "dateline", "headline"):
            return context
        if kind == "code":
            return context._replace(kind="code", rule=rule, item=None, verbatim=True)
        if kind == "prose":
            return context if context.kind != "prose" else context._replace(rule=rule)
        if kind == "list" and element.tag != "li":
            indent = "  " * min(context.depth + (element.tag == "dd"), _DEEPEST)
            return context._replace(kind=kind, rule=rule, item=_Item("", indent))
        if kind == "heading" and context.kind in ("quote", "caption"):
            return context
        return context._replace(kind=kind, rule=rule)

    def _children(self, element: Element, context: _Context) -> None:
        for child in element.children:
            if isinstance(child, str):
                self._run.append(_Piece(child, self._link))
            else:
                self._element(child, context)

    def _inline(self, element: Element, context: _Context) -> None:
        self._mark(element)
        if element.tag == "br":
            self._run.append(_Piece(_BREAK, self._link))
            return
        before = self._link
        if element.tag == "a":
            self._open_link(element)
        quoted = element.tag == "q"
        if quoted:
            self._run.append(_Piece("\u201c", self._link))
        self._children(element, context)
        if quoted:
            self._run.append(_Piece("\u201d", self._link))
        self._link = before

    def _open_link(self, element: Element) -> None:
        target = _CONTROLS.sub("", element.get("href")).strip()
        if target and len(target) <= _LONGEST_ADDRESS and not _NO_ADDRESS.match(target) and target != "#":
            self._targets.append(_SPACE.sub("%20", target))
            self._link = len(self._targets) - 1

    def _mark(self, element: Element) -> None:
        place = element.get("id") or (element.get("name") if element.tag == "a" else "")
        if place:
            self._run.append(_Piece("", self._link, place))

    def _list(self, element: Element, context: _Context) -> None:
        number = _number(element.get("start")) if element.tag == "ol" else 0
        indent = "  " * min(context.depth, _DEEPEST)
        for child in element.children:
            if isinstance(child, str) or child.tag != "li":
                if isinstance(child, Element) or child.strip():
                    self._flush(context)
                    self._element(child, context) if isinstance(child, Element) else self._children_of_text(child)
                continue
            if id(child) in self._apart:
                continue
            marker = "- "
            if element.tag == "ol":
                number = _number(child.get("value"), number)
                marker, number = f"{number}. ", number + 1
            inner = context._replace(item=_Item(marker, indent), depth=context.depth + 1)
            self._element(child, inner)
            self._flush(inner)

    def _children_of_text(self, text: str) -> None:
        self._run.append(_Piece(text, self._link))

    def _table(self, table: Element, context: _Context) -> None:
        captions, rows = rows_of(table)
        for caption in captions:
            self._element(caption, context)
        for row in rows:
            if any(cell.text().strip() for cell in row):
                self._run.append(_Piece(_BREAK, 0))
            else:
                continue
            for number, cell in enumerate(row):
                if number:
                    self._run.append(_Piece(" | ", 0))
                self._cell(cell)
        kind = context if context.kind == "note" else context._replace(kind="table", rule="html:table", item=None)
        self._flush(kind)

    def _cell(self, cell: Element) -> None:
        """What stands in a cell, on one line."""
        self._mark(cell)
        for child in cell.children:
            if isinstance(child, str):
                self._run.append(_Piece(child, self._link))
            elif id(child) not in self._apart:
                before, edge = self._link, child.tag in BLOCKS or child.tag == "br"
                if child.tag == "a":
                    self._open_link(child)
                if edge:
                    self._run.append(_Piece(" ", before))
                self._cell(child)
                if edge:
                    self._run.append(_Piece(" ", before))
                self._link = before

    # -- text ---------------------------------------------------------------------------------------------------------

    def _flush(self, context: _Context) -> None:
        """Write the paragraph gathered so far; two breaks in a row part it in two."""
        run = self._run
        if not any(piece.text for piece in run):
            return
        self._run = []
        line = _Line(verbatim=context.verbatim)
        whole = context.kind in ("table", "code", "heading", "headline")
        for piece in run:
            if line.paragraph_ends(piece, whole):
                self._write(line, context)
                line = _Line(verbatim=context.verbatim)
            line.add(piece)
        self._write(line, context)

    def _write(self, line: _Line, context: _Context) -> None:
        text = line.text()
        if not text:
            self._run[:0] = [_Piece("", 0, place) for place, _ in line.places]
            return
        item, blocks = context.item, self.done.blocks
        kind = context.kind
        close = (
            bool(blocks)
            and blocks[-1].kind == kind
            and kind in ("list", "note")
            and context.depth > 0
            and item is not None
        )
        head = "" if not blocks else "\n" if close else "\n\n"
        indent = item.indent if item is not None and context.kind == "list" else ""
        marker = item.marker if item is not None and context.kind in ("list", "note") else ""
        if item is not None and not marker and indent and context.kind == "list" and context.depth:
            indent += "  "
        indent += line.indent
        start = self._length + len(head) + len(indent)
        if item is not None and marker:
            item.marker = ""
        self._put(head + indent + marker + text)
        blocks.append(Block(start, self._length, kind, context.rule))
        body = start + len(marker)
        for place, at in line.places:
            self.done.places.setdefault(place, start if at == 0 else min(body + at, self._length))
        for number, begin, end in line.links:
            self.done.links.append(Link(body + begin, body + end, self._targets[number]))

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


class _Line:
    """A paragraph while it is put together: white space as a browser shows it, or as it stands."""

    def __init__(self, *, verbatim: bool) -> None:
        self._verbatim = verbatim
        self._parts: list[str] = []
        self._length = 0
        self._ends = "\n"
        """The last character; a new line swallows the spaces that follow."""
        self._breaks = 0
        self.indent = ""
        """White space before the first word, where it stands as it is."""
        self.links: list[tuple[int, int, int]] = []
        self.places: list[tuple[str, int]] = []

    def paragraph_ends(self, piece: _Piece, whole: bool) -> bool:
        """Whether what was gathered is a paragraph by itself, since this piece begins a second empty line."""
        if piece.text == _BREAK:
            self._breaks += 1
        elif piece.text.strip():
            ended = self._breaks > 1 and not whole and not self._verbatim and self._length > 0
            self._breaks = 0
            return ended
        return False

    def add(self, piece: _Piece) -> None:
        text = self._shown(piece.text)
        if text == "\n" and self._ends == " " and not self._verbatim:
            self._parts[-1] = self._parts[-1][:-1]
            self._length -= 1
        if piece.place:
            self.places.append((piece.place, self._length))
        if not text:
            return
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        self._ends = text[-1]
        if piece.link:
            self._extend(piece.link, start + len(text) - len(text.lstrip()), start + len(text.rstrip()))

    def _shown(self, text: str) -> str:
        if text == _BREAK:
            if self._verbatim:
                return "\n"
            return "" if self._ends == "\n" else "\n"
        text = _CONTROLS.sub("", text)
        if self._verbatim:
            return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", " ").replace("\x85", "\n")
        text = _SPACE.sub(" ", text)
        return text[1:] if text[:1] == " " and self._ends in " \n" else text

    def _extend(self, link: int, start: int, end: int) -> None:
        if start >= end:
            return
        if self.links and self.links[-1][0] == link:
            self.links[-1] = (link, self.links[-1][1], end)
        else:
            self.links.append((link, start, end))

    def text(self) -> str:
        """What was gathered, without white space at its ends and at the ends of its lines."""
        whole = "".join(self._parts)
        if self._verbatim:
            left = len(whole) - len(whole.lstrip("\n"))
            whole = whole.strip("\n").rstrip()
            whole, indented = whole.lstrip(), whole
            self.indent = indented[: len(indented) - len(whole)].rpartition("\n")[2]
            shift = left + len(indented) - len(whole)
        else:
            shift = 0
            whole = whole.rstrip()
        length = len(whole)
        moved = ((link, max(0, start - shift), min(end - shift, length)) for link, start, end in self.links)
        self.links = [found for found in moved if found[1] < found[2]]
        self.places = [(place, max(0, min(at - shift, length))) for place, at in self.places]
        return whole


def _number(value: str, otherwise: int = 1) -> int:
    value = value.strip()
    return int(value) if len(value) <= 9 and re.fullmatch(r"-?\d+", value, re.ASCII) else otherwise


def cleaned(text: str) -> str:
    """Text without what no text holds, each line ended by LF."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n"))


def own_addresses(addresses: Iterable[str]) -> frozenset[str]:
    """What stands before the `#` of links within a page."""
    return frozenset({address.partition("#")[0].rstrip("/") for address in addresses} | {""})


def resolved(rendered: Rendered, addresses: Iterable[str] = ()) -> Rendered:
    """Links to ids of the same page as links to places of its text; those that lead nowhere are left out.

    `addresses` are those of the page itself, by which a saved page may call its own parts.
    """
    own = own_addresses(addresses)
    links: list[Link] = []
    for link in rendered.links:
        before, sign, name = link.target.partition("#")
        if sign and before.rstrip("/") in own:
            place = rendered.places.get(name)
            if place is not None and place < len(rendered.text):
                links.append(link._replace(target=f"#{place}"))
        else:
            links.append(link)
    return replace(rendered, links=sorted(links, key=lambda link: link[:2]))
