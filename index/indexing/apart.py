"""Reading a document that is not indexed yet in a process of its own: some formats are read by machine code, and a file
that ends it must not end the reader's."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

from index.document import Document
from index.errors import UnreadableFile
from index.processes import environment, python
from index.readers import format_of, holds_documents
from index.readers.contained import Limits, container_of

_LAUNCH = "from index.indexing.apart import child; child()"
_HARMLESS = frozenset({"plain.text", "plain.markdown"})
"""Readers that are Python alone and take no time to speak of."""


def is_read_apart(path: str) -> bool:
    """Whether a document is to be read by another process."""
    kind = format_of(container_of(path))
    return holds_documents(container_of(path)) or (kind is not None and kind.module not in _HARMLESS)


def read_apart(root: Path, path: str, limits: Limits, cache: Path, seconds: float, megabytes: int) -> Document:
    """What `reading.read_directly` gives. Raises UnreadableFile, also where that took longer than `seconds`."""
    job = pickle.dumps((root, path, limits, megabytes))
    folder = cache if cache.is_dir() else "/"
    try:
        done = subprocess.run(
            python(_LAUNCH), input=job, capture_output=True, timeout=seconds, cwd=folder, env=environment(), check=False
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(f"took longer than {seconds:g} s (setting documents.seconds_a_file)") from error
    if done.returncode != 0:
        how = f"signal {-done.returncode}" if done.returncode < 0 else f"exit {done.returncode}"
        raise UnreadableFile(f"the process that read it died ({how})")
    found = pickle.loads(done.stdout)
    if isinstance(found, str):
        raise UnreadableFile(found)
    assert isinstance(found, Document)
    return found


def child() -> None:
    """Entry of that process."""
    import os

    from index.indexing.workers import limit_memory
    from index.reading import read_directly

    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a library prints may come between
    root, path, limits, megabytes = pickle.load(sys.stdin.buffer)
    limit_memory(megabytes)
    found: Document | str
    try:
        found = read_directly(root, path, limits)
    except UnreadableFile as error:
        found = str(error)
    except MemoryError:
        found = f"needs more than {megabytes} MB of memory (setting documents.worker_megabytes)"
    except Exception as error:
        found = f"{type(error).__name__} while it was read; this is a fault of Glossator"
    with out:
        pickle.dump(found, out)
