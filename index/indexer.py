"""The indexer process: the only writer of catalogue and index. Both ends of its pipe are here.

The parent writes one JSON line (the job) and then keeps the pipe open: its end, also by a kill of the parent, means
"give up". The child answers with one JSON line an event.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from index.document import Skipped
from index.errors import GlossatorError
from index.events import Analysed, Committed, Event, Failed, IndexSummary, OnEvent, Progress
from index.settings import DocumentsSettings, IndexingSettings, SearchSettings

_LAUNCH = "from index.indexer import child; child()"
_EVENTS: dict[str, type[Any]] = {c.__name__: c for c in (Progress, Committed, Analysed, IndexSummary, Failed)}


@dataclass(frozen=True, slots=True)
class Job:
    """What an indexer is to do. Paths are strings with surrogate escapes."""

    root: str
    only: str | None
    cache: str
    documents: DocumentsSettings
    indexing: IndexingSettings
    search: SearchSettings
    rebuild: bool
    nice: int


class IndexerProcess:
    """The parent's end of one run."""

    def __init__(self, job: Job, on_event: OnEvent) -> None:
        self._on_event = on_event
        environment = {**os.environ, "PYTHONSAFEPATH": "1"}
        # Its folder is the cache, never the collection: a collection may hold a json.py.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _LAUNCH],
            cwd=job.cache,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stdin
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(asdict(job)).encode() + b"\n")
            self._process.stdin.flush()
        self._thread = threading.Thread(target=self._listen, name="indexer-events", daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Ask it to stop at the next safe point; what is done stays done."""
        if self._process.stdin:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the end of the run; False where it has not come in time."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _listen(self) -> None:
        assert self._process.stdout and self._process.stderr
        ended = False
        for line in self._process.stdout:
            event = decode(line)
            ended = ended or isinstance(event, IndexSummary | Failed)
            self._on_event(event)
        complaint = self._process.stderr.read().decode("utf-8", "replace").strip().splitlines()
        self._process.wait()
        if not ended:
            last = complaint[-1] if complaint else f"exit {self._process.returncode}"
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
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    # Nothing that a library prints may come between the events.
    os.dup2(2, 1)
    job = _job(sys.stdin.buffer.readline())
    gone = threading.Event()
    threading.Thread(target=_watch_parent, args=(sys.stdin.buffer, gone), daemon=True).start()

    def tell(event: Event) -> None:
        try:
            out.write(encode(event))
        except BrokenPipeError:
            gone.set()

    with contextlib.suppress(OSError):
        os.nice(job.nice)
    try:
        tell(run(job, tell, gone))
    except GlossatorError as error:
        tell(Failed(str(error)))
    except OSError as error:
        tell(Failed(f"indexing stopped: {error.strerror or error}; what was done is kept"))


def _job(line: bytes) -> Job:
    raw = json.loads(line)
    documents = {**raw.pop("documents")}
    documents["ignore"] = tuple(documents["ignore"])
    search = {**raw.pop("search")}
    search["stemming"] = tuple(search["stemming"])
    return Job(
        documents=DocumentsSettings(**documents),
        indexing=IndexingSettings(**raw.pop("indexing")),
        search=SearchSettings(**search),
        **raw,
    )


def _watch_parent(pipe: IO[bytes], gone: threading.Event) -> None:
    pipe.read()
    gone.set()


def run(job: Job, tell: OnEvent, gone: threading.Event) -> IndexSummary:
    """One run under the lock; waits while another indexer is at work on the same collection."""
    # Imported here: the parent needs none of it.
    from index.generations import Generations
    from index.ingest import Ingest
    from index.search.engine import DamagedIndex
    from index.search.opening import open_engine
    from index.understanding.entities import RulesExtractor

    cache = Path(job.cache)
    with _lock(cache / "indexer.lock", tell, gone):
        generations = Generations(cache)
        made_with = fingerprint(job)
        rebuild = job.rebuild
        for _ in range(2):
            folder = _folder(generations, made_with, rebuild)
            try:
                with contextlib.closing(open_engine(folder / "index", job.search)) as engine:
                    ingest = Ingest(
                        Path(job.root),
                        job.only,
                        folder,
                        job.documents,
                        job.indexing,
                        engine,
                        tell,
                        gone.is_set,
                        RulesExtractor().version,
                    )
                    summary = ingest.run()
                break
            except DamagedIndex:
                rebuild = True
        else:
            raise GlossatorError(f"the index cannot be written under {cache}; is the disk full or failing?")
        if not gone.is_set():
            generations.switch(folder)
        generations.sweep()
        return summary


def _folder(generations: Any, fingerprint: str, rebuild: bool) -> Path:
    """The folder to work in: the one in use, one that a kill left unfinished, or a new one."""
    from index.catalogue.database import damaged

    current: Path | None = generations.current()
    catalogue = current / "catalogue.sqlite" if current else None
    serves = catalogue is not None and catalogue.exists() and damaged(catalogue) is None
    if current and serves and not rebuild and generations.fingerprint(current) == fingerprint:
        return current
    unfinished: Path | None = None if rebuild or not serves else generations.unfinished(fingerprint)
    folder: Path = unfinished or generations.start(fingerprint)
    if not serves:
        # Nothing older can serve meanwhile: the reader watches this one grow.
        generations.switch(folder)
    return folder


def fingerprint(job: Job) -> str:
    """Everything that decides what catalogue and index hold, the rules of analysis aside: those are kept a document."""
    import hashlib

    from index.catalogue.database import SCHEMA_VERSION
    from index.readers import readers_fingerprint
    from index.search.engine import fingerprint as engine_fingerprint
    from index.understanding.versions import STRUCTURE_VERSION

    parts = [str(SCHEMA_VERSION), readers_fingerprint(), engine_fingerprint(job.search), STRUCTURE_VERSION]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@contextlib.contextmanager
def _lock(file: Path, tell: OnEvent, gone: threading.Event) -> Iterator[None]:
    with file.open("ab") as handle:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                tell(Progress("waiting for another indexer", 0, None, 0.0, 0))
                if gone.wait(0.3):
                    raise GlossatorError("another process indexes this collection; given up waiting") from None
        # The kernel drops the lock with the handle, however the process ends.
        yield
