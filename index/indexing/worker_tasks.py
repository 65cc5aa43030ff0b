"""What worker processes do with one file or one document. Imported in workers alone: it may be heavy."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

from index.catalogue.reader import CatalogueReader
from index.catalogue.reckoned import Reckoned, packed
from index.described.describing import Describing, described
from index.document import Document, Mention, Skipped
from index.errors import UnreadableFile
from index.indexing.extraction import Extraction, is_based_on
from index.indexing.recognised import PagesRead, RecognisedPages
from index.indexing.results import Analysis, AsOne, ReadResult, Unchanged
from index.indexing.workers import Failure
from index.readers import ReadResult as FileRead
from index.readers import holds_documents, read_file
from index.readers.contained import ALL, Before, Begun, Contained, Limits, Part, Portion, Same, parts
from index.readers.members import Spent
from index.readers.pdf import ocr
from index.reading import as_document
from index.understanding.date_forms import stated_dates
from index.understanding.extractor import EntityExtractor
from index.understanding.figures import figures_of
from index.understanding.grouping import Called, EntityRecord, group, records
from index.understanding.kinship import sketch_of
from index.understanding.own_names import OwnNames, over
from index.understanding.quotations import find_quotations
from index.understanding.structure import short_lines

_TOGETHER = 256
"""Documents that are the same, of which is told at once."""


class Tools:
    """What a worker keeps between tasks. `context`: root, limits, seconds (a file), catalogue (path), common (lines),
    extraction, describing."""

    def __init__(self, context: dict[str, Any]) -> None:
        self.root = Path(context["root"])
        self.limits: Limits = context["limits"]
        tell: Callable[[PagesRead], None] = context.get("tell", lambda _: None)
        kept = RecognisedPages(self.limits.spool) if self.limits.spool is not None else None
        ocr.allow(self.limits.formats, context.get("seconds", 0), lambda *pages: tell(PagesRead(*pages)), kept)
        self.common: frozenset[str] = context["common"]
        """Lines that were boilerplate when the run began."""
        self._common_now: frozenset[str] | None = None
        self._catalogue_file = Path(context["catalogue"])
        self._catalogue: CatalogueReader | None = None
        self.extraction: Extraction = context.get("extraction") or Extraction()
        self.describing: Describing = context.get("describing") or Describing()
        self.own = OwnNames(self.extraction.own)
        self._extractor: EntityExtractor | None = None
        self._hybrid: EntityExtractor | None = None

    @property
    def catalogue(self) -> CatalogueReader:
        if self._catalogue is None:
            self._catalogue = CatalogueReader(self._catalogue_file)
        return self._catalogue

    def knows(self, path: str, digest: str) -> bool:
        """Whether the catalogue holds a document of this path that was made of bytes with this hash."""
        hashes = self.catalogue.hashes(path)
        return hashes is not None and hashes[1] == digest

    def common_now(self, documents: int) -> frozenset[str]:
        """Short lines that stand in at least so many documents, now that all are read."""
        if self._common_now is None:
            self._common_now = self.catalogue.common_lines(documents)
        return self._common_now

    @property
    def extractor(self) -> EntityExtractor:
        if self._extractor is None:
            from index.understanding.entities import RulesExtractor

            self._extractor = RulesExtractor()
        return self._extractor

    @property
    def hybrid(self) -> EntityExtractor:
        """Rules and the model of this run. Raises whatever spaCy does where that cannot be loaded."""
        model = self.extraction.model
        if self._hybrid is None:
            from index.understanding.hybrid import HybridExtractor
            from index.understanding.models import LoadedModel

            assert model is not None
            self._hybrid = HybridExtractor(self.extractor, LoadedModel(model), model.rule, model.language)
        return self._hybrid


def read(tools: Tools, path: str, portion: Portion = ALL, before: str = "") -> Any:
    """Read one file of the collection and understand its structure. One that holds documents gives those of a portion
    one after the other, and None at its end; of documents that are known and the same only their paths.

    `before`: whether the file was read to its end (`whole`), was `begun`, is new (``), or is to be made `anew`.
    """
    if holds_documents(path):
        known = Before(tools.knows, before == "whole") if before in ("whole", "begun") else None
        return _read_through(tools, path, portion, known)
    try:
        found = read_file(tools.root / path, tools.limits.max_bytes, follow_links=tools.limits.follow_links)
    except UnreadableFile as error:
        return Failure(str(error))
    return _understood(tools, path, found)


def _read_through(
    tools: Tools, path: str, portion: Portion, before: Before | None
) -> Generator[Begun | Skipped | ReadResult | list[Same], None, Failure | AsOne | None]:
    try:
        for part in _gathered(parts(tools.root, path, tools.limits, portion, before)):
            yield _understood(tools, part.path, part.result) if isinstance(part, Contained) else part
    except Spent as error:
        return Failure(str(error)) if portion.of == 1 else AsOne()
    except UnreadableFile as error:
        return Failure(str(error))
    except MemoryError:
        raise
    except Exception as error:
        return _fault(error)
    return None


def _gathered(found: Iterator[Part]) -> Iterator[Begun | Contained | Skipped | list[Same]]:
    """The same, with those that follow on one another and are what they were together."""
    same: list[Same] = []
    told = time.monotonic()
    try:
        for part in found:
            if isinstance(part, Same):
                same.append(part)
                if len(same) < _TOGETHER and time.monotonic() - told < 1:
                    continue
            if same:
                yield same
                same, told = [], time.monotonic()
            if not isinstance(part, Same):
                yield part
    except UnreadableFile:
        if same:
            yield same
        raise
    if same:
        yield same


def _understood(tools: Tools, path: str, found: FileRead) -> ReadResult:
    extracted = found.extracted
    document = described(as_document(path, extracted, found.file_sha256, tools.common), tools.describing)
    return ReadResult(document, extracted, frozenset(short_lines(extracted)), found.size, sketch_of(extracted.text))


def restructure(tools: Tools, id: int, common_documents: int) -> Document | None:
    """Understand the structure of a catalogued document again; None where nothing is different."""
    path, extracted, file_sha256, _ = tools.catalogue.stated(id)
    before = tools.catalogue.document_by_id(id)
    after = described(as_document(path, extracted, file_sha256, tools.common_now(common_documents)), tools.describing)
    return None if before == after else after


def probe(tools: Tools) -> str | None:
    """Load the model; why it cannot be loaded, in words."""
    try:
        assert tools.hybrid is not None
    except MemoryError:
        return "it takes more memory than documents.worker_megabytes allows"
    except Exception as error:
        return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
    return None


def analyse(tools: Tools, id: int, modelled: bool) -> Analysis | Unchanged | Failure:
    """Find the mentions of a catalogued document and the entities they name, `modelled` with the model."""
    document = tools.catalogue.document_by_id(id)
    if document is None:
        return Failure("it was removed meanwhile")
    own = tools.own.find(document.text, document.blocks)
    base = (tools.extraction if modelled else tools.extraction.without_model()).base
    if is_based_on(tools.catalogue.analysed_by(id), base):
        before = tools.catalogue.mentions(document.path)
        if before is not None and tools.own.unchanged(own, before):
            return Unchanged()
    called = tools.own.called(own, document.text)
    return analysis_of(tools.hybrid if modelled else tools.extractor, document, own, called)


def analysis_of(
    extractor: EntityExtractor, document: Document, own: Sequence[Mention] = (), called: Called | None = None
) -> Analysis:
    """Mentions, grouped inside the document; dates with a value are counted beside the entities.

    `own` and `called`: what the reader told of, see `OwnNames`.
    """
    found = over(own, extractor.extract(document.text, document.blocks, document.metadata.language))
    mentions = group(found, document.text, called)
    named = [*records(mentions, document.text, called).values()]
    names = {record.id: record.name for record in named}
    dates = Counter(m.value for m in mentions if m.type == "DATE" and m.value)
    named += [EntityRecord(f"date:{value}", value, "DATE", ((value, n),)) for value, n in sorted(dates.items())]
    quotations = find_quotations(
        document.text, document.blocks, mentions, document.metadata.language, names, aside=True
    )
    return Analysis(tuple(mentions), tuple(named), reckoned_of(document, mentions), tuple(quotations))


def reckoned_of(document: Document, mentions: Sequence[Mention]) -> Reckoned:
    """What the DATE and QUANTITY mentions of a document state."""
    text, blocks = document.text, document.blocks
    figures = figures_of(text, blocks, mentions, document.metadata.language)
    return packed(text, stated_dates(text, blocks, mentions), figures)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "probe": probe,
    "read": read,
    "restructure": restructure,
    "analyse": analyse,
}


def call(tools: Tools, function: str, arguments: tuple[Any, ...]) -> Any:
    """Run a task. Whatever goes wrong in it is the fault of its file alone."""
    try:
        return _FUNCTIONS[function](tools, *arguments)
    except MemoryError:
        raise
    except Exception as error:
        return _fault(error)


def _fault(error: Exception) -> Failure:
    return Failure(f"{type(error).__name__} while it was read; this is a fault of Glossator: {error}")
