"""What stands on a page of a PDF: its words with their places, its links, and whether there are pictures.

pdfium tells each character and where it is drawn. Words are asked for their first and last character only, because a
call costs as much as reading a line. Places are in points, turned so that the writing of the page runs to the right and
heights grow upwards.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from math import atan2, cos, degrees, hypot, isfinite, radians, sin
from typing import Any, NamedTuple

_MOST: int = 2_000_000
"""Characters of one page above which it is no page to be read."""
_MOST_LINKS = 2_000
_MOST_LINKED = 50_000
"""Characters of a page above which its links are not looked for: each word is compared with each."""
_FEW = 50
"""Characters below which a page may be a picture."""
_SAMPLED = 16
"""Of so many words one is asked whether its font says which letters it draws."""
_MOST_OBJECTS = 20_000
_PIECE = re.compile(r"[^\s\ufffe\x02\xad]+[\ufffe\x02\xad]?|[\ufffe\x02\xad]")
"""A word; a hyphen at the end of a line, which pdfium tells as U+FFFE or 2, ends it."""
_HYPHENS = "\ufffe\x02\xad"
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd]")
_DROPPED = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2060\ufeff\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e007f]")
_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
    # Bullets of Symbol and Wingdings.
    "\uf0b7": "\u2022", "\uf0a7": "\u25aa", "\uf0a8": "\u25aa", "\uf0d8": "\u2022", "\uf06c": "\u2022",
    "\uf06e": "\u25aa", "\uf0fc": "\u2022", "\uf076": "\u2022", "\uf020": "",
}  # fmt: skip
_LIGATURE = re.compile("[" + "".join(_LIGATURES) + "]")


class Word(NamedTuple):
    """A word, or a part of one where its size or its height changes."""

    text: str
    x0: float
    x1: float
    y: float
    """Of its base line."""
    size: float
    bold: bool
    spaced: bool
    """A space stands before it."""
    cut: bool
    """Its last character is a hyphen that ends a line."""
    link: str = ""


@dataclass(slots=True)
class Page:
    """One page, before its order is known."""

    words: list[Word] = field(default_factory=list)
    aside: list[list[Word]] = field(default_factory=list)
    """Words that are written in another direction than most, those of one direction together."""
    pictures: bool = False
    characters: int = 0
    unmapped: int = 0
    """Words of which the font does not say which letters it draws."""
    width: float = 0.0
    height: float = 0.0
    low: float = 0.0
    """The height at which the page ends."""


class _Style(NamedTuple):
    size: float
    bold: bool
    turn: int
    """Degrees by which the writing is turned, 0 to 359."""


def clean(text: str) -> str:
    """Ligatures as letters, bullets of symbol fonts as bullets, no control characters, no noncharacters."""
    if text.isascii() and text.isprintable():
        return text
    return _DROPPED.sub("", _LIGATURE.sub(lambda found: _LIGATURES[found[0]], text))


def read_page(pdfium: Any, document: Any, number: int, spots: bool = True) -> Page:
    """The page of that number, from 0; an empty one where pdfium cannot load it. `spots`: with its links."""
    handle = pdfium.FPDF_LoadPage(document, number)
    if not handle:
        return Page()
    try:
        text = pdfium.FPDFText_LoadPage(handle)
        if not text:
            return Page()
        try:
            return _Reading(pdfium, document, handle, text).page(spots)
        finally:
            pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(handle)


class _Reading:
    def __init__(self, pdfium: Any, document: Any, handle: Any, text: Any) -> None:
        self._pdfium = pdfium
        self._document = document
        self._handle = handle
        self._text = text
        self._calls = _calls(pdfium)
        self._address = ctypes.cast(text, ctypes.c_void_p).value
        self._styles: dict[int | None, _Style] = {}
        self._known: dict[tuple[float, bool, int], _Style] = {}
        self._bold: dict[int, bool] = {}
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box = pdfium.FS_RECTF()
        self._matrix = pdfium.FS_MATRIX()

    def page(self, spots: bool) -> Page:
        pdfium = self._pdfium
        page = Page(width=pdfium.FPDF_GetPageWidthF(self._handle), height=pdfium.FPDF_GetPageHeightF(self._handle))
        count = pdfium.FPDFText_CountChars(self._text)
        if 0 < count <= _MOST:
            by_turn = self._by_turn(
                self._characters(count), self._links() if spots and count < _MOST_LINKED else [], page
            )
            if by_turn:
                most = Counter({turn: sum(len(word.text) for word in words) for turn, words in by_turn.items()})
                chosen = most.most_common(1)[0][0]
                page.words = by_turn.pop(chosen)
                page.aside = list(by_turn.values())
                self._measure(page, chosen)
        if page.characters < _FEW:
            page.pictures = self._has_pictures()
        return page

    def _by_turn(self, characters: str, links: list[_Area], page: Page) -> dict[int, list[Word]]:
        """Every word, by the direction in which it is written."""
        object_of, origin_of, box_of, is_unmapped = self._calls
        text, styles, box, x, y = self._address, self._styles, self._box, self._x, self._y
        at_x, at_y, at_box = ctypes.addressof(x), ctypes.addressof(y), ctypes.addressof(box)
        by_turn: dict[int, list[Word]] = {0: []}
        upright = by_turn[0].append
        for number, found in enumerate(_PIECE.finditer(characters)):
            start, end = found.span()
            word = found[0]
            page.characters += end - start
            if (number % _SAMPLED == 0 and is_unmapped(text, start) == 1) or _PRIVATE.match(word):
                page.unmapped += 1 if number % _SAMPLED else _SAMPLED
            drawn = object_of(text, start)
            style = styles.get(drawn) or self._style(drawn, start)
            other = style if end - start == 1 else styles.get(object_of(text, end - 1))
            spaced = start > 0 and characters[start - 1].isspace()
            if other is not style or style.turn or links:
                for turn, made in self._parts(characters, start, end, spaced, links):
                    by_turn.setdefault(turn, []).append(made)
                continue
            cut = word[-1] in _HYPHENS
            word = (clean(word[:-1]) + "-") if cut else clean(word)
            if word and origin_of(text, start, at_x, at_y) and box_of(text, end - 1, at_box):
                upright(Word(word, x.value, max(box.right, x.value), y.value, style.size, style.bold, spaced, cut))
        return {turn: words for turn, words in by_turn.items() if words}

    def _measure(self, page: Page, turn: int) -> None:
        """Bring the size of the page into the direction of its writing."""
        pdfium, box = self._pdfium, self._box
        if not pdfium.FPDF_GetPageBoundingBox(self._handle, ctypes.byref(box)):
            box.left, box.bottom, box.right, box.top = 0, 0, page.width, page.height
        xs, ys = zip(*(_turned(x, y, turn) for x in (box.left, box.right) for y in (box.bottom, box.top)), strict=True)
        page.width, page.height, page.low = max(xs) - min(xs), max(ys) - min(ys), min(ys)

    def _characters(self, count: int) -> str:
        """Every character of the page at its index."""
        buffer = (ctypes.c_ushort * (count + 1))()
        got = self._pdfium.FPDFText_GetText(self._text, 0, count, buffer)
        if got == count + 1:
            text = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
            if len(text) == count:
                return text
        codes = (self._pdfium.FPDFText_GetUnicode(self._text, at) for at in range(count))
        return "".join(chr(code) if 0 < code < 0x110000 else "\ufffd" for code in codes)

    def _parts(self, characters: str, start: int, end: int, spaced: bool, links: list[_Area]) -> list[tuple[int, Word]]:
        """A word, in parts where it is written in several sizes or directions."""
        object_of = self._calls[0]
        style = self._style(object_of(self._address, start), start)
        cuts = [(start, style)]
        for at in range(start + 1, end):
            other = self._style(object_of(self._address, at), at)
            if abs(other.size - style.size) > 0.1 * style.size or other.turn != style.turn:
                cuts.append((at, other))
                style = other
        words = []
        for (begin, drawn), (stop, _) in pairwise([*cuts, (end, style)]):
            made = self._part(characters[begin:stop], begin, stop - 1, drawn, links)
            if made is not None:
                words.append((drawn.turn, made._replace(spaced=spaced and begin == start)))
        return words

    def _part(self, text: str, first: int, last: int, style: _Style, links: list[_Area]) -> Word | None:
        cut = text[-1] in _HYPHENS
        text = (clean(text[:-1]) + "-") if cut else clean(text)
        pdfium, box, turn = self._pdfium, self._box, style.turn
        pdfium.FPDFText_GetCharOrigin(self._text, first, self._x, self._y)
        if not text or not pdfium.FPDFText_GetLooseCharBox(self._text, last, box):
            return None
        x, y = self._x.value, self._y.value
        link = next((area.target for area in links if area.holds(x, y, style.size)), "") if links else ""
        end = max(_turned(a, b, turn)[0] for a in (box.left, box.right) for b in (box.bottom, box.top))
        x, y = _turned(x, y, turn)
        return Word(text, x, max(end, x), y, style.size, style.bold, False, cut, link)

    def _style(self, drawn: int | None, at: int) -> _Style:
        """Of the text object that draws a character; asked for once."""
        style = self._styles.get(drawn)
        if style is None:
            pdfium, matrix = self._pdfium, self._matrix
            size, turn = pdfium.FPDFText_GetFontSize(self._text, at), 0
            if pdfium.FPDFText_GetMatrix(self._text, at, matrix):
                size *= hypot(matrix.c, matrix.d)
                turn = round(degrees(atan2(matrix.b, matrix.a))) % 360
                near = round(turn / 90) * 90
                turn = near % 360 if abs(turn - near) <= 3 else turn
            # Not a number is no size either.
            size = min(max(round(abs(size), 2), 0.5), 500.0) if isfinite(size) else 0.5
            found = pdfium.FPDFText_GetTextObject(self._text, at)
            bold = bool(found) and self._is_bold(found)
            style = self._known.setdefault((size, bold, turn), _Style(size, bold, turn))
            self._styles[drawn] = style
        return style

    def _is_bold(self, found: Any) -> bool:
        pdfium = self._pdfium
        font = pdfium.FPDFTextObj_GetFont(found)
        if not font:
            return False
        key = ctypes.cast(font, ctypes.c_void_p).value or 0
        if key not in self._bold:
            name = ctypes.create_string_buffer(128)
            pdfium.FPDFFont_GetBaseFontName(font, name, 128)
            weight = pdfium.FPDFFont_GetWeight(font)
            self._bold[key] = 600 <= weight <= 950 or re.search(rb"(?i)bold|black|heavy|-Bd\b", name.value) is not None
        return self._bold[key]

    def _has_pictures(self) -> bool:
        pdfium = self._pdfium
        count = min(pdfium.FPDFPage_CountObjects(self._handle), _MOST_OBJECTS)
        kinds = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM, pdfium.FPDF_PAGEOBJ_PATH)
        return any(
            pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(self._handle, at)) in kinds for at in range(count)
        )

    def _links(self) -> list[_Area]:
        """Where the page leads elsewhere."""
        pdfium = self._pdfium
        found: list[_Area] = []
        at, link, box = ctypes.c_int(0), pdfium.FPDF_LINK(), self._box
        while len(found) < _MOST_LINKS and pdfium.FPDFLink_Enumerate(self._handle, at, link):
            if pdfium.FPDFLink_GetAnnotRect(link, box):
                target = self._target(link)
                if target:
                    found.append(_Area(box.left, box.bottom, box.right, box.top, target))
        return found

    def _target(self, link: Any) -> str:
        """An address, or `page:n` for a page of the same file."""
        pdfium = self._pdfium
        action = pdfium.FPDFLink_GetAction(link)
        if action and pdfium.FPDFAction_GetType(action) == pdfium.PDFACTION_URI:
            length = min(pdfium.FPDFAction_GetURIPath(self._document, action, None, 0), 4_096)
            buffer = ctypes.create_string_buffer(max(1, length))
            pdfium.FPDFAction_GetURIPath(self._document, action, buffer, length)
            return clean(buffer.value.decode("utf-8", "replace")).strip()
        place = pdfium.FPDFLink_GetDest(self._document, link) or (
            pdfium.FPDFAction_GetDest(self._document, action) if action else None
        )
        page = pdfium.FPDFDest_GetDestPageIndex(self._document, place) if place else -1
        return f"page:{page}" if page >= 0 else ""


def _calls(pdfium: Any) -> tuple[Any, Any, Any, Any]:
    """Text object, origin, box and mapping fault of a character, as calls that take and give plain numbers: pypdfium2's
    own make a pointer object each time, and a page has thousands."""

    def plain(function: Any, result: Any, *more: Any) -> Any:
        address = ctypes.cast(function, ctypes.c_void_p).value or 0
        return ctypes.CFUNCTYPE(result, ctypes.c_void_p, ctypes.c_int, *more)(address)

    number, pointer = ctypes.c_int, ctypes.c_void_p
    return (
        plain(pdfium.FPDFText_GetTextObject, pointer),
        plain(pdfium.FPDFText_GetCharOrigin, number, pointer, pointer),
        plain(pdfium.FPDFText_GetLooseCharBox, number, pointer),
        plain(pdfium.FPDFText_HasUnicodeMapError, number),
    )


class _Area(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float
    target: str

    def holds(self, x: float, y: float, size: float) -> bool:
        """Whether a word that begins there lies in it."""
        return self.left - 1 <= x <= self.right and self.bottom - 0.3 * size <= y <= self.top


def _turned(x: float, y: float, turn: int) -> tuple[float, float]:
    if turn == 90:
        return y, -x
    if turn == 180:
        return -x, -y
    if turn == 270:
        return -y, x
    if turn == 0:
        return x, y
    angle = radians(turn)
    return x * cos(angle) + y * sin(angle), y * cos(angle) - x * sin(angle)
