"""The store against a dictionary."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from index.annotations.annotation import Annotation
from index.annotations.lines import Record, dump_line
from index.annotations.record import to_record
from index.annotations.store import LayerStore


def numbered(annotation: Annotation, number: int, **changes: Any) -> Annotation:
    return replace(annotation, id=f"urn:uuid:{uuid.UUID(int=number)}", **changes)


def layer(folder: Path, name: str = "ann") -> Path:
    return folder / "layers" / f"{name}.jsonl"


class StoreModel(RuleBasedStateMachine):
    """The store against a dictionary, under writing by two stores, compacting, reopening and torn lines."""

    base: Annotation

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.folder = Path(self.place.name) / ".glossator"
        self.model: dict[str, Annotation] = {}

    @initialize()
    def open(self) -> None:
        self.stores = [LayerStore(self.folder, "ann"), LayerStore(self.folder, "ann")]

    @rule(
        who=st.integers(0, 1),
        number=st.integers(0, 5),
        document=st.sampled_from(["a", "b", "ü/\udcff"]),
        note=st.text(max_size=5),
        deleted=st.booleans(),
    )
    def write(self, who: int, number: int, document: str, note: str, deleted: bool) -> None:
        new = numbered(BASE, number, document=document, note=note, deleted=deleted)

        def change(lookup: Callable[[str], Record | None]) -> list[Record]:
            assert (lookup(new.id) is not None) == (new.id in self.model)
            return [to_record(new, lookup(new.id))]

        assert self.stores[who].write(change) == [new]
        self.model[new.id] = new

    @rule(who=st.integers(0, 1), drop=st.booleans())
    def compact(self, who: int, drop: bool) -> None:
        self.stores[who].compact(drop_deleted=drop)
        if drop:
            self.model = {id: each for id, each in self.model.items() if not each.deleted}

    @rule(who=st.integers(0, 1))
    def reopen(self, who: int) -> None:
        self.stores[who].close()
        self.stores[who] = LayerStore(self.folder, "ann")

    @rule(length=st.integers(1, 400))
    def tear(self, length: int) -> None:
        if layer(self.folder).exists():
            with layer(self.folder).open("ab") as file:
                file.write(dump_line(to_record(numbered(BASE, 99)))[:length])

    @invariant()
    def agree(self) -> None:
        for store in self.stores:
            store.refresh()
            kept = {each.id: each for each in self.model.values() if not each.deleted}
            assert {each.id: each for each in store.annotations()} == kept
            for document in ("a", "b", "ü/\udcff"):
                expected = {id for id, each in kept.items() if each.document == document}
                assert {each.id for each in store.of_document(document)} == expected

    def teardown(self) -> None:
        self.place.cleanup()


BASE = Annotation(
    id="",
    document="a",
    text_sha256="0" * 64,
    file_sha256="1" * 64,
    start=3,
    end=8,
    exact="words",
    prefix="of ",
    suffix=" and",
    note="",
    codes=(),
    kind=None,
    layer="ann",
    created="2031-09-10T12:00:00Z",
    updated="2031-09-10T12:00:00Z",
)

StoreModel.TestCase.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
test_the_store_is_a_dictionary = StoreModel.TestCase
