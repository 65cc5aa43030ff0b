"""Reading the catalogue from any thread, while the indexer writes it."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.catalogue.damage import tells_damage, told
from index.catalogue.database import SCHEMA_VERSION, open_for_reading
from index.catalogue.known import (
    FORMER,
    Container,
    Failed,
    Known,
    documents_of,
    known_containers,
    known_documents,
    known_skipped,
)
from index.catalogue.listing import ListedReader
from index.catalogue.packing import (
    path_from_bytes,
    path_to_bytes,
    unpack_blocks,
    unpack_mentions,
    unpack_metadata,
    unpack_pages,
)
from index.catalogue.recurring import common_lines
from index.document import Block, Document, DocumentRow, Entity, EntityCount, ExtractedText, Mention, Metadata, Skipped
from index.errors import Damaged

if TYPE_CHECKING:
    from index.catalogue.calling import CalledReader
    from index.catalogue.copied import OfTexts
    from index.catalogue.counting import CountingReader
    from index.catalogue.deciding import DecidingReader
    from index.catalogue.heading import HeadedReader
    from index.catalogue.profiled import ProfiledReader
    from index.catalogue.quoted import QuotedReader
    from index.catalogue.reckoned import ReckonedReader

_TEXTS_AT_ONCE = 16
_ROW = "id, path, title, authors, source, date, words, size, language, tags"


@tells_damage
class CatalogueReader:
    """Answers from one catalogue file. A connection a thread; every answer is of one instant."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._threads = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._connection()
        self.listed = ListedReader(self._connection)

    @cached_property
    def counting(self) -> CountingReader:
        """What some of the documents have in common."""
        from index.catalogue.counting import CountingReader

        return CountingReader(self._connection)

    @cached_property
    def called(self) -> CalledReader:
        """Entities by what they are called."""
        from index.catalogue.calling import CalledReader

        return CalledReader(self._all)

    @cached_property
    def deciding(self) -> DecidingReader:
        """What decisions on names are replayed over."""
        from index.catalogue.deciding import DecidingReader

        return DecidingReader(self._all)

    @cached_property
    def quoted(self) -> QuotedReader:
        """Quotations, and who speaks in them."""
        from index.catalogue.quoted import QuotedReader

        return QuotedReader(self._all)

    @cached_property
    def reckoned(self) -> ReckonedReader:
        """Dates and figures of documents."""
        from index.catalogue.reckoned import ReckonedReader

        return ReckonedReader(self._all)

    @cached_property
    def profiled(self) -> ProfiledReader:
        """Documents with all that was found in them."""
        from index.catalogue.profiled import ProfiledReader

        return ProfiledReader(self._all)

    @cached_property
    def of_texts(self) -> OfTexts:
        """Which documents have the same text."""
        from index.catalogue.copied import OfTexts

        return OfTexts(self._all)

    @cached_property
    def headed(self) -> HeadedReader:
        """Documents by the lines at their head."""
        from index.catalogue.heading import HeadedReader

        return HeadedReader(self._all)

    def close(self) -> None:
        with self._lock:
            for connection in self._open:
                connection.close()
            self._open.clear()
            self._threads = threading.local()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            try:
                connection = open_for_reading(self._file)
                (version,) = connection.execute("PRAGMA user_version").fetchone()
            except sqlite3.Error as error:
                raise told(error) from error
            if version != SCHEMA_VERSION:
                connection.close()
                raise Damaged("the catalogue was made by another version of Glossator")
            self._threads.connection = connection
            with self._lock:
                self._open.append(connection)
        return connection

    def _all(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        try:
            return self._connection().execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise told(error) from error

    def meta(self, key: str) -> str | None:
        rows = self._all("SELECT value FROM meta WHERE key = ?", (key,))
        return rows[0][0] if rows else None

    # -- documents ----------------------------------------------------------------------------------------------

    def rows(self, ids: Iterable[int] | None = None) -> list[DocumentRow]:
        """Rows of all documents by path, or of those with these numbers in the order given."""
        if ids is None:
            return [_row(r) for r in self._all(f"SELECT {_ROW} FROM documents ORDER BY path")]
        wanted = list(ids)
        found: dict[int, DocumentRow] = {}
        for at in range(0, len(wanted), 500):
            part = wanted[at : at + 500]
            marks = ",".join("?" * len(part))
            for r in self._all(f"SELECT {_ROW} FROM documents WHERE id IN ({marks})", part):
                found[r[0]] = _row(r)
        return [found[id] for id in wanted if id in found]

    def row(self, path: str) -> DocumentRow | None:
        rows = self._all(f"SELECT {_ROW} FROM documents WHERE path = ?", (path_to_bytes(path),))
        return _row(rows[0]) if rows else None

    def rows_of_paths(self, paths: Iterable[str]) -> list[DocumentRow]:
        """Rows of those that are catalogued, in no particular order."""
        return self.rows(self.listed.numbers_of(list(paths)).values())

    def count(self) -> int:
        return int(self._all("SELECT COUNT(*) FROM documents")[0][0])

    def document(self, path: str) -> Document | None:
        """Text, blocks and metadata, or None where it is not catalogued."""
        return self._document("path = ?", path_to_bytes(path))

    def document_by_id(self, id: int) -> Document | None:
        """The same by number."""
        return self._document("id = ?", id)

    def _document(self, condition: str, value: bytes | int) -> Document | None:
        rows = self._all(
            "SELECT path, text, blocks, metadata, sha256, file_sha256, reader, words, pages FROM documents"
            f" JOIN texts ON document = id WHERE {condition}",
            (value,),
        )
        if not rows:
            return None
        path, text, blocks, metadata, sha256, file_sha256, reader, words, pages = rows[0]
        return Document(
            path_from_bytes(path),
            text.decode(),
            unpack_blocks(blocks),
            unpack_metadata(metadata),
            sha256,
            file_sha256,
            reader,
            words,
            *unpack_pages(pages),
        )

    def texts(self, ids: Sequence[int]) -> Iterator[tuple[int, str, str]]:
        """Number, text and packed metadata of documents, in the order given; those that are gone are left out."""
        for at in range(0, len(ids), _TEXTS_AT_ONCE):
            part = ids[at : at + _TEXTS_AT_ONCE]
            found = {
                id: (text, metadata)
                for id, text, metadata in self._all(
                    "SELECT id, text, metadata FROM documents JOIN texts ON document = id"
                    f" WHERE id IN ({','.join('?' * len(part))})",
                    part,
                )
            }
            yield from ((id, found[id][0].decode(), found[id][1]) for id in part if id in found)

    def paragraphs(self, id: int) -> list[int]:
        """Where the blocks of a document begin."""
        return [block.start for block in self.blocks(id)]

    def blocks(self, id: int) -> tuple[Block, ...]:
        """The blocks of a document, none where it is gone."""
        rows = self._all("SELECT blocks FROM texts WHERE document = ?", (id,))
        return unpack_blocks(rows[0][0]) if rows else ()

    def hashes(self, path: str) -> tuple[str, str] | None:
        """(text hash, file hash) of a document."""
        rows = self._all("SELECT sha256, file_sha256 FROM documents WHERE path = ?", (path_to_bytes(path),))
        return (rows[0][0], rows[0][1]) if rows else None

    def path_by_file_hash(self, file_sha256: str) -> str | None:
        """Where a file with these bytes lies now, the first by path where there are several; else a document whose
        file had them before it was changed."""
        seen: set[str] = set()
        now: str | None = file_sha256
        while now is not None and now not in seen:
            rows = self._all("SELECT path FROM documents WHERE file_sha256 = ? ORDER BY path LIMIT 1", (now,))
            if rows:
                return path_from_bytes(rows[0][0])
            seen.add(now)
            now = self.meta(FORMER + now)
        return None

    def former_hashes(self, file_sha256: str) -> list[str]:
        """The hashes that a file of these bytes had before it was changed, the latest first."""
        found = [file_sha256]
        for now in found:
            changed = self._all(
                "SELECT key FROM meta WHERE key >= ? AND key < ? AND value = ?", (FORMER, FORMER[:-1] + ";", now)
            )
            found += [before for (key,) in changed if (before := key.removeprefix(FORMER)) not in found]
        return found[1:]

    def skipped(self, *, also_read: bool = False) -> list[Skipped]:
        """Files that are no documents; with `also_read` those, too, of which a part was left out."""
        rows = self._all("SELECT path, reason, supported FROM skipped ORDER BY path")
        skipped = [Skipped(path_from_bytes(p), reason, bool(supported)) for p, reason, supported in rows]
        return skipped + (self._read_in_part() if also_read else [])

    def _read_in_part(self) -> list[Skipped]:
        from index.readers.remarks import in_words

        remarks = self._all("SELECT path, rule FROM remarks JOIN documents ON document = id ORDER BY path, rule")
        told = ((path_from_bytes(path), in_words(rule)) for path, rule in remarks)
        return [Skipped(path, words, True, read=True) for path, words in told if words]

    def known(self) -> dict[str, Known]:
        """What is remembered of every document's file, by path."""
        return known_documents(self._all)

    def containers(self) -> dict[str, Container]:
        """Files that hold documents and were read to their end, by path."""
        return known_containers(self._all)

    def documents_of(self, kinds: Collection[str]) -> set[str]:
        """Documents of some kinds, by path."""
        return documents_of(self._all, kinds)

    def known_skipped(self) -> dict[str, Failed]:
        """Files that were skipped when last tried, by path."""
        return known_skipped(self._all)

    def analysed_by(self, id: int) -> str | None:
        """The version of the rules by which a document was analysed."""
        rows = self._all("SELECT analysed FROM documents WHERE id = ?", (id,))
        return rows[0][0] if rows else None

    def is_complete(self, rules: str) -> bool:
        """True where the last run came to its end, every document analysed by these rules."""
        from index.understanding.versions import joining_version

        if self.meta("joined") != joining_version() or not self.meta("walked") or self.meta("replacing"):
            return False
        return not self._all("SELECT 1 FROM documents WHERE analysed IS NOT ? LIMIT 1", (rules,))

    def paths(self) -> list[tuple[int, str]]:
        return [(id, path_from_bytes(path)) for id, path in self._all("SELECT id, path FROM documents")]

    def metadata(self) -> Iterator[tuple[int, str, Metadata]]:
        """Number, path and metadata of every document."""
        for id, path, packed in self._all("SELECT id, path, metadata FROM documents ORDER BY id"):
            yield id, path_from_bytes(path), unpack_metadata(packed)

    def stated(self, id: int) -> tuple[str, ExtractedText, str, str]:
        """Path, what the reader of the format made of the file, file hash, text hash; to understand it again."""
        path, reader, file_sha256, sha256, text, packed, pages = self._all(
            "SELECT path, reader, file_sha256, sha256, text, stated, pages FROM documents JOIN texts ON document = id"
            " WHERE id = ?",
            (id,),
        )[0]
        blocks, metadata = json.loads(packed)
        extracted = ExtractedText(
            text.decode(), unpack_blocks(blocks), unpack_metadata(metadata), reader, None, *unpack_pages(pages)
        )
        return path_from_bytes(path), extracted, file_sha256, sha256

    def common_lines(self, documents: int) -> frozenset[str]:
        """Short lines that stand in at least so many documents; versions of one text count once."""
        return common_lines(self._all, documents)

    # -- entities -----------------------------------------------------------------------------------------------

    def mentions(self, path: str) -> list[Mention] | None:
        rows = self._all(
            "SELECT id, mentions FROM documents JOIN analyses ON document = id WHERE path = ?", (path_to_bytes(path),)
        )
        if not rows:
            return None
        id, packed = rows[0]
        moved = self._all("SELECT local, entity FROM named WHERE document = ? AND local <> entity", (id,))
        return unpack_mentions(packed, dict(moved))

    def analysis_fault(self, path: str) -> str | None:
        """Why a document could not be analysed, in words."""
        rows = self._all(
            "SELECT fault FROM documents JOIN analyses ON document = id WHERE path = ?", (path_to_bytes(path),)
        )
        return rows[0][0] if rows else None

    def entity_counts(self, path: str) -> list[EntityCount]:
        rows = self._all(
            "SELECT n.entity, COALESCE(e.name, MIN(n.name)), n.type, SUM(n.mentions), e.mentions FROM documents d"
            " JOIN named n ON n.document = d.id LEFT JOIN entities e ON e.id = n.entity WHERE d.path = ?"
            " GROUP BY n.entity ORDER BY SUM(n.mentions) DESC, 2, 1",
            (path_to_bytes(path),),
        )
        return [EntityCount(id, name, type, here, max(all or 0, here)) for id, name, type, here, all in rows]

    def entities(self, types_left_out: frozenset[str]) -> list[Entity]:
        rows = self._all(
            "SELECT id, name, type, aliases, mentions, documents FROM entities"
            " ORDER BY documents DESC, mentions DESC, id"
        )
        return [
            Entity(id, name, type, tuple(json.loads(aliases)), n, docs)
            for id, name, type, aliases, n, docs in rows
            if type not in types_left_out
        ]

    def documents_naming(self, entity: str) -> list[tuple[int, int]]:
        """(document number, mentions), most mentions first."""
        rows = self._all(
            "SELECT document, SUM(mentions) FROM named WHERE entity = ? GROUP BY document ORDER BY 2 DESC, 1", (entity,)
        )
        return [(id, n) for id, n in rows]


def _row(r: Sequence[Any]) -> DocumentRow:
    id, path, title, authors, source, date, words, size, language, tags = r
    return DocumentRow(
        id,
        path_from_bytes(path),
        title,
        tuple(json.loads(authors)) if authors != "[]" else (),
        source,
        date,
        words,
        read=False,
        size=size,
        language=language,
        tags=tuple(sorted(set(json.loads(tags)))) if tags != "[]" else (),
    )
