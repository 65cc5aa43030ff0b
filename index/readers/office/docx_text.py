"""Paragraphs and tables of a Word document, as a reader sees them with all its changes accepted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import repeat
from typing import Final
from xml.etree.ElementTree import Element

from index.readers.office.docx_styles import Numbering, Styles, is_on, outlined, value
from index.readers.office.fields import counts_pages, leads_to, symbol
from index.readers.office.flowing import Flow, Paragraph
from index.readers.office.word_styles import counted
from index.readers.office.xml_parts import whole, within

_THROUGH: Final = frozenset(
    {
        *("w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:sdt", "w:sdtContent", "w:dir", "w:bdo"),
        *("w:ruby", "w:rubyBase", "w:subDoc", "mc:Choice", "mc:Fallback"),
        *("m:oMathPara", "m:oMath", "m:r", "m:f", "m:num", "m:den", "m:e", "m:sSup", "m:sub", "m:sup", "m:sSub"),
        *("m:d", "m:rad", "m:deg", "m:nary", "m:func", "m:fName", "m:sSubSup", "m:acc", "m:bar", "m:box"),
        *("m:eqArr", "m:limLow", "m:limUpp", "m:lim", "m:m", "m:mr", "m:groupChr"),
    }
)
"""What is read as if only its content stood there. Deleted and moved text is not among it."""

_MAX_COLUMNS: Final = 64
_WHITE: Final = re.compile(r"[\r\n]+")


class _Field:
    """A field such as a link or the number of the page: what it is, and whether its result has begun."""

    __slots__ = ("code", "linked", "muted", "result")

    def __init__(self) -> None:
        self.code = ""
        self.result = self.linked = self.muted = False


class Body:
    """Walks through one part of a document; what is counted goes on from paragraph to paragraph."""

    def __init__(self, styles: Styles, numbering: Numbering, links: Mapping[str, str]) -> None:
        self._styles = styles
        self._numbering = numbering
        self._links = links
        self._notes: dict[str, dict[str, str]] = {"footnote": {}, "endnote": {}}
        self._fields: list[_Field] = []
        self._comments: dict[str, int] = {}
        """Where comments begin that have not ended in the paragraph."""
        self._boxes: list[Element] = []
        """Text boxes of the paragraph, which are read behind it."""
        self._joined: Paragraph | None = None
        """A paragraph whose end was deleted, so that the next one goes on with it."""
        self._page = 1
        self._fresh = True
        """Nothing stands on the page yet."""
        self._row_broke: bool | None = None
        """In a table: whether its row has reached a new page; the cells of one row all say so."""
        self.paged = False
        """Word noted where its pages began."""
        self.sections: list[str] = []
        """Ids of the heads and feet of pages, in order."""
        self._runs: dict[str, Callable[[Element, Paragraph], None]] = {
            "w:t": self._words,
            "m:t": self._words,
            "w:tab": lambda _, paragraph: self._say("\t", paragraph),
            "w:ptab": lambda _, paragraph: self._say("\t", paragraph),
            "w:br": self._break,
            "w:cr": lambda _, paragraph: self._say("\n", paragraph),
            "w:noBreakHyphen": lambda _, paragraph: self._say("\u2011", paragraph),
            "w:sym": self._symbol,
            "w:fldChar": self._field,
            "w:instrText": self._code,
            "w:footnoteReference": self._reference,
            "w:endnoteReference": self._reference,
            "w:commentReference": self._commented,
            "w:lastRenderedPageBreak": self._rendered,
            "w:drawing": self._drawn,
            "w:pict": self._drawn,
            "w:object": self._drawn,
            "mc:AlternateContent": self._alternative,
        }

    def notes(self, kind: str) -> list[tuple[str, str]]:
        """Ids and labels of the notes that were referred to, in order."""
        return list(self._notes[kind].items())

    def note(self, element: Element, label: str, anchor: str) -> Flow:
        """The paragraphs of a note or a comment, behind its label, which leads back to the text."""
        flow = Flow()
        for child in element:
            self.block(child, flow)
        self.close(flow)
        flow.label(label, anchor, f"to-{anchor}")
        return flow

    def close(self, flow: Flow) -> None:
        """A paragraph that none goes on with ends."""
        if self._joined is not None:
            flow.add(self._joined, "prose", "docx:paragraph")
            self._joined = None

    def block(self, element: Element, flow: Flow) -> None:
        """A child of the body, of a cell or of a note."""
        tag = element.tag
        if tag == "w:p":
            self._paragraph(element, flow)
        elif tag == "w:tbl":
            self.close(flow)
            self._table(element, flow)
        elif tag == "mc:AlternateContent":
            for child in element[:1]:
                self.block(child, flow)
        elif tag in _THROUGH:
            for child in element:
                self.block(child, flow)
        elif tag == "w:sectPr":
            self._section(element)

    # -- paragraphs ---------------------------------------------------------------------------------------------------

    def _paragraph(self, element: Element, flow: Flow) -> None:
        properties = element.find("w:pPr")
        style = self._styles.of(value(properties, "w:pStyle") if properties is not None else None)
        style = outlined(style, properties)
        paragraph, self._joined = self._joined or Paragraph(), None
        mark = None
        if not paragraph.length and _has_words(element):
            mark = self._numbering.mark(style.list, style.level)
            if mark:
                paragraph.words(mark + " ")
        self._inline(element, paragraph)
        self._end_comments(paragraph)
        boxes, self._boxes = self._boxes, []
        if properties is not None:
            section = properties.find("w:sectPr")
            if section is not None:
                self._section(section)
            if within(properties, "w:rPr", "w:del") is not None and not boxes:
                self._joined = paragraph
                return
        listed = mark is not None and style.kind == "prose"
        kind, rule = ("list", "list") if listed else (style.kind, style.rule)
        flow.add(paragraph, kind, f"docx:{rule}", tight=listed, indent=2 * style.level if listed else 0)  # type: ignore[arg-type]
        for box in boxes:
            fields, self._fields = self._fields, []
            for child in box:
                self.block(child, flow)
            self.close(flow)
            self._fields = fields

    def _inline(self, element: Element, paragraph: Paragraph) -> None:
        for child in element:
            tag = child.tag
            if tag == "w:r":
                if not is_on(child.find("w:rPr"), "w:vanish"):
                    for part in child:
                        self._part_of_run(part, paragraph)
                else:
                    self._hidden(child, paragraph)
            elif tag == "w:hyperlink":
                self._hyperlink(child, paragraph)
            elif tag == "w:fldSimple":
                self._simple_field(child, paragraph)
            elif tag in _THROUGH:
                self._inline(child, paragraph)
            elif tag == "w:bookmarkStart":
                paragraph.anchor(child.get("w:name", ""))
            elif tag == "w:commentRangeStart":
                self._comments[child.get("w:id", "")] = paragraph.length
                paragraph.anchor(f"to-comment-{child.get('w:id', '')}")
            elif tag == "w:commentRangeEnd":
                self._end_comment(child.get("w:id", ""), paragraph)
            elif tag in self._runs:
                self._part_of_run(child, paragraph)

    def _part_of_run(self, part: Element, paragraph: Paragraph) -> None:
        said = self._runs.get(part.tag)
        if said is not None:
            said(part, paragraph)
        elif part.tag in _THROUGH:
            self._inline(part, paragraph)

    def _hidden(self, run: Element, paragraph: Paragraph) -> None:
        """Hidden words are left out, but the fields that begin and end among them are not."""
        for part in run:
            if part.tag in ("w:fldChar", "w:instrText"):
                self._part_of_run(part, paragraph)

    def _say(self, text: str, paragraph: Paragraph) -> None:
        field = self._fields[-1] if self._fields else None
        if field is not None and (field.muted or not field.result):
            return
        paragraph.words(text)
        if self._fresh and not text.isspace():
            self._fresh = False

    def _words(self, element: Element, paragraph: Paragraph) -> None:
        text = element.text or ""
        self._say(_WHITE.sub(" ", text) if "\n" in text or "\r" in text else text, paragraph)

    def _symbol(self, element: Element, paragraph: Paragraph) -> None:
        try:
            code = int(element.get("w:char", ""), 16)
        except ValueError:
            return
        if 0xF000 <= code <= 0xF0FF:
            self._say(symbol(code - 0xF000), paragraph)
        elif 0x20 <= code < 0xD800:
            self._say(chr(code), paragraph)

    def _break(self, element: Element, paragraph: Paragraph) -> None:
        if element.get("w:type") == "page":
            self._new_page(paragraph)
        self._say("\n", paragraph)

    def _rendered(self, element: Element, paragraph: Paragraph) -> None:
        self.paged = True
        if self._row_broke is None:
            self._new_page(paragraph)
        elif not self._row_broke:
            self._row_broke = True
            self._new_page(paragraph)

    def _new_page(self, paragraph: Paragraph) -> None:
        """A page break that somebody set is told twice: where it was set, and where Word began the page."""
        if not self._fresh:
            self._page += 1
            self._fresh = True
            paragraph.page(str(self._page))

    def _drawn(self, element: Element, paragraph: Paragraph) -> None:
        """Text boxes in a drawing; of two forms of one drawing the first is read."""
        for child in element:
            if child.tag == "w:txbxContent":
                self._boxes.append(child)
            elif child.tag == "mc:AlternateContent":
                self._alternative(child, paragraph)
            else:
                self._drawn(child, paragraph)

    def _alternative(self, element: Element, paragraph: Paragraph) -> None:
        for child in element[:1]:
            for part in child:
                if part.tag in ("w:drawing", "w:pict", "w:object"):
                    self._drawn(part, paragraph)
                else:
                    self._part_of_run(part, paragraph)

    # -- links, fields, notes, comments -------------------------------------------------------------------------------

    def _hyperlink(self, element: Element, paragraph: Paragraph) -> None:
        target, place = self._links.get(element.get("r:id", ""), ""), element.get("w:anchor")
        paragraph.begin_link(f"{target}#{place}" if place else target)
        self._inline(element, paragraph)
        paragraph.end_link()

    def _simple_field(self, element: Element, paragraph: Paragraph) -> None:
        field = _Field()
        field.code = element.get("w:instr", "")
        self._fields.append(field)
        self._begin_result(field, paragraph)
        self._inline(element, paragraph)
        self._end_field(paragraph)

    def _field(self, element: Element, paragraph: Paragraph) -> None:
        kind = element.get("w:fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._begin_result(self._fields[-1], paragraph)
        elif kind == "end":
            self._end_field(paragraph)

    def _code(self, element: Element, _: Paragraph) -> None:
        if self._fields and len(self._fields[-1].code) < 2_000:
            self._fields[-1].code += element.text or ""

    def _begin_result(self, field: _Field, paragraph: Paragraph) -> None:
        field.result = True
        outer = self._fields[-2] if len(self._fields) > 1 else None
        field.muted = counts_pages(field.code) or (outer is not None and outer.muted)
        target = leads_to(field.code)
        if target is not None:
            paragraph.begin_link(target)
            field.linked = True

    def _end_field(self, paragraph: Paragraph) -> None:
        if self._fields and self._fields.pop().linked:
            paragraph.end_link()

    def _reference(self, element: Element, paragraph: Paragraph) -> None:
        kind = element.tag.removeprefix("w:").removesuffix("Reference")
        identity, known = element.get("w:id", ""), self._notes[kind]
        number = len(known) + 1
        label = known.setdefault(identity, f"[{counted(number, 'lowerRoman') if kind == 'endnote' else number}]")
        anchor = f"{kind}-{identity}"
        paragraph.anchor(f"to-{anchor}")
        paragraph.link(label, f"#{anchor}")
        self._fresh = False

    def _commented(self, element: Element, paragraph: Paragraph) -> None:
        paragraph.anchor(f"to-comment-{element.get('w:id', '')}")

    def _end_comment(self, identity: str, paragraph: Paragraph) -> None:
        start = self._comments.pop(identity, None)
        if start is not None:
            paragraph.links.append((start, paragraph.length, f"#comment-{identity}"))

    def _end_comments(self, paragraph: Paragraph) -> None:
        """A comment on several paragraphs is linked from the first."""
        for identity in list(self._comments):
            self._end_comment(identity, paragraph)

    # -- tables and sections ------------------------------------------------------------------------------------------

    def _table(self, element: Element, flow: Flow) -> None:
        outer = self._row_broke
        rows = []
        for row in _inside(element, "w:tr"):
            if within(row, "w:trPr", "w:del") is not None:
                continue
            self._row_broke = False if outer is None else outer
            cells: list[Flow] = []
            for cell in _inside(row, "w:tc"):
                cells.append(self._cell(cell))
                if len(cells) < _MAX_COLUMNS:
                    cells += repeat(Flow(), _further_columns(cell))
            rows.append(cells)
        self._row_broke = outer
        flow.table(rows, "docx:table")

    def _cell(self, element: Element) -> Flow:
        cell = Flow()
        for child in element:
            self.block(child, cell)
        self.close(cell)
        return cell

    def _section(self, element: Element) -> None:
        for child in element:
            if child.tag in ("w:headerReference", "w:footerReference"):
                self.sections.append(child.get("r:id", ""))


def _further_columns(cell: Element) -> int:
    """How many columns a cell takes beyond its own."""
    properties = cell.find("w:tcPr")
    span = value(properties, "w:gridSpan") if properties is not None else None
    return min(max(whole(span, 1), 1), _MAX_COLUMNS) - 1


def _has_words(element: Element) -> bool:
    """Whether anything stands in a paragraph, so that it takes a number."""
    return any(found.tag in ("w:t", "w:drawing", "w:pict", "m:t", "w:sym") for found in element.iter())


def _inside(element: Element, tag: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, whatever is wrapped around them."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _THROUGH:
            yield from _inside(child, tag)
