"""What the reader did, with before and after, so that it can be undone and done again, across restarts.

The log knows nothing of annotations: a change names the kind of thing it concerns, and a handler for that kind reads
and writes it. It lies in the state directory; the decisions themselves lie in their own files.
"""

from __future__ import annotations

import base64
import json
import threading
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from index.annotations.journal import Journal, Line
from index.annotations.lines import LONGEST_LINE, BadLine, Record, dump, parse_line
from index.annotations.record import utc_now
from index.errors import GlossatorError
from index.safe_files import RefusedFile, make_private_folder

_LARGEST_LOG = 64 * 1024 * 1024
_MANY = 500
"""So many changes and more are packed."""
_LARGEST_DEED = 256 * 1024 * 1024
"""Bytes that such a deed may take when it is unpacked."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing before and after, both JSON; None where there was or is none."""

    kind: str
    """Which handler it belongs to, such as `annotation`."""
    place: str
    """Where it is kept, such as the layer."""
    id: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Deed:
    """Changes that the reader made in one go, and what that was, in words."""

    label: str
    at: str
    changes: tuple[Change, ...]


class Handler(Protocol):
    """Reads and writes the things of one kind."""

    def put_back(self, changes: Sequence[tuple[Change, Any]]) -> None:
        """Set each thing to the value given, all or none of them.

        A change comes as it is to be carried out: `before` is what must be there now. Raises ChangedSince where a thing
        is not as `before` says.
        """


class ChangedSince(GlossatorError):
    """What is to be undone is no longer as it was left."""


