"""A file of records, one JSON object a line, of which the last line with an id counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from index.annotations.journal import Begin, Journal, Line
from index.annotations.lines import LONGEST_LINE, BadLine, Fault, Record, dump_line, is_conflict_marker, parse_line
from index.annotations.record import is_newer
from index.errors import GlossatorError, ReadOnlyError
from index.safe_files import RefusedFile

LARGEST_FILE = 512 * 1024 * 1024

_BOM = b"\xef\xbb\xbf"


class Kept(Protocol):
    """What a record becomes."""

    @property
    def id(self) -> str:
        """What tells it from every other."""
        raise NotImplementedError


Item = TypeVar("Item", bound=Kept)


class RecordFile(Generic[Item]):
    """The records of one file in a folder of marks, and what is wrong with its lines.

    Not safe for several threads by itself; whoever owns it holds a lock around every call.
    """

    def __init__(
        self,
        folder: Path,
        inner: Sequence[str],
        name: str,
        read: Callable[[Record], Item],
        order: Callable[[Item], Any],
        *,
        private: bool = False,
        begin: Begin | None = None,
    ) -> None:
        """`read` makes an item of a record and raises BadLine; by `order` a file that is compacted is sorted.

        `begin`: see `Journal`.
        """
        self.shown = "/".join((folder.name, *inner, name))
        self.items: dict[str, Item] = {}
        """The current state by id, deleted ones included."""
        self._read_record = read
        self._order = order
        self.changed: set[str] = set()
        """Ids that were taken in since the owner looked last."""
        self.forgotten = False
        """True where the file was read anew since the owner looked last: ids may be gone."""
        self._places: dict[str, int] = {}
        self._line_faults: list[Fault] = []
        self._bad: list[int] = []
        """Where the lines begin that cannot be read."""
        self._torn: tuple[int, Fault] | None = None
        self._conflict = False
        self._unreadable: str | None = None
        self._newer = False
        self._journal = Journal(folder, inner, name, self, private=private, max_bytes=LARGEST_FILE, begin=begin)

    # -- reading ------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Take in what was appended; a file that cannot be read becomes a fault."""
        try:
            self._journal.refresh()
            self._unreadable = None
        except RefusedFile as error:
            self._fail(str(error))
        except OSError as error:
            self._fail(f"cannot be read: {error.strerror or error}")

    def faults(self) -> list[Fault]:
        """What is wrong with the file and its lines."""
        whole = []
        if self._unreadable:
            whole.append(Fault(self.shown, 0, self._unreadable))
        if self._journal.oversized:
            whole.append(Fault(self.shown, 0, f"larger than {LARGEST_FILE // 1024**2} MB; not read"))
        if self._newer:
            whole.append(Fault(self.shown, 0, "written by a newer version of Glossator; not written to by this one"))
        return whole + self._line_faults + ([self._torn[1]] if self._torn else [])

    def record(self, id: str) -> Record:
        """The record as it lies in the file, with whatever `Annotation` has no name for."""
        offset = self._places[id]
        line = self._journal.read_at(offset).rstrip(b"\r\n")
        record = parse_line(line.removeprefix(_BOM) if offset == 0 else line)
        if record.get("id") != id:
            raise BadLine("the file was rewritten meanwhile")
        return record

    def reset(self) -> None:
        """Forget every line (for Journal)."""
        self.items.clear()
        self._places.clear()
        self._line_faults.clear()
        self._bad.clear()
        self._torn = None
        self._conflict = False
        self._newer = False
        self.changed.clear()
        self.forgotten = True

    def take(self, line: Line) -> bool:
        """Take a line in (for Journal)."""
        self._torn = None
        if line.data is not None and not line.data.strip():
            return True
        try:
            if line.data is None:
                raise BadLine(f"longer than {LONGEST_LINE // 1024**2} MB")
            record = parse_line(line.data.removeprefix(_BOM) if line.offset == 0 else line.data)
            self._newer = self._newer or is_newer(record)
            item = self._read_record(record)
        except BadLine as error:
            fault = Fault(self.shown, line.number, str(error))
            if not line.complete:
                self._torn = line.offset, fault._replace(reason=f"the last line was never finished ({error})")
                return False
            self._line_faults.append(fault)
            self._bad.append(line.offset)
            self._conflict = self._conflict or is_conflict_marker(line.data or b"")
            return True
        self.items[item.id] = item
        self._places[item.id] = line.offset
        self.changed.add(item.id)
        return True

    def _fail(self, reason: str) -> None:
        if self._unreadable is None:
            self.reset()
            self._journal.forget()
        self._unreadable = reason

    # -- writing ------------------------------------------------------------------------------------------------

    def write(self, make: Callable[[], list[Record]]) -> None:
        """Append records that `make` builds under the lock, when all that others appended has been read."""
        with self._journal.writing():
            if self._newer:
                raise ReadOnlyError(f"{self.shown} was written by a newer version of Glossator and is left as it is")
            records = make()
            if not records:
                return
            try:
                for record in records:
                    self._read_record(record)  # what could not be read back is not written
                lines = [dump_line(record) for record in records]
            except BadLine as error:
                raise GlossatorError(f"it cannot be kept: {error}") from error
            self._journal.append(lines)

    def compact(self, keep: Callable[[Item], bool]) -> bool:
        """Rewrite the file sorted, each record once; True where that changed it.

        Lines that cannot be read stay, last and in their order. A file with a merge conflict in it is left alone:
        sorting would tear its two sides apart.
        """
        return self._journal.rewrite(lambda data: self._sorted(data, keep))

    def _sorted(self, data: bytes, keep: Callable[[Item], bool]) -> list[bytes] | None:
        if self._newer or self._conflict:
            return None

        def line_at(offset: int) -> bytes:
            end = data.find(b"\n", offset)
            line = data[offset : end if end >= 0 else len(data)].rstrip(b"\r")
            return line.removeprefix(_BOM) if offset == 0 else line

        places = [*self._places.values(), *self._bad]
        if any(place and data[place - 1 : place] != b"\n" for place in places):
            return None  # edited in place without being noticed: nothing is cut where no line begins
        kept = sorted(filter(keep, self.items.values()), key=self._order)
        lines = [line_at(self._places[each.id]) for each in kept] + [
            line_at(offset) for offset in (*self._bad, *([self._torn[0]] if self._torn else ()))
        ]
        self._rewriting(kept, lines)
        return lines

    def _rewriting(self, kept: list[Item], lines: list[bytes]) -> None:
        """Is told what the file is about to hold: the lines of these items, and behind them those without one."""
