"""The annotations of another program's file, taken in while the reader goes on reading."""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import Cancelled, GlossatorError
from tui.counted import counted

if TYPE_CHECKING:
    from index.annotations.importing import ImportReport
    from tui.session.room import Room


def take_in(room: Room, file: str) -> None:
    """Take in a file in a thread; esc gives it up before anything is written."""
    if not file.strip():
        room.messages.say("the name of a file is missing: import notes.jsonl")
        return
    given_up, over = threading.Event(), threading.Event()
    work = room.works.begin("taking in annotations", cancel=given_up.set, busy=lambda: not over.is_set())

    def take() -> ImportReport | None:
        try:
            try:
                path = Path(file.strip()).expanduser()
            except RuntimeError as error:
                raise GlossatorError(f"{file.strip()}: no such user") from error
            return room.collection.exchange.import_file(
                path,
                watch=work.progress,
                cancelled=lambda: given_up.is_set() or room.background.leaving,
            )
        except Cancelled:
            return None
        finally:
            over.set()

    def done(report: ImportReport | None) -> None:
        if report is not None:
            room.marking.after_change()
            room.messages.say(in_words(report, room.keys_of("undo")))

    # Not with what writes: marks that are made meanwhile are not to wait for it.
    room.background.run(take, done)


def in_words(report: ImportReport, undo: str) -> str:
    """What was taken in, what not and why, and how it is taken back."""
    parts = [f"{counted(report.imported, 'annotation')} taken in"]
    if report.codes:
        parts.append(f"{counted(report.codes, 'code')} compared with the codebook")
    if report.memos:
        parts.append(counted(report.memos, "memo"))
    reasons = Counter(each.reason for each in report.unplaced).most_common()
    for reason, number in reasons[:2]:
        parts.append(f"{number:,} not: {reason}")
    if len(reasons) > 2:
        parts.append(f"{sum(number for _, number in reasons[2:]):,} not for other reasons")
    if (report.imported or report.memos) and report.undoable and undo:
        parts.append(f"{undo} undoes")
    return " · ".join(parts)
