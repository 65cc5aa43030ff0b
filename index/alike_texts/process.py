"""The process in which texts are compared, so that neither the screen nor its memory feels it; both ends of its pipe.

The parent writes one JSON line and keeps the pipe open; its end, also by a kill of the parent, means "give up". The
child answers with one JSON line a step.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from index.errors import Cancelled, CollectionError
from index.processes import environment, python
from index.safe_files import keep_to_oneself

_LAUNCH: Final = "from index.alike_texts.process import child; child()"
_EVERY: Final = 0.2
"""Seconds between two steps that are told, but for the last of a stage."""
NICE: Final = 10


class Step(NamedTuple):
    """How far it is."""

    stage: str
    done: int
    total: int


class Comparing:
    """The parent's end of one run."""

    def __init__(self, folder: Path, similarity: float, cancelled: Callable[[], bool], *, nice: int = NICE) -> None:
        """`folder`: the generation. `similarity`: 0 to 1."""
        self._job = {"folder": str(folder), "similarity": similarity, "nice": nice}
        self._folder = folder
        self._cancelled = cancelled

    def steps(self) -> Iterator[Step | None]:
        """Runs it to its end; None where nothing new is to be told. Raises Cancelled, CollectionError."""
        process = subprocess.Popen(
            python(_LAUNCH),
            cwd=self._folder,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        assert process.stdin and process.stdout
        over = threading.Event()
        watch = threading.Thread(target=self._watch, args=(process, over), name="copies-watch", daemon=True)
        try:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(json.dumps(self._job).encode() + b"\n")
                process.stdin.flush()
            watch.start()
            ended = False
            for line in process.stdout:
                told = json.loads(line)
                ended = ended or bool(told.get("done"))
                if "failed" in told:
                    raise CollectionError(told["failed"])
                yield Step(*told["step"]) if "step" in told else None
            if self._cancelled():
                raise Cancelled("Given up.")
            if not ended:
                raise CollectionError("the comparison of texts stopped; what it had done is kept")
        finally:
            over.set()
            process.kill()
            process.wait()
            watch.join()
            process.stdout.close()
            with contextlib.suppress(OSError):
                process.stdin.close()

    def _watch(self, process: subprocess.Popen[bytes], over: threading.Event) -> None:
        """What was given up ends at once: every transaction is whole or not there."""
        while not over.wait(0.05):
            if self._cancelled():
                process.kill()
                return


def child() -> None:
    """Entry of the process."""
    keep_to_oneself()
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    with os.fdopen(0, "rb", closefd=False) as lines:
        line = lines.readline()
        if not line:
            return
        job = json.loads(line)
        os.nice(job["nice"])
        gone = threading.Event()

        def watch() -> None:
            while lines.read(1):
                pass
            gone.set()

        threading.Thread(target=watch, daemon=True).start()
        last = 0.0

        def tell(stage: str, done: int, total: int) -> None:
            nonlocal last
            if done == total or time.monotonic() - last > _EVERY:
                last = time.monotonic()
                _say(out.write, {"step": [stage, done, total]})

        try:
            from index.alike_texts.making import bring_up_to_date

            bring_up_to_date(Path(job["folder"]), job["similarity"], tell, gone.is_set)
            _say(out.write, {"done": True})
        except Cancelled:
            pass
        except (CollectionError, OSError, MemoryError) as error:
            _say(out.write, {"failed": str(error) or "there is not enough memory to compare texts"})
        # The thread that watches the pipe is not waited for.
        out.close()
        os._exit(0)


def _say(write: Callable[[bytes], object], told: dict[str, object]) -> None:
    with contextlib.suppress(BrokenPipeError):
        write(json.dumps(told).encode() + b"\n")
