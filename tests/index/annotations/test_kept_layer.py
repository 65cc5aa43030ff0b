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
from index.annotations.lines import BadLine, dump_line, parse_line
from index.annotations.own_form import read_line
from index.annotations.record import from_record, to_record
from index.annotations.store import LayerStore

Mark = Callable[..., Annotation]

LETTERS = [b"", b'"', b"\\", b"0", b"x", b"\t", b",", b" ", b"\xff", b'","', b'"created":"', b"00", b"]"]
"""What a hand may leave in a line."""


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
    read, cut = own_form.read_line, own_form.read_slices

    def slices(line: bytes, layer: str) -> Annotation | None:
        found = cut(line, layer)
        ids.extend([found.id] if found is not None else [])
        return found

    monkeypatch.setattr(
        layer_file, "read_line", lambda record, layer: ids.append(record.get("id")) or read(record, layer)
    )
    monkeypatch.setattr(layer_file, "read_slices", slices)
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


# -- lines of which only what differs is cut out --------------------------------------------------------------------


WORDS = st.text(st.sampled_from('ab"\\/\n\x07é漢\U0001f600\u2028,:{}[]'), max_size=8)
CUTS = st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 3), st.sampled_from(LETTERS)), max_size=2)


@settings(max_examples=150, deadline=None)
@given(WORDS, WORDS, st.lists(WORDS.filter(str.strip), max_size=2, unique=True), st.booleans(), st.booleans(), CUTS)
def test_a_line_cut_up_says_what_it_says_when_parsed(
    mark_any: Mark, exact: str, note: str, codes: list[str], deleted: bool, foreign: bool, cuts: list[Any]
) -> None:
    """Whatever was done to it by hand: a line that is not to the letter as it is written is left to be parsed."""
    made = mark_any(f"a {exact} b", 1, 3 + len(exact), note=note, codes=tuple(codes), deleted=deleted)
    record = to_record(made)
    line = dump_line({**record, "via": "x"} if foreign else record).rstrip(b"\n")
    quick = own_form.read_slices(line, "ann")
    assert (quick == made) if not foreign else quick is None
    for at, gone, put in cuts:
        at %= len(line)
        line = line[:at] + put + line[at + gone :]
    quick = own_form.read_slices(line, "ann")
    try:
        wanted = read_line(parse_line(line), "ann")
    except BadLine:
        wanted = None
    assert quick is None or quick == wanted


def test_a_large_layer_is_read_many_lines_at_a_time(tmp_path: Path, marks: list[Annotation]) -> None:
    """With a line by hand, one that cannot be read and one that was never finished."""
    lines = [dump_line(to_record(replace(each, resolution=None))) for each in marks]
    by_hand = json.dumps(to_record(replace(marks[0], id="urn:x:7", note="by hand"))).encode() + b"\r\n"
    folder = tmp_path / ".glossator" / "layers"
    folder.mkdir(parents=True)
    (folder / "ann.jsonl").write_bytes(b"".join([*lines, b"nonsense\n", by_hand, lines[1], lines[2][:-40]]))
    store = opened(tmp_path)
    found, _, faults, _ = state(store)
    assert [each.id[-1] for each in found if each is not None] == ["0", "1", "2", "3", "7"]
    assert found[7].note == "by hand" and [fault.line for fault in faults] == [5, 8]
    save(store, replace(marks[3], note="later"))
    assert store.find("urn:x:3", "ann").note == "later"  # type: ignore[union-attr]
