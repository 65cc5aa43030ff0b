#!/usr/bin/env python3
"""What it costs to find out that ten files of a million have changed.

    bench/walk.py [--files N] [--folder DIR] [--json]

The files are empty, a thousand to a folder; the catalogue holds what a run would have written of them. Each line is a
process of its own: CPU seconds, and the most memory that it held. `--folder` keeps the files for another time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

CHANGED = 10
_IN_A_FOLDER = 1_000


def make(root: Path, files: int) -> None:
    """Folders full of empty files, those of an earlier time left as they are."""
    for number in range(0, files, _IN_A_FOLDER):
        folder = root / f"folder {number // _IN_A_FOLDER:04}"
        folder.mkdir(parents=True, exist_ok=True)
        for each in range(min(_IN_A_FOLDER, files - number)):
            os.close(os.open(f"{folder}/paper {each:04}.txt", os.O_CREAT | os.O_WRONLY, 0o600))


def fill(file: Path, root: Path) -> None:
    """A catalogue that knows all of these files, but ten as they are."""
    from index.catalogue.database import open_for_writing
    from index.walk import FoundFile, walk

    connection = open_for_writing(file)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")

    def rows() -> Iterator[tuple[object, ...]]:
        for number, item in enumerate(walk(root)):
            assert isinstance(item, FoundFile)
            sha256 = hashlib.sha256(item.path.encode()).hexdigest()
            size = item.size + (number % 100_000 == 7)
            yield (number + 1, os.fsencode(item.path), size, item.mtime_ns, item.mtime_ns + 10**10, sha256, sha256)

    connection.executemany(
        "INSERT INTO documents VALUES (?,?,?,?,?,?,?,'text/1',NULL,'[]',NULL,NULL,NULL,'[]',0,'{}',NULL)", rows()
    )
    connection.execute("COMMIT")
    connection.close()


def walked(root: Path, catalogue: Path) -> int:
    """The walk alone."""
    from index.config import load_settings
    from index.walk import walk

    return sum(1 for _ in walk(root, load_settings(None).settings.documents.ignore))


def known(root: Path, catalogue: Path) -> int:
    """What the catalogue knows, read."""
    from index.catalogue.reader import CatalogueReader

    return len(CatalogueReader(catalogue).known())


def changed(root: Path, catalogue: Path) -> int:
    """Walk, read and compare: what a run does before it reads its first file."""
    from index.catalogue.reader import CatalogueReader
    from index.config import load_settings
    from index.indexing.comparing import compare, memory_of, read_with
    from index.walk import walk

    settings = load_settings(None).settings
    documents, formats = settings.documents, settings.formats
    reader = CatalogueReader(catalogue)
    memory = memory_of(reader.known(), reader, read_with(documents, formats))
    return len(compare(walk(root, documents.ignore), memory, documents, formats).to_read)


def looked(root: Path, catalogue: Path) -> int:
    """One look of the watcher, where the system does not tell of changes."""
    from index.config import load_settings
    from index.watching.events import Order
    from index.watching.looking import look

    return int(look(Order(str(root), None, load_settings(None).settings.documents.ignore, False, 5)) is not None)


def folders_listed(root: Path, catalogue: Path) -> int:
    """What a watcher does before the system tells it of changes."""
    from index.config import load_settings
    from index.walk import folders

    return sum(1 for _ in folders(root, load_settings(None).settings.documents.ignore))


STEPS: dict[str, Callable[[Path, Path], int]] = {
    each.__name__: each for each in (walked, known, changed, looked, folders_listed)
}


def measured(step: str, root: Path, catalogue: Path) -> dict[str, object]:
    """One step in a process of its own."""
    words = [sys.executable, "-P", __file__, "--step", step, "--folder", str(root), "--catalogue", str(catalogue)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    row: dict[str, object] = json.loads(done.stdout)
    return row


def main() -> None:
    """Make, measure, show."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--files", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--catalogue", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        began = time.process_time()
        result = STEPS[options.step](options.folder, options.catalogue)
        seconds = round(time.process_time() - began, 2)
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps({"step": options.step, "result": result, "seconds": seconds, "megabytes": megabytes}))
        return
    with tempfile.TemporaryDirectory() as scratch:
        root = options.folder or Path(scratch, "files")
        make(root, options.files)
        catalogue = Path(scratch, "catalogue.sqlite")
        fill(catalogue, root)
        for step in STEPS:
            row = measured(step, root, catalogue)
            if options.json:
                print(json.dumps({"files": options.files, **row}))
            else:
                print(f"{step:16} {row['result']:>9,}  {row['seconds']:7} s  {row['megabytes']:5} MB", flush=True)


if __name__ == "__main__":
    main()
