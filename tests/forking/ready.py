"""A process that has loaded the program and forks what would otherwise start from nothing and load for half a second:
`glossator` with arguments, an indexer, one of an indexer's workers. Each is as real as one that was started: it is a
process with surroundings and pipes of its own. `forked.py` asks for them.

It has one thread, so that a fork leaves nothing half done.
"""

from __future__ import annotations

import base64
import contextlib
import gc
import json
import os
import pickle
import signal
import socket
import sys
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parent))
import forked

LOADED = (
    "importlib.metadata",
    "tui.cli",
    "tui.command_line.run",
    "tui.command_line.table",
    "tui.keymap",
    "index.collection",
    "index.config_check",
    "index.marks",
    "index.catalogue.damage",
    "index.catalogue.reader",
    "index.described.table",
    "index.described.telling",
    "index.entities.naming",
    "index.search.whoosh_engine",
    "index.search.opening",
    "index.search.parser",
    "index.ingest",
    "index.indexing.choosing",
    "index.indexing.generations",
    "index.indexing.indexer",
    "index.indexing.indexer_lock",
    "index.indexing.settled",
    "index.indexing.soundness",
    "index.indexing.worker_tasks",
)


def serve(channel: socket.socket) -> Any:
    """Answer requests until nobody asks any more (None); in what a request makes, its exit status."""
    load()
    while True:
        data, fds, _, _ = socket.recv_fds(channel, forked.LARGEST, 8)
        if not data:
            return None
        if os.fork() == 0:
            channel.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            return attend(json.loads(data), fds)
        for fd in fds:
            os.close(fd)


def load() -> None:
    """Everything that is loaded again and again, at an import or at the first use."""
    for module in LOADED:
        __import__(module)
    from index.config_check import check
    from index.config_kinds import RawFile, shipped_file
    from index.indexing.worker_tasks import analysis_of
    from index.readers import read_file
    from index.reading import as_document
    from index.understanding.entities import RulesExtractor
    from index.understanding.versions import rules_version
    from tui.keymap import check_keys

    forked.check_settings_once()
    shipped = RawFile(shipped_file(), shipped_file().read_bytes(), own=True)
    for hook in (None, check_keys):
        check([shipped], {}, {}, hook)
    rules_version()
    with tempfile.TemporaryDirectory() as folder:
        for name in ("text.txt", "text.md"):
            file = Path(folder) / name
            file.write_text("# Title\n\nJosef Hallam said on 3 May 2031 that 31 people left Port Averil.\n")
            found = read_file(file, 1_000, follow_links=False)
            analysis_of(RulesExtractor(), as_document(name, found.extracted, found.file_sha256, frozenset()))
    signal.signal(signal.SIGCHLD, let_go)
    # Who interrupts the tests at the keyboard means them; this ends with them.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.collect()
    gc.freeze()


def let_go(*_: object) -> None:
    """Take leave of the processes that saw to what was forked and have ended."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def attend(request: dict[str, Any], fds: list[int]) -> Any:
    """Fork what is asked for, and tell its number and then its exit status."""
    asking, telling, *roles = fds
    child = os.fork()
    if child == 0:
        os.close(telling)
        return become(request, socket.socket(fileno=asking), roles)
    for fd in (asking, *roles):
        os.close(fd)
    forked.tell(telling, child)
    _, status = os.waitpid(child, 0)
    try:
        forked.tell(telling, os.waitstatus_to_exitcode(status))
    finally:
        os._exit(0)


def become(request: dict[str, Any], asking: socket.socket, fds: list[int]) -> Any:
    """The process itself."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    forked.use(forked.Ready(asking), workers=True)
    if request["kind"] == "worker":
        from index.indexing import workers

        workers._serve(Connection(fds[0]), *pickle.loads(base64.b64decode(request["arguments"])))
        os._exit(0)
    for target, fd in enumerate(fds):
        os.dup2(fd, target)
        os.close(fd)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    if request["kind"] == "indexer":
        os.setsid()
        from index.indexing import indexer

        return indexer.child()
    sys.argv[:] = ["glossator", *request["words"]]
    from tui.cli import main

    return main()


if __name__ == "__main__":
    sys.exit(serve(socket.socket(fileno=int(sys.argv[1]))))
