"""Paragraphs, lists and tables of an OpenDocument text, as a reader sees them with all its changes accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import repeat
from typing import Final
from xml.etree.ElementTree import Element

from index.document import BlockKind
from index.readers.office.flowing import Flow, Paragraph
from index.readers.office.odt_styles import Level, Styles, marked
from index.readers.office.xml_parts import text_of, whole

_WHITE: Final = re.compile(r"[ \t\r\n]+")
_PASSED_OVER: Final = frozenset(
    {
        *("text:tracked-changes", "text:ruby-text", "text:hidden-text", "text:hidden-paragraph", "text:script"),
        *("text:note-citation", "text:page-number", "text:page-count", "office:forms", "office:event-listeners"),
        *("text:sequence-decls", "text:variable-decls", "text:user-field-decls", "text:dde-connection-decls"),
    }
)
_INDEXES: Final = frozenset(
    {
        *("text:table-of-content", "text:alphabetical-index", "text:illustration-index", "text:table-index"),
        *("text:object-index", "text:user-index"),
    }
)
_THROUGH: Final = frozenset(
    {"text:section", "text:index-body", "text:index-title", "text:bibliography", "text:numbered-paragraph"}
)
_ROWS: Final = frozenset({"table:table-header-rows", "table:table-rows", "table:table-row-group"})
_MAX_REPEATED: Final = 64
"""Cells of a row that only a number tells of."""
_MAX_SPACES: Final = 1_000
_MAX_LEVELS: Final = 10


class _List:
    """A list that is being read: how it is marked, and how far it has counted."""

    __slots__ = ("counts", "levels")

    def __init__(self, levels: dict[int, Level], counts: list[int]) -> None:
        self.levels = levels
        self.counts = counts


class Body:
    """Walks through the text, or through the head or foot of a page."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.footnotes, self.endnotes, self.comments = Flow(), Flow(), Flow()
        self._noted = 0
        self._commented: dict[str, tuple[Paragraph, int, str]] = {}
        """Comments on a stretch of words: where it begins."""
        self._lists: list[_List] = []
        self._last_counts: dict[str, int] = {}
        """How far lists of a style have counted, for those that go on."""
        self._outline = [0] * _MAX_LEVELS
        self._boxes = Flow()
        self._page = 1
        self._fresh = True
        """Nothing stands on the page yet."""
        self.paged = False
        """The program that wrote the file noted where its pages began."""

    def block(self, element: Element, flow: Flow) -> None:
        """A child of the text, of a section, of a cell or of a note."""
        tag = element.tag
        if tag in ("text:p", "text:h"):
            self._paragraph(element, flow)
        elif tag == "text:list":
            self._list(element, flow)
        elif tag == "table:table":
            self._table(element, flow)
        elif tag == "text:soft-page-break":
            carrier = Paragraph()
            self._soft_break(carrier)
            flow.add(carrier, "prose", "odt:paragraph")
        elif tag in _INDEXES:
            self._index(element, flow)
        elif tag in _PASSED_OVER or (tag == "text:section" and element.get("text:display") == "none"):
            return
        elif tag.startswith("draw:"):
            self._drawn(element)
            self._after(flow)
        elif tag in _THROUGH:
            for child in element:
                self.block(child, flow)

    # -- paragraphs ---------------------------------------------------------------------------------------------------

    def _paragraph(self, element: Element, flow: Flow, mark: str | None = None) -> None:
        """`mark`: what stands before an item of a list, None outside of lists."""
        style = self._styles.of(element.get("text:style-name"))
        if style.hidden:
            return
        paragraph = Paragraph()
        if style.new_page:
            self._new_page(paragraph)
        kind: BlockKind = style.kind
        rule = style.rule
        if element.tag == "text:h":
            level = min(max(whole(element.get("text:outline-level"), 1), 1), _MAX_LEVELS)
            kind, rule = "heading", f"h{min(level, 6)}"
            if not mark:
                mark = self._outline_mark(element, level)
        elif mark is not None and kind == "prose":
            kind, rule = "list", "list"
        if mark:
            paragraph.words(mark + " ")
        lead = paragraph.length
        self._inline(element, paragraph)
        if paragraph.text[lead:].strip() or not lead:
            listed = kind == "list"
            indent = 2 * (len(self._lists) - 1) if listed else 0
            flow.add(paragraph, kind, f"odt:{rule}", tight=listed, indent=indent)
        self._after(flow)

    def _after(self, flow: Flow) -> None:
        """Text boxes stand behind the paragraph that they lie in."""
        boxes, self._boxes = self._boxes, Flow()
        flow.extend(boxes)

    def _outline_mark(self, element: Element, level: int) -> str:
        if element.get("text:is-list-header") == "true" or level not in self._styles.outline or not _words_in(element):
            return ""
        counts, outline = self._outline, self._styles.outline
        counts[level - 1] = counts[level - 1] + 1 if counts[level - 1] else outline[level].start
        counts[level:] = [0] * (_MAX_LEVELS - level)
        return marked(outline, level, [count or 1 for count in counts])

    def _inline(self, element: Element, paragraph: Paragraph) -> None:
        if element.text:
            self._words(element.text, paragraph)
        for child in element:
            self._part(child, paragraph)
            if child.tail:
                self._words(child.tail, paragraph)

    def _part(self, element: Element, paragraph: Paragraph) -> None:
        tag = element.tag
        if tag == "text:span":
            if not self._styles.of(element.get("text:style-name")).hidden:
                self._inline(element, paragraph)
        elif tag == "text:s":
            self._say(" " * min(whole(element.get("text:c"), 1), _MAX_SPACES), paragraph)
        elif tag == "text:tab":
            self._say("\t", paragraph)
        elif tag == "text:line-break":
            self._say("\n", paragraph)
        elif tag == "text:a":
            paragraph.begin_link(element.get("xlink:href", ""))
            self._inline(element, paragraph)
            paragraph.end_link()
        elif tag in ("text:bookmark", "text:bookmark-start", "text:reference-mark", "text:reference-mark-start"):
            paragraph.anchor(element.get("text:name", ""))
        elif tag == "text:soft-page-break":
            self._soft_break(paragraph)
        elif tag == "text:note":
            self._note(element, paragraph)
        elif tag == "office:annotation":
            self._comment(element, paragraph)
        elif tag == "office:annotation-end":
            self._comment_ends(element.get("office:name", ""), paragraph)
        elif tag.startswith("draw:"):
            self._drawn(element)
        elif tag not in _PASSED_OVER and tag.startswith("text:"):
            # Fields and marks of many kinds, whose content is what they show.
            self._inline(element, paragraph)

    def _words(self, text: str, paragraph: Paragraph) -> None:
        """White space in the file is one space, and none at the beginning."""
        text = _WHITE.sub(" ", text)
        if text[0] == " " and (not paragraph.length or paragraph.last in " \n\t"):
            text = text[1:]
        self._say(text, paragraph)

    def _say(self, text: str, paragraph: Paragraph) -> None:
        paragraph.words(text)
        if self._fresh and text.strip():
            self._fresh = False

    def _soft_break(self, paragraph: Paragraph) -> None:
        self.paged = True
        self._new_page(paragraph)

    def _new_page(self, paragraph: Paragraph) -> None:
        if not self._fresh:
            self._page += 1
            self._fresh = True
            paragraph.page(str(self._page))

    def _drawn(self, element: Element) -> None:
        """Text boxes and words on shapes."""
        boxes, self._boxes = self._boxes, Flow()
        lists, self._lists = self._lists, []
        for child in element:
            if child.tag in ("text:p", "text:h", "text:list", "table:table", "text:section"):
                self.block(child, boxes)
            elif child.tag.startswith("draw:"):
                self._drawn(child)
                boxes.extend(self._boxes)
                self._boxes = Flow()
        self._boxes, self._lists = boxes, lists

    # -- notes and comments -------------------------------------------------------------------------------------------

    def _note(self, element: Element, paragraph: Paragraph) -> None:
        self._noted += 1
        name = f"note {self._noted}"
        label = f"[{text_of(element.find('text:note-citation')) or self._noted}]"
        paragraph.anchor(f"to {name}")
        paragraph.link(label, f"#{name}")
        self._fresh = False
        ends = element.get("text:note-class") == "endnote"
        body = element.find("text:note-body")
        self._aside(list(body) if body is not None else [], label, name, self.endnotes if ends else self.footnotes)

    def _comment(self, element: Element, paragraph: Paragraph) -> None:
        self._noted += 1
        name = f"comment {self._noted}"
        paragraph.anchor(f"to {name}")
        self._commented[element.get("office:name", "")] = (paragraph, paragraph.length, name)
        author, day = text_of(element.find("dc:creator")), text_of(element.find("dc:date"))[:10]
        label = ", ".join(filter(None, (f"Comment by {author}" if author else "Comment", day))) + ":"
        self._aside([child for child in element if child.tag.startswith("text:")], label, name, self.comments)

    def _comment_ends(self, identity: str, paragraph: Paragraph) -> None:
        """Only words of one paragraph are linked to their comment."""
        begun, start, name = self._commented.pop(identity, (None, 0, ""))
        if begun is paragraph:
            paragraph.links.append((start, paragraph.length, f"#{name}"))

    def _aside(self, children: list[Element], label: str, name: str, notes: Flow) -> None:
        """The paragraphs of a note, of which the first begins with its label."""
        found = Flow()
        fresh, boxes, lists = self._fresh, self._boxes, self._lists
        self._boxes, self._lists = Flow(), []
        for child in children:
            self.block(child, found)
        self._fresh, self._boxes, self._lists = fresh, boxes, lists
        found.label(label, name, f"to {name}")
        notes.extend(found)

    # -- lists, tables, indexes ---------------------------------------------------------------------------------------

    def _list(self, element: Element, flow: Flow) -> None:
        outer = self._lists[-1] if self._lists else None
        name = element.get("text:style-name")
        number = len(self._lists) + 1
        levels = self._levels(name) if name else outer.levels if outer else {}
        key = f"{name or ''} {number}"
        start = levels.get(number, Level()).start
        goes_on = element.get("text:continue-numbering") == "true" or element.get("text:continue-list") is not None
        count = self._last_counts.get(key, start - 1) if goes_on else start - 1
        here = _List(levels, [*(outer.counts if outer else []), count])
        self._lists.append(here)
        for item in element:
            if item.tag in ("text:list-item", "text:list-header"):
                self._item(item, here, number, flow)
        self._lists.pop()
        self._last_counts[key] = here.counts[-1]

    def _levels(self, name: str) -> dict[int, Level]:
        return {number: self._styles.level(name, number) for number in range(1, _MAX_LEVELS + 1)}

    def _item(self, item: Element, here: _List, number: int, flow: Flow) -> None:
        mark = ""
        if item.tag == "text:list-item" and any(child.tag in ("text:p", "text:h") for child in item):
            here.counts[-1] = whole(item.get("text:start-value"), here.counts[-1] + 1)
            mark = marked(here.levels, number, here.counts)
        for child in item:
            if child.tag in ("text:p", "text:h"):
                self._paragraph(child, flow, mark)
                mark = ""
            else:
                self.block(child, flow)

    def _table(self, element: Element, flow: Flow) -> None:
        lists, self._lists = self._lists, []
        rows = [list(self._cells(row)) for row in _rows(element)]
        self._lists = lists
        flow.table(rows, "odt:table")

    def _cells(self, row: Element) -> Iterator[Flow]:
        left = _MAX_REPEATED
        for cell in row:
            if cell.tag not in ("table:table-cell", "table:covered-table-cell"):
                continue
            found = Flow()
            for child in cell:
                self.block(child, found)
            times = min(max(whole(cell.get("table:number-columns-repeated"), 1), 1), left)
            left = max(1, left - times + 1)
            yield from repeat(found, times)

    def _index(self, element: Element, flow: Flow) -> None:
        """Contents and indexes repeat what stands elsewhere."""
        found = Flow()
        for child in element:
            if child.tag == "text:index-body":
                self.block(child, found)
        flow.extend(found.as_kind("boilerplate", "odt:contents"))


def _rows(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == "table:table-row":
            yield child
        elif child.tag in _ROWS:
            yield from _rows(child)


def _words_in(element: Element) -> bool:
    return any(text.strip() for text in element.itertext())
