"""Dates and figures of a collection: a date that the reader sets counts at once, another document settles an order."""

from __future__ import annotations

from pathlib import Path

from index.collection import Collection
from index.config import load_settings

FILES = {
    "a.txt": "The fence\n\nThey came on Monday. The fence fell on 10 May, and 5,000 people left.\n",
    "b.md": "---\nsource: The Post\n---\n\nThe stamp says 10.09.2031.\n",
    "c.md": "---\nsource: The Post\n---\n\nThe stamp says 25.09.2031.\n",
    "d.md": "---\nsource: The Mail\n---\n\nThe stamp says 11.09.2031.\n",
    "e.txt": "Nothing is told here\n\nOf any day or number.\n",
}


def values(collection: Collection, path: str) -> dict[str, str | None]:
    return {found.text: found.date.value for found in collection.ledgers.dates(path)}


def test_dates_follow_what_the_reader_decides(tmp_path: Path, homes: object) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text)
    collection = Collection.open(folder, load_settings(None).settings)
    try:
        assert list(collection.ledgers.dates()) == []  # nothing is indexed yet
        collection.update()
        unknown = {"Monday": None, "10 May": None}
        assert values(collection, "a.txt") == unknown
        collection.describe(["a.txt"], date="2031-05-14")
        assert values(collection, "a.txt") == {"Monday": "2031-05-12", "10 May": "2031-05-10"}
        anchors = [found.date.anchor for found in collection.ledgers.dates("a.txt")]
        assert {(each.kind, each.value) for each in anchors if each} == {("reader", "2031-05-14")}
        collection.describe(["a.txt"], date=None)
        assert values(collection, "a.txt") == unknown

        assert values(collection, "b.md") == {"10.09.2031": "2031-09-10"}
        (settled,) = collection.ledgers.dates("b.md")
        assert settled.date.anchor is not None and settled.date.anchor.document == "c.md"
        assert values(collection, "d.md") == {"11.09.2031": None}
        collection.describe(["d.md"], source="The Post")
        assert values(collection, "d.md") == {"11.09.2031": "2031-09-11"}

        (figure,) = collection.ledgers.figures()
        assert (figure.document, figure.text, figure.figure.unit) == ("a.txt", "5,000 people", "people")
        documents = [found.document for found in collection.ledgers.dates()]
        assert documents == ["a.txt", "a.txt", "b.md", "c.md", "d.md"]
    finally:
        collection.close()
