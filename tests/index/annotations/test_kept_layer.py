"""Large layers that an earlier sitting has read: used as long as they are what lies there, and never else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.annotations import layer_file, own_form
from index.annotations.annotation import Annotation, Resolution
from index.annotations.lines import BadLine
from index.annotations.own_form import read_line
from index.annotations.record import from_record, to_record
from index.annotations.store import LayerStore

Mark = Callable[..., Annotation]


@pytest.fixture
def marks(mark: Mark, monkeypatch: pytest.MonkeyPatch) -> list[Annotation]:
    monkeypatch.setattr(layer_file, "SMALLEST", 1)
    one = mark("Some words here, and some there.", "words")
    said = Resolution("b.txt", "a" * 64, "b" * 64, 1, 4, "abc", "\udcff", "", "2031-01-01T00:00:00Z", "ben")
    kinds: list[dict[str, Any]] = [
        {"note": "n", "codes": ("a/b", "c")},
        {"deleted": True},
        {"resolution": said, "kind": "claim"},
        {"document": "ü\udcff.txt", "exact": "🚢\u2028"},
    ]
    return [replace(one, id=f"urn:x:{number}", **changes) for number, changes in enumerate(kinds)]


def opened(folder: Path) -> LayerStore:
    store = LayerStore(folder / ".glossator", "ann", cache=folder / "cache")
    store.refresh()
    return store


def save(store: LayerStore, *annotations: Annotation) -> None:
    store.write(lambda lookup: [to_record(each, lookup(each.id)) for each in annotations])


def state(store: LayerStore) -> Any:
    found = [store.find(f"urn:x:{number}", "ann") for number in range(9)]
    return found, [store.record(each) for each in found if each is not None], store.faults(), store.of_document("a.txt")


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of lines that were read."""
    ids: list[str] = []
    read = own_form.read_line
    monkeypatch.setattr(
        layer_file, "read_line", lambda record, layer: ids.append(record.get("id")) or read(record, layer)
    )
    return ids


def test_what_is_kept_is_not_read_again_and_what_came_since_is(
    tmp_path: Path, marks: list[Annotation], parsed: list[str]
) -> None:
    file = tmp_path / ".glossator" / "layers" / "ann.jsonl"
    store = opened(tmp_path)
    save(store, *marks)
    store.close()  # which sorts the file: what is kept is the sorted one
    parsed.clear()
    again = opened(tmp_path)
    assert parsed == [] and again.find("urn:x:0") == marks[0] and again.find("urn:x:2") == marks[2]

    with file.open("ab") as out:
        out.write(b"nonsense\n" + json.dumps(to_record(replace(marks[0], id="urn:x:8"))).encode() + b"\n")
    more = opened(tmp_path)
    assert parsed == ["urn:x:8"] and [fault.line for fault in more.faults()] == [5]
    more.close()
    parsed.clear()
    kept = opened(tmp_path)
    plain = LayerStore(tmp_path / ".glossator", "ann")
    plain.refresh()
    assert state(kept) == state(plain)
    save(kept, replace(marks[0], note="later"))
    kept.compact()
    assert [fault.line for fault in kept.faults()] == [5] and opened(tmp_path).find("urn:x:0").note == "later"  # type: ignore[union-attr]


def test_a_layer_that_is_another_one_is_read(tmp_path: Path, marks: list[Annotation], parsed: list[str]) -> None:
    file = tmp_path / ".glossator" / "layers" / "ann.jsonl"
    store = opened(tmp_path)
    save(store, *marks)
    store.close()
    (kept,) = (tmp_path / "cache").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    whole = kept.read_bytes()
    for damage in (
        b"",
        whole[:-5],
        whole.replace(b'"n"', b'"m"'),
        b"[]\n{}",
        whole.replace(b'"form": [1', b'"form": [0'),
    ):
        kept.write_bytes(damage)
        parsed.clear()
        assert opened(tmp_path).find("urn:x:0") == marks[0] and len(parsed) == 4
    kept.write_bytes(whole)
    file.write_bytes(file.read_bytes().replace(b'"value":"n"', b'"value":"m"'))  # by hand, of the same length
    assert opened(tmp_path).find("urn:x:0").note == "m"  # type: ignore[union-attr]
    file.write_bytes(b"")
    assert opened(tmp_path).annotations() == []


WORDS = st.text(max_size=3)
ODD = st.one_of(st.none(), st.booleans(), st.integers(-1, 3), WORDS, st.lists(WORDS, max_size=2), st.just({}))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_our_own_form_says_what_any_form_says(data: st.DataObject, mark_any: Mark) -> None:
    base = mark_any("Some words here.", 5, 10, note="n", codes=("c", "d"), kind="k")
    record = json.loads(json.dumps(to_record(base)))
    for _ in range(data.draw(st.integers(0, 3))):
        at: Any = record
        while isinstance(at, dict | list) and at:
            key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
            if data.draw(st.booleans()) and isinstance(at[key], dict | list):
                at = at[key]
                continue
            if data.draw(st.booleans()):
                at[key] = data.draw(ODD)
            else:
                del at[key]
            break

    def read(by: Callable[[Any, str], Annotation]) -> Any:
        try:
            return by(record, "ann")
        except BadLine as error:
            return str(error)

    assert read(read_line) == read(from_record)
