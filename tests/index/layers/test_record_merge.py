"""Merging three versions of a layer by the ids of its records."""

from __future__ import annotations

import uuid

from hypothesis import given, settings
from hypothesis import strategies as st

from index.annotations.lines import dump_line
from index.annotations.record import from_record, to_record
from index.layers.jsonl_merge import merge_versions, settled
from index.layers.lines import Version, has_conflict, history, read_version
from index.layers.record_merge import OTHER_OF, merge_record

TEXT = "The letter warned of the boom, and nobody read the letter."


def record(mark_any, number=1, minute=0, start=4, end=10, **changes):
    at = f"2031-09-10T12:{minute:02}:00.000Z"
    made = mark_any(TEXT, start, end, id=f"urn:uuid:{uuid.UUID(int=number)}", updated=at, **changes)
    return to_record(made)


def read(found):
    return from_record(found, "ann")


def test_different_parts_of_one_mark_are_both_taken(mark_any) -> None:
    base = record(mark_any, note="one", codes=("a", "b"))
    ours = record(mark_any, minute=1, note="two", codes=("a", "b", "c"))
    theirs = record(mark_any, minute=2, note="one", codes=("b", "d"), kind="claim")
    for pair in ((ours, theirs), (theirs, ours)):
        merged = merge_record(base, *pair)
        mark = read(merged.record)
        assert (mark.note, set(mark.codes), mark.kind) == ("two", {"b", "c", "d"}, "claim")
        assert merged.record["modified"] == theirs["modified"] and merged.beside is None


def test_places_that_either_confirmed_stay_in_the_order_of_time(mark_any) -> None:
    first, mine, yours = ({"glossator:at": f"2031-09-10T12:0{minute}:00Z"} for minute in range(3))
    base = {**record(mark_any), "glossator:resolutions": [first]}
    ours = {**record(mark_any, minute=4), "glossator:resolutions": [first, mine]}
    theirs = {**record(mark_any, minute=3), "glossator:resolutions": [first, yours]}
    for pair in ((ours, theirs), (theirs, ours)):
        merged = merge_record(base, *pair)
        assert merged.record["glossator:resolutions"] == [first, mine, yours] and merged.beside is None


def test_where_both_wrote_a_note_the_newest_counts_and_the_other_stays(mark_any) -> None:
    base, ours = record(mark_any, note="one"), record(mark_any, minute=1, note="ours", codes=("kept",))
    theirs = record(mark_any, minute=2, note="theirs")
    merged = merge_record(base, ours, theirs)
    assert (read(merged.record).note, read(merged.record).codes) == ("theirs", ("kept",))
    other = read(merged.beside)
    assert (other.note, other.exact) == ("ours", "letter") and other.id != base["id"]
    assert merged.beside[OTHER_OF] == base["id"]
    assert merge_record(base, theirs, ours) == merged  # no third appears when the others merge the same


def test_bodies_of_another_tool_and_boundaries(mark_any) -> None:
    picture = {"type": "Image", "id": "https://example.org/boom.png"}
    linked = {"type": "TextualBody", "purpose": "linking", "value": "see page 4"}
    base = record(mark_any, note="one")
    ours = {**record(mark_any, minute=1, note="two"), "via": "https://example.org/1"}
    ours["body"] = [*ours["body"], picture]
    theirs = record(mark_any, minute=2, start=4, end=17, note="one")
    theirs["body"] = [*theirs["body"], linked]
    merged = merge_record(base, ours, theirs).record
    mark = read(merged)
    assert (mark.note, mark.exact, merged["via"]) == ("two", TEXT[4:17], ours["via"])
    assert picture in merged["body"] and linked in merged["body"]


def test_what_one_deleted_and_the_other_changed_stays(mark_any) -> None:
    base = record(mark_any, note="one")
    gone = record(mark_any, minute=5, note="one", deleted=True)
    changed = record(mark_any, minute=1, note="two")
    assert merge_record(base, gone, changed).record == changed
    assert merge_record(base, record(mark_any, minute=1, note="one"), gone).record == gone
    assert merge_record(base, None, changed).record == changed
    assert merge_record(base, None, base).record is None


def test_what_is_not_understood_is_kept_in_both_versions(mark_any) -> None:
    base = record(mark_any, note="one")
    ours = {**record(mark_any, minute=1, note="two"), "glossator:version": 99}
    theirs = record(mark_any, minute=2, note="three")
    merged = merge_record(base, ours, theirs)
    assert merged.record == theirs and merged.beside["glossator:version"] == 99


