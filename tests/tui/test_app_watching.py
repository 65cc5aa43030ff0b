"""Files change while the reader is open: a real folder, a real watcher, and somebody who reads."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tui.session.reading import refreshing, watching

OpenRoom = Any
Homes = Any
AUTO = {"watch": "auto"}
LONG = "A long letter\n\n" + "\n\n".join(
    f"Paragraph {number} speaks of the sea and of ship {number}." for number in range(60)
)


def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name in ("alpha", "gamma", "omega"):
        (folder / f"{name}.txt").write_text(f"The {name} letter\n\nNothing but {name} in it.\n")
    (folder / "long.txt").write_text(LONG)
    for file in folder.iterdir():
        # What was written a moment ago is read again by the next run.
        os.utime(file, (file.stat().st_atime, file.stat().st_mtime - 60))
    return folder


def save(file: Path, text: str) -> None:
    """As editors do."""
    aside = file.with_name(f".{file.name}.swp")
    aside.write_text(text)
    aside.rename(file)


async def test_the_open_document_is_followed(homes: Homes, tmp_path: Path, visit: OpenRoom, monkeypatch: Any) -> None:
    monkeypatch.setattr(watching, "TOLD_SECONDS", 0.0)
    monkeypatch.setattr(refreshing, "QUIET_SECONDS", 0.0)
    folder = papers(tmp_path)
    async with visit(folder, keep_current=True, indexing=AUTO) as here:
        room, text = here.room, here.room.screen.text
        await here.until(lambda: room.indexing.finished and "system tells" in room.watching.words)
        room.reading.open("long.txt")
        await here.settle()
        text.go_to(here.at("Paragraph 30"), centre=True)
        await here.press("a")
        await here.write("so")
        await here.press("enter")
        await here.until(lambda: room.marking.marks)
        await here.press("v")
        row = text.rows_since(here.cursor)

        # Words before the place, and the marked paragraph as it was.
        save(folder / "long.txt", LONG.replace("A long letter\n", "A long letter\n\nPut in before.\n\nAnd more.\n"))
        await here.until(lambda: "Put in before" in here.document.text)
        await here.settle()
        assert here.document.text[here.cursor :].startswith("Paragraph 30")
        assert text.rows_since(here.cursor) == row and text.selection is None
        assert "changed on the disk" in here.message
        await here.until(lambda: room.marking.marks and room.marking.marks[0].status in ("moved", "exact"))
        assert here.document.text[room.marking.marks[0].start :].startswith("Paragraph 30")
        assert not room.seats.active.reading.refreshing.gone

        # Its file is gone: it can still be read, and says so.
        kept = (folder / "long.txt").read_text()
        (folder / "long.txt").unlink()
        await here.until(lambda: "gone from the folder" in here.message)
        assert "its 1 annotation is kept" in here.message
        assert here.document.text == kept and len(room.marking.marks) == 1
        room.messages.clear()
        await here.until(lambda: not room.indexing.running)
        text.go_to(here.at("Paragraph 40"))
        await here.settle()
        assert "its file is gone" in here.status

        # And back.
        (folder / "long.txt").write_text(kept)
        await here.until(lambda: not room.reading.refreshing.gone)
        await here.settle()
        await here.until(lambda: room.marking.marks and room.marking.marks[0].status in ("moved", "exact"))

        # It is renamed: it is followed, with the mark that was made before it was changed.
        (folder / "box").mkdir()
        (folder / "long.txt").rename(folder / "box" / "tall.txt")
        await here.until(lambda: here.document.path == "box/tall.txt")
        assert "called box/tall.txt" in here.message
        await here.until(lambda: room.marking.marks and room.marking.marks[0].status in ("moved", "exact"))
        assert here.document.text[room.marking.marks[0].start :].startswith("Paragraph 30")
        assert here.document.text[here.cursor :].startswith("Paragraph 40")


async def test_the_list_keeps_its_row_and_its_filter(
    homes: Homes, tmp_path: Path, visit: OpenRoom, monkeypatch: Any
) -> None:
    monkeypatch.setattr(watching, "TOLD_SECONDS", 0.0)
    folder = papers(tmp_path)
    async with visit(folder, keep_current=True, indexing=AUTO) as here:
        room = here.room
        documents = room.screen.documents
        await here.until(lambda: room.indexing.finished and "system tells" in room.watching.words)
        await here.settle()
        await here.press("g", "d")
        room.library.narrow("letter")
        await here.settle()
        documents.select_path("omega.txt")
        (folder / "beta.txt").write_text("The beta letter\n\nNew.\n")
        (folder / "gamma.txt").unlink()
        await here.until(lambda: room.library.row("beta.txt") and not room.library.row("gamma.txt"))
        await here.until(lambda: "beta.txt" in room.library.shown_paths())
        await here.settle()
        assert room.library.words == "letter"
        assert documents.row_at_cursor.path == "omega.txt"
        assert any("document" in past.message.text for past in room.messages.past)
        # The folder itself goes and comes back; nothing that was indexed is dropped for that.
        folder.rename(tmp_path / "aside")
        await here.until(lambda: "the folder is gone" in here.message)
        assert len(room.library) == 4
        (tmp_path / "aside").rename(folder)
        (folder / "alpha.txt").write_text("The alpha letter\n\nWritten while it was away.\n")
        await here.until(lambda: "while it was away" in room.collection.document("alpha.txt").text)


async def test_a_run_that_a_change_started_is_quiet(homes: Homes, tmp_path: Path, visit: OpenRoom) -> None:
    folder = papers(tmp_path)
    async with visit(folder, keep_current=True, indexing=AUTO) as here:
        room = here.room
        await here.until(lambda: room.indexing.finished and "system tells" in room.watching.words)
        await here.settle()
        headers: set[str] = set()
        show = room.screen.show_counts
        room.screen.show_counts = lambda: (headers.add(room.indexing.words), show())[1]
        for number in range(40):
            (folder / "log.txt").write_text(f"A log of the night\n\nLine {number} of it is this one.\n")
            await here.pilot.pause(0.02)
        await here.until(lambda: room.library.row("log.txt"))
        await here.until(lambda: "Line 39" in room.collection.document("log.txt").text)
        assert not any("starting" in words or "looking" in words for words in headers)
        # Without a watcher nothing is taken up, and it is said why.
        room.watching.end()


async def test_without_watching_it_says_so(harbour: Any, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("colon")
        await here.write("index-watch")
        await here.press("enter")
        assert "off" in here.message
