"""The indexer process: the only writer of catalogue and index. Both ends of its pipe are here.

The parent writes one JSON line (the job) and then keeps the pipe open: its end, also by a kill of the parent, means
"give up"; a line before that is the path of a document for which the reader waits. The child answers with one JSON
line an event.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.config_kinds import build_section
from index.document import Skipped
from index.errors import Damaged, GlossatorError
from index.events import Analysed, Committed, Event, Failed, IndexSummary, Noticed, OnEvent, Progress
from index.processes import LastWords, environment, python
from index.safe_files import keep_to_oneself
from index.settings import (
    DocumentsSettings,
    EntitiesSettings,
    FormatsSettings,
    IndexingSettings,
    MetadataSettings,
    SearchSettings,
)

if TYPE_CHECKING:
    from index.indexing.wanted import Wanted

_LAUNCH = "from index.indexing.indexer import child; child()"
_EVENTS: dict[str, type[Any]] = {c.__name__: c for c in (Progress, Committed, Analysed, Noticed, IndexSummary, Failed)}


@dataclass(frozen=True, slots=True)
class Job:
    """What an indexer is to do. Paths are strings with surrogate escapes."""

    root: str
    only: str | None
    cache: str
    documents: DocumentsSettings
    formats: FormatsSettings
    indexing: IndexingSettings
    search: SearchSettings
    entities: EntitiesSettings
    marks: tuple[str, ...]
    """Folders of marks, that which counts most first: `entities.yaml` lies there."""
    rebuild: bool
    nice: int
    metadata: MetadataSettings = field(default_factory=lambda: MetadataSettings((), ""))
    among: tuple[str, ...] | None = None
    """The only files that may have changed since the last run; None: any."""


class IndexerProcess:
    """The parent's end of one run."""

    def __init__(self, job: Job, on_event: OnEvent) -> None:
        self._on_event = on_event
        self._writing = threading.Lock()
        self._process = subprocess.Popen(
            python(_LAUNCH),
            cwd=job.cache,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stdin and self._process.stderr
        self._last_words = LastWords(self._process.stderr)
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(asdict(job)).encode() + b"\n")
            self._process.stdin.flush()
        self._thread = threading.Thread(target=self._listen, name="indexer-events", daemon=True)
        self._thread.start()

    def hurry(self, path: str) -> None:
        """Have it take this document next. Nothing happens where the run is over."""
        with self._writing, contextlib.suppress(OSError, ValueError):
            if self._process.stdin:
                self._process.stdin.write(json.dumps(path).encode() + b"\n")
                self._process.stdin.flush()

    def cancel(self) -> None:
        """Ask it to stop at the next safe point; what is done stays done."""
        with self._writing, contextlib.suppress(OSError):
            if self._process.stdin:
                self._process.stdin.close()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the end of the run; False where it has not come in time."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _listen(self) -> None:
        assert self._process.stdout
        ended = False
        for line in self._process.stdout:
            event = decode(line)
            ended = ended or isinstance(event, IndexSummary | Failed)
            self._on_event(event)
        self._process.wait()
        if not ended:
            last = self._last_words.line() or f"exit {self._process.returncode}"
            self._on_event(Failed(f"the indexer stopped ({last}); what it had done is kept"))
        self.cancel()


def encode(event: Event) -> bytes:
    """An event as one line of JSON."""
    return json.dumps({"event": type(event).__name__, **asdict(event)}).encode() + b"\n"


def decode(line: bytes) -> Event:
    """The inverse of `encode`."""
    raw = json.loads(line)
    kind = _EVENTS[raw.pop("event")]
    if kind is IndexSummary:
        raw["skipped"] = tuple(Skipped(**s) for s in raw["skipped"])
    event: Event = kind(**raw)
    return event


# -- the child's end ---------------------------------------------------------------------------------------------------


def child() -> None:
    """Entry of the indexer process."""
    keep_to_oneself()
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    # Nothing that a library prints may come between the events.
    os.dup2(2, 1)
    from index.indexing.wanted import Wanted

    lines = _lines(0)
    line = next(lines, None)
    if line is None:
        return
    job = _job(line)
    gone, wanted = threading.Event(), Wanted()
    threading.Thread(target=_watch_parent, args=(lines, wanted, gone), daemon=True).start()

    def tell(event: Event) -> None:
        try:
            out.write(encode(event))
        except BrokenPipeError:
            gone.set()

    with contextlib.suppress(OSError):
        os.nice(job.nice)
    try:
        tell(run(job, tell, gone, wanted))
    except GlossatorError as error:
        tell(Failed(str(error)))
    except OSError as error:
        tell(Failed(_stopped(error, job.cache)))


