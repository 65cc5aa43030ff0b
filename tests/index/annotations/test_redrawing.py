"""Other boundaries: a new annotation that says the same, the old one deleted, what it stored untouched, one undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.annotations.annotation import Annotation
from index.annotations.record import to_record
from index.annotations.redrawing import Redrawing
from index.annotations.store import LayerStore
from index.annotations.undo import UndoLog
from index.errors import GlossatorError, OffsetError

TEXT = "He said that 5,000 prisoners were to be set free."


def test_boundaries_move_and_the_selector_that_was_stored_stays(
    tmp_path: Path, mark: Callable[..., Annotation], hashed: Callable[[str], str]
) -> None:
    store, log = LayerStore(tmp_path / ".glossator", "ann"), UndoLog(tmp_path / "undo.jsonl")
    redrawing = Redrawing(store, log, lambda path: (TEXT, hashed(TEXT), hashed("f")), 8)
    old = mark(TEXT, "5,000", codes=("claim",), note="why", kind="claim")
    theirs = mark(TEXT, "free", id="urn:uuid:2", layer="other")
    store.write(lambda _: [to_record(old)])
    store.write(lambda _: [to_record(theirs)], "other")
    store = redrawing._store = LayerStore(tmp_path / ".glossator", "ann")
    placed = redrawing.redraw(old.id, "a.txt", 13, 28)
    new = placed.annotation
    assert (new.exact, new.note, new.codes, new.kind) == ("5,000 prisoners", "why", ("claim",), "claim")
    assert new.id != old.id and store.record(new)["glossator:replaces"] == old.id
    gone = store.find(old.id)
    assert gone is not None and gone.deleted and (gone.start, gone.end, gone.exact) == (13, 18, "5,000")
    with pytest.raises(GlossatorError):
        redrawing.redraw(theirs.id, "a.txt", 0, 2)
    with pytest.raises(OffsetError):
        redrawing.redraw(new.id, "a.txt", 5, 500)
    assert log.next_undo() == "other boundaries for a mark"
