"""What was indexed is damaged while it is read: the reader is told in a line, and it is made anew behind the screen."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

from index.errors import Damaged
from index.paths import collection_folders

OpenRoom = Any
Desk = Any


def generation_of(folder: Path) -> Path:
    cache = collection_folders(folder).cache
    return cache / (cache / "current").read_text().strip()


async def test_a_search_that_meets_damage_makes_the_index_anew(harbour: Desk, visit: OpenRoom) -> None:
    before = generation_of(harbour.folder)
    async with visit(harbour.folder) as here:
        for file in before.glob("index/*.seg"):
            content = bytearray(file.read_bytes())
            content[len(content) // 2] ^= 1
            file.write_bytes(content)
        await here.press("slash")
        await here.write("ferry")
        assert "made anew" in here.message
        await here.until(lambda: here.room.indexing.finished)
        await here.settle()
        await here.until(lambda: here.room.search.answer is not None and here.room.search.answer.page.hits)
        assert generation_of(harbour.folder) != before
        assert any("has changed" in past.message.text for past in here.room.messages.past)


async def test_making_it_anew_is_not_tried_for_ever(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        indexing = here.room.indexing
        started: list[bool] = []
        indexing.start = lambda *, rebuild=False: started.append(rebuild)
        for _ in range(4):
            here.room.messages.fail(Damaged("the catalogue cannot be read"))
        assert started == [False, True]
        assert "did not help" in here.message


async def test_a_full_disk_is_told_in_words(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        here.room.messages.fail(OSError(errno.ENOSPC, "No space left on device", "/tmp/x"))
        assert here.message == "/tmp/x: No space left on device · free some space and do it again"