def _stopped(error: OSError, cache: str) -> str:
    """Why a run ended, and what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"the disk is full under {cache}: what was indexed before still answers; free some space, index again"
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return f"the index cannot be written under {cache} ({error.strerror}); what was indexed before still answers"
    return f"indexing stopped: {error.strerror or error}; what was done is kept"


def _job(line: bytes) -> Job:
    raw = json.loads(line)
    documents = {**raw.pop("documents")}
    documents["ignore"] = tuple(documents["ignore"])
    search = {**raw.pop("search")}
    search["stemming"] = tuple(search["stemming"])
    return Job(
        documents=DocumentsSettings(**documents),
        formats=build_section(FormatsSettings, raw.pop("formats")),
        indexing=IndexingSettings(**raw.pop("indexing")),
        search=SearchSettings(**search),
        entities=EntitiesSettings(**raw.pop("entities")),
        marks=tuple(raw.pop("marks")),
        among=tuple(among) if (among := raw.pop("among")) is not None else None,
        metadata=MetadataSettings(tuple((metadata := raw.pop("metadata"))["paths"]), metadata["table"]),
        **raw,
    )


def _lines(handle: int) -> Iterator[bytes]:
    """The lines of a pipe. Not through a file with a buffer: where a run ends with an error, the interpreter would
    not get that file's lock from the thread that reads, and would say so instead of the error."""
    rest = b""
    while data := os.read(handle, 65_536):
        *whole, rest = (rest + data).split(b"\n")
        yield from whole


def _watch_parent(lines: Iterator[bytes], wanted: Wanted, gone: threading.Event) -> None:
    for line in lines:
        wanted.ask(json.loads(line))
    gone.set()


def run(job: Job, tell: OnEvent, gone: threading.Event, wanted: Wanted) -> IndexSummary:
    """One run under the lock; waits while another indexer is at work on the same collection."""
    # Imported here: the parent needs none of it.
    from index.catalogue.damage import telling
    from index.described.describing import Describing
    from index.described.table import read_table
    from index.described.telling import tell_of_table
    from index.indexing.choosing import choose, words_of
    from index.indexing.extraction import extraction_of
    from index.indexing.generations import Generations
    from index.indexing.indexer_lock import held
    from index.indexing.soundness import Fault
    from index.ingest import Ingest
    from index.search.opening import open_engine

    cache = Path(job.cache)
    with held(cache, tell, gone):
        extraction, faults = extraction_of(job)
        if faults:
            more = f"; glossator check shows {len(faults) - 1} more" if len(faults) > 1 else ""
            tell(Noticed(faults[0] + more))
        table = read_table(Path(job.root), job.metadata.table)
        describing = Describing(job.metadata.paths, table.rows)
        generations = Generations(cache)
        made_with = fingerprint(job)
        rebuild = job.rebuild
        for _ in range(2):
            folder, another_serves = choose(cache, job.search, made_with, anew=rebuild, tell=tell)
            try:
                with telling(), contextlib.closing(open_engine(folder / "index", job.search)) as engine:
                    ingest = Ingest(
                        Path(job.root),
                        job.only,
                        folder,
                        job.documents,
                        job.formats,
                        job.indexing,
                        engine,
                        tell,
                        gone.is_set,
                        extraction,
                        wanted,
                        model_workers=job.entities.model_workers,
                        describing=describing,
                        table=job.metadata.table,
                        among=job.among,
                    )
                    if not another_serves:
                        # Nothing older can serve: the reader watches this one grow, now that there is a catalogue.
                        generations.switch(folder)
                    summary = ingest.run()
                    tell_of_table(table, folder, tell)
                break
            except Damaged as error:
                tell(Noticed(words_of(Fault("index", str(error)))))
                rebuild = True
        else:
            raise GlossatorError(f"the index cannot be written under {cache}; is the disk failing?")
        if not gone.is_set():
            generations.switch(folder)
        generations.sweep(kept=folder)
        return summary


def fingerprint(job: Job) -> str:
    """Everything that decides what catalogue and index hold, and the engine's name behind it.

    The rules of analysis are left out: they are kept a document; and so are settings of formats, of which it is known
    what they concern (`otherwise.py`).
    """
    import hashlib

    from index.catalogue.database import SCHEMA_VERSION
    from index.readers import readers_fingerprint
    from index.search.engine import fingerprint as engine_fingerprint
    from index.understanding.versions import STRUCTURE_VERSION

    parts = [str(SCHEMA_VERSION), readers_fingerprint(), engine_fingerprint(job.search), STRUCTURE_VERSION]
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f"{digest} {job.search.engine}"
