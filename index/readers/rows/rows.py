"""Rows of tables, each a document: what its columns hold, by what the settings say or by their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from index.document import Block, Evidence, ExtractedText, Link, Metadata, Span
from index.errors import UnreadableFile
from index.patterns import Ignored
from index.readers.paragraphs import paragraphs
from index.settings import RowsSettings

Row = Mapping[str, str]
"""Cells by the name of their column, in order."""

SAMPLE: Final = 200
"""Rows that are looked at to tell what a table holds."""
_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "text": (
        *("text", "body", "content", "contents", "article", "fulltext", "full_text", "article_body", "articlebody"),
        *("body_text", "bodytext", "maintext", "main_text", "story", "message", "transcript", "texte", "inhalt"),
        *("texto", "testo", "tekst"),
    ),
    "title": ("title", "headline", "subject", "heading", "titel", "titre", "título", "titulo", "titolo"),
    "date": (
        *("date", "published", "publication_date", "date_published", "datepublished", "pub_date", "pubdate"),
        *("published_at", "created_at", "created", "datetime", "timestamp", "sent", "datum", "fecha", "data"),
    ),
    "author": ("author", "authors", "byline", "creator", "by", "writer", "from", "autor", "auteur", "autore"),
    "source": ("source", "outlet", "publication", "publisher", "newspaper", "site", "quelle", "fuente", "fonte"),
    "key": ("id", "key", "uuid", "guid", "docid", "doc_id", "document_id", "url", "link", "uri"),
    "tags": ("tags", "keywords", "topics", "categories", "category", "section"),
    "language": ("language", "lang", "locale"),
}
"""Names of columns by what they hold, those that count most first."""
_WORDS_OF_TEXT: Final = 3
"""Words that a column called `text` must hold somewhere to be taken for one."""
_WORDS_OF_PROSE: Final = 12
"""Words that any other column must hold on the average."""
_LONGEST_KEY: Final = 200
_BREAKS: Final = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\ud800-\udfff]")
_TAG: Final = re.compile(
    r"<(?:p|br|div|h[1-6]|ul|ol|li|a|span|table|article|blockquote)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_END_TAG: Final = re.compile(
    r"</(?:p|div|h[1-6]|ul|ol|li|a|span|table|article|b|i|em|strong)\s*>|<br\s*/?>", re.IGNORECASE
)
_DAY: Final = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))[T ]\d\d:?\d\d")


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns that hold each; () and "" where none does."""

    text: tuple[str, ...] = ()
    title: str = ""
    date: str = ""
    author: str = ""
    source: str = ""
    key: str = ""
    tags: str = ""
    language: str = ""
    others: bool = True
    """The columns that are not named come below the text."""


def columns_for(
    path: str, names: Sequence[str], sample: Sequence[Row], settings: Sequence[RowsSettings]
) -> Columns | None:
    """What the columns of a file hold; None where its rows are no texts, so that all of it is one document.

    Rows are documents where the settings say so; where a column is called text, body, content and the like and holds
    text; and where one holds a dozen words and more on the average.
    """
    stated = next((rows for rows in settings if Ignored((rows.files,)).matches(path, False)), None)
    guessed = _guessed(names)
    if stated is not None:
        named = {field: getattr(stated, field) for field in _NAMES if field != "text" and getattr(stated, field)}
        prose = _wordiest(names, sample)[0]
        text = stated.text or ((guessed.text or ((prose,) if prose else ())) if sample else ())
        return Columns(text, **named, others=not stated.text)
    for name in _called(names, "text"):
        if any(len(row.get(name, "").split()) >= _WORDS_OF_TEXT for row in sample):
            return replace(guessed, text=(name,))
    name, words = _wordiest(names, sample)
    if words >= _WORDS_OF_PROSE:
        return _without(replace(guessed, text=()), name)
    return None


def _guessed(names: Sequence[str]) -> Columns:
    found = {field: next(iter(_called(names, field)), "") for field in _NAMES}
    text = found.pop("text")
    return replace(Columns((text,) if text else ()), **found)  # type: ignore[arg-type]


def _called(names: Sequence[str], field: str) -> list[str]:
    """The columns that are called so, in the order of what they may be called."""
    by_name = {re.sub(r"[\s-]+", "_", name.strip().casefold()): name for name in reversed(names)}
    return [by_name[name] for name in _NAMES[field] if name in by_name]


def _wordiest(names: Sequence[str], sample: Sequence[Row]) -> tuple[str, float]:
    """The column with the most words in a row, on the average."""
    words = {name: sum(len(row.get(name, "").split()) for row in sample) / max(1, len(sample)) for name in names}
    best = max(words, key=lambda name: words[name], default="")
    return best, words.get(best, 0.0)


