"""A process that has loaded the program and becomes `glossator` when it is asked: as real as one that starts from
nothing, with arguments, surroundings and pipes of its own, but without the third of a second that loading takes.

It has one thread, so that a fork leaves nothing half done.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import sys

LENGTH = struct.Struct("!i")
LOADED = (
    "tui.command_line.run",
    "tui.command_line.table",
    "index.collection",
    "index.config",
    "index.marks",
    "index.catalogue.reader",
    "index.entities.naming",
    "index.search.whoosh_engine",
    "index.search.parser",
    "index.indexing.indexer",
    "index.indexing.settled",
)


def serve(channel: socket.socket) -> int | None:
    """Answer requests until nobody asks any more (None); in the process that a request makes, its exit status."""
    for module in LOADED:
        __import__(module)
    while True:
        data, fds, _, _ = socket.recv_fds(channel, 1 << 20, 3)
        if not data:
            return None
        request = json.loads(data)
        child = os.fork()
        if child == 0:
            channel.close()
            return run(request, fds)
        for fd in fds:
            os.close(fd)
        channel.sendall(LENGTH.pack(child))
        _, status = os.waitpid(child, 0)
        channel.sendall(LENGTH.pack(os.waitstatus_to_exitcode(status)))


def run(request: dict[str, object], fds: list[int]) -> int:
    """The program itself."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for target, fd in enumerate(fds):
        os.dup2(fd, target)
        os.close(fd)
    environment, words, folder = request["environment"], request["words"], request["folder"]
    assert isinstance(environment, dict) and isinstance(words, list) and isinstance(folder, str)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv[:] = ["glossator", *words]
    from tui.cli import main

    return main()


if __name__ == "__main__":
    served = serve(socket.socket(fileno=int(sys.argv[1])))
    sys.exit(served or 0)
