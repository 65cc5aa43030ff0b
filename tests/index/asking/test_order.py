"""Documents of equal score stand by path, whenever each of them was indexed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from index.collection import Collection
from index.config import load_settings

TEXTS = {f"{name}.txt": "The boom is open." for name in ("c", "A", "b", "letter 10", "letter 9", "d/a")} | {
    "best.txt": "boom boom"
}
IN_ORDER = ["best.txt", "A.txt", "b.txt", "c.txt", "d/a.txt", "letter 9.txt", "letter 10.txt"]


@pytest.mark.parametrize("newest_first", [True, False])
def test_ties_stand_by_path_whatever_the_order_of_indexing(
    newest_first: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CACHE", "STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    folder = tmp_path / "texts"
    for at, (name, text) in enumerate(TEXTS.items()):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        os.utime(file, (at if newest_first else 100 - at,) * 2)

    def order(query: str, limit: int = 0) -> list[str]:
        return [hit.document.path for hit in collection.search(query, limit=limit).hits]

    collection = Collection.open(folder, load_settings(None).settings)
    collection.update()
    assert order("boom") == IN_ORDER
    assert order("boom", 4) == IN_ORDER[:4]
    assert order('path:* -"boom boom"') == IN_ORDER[1:]
    with monkeypatch.context() as patch:
        patch.setattr("index.catalogue.listing._FEW", 2)
        assert order("boom") == IN_ORDER
        # One goes and comes again: it has another number, and the same place.
        shutil.copy(folder / "A.txt", tmp_path / "A.txt")
        (folder / "A.txt").unlink()
        collection.update()
        assert order("boom") == [path for path in IN_ORDER if path != "A.txt"]
        shutil.move(tmp_path / "A.txt", folder / "A.txt")
        collection.update()
        assert order("boom") == IN_ORDER
    collection.close()