def _without(columns: Columns, text: str) -> Columns:
    """With that text, which then is nothing else."""
    other = {field: "" for field in _NAMES if field != "text" and getattr(columns, field) == text}
    return replace(columns, text=(text,), **other)  # type: ignore[arg-type]


def clean(cell: str) -> str:
    """A cell as text: LF for each line end, nothing that steers a terminal."""
    return _NOT_TEXT.sub("\ufffd", _BREAKS.sub("\n", cell)).strip()


def on_one_line(cell: str) -> str:
    """A cell without line ends."""
    return " ".join((cell if cell.isprintable() else clean(cell)).split())


def name_of(row: Row, columns: Columns, ordinal: int) -> str:
    """What a row is called: its key, or its number counted from 1."""
    key = on_one_line(row.get(columns.key, ""))
    return key if 0 < len(key) <= _LONGEST_KEY else str(ordinal)


def document(row: Row, columns: Columns, reader: str, encoding: str) -> ExtractedText:
    """A row as a document: title, text, and below them what other columns hold, a line each."""
    text, blocks, links = "", list[Block](), list[Link]()
    title = on_one_line(row.get(columns.title, ""))
    if title:
        text = title
        blocks.append(Block(0, len(title), "headline", "rows:title"))
    for name in columns.text:
        value = clean(row.get(name, ""))
        if not value:
            continue
        text = _parted(text)
        page = _page(value)
        for block in page.blocks:
            blocks.append(block._replace(start=len(text) + block.start, end=len(text) + block.end))
        links += [link._replace(start=len(text) + link.start, end=len(text) + link.end) for link in page.links]
        text += page.text
    if columns.others or not text:
        lines = _others(row, columns, everything=not columns.others)
        if lines:
            text = _parted(text)
            blocks.append(Block(len(text), len(text) + len(lines), "table", "rows:others"))
            text += lines
    return ExtractedText(text, tuple(blocks), _metadata(row, columns, title), reader, encoding, links=tuple(links))


def _page(value: str) -> ExtractedText:
    """A cell as paragraphs, or where it is a piece of a web page, as that is read."""
    if _TAG.search(value) and _END_TAG.search(value):
        from index.readers.web.html import read

        with suppress(UnreadableFile):
            page = read(f"<!doctype html><meta charset=utf-8><body>{value}".encode())
            if page.text:
                # Places in the page that links lead to would be others here.
                return replace(page, links=tuple(link for link in page.links if not link.target.startswith("#")))
    blocks = tuple(Block(start, end, "prose", "rows:text") for start, end in paragraphs(value))
    return ExtractedText(value, blocks, Metadata(), "")


def _parted(text: str) -> str:
    return text + "\n\n" if text else ""


def _others(row: Row, columns: Columns, *, everything: bool) -> str:
    """`name: value` for each column that is not shown elsewhere."""
    # The date stays, which may say more than a day.
    told_above = (columns.title, columns.author, columns.source, columns.key, columns.tags, columns.language)
    shown = set() if everything else {*told_above, *columns.text}
    told = ((on_one_line(name), on_one_line(value)) for name, value in row.items() if name not in shown)
    return "\n".join(f"{name}: {value}" if name else value for name, value in told if value)


def _metadata(row: Row, columns: Columns, title: str) -> Metadata:
    def stated(field: str) -> str:
        return on_one_line(row.get(getattr(columns, field), ""))

    author, source, date, language = stated("author"), stated("source"), stated("date"), stated("language")
    tags = tuple(tag for tag in re.split(r"\s*[,;|]\s*", stated("tags")) if tag)
    day = _DAY.match(date)
    said = {"authors": author, "source": source, "date": date, "language": language, "tags": stated("tags")}
    evidence = [Evidence("title", "rows:title", Span(0, len(title)))] if title else []
    evidence += [Evidence(field, "rows:column") for field, value in said.items() if value]
    return Metadata(
        title=title or None,
        authors=tuple(name for name in re.split(r"\s*;\s*", author) if name),
        source=source or None,
        date_text=(day[1] if day else date) or None,
        language=language or None,
        evidence=tuple(evidence),
        tags=tags,
    )


def table_document(
    names: Sequence[str], rows: Iterable[Row], reader: str, encoding: str, *, headed: bool = True
) -> ExtractedText:
    """A table whose rows are no texts, as it is: a line a row, ` | ` between cells; `headed`: the names come first."""
    lines = [" | ".join(on_one_line(name) for name in names)] if headed else []
    lines += (" | ".join(on_one_line(row.get(name, "")) for name in names) for row in rows)
    text = "\n".join(lines).strip()
    blocks = (Block(0, len(text), "table", "rows:table"),) if text else ()
    return ExtractedText(text, blocks, Metadata(), reader, encoding)
