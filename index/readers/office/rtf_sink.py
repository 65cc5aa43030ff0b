"""Where the words of an RTF file go: the text, a note, the head of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from index.document import BlockKind
from index.readers.office.flowing import Flow, Paragraph

_MAX_LEVELS: Final = 10
_ITEM: Final = re.compile(r"(?:[•‣▪◦·–-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])\t")
"""How programs that know no lists begin an item."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the paragraph in hand is."""

    level: int = 0
    """How deep in tables it lies."""
    style: int = 0
    outline: int | None = None
    depth: int = 0
    """How deep in lists it lies."""
    hanging: int = 0
    """1 where its first line begins before the others."""


@dataclass(slots=True)
class _Table:
    rows: list[list[Flow]] = field(default_factory=list)
    row: list[Flow] = field(default_factory=list)
    cell: Flow = field(default_factory=Flow)

    def end_cell(self) -> None:
        self.row.append(self.cell)
        self.cell = Flow()

    def end_row(self) -> None:
        if self.cell.items:
            self.end_cell()
        self.rows.append(self.row)
        self.row = []


class Sink:
    """Paragraphs of one part of a document, as they come."""

    def __init__(self, styles: dict[int, tuple[BlockKind, str]]) -> None:
        self.flow = Flow()
        self.paragraph = Paragraph()
        self.setting = Setting()
        self.mark: str | None = None
        """What stands before the paragraph, where it is in a list."""
        self.boxes: list[Flow] = []
        """Text boxes, which stand behind the paragraph that they lie in."""
        self._styles = styles
        self._tables: list[_Table] = []

    def plain(self) -> None:
        """The next paragraph is nothing in particular."""
        self.setting = Setting()

    def set(self, **named: int) -> None:
        """Change what is named, as `Setting` has it."""
        self.setting = replace(self.setting, **{name: min(max(number, 0), 10_000) for name, number in named.items()})

    def end_paragraph(self) -> None:
        self._reach(self.setting.level)
        self._add()

    def end_cell(self, level: int) -> None:
        """A cell of a table so many levels deep, whatever its paragraph says of itself."""
        self._reach(max(level, 1))
        if self._has_words():
            self._add()
        self._tables[-1].end_cell()

    def end_row(self, level: int) -> None:
        self._reach(max(level, 1))
        if self._has_words():
            self._add()
        self._tables[-1].end_row()

    def close(self) -> Flow:
        """All of it."""
        if self._has_words():
            self.end_paragraph()
        self._reach(0)
        return self.flow

    def _has_words(self) -> bool:
        return bool(self.paragraph.length or self.boxes)

    def _add(self) -> None:
        here = self._tables[-1].cell if self._tables else self.flow
        paragraph, self.paragraph = self.paragraph, Paragraph()
        kind, rule = self._styles.get(self.setting.style, ("prose", "paragraph"))
        outline = self.setting.outline
        if outline is not None and 0 <= outline < 9:
            kind, rule = "heading", f"h{min(outline + 1, 6)}"
        mark, self.mark = self.mark, None
        listed = mark is not None or (bool(self.setting.hanging) and _ITEM.match(paragraph.text) is not None)
        listed = listed and kind == "prose"
        if mark and paragraph.text.strip():
            marked = Paragraph(mark + " ")
            marked.extend(paragraph)
            paragraph = marked
        if listed:
            kind, rule = "list", "list"
        here.add(paragraph, kind, f"rtf:{rule}", tight=listed, indent=2 * min(self.setting.depth, 9) if listed else 0)
        for box in self.boxes:
            here.extend(box)
        self.boxes = []

    def _reach(self, level: int) -> None:
        """Close the tables that the next words are not in, and open those that they are in."""
        while len(self._tables) > level:
            table = self._tables.pop()
            if table.row or table.cell.items:
                table.end_row()
            here = self._tables[-1].cell if self._tables else self.flow
            here.table(table.rows, "rtf:table")
        while len(self._tables) < min(level, _MAX_LEVELS):
            self._tables.append(_Table())
