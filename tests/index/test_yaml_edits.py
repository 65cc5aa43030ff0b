"""Edits of YAML text: they say what was meant, and nothing that a reader wrote beside it is lost."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ReadOnlyError
from index.yaml_edits import CannotEdit, Drop, Put, Rename, edited, scalar
from index.yaml_files import YamlFile
from index.yaml_tree import BadYaml, read_tree

BY_HAND = """\
# what I think of them
version:   1

documents:   # by path

    # the first one
    a.txt:
        tags: [ one,two ]   # why
        title: 'quoted: yes'

    # the second
    "b #1.txt": {starred: yes, tags: [x]}  # flow
    c.txt:
        tags:
        - one   # first
        # between
        - two
        title: |
            a block
        starred: true
        # last in c

# at the end
"""


def value(text: str) -> Any:
    root = read_tree(text)
    return root.value if root is not None else {}


def comments(text: str) -> list[str]:
    return sorted(re.findall(r"(?:^|(?<=\s))# ?[a-z ]+", text, re.MULTILINE))


@pytest.mark.parametrize(
    "change",
    [
        Put(("documents", "a.txt", "starred"), True),
        Put(("documents", "a.txt", "tags"), ["one", "three"]),
        Put(("documents", "a.txt", "tags"), []),
        Drop(("documents", "a.txt", "tags")),
        Drop(("documents", "a.txt")),
        Drop(("documents", "b #1.txt")),
        Drop(("documents", "b #1.txt", "starred")),
        Put(("documents", "b #1.txt", "title"), "A, [b] {c}: x #9"),
        Put(("documents", "c.txt", "tags"), ["two", "three"]),
        Put(("documents", "c.txt", "tags"), ["new"]),
        Put(("documents", "c.txt", "title"), "plain"),
        Drop(("documents", "c.txt", "title")),
        Drop(("documents", "c.txt")),
        Put(("documents", "d.txt"), {"tags": ["x"], "starred": True}),
        Put(("notes", "of", "mine"), "deep"),
        Rename(("documents", "c.txt"), "é: new.txt"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_edit_changes_one_thing_and_keeps_comments(change: Any, newline: str) -> None:
    text = BY_HAND.replace("\n", newline)
    meant = copy.deepcopy(value(text))
    _apply(meant, change)
    new = edited(text, [change])
    assert value(new) == meant
    assert comments(new) == comments(text)
    assert ("\r\n" in new) == (newline == "\r\n") and not re.search(r"\r(?!\n)", new)


def test_what_is_not_changed_stays_byte_for_byte() -> None:
    new = edited(BY_HAND, [Put(("documents", "a.txt", "starred"), True)])
    assert new == BY_HAND.replace("'quoted: yes'\n", "'quoted: yes'\n        starred: true\n")
    assert edited(new, [Drop(("documents", "a.txt", "starred"))]) == BY_HAND


def test_a_file_is_begun_and_emptied() -> None:
    text = edited("# mine", [Put(("version",), 1), Put(("documents", "a"), {"starred": True})])
    assert text == "# mine\nversion: 1\ndocuments:\n  a:\n    starred: true\n"
    empty = edited(text, [Drop(("documents", "a"))])
    assert value(empty) == {"version": 1, "documents": None}
    assert value(edited(empty, [Put(("documents", "b", "tags"), ["x"])]))["documents"] == {"b": {"tags": ["x"]}}


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: &x 1\n", 1, 4),
        ("a: 1\nb: *x\n", 2, 4),
        ("a: !!python/object:os.system x\n", 1, 4),
        ("<<: 1\n", 1, 1),
        ("a: 1\na: 2\n", 2, 1),
        ("a: 1\n  b: 2\n", 2, 4),
        ("- a\n", 1, 1),
        ("a: 1\n---\nb: 2\n", 2, 1),
        ("a: \x07\n", 1, 4),
        ("a: [1, 2\n", 2, 1),
        ("a: " + "[" * 40 + "]" * 40, 1, 15),
    ],
)
def test_what_is_refused_is_named_with_its_place(text: str, line: int, column: int) -> None:
    with pytest.raises(BadYaml) as caught:
        read_tree(text)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_a_comment_inside_brackets_is_not_thrown_away() -> None:
    text = "a: [one, # because\n  two]\n"
    with pytest.raises(CannotEdit):
        edited(text, [Put(("a",), ["three"])])


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_text_is_written_so_that_it_reads_back(text: str) -> None:
    assert value(f"k: {scalar(text)}\n") == {"k": text}
    assert value(f"k: [{scalar(text, flow=True)}]\n") == {"k": [text]}
    assert value(f"{scalar(text)}: 1\n") == {text: 1}


# -- random edits against a plain dict --------------------------------------------------------------------------------

NAMES = ["a.txt", "b b.txt", "sub/c: d.txt", "é.txt", "# e.txt"]
KEYS = ["tags", "starred", "title"]
TAGS = ["one", "two words", "yes", "3", "a, b", "#x"]
values = {
    "tags": st.lists(st.sampled_from(TAGS), unique=True, max_size=4),
    "starred": st.booleans(),
    "title": st.sampled_from(["plain", "2031", "it's: so", "“quoted”", "null"]),
}
puts = st.sampled_from(KEYS).flatmap(
    lambda key: st.builds(lambda name, v: Put(("documents", name, key), v), st.sampled_from(NAMES), values[key])
)
drops = st.builds(lambda name, key: Drop(("documents", name, key)), st.sampled_from(NAMES), st.sampled_from(KEYS))
entries = st.builds(lambda name: Drop(("documents", name)), st.sampled_from(NAMES))


@given(st.sampled_from(["", BY_HAND, "documents: {}\n", "documents:\n", "documents: {a.txt: {tags: [one]}}"]),
       st.lists(puts | drops | entries, max_size=12))  # fmt: skip
def test_random_edits_do_what_they_do_to_a_dict(text: str, changes: list[Any]) -> None:
    meant = value(text)
    before = comments(text)
    for change in changes:
        _apply(meant, change)
        text = edited(text, [change])
        assert _plain(value(text)) == _plain(meant)
    assert comments(text) == before


@given(st.lists(puts, max_size=6, unique_by=lambda put: put.keys))
def test_several_edits_at_once_are_as_one_after_the_other(changes: list[Any]) -> None:
    meant = value(BY_HAND)
    for change in changes:
        _apply(meant, change)
    new = edited(BY_HAND, changes)
    assert _plain(value(new)) == _plain(meant)
    assert comments(new) == comments(BY_HAND)


def _apply(into: dict[str, Any], change: Any) -> None:
    *above, last = change.keys
    for key in above:
        if not isinstance(into.get(key), dict):
            if not isinstance(change, Put):
                return
            into[key] = {}
        into = into[key]
    if isinstance(change, Put):
        into[last] = change.value
    elif isinstance(change, Drop):
        into.pop(last, None)
    else:
        into[change.name] = into.pop(last)


def _plain(found: Any) -> Any:
    """Sections without keys and no section are the same."""
    if isinstance(found, dict):
        return {key: _plain(inner) for key, inner in found.items()} or None
    return found or None


def test_the_end_of_a_list_in_brackets_is_taken_off() -> None:
    text = "documents:\n  a.txt:\n    tags: [one, two words, three]  # mine\n"
    after = edited(text, [Put(("documents", "a.txt", "tags"), ["one"])])
    assert after == "documents:\n  a.txt:\n    tags: [one]  # mine\n"


def test_a_file_in_which_nothing_was_written_is_not_left_behind(tmp_path: Path) -> None:
    assert YamlFile(tmp_path, "x.yaml", private=False).change(lambda text: text) == ""
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_can_be_read_again_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("a: 1\n")
    file = YamlFile(tmp_path, "x.yaml", private=False)
    assert file.read_new() == "a: 1\n" and file.read_new() is None
    path.rename(tmp_path / "kept")
    path.symlink_to(tmp_path / "kept")
    with pytest.raises(ReadOnlyError, match="not a plain file"):
        file.read_new()
    path.unlink()
    (tmp_path / "kept").rename(path)
    assert file.read_new() == "a: 1\n", "whoever keeps why it could not be read is to know that it can"
