"""The language of each document decides which endings of a word are found in it, in every way of asking."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.collection import Collection
from index.config import load_settings

EN = "The war was in the south, and it was said that they were tired of the ferry and of the cold."
DE = "Es war kalt, und wir waren müde; die Häuser der Stadt waren leer, und das Schiff ist nicht mehr da."
FILES = {"a.txt": EN, "b.md": f"---\nlang: de\n---\n\n{DE}\n", "c.txt": DE, "d.txt": EN + " It was so."}


@pytest.fixture
def collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Collection:
    for name in ("CACHE", "STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Collection.open(folder, load_settings(None).settings)


def found(collection: Collection, query: str) -> list[str]:
    return sorted(hit.document.path for hit in collection.search(query).hits)


def marked(collection: Collection, query: str, path: str) -> list[str]:
    text = collection.stated(path).text
    return [text[start:end] for start, end in collection.matches(query, path)]


def test_every_way_of_asking_follows_the_language_of_the_document(collection: Collection) -> None:
    collection.update()
    assert {row.path: row.language for row in collection.documents()} == {
        "a.txt": "en", "b.md": "de", "c.txt": "de", "d.txt": "en"
    }  # fmt: skip
    assert found(collection, "waren") == ["b.md", "c.txt"]
    assert found(collection, "wars") == ["a.txt", "b.md", "c.txt", "d.txt"]
    assert found(collection, "ferries") == ["a.txt", "d.txt"]
    assert found(collection, "Haus") == ["b.md", "c.txt"]
    assert marked(collection, "waren", "a.txt") == []
    assert marked(collection, "waren", "b.md") == ["war", "waren", "waren"]
    lines = [(line.document.path, line.match) for line in collection.concordance("waren OR ferries")]
    assert lines == [
        ("a.txt", "ferry"), *(("b.md", word) for word in ("war", "waren", "waren")),
        *(("c.txt", word) for word in ("war", "waren", "waren")), ("d.txt", "ferry"),
    ]  # fmt: skip
    (counted,) = collection.queries.batch(["waren"])
    assert (counted.documents, counted.matches) == (2, 6)
    collection.queries.save("w", "waren")
    assert found(collection, "@w Haus") == ["b.md", "c.txt"]
    # A word of one language is no word of the others, and another is offered in its place.
    assert collection.search("Hausen lang:en").total == 0
    assert collection.search("ferrry").notices == ("no match for ferrry; did you mean ferry?",)

    # A document that is told to be of another language is searched by that.
    (collection.root / "b.md").write_text(FILES["b.md"].replace("lang: de", "lang: en"), encoding="utf-8")
    collection.update()
    assert found(collection, "Haus") == ["c.txt"]
    assert marked(collection, "Haus", "b.md") == []
    collection.close()
