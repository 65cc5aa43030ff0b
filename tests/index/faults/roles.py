"""Somebody at work on a collection for some seconds: `python roles.py ROLE FOLDER SECONDS`; prints what was done.

A reader searches, opens documents and marks; the indexer changes documents and brings the index up to date, now and
then by making it anew.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from index.collection import Collection
from index.config import load_settings

DOCUMENTS = 40


def until(seconds: str, least: int) -> Iterator[int]:
    """Turns until so much time is over, but so many at least, however busy the machine is."""
    end, turn = time.monotonic() + float(seconds), 0
    while turn < least or time.monotonic() < end:
        turn += 1
        yield turn


def text(number: int, version: int) -> str:
    return (
        f"Report {number}\n\nThis is version{version} of heron{number}, seen by Josef Hallam, and word{version % 7}.\n"
    )


def read(collection: Collection, name: str, seconds: str) -> None:
    chance = random.Random(name)
    for turn in until(seconds, 7):
        collection.refresh()
        number = chance.randrange(DOCUMENTS)
        hits = collection.search(f"heron{number}", limit=0).hits
        assert {hit.document.path for hit in hits} <= {f"{number}.txt"}, "a hit that does not answer"
        assert hits, "a document that was there from the beginning was not found"
        document = collection.document(f"{number}.txt")
        assert document.text.startswith(f"Report {number}\n") and document.text.endswith(".\n"), "half a document"
        for block in document.blocks:
            assert 0 <= block.start < block.end <= len(document.text)
        # A document may be another one by now: what is marked is what is read.
        for mention in collection.mentions(document.path) or []:
            assert mention.start < mention.end
        assert len(collection.documents()) == DOCUMENTS
        collection.set_position(document.path, turn % 20)
        if turn % 3 == 0:
            collection.annotate(document.path, 0, 6, note=f"{name} {turn}")
            print(f"{name} {turn}", flush=True)
        if turn % 7 == 0:
            collection.tag([document.path], add=[f"{name}{turn}"])
            print(f"{name}{turn}", flush=True)


def index(collection: Collection, name: str, seconds: str) -> None:
    for turn in until(seconds, 2):
        for number in range(turn % 3, DOCUMENTS, 5):
            file = collection.root / f"{number}.txt"
            new = file.with_name("new")
            new.write_text(text(number, turn))
            new.rename(file)
        collection.update(rebuild=turn % 10 == 9)
        print(f"run {turn}", flush=True)


if __name__ == "__main__":
    role, folder, lasts = sys.argv[1:]
    opened = Collection.open(Path(folder), load_settings(None).settings)
    (index if role == "indexer" else read)(opened, role, lasts)
    opened.close()
