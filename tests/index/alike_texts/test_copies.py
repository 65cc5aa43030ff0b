"""Copies, near copies and shared passages of a collection, as documents come, change and go."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.collection import Collection
from index.config import load_settings
from index.errors import Cancelled, CollectionError

if TYPE_CHECKING:
    from conftest import Desk


def make(collection: Collection) -> list[str]:
    """The stages that there were."""
    steps = [step for step in collection.ledgers.alike.make(lambda: False, nice=0) if step is not None]
    return list(dict.fromkeys(step.stage for step in steps))


def near(collection: Collection) -> list[list[str]]:
    groups: dict[int, list[str]] = {}
    for each in collection.ledgers.alike.near():
        groups.setdefault(each.group, []).append(each.document.path)
    return list(groups.values())


@pytest.fixture
def here(copied: Desk) -> Iterator[Collection]:
    collection = Collection.open(copied.folder, load_settings(None).settings)
    make(collection)
    yield collection
    collection.close()


def test_the_same_text_is_known_with_its_places_and_folded(here: Collection) -> None:
    alike = here.ledgers.alike
    same = alike.same()
    rows = here.documents()
    assert [row.path for row in alike.places("wire/ferry.txt")] == ["ferry.txt", "wire/ferry.txt"]
    assert alike.places("essay.txt") == []
    assert {row.path: same.beside.get(row.id) for row in rows if row.id in same.beside} == {
        "ferry.txt": 1,
        "wire/ferry.txt": 1,
    }
    kept, more = same.folded(rows[::-1])
    assert [rows[::-1][at].path for at in kept] == ["wire/ferry.txt", "late.txt", "essay.txt"]
    assert more == {"wire/ferry.txt": 1}


def test_passages_slice_are_of_their_kind_and_stand_in_the_order_of_time(here: Collection) -> None:
    shared = here.ledgers.alike.shared()
    passages = {passage.words: passage for passage in shared.passages()}
    for passage in passages.values():
        places = shared.standing(passage.number)
        assert len(places) == passage.documents
        for place in places:
            text = here.document(place.document.path).text
            assert text[place.start : place.end] == place.text
        levelled = {" ".join(re.findall(r"\w+", place.text.casefold())) for place in places}
        assert len(levelled) == 1
    noise = passages[13]
    assert [place.document.path for place in shared.standing(noise.number)] == ["ferry.txt", "late.txt", "essay.txt"]
    assert [place.copies for place in shared.standing(noise.number)] == [1, 0, 0]
    assert (noise.dated, noise.document.path, noise.kind) == ("2031-09-08", "ferry.txt", "")
    assert any(passage.kind == "boilerplate" and passage.documents == 3 for passage in passages.values())


def test_one_document_says_with_whom_it_shares_what(here: Collection) -> None:
    shared = here.ledgers.alike.shared()
    text = here.document("essay.txt").text
    found = {text[each.start : each.end].split()[0]: each for each in shared.in_document("essay.txt")}
    noise = found["A"]
    assert [other.document.path for other in noise.others] == ["ferry.txt", "late.txt"]
    for other in noise.others:
        place = shared.where(noise, other)
        assert place is not None and place.text.startswith("a noise like a drawer")
    # What two share within something longer is not told again.
    late = [each for each in shared.in_document("late.txt") if each.words == 13]
    assert [[other.document.path for other in each.others] for each in late] == [["essay.txt"]]


def test_what_differs_is_told_word_by_word(here: Collection) -> None:
    from index.alike_texts.comparing import changes

    parts = here.ledgers.alike.difference("ferry.txt", "late.txt")
    assert "".join(part.was for part in parts) == here.document("ferry.txt").text
    assert "".join(part.now for part in parts) == here.document("late.txt").text
    told = [(change.was.strip(), change.now.strip()) for change in changes(parts)]
    assert told == [("8", "9"), ("thought", "knew"), ("", ", it seems")]
    for change in changes(parts):
        assert here.document("late.txt").text[change.now_start :].startswith(change.now)


def test_only_what_is_new_is_read_and_what_is_gone_is_forgotten(copied: Desk, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(copied.folder, tmp_path / "papers"))
    collection = Collection.open(folder, load_settings(None).settings)
    try:
        collection.update()
        alike = collection.ledgers.alike
        assert not alike.ready
        with pytest.raises(Cancelled):
            list(alike.make(lambda: True))
        assert not alike.ready
        assert make(collection) == ["words", "near", "shared", "passages"] and alike.ready
        assert near(collection) == [["late.txt", "ferry.txt"]]
        assert make(collection) == [], "nothing is done twice"
        (folder / "late.txt").rename(folder / "moved.txt")
        (folder / "wire" / "ferry.txt").unlink()
        collection.update()
        assert make(collection) == [] and near(collection) == [["moved.txt", "ferry.txt"]], "no text is new"
        (folder / "moved.txt").write_text("Another text altogether.\n")
        collection.update()
        assert make(collection)[0] == "words"
        assert near(collection) == [] and alike.same().beside == {}
        assert [place.document.path for place in alike.shared().standing(0)] == ["ferry.txt", "essay.txt"]
        # A damaged file is made anew.
        kept = collection._library.shelf().folder / "copies.sqlite"  # type: ignore[union-attr]
        kept.write_bytes(b"no database at all" * 400)
        assert not alike.ready
        assert make(collection) == ["words", "near", "shared", "passages"] and len(list(alike.shared().passages())) > 0
        # And where it cannot be written, that is said.
        kept.unlink()
        kept.mkdir()
        with pytest.raises(CollectionError, match="what is known of copies"):
            make(collection)
    finally:
        collection.close()
