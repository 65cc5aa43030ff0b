"""The line of each document in the table `listed`: what lists are sorted by and filters look into, and nothing else.

It is a table of its own because a listing reads all of it, and the rows of `documents` are long.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.catalogue.packing import storable
from index.document import Metadata
from index.keys import fold, fold_path, folder_of, format_of, natural, natural_path
from index.readers import is_supported
from index.readers.contained import BETWEEN

COLUMNS = (
    "document, path, title, authors, source, date, language, format, words, size,"
    " path_key, title_key, authors_key, source_key, folder_key"
)
MARKS = ",".join("?" * (COLUMNS.count(",") + 1))

Line = tuple[int | str | None, ...]


def listed_line(number: int, path: str, stated: Metadata, words: int | None, size: int) -> Line:
    """Text is folded; what is missing or empty is NULL. A key is left out where it is the same as the text."""
    title, source = folded(stated.title), folded(stated.source)
    authors = folded_authors(stated.authors)
    folded_path, format, path_key, folder_key = path_columns(path)
    return (
        number,
        folded_path,
        title,
        authors,
        source,
        stated.date or None,
        stated.language or None,
        format,
        words,
        size,
        path_key,
        _key(title),
        _key(authors),
        _key(source),
        folder_key,
    )


def path_columns(path: str) -> tuple[str, str | None, str, str | None]:
    """Values of path, format, path_key and folder_key."""
    whole, folder = storable(fold_path(path)), folder_of(path)
    folder_key = natural_path(storable(fold_path(folder))) if folder else None
    return whole, _format(path) or None, natural_path(whole), folder_key


def _format(path: str) -> str:
    """The suffix; of a message or a row, that of the file in which it lies."""
    outer, between, inner = path.rpartition(BETWEEN)
    return format_of(path) if not between or is_supported(inner) else _format(outer)


def folded(text: str | None) -> str | None:
    """A title or a source as filters look into it."""
    return storable(fold(text)) or None if text else None


def folded_authors(authors: Sequence[str]) -> str | None:
    """Authors as filters look into them."""
    return folded(", ".join(authors))


def _key(text: str | None) -> str | None:
    key = natural(text) if text is not None else None
    return None if key == text else key
