"""The watcher process, and the end of its pipe that belongs to whoever wants to know.

A process of its own, because to look through a folder of a million files would hold up the keys of the reader, however
seldom it is done. It reads names, sizes and times, and nothing that is in a file. As with the indexer the pipe is its
life: when it is closed, also by a kill of the parent, the watcher ends.
"""

from __future__ import annotations

import contextlib
import subprocess
import threading

from index.processes import LastWords, environment, python
from index.watching.events import Blind, OnWatchEvent, Order, decode, encode_order

_LAUNCH = "from index.watching.child import main; main()"


class Watcher:
    """Watches one collection until it is stopped. Events come on a thread of its own."""

    def __init__(self, order: Order, folder: str, on_event: OnWatchEvent) -> None:
        """`folder`: where the process runs, never the collection, which may hold a json.py. Raises OSError."""
        self._on_event = on_event
        self._stopped = False
        self._process = subprocess.Popen(
            python(_LAUNCH),
            cwd=folder,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stdin and self._process.stderr
        self._last_words = LastWords(self._process.stderr)
        with contextlib.suppress(OSError):
            self._process.stdin.write(encode_order(order))
            self._process.stdin.flush()
        self._thread = threading.Thread(target=self._listen, name="watcher-events", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it; nothing is told any more."""
        self._stopped = True
        if self._process.stdin:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for its end; False where it has not come in time."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _listen(self) -> None:
        assert self._process.stdout
        with self._process.stdout as lines:
            for line in lines:
                if not self._stopped:
                    self._on_event(decode(line))
        self._process.wait()
        if not self._stopped:
            last = self._last_words.line() or f"exit {self._process.returncode}"
            self._on_event(Blind(f"the watcher stopped ({last}); changes of files are no longer noticed"))