class UndoLog:
    """The log of one collection. Safe to call from any thread and from several processes.

    What can be undone is bounded: of more than `limit` deeds, or of a log above 64 MB, the older half is forgotten.
    """

    def __init__(self, path: Path, *, limit: int = 1000) -> None:
        self._limit = limit
        self._folder = path.parent
        self._stacks = _Stacks()
        self._lock = threading.RLock()
        self._journal = Journal(path.parent, (), path.name, self, private=True, max_bytes=2 * _LARGEST_LOG)

    def add(self, label: str, changes: Sequence[Change]) -> bool:
        """Remember a deed that was done; False where it is too large to be undone."""
        deed = Deed(label, utc_now(), tuple(changes))
        with self._lock:
            fits = self._append(_entry(deed))
            self._shorten()
            return fits

    def remember(self, label: str, changes: Sequence[Change]) -> bool:
        """The same for what is saved already: that it cannot be undone must not look as if it were not.

        Not to be called under a lock that undoing asks for: undoing holds the log's before.
        """
        try:
            return self.add(label, changes)
        except (GlossatorError, OSError):
            return False

    def undo(self, handlers: Mapping[str, Handler]) -> Deed | None:
        """Undo the last deed; None where there is none.

        Raises ChangedSince where something of it has changed since; the deed is then forgotten, so that those before
        it can be reached.
        """
        return self._turn("undo", handlers)

    def redo(self, handlers: Mapping[str, Handler]) -> Deed | None:
        """Do again what was undone last."""
        return self._turn("redo", handlers)

    def next_undo(self) -> str | None:
        """What would be undone, in words."""
        with self._lock:
            self._refresh()
            return self._stacks.done[-1].label if self._stacks.done else None

    def next_redo(self) -> str | None:
        """What would be done again, in words."""
        with self._lock:
            self._refresh()
            return self._stacks.undone[-1].label if self._stacks.undone else None

    # -- inside -------------------------------------------------------------------------------------------------

    def _turn(self, way: str, handlers: Mapping[str, Handler]) -> Deed | None:
        with self._lock:
            self._refresh()
            stack = self._stacks.done if way == "undo" else self._stacks.undone
            if not stack:
                return None
            deed = stack[-1]
            try:
                _carry_out(way, deed, handlers)
            except ChangedSince:
                self._note({f"drop-{way}": True})
                raise
            self._note({way: True})
            return deed

    def _refresh(self) -> None:
        try:
            self._journal.refresh()
        except (OSError, RefusedFile):
            pass  # nothing to undo is the worst that follows from it

    def _note(self, entry: Record) -> None:
        """Note what became of a deed. Where that cannot be written it is done all the same: this sitting knows."""
        try:
            self._append(entry)
        except (GlossatorError, OSError):
            self._stacks.take(dump(entry).encode("utf-8"))

    def _append(self, entry: Record) -> bool:
        line = dump(entry).encode("utf-8") + b"\n"
        if len(line) > LONGEST_LINE:
            return False
        make_private_folder(self._folder)
        with self._journal.writing():
            self._journal.append([line])
        return True

    def _shorten(self) -> None:
        many = len(self._stacks.done) > self._limit or self._stacks.lines > 4 * self._limit
        if many or self._journal.size > _LARGEST_LOG:
            self._journal.rewrite(self._newest)

    def _newest(self, _: bytes) -> list[bytes]:
        """The lines that lead to the newer half of what can be undone, and to all that can be done again."""
        stacks = self._stacks
        kept: list[bytes] = []
        size = 0
        for deed in reversed(stacks.done[-max(1, self._limit // 2) :]):
            kept.append(_line(deed))
            size += len(kept[-1])
            if size > _LARGEST_LOG // 2:
                break
        undone = [_line(deed) for deed in reversed(stacks.undone)]
        return [*reversed(kept), *undone, *[b'{"undo":true}'] * len(undone)]

    # -- for Journal --------------------------------------------------------------------------------------------

    def reset(self) -> None:
        """Forget everything."""
        self._stacks = _Stacks()

    def take(self, line: Line) -> bool:
        """Take a line of the log in."""
        return self._stacks.take(line.data or b"") or line.complete


class _Stacks:
    """What can be undone and done again, the next one last."""

    def __init__(self) -> None:
        self.done: list[Deed] = []
        self.undone: list[Deed] = []
        self.lines = 0

    def take(self, line: bytes) -> bool:
        """Replay a line of the log; False for one that cannot be read, which counts for nothing."""
        self.lines += 1
        try:
            entry = parse_line(line)
            deed = _deed(entry["do"]) if "do" in entry else None
        except (BadLine, KeyError, TypeError):
            return False
        if deed is not None:
            self.done.append(deed)
            self.undone.clear()
        elif "undo" in entry and self.done:
            self.undone.append(self.done.pop())
        elif "redo" in entry and self.undone:
            self.done.append(self.undone.pop())
        elif "drop-undo" in entry and self.done:
            self.done.pop()
        elif "drop-redo" in entry and self.undone:
            self.undone.pop()
        return True


def _carry_out(way: str, deed: Deed, handlers: Mapping[str, Handler]) -> None:
    """Undo all of a deed, or do all of it again; what was done of it is taken back where the rest is refused."""
    kinds = list(dict.fromkeys(change.kind for change in deed.changes))
    if not handlers.keys() >= set(kinds):
        raise ChangedSince("another version of Glossator did that; this one cannot take it back")
    for number, kind in enumerate(kinds):
        try:
            handlers[kind].put_back([_as_now(way, change) for change in deed.changes if change.kind == kind])
        except BaseException:
            back = "redo" if way == "undo" else "undo"
            for done in reversed(kinds[:number]):
                handlers[done].put_back([_as_now(back, change) for change in deed.changes if change.kind == done])
            raise


def _line(deed: Deed) -> bytes:
    return dump(_entry(deed)).encode("utf-8")


def _entry(deed: Deed) -> Record:
    """A deed as the log has it. Thousands of records that are much the same are packed: they would be too much."""
    if len(deed.changes) < _MANY:
        return {"do": asdict(deed)}
    changes = json.dumps(asdict(deed)["changes"], separators=(",", ":")).encode("ascii")
    packed = base64.b64encode(zlib.compress(changes)).decode("ascii")
    return {"do": {"label": deed.label, "at": deed.at, "packed": packed}}


def _as_now(way: str, change: Change) -> tuple[Change, Any]:
    """The change as it is to be carried out, and the value to set."""
    if way == "undo":
        change = Change(change.kind, change.place, change.id, before=change.after, after=change.before)
    return change, change.after


def _deed(value: Record) -> Deed:
    wanted = _unpacked(value["packed"]) if "packed" in value else value["changes"]
    changes = (
        Change(change["kind"], change["place"], change["id"], change["before"], change["after"]) for change in wanted
    )
    return Deed(str(value["label"]), str(value["at"]), tuple(changes))


def _unpacked(packed: str) -> Any:
    """Raises BadLine where it is none."""
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(base64.b64decode(packed, validate=True), _LARGEST_DEED)
        if unpacking.unconsumed_tail:
            raise BadLine("too large")
        return json.loads(data)
    except (ValueError, zlib.error, RecursionError) as error:
        raise BadLine(f"a deed that cannot be unpacked: {error}") from None
