"""The first generation of a collection is put to use once there is a catalogue in it, and not before."""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path

from index.collection import Collection
from index.config import load_settings
from index.library import Library
from index.paths import collection_folders


def test_who_looks_while_the_first_run_begins_is_told_of_no_damage(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "a.txt").write_text("The ferry crossed.")
    settings = load_settings(folder).settings
    seen: set[tuple[bool, str | None]] = set()
    over = threading.Event()
    cache = collection_folders(folder.resolve()).cache

    def look() -> None:
        while not over.is_set():
            library = Library(cache, settings.search)
            seen.add((library.shelf() is not None, library.fault))
            library.close()

    watching = threading.Thread(target=look)
    watching.start()
    with closing(Collection.open(folder, settings)) as collection:
        collection.update()
    over.set()
    watching.join()
    assert seen == {(False, None), (True, None)}
