"""Merging three versions of a YAML file of `.glossator/`."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.layers.driver import merge
from index.layers.yaml_merge import merge_yaml
from index.yaml_edits import block
from index.yaml_tree import read_tree

BASE = """# What a reader decided
version: 1
documents:
  ferry.txt:  # read twice
    tags: [boom, letter]
    title: The ferry
  letter.txt:
    starred: true
"""


def values(data):
    root = read_tree(data.decode())
    return root.value if root is not None else {}


def merged(ours, theirs, base=BASE):
    return merge_yaml(base.encode(), ours.encode(), theirs.encode())


def test_what_each_side_did_is_in_it_and_our_comments_stay() -> None:
    ours = BASE.replace("[boom, letter]", "[boom, letter, night]  # mine").replace(
        "  letter.txt:", "  a: {}\n  letter.txt:"
    )
    theirs = BASE.replace("[boom, letter]", "[letter, harbour]").replace("    starred: true", "    source: Herald")
    found = merged(ours, theirs)
    text = found.data.decode()
    assert found.conflicts == () and "# read twice" in text and "# What a reader decided" in text and "# mine" in text
    assert values(found.data)["documents"] == {
        "ferry.txt": {"tags": ["letter", "night", "harbour"], "title": "The ferry"},
        "a": {},
        "letter.txt": {"source": "Herald"},
    }


def test_two_values_for_one_thing_are_told_and_the_file_can_be_read() -> None:
    ours, theirs = BASE.replace("The ferry", "One"), BASE.replace("The ferry", "'Two # \u202e\n      lines'")
    found = merged(ours, theirs)
    assert found.conflicts == ("both sides changed documents / ferry.txt / title",)
    assert values(found.data) == values(ours.encode())
    assert '    # conflict: theirs has title: "Two # \\u202e lines"\n    title: One' in found.data.decode()


def test_what_one_took_out_and_the_other_changed_stays() -> None:
    without = BASE.partition("  letter.txt:")[0]
    changed = BASE.replace("starred: true", "starred: false")
    for pair in ((without, changed), (changed, without)):
        assert values(merged(*pair).data)["documents"]["letter.txt"] == {"starred": False}
    assert "letter.txt" not in values(merged(without, BASE.replace("The ferry", "x")).data)["documents"]


def test_ordered_passages_of_a_dossier() -> None:
    base = "passages:\n  - {id: a, note: one}\n  - {id: b}\n  - {id: c}\n"
    moved = "passages:\n  - {id: c}\n  - {id: a, note: one}\n  - {id: b}\n"
    added = "passages:\n  - {id: a, note: two}\n  - {id: n}\n  - {id: b}\n"
    for pair in ((moved, added), (added, moved)):
        assert values(merged(*pair, base).data)["passages"] == [{"id": "a", "note": "two"}, {"id": "n"}, {"id": "b"}]


def test_the_lines_of_a_dossier_and_their_comments_stay() -> None:
    base = "# mine\nversion: 1\npassages:\n# first\n- exact: one\n  note: x\n  id: a\n- exact: two\n  id: b\n"
    ours = base.replace("note: x", "note: x  # why").replace("exact: two", "exact: two\n  note: said twice")
    theirs = base.replace("  note: x\n", "  note: y\n") + "# hers\n- heading: More\n  id: h\nlast: 1\n"
    theirs = theirs.replace("exact: two", "exact: two\n  kind: claim")
    found = merged(ours, theirs, base)
    assert found.conflicts == ()
    text = found.data.decode()
    assert "# mine\n" in text and '# first\n- exact: one\n  note: "y"  # why\n' in text
    assert (
        "- exact: two\n  note: said twice\n  id: b\n  kind: claim\n# hers\n- heading: More\n  id: h\nlast: 1\n" in text
    )
    clash = merged(base.replace("note: x", "note: ours"), base.replace("note: x", "note: theirs"), base)
    assert (
        clash.conflicts and '# conflict: theirs has passages / id=a / note: "theirs"\npassages:' in clash.data.decode()
    )


def test_what_is_no_yaml_is_put_between_markers() -> None:
    found = merged("a: [", BASE.replace("ferry", "x"))
    assert found.conflicts and found.data.startswith(b"<<<<<<< ours\na: [\n=======\n# What")
    assert found.data.endswith(b">>>>>>> theirs\n")


def test_the_kind_of_a_file_is_known_by_its_name_or_its_first_sign() -> None:
    line = b'{"id":"x","note":"%s","modified":"2031-01-0%dT00:00:00Z"}\n'
    versions = [line % (note, day) for note, day in ((b"a", 1), (b"b", 2), (b"c", 3))]
    for name in (".glossator/memos.jsonl", ""):
        assert merge(*versions, name).kept_beside == 1
    assert merge(b"a: 1\n", b"a: 2\n", b"a: 1\nb: 3\n", "x.yaml").data == b"a: 2\nb: 3\n"


leaf = st.one_of(
    st.integers(0, 3), st.sampled_from(["x", "y: z", "# no"]), st.lists(st.sampled_from("abc"), max_size=3, unique=True)
)
section = st.dictionaries(
    st.sampled_from("pqr"), st.one_of(leaf, st.dictionaries(st.sampled_from("st"), leaf)), max_size=3
)


@settings(max_examples=60, deadline=None)
@given(section, section, section)
def test_one_side_alone_is_taken_as_it_is_and_nothing_new_is_lost(base, ours, theirs) -> None:
    texts = [(f"top:{block(each, '  ', chr(10))}\n").encode() for each in (base, ours, theirs)]
    assert merge_yaml(texts[0], texts[1], texts[0]).data == texts[1]
    assert merge_yaml(texts[0], texts[0], texts[2]).data == texts[2]
    one, other = merge_yaml(*texts), merge_yaml(texts[0], texts[2], texts[1])
    if not one.conflicts:
        assert sorted_lists(values(one.data)) == sorted_lists(values(other.data)) and not other.conflicts
    top = values(one.data).get("top") or {}
    for key, value in theirs.items():
        if base.get(key) != value and ours.get(key) == base.get(key):
            # A section that holds nothing may be written as nothing at all.
            assert sorted_lists({key: top[key]}) == sorted_lists({key: value})


def sorted_lists(value):
    if isinstance(value, dict):
        return {key: sorted_lists(each) for key, each in value.items() if each not in ({}, None)}
    return sorted(value) if isinstance(value, list) else value
