"""Writing the catalogue: what the indexer learns about each document, a transaction a batch."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.catalogue.database import open_for_writing
from index.catalogue.heading import write_headed
from index.catalogue.joining import NamesJoiner
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
from index.catalogue.listed import COLUMNS, MARKS, listed_line, path_columns
from index.catalogue.packing import pack_blocks, pack_mentions, pack_metadata, pack_pages, path_to_bytes
from index.catalogue.quoted import write_quotations
from index.catalogue.reckoned import Reckoned, write_reckoned
from index.catalogue.sealing import has_log, seal, unseal
from index.document import Document, ExtractedText, Mention
from index.quotation import Quotation
from index.understanding.grouping import EntityRecord


class CatalogueWriter:
    """The one writer. Every public method that changes something runs inside `batch()`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._sealed = not has_log(file)
        if not self._sealed:
            unseal(file)
        self._db = open_for_writing(file)
        self._names = NamesJoiner(self._db)
        self._relisted = False

    def close(self) -> None:
        """Let go of the file, and write down what it is to be."""
        self._db.close()
        seal(self._file)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """One transaction: all of it or nothing, also at kill -9. The names of the collection are right at its end."""
        if self._sealed:
            unseal(self._file)
            self._sealed = False
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            if self._names.settle():
                self._count("named")
            if self._relisted:
                self._count("listed")
                self._relisted = False
        except BaseException:
            self._names.drop()
            if self._db.in_transaction:  # a full disk may have ended it already
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def meta(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set_meta(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _count(self, key: str) -> None:
        """A number that grows with each change."""
        self.set_meta(key, str(int(self.meta(key) or 0) + 1))

    # -- documents ----------------------------------------------------------------------------------------------

    def known(self) -> dict[str, Known]:
        """Every document by path."""
        return known_documents(self._db.execute)

    def containers(self) -> dict[str, Container]:
        """Files that hold documents and were read to their end, by path."""
        return known_containers(self._db.execute)

    def known_skipped(self) -> dict[str, Failed]:
        """Files that were skipped when last tried, by path."""
        return known_skipped(self._db.execute)

    def documents_of(self, kinds: Collection[str]) -> set[str]:
        """Documents of some kinds, by path."""
        return documents_of(self._db.execute, kinds)

    def next_id(self) -> int:
        """A number that no document of this catalogue has had."""
        (highest,) = self._db.execute("SELECT COALESCE(MAX(id), 0) FROM documents").fetchone()
        last = max(int(self.meta("last_id") or 0), int(highest)) + 1
        self.set_meta("last_id", str(last))
        return last

    def put(
        self,
        id: int,
        document: Document,
        stated: ExtractedText,
        lines: Iterable[str],
        size: int,
        mtime_ns: int,
        sketch: bytes = b"",
    ) -> None:
        """Write a document, new or changed; its analysis is dropped, because its text may be another.

        `lines` and `sketch`: lines that may recur in others, and what tells whether those are versions of it.
        """
        m = document.metadata
        # What was marked on its bytes of before is found by them, whatever its file comes to be called.
        self._db.execute(
            "INSERT OR REPLACE INTO meta SELECT ? || file_sha256, ? FROM documents WHERE id = ? AND file_sha256 != ?",
            (FORMER, document.file_sha256, id, document.file_sha256),
        )
        replaced = self._db.execute("SELECT id FROM documents WHERE path = ?", (path_to_bytes(document.path),))
        self.remove([other for (other,) in replaced.fetchall() if other != id])
        self._db.execute("DELETE FROM documents WHERE id = ?", (id,))
        self._db.execute(
            "INSERT INTO documents VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,NULL)",
            (
                id,
                path_to_bytes(document.path),
                size,
                mtime_ns,
                time.time_ns(),
                document.file_sha256,
                document.sha256,
                document.reader,
                m.title,
                json.dumps(m.authors),
                m.source,
                m.date,
                m.language,
                json.dumps(m.tags),
                document.words,
                pack_metadata(m),
            ),
        )
        self._list(id, document, size)
        stated_packed = json.dumps([pack_blocks(stated.blocks), pack_metadata(stated.metadata)])
        self._db.execute(
            "INSERT OR REPLACE INTO texts VALUES (?,?,?,?,?)",
            (
                id,
                document.text.encode(),
                pack_blocks(document.blocks),
                stated_packed,
                pack_pages(document.pages, document.links),
            ),
        )
        self._db.execute("DELETE FROM lines WHERE document = ?", (id,))
        self._db.executemany("INSERT OR IGNORE INTO lines VALUES (?,?)", ((line, id) for line in lines))
        self._db.execute("INSERT OR REPLACE INTO sketches VALUES (?,?)", (id, sketch))
        self._db.execute("DELETE FROM remarks WHERE document = ?", (id,))
        remarks = {(id, proof.rule) for proof in stated.metadata.evidence if proof.field == "text"}
        self._db.executemany("INSERT INTO remarks VALUES (?,?)", sorted(remarks))
        self._forget_analysis(id)
        self._db.execute("DELETE FROM skipped WHERE path = ?", (path_to_bytes(document.path),))

    def restructure(self, id: int, document: Document) -> None:
        """New blocks and metadata for the same text; what was found in it stays where blocks and language do."""
        m, blocks = document.metadata, pack_blocks(document.blocks)
        same = self._db.execute(
            "SELECT blocks IS ? AND language IS ? FROM documents JOIN texts ON document = id WHERE id = ?",
            (blocks, m.language, id),
        ).fetchone()
        self._db.execute(
            "UPDATE documents SET title=?, authors=?, source=?, date=?, language=?, tags=?, words=?, metadata=?,"
            " analysed=CASE WHEN ? THEN analysed END WHERE id=?",
            (
                m.title,
                json.dumps(m.authors),
                m.source,
                m.date,
                m.language,
                json.dumps(m.tags),
                document.words,
                pack_metadata(m),
                bool(same and same[0]),
                id,
            ),
        )
        (size,) = self._db.execute("SELECT size FROM documents WHERE id = ?", (id,)).fetchone()
        self._list(id, document, size)
        self._db.execute("UPDATE texts SET blocks=? WHERE document=?", (blocks, id))

    def touch(self, id: int, path: str, size: int, mtime_ns: int) -> None:
        """Same bytes, perhaps another name or another time."""
        self._db.execute(
            "UPDATE documents SET path=?, size=?, mtime_ns=?, read_ns=? WHERE id=?",
            (path_to_bytes(path), size, mtime_ns, time.time_ns(), id),
        )
        self._relisted = True
        self._db.execute(
            "UPDATE listed SET path=?, format=?, path_key=?, folder_key=?, size=? WHERE document=?",
            (*path_columns(path), size, id),
        )

    def remove(self, ids: Sequence[int]) -> None:
        """Forget documents."""
        self._relisted = self._relisted or bool(ids)
        for id in ids:
            self._db.execute("DELETE FROM documents WHERE id = ?", (id,))
            self._db.execute("DELETE FROM listed WHERE document = ?", (id,))
            self._db.execute("DELETE FROM carried WHERE document = ?", (id,))
            write_headed(self._db, id, ())
            self._db.execute("DELETE FROM texts WHERE document = ?", (id,))
            self._db.execute("DELETE FROM lines WHERE document = ?", (id,))
            self._db.execute("DELETE FROM sketches WHERE document = ?", (id,))
            self._db.execute("DELETE FROM remarks WHERE document = ?", (id,))
            self._forget_analysis(id)

    def _list(self, id: int, document: Document, size: int) -> None:
        """Write what lists are sorted by and filters look into."""
        self._relisted = True
        line = listed_line(id, document.path, document.metadata, document.words, size)
        self._db.execute(f"INSERT OR REPLACE INTO listed ({COLUMNS}) VALUES ({MARKS})", line)
        self._db.execute("DELETE FROM carried WHERE document = ?", (id,))
        self._db.executemany(
            "INSERT OR IGNORE INTO carried VALUES (?,?)", ((tag, id) for tag in document.metadata.tags)
        )
        write_headed(self._db, id, document.metadata.headers)

    def put_container(self, path: str, size: int, mtime_ns: int) -> None:
        """A file that holds documents was read to its end; they are all in the catalogue."""
        row = (path_to_bytes(path), size, mtime_ns, time.time_ns())
        self._db.execute("INSERT OR REPLACE INTO containers VALUES (?,?,?,?)", row)

    def forget_containers(self, paths: Iterable[str]) -> None:
        """Files that hold documents and are gone, or have changed and are being read."""
        self._db.executemany("DELETE FROM containers WHERE path = ?", ((path_to_bytes(p),) for p in paths))

    def set_skipped(self, skipped: Iterable[Failed]) -> None:
        """Replace the whole list of files that are no documents: (file, size, mtime_ns)."""
        self._db.execute("DELETE FROM skipped")
        self._db.executemany(
            "INSERT OR REPLACE INTO skipped VALUES (?,?,?,?,?)",
            ((path_to_bytes(s.path), s.reason, int(s.supported), size, mtime) for s, size, mtime in skipped),
        )

    # -- structure ----------------------------------------------------------------------------------------------

    def documents_with(self, lines: Iterable[str]) -> list[int]:
        """Documents that hold any of these lines."""
        found: set[int] = set()
        for line in lines:
            found.update(id for (id,) in self._db.execute("SELECT document FROM lines WHERE line = ?", (line,)))
        return sorted(found)

    # -- analysis -----------------------------------------------------------------------------------------------

    def unanalysed(self, fingerprint: str) -> list[tuple[int, int]]:
        """Documents whose mentions are missing or were made by other rules, each with its words, last changed first."""
        return self._db.execute(
            "SELECT id, words FROM documents WHERE analysed IS NOT ? ORDER BY mtime_ns DESC, id", (fingerprint,)
        ).fetchall()

    def put_analysis(
        self,
        id: int,
        fingerprint: str,
        mentions: Iterable[Mention],
        named: Iterable[EntityRecord],
        fault: str | None = None,
    ) -> None:
        """Write the mentions of one document; `fault`: why there are none."""
        self._forget_analysis(id)
        self._db.execute("INSERT INTO analyses VALUES (?,?,?)", (id, pack_mentions(mentions), fault))
        self._names.put(id, named)
        self._db.execute("UPDATE documents SET analysed = ? WHERE id = ?", (fingerprint, id))

    def keep_analysis(self, id: int, fingerprint: str) -> None:
        """What was found in a document is what these rules find."""
        self._db.execute("UPDATE documents SET analysed = ? WHERE id = ?", (fingerprint, id))

    def put_quotations(self, id: int, quotations: Iterable[Quotation]) -> None:
        """Write the quotations of one document, behind `put_analysis`."""
        write_quotations(self._db, id, quotations)

    def put_reckoned(self, id: int, reckoned: Reckoned) -> None:
        """Write the dates and figures of one document, after `put_analysis`."""
        write_reckoned(self._db, id, reckoned)

    def join_anew(self, goes_on: Callable[[int], bool]) -> None:
        """Put the names of all documents together as if there had been none; see `NamesJoiner.renew`."""
        self._names.renew(goes_on)
        self._count("named")

    def _forget_analysis(self, id: int) -> None:
        self._db.execute("DELETE FROM analyses WHERE document = ?", (id,))
        write_quotations(self._db, id, ())
        write_reckoned(self._db, id, None)
        self._names.forget(id)
