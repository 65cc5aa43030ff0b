"""Projects of Taguette (a SQLite file), read. The file is held in memory, where nothing can write to it.

Taguette shows every document as HTML and counts the bytes of its text in UTF-8, with nothing between paragraphs; it
keeps the words of each highlight too, by which its offsets are checked.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import closing
from html.parser import HTMLParser
from typing import Any, Final

from index.annotations.interchange.guids import guid, id_of_guid
from index.annotations.interchange.items import ImportedAnnotation, SourceText, Unplaced, shortened, stated
from index.annotations.interchange.qda_codes import ReadCode
from index.annotations.lines import BadLine
from index.codebook.code import Code, is_code, tidy

_MAGIC: Final = b"SQLite format 3\0"
_LONGEST: Final = 256 * 1024 * 1024
"""Bytes of one value."""
_FAULTS: Final = (sqlite3.Error, ValueError, OverflowError)
"""A damaged file can give names that are no text."""
_STEPS: Final = 100_000
_MOST_STEPS: Final = 20_000
"""So many times so many steps of SQLite's machine are let go, for all questions together."""
_CONTEXT: Final = 64
_INLINE: Final = frozenset(
    {"a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "q", "s", "small", "span", "strong", "sub", "sup", "u"}
)
_PROJECTS: Final = "SELECT name, created FROM projects ORDER BY id"
_DOCUMENTS: Final = "SELECT id, name, filename, description, contents FROM documents ORDER BY id"
_HIGHLIGHTS: Final = (
    "SELECT id, start_offset, end_offset, snippet FROM highlights WHERE document_id = ? ORDER BY start_offset, id"
)
_ALL_HIGHLIGHTS: Final = "SELECT document_id, snippet FROM highlights ORDER BY id"
_TAGS: Final = "SELECT id, path, description FROM tags ORDER BY path"
_TAGGED: Final = "SELECT highlight_id, tag_id FROM highlight_tags ORDER BY highlight_id, tag_id"
_COMMANDS: Final = "SELECT user_login, date, payload FROM commands ORDER BY id"


def fits(data: bytes) -> bool:
    """True for a SQLite file with the tables of Taguette."""
    if not data.startswith(_MAGIC):
        return False
    try:
        with closing(_opened(data)) as database:
            return _tables(database) >= {"documents", "highlights"}
    except _FAULTS:
        return False


def parse(data: bytes) -> Iterator[ImportedAnnotation | Unplaced]:
    """Its highlights, and what else it holds as Unplaced."""
    try:
        with closing(_opened(data)) as database:
            yield from _Project(database).highlights()
    except _FAULTS as error:
        yield Unplaced(f"no Taguette project that can be read: {error}", "")


def codes_of(data: bytes) -> list[ReadCode]:
    """Its tags with what is said of each. Raises BadLine."""
    try:
        with closing(_opened(data)) as database:
            tags = database.execute(_TAGS).fetchall()
    except _FAULTS as error:
        raise BadLine(f"no Taguette project that can be read: {error}") from None
    return [ReadCode(_code(_text(path)), Code(_text(said)), True, (), None) for _, path, said in tags]


# -- the file ---------------------------------------------------------------------------------------------------


def _opened(data: bytes) -> sqlite3.Connection:
    """The file, from which questions of these few kinds alone can be asked, for so long."""
    if not data.startswith(_MAGIC):
        raise BadLine("no SQLite file")
    if data[18:20] == b"\2\2":  # kept with a journal beside it, which cannot be in memory
        data = data[:18] + b"\1\1" + data[20:]
    database = sqlite3.connect(":memory:")
    try:
        database.deserialize(data)
        database.text_factory = lambda raw: raw.decode("utf-8", "replace")
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        for pragma in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON", "mmap_size = 0"):
            database.execute(f"PRAGMA {pragma}")
        left = iter(range(_MOST_STEPS))
        database.set_progress_handler(lambda: next(left, None) is None, _STEPS)
        database.set_authorizer(_allowed)
    except BaseException:
        database.close()
        raise
    return database


def _allowed(action: int, *_: str | None) -> int:
    return sqlite3.SQLITE_OK if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ) else sqlite3.SQLITE_DENY


def _tables(database: sqlite3.Connection) -> set[str]:
    """Its tables; a view or a virtual table could say anything."""
    rows = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    return {_text(name) for name, sql in rows if not _text(sql).upper().startswith("CREATE VIRTUAL")}


