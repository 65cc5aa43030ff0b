"""How a document looks in a list: its signs, its title, and what is known of it in the words of the settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from index.document import DocumentRow
from index.keys import folder_of, is_archive
from index.keys import format_of as key_of_format
from tui.widgets.row_list_cells import Cell, Line, columns, fit_line

UNREAD, OPEN, CHECKED, STARRED, ANNOTATED, COPIED = "●", "▌", "✓", "★", "▎", "≡"
"""The signs, each told from the others by its shape and its place, not by its colour."""
_ROWS: Final = frozenset({"csv", "tsv", "tab", "jsonl", "ndjson", "json"})
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def file_name(path: str) -> str:
    """The last part of a path; of a document in a file, its name there, behind that of the file where it is no more
    than a number or the key of a row: `names.json › 2`."""
    outer, between, inner = path.rpartition("!/")
    if between and not is_archive(outer):
        alone = key_of_format(outer) not in _ROWS and not inner.rpartition(".")[0].isdigit()
        return inner if alone and inner else f"{outer.rpartition('/')[2]} › {inner}"
    return inner.rpartition("/")[2] or path


def place_in_words(path: str) -> str:
    """A path as it is shown: `box.zip › letters › a.txt`."""
    outer, *members = path.split("!/")
    shown = outer
    for member in members:
        shown += " › " + (member.replace("/", " › ") if is_archive(outer) else member)
        outer = member
    return shown


def format_of(path: str) -> str:
    """The ending of a file's name, which says its format; "" where there is none."""
    stem, dot, ending = path.partition("!/")[0].rpartition("/")[2].rpartition(".")
    return ending.lower() if dot and stem else ""


def date_in_words(date: str | None) -> str:
    """An EDTF date as people write it: `2020-03-05` is 5 Mar 2020; what is not plain stays as it is."""
    if not date:
        return "undated"
    parts = date.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return date
    if len(parts) == 1:
        return date
    if not 1 <= int(parts[1]) <= 12:
        return date
    month = f"{_MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return month if len(parts) == 2 else f"{int(parts[2])} {month}"


def size_in_words(size: int) -> str:
    """A number of bytes, short."""
    for unit, name in ((1_000_000, "MB"), (1_000, "kB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}" if size < 10 * unit else f"{size // unit} {name}"
    return f"{size} bytes"


def _words(row: DocumentRow) -> str:
    return "" if row.words is None else "1 word" if row.words == 1 else f"{row.words:,} words"


_VALUES: Final[dict[str, Callable[[DocumentRow], str]]] = {
    "source": lambda row: row.source or "",
    "date": lambda row: date_in_words(row.date) if row.date else "",
    "author": lambda row: ", ".join(row.authors),
    "words": _words,
    "size": lambda row: size_in_words(row.size),
    "format": lambda row: format_of(row.path),
    "language": lambda row: row.language or "",
    "folder": lambda row: place_in_words(folder_of(row.path)),
    "path": lambda row: place_in_words(row.path),
    "tags": lambda row: " ".join(f"#{tag}" for tag in row.tags),
}


def known_of(row: DocumentRow, shown: Sequence[str]) -> str:
    """What is known of a document among these columns, in their order; a file that is not read yet has a size."""
    if not row.id:
        return size_in_words(row.size)
    # Without a headline it is the name of its file that stands above.
    named = shown if row.title else ["folder" if name == "path" else name for name in shown]
    values = [value for name in dict.fromkeys(named) if (value := _VALUES[name](row))]
    if values or not row.title:
        return " · ".join(values) or "no headline"
    return place_in_words(row.path) if "!/" in row.path else file_name(row.path)


def document_lines(
    row: DocumentRow, shown: Sequence[str], width: int, *, is_open: bool, checked: bool, copies: int = 0
) -> tuple[Line, Line]:
    """Title, and below it what is known; the star and the number of annotations stand at the right edge, and before
    these how many other documents have the same text."""
    role = "bright bold" if is_open else "dim" if row.read else "ink"
    check: Cell = (CHECKED, "accent") if checked else (" ", "")
    bar: Cell = (OPEN, "accent") if is_open else (" ", "")
    dot: Cell = (" ", "") if row.read else (UNREAD, "accent")
    title: Line = [check, bar, dot, (" ", ""), (row.title or file_name(row.path), role)]
    known: Line = [("    ", ""), (known_of(row, shown), "faint")]
    # One blank cell or two stay at the right, so that titles do not run into the page.
    room = max(1, width - 1)
    star: Line = [(STARRED, "accent")] if row.starred else []
    marks: Line = [(ANNOTATED, "bar"), (f"{row.annotations:,}", "dim")] if row.annotations else []
    if copies:
        marks = [(COPIED, "accent"), (f"{copies:,}", "dim"), *([(" ", ""), *marks] if marks else [])]
    return _with_sign(title, star, room), _with_sign(known, marks, room)


def _with_sign(line: Line, sign: Line, width: int) -> Line:
    return columns(line, sign, width) if sign and width > 8 else fit_line(line, max(1, width - 1))
