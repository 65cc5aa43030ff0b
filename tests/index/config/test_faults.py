"""Every fault is listed, each with its line and column."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from index import config
from index.config import load_settings
from index.errors import SettingsError
from index.paths import user_config_file


def faults(*arguments: object, **keywords: object) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        load_settings(*(arguments or (None,)), **keywords)  # type: ignore[arg-type]
    return raised.value.faults


def test_an_engine_that_is_not_installed(own: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    file = own("search:\n  engine: tantivy\n")
    monkeypatch.setattr("index.config_check.find_spec", lambda _: None)
    assert faults() == [f"{file}:2:11: search.engine: tantivy is not installed: pip install 'glossator[fast]'"]


def test_every_fault_is_listed_at_once_with_its_place(own: Callable[[str], Path]) -> None:
    file = own(
        "serch:\n  limit: 3\n"
        "search:\n  limit: lots\n  limt: 3\n  engine: woosh\n  stemming: [en, english]\n"
        "sealed: yes please\n"
        "screen:\n  theme: dim\n"
        "keys:\n  anotate: [a]\n  zen: z\n  row-start: [0]\n"
    )
    assert faults() == [
        f"{file}:1:1: serch: no such setting; is search meant?",
        f"{file}:4:10: search.limit: should be a whole number, not lots",
        f"{file}:5:3: search.limt: no such setting; is limit meant?",
        f"{file}:6:11: search.engine: should be whoosh or tantivy, not woosh",
        f"{file}:7:18: search.stemming: should be auto, or a list with the two letters of each language, such as"
        " [en, fr], not english",
        f"{file}:8:9: sealed: should be true or false, not yes please",
        f"{file}:10:10: screen.theme: should be auto, dark, light, contrast, mono or terminal, not dim",
        f"{file}:12:3: keys.anotate: no such command; is annotate meant?",
        f"{file}:13:8: keys.zen: should be a list, such as [a, b], not z",
        f"{file}:14:15: keys.row-start: should be text in quotes, not 0",
    ]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("search:\n  limit: -1\n", "2:10", "should be from 0 to 1000000, not -1"),
        ("search:\n  limit: 3.5\n", "2:10", "a whole number"),
        ("search:\n  limit: 10.0\n", "2:10", "a whole number"),
        ("search:\n  limit: true\n", "2:10", "a whole number"),
        ("search:\n  limit: '3'\n", "2:10", "a whole number"),
        ("search:\n  limit:\n", "2:9", "a whole number, not nothing"),
        ("search:\n  limit: [3]\n", "2:10", "a whole number, not a list"),
        (f"search:\n  limit: {'9' * 5000}\n", "2:10", "cannot be read"),
        ("screen:\n  which_key_seconds: .inf\n", "2:22", "a number"),
        ("screen:\n  which_key_seconds: .nan\n", "2:22", "a number"),
        ("search: 5\n", "1:9", "a section"),
        ("search: [a]\n", "1:9", "a section"),
        ("sealed: {a: 1}\n", "1:9", "true or false, not a section"),
        ("limit: 3\n", "1:1", "no such setting; there is search.limit"),
        ("search:\n  limit: 3\n  limit: 4\n", "3:3", "set twice; first in line 2"),
        ("search: {}\nsearch: {}\n", "2:1", "set twice"),
        ("search:\n  limit: 3\n limit: 4\n", "3:2", "not indented like those"),
        ("search: [\n", "2:1", "expected"),
        ("search:\n\tlimit: 3\n", "2:1", "cannot start any token"),
        ("- search\n", "1:1", "should be settings"),
        ("just words\n", "1:1", "should be settings"),
        ("--- {}\n--- {}\n", "2:1", "another document"),
        ("search: &a {limit: 3}\n", "1:9", "&a: anchors are not taken"),
        ("search: &a {limit: 3}\nreading: *a\n", "1:9", "anchors"),
        ("search:\n  <<: {limit: 3}\n", "2:3", "merge keys are not taken"),
        ("search: !!python/object/apply:os.system [id]\n", "1:9", "tags are not taken"),
        ("search: !x {limit: 3}\n", "1:9", "tags are not taken"),
        ("1: x\n", "1:1", "not the name of a setting"),
        ("yes: x\n", "1:1", "not the name of a setting"),
        ("? [a]\n: x\n", "1:3", "not the name of a setting"),
        ("[" * 2000, "1:9", "nested more than 8 deep"),
        ("a: \x1b[2J\n", "1:4", "a control character"),
        ('annotations:\n  layer: "\\ud800"\n', "2:10", "cannot be read"),
        ('annotations:\n  layer: "\\UFFFFFFFF"\n', "1:1", "stands for no character"),
        ("annotations:\n  layer: ../x\n", "2:10", "should be letters, digits"),
        ("annotations:\n  layer: .x\n", "2:10", "should be letters, digits"),
        ("annotations:\n  kinds: []\n", "2:10", "at least one kind"),
        ("search:\n  stemming: [3]\n", "2:14", "text in quotes, not 3"),
        ("search:\n  stemming: english\n", "2:13", "should be auto, or a list"),
        ("search:\n  stemming: [en, auto]\n", "2:18", "no others beside it"),
        ("#" * (config.MAX_BYTES + 1), "1:1", "larger than 256 KB"),
    ],
)  # fmt: skip
def test_a_fault_has_its_line_and_column(text: str, place: str, words: str, own: Callable[[str], Path]) -> None:
    file = own(text)
    first = faults()[0]
    assert first.startswith(f"{file}:{place}: "), first
    assert words in first


def test_a_file_that_is_not_utf8(own: Callable[[str], Path]) -> None:
    file = own("")
    file.write_bytes(b"search:\n  # caf\xe9\n")
    assert faults() == [f"{file}:2:8: config: not UTF-8"]


def test_a_faulty_variable_and_a_faulty_option(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLOSSATOR_SCREEN__THEMES", "light")
    monkeypatch.setenv("GLOSSATOR_SEARCH__LIMIT", "1\nengine: x")
    monkeypatch.setenv("GLOSSATOR_SEALED", "maybe")
    assert faults(None, {"screen.theme": "dim"}) == [
        "GLOSSATOR_SCREEN__THEMES: no such setting; is GLOSSATOR_SCREEN__THEME meant?",
        "GLOSSATOR_SEALED: sealed: should be true or false, not maybe",
        "GLOSSATOR_SEARCH__LIMIT: search.limit: cannot be read: 1\nengine: x",
        "option: screen.theme: should be auto, dark, light, contrast, mono or terminal, not dim",
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_and_not_waited_for(own: Callable[[str], Path], collection: Callable[[str], Path]) -> None:
    own("").unlink()
    os.mkfifo(user_config_file())
    assert faults() == [f"{user_config_file()}:1:1: config: not a file"]
    user_config_file().unlink()
    folder = collection("")
    (folder / ".glossator" / "config.yaml").unlink()
    os.mkfifo(folder / ".glossator" / "config.yaml")
    assert "not a file" in faults(folder)[0]


def test_a_folder_in_place_of_the_file(own: Callable[[str], Path]) -> None:
    own("").unlink()
    user_config_file().mkdir()
    assert "not a file" in faults()[0]


@dataclasses.dataclass
class Fault:
    name: str
    item: str | None
    reason: str
    macro: bool = False


def same_key_twice(keys: dict[str, tuple[str, ...]], macros: dict[str, tuple[str, ...]]) -> list[Fault]:
    seen: dict[str, str] = {}
    found = []
    for command, written in keys.items():
        for key in written:
            if command in ("annotate", "code", "zen") and key in seen:
                found.append(Fault(command, key, f"{key} is {seen[key]} too"))
            seen.setdefault(key, command)
    return found


def test_a_conflict_is_told_at_the_key_that_was_set_last(own: Callable[[str], Path]) -> None:
    # `annotate` stands before `code` in the shipped file; the user's choice bears the blame all the same.
    file = own("keys:\n  annotate: [ctrl+n, t]\n")
    assert faults(check_keys=same_key_twice) == [f"{file}:2:22: keys.annotate: t is code too"]
    assert load_settings(None).settings.keys["annotate"] == ("ctrl+n", "t")


def test_a_copy_made_without_the_check_is_not_taken_for_a_checked_one(own: Callable[[str], Path]) -> None:
    own("keys:\n  annotate: [t]\n")
    load_settings(None)
    assert faults(check_keys=same_key_twice)
    own("keys:\n  annotate: [ctrl+n]\n")
    asked = []

    def check(keys: dict[str, tuple[str, ...]], macros: dict[str, tuple[str, ...]]) -> list[Fault]:
        asked.append(keys)
        return []

    load_settings(None, check_keys=check)
    load_settings(None, check_keys=check)
    assert len(asked) == 2, "once for the keys in force, once for the plain keyboard by itself"