class _Project:
    """What the tables hold."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        tables = _tables(database)
        if missing := {"documents", "highlights", "tags", "highlight_tags"} - tables:
            raise BadLine(f"it has no table {sorted(missing)[0]}")
        self._tags: dict[Any, list[str]] = {}
        paths = {number: _text(path) for number, path, _ in database.execute(_TAGS).fetchall()}
        for highlight, tag in database.execute(_TAGGED).fetchall():
            self._tags.setdefault(highlight, []).append(_code(paths.get(tag) or f"tag {tag}"))
        self._made = self._makers() if "commands" in tables else {}
        named = database.execute(_PROJECTS).fetchall() if "projects" in tables else []
        self._name = json.dumps([[_text(value) for value in row] for row in named])

    def highlights(self) -> Iterator[ImportedAnnotation | Unplaced]:
        """Those of every document, in order; and what is said of a document as a whole."""
        known = set()
        for number, name, filename, description, contents in self._database.execute(_DOCUMENTS):
            known.add(number)
            called = _text(filename) or _text(name)
            if _text(description).strip():
                yield Unplaced(f"{called}: a description of the whole document", shortened(_text(description)))
            page = _Page(_text(contents))
            source = SourceText(called, page.text)
            for row in self._database.execute(_HIGHLIGHTS, (number,)).fetchall():
                yield self._annotation(source, page, *row)
        for number, snippet in self._database.execute(_ALL_HIGHLIGHTS).fetchall():
            if number not in known:
                yield Unplaced("a highlight in a document that the project does not have", shortened(_words(snippet)))

    def _annotation(
        self, source: SourceText, page: _Page, number: Any, first: Any, last: Any, snippet: Any
    ) -> ImportedAnnotation | Unplaced:
        words, codes = _words(snippet), self._tags.get(number, [])
        place = page.place(first, last) if isinstance(first, int) and isinstance(last, int) else None
        here = source.text[slice(*place)] if place is not None else ""
        if place is None or _squashed(here) != _squashed(words):
            if not words.strip():
                return Unplaced(f"{source.name}: a highlight outside the text", " · ".join(codes))
            # Its words are what is sure, and where they stand if they stand there once.
            at = source.text.find(words)
            once = at >= 0 and source.text.find(words, at + 1) < 0
            place, here = ((at, at + len(words)) if once else None), words
        start, end = place or (None, None)
        coder, time = self._made.get(str(number), ("", ""))
        return stated(
            source.path,
            id=id_of_guid(guid("taguette", self._name, source.name, str(number), str(first), str(last))),
            exact=here,
            start=start,
            end=end,
            prefix=source.text[max(0, start - _CONTEXT) : start] if start is not None else "",
            suffix=source.text[end : end + _CONTEXT] if end is not None else "",
            codes=dict.fromkeys(codes),
            created=time,
            creator=coder,
            text=source,
        )

    def _makers(self) -> dict[str, tuple[str, str]]:
        """Who made each highlight and when, as far as the project remembers."""
        made: dict[str, tuple[str, str]] = {}
        for login, date, payload in self._database.execute(_COMMANDS):
            try:
                told = json.loads(_text(payload))
            except (ValueError, RecursionError):
                continue
            if isinstance(told, dict) and told.get("type") == "highlight_add":
                made.setdefault(str(told.get("highlight_id")), (_text(login), _text(date).replace(" ", "T")))
        return made


# -- texts ------------------------------------------------------------------------------------------------------


class _Page(HTMLParser):
    """The text of a page, its blocks apart, and where a byte of what Taguette counts lies in it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._bytes: list[int] = []
        """Where each piece begins, in bytes as Taguette counts them …"""
        self._starts: list[int] = []
        """… and in the text."""
        self._pieces: list[str] = []
        self._read = self._length = 0
        self._broken = False
        self.feed(html)
        self.close()
        self.text = "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins."""
        self._broken = self._broken or tag not in _INLINE

    def handle_endtag(self, tag: str) -> None:
        """A block ends."""
        self._broken = self._broken or tag not in _INLINE

    def handle_data(self, data: str) -> None:
        """A piece of text."""
        if self._broken and self._parts:
            self._parts.append("\n")
            self._length += 1
        self._broken = False
        self._bytes.append(self._read)
        self._starts.append(self._length)
        self._pieces.append(data)
        self._parts.append(data)
        self._read += len(data.encode("utf-8", "replace"))
        self._length += len(data)

    def place(self, first: int, last: int) -> tuple[int, int] | None:
        """The stretch of the text for one of bytes; None where there is none."""
        if not 0 <= first < last <= self._read:
            return None
        start = self._at(bisect_right(self._bytes, first) - 1, first)
        end = self._at(bisect_left(self._bytes, last) - 1, last)
        return (start, end) if start < end else None

    def _at(self, piece: int, byte: int) -> int:
        within = self._pieces[piece].encode("utf-8", "replace")[: byte - self._bytes[piece]]
        return self._starts[piece] + len(within.decode("utf-8", "ignore"))


def _words(snippet: Any) -> str:
    """The text of a piece of HTML."""
    return _Page(_text(snippet)).text


def _squashed(text: str) -> str:
    return "".join(text.split())


def _code(path: str) -> str:
    """A tag as a code: dots part the levels of Taguette's tags, where they stand between words."""
    below = path.replace(".", "/")
    return below if "/" not in path and is_code(below) else tidy(path)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