def test_a_memo_and_a_correction_are_merged_by_their_keys() -> None:
    base = {"id": "m", "type": "Memo", "note": "one", "subject": "a.txt", "modified": "2031-01-01T00:00:00Z"}
    ours = {**base, "note": "two", "modified": "2031-01-02T00:00:00Z"}
    theirs = {**base, "subject": "b.txt", "modified": "2031-01-03T00:00:00Z"}
    merged = merge_record(base, ours, theirs)
    assert merged.record == {**base, "note": "two", "subject": "b.txt", "modified": theirs["modified"]}
    clash = merge_record(base, ours, {**theirs, "note": "three"})
    assert clash.record["note"] == "three" and clash.beside["note"] == "two"


def test_lines_that_cannot_be_read_are_kept_and_a_conflict_is_settled(mark_any) -> None:
    base, ours, theirs = (dump_line(record(mark_any, minute=m, note=n)) for m, n in ((0, "1"), (1, "2"), (2, "3")))
    other = dump_line(record(mark_any, 2, codes=("x",)))
    left = b"".join([other, b"not json\n", b"<<<<<<< HEAD\n", ours, b"=======\n", theirs, b">>>>>>> side\n"])
    assert has_conflict(left)
    found = settled(left)
    assert found is not None and found.kept_beside == 1
    version = read_version(found.data)
    assert version.bad == [b"not json"]
    assert sorted(read(each).note for each in version.records.values()) == ["", "2", "3"]
    with_base = left.replace(b"=======\n", b"||||||| 1234\n" + base + b"=======\n")
    assert settled(with_base) is not None
    assert settled(left.replace(b"=======\n", b"")) is None


# -- properties --------------------------------------------------------------------------------------------------------

words = st.sampled_from(["", "one", "two"])
edit = st.tuples(st.integers(1, 3), words, st.sets(st.sampled_from("abc")), words, st.booleans(), st.integers(0, 9))


def version(mark_any, edits):
    found = {}
    for number, note, codes, kind, deleted, minute in edits:
        made = record(
            mark_any, number, minute, note=note, codes=tuple(sorted(codes)), kind=kind or None, deleted=deleted
        )
        found[made["id"]] = made
    return Version(found)


@settings(max_examples=60, deadline=None)
@given(st.lists(edit, max_size=4), st.lists(edit, max_size=4), st.lists(edit, max_size=4))
def test_nothing_is_lost_and_the_sides_may_be_exchanged(mark_any, before, one, other) -> None:
    base, ours, theirs = (version(mark_any, edits) for edits in (before, one, other))
    assert read_version(merge_versions(base, ours, base).data).records == ours.records
    assert read_version(merge_versions(base, base, theirs).data).records == theirs.records
    merged = merge_versions(base, ours, theirs)
    assert merge_versions(base, theirs, ours).data == merged.data
    # Whatever a side wrote anew is still said by some record that is not deleted, unless the other side took it back.
    said = [read(each) for each in read_version(merged.data).records.values()]
    for side, across in ((ours, theirs), (theirs, ours)):
        for id, each in side.records.items():
            mark, before_it = read(each), base.records.get(id)
            note_is_new = before_it is None or read(before_it).note != mark.note
            if (
                mark.note
                and note_is_new
                and not mark.deleted
                and not across.records.get(id, {}).get("glossator:deleted")
            ):
                assert any(mark.note == other.note and not other.deleted for other in said)


def test_the_history_of_a_record_is_found_whatever_its_id() -> None:
    data = '{"id":"urn:x:ü","n":1}\n{"id":"urn:x:\\u00fc","n":2}\n{"id":"urn:x:u","n":3}\n'.encode()
    assert [each["n"] for each in history(data, "urn:x:ü")] == [1, 2]
    assert [each["n"] for each in history(data, "urn:x:u")] == [3]


def test_very_many_lines_that_cannot_be_read_are_merged_in_one_go() -> None:
    bad = [b"no record %d" % number for number in range(60_000)]  # minutes, where each was looked for among all
    merged = merge_versions(Version({}, bad), Version({}, bad[1:]), Version({}, [*bad, b"more"]))
    assert sorted(merged.data.splitlines()) == sorted([*bad[1:], b"more"])
