"""Tables of figures told from tables that only lay a page out."""

from __future__ import annotations

from collections.abc import Iterator

from index.readers.web.html_tree import Element

_LONG = 400
"""Characters of a cell that holds text, not data."""
_LAYOUT = frozenset({"presentation", "none"})


def is_data(table: Element) -> bool:
    """Whether a table's rows belong together as rows: it has heads or several short cells a row."""
    if table.get("role") in _LAYOUT or _inner(table):
        return False
    captions, rows = rows_of(table)
    if not rows or max(map(len, rows)) < 2:
        return False
    lengths = [len(" ".join(cell.text().split())) for row in rows for cell in row]
    long = sum(length > _LONG for length in lengths)
    if any(e.tag in ("h1", "h2", "h3", "ul", "ol", "form", "article", "section") for e in table.walk()) and long:
        return False
    headed = bool(captions) or any(cell.tag == "th" for row in rows for cell in row)
    return long * 10 <= len(lengths) if headed else len(rows) > 1 and long == 0


def rows_of(table: Element) -> tuple[list[Element], list[list[Element]]]:
    """Captions, and the cells of each row; those of tables inside are theirs."""
    captions: list[Element] = []
    rows: list[list[Element]] = []
    for element in _parts(table):
        if element.tag == "caption":
            captions.append(element)
        else:
            rows.append([cell for cell in element.elements() if cell.tag in ("td", "th")])
    return captions, [row for row in rows if row]


def _parts(table: Element) -> Iterator[Element]:
    for element in table.elements():
        if element.tag in ("caption", "tr"):
            yield element
        elif element.tag in ("tbody", "thead", "tfoot"):
            yield from (row for row in element.elements() if row.tag == "tr")


def _inner(table: Element) -> bool:
    return any(element.tag == "table" and element is not table for element in table.walk())
